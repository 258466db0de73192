import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import Input from './input'
import { press, settle, show, type, write } from './stage.fake'

const fire = async (name: string, selector = 'input') => {
  document.querySelector(selector)?.dispatchEvent(new Event(name, { bubbles: true }))
  await settle()
}

describe('Input', () => {
  it('shows its value and carries id, label and attributes on the field', async () => {
    const stage = await show(Input, { value: 'x', placeholder: 'p', maxLength: 3, readOnly: 'READONLY', name: 'n' })
    const field = stage.find<HTMLInputElement>('#it')
    assert.equal(field.value, 'x')
    assert.equal(field.getAttribute('maxlength'), '3')
    assert.equal(field.readOnly, true)
    assert.equal(field.getAttribute('autocomplete'), 'off')
    assert.equal(field.getAttribute('placeholder'), 'p')
  })

  it('sends every edit without debounce', async () => {
    const stage = await show(Input, {})
    await type(stage, 'a')
    assert.equal(stage.call('out.title').request.inputs[0]?.value, 'a')
    await type(stage, 'ab')
    assert.equal(stage.call('out.title').request.inputs[0]?.value, 'ab')
  })

  it('with debounce, sends on Enter together with n_submit', async () => {
    const stage = await show(Input, { debounce: true }, 'it.value it.n_submit')
    await type(stage, 'abc')
    assert.equal(stage.sent.length, 0)
    await press(stage, 'Enter', 'input')
    const { request } = stage.call('out.title')
    assert.deepEqual(request.changedPropIds.sort(), ['it.n_submit', 'it.value'])
    assert.deepEqual(
      request.inputs.map((input) => input.value),
      ['abc', 1],
    )
    assert.equal(stage.sent.length, 0)
  })

  it('with debounce, sends on leaving the field, and counts n_blur', async () => {
    const stage = await show(Input, { debounce: true, n_blur: 4 })
    await type(stage, 'abc')
    await fire('blur')
    assert.equal(stage.call('out.title').request.inputs[0]?.value, 'abc')
    assert.equal(stage.props('it').n_blur, 5)
  })

  it('with a number as debounce, sends after that many seconds of rest', async () => {
    const stage = await show(Input, { debounce: 0.03 })
    await type(stage, 'a')
    await type(stage, 'ab')
    assert.equal(stage.sent.length, 0)
    await settle(60)
    assert.equal(stage.call('out.title').request.inputs[0]?.value, 'ab')
    assert.equal(stage.sent.length, 0)
  })

  it('leaving or entering without typing does not make a value', async () => {
    const stage = await show(Input, {}, 'it.value')
    await fire('blur')
    await press(stage, 'Enter', 'input')
    assert.equal('value' in stage.props('it'), false)
    assert.equal(stage.sent.length, 0)
  })

  it('an Enter that ends a composition is no submit', async () => {
    const stage = await show(Input, {}, 'it.n_submit')
    await press(stage, 'Enter', 'input', { isComposing: true })
    assert.equal(stage.props('it').n_submit, undefined)
  })

  it('shows what a callback writes, but not over unsent typing', async () => {
    const stage = await show(Input, { value: 'a', debounce: true })
    await write(stage, { value: 'b' })
    assert.equal(stage.find<HTMLInputElement>('input').value, 'b')
    await type(stage, 'typing')
    await write(stage, { value: 'late' })
    assert.equal(stage.find<HTMLInputElement>('input').value, 'typing')
    await fire('blur')
    assert.equal(stage.props('it').value, 'typing')
  })

  it('keeps the caret when a callback rewrites the text', async () => {
    const stage = await show(Input, { value: '' })
    const field = stage.find<HTMLInputElement>('input')
    field.focus()
    await type(stage, 'abc')
    field.setSelectionRange(1, 1)
    await write(stage, { value: 'ABC' })
    assert.equal(field.value, 'ABC')
    assert.equal(field.selectionStart, 1)
  })

  it('is hidden as a whole when it is hidden', async () => {
    const stage = await show(Input, { type: 'hidden' })
    assert.equal(stage.find('.dash-input-container').hidden, true)
  })
})

