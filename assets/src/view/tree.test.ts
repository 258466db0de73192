import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { LayoutNode, Props } from '../wire/records'
import { Slots } from './slots'
import { nodeId, Tree } from './tree'

const node = (type: string, props: Props = {}): LayoutNode => ({ namespace: 'n', type, props })
const field = (id: string, props: Props = {}) => node('Field', { id, ...props })

function tree(...children: unknown[]): Tree {
  const tree = new Tree(new Slots({ n: { Card: ['head', 'tabs[].body', 'map{}'] } }))
  tree.mount(node('Box', { id: 'box', children }))
  return tree
}

const apply = (tree: Tree, children: unknown, keep: (id: string, property: string) => boolean = () => false) =>
  tree.apply({ box: { children } }, keep)
const childrenOf = (tree: Tree) => entry(tree, 'box').node.props.children as LayoutNode[]
const names = (changed: { id: string; property: string }[]) => changed.map(({ id, property }) => `${id}.${property}`)
const entry = (tree: Tree, id: string) => {
  const found = tree.entries.get(id)
  assert.ok(found)
  return found
}

describe('the tree', () => {
  it('knows components wherever slots hold them', () => {
    const card = node('Card', {
      head: field('h'),
      tabs: [{ body: field('b') }],
      map: { x: field('m') },
      other: field('no'),
    })
    const ids = [...tree('text', [card], null, 3).entries.keys()]
    assert.deepEqual(ids, ['box', 'h', 'b', 'm'])
  })

  it('a parent’s children hold the present props of each child', () => {
    const t = tree(field('a', { value: 1 }))
    t.edit(entry(t, 'a').node, { value: 2 })
    assert.equal(childrenOf(t)[0]?.props.value, 2)
  })

  it('an edit names the props that really changed, and makes a new props object only then', () => {
    const t = tree(field('a', { value: [1] }))
    const { node } = entry(t, 'a')
    const before = node.props
    assert.deepEqual(t.edit(node, { value: [1] }), [])
    assert.equal(node.props, before)
    assert.deepEqual(t.edit(node, { value: [2], other: undefined }), ['value'])
  })

  it('an equal object in a prop that says what is to be done is another deed', () => {
    const points = { y: [[1]] }
    const t = tree(field('g', { extendData: points, figure: points }))
    const { node } = entry(t, 'g')
    assert.deepEqual(t.edit(node, { extendData: { y: [[1]] }, figure: { y: [[1]] } }), ['extendData'])
    assert.deepEqual(t.edit(node, { extendData: node.props.extendData }), [])
  })

  it('a component tree that says a deed anew has it done, one that repeats its own words does not', () => {
    const t = tree(field('g', { extendData: { y: [[1]] } }))
    t.edit(entry(t, 'g').node, { extendData: { y: [[2]] } })
    assert.deepEqual(names(apply(t, [field('g', { extendData: { y: [[1]] } })]).changed), [])
    assert.deepEqual(names(apply(t, [field('g', { extendData: { y: [[2]] } })]).changed), ['g.extendData'])
  })

  it('tells which components came and went', () => {
    const t = tree(field('a'), node('P', { children: field('b') }))
    const effects = apply(t, [field('b'), field('c')])
    assert.deepEqual(effects.added, ['c'])
    assert.deepEqual(effects.removed, ['a'])
    assert.deepEqual([...t.entries.keys()].sort(), ['b', 'box', 'c'])
  })

  it('a component of another type under an old id is new', () => {
    const t = tree(field('a', { value: 'typed' }))
    const effects = apply(t, [node('Other', { id: 'a' })])
    assert.deepEqual(effects.added, ['a'])
    assert.equal(t.read('a')?.value, undefined)
  })

  it('moving a component from one list to another keeps it', () => {
    const t = new Tree(new Slots())
    t.mount([node('Box', { id: 'x', children: [field('a')] }), node('Box', { id: 'y', children: [] })])
    t.edit(entry(t, 'a').node, { value: 'typed' })
    const effects = t.apply({ x: { children: [] }, y: { children: [field('a')] } }, () => false)
    assert.deepEqual([effects.added, effects.removed], [[], []])
    assert.equal(t.read('a')?.value, 'typed')
  })
})

