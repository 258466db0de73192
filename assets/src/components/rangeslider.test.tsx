import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import '../view/page.fake'
import RangeSlider from './rangeslider'
import { press, settle, show, type } from './stage.fake'

const slide = (props: Record<string, unknown>) => show(RangeSlider, { min: 0, max: 10, ...props })
const thumb = (i: number) => `.dash-slider-handle:nth-of-type(${i + 1}) input`

describe('RangeSlider', () => {
  it('has a thumb for each value, each with a name', async () => {
    const stage = await slide({ value: [2, 6] })
    const thumbs = [...document.querySelectorAll<HTMLInputElement>('.dash-slider-range')]
    assert.deepEqual(
      thumbs.map((field) => [field.value, field.getAttribute('aria-label')]),
      [
        ['2', 'Minimum'],
        ['6', 'Maximum'],
      ],
    )
    assert.equal(stage.find('#it').getAttribute('role'), 'group')
    assert.deepEqual(stage.props('it').drag_value, [2, 6])
  })

  it('takes the number of thumbs from count where there is no value', async () => {
    await slide({ count: 2 })
    assert.equal(document.querySelectorAll('.dash-slider-range').length, 3)
  })

  it('writes all values, ascending, when a key passes a thumb over another', async () => {
    const stage = await slide({ value: [5, 6] })
    await press(stage, 'ArrowRight', thumb(0), { shiftKey: true })
    assert.deepEqual(stage.props('it').value, [6, 10])
  })

  it('is stopped by another with allowCross false', async () => {
    const stage = await slide({ value: [5, 6], allowCross: false })
    await press(stage, 'ArrowRight', thumb(0), { shiftKey: true })
    assert.deepEqual(stage.props('it').value, [6, 6])
  })

  it('writes value on release, drag_value before', async () => {
    const stage = await slide({ value: [2, 6] })
    await type(stage, '3.2', thumb(0))
    assert.deepEqual(
      [stage.props('it').value, stage.props('it').drag_value],
      [
        [2, 6],
        [3, 6],
      ],
    )
    stage.find(thumb(0)).dispatchEvent(new Event('change', { bubbles: true }))
    await settle()
    assert.deepEqual(stage.props('it').value, [3, 6])
  })

  it('has a number field at each end for two thumbs, none for three', async () => {
    const stage = await slide({ value: [2, 6] })
    assert.equal(document.querySelectorAll('.dash-range-slider-input').length, 2)
    const field = stage.find<HTMLInputElement>('.dash-range-slider-input')
    field.value = '4'
    field.dispatchEvent(new Event('change', { bubbles: true }))
    await settle()
    assert.deepEqual(stage.props('it').value, [4, 6])
    await slide({ value: [2, 6, 8] })
    assert.equal(document.querySelectorAll('.dash-range-slider-input').length, 0)
  })
})
