import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { h } from '../view/page.fake'
import { labelText, normalise } from './options'
import RadioItems from './radioitems'
import { settle, show, write } from './stage.fake'

const boxes = () => [...document.querySelectorAll<HTMLInputElement>('input[type=radio]')]

describe('options', () => {
  it('scalars are their own labels', () => {
    assert.deepEqual(normalise(['a', 2, true]), [
      { value: 'a', label: 'a' },
      { value: 2, label: '2' },
      { value: true, label: 'true' },
    ])
  })

  it('a dictionary maps values to labels', () => {
    assert.deepEqual(normalise({ a: 'Alpha' }), [{ value: 'a', label: 'Alpha' }])
  })

  it('nothing is no options', () => {
    assert.deepEqual(normalise(undefined), [])
    assert.deepEqual(normalise(null), [])
  })

  it('the text of a label that is a component is its search text, else its value', () => {
    assert.equal(labelText({ value: 'v', label: {} as never, search: 's' }), 's')
    assert.equal(labelText({ value: 'v', label: {} as never }), 'v')
    assert.equal(labelText({ value: 'v', label: 'l' }), 'l')
  })
})

describe('RadioItems', () => {
  it('is a group of native radio buttons with one name', async () => {
    const stage = await show(RadioItems, {
      options: ['a', 'b', { label: 'C', value: 'c', disabled: true, title: 't' }],
      value: 'b',
    })
    assert.deepEqual(
      boxes().map((box) => box.checked),
      [false, true, false],
    )
    assert.equal(new Set(boxes().map((box) => box.name)).size, 1)
    assert.equal(boxes()[2]?.disabled, true)
    assert.equal(stage.find('#it').getAttribute('role'), 'radiogroup')
    assert.equal(stage.find('label[title=t]').textContent, 'C')
  })

  it('sends the value of what is chosen, with its own type', async () => {
    const stage = await show(RadioItems, { options: [1, 2] })
    boxes()[1]?.click()
    await settle()
    assert.strictEqual(stage.call('out.title').request.inputs[0]?.value, 2)
    assert.equal(boxes()[1]?.checked, true)
  })

  it('tells 1 from "1"', async () => {
    await show(RadioItems, { options: [1, { label: 'text', value: '1' }], value: '1' })
    assert.deepEqual(
      boxes().map((box) => box.checked),
      [false, true],
    )
  })

  it('follows a callback', async () => {
    const stage = await show(RadioItems, { options: ['a', 'b'], value: 'a' })
    await write(stage, { value: 'b' })
    assert.equal(boxes()[1]?.checked, true)
    await write(stage, { value: null })
    assert.equal(
      boxes().some((box) => box.checked),
      false,
    )
  })

  it('takes components as labels, classes and styles', async () => {
    const stage = await show(RadioItems, {
      options: [{ label: h('B', { children: 'bold' }), value: 1 }],
      inline: true,
      className: 'mine',
      inputClassName: 'box',
      labelClassName: 'lab',
      labelStyle: { width: 5 },
    })
    assert.equal(stage.find('.lab b').textContent, 'bold')
    assert.equal(stage.find('.lab').style.width, '5px')
    assert.ok(stage.find('.mine.dash-radioitems-inline .box'))
  })

  it('passes over what is no option', async () => {
    const stage = await show(RadioItems, { options: [1, '1', null, [2], {}], value: '1' })
    assert.deepEqual(
      [...document.querySelectorAll('input')].map((input) => input.checked),
      [false, true],
    )
    assert.deepEqual(stage.errors, [])
  })

  it('is named by the label that points to it', async () => {
    const stage = await show(RadioItems, { options: ['a'] })
    assert.equal(stage.find('#it').hasAttribute('aria-label'), false)
    document.body.insertAdjacentHTML('afterbegin', '<label for="it">Colour</label>')
    await write(stage, { inline: true })
    assert.equal(stage.find('#it').getAttribute('aria-label'), 'Colour')
  })
})
