import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { settle, show, write } from './stage.fake'
import Tooltip from './tooltip'

const box = () => document.querySelector('.dash-tooltip') as HTMLElement
const bbox = { x0: 10, x1: 20, y0: 30, y1: 40 }
const point = async (name: string, element: Element | null, more = {}) => {
  element?.dispatchEvent(new Event(name, { bubbles: true, ...more }))
  await settle(200)
}

describe('Tooltip at a place', () => {
  it('is shown while it has a place and may be shown', async () => {
    const stage = await show(Tooltip, { children: 'text' })
    assert.equal(box().hidden, true)
    await write(stage, { bbox })
    assert.equal(box().hidden, false)
    assert.match(box().style.left, /px$/)
    await write(stage, { show: false })
    assert.equal(box().hidden, true)
    await write(stage, { show: true, bbox: null })
    assert.equal(box().hidden, true)
  })

  it('takes its colors, its layer and whether the pointer may enter it', async () => {
    await show(Tooltip, { bbox, border_color: 'red', background_color: 'blue', zindex: 7, targetable: true })
    const { style, dataset } = box()
    const found = [
      style.getPropertyValue('--dash-tooltip-border'),
      style.getPropertyValue('--dash-tooltip-ground'),
      style.zIndex,
    ]
    assert.deepEqual([...found, dataset.targetable], ['red', 'blue', '7', 'true'])
  })
})

describe('Tooltip of a component', () => {
  it('is shown while the pointer or the keyboard is on it, and describes it', async () => {
    const stage = await show(Tooltip, { children: 'text', target: 'out' })
    const target = stage.find('#out')
    assert.equal(target.getAttribute('aria-describedby'), 'it')
    await point('pointerover', target)
    assert.equal(box().hidden, false)
    await point('pointerover', box())
    assert.equal(box().hidden, false, 'the pointer may enter it')
    await point('pointerover', document.body)
    assert.equal(box().hidden, true)
    await point('focusin', target)
    assert.equal(box().hidden, false)
    document.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }))
    await settle()
    assert.equal(box().hidden, true)
  })

  it('describes it no more when it explains another', async () => {
    const stage = await show(Tooltip, { target: 'out' })
    stage.find('#out').setAttribute('aria-describedby', 'mine it')
    await write(stage, { target: undefined })
    assert.equal(stage.find('#out').getAttribute('aria-describedby'), 'mine')
  })
})
