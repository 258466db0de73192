import assert from 'node:assert/strict'
import { afterEach, describe, it } from 'node:test'
import { dep } from '../graph/page.fake'
import type { CallResponse, Dependency, Note } from '../wire/records'
import watched from './calls'
import type { Send } from './calls-record'
import Errors from './errors'
import { settle } from './stage.fake'

/** The panel on an empty page, whose calls end as the test says. */
class Panel {
  private readonly send: Send
  private next: { notes: Note[]; response?: CallResponse; error?: Error } = { notes: [] }

  constructor() {
    this.send = watched(async ({ note }) => {
      const { notes, response, error } = this.next
      for (const each of notes) note?.(each)
      if (error) throw error
      return response
    })
  }

  async call(dependency: Dependency, next: Partial<Panel['next']> = {}, changed: string[] = []): Promise<void> {
    this.next = { notes: [], response: { response: { out: { v: 1 } } }, ...next }
    const { output } = dependency
    const outputs = { id: { i: 1 }, property: 'v' }
    const request = { output, outputs, inputs: [], changedPropIds: changed, parsedChangedPropsIds: [] }
    const silent = { side: () => undefined, partial: () => undefined }
    const { signal } = new AbortController()
    await this.send({ request, dependency, signal, ...silent }).catch(() => undefined)
  }

  get root(): ShadowRoot {
    return document.querySelector('dashi-calls')?.shadowRoot as ShadowRoot
  }

  all(selector: string): HTMLElement[] {
    return [...this.root.querySelectorAll<HTMLElement>(selector)]
  }

  find(selector: string): HTMLElement {
    const [found] = this.all(selector)
    assert.ok(found, `${selector} in ${this.root.innerHTML}`)
    return found
  }

  texts(selector: string): string[] {
    return this.all(selector).map((element) => element.textContent?.trim() ?? '')
  }

  /** The panel draws some time after what it draws. */
  async until(shown: () => boolean): Promise<void> {
    for (const end = Date.now() + 30_000; !shown(); await settle(10)) {
      assert.ok(Date.now() < end, this.root.innerHTML)
    }
  }

  async click(selector: string): Promise<void> {
    this.find(selector).click()
    await settle()
  }

  async press(selector: string, key: string): Promise<KeyboardEvent> {
    const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, composed: true })
    this.find(selector).dispatchEvent(event)
    await settle()
    return event
  }

  /** The cells of a callback's row, by the titles of their columns. */
  row(callback: string): Record<string, string> {
    const row = this.all('tbody tr').find((row) => row.querySelector('th')?.textContent === callback)
    const cells = [...(row?.querySelectorAll<HTMLElement>('td') ?? [])]
    return Object.fromEntries(cells.map((cell) => [cell.dataset.title, cell.textContent]))
  }
}

afterEach(() => {
  document.body.innerHTML = ''
})

const out = dep('out.v', 'in.v')
const memo = (state: string): Partial<Panel['next']> => ({
  notes: [{ timing: `cache;desc="${state}", db;dur=5;desc="a, b"` }],
})

describe('the button of the panel', () => {
  it('says how many calls there were, and how many of them were hits', async () => {
    const panel = new Panel()
    assert.deepEqual(panel.texts('.toggle'), ['0 calls'])
    await panel.call(out)
    await panel.until(() => panel.texts('.toggle')[0] === '1 call')
    for (const state of ['miss', 'wait', 'hit', 'stale']) await panel.call(out, memo(state))
    await panel.call(out, { notes: [{ way: 'kept' }] })
    await panel.until(() => panel.texts('.toggle')[0] === '6 calls60% hits')
  })

  it('opens and closes the panel, and says which it is', async () => {
    const panel = new Panel()
    assert.equal(panel.find('.toggle').getAttribute('aria-expanded'), 'false')
    assert.equal(panel.all('section').length, 0)
    await panel.click('.toggle')
    assert.equal(panel.find('.toggle').getAttribute('aria-expanded'), 'true')
    assert.equal(panel.find('section').id, panel.find('.toggle').getAttribute('aria-controls'))
    await panel.click('.toggle')
    assert.equal(panel.all('section').length, 0)
  })

  for (const [how, close] of [
    ['Escape in the panel', (panel: Panel) => panel.press('[role=tab]', 'Escape')],
    ['Escape on the button', (panel: Panel) => panel.press('.toggle', 'Escape')],
    ['its own button', (panel: Panel) => panel.click('.close')],
  ] as const) {
    it(`gets the keyboard back when the panel is closed by ${how}`, async () => {
      const panel = new Panel()
      await panel.click('.toggle')
      panel.find('.close').focus()
      await close(panel)
      assert.equal(panel.all('section').length, 0)
      assert.equal(panel.root.activeElement, panel.find('.toggle'))
    })
  }

  it('keeps from the app only the Escape that it took', async () => {
    const panel = new Panel()
    const heard: string[] = []
    const listen = ({ key }: KeyboardEvent) => heard.push(key)
    document.addEventListener('keydown', listen)
    await panel.press('.toggle', 'Escape')
    await panel.click('.toggle')
    await panel.press('.close', 'a')
    assert.equal((await panel.press('.close', 'Escape')).defaultPrevented, true)
    document.removeEventListener('keydown', listen)
    assert.deepEqual(heard, ['Escape', 'a'])
  })
})

