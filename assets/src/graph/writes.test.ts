import assert from 'node:assert/strict'
import { it } from 'node:test'
import type { Props, Updates } from '../wire/records'
import { Group } from './group'
import { beginning } from './trail'
import { type Effects, Writes } from './writes'

function stage(props: Record<string, Props>) {
  const applied: Updates[] = []
  const failures: string[] = []
  const next: Partial<Effects> = {}
  const writes = new Writes({
    read: (id) => props[id],
    apply: (updates) => {
      applied.push(updates)
      for (const [id, own] of Object.entries(updates)) props[id] = { ...props[id], ...own }
      return { changed: [], added: [], removed: [], ...next }
    },
    fail: (error) => failures.push(String(error)),
  })
  const by = (version?: number) => ({ origin: 'a.v', trail: beginning, ...(version !== undefined && { version }) })
  return { writes, applied, failures, next, by }
}

it('what is equal, too old or for nobody does not reach the page', () => {
  const { writes, applied, by } = stage({ a: { v: 1 }, b: { v: 1 } })
  const old = writes.tick()
  writes.edited('b', ['v'])
  assert.equal(writes.write({ a: { v: 1 }, b: { v: 2 }, gone: { v: 3 } }, by(old)), undefined)
  assert.deepEqual(applied, [])
})

it('an equal value is a value given, and as young as its writer', () => {
  const { writes, applied, by } = stage({ a: { v: 1 }, b: {} })
  const [old, young] = [writes.tick(), writes.tick()]
  const group = new Group()
  const given: string[] = []
  group.give = (id, property) => given.push(`${id}.${property}`)
  writes.write({ a: { v: 1 } }, { ...by(young), group })
  writes.write({ a: { v: 2 }, b: { v: 2 } }, by(old))
  assert.deepEqual(given, ['a.v'])
  assert.deepEqual(applied, [{ b: { v: 2 } }])
})

it('what is switched neither grows old nor makes others old', () => {
  const { writes, applied, by } = stage({ a: { v: 0 } })
  const old = writes.tick()
  writes.edited('a', ['v'])
  writes.write({ a: { v: 1 } }, by())
  assert.deepEqual(applied, [{ a: { v: 1 } }])
  assert.equal(writes.write({ a: { v: 2 } }, by(old)), undefined, 'the edit still counts')
})

it('a patch that does not fit is reported and leaves the rest be', () => {
  const { writes, applied, failures, by } = stage({ a: { v: 1, w: 1 } })
  const patch = { __dash_patch_update: '', operations: [{ operation: 'Append', location: [], params: { value: 1 } }] }
  writes.write({ a: { v: patch, w: 2 } }, by(writes.tick()))
  assert.deepEqual(applied, [{ a: { w: 2 } }])
  assert.equal(failures.length, 1)
})

it('nothing is kept of components that left', () => {
  const { writes, next, by } = stage({ list: {}, a: {} })
  writes.write({ a: { v: 1 } }, by(writes.tick()))
  next.removed = ['a']
  writes.write({ list: { v: 1 } }, by(writes.tick()))
  const { versions } = writes as unknown as { versions: { components: Map<string, unknown> } }
  assert.deepEqual([...versions.components.keys()], ['list'])
})

it('what is meant for a component that the same updates bring is written once it is there', () => {
  const { writes, applied, next, by } = stage({ list: {} })
  next.added = ['new']
  const version = writes.tick()
  writes.write({ new: { v: 1 }, list: { children: 'new' } }, by(version))
  assert.deepEqual(applied, [{ list: { children: 'new' } }])
  const props: Record<string, Props> = { list: {} }
  const order: string[] = []
  const bringing = new Writes({
    read: (id) => props[id],
    apply: (updates) => {
      order.push(...Object.keys(updates))
      const fresh = 'list' in updates
      if (fresh) props.new = {}
      for (const [id, own] of Object.entries(updates)) props[id] = { ...props[id], ...own }
      return { changed: [], added: fresh ? ['new'] : [], removed: [] }
    },
    fail: (error) => assert.fail(String(error)),
  })
  const call = by(bringing.tick())
  const effects = bringing.write({ new: { v: 1 }, list: { children: 'new' } }, call)
  assert.deepEqual(order, ['list', 'new'])
  assert.deepEqual(effects?.added, ['new'])
  bringing.write({ new: { v: 2 } }, call)
  assert.deepEqual(props.new, { v: 2 })
})

const append = (item: number) => ({ operation: 'Append', location: [], params: { value: item } })
const assign = (value: unknown) => ({ operation: 'Assign', location: [], params: { value } })
const patchOf = (...operations: unknown[]) => ({ __dash_patch_update: '', operations })

it('a patch of parts replaces nothing, so it counts whichever answer comes last; one of the whole is a value', () => {
  const { writes, applied, by } = stage({ a: { v: [] } })
  const [first, second] = [writes.tick(), writes.tick()]
  writes.write({ a: { v: patchOf(append(2)) } }, by(second))
  writes.write({ a: { v: patchOf(append(1)) } }, by(first))
  assert.deepEqual(applied.at(-1), { a: { v: [2, 1] } })
  assert.equal(writes.write({ a: { v: [] } }, by(first)), undefined, 'the version is still that of the newer')
  assert.equal(writes.write({ a: { v: patchOf(assign([]), append(3)) } }, by(first)), undefined)
})

it('a component named that is not there is reported; one of an answer may have gone', () => {
  const { writes, failures, by } = stage({ a: { v: 1 } })
  writes.write({ gone: { v: 1 }, a: { v: 2 } }, by(writes.tick()))
  assert.deepEqual(failures, [])
  writes.write({ gone: { v: 1 }, a: { v: 3 } }, { ...by(writes.tick()), named: true })
  assert.match(failures.join(), /Props were set of "gone"/)
})

it('a deed is done each time, be it equal, kept by the browser, or of a patch', () => {
  const points = { y: [[1]] }
  const { writes, applied, by } = stage({ g: { extendData: points, figure: points } })
  writes.write({ g: { extendData: { y: [[1]] }, figure: { y: [[1]] } } }, by(writes.tick()))
  assert.deepEqual(applied, [{ g: { extendData: { y: [[1]] } } }])
  const kept = { y: [[2]] }
  for (const _ of [1, 2]) writes.write({ g: { extendData: kept } }, by(writes.tick()))
  assert.equal(applied.length, 3)
  assert.notEqual(applied[1]?.g?.extendData, applied[2]?.g?.extendData)
  writes.write({ g: { extendData: null } }, by(writes.tick()))
  writes.write({ g: { extendData: null } }, by(writes.tick()))
  assert.equal(applied.length, 4, 'nothing is no deed')
})

it('a deed is too old like any other value', () => {
  const { writes, applied, by } = stage({ g: { extendData: { y: [[1]] } } })
  const old = writes.tick()
  writes.edited('g', ['extendData'])
  writes.write({ g: { extendData: { y: [[1]] } } }, by(old))
  assert.deepEqual(applied, [])
})
