import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { settle, show, type, write } from './stage.fake'
import Textarea from './textarea'

const field = () => document.querySelector('textarea') as HTMLTextAreaElement

describe('Textarea', () => {
  it('sends every edit', async () => {
    const stage = await show(Textarea, { value: 'a' })
    assert.equal(field().id, 'it')
    await type(stage, 'a\nb', 'textarea')
    assert.equal(stage.call('out.title').request.inputs[0]?.value, 'a\nb')
  })

  it('keeps the caret when a callback writes the text anew, and takes null for empty', async () => {
    const stage = await show(Textarea, { value: 'abc' })
    field().focus()
    field().setSelectionRange(1, 1)
    await write(stage, { value: 'ABC' })
    assert.deepEqual([field().value, field().selectionStart], ['ABC', 1])
    await write(stage, { value: null })
    assert.equal(field().value, '')
  })

  it('counts clicks and leaving', async () => {
    const stage = await show(Textarea, { n_clicks: 2 })
    field().click()
    field().dispatchEvent(new Event('blur'))
    await settle()
    const { n_clicks, n_blur, n_clicks_timestamp, n_blur_timestamp } = stage.props('it')
    assert.deepEqual(
      [n_clicks, n_blur, Number(n_clicks_timestamp) > 0, Number(n_blur_timestamp) > 0],
      [3, 1, true, true],
    )
  })

  it('hands on what HTML knows', async () => {
    await show(Textarea, {
      rows: 5,
      maxLength: 3,
      minLength: 1,
      wrap: 'hard',

      disabled: true,
      dir: 'rtl',
    })
    const given = ['rows', 'maxlength', 'minlength', 'wrap', 'dir'].map((name) => field().getAttribute(name))
    assert.deepEqual(given, ['5', '3', '1', 'hard', 'rtl'])
    assert.equal(field().disabled, true)
    assert.equal(field().hasAttribute('cols'), false)
  })

  it('has the keyboard at once with autoFocus', async () => {
    await show(Textarea, { autoFocus: true })
    assert.equal(document.activeElement, field())
  })
})