describe('the panel', () => {
  it('has styles of its own, without a style element', () => {
    const panel = new Panel()
    assert.equal(panel.root.adoptedStyleSheets.length, 1)
    assert.ok((panel.root.adoptedStyleSheets[0]?.cssRules.length ?? 0) > 40)
    assert.equal(panel.all('style, link').length, 0)
  })

  it('shares its corner with the errors', async () => {
    const errors = new Errors(true)
    await errors.ready
    errors.show({ origin: 'out.v', message: 'no', stack: '' })
    const panel = new Panel()
    assert.equal(document.querySelector('.dash-errors')?.parentElement?.localName, 'dashi-calls')
    assert.ok(panel.find('slot'))
    assert.match(document.querySelector('.dash-errors')?.textContent ?? '', /^1 error/)
  })

  it('says nothing by itself to those who listen', async () => {
    const panel = new Panel()
    await panel.click('.toggle')
    await panel.call(out, memo('hit'))
    await panel.until(() => panel.texts('.toggle')[0]?.startsWith('1 call') === true)
    assert.equal(panel.all('[aria-live], [role=alert], [role=status], [role=log], output').length, 0)
  })

  it('adds up what the memo layer did', async () => {
    const panel = new Panel()
    await panel.click('.toggle')
    assert.deepEqual(panel.texts('.summary'), ['No answer of a memoized callback yet.'])
    for (const state of ['miss', 'hit', 'hit']) await panel.call(out, memo(state))
    await panel.call(dep('other.v', 'in.v'), { notes: [{ way: 'kept' }] })
    await panel.until(() => panel.all('.summary li').length > 0)
    assert.deepEqual(panel.texts('.summary li'), ['hit 2', 'stale 0', 'miss 1', 'wait 0', 'kept 1'])
    assert.deepEqual(
      panel.all('.bar i').map((part) => part.className),
      ['hit', 'miss', 'kept'],
    )
  })

  it('moves between its tabs by the arrow keys', async () => {
    const panel = new Panel()
    await panel.click('.toggle')
    const chosen = () => panel.texts('[aria-selected=true]')
    assert.deepEqual(chosen(), ['Callbacks'])
    await panel.press('[role=tablist]', 'ArrowRight')
    assert.deepEqual(chosen(), ['Calls'])
    assert.equal(panel.root.activeElement, panel.find('[aria-selected=true]'))
    assert.equal(panel.find('[role=tabpanel]').getAttribute('aria-labelledby'), 'tab-Calls')
    assert.deepEqual(
      panel.all('[role=tab]').map((tab) => tab.tabIndex),
      [-1, 0],
    )
    await panel.press('[role=tablist]', 'ArrowLeft')
    assert.deepEqual(chosen(), ['Callbacks'])
    assert.equal((await panel.press('[role=tablist]', 'x')).defaultPrevented, false)
  })

  it('is emptied', async () => {
    const panel = new Panel()
    await panel.call(out)
    await panel.click('.toggle')
    await panel.until(() => panel.all('tbody tr').length === 1)
    panel
      .all('header > button')
      .find((button) => button.textContent === 'Clear')
      ?.click()
    await panel.until(() => panel.texts('.toggle')[0] === '0 calls')
    assert.deepEqual(panel.texts('.empty'), ['No callback has run yet.'])
    await panel.click('#tab-Calls')
    assert.deepEqual(panel.texts('.empty'), ['No call yet.'])
  })
})

