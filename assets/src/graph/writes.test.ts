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
