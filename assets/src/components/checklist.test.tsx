import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { h } from '../view/page.fake'
import Checklist from './checklist'
import { settle, show, write } from './stage.fake'

const boxes = () => [...document.querySelectorAll<HTMLInputElement>('input[type=checkbox]')]
const ticked = () => boxes().map((box) => box.checked)
const click = async (at: number) => {
  boxes()[at]?.click()
  await settle()
}

describe('Checklist', () => {
  it('is a group of native boxes, each in its label', async () => {
    const stage = await show(Checklist, {
      options: ['a', 'b', { label: 'C', value: 'c', disabled: true, title: 't' }],
      value: ['b', 'c'],
    })
    assert.deepEqual(ticked(), [false, true, true])
    assert.equal(boxes()[2]?.disabled, true)
    assert.equal(stage.find('#it').getAttribute('role'), 'group')
    assert.equal(stage.find('label[title=t]').textContent, 'C')
  })

  it('sends a list of values of their own types, in the order in which they were ticked', async () => {
    const stage = await show(Checklist, { options: [1, 'two', true] })
    await click(2)
    assert.deepEqual(stage.call('out.title').request.inputs[0]?.value, [true])
    await click(0)
    assert.deepEqual(stage.props('it').value, [true, 1])
    await click(2)
    assert.deepEqual(stage.props('it').value, [1])
    assert.deepEqual(ticked(), [true, false, false])
    await click(0)
    assert.deepEqual(stage.props('it').value, [])
  })

  it('tells 1 from "1", and keeps a value that is no option', async () => {
    const stage = await show(Checklist, { options: [1, { label: 'text', value: '1' }], value: ['1', 'gone'] })
    assert.deepEqual(ticked(), [false, true])
    await click(0)
    assert.deepEqual(stage.props('it').value, ['1', 'gone', 1])
  })

  it('follows a callback, also to nothing', async () => {
    const stage = await show(Checklist, { options: ['a', 'b'], value: ['a'] })
    await write(stage, { value: ['b'] })
    assert.deepEqual(ticked(), [false, true])
    await write(stage, { value: null })
    assert.deepEqual(ticked(), [false, false])
  })

  it('takes components as labels, classes and styles', async () => {
    const stage = await show(Checklist, {
      options: [{ label: h('B', { children: 'bold' }), value: 1 }],
      inline: true,
      className: 'mine',
      style: { margin: 3 },
      inputClassName: 'box',
      inputStyle: { width: 7 },
      labelClassName: 'lab',
      labelStyle: { width: 5 },
    })
    assert.equal(stage.find('.lab b').textContent, 'bold')
    assert.equal(stage.find('.lab').style.width, '5px')
    assert.equal(stage.find('.mine.dash-checklist-inline .box').style.width, '7px')
    assert.equal(stage.find('.mine').style.margin, '3px')
  })

  it('shows groups under headings that name them, and options without one first', async () => {
    await show(Checklist, {
      options: [
        { label: 'a', value: 1, group: 'G' },
        { label: 'b', value: 2 },
        { label: 'c', value: 3, group: 'H' },
        { label: 'd', value: 4, group: 'G' },
      ],
    })
    const groups = [...document.querySelectorAll('#it [role=group]')]
    assert.deepEqual(
      groups.map((group) => [document.getElementById(group.getAttribute('aria-labelledby') ?? '')?.textContent]),
      [['G'], ['H']],
    )
    assert.deepEqual(
      [...document.querySelectorAll('label')].map((label) => label.textContent),
      ['b', 'a', 'd', 'c'],
    )
  })

  it('is named by the label that points to it', async () => {
    const stage = await show(Checklist, { options: ['a'] })
    document.body.insertAdjacentHTML('afterbegin', '<label for="it">Colours</label>')
    await write(stage, { inline: true })
    assert.equal(stage.find('#it').getAttribute('aria-label'), 'Colours')
  })
})
