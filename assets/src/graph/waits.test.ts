import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Dependency } from '../wire/records'
import { Callbacks } from './callbacks'
import { Components } from './components'
import { type Instance, Instances } from './instances'
import { dep } from './page.fake'
import { type Node, Waits } from './waits'

function stage(dependencies: Dependency[], ids: string[]) {
  const components = new Components((id) => ids.indexOf(id))
  for (const id of ids) components.add(id)
  const instances = new Instances(new Callbacks(dependencies, components.dict), components)
  let edges = 0
  const readers = instances.readers.bind(instances)
  instances.readers = (writer, visit, everywhere) =>
    readers(
      writer,
      (reader) => {
        edges++
        visit(reader)
      },
      everywhere,
    )
  const freed: Node[] = []
  const waits = new Waits(instances, (node) => freed.push(node))
  const instance = (n: number) => instances.of(instances.callbacks.all[n] as never)[0] as Instance
  const pend = (n: number) => waits.pend(instance(n))
  return { components, waits, freed, instance, pend, edges: () => edges }
}

const chain = (length: number) => ({
  dependencies: Array.from({ length }, (_, n) => dep(`c${n + 1}.v`, `c${n}.v`, { order: n })),
  ids: Array.from({ length: length + 1 }, (_, n) => `c${n}`),
})

describe('waiting', () => {
  it('a pending instance waits for what is pending far above, through those that are not', () => {
    const { dependencies, ids } = chain(3)
    const { pend, waits, freed } = stage(dependencies, ids)
    const first = pend(0)
    const last = pend(2)
    assert.equal(last.dirtyParents, 1)
    waits.rest(first)
    assert.deepEqual(freed, [last])
  })

  it('is the same whoever came first', () => {
    const { dependencies, ids } = chain(3)
    const { pend, waits, freed } = stage(dependencies, ids)
    const last = pend(2)
    assert.equal(last.dirtyParents, 0)
    const first = pend(0)
    assert.equal(last.dirtyParents, 1)
    waits.rest(first)
    assert.deepEqual(freed, [last])
  })

  it('one that rests while it is waited through holds on', () => {
    const { dependencies, ids } = chain(3)
    const { pend, waits, freed } = stage(dependencies, ids)
    const [first, middle, last] = [pend(0), pend(1), pend(2)]
    waits.rest(middle)
    assert.deepEqual(freed, [])
    waits.rest(first)
    assert.deepEqual(freed, [last])
  })

  it('waits for both sides of a diamond', () => {
    const sides = [
      dep('l.v', 'in.v', { order: 0 }),
      dep('r.v', 'in.v', { order: 1 }),
      dep('t.v', 'l.v r.v', { order: 2 }),
    ]
    const { pend, waits, freed } = stage(sides, ['in', 'l', 'r', 't'])
    const [l, r, tip] = [pend(0), pend(1), pend(2)]
    waits.rest(r)
    assert.deepEqual(freed, [])
    waits.rest(l)
    assert.deepEqual(freed, [tip])
  })

  it('an edge against the order of the graph counts for nothing', () => {
    const circle = [dep('a.v', 'b.v', { order: 0 }), dep('b.v', 'a.v', { order: 1 })]
    const { pend } = stage(circle, ['a', 'b'])
    const [a, b] = [pend(0), pend(1)]
    assert.deepEqual([a.dirtyParents, b.dirtyParents], [0, 1])
  })

  it('components that come later bring their edges with them', () => {
    const { dependencies, ids } = chain(2)
    const { components, pend, waits, instance, freed } = stage(
      dependencies,
      ids.filter((id) => id !== 'c1'),
    )
    const [first, last] = [pend(0), pend(1)]
    assert.equal(last.dirtyParents, 0)
    components.add('c1')
    waits.link(instance(0))
    waits.link(instance(1))
    waits.link(instance(1))
    assert.equal(last.dirtyParents, 1)
    waits.rest(first)
    assert.deepEqual(freed, [last])
  })

  it('keeps nothing of what is clean', () => {
    const { dependencies, ids } = chain(5)
    const { pend, waits } = stage(dependencies, ids)
    waits.rest(pend(0))
    assert.equal(waits.idle, true)
  })
})

describe('the work of waiting', () => {
  // name, callbacks, edges
  const count = 10_000
  const cases: [name: string, dependencies: Dependency[], ids: string[], most: number][] = [
    ['a chain', chain(count).dependencies, chain(count).ids, count],
    [
      'a lattice',
      Array.from({ length: count }, (_, n) => {
        const level = n >> 1
        return dep(`c${level + 1}${n & 1}.v`, `c${level}0.v c${level}1.v`, { order: n })
      }),
      Array.from({ length: count + 2 }, (_, n) => `c${n >> 1}${n & 1}`),
      2 * count,
    ],
  ]
  for (const [name, dependencies, ids, most] of cases) {
    it(`${name} of ten thousand crosses each edge once, all pending or only the first`, () => {
      const full = stage(dependencies, ids)
      const nodes = dependencies.map((_, n) => full.pend(n))
      for (const node of nodes) {
        assert.equal(node.dirtyParents, 0)
        full.waits.rest(node)
      }
      assert.ok(full.edges() <= most, `${full.edges()} edges`)
      assert.equal(full.waits.idle, true)
      const one = stage(dependencies, ids)
      one.waits.rest(one.pend(0))
      assert.ok(one.edges() <= most, `${one.edges()} edges`)
      assert.equal(one.waits.idle, true)
    })
  }
})
