import assert from 'node:assert/strict'
import { beforeEach, describe, it } from 'node:test'
import { dep } from '../graph/page.fake'
import type { Props } from '../wire/records'
import { c, h, Stage, settle } from './page.fake'

let set: (props: Props) => void = () => undefined
const registry = {
  dash_core_components: {
    Input: {
      component: (({ setProps }: { setProps: typeof set }) => {
        set = setProps
        return null
      }) as never,
    },
  },
}
const stage = (props: Props, dependencies: Parameters<typeof dep>[] = []) =>
  new Stage(
    [c('Input', { id: 'in', ...props }), h('P', { id: 'p' })],
    dependencies.map((args) => dep(...args)),
    registry,
  ).mount()
const key = '_dash_persistence.in.value.true'

it('keeps what the registry says persists, where the component does not say', async () => {
  const given = { dash_core_components: { Input: { ...registry.dash_core_components.Input, persisted: ['date'] } } }
  await new Stage([c('Input', { id: 'in', persistence: true })], [], given).mount()
  set({ date: '2026-01-02', value: 'x' })
  assert.equal(localStorage.getItem('_dash_persistence.in.date.true'), '["2026-01-02"]')
  assert.equal(localStorage.getItem(key), null)
})

beforeEach(() => {
  localStorage.clear()
  sessionStorage.clear()
})

describe('persistence', () => {
  it('stores an edit beside the value the app gave', async () => {
    await stage({ value: 'x', persistence: true })
    set({ value: 'xyz' })
    set({ value: 'xyz!' })
    assert.equal(localStorage.getItem(key), '["xyz!","x"]')
  })

  it('gives the edit back on the next visit', async () => {
    localStorage.setItem(key, '["xyz","x"]')
    const { page } = await stage({ value: 'x', persistence: true })
    assert.equal(page.tree.read('in')?.value, 'xyz')
  })

  it('gives it back where the app gave no value', async () => {
    localStorage.setItem(key, '["xyz"]')
    const { page } = await stage({ persistence: true })
    assert.equal(page.tree.read('in')?.value, 'xyz')
  })

  it('forgets the edit when the app gives another value', async () => {
    localStorage.setItem(key, '["xyz","x"]')
    const { page } = await stage({ value: 'new', persistence: true })
    assert.equal(page.tree.read('in')?.value, 'new')
    assert.equal(localStorage.getItem(key), null)
  })

  it('another value of persistence is another memory', async () => {
    localStorage.setItem(key, '["xyz","x"]')
    const { page } = await stage({ value: 'x', persistence: 2 })
    assert.equal(page.tree.read('in')?.value, 'x')
    set({ value: 'two' })
    assert.equal(localStorage.getItem('_dash_persistence.in.value.2'), '["two","x"]')
  })

  it('stores nothing without persistence, and only the props it is told', async () => {
    await stage({ value: 'x' })
    set({ value: 'y' })
    await settle()
    assert.equal(localStorage.length, 0)
    await stage({ value: 'x', other: 1, persistence: true, persisted_props: ['other'] })
    set({ value: 'y', other: 2 })
    assert.deepEqual(Object.keys(localStorage), ['_dash_persistence.in.other.true'])
  })

  it('keeps to the kind of storage', async () => {
    await stage({ value: 'x', persistence: true, persistence_type: 'session' })
    set({ value: 'y' })
    assert.equal(sessionStorage.getItem(key), '["y","x"]')
    assert.equal(localStorage.length, 0)
    await settle()
    await stage({ value: 'x', persistence: true, persistence_type: 'memory' })
    set({ value: 'z' })
    assert.equal(sessionStorage.getItem(key), '["y","x"]')
  })

  it('stores what a callback writes too', async () => {
    const s = await stage({ value: 'x', persistence: true }, [['in.value', 'p.title']])
    await s.call('in.value').reply({ in: { value: 'from server' } })
    assert.equal(localStorage.getItem(key), '["from server","x"]')
  })

  it('a callback that turns to another memory undoes the edit of the first, applies the other and fires', async () => {
    localStorage.setItem('_dash_persistence.in.value.2', '["second","x"]')
    const s = await stage({ value: 'x', persistence: 1 }, [
      ['in.persistence', 'p.title', { prevent_initial_call: true }],
      ['p.lang', 'in.value', { prevent_initial_call: true }],
    ])
    set({ value: 'first' })
    await settle()
    await s.call('p.lang').reply({})
    s.page.engine.edited('p', ['title'])
    await settle()
    await s.call('in.persistence').reply({ in: { persistence: 2 } })
    assert.equal(s.props('in').value, 'second')
    assert.deepEqual(s.call('p.lang').request.changedPropIds, ['in.value'])
  })

  it('makes room by dropping its older records, and works on without storage', async () => {
    const calls: string[] = []
    const full = {
      [key]: '[1]',
      '_dash_persistence.old.value.true': '[1]',
      'of the app': 'x',
      getItem: () => null,
      setItem: (name: string) => {
        calls.push(`set ${name}`)
        throw new Error('full')
      },
      removeItem: (name: string) => calls.push(`remove ${name}`),
    }
    const real = localStorage
    Object.assign(globalThis, { localStorage: full })
    try {
      await stage({ value: 'x', persistence: true })
      set({ value: 'y' })
      set({ value: 'z' })
    } finally {
      Object.assign(globalThis, { localStorage: real })
    }
    const round = [`set ${key}`, `remove ${key}`, 'remove _dash_persistence.old.value.true', `set ${key}`]
    assert.deepEqual(calls, [...round, ...round])
  })

  it('drops what is no record of its own', async () => {
    for (const junk of ['not JSON', '{"a":1}', 'null']) {
      localStorage.setItem(key, junk)
      const { page, errors } = await stage({ value: 'x', persistence: true })
      assert.equal(page.tree.read('in')?.value, 'x')
      assert.deepEqual(errors, [])
      assert.equal(localStorage.getItem(key), null)
    }
  })
})

describe('a persisted piece', () => {
  const columns = [
    { name: 'a', id: 1 },
    { name: 'b', id: 2 },
  ]
  const pieces = { columns, persistence: true, persisted_props: ['columns.name'] }
  const pieceKey = '_dash_persistence.in.columns.name.true'

  it('is kept of every item of a list, and given back to items as they are now', async () => {
    await stage(pieces)
    set({
      columns: [
        { name: 'A', id: 1 },
        { name: 'b', id: 2 },
      ],
    })
    assert.equal(localStorage.getItem(pieceKey), '[["A","b"],["a","b"]]')
    const { page } = await stage({
      ...pieces,
      columns: [
        { name: 'a', id: 3 },
        { name: 'b', id: 4 },
      ],
    })
    assert.deepEqual(page.tree.read('in')?.columns, [
      { name: 'A', id: 3 },
      { name: 'b', id: 4 },
    ])
  })

  it('is not kept when something else of the prop changes', async () => {
    await stage(pieces)
    set({ columns: columns.map((column) => ({ ...column, width: 1 })) })
    assert.equal(localStorage.getItem(pieceKey), null)
  })
})

it('memory outlives a component that goes and comes, but not the page', async () => {
  const given = { value: 'x', persistence: true, persistence_type: 'memory' }
  const s = await stage(given)
  set({ value: 'y' })
  s.page.set('p', { children: 'gone' })
  s.page.tree.entries.delete('in')
  s.page.set('p', { children: c('Input', { id: 'in', ...given }) })
  assert.equal(s.page.tree.read('in')?.value, 'y')
  assert.equal((await stage(given)).page.tree.read('in')?.value, 'x')
})
