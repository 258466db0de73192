import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Partials } from './partials'
import { Shown } from './shown'

const add = (value: unknown) => ({
  __dash_patch_update: '__dash_patch_update',
  operations: [{ operation: 'Add', location: [], params: { value } }],
})

function waiting(...all: Parameters<Partials['add']>[0][]) {
  const partials = new Partials()
  for (const updates of all) partials.add(updates)
  return partials.take()
}

describe('values that wait for a frame', () => {
  it('are the last whole ones', () => {
    assert.deepEqual(waiting({ a: { v: 1 } }, { a: { v: 2 } }, { a: { v: 3 } }), [{ a: { v: 3 } }])
  })

  it('and all patches since, in order', () => {
    assert.deepEqual(waiting({ a: { v: add(1) } }, { a: { v: 2 } }, { a: { v: add(3) } }, { a: { v: add(4) } }), [
      { a: { v: 2 } },
      { a: { v: add(3) } },
      { a: { v: add(4) } },
    ])
  })

  it('leave other props alone', () => {
    assert.deepEqual(waiting({ a: { v: 1, w: 1 }, b: { v: 1 } }, { a: { v: 2 } }), [
      { a: { w: 1 }, b: { v: 1 } },
      { a: { v: 2 } },
    ])
  })

  it('of what is to be done are all', () => {
    const points = { a: { extendData: { y: [[1]] } } }
    assert.deepEqual(waiting(points, points), [points, points])
  })

  it('are given once', () => {
    const partials = new Partials()
    partials.add({ a: { v: 1 } })
    partials.take()
    assert.deepEqual(partials.take(), [])
  })
})

describe('what several writes did', () => {
  it('names each prop once', () => {
    const shown = new Shown(() => true)
    const changed = [{ id: 'a', property: 'v' }]
    shown.note({ changed, added: [], removed: [] })
    shown.note({ changed, added: [], removed: [] })
    assert.deepEqual(shown.effects(), { changed, added: [], removed: [] })
  })

  it('knows no component that came and went', () => {
    const shown = new Shown((id) => id === 'b' || id === 'c')
    const changed = [{ id: 'a', property: 'v' }]
    shown.note({ changed, added: ['a', 'b'], removed: ['c', 'd'] })
    shown.note({ changed: [], added: ['c'], removed: ['a'] })
    assert.deepEqual(shown.effects(), { changed: [], added: ['b', 'c'], removed: ['d', 'a'] })
  })
})
