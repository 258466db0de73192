import assert from 'node:assert/strict'
import { beforeEach, describe, it } from 'node:test'
import { dep } from '../graph/page.fake'
import type { Props } from '../wire/records'
import { c, h, Stage, settle } from './page.fake'

const setters: Record<string, (props: Props) => void> = {}
const Field = ({ id = '', setProps }: { id?: string; setProps(props: Props): void }) => {
  setters[id] = setProps
  return null
}
const registry = { dash_core_components: { Input: { component: Field as never } } }
const bindings = [
  { name: 'year', id: 'year', property: 'value', history: true },
  { name: 'city', id: 'city', property: 'value' },
]
const page = (props: Props = {}, queries = bindings) =>
  new Stage(
    [c('Input', { id: 'year', value: 1999, ...props }), c('Input', { id: 'city' }), h('P', { id: 'out' })],
    [dep('out.title', 'year.value'), dep('out.children', 'city.lang', { prevent_initial_call: true })],
    registry,
    { queries } as never,
  ).mount()
const at = (search: string) => history.replaceState({}, '', `/${search}`)
const value = (stage: Stage, id = 'year') => stage.props(id).value
/** Longer than the pause between two writes. */
const later = () => settle(400)

describe('values from the address', () => {
  beforeEach(() => {
    localStorage.clear()
    at('')
  })

  for (const [text, want] of [
    ['5', 5],
    ['"5"', '5'],
    ['Oslo', 'Oslo'],
    ['', ''],
    ['null', null],
    ['S%C3%A3o+Paulo', 'São Paulo'],
  ] as const) {
    it(`are JSON or bare text: ${text}`, async () => {
      at(`?city=${text}`)
      assert.equal(value(await page(), 'city'), want)
    })
  }

  it('that cannot be read stay where they are, until there is a value to write', async () => {
    const long = `?city=${'x'.repeat(5000)}`
    at(long)
    await page()
    assert.equal(location.search, long, 'a Location on the page holds the same')
    setters.city?.({ value: 'Rome' })
    await later()
    assert.equal(location.search, '?city=Rome')
  })

  it('are there before the first callbacks run', async () => {
    at('?year=2007')
    const stage = await page()
    assert.equal(stage.call('out.title').request.inputs[0]?.value, 2007)
  })

  it('win over persistence, which keeps its own', async () => {
    localStorage.setItem('_dash_persistence.year.value.true', '[1970,1999]')
    at('?year=2007')
    assert.equal(value(await page({ persistence: true })), 2007)
    assert.equal(localStorage.getItem('_dash_persistence.year.value.true'), '[1970,1999]')
  })

  it('are given to components that come later', async () => {
    at('?city=Oslo')
    const stage = await page({}, [{ name: 'city', id: 'late', property: 'value' }])
    stage.page.set('out', { children: c('Input', { id: 'late', value: 'Rome' }) })
    await settle()
    assert.equal(value(stage, 'late'), 'Oslo')
  })

  const node = { type: 'Iframe', namespace: 'dash_html_components', props: {} }
  for (const [name, text] of [
    ['a list for a single value', '[1]'],
    ['an object for a single value', '{"a":1}'],
    ['a component', JSON.stringify(node)],
    ['a component within', JSON.stringify([{ a: node }])],
    ['a patch', '{"__dash_patch_update":"","operations":[]}'],
    ['what is too long', `"${'x'.repeat(5000)}"`],
  ] as const) {
    it(`are left alone where they are no good: ${name}`, async () => {
      at(`?year=${encodeURIComponent(text)}`)
      const stage = await page()
      assert.equal(value(stage), 1999)
      assert.deepEqual(stage.errors, [])
    })
  }

  it('bring no prototype', async () => {
    at(`?city=${encodeURIComponent('{"__proto__":{"bad":1},"a":2}')}`)
    const got = value(await page(), 'city') as Props
    assert.deepEqual(Object.keys(got), ['a'])
    assert.equal(got.bad, undefined)
  })
})

describe('values to the address', () => {
  beforeEach(() => {
    localStorage.clear()
    at('?other=a%20b&flag#top')
  })

  it('are written beside all others, and left out where the layout said them', async () => {
    await page()
    setters.year?.({ value: 2007 })
    assert.equal(location.search + location.hash, '?other=a%20b&flag&year=2007#top')
    await later()
    setters.year?.({ value: 1999 })
    assert.equal(location.search + location.hash, '?other=a%20b&flag#top')
  })

  for (const [given, want] of [
    ['Oslo', 'Oslo'],
    ['5', '%225%22'],
    ['true', '%22true%22'],
    ['a&b=c', 'a%26b%3Dc'],
    ['\ud800', '%EF%BF%BD'],
  ] as const) {
    it(`come back as they were: ${JSON.stringify(given)}`, async () => {
      at('')
      await page()
      setters.city?.({ value: given })
      assert.equal(location.search, `?city=${want}`)
    })
  }

  it('say what the page remembered otherwise, so that the link can be shared', async () => {
    localStorage.setItem('_dash_persistence.year.value.true', '[1970,1999]')
    await page({ persistence: true })
    assert.match(location.search, /year=1970/)
  })

  it('stay in the address where a server may have put them into the layout', async () => {
    at('?year=2007')
    await page({ value: 2007 })
    setters.year?.({ value: 2000 })
    await later()
    setters.year?.({ value: 2007 })
    await later()
    assert.equal(location.search, '?year=2007')
  })

  it('make an entry of the history only where the user chose one and the binding wants it', async () => {
    const stage = await page()
    const before = history.length
    setters.city?.({ value: 'Oslo' })
    await later()
    stage.page.set('year', { value: 1 })
    await later()
    assert.equal(history.length, before)
    setters.year?.({ value: 2 })
    await later()
    assert.equal(history.length, before + 1)
  })

  it('are not written more often than browsers bear, and the last one is', async () => {
    await page()
    for (let n = 0; n < 50; n++) setters.city?.({ value: `c${n}` })
    assert.match(location.search, /city=c0$/)
    await later()
    assert.match(location.search, /city=c49$/)
  })
})

describe('another address', () => {
  it('puts values back and fires callbacks', async () => {
    at('')
    const stage = await page()
    await stage.call('out.title').reply({})
    setters.year?.({ value: 2007 })
    await settle()
    await stage.call('out.title').reply({})
    at('')
    dispatchEvent(new Event('popstate'))
    await settle()
    assert.equal(value(stage), 1999)
    assert.equal(stage.call('out.title').request.inputs[0]?.value, 1999)
    at('?year=3&city=X')
    dispatchEvent(new Event('popstate'))
    assert.deepEqual([value(stage), value(stage, 'city')], [3, 'X'])
    assert.equal(location.search, '?year=3&city=X')
  })
})
