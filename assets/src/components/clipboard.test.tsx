import assert from 'node:assert/strict'
import { beforeEach, describe, it } from 'node:test'
import { h } from '../view/page.fake'
import Clipboard from './clipboard'
import { settle, show, write } from './stage.fake'

/** What was copied, newest last: a text, or the texts by type. */
let copied: unknown[]
let refuse: Error | undefined

const clipboard = {
  async writeText(text: string) {
    if (refuse) throw refuse
    copied.push(text)
  },
  async write([item]: { parts: Record<string, Blob> }[]) {
    const texts: Record<string, string> = {}
    for (const [type, blob] of Object.entries(item?.parts ?? {})) texts[type] = await blob.text()
    copied.push(texts)
  },
}

const offer = (api: unknown) =>
  Object.defineProperty(globalThis, 'navigator', { value: { clipboard: api }, configurable: true })

beforeEach(() => {
  copied = []
  refuse = undefined
  offer(clipboard)
  Object.assign(globalThis, {
    ClipboardItem: class {
      constructor(readonly parts: Record<string, Blob>) {}
    },
    DOMParser: (globalThis.window as unknown as { DOMParser: unknown }).DOMParser,
  })
})

const button = (props: Record<string, unknown>, watch = 'it.n_clicks') => show(Clipboard, props, watch)
const click = async (ms = 0) => {
  document.querySelector<HTMLElement>('#it')?.click()
  await settle(ms)
}
const said = () => document.querySelector('[role=status]')?.textContent

describe('Clipboard', () => {
  it('copies its content, says so, counts the click and after a second shows its own icon again', async () => {
    const stage = await button({ content: 'text' }, '')
    const own = stage.find('#it').innerHTML
    assert.equal(said(), '')
    await click(60)
    assert.deepEqual(copied, ['text'])
    assert.equal(stage.props('it').n_clicks, 1)
    assert.equal(said(), 'Copied')
    assert.notEqual(stage.find('#it').innerHTML, own)
    await settle(1100)
    assert.equal(stage.find('#it').innerHTML, own)
    assert.equal(said(), '')
  })

  for (const [what, html, text] of [
    ['the text of an element', '<p id="t">shown</p>', 'shown'],
    ['the value of a field', '<input id="t" value="typed">', 'typed'],
    ['the value of a text area', '<textarea id="t">first</textarea>', 'first'],
  ] as const) {
    it(`copies ${what}`, async () => {
      await button({ target_id: 't', content: 'not this' })
      document.body.insertAdjacentHTML('beforeend', html)
      await click()
      assert.deepEqual(copied, [text])
    })
  }

  it('finds a target by a dictionary id', async () => {
    await button({ target_id: { type: 'x', index: 1 } })
    document.body.insertAdjacentHTML('beforeend', `<p id='{"index":1,"type":"x"}'>dictionary</p>`)
    await click()
    assert.deepEqual(copied, ['dictionary'])
  })

  it('waits for the callback of the click that writes to it', async () => {
    const stage = await button({ content: 'old' })
    await click(80)
    assert.deepEqual(copied, [])
    await stage.call('out.title').reply({ it: { content: 'new' } })
    await settle(80)
    assert.deepEqual(copied, ['new'])
  })

  it('copies when a callback changes n_clicks, but not what it begins with', async () => {
    const stage = await button({ content: 'text', n_clicks: 3 }, '')
    await settle(60)
    assert.deepEqual(copied, [])
    await write(stage, { n_clicks: 4 })
    await settle(60)
    assert.deepEqual(copied, ['text'])
  })

  it('copies HTML, with its text for those who take no HTML', async () => {
    const stage = await button({ html_content: '<b>bold</b> &amp; plain' }, '')
    await click(60)
    await write(stage, { content: 'given' })
    await click(60)
    assert.deepEqual(copied, [
      { 'text/html': '<b>bold</b> &amp; plain', 'text/plain': 'bold & plain' },
      { 'text/html': '<b>bold</b> &amp; plain', 'text/plain': 'given' },
    ])
  })

  it('with nothing to copy leaves the clipboard alone and says nothing', async () => {
    await button({}, '')
    await click(60)
    assert.deepEqual(copied, [])
    assert.equal(said(), '')
  })

  it('reports a target that is not there, and a browser that refuses', async () => {
    const stage = await button({ target_id: 'none' })
    await click()
    refuse = new Error('Write permission denied.')
    const other = await button({ content: 'text' }, '')
    await click(60)
    assert.match(stage.errors[0]?.text ?? '', /no element has the target_id none/)
    assert.match(other.errors[0]?.text ?? '', /permission denied/)
    assert.equal(said(), '')
  })

  it('shows children, and copied_children meanwhile', async () => {
    const stage = await button({
      content: 'text',
      children: h('I', { children: 'take' }),
      copied_children: 'taken',
      title: 'Takes it',
      className: 'mine',
      style: { margin: 3 },
    })
    const root = stage.find('#it')
    assert.equal(root.innerHTML, '<i>take</i>')
    assert.deepEqual([root.title, root.getAttribute('aria-label'), root.style.margin], ['Takes it', 'Takes it', '3px'])
    assert.ok(root.classList.contains('mine'))
    await click(60)
    await stage.call('out.title').reply({})
    await settle(60)
    assert.equal(root.innerHTML, 'taken')
    assert.equal(said(), 'taken')
  })

  it('is a button named Copy where it shows its icon', async () => {
    const stage = await button({ content: 'text' })
    assert.equal(stage.find('#it').tagName, 'BUTTON')
    assert.equal(stage.find('#it').getAttribute('aria-label'), 'Copy')
  })

  it('is not shown where the browser has no clipboard', async () => {
    offer(undefined)
    await button({ content: 'text' })
    assert.equal(document.querySelector('#it'), null)
  })
})
