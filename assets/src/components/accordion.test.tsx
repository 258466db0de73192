import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Stage } from '../view/page.fake'
import { press, settle, write } from './stage.fake'
import { stageOf, u } from './ui.fake'

const items = () => [
  u('AccordionItem', { title: 'A', value: 'a', children: 'first' }),
  u('AccordionItem', { id: 'b', title: 'B', children: 'second' }),
  u('AccordionItem', { title: 'C', value: 'c', disabled: true, children: 'third' }),
  u('AccordionItem', { title: 'D', value: 'd', children: 'fourth' }),
]

const show = (props = {}) => stageOf([u('Accordion', { id: 'it', children: items(), ...props })], 'it.value')
const heads = () => [...document.querySelectorAll<HTMLButtonElement>('.dash-accordion-button')]
const open = () => heads().flatMap((head) => (head.getAttribute('aria-expanded') === 'true' ? [head.textContent] : []))
const sent = (stage: Stage) => stage.call('out.title').request.inputs[0]?.value

async function click(at: number): Promise<void> {
  heads()[at]?.click()
  await settle()
}

describe('Accordion', () => {
  it('is buttons in headings, each with what it opens', async () => {
    await show({ level: 2, value: 'a' })
    assert.equal(document.querySelectorAll('h2 > button').length, 4)
    for (const head of heads()) {
      const panel = document.getElementById(head.getAttribute('aria-controls') ?? '')
      assert.equal(panel?.getAttribute('aria-labelledby'), head.id)
      assert.equal(panel?.hidden, head.textContent !== 'A')
    }
    assert.equal(new Set(heads().map((head) => head.id)).size, 4)
  })

  it('opens one at a time and closes it again', async () => {
    const stage = await show()
    await click(0)
    assert.equal(sent(stage), 'a')
    await click(1)
    assert.equal(sent(stage), 'b', 'the id names a section without a value')
    assert.deepEqual(open(), ['B'])
    await click(1)
    assert.equal(sent(stage), null)
    await click(2)
    assert.deepEqual(open(), [], 'disabled')
  })

  it('keeps the last one open where it cannot be closed', async () => {
    await show({ value: 'a', collapsible: false })
    await click(0)
    assert.deepEqual(open(), ['A'])
    await click(3)
    assert.deepEqual(open(), ['D'])
  })

  it('opens several with multiple', async () => {
    const stage = await show({ multiple: true, value: ['a'] })
    await click(3)
    assert.deepEqual(sent(stage), ['a', 'd'])
    await click(0)
    assert.deepEqual(sent(stage), ['d'])
  })

  it('shows one of several values when it is for one', async () => {
    await show({ value: ['a', 'd'] })
    assert.deepEqual(open(), ['A'])
  })

  it('follows a callback', async () => {
    const stage = await show()
    await write(stage, { value: 'd' })
    assert.deepEqual(open(), ['D'])
  })

  it('goes from heading to heading with the keys, past what is disabled', async () => {
    const stage = await show()
    const at = () => document.activeElement?.textContent
    heads()[0]?.focus()
    for (const [key, to] of [
      ['ArrowDown', 'B'],
      ['ArrowDown', 'D'],
      ['ArrowDown', 'A'],
      ['ArrowUp', 'D'],
      ['Home', 'A'],
      ['End', 'D'],
    ] as const) {
      const event = await press(stage, key, `#${document.activeElement?.id}`)
      assert.equal(at(), to, key)
      assert.ok(event.defaultPrevented)
    }
    const event = await press(stage, 'Tab', `#${document.activeElement?.id}`)
    assert.equal(event.defaultPrevented, false)
  })

  it('leaves an accordion within it alone', async () => {
    const inner = u('Accordion', { children: u('AccordionItem', { title: 'I', value: 'i' }) })
    const stage = await stageOf([
      u('Accordion', { value: 'o', children: u('AccordionItem', { title: 'O', value: 'o', children: inner }) }),
    ])
    heads()[1]?.focus()
    await press(stage, 'ArrowDown', `#${heads()[1]?.id}`)
    assert.equal(document.activeElement?.textContent, 'I')
    await click(1)
    assert.deepEqual(open(), ['O', 'I'])
  })

  it('an item alone opens by itself', async () => {
    await stageOf([u('AccordionItem', { title: 'alone', children: 'text' })])
    await click(0)
    assert.deepEqual(open(), ['alone'])
    await click(0)
    assert.deepEqual(open(), [])
  })
})