describe('the table of callbacks', () => {
  it('has a row for each, with all that was counted', async () => {
    const panel = new Panel()
    await panel.click('.toggle')
    for (const state of ['miss', 'hit', 'stale', 'wait', 'hit']) await panel.call(out, memo(state))
    await panel.call(out, { error: new Error('no') })
    await panel.call(dep('kept.v', 'in.v'), { notes: [{ way: 'kept' }] })
    await panel.until(() => panel.row('kept.v').Calls === '1')
    const { Median, Last, ...counts } = panel.row('out.v')
    assert.deepEqual(counts, {
      Calls: '6',
      hit: '2',
      stale: '1',
      miss: '1',
      wait: '1',
      kept: '0',
      Cancelled: '0',
      Errors: '1',
    })
    for (const time of [Median, Last]) assert.match(time ?? '', /^[\d.]+ m?s$/)
    assert.deepEqual([panel.row('kept.v').Median, panel.row('kept.v').Last], ['', ''])
  })

  it('is sorted by the column that is asked for: text upwards, numbers downwards', async () => {
    const panel = new Panel()
    await panel.click('.toggle')
    for (const name of ['b', 'c', 'c', 'a', 'c', 'b']) await panel.call(dep(`${name}.v`, 'in.v'))
    await panel.until(() => panel.all('tbody tr').length === 3)
    const sort = async (title: string) => {
      panel
        .all('thead button')
        .find((button) => button.textContent === title)
        ?.click()
      await settle()
      return panel.texts('tbody th')
    }
    assert.equal(panel.texts('[aria-sort]')[0], 'Median')
    assert.deepEqual(await sort('Callback'), ['a.v', 'b.v', 'c.v'])
    assert.equal(panel.find('[aria-sort]').getAttribute('aria-sort'), 'ascending')
    assert.deepEqual(await sort('Calls'), ['c.v', 'b.v', 'a.v'])
    assert.equal(panel.find('[aria-sort]').getAttribute('aria-sort'), 'descending')
    assert.deepEqual(await sort('Errors'), ['a.v', 'b.v', 'c.v'], 'equal ones by their names')
  })

  it('says how many it leaves out', async () => {
    const panel = new Panel()
    await panel.click('.toggle')
    for (let i = 0; i < 203; i++) await panel.call(dep(`o${i}.v`, 'in.v'))
    await panel.until(() => panel.texts('.empty')[0] === 'And 3 more.')
    assert.equal(panel.all('tbody tr').length, 200)
  })
})

describe('the list of calls', () => {
  const show = async (...calls: Parameters<Panel['call']>[]) => {
    const panel = new Panel()
    await panel.click('.toggle')
    await panel.click('#tab-Calls')
    for (const call of calls) await panel.call(...call)
    await panel.until(() => panel.all('.row').length === calls.length && !panel.texts('.outcome').includes('running'))
    return panel
  }

  it('has the newest first, each with what became of it', async () => {
    const panel = await show(
      [dep('{"i":["MATCH"]}.v', 'in.v'), memo('miss')],
      [out, { response: {} }],
      [out, { error: Object.assign(new Error('no'), { code: 'callback_failed' }) }],
    )
    assert.deepEqual(panel.texts('.name'), ['out.v', 'out.v', '{i: MATCH}.v {i: 1}'])
    assert.deepEqual(panel.texts('.outcome'), ['callback_failed', 'no update', 'ok'])
    assert.deepEqual(panel.texts('.row .cache'), ['', '', 'miss'])
    for (const when of panel.texts('.when')) assert.match(when, /^\d\d:\d\d:\d\d\.\d\d\d$/)
  })

  it('opens a call to its trigger, its way and its timings', async () => {
    const panel = await show([
      out,
      { notes: [...(memo('miss').notes ?? []), { way: 'batch', size: 4123 }] },
      ['in.v', '{"i":1}.n'],
    ])
    assert.equal(panel.find('.row').getAttribute('aria-expanded'), 'false')
    await panel.click('.row')
    assert.equal(panel.find('.row').getAttribute('aria-expanded'), 'true')
    assert.equal(panel.find('.row').getAttribute('aria-controls'), panel.find('.details').id)
    assert.deepEqual(panel.texts('dt'), ['Triggered by', 'Went by', 'Answer'])
    assert.deepEqual(panel.texts('dd'), ['in.v{i: 1}.n', 'a batch, together with others', '4.1 kB before compression'])
    assert.deepEqual(panel.texts('.timings .part'), ['send to answer', 'db a, b'])
    assert.equal(panel.texts('.timings .ms')[1], '5.0 ms')
    await panel.click('.row')
    assert.equal(panel.all('.details').length, 0)
  })

  it('says what is initial, which instance it is, and why it failed', async () => {
    const error = Object.assign(new Error('the cause'), { code: 'callback_failed' })
    const panel = await show([dep('{"i":["MATCH"]}.v', 'in.v'), { error }])
    await panel.click('.row')
    assert.deepEqual(panel.texts('dt'), ['Triggered by', 'Instance', 'Went by', 'Error'])
    assert.deepEqual(panel.texts('dd'), [
      'nothing: it is an initial call',
      '{i: 1}',
      'a request of its own',
      'callback_failed the cause',
    ])
  })

  it('keeps a call open while others come', async () => {
    const panel = await show([out])
    await panel.click('.row')
    await panel.call(dep('other.v', 'in.v'))
    await panel.until(() => panel.all('.row').length === 2)
    assert.deepEqual(
      panel.all('.row').map((row) => row.getAttribute('aria-expanded')),
      ['false', 'true'],
    )
  })
})