describe('Input of a number', () => {
  const number = (props = {}) => show(Input, { type: 'number', ...props })

  it('sends a number', async () => {
    const stage = await number()
    await type(stage, '1.50')
    assert.equal(stage.props('it').value, 1.5)
    assert.equal(stage.find<HTMLInputElement>('input').value, '1.50', 'the text stays as typed')
  })

  it('sends null for an emptied field', async () => {
    const stage = await number({ value: 3 })
    await type(stage, '')
    assert.equal(stage.props('it').value, null)
  })

  it('does not send a number out of bounds', async () => {
    const stage = await number({ value: 3, max: 10 })
    await type(stage, '11')
    assert.equal(stage.props('it').value, 3)
  })

  it('steps with its buttons, within the bounds', async () => {
    const stage = await number({ value: 0.5, step: 0.25, max: 0.75 })
    const click = async (name: string) => {
      stage.find(`.dash-stepper-${name}`).click()
      await settle()
    }
    await click('increment')
    assert.equal(stage.props('it').value, 0.75)
    await click('increment')
    assert.equal(stage.props('it').value, 0.75)
    await write(stage, { value: 4, step: 2, max: 10 })
    await click('decrement')
    assert.equal(stage.props('it').value, 2)
  })

  it('a press on a stepper is sent at once even with debounce', async () => {
    const stage = await number({ debounce: true })
    stage.find('.dash-stepper-increment').click()
    await settle()
    assert.equal(stage.props('it').value, 1)
  })

  it('a disabled field has no live steppers', async () => {
    const stage = await number({ disabled: true })
    assert.equal(stage.find<HTMLButtonElement>('.dash-stepper-increment').disabled, true)
  })

  it('a number field stays empty for what is no number', async () => {
    const stage = await show(Input, { type: 'number', value: 1 })
    await write(stage, { value: { a: 1 } })
    assert.equal(stage.find<HTMLInputElement>('input').value, '')
    await write(stage, { value: '7' })
    assert.equal(stage.find<HTMLInputElement>('input').value, '7')
  })
})

describe('Input of other kinds', () => {
  it('shows and hides a password, whose value stays', async () => {
    const stage = await show(Input, { type: 'password', value: 'secret' })
    const field = stage.find<HTMLInputElement>('input')
    const button = stage.find<HTMLButtonElement>('.dash-input-see')
    assert.equal(button.getAttribute('aria-label'), 'Show password')
    button.click()
    await settle()
    assert.deepEqual([field.type, field.value, button.getAttribute('aria-pressed')], ['text', 'secret', 'true'])
    button.click()
    await settle()
    assert.deepEqual([field.type, button.getAttribute('aria-pressed')], ['password', 'false'])
  })

  it('sends what the cross of a search field clears, whatever the debounce', async () => {
    const stage = await show(Input, { type: 'search', value: 'old', debounce: 60 })
    await type(stage, '')
    assert.equal(stage.sent.length, 0)
    await fire('search')
    assert.equal(stage.call('out.title').request.inputs[0]?.value, '')
  })

  it('an Enter in a search field sends once', async () => {
    const stage = await show(Input, { type: 'search', debounce: true })
    await type(stage, 'new')
    await press(stage, 'Enter', 'input')
    await fire('search')
    assert.equal(stage.call('out.title').request.inputs[0]?.value, 'new')
    assert.equal(stage.sent.length, 0)
  })

  it('sends the number of a range', async () => {
    const stage = await show(Input, { type: 'range', min: 0, max: 10, step: 1, value: 4 })
    await type(stage, '7')
    assert.equal(stage.props('it').value, 7)
  })

  it('is as wide as its size says, with its buttons, unless a style says otherwise', async () => {
    const width = (stage: { find(selector: string): HTMLElement }) => stage.find('.dash-input-container').style.width
    assert.match(width(await show(Input, { size: '7' })), /7ch/)
    assert.match(width(await show(Input, { size: 7, type: 'number' })), /2 \* var\(--dashi-control\)/)
    assert.equal(width(await show(Input, { size: 7, style: { width: '9px' } })), '9px')
    assert.equal(width(await show(Input, {})), '')
  })

  it('hands on list and inputMode, and takes no notice of a selection', async () => {
    const stage = await show(Input, {
      list: 'names',
      inputMode: 'numeric',
      selectionStart: '1',
      selectionEnd: '2',
      selectionDirection: 'none',
      value: 'abc',
    })
    const field = stage.find<HTMLInputElement>('input')
    assert.equal(field.getAttribute('list'), 'names')
    assert.equal(field.getAttribute('inputmode'), 'numeric')
    assert.equal(field.hasAttribute('selectionstart'), false)
  })

  it('has the keyboard at once with autoFocus', async () => {
    const stage = await show(Input, { autoFocus: true })
    assert.equal(document.activeElement, stage.find('input'))
  })

  it('says what is wrong in words, and no more once it is right', async () => {
    const stage = await show(Input, { required: true })
    const field = stage.find<HTMLInputElement>('input')
    let wrong = true
    Object.defineProperty(field, 'matches', { value: (selector: string) => selector === ':user-invalid' && wrong })
    Object.defineProperty(field, 'validationMessage', { value: 'Please fill in this field.' })
    await fire('blur')
    const message = stage.find('.dash-input-wrong')
    assert.equal(message.textContent, 'Please fill in this field.')
    assert.equal(field.getAttribute('aria-invalid'), 'true')
    assert.equal(field.getAttribute('aria-describedby'), message.id)
    wrong = false
    await type(stage, 'a')
    assert.equal(document.querySelector('.dash-input-wrong'), null)
    assert.equal(field.hasAttribute('aria-invalid'), false)
  })
})
