import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import '../view/page.fake'
import Slider from './slider'
import { press, settle, show, type, write } from './stage.fake'

const slide = (props: Record<string, unknown>, watch = 'it.value') => show(Slider, { min: 0, max: 10, ...props }, watch)
const drop = async () => {
  document.querySelector('#it')?.dispatchEvent(new Event('change', { bubbles: true }))
  await settle()
}

describe('Slider', () => {
  it('is a native range field with the bounds, and tells drag_value at the start', async () => {
    const stage = await slide({ value: 3 })
    const field = stage.find<HTMLInputElement>('#it')
    assert.deepEqual([field.type, field.min, field.max, field.value], ['range', '0', '10', '3'])
    assert.equal(stage.props('it').drag_value, 3)
    assert.equal(field.getAttribute('aria-valuetext'), '3')
  })

  it('moves drag_value while dragging and value on release', async () => {
    const stage = await slide({ value: 3 }, 'it.value it.drag_value')
    await stage.call('out.title').reply({})
    await type(stage, '6.4', '#it')
    assert.deepEqual([stage.props('it').value, stage.props('it').drag_value], [3, 6])
    assert.deepEqual(stage.call('out.title').request.changedPropIds, ['it.drag_value'])
    assert.equal(stage.find<HTMLInputElement>('#it').value, '6', 'the thumb stands on a step')
    await drop()
    assert.equal(stage.props('it').value, 6)
    assert.deepEqual(stage.call('out.title').request.changedPropIds, ['it.value'])
  })

  it('with updatemode drag, value follows at once', async () => {
    const stage = await slide({ value: 3, updatemode: 'drag' })
    await type(stage, '7', '#it')
    assert.equal(stage.props('it').value, 7)
  })

  it('a callback does not pull the thumb away while it is dragged', async () => {
    const stage = await slide({ value: 3 })
    await type(stage, '7', '#it')
    await write(stage, { value: 1 })
    assert.equal(stage.find<HTMLInputElement>('#it').value, '7')
  })

  it('follows a callback, drag_value too', async () => {
    const stage = await slide({ value: 3 })
    await write(stage, { value: 8 })
    assert.equal(stage.find<HTMLInputElement>('#it').value, '8')
    assert.equal(stage.props('it').drag_value, 8)
  })

  const keys: [key: string, props: Record<string, unknown>, want: number][] = [
    ['ArrowRight', {}, 6],
    ['ArrowUp', {}, 6],
    ['ArrowLeft', {}, 4],
    ['ArrowDown', {}, 4],
    ['PageUp', {}, 10],
    ['Home', {}, 0],
    ['End', {}, 10],
    ['ArrowRight', { reverse: true }, 4],
    ['ArrowUp', { reverse: true }, 6],
    ['ArrowRight', { step: null, marks: { 0: 'a', 5: 'b', 9: 'c' } }, 9],
    ['ArrowRight', { step: 0.1 }, 5.1],
  ]
  for (const [key, props, want] of keys) {
    it(`${key} goes from 5 to ${want} ${JSON.stringify(props)}`, async () => {
      const stage = await slide({ value: 5, ...props })
      const event = await press(stage, key, '#it')
      assert.equal(stage.props('it').value, want)
      assert.equal(event.defaultPrevented, true)
    })
  }

  it('leaves other keys to the browser', async () => {
    const stage = await slide({ value: 5 })
    assert.equal((await press(stage, 'Tab', '#it')).defaultPrevented, false)
  })

  it('takes a typed number, on a step and within the bounds', async () => {
    const stage = await slide({ value: 5 })
    const field = stage.find<HTMLInputElement>('.dash-range-slider-input')
    field.value = '7.4'
    field.dispatchEvent(new Event('change', { bubbles: true }))
    await settle()
    assert.equal(stage.props('it').value, 7)
    assert.equal(field.value, '7')
  })

  for (const [name, props] of [
    ['allow_direct_input false', { allow_direct_input: false }],
    ['a vertical slider', { vertical: true }],
    ['marks only', { step: null, marks: { 1: 'a' } }],
  ] as const) {
    it(`${name} has no field to type in`, async () => {
      await slide(props)
      assert.equal(document.querySelector('.dash-range-slider-input'), null)
    })
  }

  it('a click on a mark goes there, unless disabled', async () => {
    const marks = { 0: 'a', 8: { label: 'eight', style: { color: 'red' } } }
    const stage = await slide({ value: 5, marks })
    stage.find('.dash-slider-mark:last-child').click()
    await settle()
    assert.equal(stage.props('it').value, 8)
    assert.equal(stage.find('#it').getAttribute('aria-valuetext'), 'eight')
    const off = await slide({ value: 5, marks, disabled: true })
    off.find('.dash-slider-mark:last-child').click()
    assert.equal(off.props('it').value, 5)
  })

  it('writes its tooltip by template, or through a function of the page', async () => {
    const stage = await slide({ value: 5, tooltip: { template: '{value} °C', always_visible: true } })
    assert.equal(stage.find('output').textContent, '5 °C')
    assert.equal(stage.find('output').dataset.always, 'true')
    Object.assign(window, { dccFunctions: { double: (n: number) => n * 2 } })
    const other = await slide({ value: 5, tooltip: { transform: 'double', placement: 'bottomLeft' } })
    assert.equal(other.find('output.dash-slider-tooltip-bottom').textContent, '10')
  })

  it('draws a dot at every step, and none when they would touch', async () => {
    await slide({ dots: true })
    assert.equal(document.querySelectorAll('.dash-slider-dot').length, 11)
    await slide({ dots: true, max: 1000 })
    assert.equal(document.querySelectorAll('.dash-slider-dot').length, 0)
  })

  it('stands upright at the given height, or turned round', async () => {
    const stage = await slide({ vertical: true, verticalHeight: 120, reverse: true, className: 'mine' })
    assert.equal(stage.find('.mine.dash-slider-vertical.dash-slider-reverse').style.height, '120px')
    assert.equal(stage.find('#it').getAttribute('aria-orientation'), 'vertical')
  })

  for (const [name, props] of Object.entries({
    'bounds that are no numbers': { min: '', max: 'abc', value: [] },
    'bounds as text': { min: '0', max: '20', value: '5' },
    'bounds the wrong way round': { min: 10, max: 0 },
    'NaN everywhere': { min: Number.NaN, max: Number.NaN, step: Number.NaN, value: Number.NaN },
    'a list of marks': { marks: [null, 'a'] },
    'marks without labels': { marks: { 5: null, x: { label: 'no number' } } },
    'a step of text': { step: 'x' },
    'a tooltip that is none': { tooltip: { template: 5, placement: {} } },
  })) {
    it(`is drawn with ${name}`, async () => {
      const stage = await slide(props)
      assert.deepEqual(stage.errors, [])
      assert.ok(Number.isFinite(Number(stage.find<HTMLInputElement>('#it').value)))
    })
  }

  it('writes no label over another, nor the last one over by those before', async () => {
    const marks = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [i, `mark ${i}`]))
    await slide({ max: 499, marks })
    const shown = [...document.querySelectorAll('.dash-slider-mark')].map((mark) => mark.textContent)
    assert.ok(shown.length > 2 && shown.length < 12, String(shown.length))
    assert.deepEqual([shown[0], shown.at(-1)], ['mark 0', 'mark 499'])
  })
})

describe('Slider where text runs from right to left', () => {
  const inRtl = async (props: Record<string, unknown>) => {
    const stage = await slide({ value: 3, ...props })
    const outer = stage.find('.dash-slider-container')
    outer.style.direction = 'rtl'
    await write(stage, { dots: true })
    return stage
  }

  for (const [name, props, flipped] of [
    ['has the smallest number at the right', {}, true],
    ['has it at the left again in reverse', { reverse: true }, false],
    ['stands upright as ever', { vertical: true }, false],
  ] as const)
    it(name, async () => {
      const stage = await inRtl(props)
      assert.equal(stage.find('.dash-slider-container').classList.contains('dash-slider-reverse'), flipped)
      await press(stage, 'ArrowLeft', '#it')
      assert.equal(stage.props('it').value, flipped ? 4 : 2)
      await press(stage, 'ArrowUp', '#it')
      assert.equal(stage.props('it').value, flipped ? 5 : 3)
    })
})