describe('a component that is sent again', () => {
  it('is the same node, untouched, when nothing differs', () => {
    const t = tree(field('a', { label: 'x' }))
    const { node } = entry(t, 'a')
    const { props } = node
    const effects = apply(t, [field('a', { label: 'x' }), 'more'])
    assert.deepEqual(names(effects.changed), ['box.children'])
    assert.equal(childrenOf(t)[0], node)
    assert.equal(node.props, props)
  })

  it('keeps what the user typed, whether the server never named the prop or repeats it', () => {
    const t = tree(field('a'), field('b', { value: '' }))
    t.edit(entry(t, 'a').node, { value: 'typed' })
    t.edit(entry(t, 'b').node, { value: 'typed too' })
    const effects = apply(t, [field('a'), field('b', { value: '' }), 'more'])
    assert.equal(t.read('a')?.value, 'typed')
    assert.equal(t.read('b')?.value, 'typed too')
    assert.deepEqual(names(effects.changed), ['box.children'])
  })

  it('takes what the server newly says, and fires it', () => {
    const t = tree(field('a', { value: 'one', label: 'x' }))
    let draws = 0
    entry(t, 'a').refresh = () => draws++
    const effects = apply(t, [field('a', { value: 'two', label: 'x' })])
    assert.equal(t.read('a')?.value, 'two')
    assert.deepEqual(names(effects.changed), ['a.value'])
    assert.equal(draws, 1)
  })

  it('loses a prop that the server had given and gives no more', () => {
    const t = tree(field('a', { title: 'x' }))
    const effects = apply(t, [field('a')])
    assert.equal(t.read('a')?.title, undefined)
    assert.deepEqual(names(effects.changed), ['a.title'])
  })

  it('keeps a prop that was written after the answer was asked for', () => {
    const t = tree(field('a', { value: 'one' }))
    t.edit(entry(t, 'a').node, { value: 'typed' })
    apply(t, [field('a', { value: 'two' })], (id, property) => id === 'a' && property === 'value')
    assert.equal(t.read('a')?.value, 'typed')
  })

  it('keeps its own children where they are the same', () => {
    const inner = () => node('Box', { id: 'inner', children: [field('deep')] })
    const t = tree(inner())
    const { props } = entry(t, 'inner').node
    apply(t, [inner(), 'more'])
    assert.equal(entry(t, 'inner').node.props, props)
  })

  it('hands a change deep inside only to the component it concerns', () => {
    const inner = (value: number) =>
      node('Box', { id: 'inner', children: node('P', { children: [field('deep', { value })] }) })
    const t = tree(inner(1))
    const effects = apply(t, [inner(2)])
    assert.deepEqual(names(effects.changed), ['deep.value'])
    assert.equal(t.read('deep')?.value, 2)
  })
})

describe('a component that comes with another persistence', () => {
  it('is a new one, which shows what the server gives', () => {
    const t = tree(field('a', { value: 'x', persistence: 1 }))
    t.edit(entry(t, 'a').node, { value: 'typed' })
    assert.deepEqual(apply(t, [field('a', { value: 'x', persistence: 1 })]).added, [])
    assert.equal(t.read('a')?.value, 'typed')
    assert.deepEqual(apply(t, [field('a', { value: 'x', persistence: 2 })]).added, ['a'])
    assert.equal(t.read('a')?.value, 'x')
  })
})

describe('a component without id', () => {
  it('stays the same node while it is equal, place by place', () => {
    const t = tree(node('P', { children: 'a' }), node('P', { children: 'b' }))
    const [first] = childrenOf(t)
    apply(t, [node('P', { children: 'a' }), node('P', { children: 'c' })])
    const [same, other] = childrenOf(t)
    assert.equal(same, first)
    assert.equal(other?.props.children, 'c')
  })

  it('does not take the place of one with an id', () => {
    const t = tree(node('Field', { id: 'a', value: 1 }))
    const effects = apply(t, [node('Field', { value: 1 })])
    assert.deepEqual(effects.removed, ['a'])
  })
})

describe('the order of the layout', () => {
  const order = (t: Tree) => [...t.entries.keys()].sort((a, b) => t.rank(a) - t.rank(b))

  it('is depth first, wherever slots hold components', () => {
    const card = node('Card', { id: 'card', children: field('inside'), head: field('head') })
    assert.deepEqual(order(tree(field('z'), card, field('a'))), ['box', 'z', 'card', 'inside', 'head', 'a'])
  })

  it('follows what comes, goes and moves', () => {
    const t = tree(field('a'), field('b'))
    assert.deepEqual(order(t), ['box', 'a', 'b'])
    apply(t, [field('new'), field('b'), field('a')])
    assert.deepEqual(order(t), ['box', 'new', 'b', 'a'])
    apply(t, [field('a'), field('new')])
    assert.deepEqual(order(t), ['box', 'a', 'new'])
  })

  it('is crawled once, until the structure changes', () => {
    const slots = new Slots()
    let crawls = 0
    const { each } = slots
    slots.each = (of, visit) => {
      crawls++
      each.call(slots, of, visit)
    }
    const t = new Tree(slots)
    t.mount([field('a'), field('b')])
    order(t)
    order(t)
    t.apply({ a: { value: 1 } }, () => false)
    order(t)
    assert.equal(crawls, 2)
  })
})

describe('ids', () => {
  it('a dictionary id is written out once, and again when it is another', () => {
    const id = { type: 'x', index: 1 }
    const one = field('', { id })
    assert.equal(nodeId(one), '{"index":1,"type":"x"}')
    id.index = 2
    assert.equal(nodeId(one), '{"index":1,"type":"x"}', 'nobody changes an id in place')
    assert.equal(nodeId(field('', { id: { ...id } })), '{"index":2,"type":"x"}')
  })

  it('an empty id is none', () => {
    for (const id of ['', null, undefined]) assert.equal(nodeId(node('P', { id })), undefined)
  })
})

describe('writing a prop', () => {
  it('leaves alone what the tree gave at first, so that the same tree again changes nothing', () => {
    const t = tree(field('a', { value: 1 }))
    t.apply({ a: { value: 5 } }, () => false)
    apply(t, [field('a', { value: 1 }), 'more'])
    assert.equal(t.read('a')?.value, 5)
  })

  it('ignores a component that is not there', () => {
    assert.deepEqual(
      tree().apply({ ghost: { v: 1 } }, () => false),
      { changed: [], added: [], removed: [] },
    )
  })

  it('tells when a component tree came back as it is', () => {
    const t = tree(field('a'))
    t.edit(entry(t, 'a').node, { value: 'typed' })
    assert.deepEqual(apply(t, [field('a')]).changed, [])
  })
})
