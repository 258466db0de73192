// The layout tree is the store: a node's `props` are replaced in place when they change, so a parent's `children` always
// hold the components as they are now. `Tree` knows every node by id and says what a change did to the page.
//
// When a callback sends a component tree, each node with a known id stays the node it is. Of its props, those that the
// server repeats unchanged, and those it never named, keep their present value (what the user typed stays typed); what
// the server newly says wins. Nodes without id are compared place by place and kept when they are equal.

import { differs } from '../graph/acts'
import type { Effects } from '../graph/engine'
import { equal } from '../graph/equal'
import { idString } from '../wire/ids'
import { isNode, type LayoutNode, type Props, type Updates } from '../wire/records'
import type { Slots } from './slots'

export interface Entry {
  node: LayoutNode
  /** The props as the tree that brought the node had them. */
  given: Props
  loading: boolean
  /** Its place in the layout as of the last crawl. */
  rank: number
  /** Draws the node again; set by whoever shows it. */
  refresh?: (() => void) | undefined
}

export type Keep = (id: string, property: string) => boolean

/** One arrival of a tree: what to spare, and what it has done so far. */
interface Arrival {
  keep: Keep
  changed: Effects['changed']
  added: string[]
}

/** A dictionary id stays the same object while its component stays, and is asked for at every turn. */
const texts = new WeakMap<object, string>()

export function nodeId(node: LayoutNode): string | undefined {
  const { id } = node.props
  if (typeof id === 'string') return id === '' ? undefined : id
  if (typeof id !== 'object' || id === null) return undefined
  let text = texts.get(id)
  if (text === undefined) {
    text = idString(id)
    texts.set(id, text)
  }
  return text
}

function sameType(a: LayoutNode, b: LayoutNode): boolean {
  return a.type === b.type && a.namespace === b.namespace
}

export class Tree {
  readonly entries = new Map<string, Entry>()
  private root: unknown
  private ranked = false
  /** Who holds whom, as of the last structure that somebody asked about. */
  private holders: Map<LayoutNode, LayoutNode | undefined> | undefined
  private readonly watchers = new WeakMap<LayoutNode, () => void>()

  /** `restore` may change the props of a new node (persistence). */
  constructor(
    private readonly slots: Slots,
    private readonly restore: (node: LayoutNode) => void = () => undefined,
  ) {}

  /** Takes in the first layout. */
  mount(layout: unknown): void {
    this.root = this.take(layout, undefined, { keep: () => false, changed: [], added: [] })
  }

  /** The place of a component in the layout, depth first. One crawl answers until components come, go or move. */
  rank(id: string): number {
    if (!this.ranked) {
      let next = 0
      this.visit(this.root, (node) => {
        const entry = this.entries.get(nodeId(node) ?? '')
        if (entry) entry.rank = next++
      })
      this.ranked = true
    }
    return this.entries.get(id)?.rank ?? 0
  }

  /** The nodes around a component, from the inside out; none for one that is not on the page. One crawl answers until the structure changes. */
  *around(id: string): Generator<LayoutNode> {
    const holders = this.holders ?? new Map<LayoutNode, LayoutNode | undefined>()
    if (!this.holders) this.visit(this.root, (node, holder) => holders.set(node, holder))
    this.holders = holders
    const inner = this.entries.get(id)?.node
    for (let node = inner && holders.get(inner); node; node = holders.get(node)) yield node
  }

  /** Tells when the props of a node are replaced. One listener for each node: the component that it is a child of. */
  watch(node: LayoutNode, tell: () => void): void {
    this.watchers.set(node, tell)
  }

  unwatch(node: LayoutNode, tell: () => void): void {
    if (this.watchers.get(node) === tell) this.watchers.delete(node)
  }

  read(id: string): Props | undefined {
    return this.entries.get(id)?.node.props
  }

  /** The present props of a component beside those that the tree which brought it had. */
  present(id: string): { props: Props; given: Props } | undefined {
    const entry = this.entries.get(id)
    return entry && { props: entry.node.props, given: entry.given }
  }

  /** Writes a component's own edit; returns the names of the props that really changed. */
  edit(node: LayoutNode, patch: Props): string[] {
    const names = Object.keys(patch).filter((name) => differs(name, node.props[name], patch[name]))
    if (names.length === 0) return names
    node.props = { ...node.props, ...patch }
    this.watchers.get(node)?.()
    return names
  }

  /** Writes a callback's answer. */
  apply(updates: Updates, keep: Keep): Effects {
    const arrival: Arrival = { keep, changed: [], added: [] }
    const before = new Set<string>()
    const after = new Set<string>()
    for (const [id, patch] of Object.entries(updates)) {
      const entry = this.entries.get(id)
      if (entry) this.write(id, entry, patch, arrival, before, after)
    }
    const removed = [...before].filter((id) => !after.has(id))
    for (const id of removed) this.entries.delete(id)
    return { changed: arrival.changed, added: arrival.added, removed }
  }

  private write(
    id: string,
    entry: Entry,
    patch: Props,
    arrival: Arrival,
    before: Set<string>,
    after: Set<string>,
  ): void {
    const { node } = entry
    const old = node.props
    const slots = Object.keys(patch).filter((name) => this.slots.holds(node, name))
    if (slots.length > 0) {
      this.ranked = false
      this.holders = undefined
    }
    for (const name of slots) this.idsBelow({ ...node, props: { [name]: old[name] } }, before)
    const taken = this.slots.map(node, patch, (slot, beside) => this.take(slot, beside, arrival), old)
    node.props = { ...old, ...taken }
    for (const name of slots) this.idsBelow({ ...node, props: { [name]: taken[name] } }, after)
    for (const property of Object.keys(patch)) {
      if (taken[property] !== old[property]) arrival.changed.push({ id, property })
    }
    this.tell(entry)
  }

  private tell({ node, refresh }: Entry): void {
    refresh?.()
    this.watchers.get(node)?.()
  }

  private idsBelow(node: LayoutNode, ids: Set<string>): void {
    const add = (inner: LayoutNode): void => {
      const id = nodeId(inner)
      if (id !== undefined) ids.add(id)
    }
    this.slots.each(node, (slot) => this.visit(slot, add))
  }

  /** Visits the nodes in a slot, depth first. */
  private visit(slot: unknown, each: (node: LayoutNode, holder?: LayoutNode) => void, holder?: LayoutNode): void {
    if (Array.isArray(slot)) {
      for (const item of slot) this.visit(item, each, holder)
    } else if (isNode(slot)) {
      each(slot, holder)
      this.slots.each(slot, (inner) => this.visit(inner, each, slot))
    }
  }

  /** The value to store for one that arrives where `beside` stands; the very same object when nothing differs. */
  private take(value: unknown, beside: unknown, arrival: Arrival): unknown {
    if (Array.isArray(value)) {
      const old: unknown[] = Array.isArray(beside) ? beside : []
      const items = value.map((item: unknown, i) => this.take(item, old[i], arrival))
      return old.length === items.length && items.every((item, i) => item === old[i]) ? old : items
    }
    if (!isNode(value)) return value
    const id = nodeId(value)
    if (id === undefined) return this.takeNameless(value, beside, arrival)
    const entry = this.entries.get(id)
    // Another persistence is another memory: what was typed belongs to the old one.
    if (entry && sameType(entry.node, value) && equal(entry.given.persistence, value.props.persistence))
      return this.takeKnown(id, entry, value, arrival)
    return this.takeNew(id, value, arrival)
  }

  private takeNameless(node: LayoutNode, beside: unknown, arrival: Arrival): LayoutNode {
    const old = isNode(beside) && sameType(beside, node) && nodeId(beside) === undefined ? beside : undefined
    const props = this.slots.map(node, node.props, (slot, place) => this.take(slot, place, arrival), old?.props)
    if (old && equal(old.props, props)) return old
    node.props = props
    return node
  }

  private takeNew(id: string, node: LayoutNode, arrival: Arrival): LayoutNode {
    const entry: Entry = { node, given: node.props, loading: false, rank: 0 }
    this.entries.set(id, entry)
    arrival.added.push(id)
    this.restore(node)
    node.props = this.slots.map(node, node.props, (slot) => this.take(slot, undefined, arrival))
    return node
  }

  private takeKnown(id: string, entry: Entry, next: LayoutNode, arrival: Arrival): LayoutNode {
    const { node, given } = entry
    if (next === node) return node // a patch of what stands around it
    const old = node.props
    const taken = this.slots.map(next, next.props, (slot, beside) => this.take(slot, beside, arrival), old)
    const props: Props = {}
    for (const name of Object.keys(old)) if (!(name in given)) props[name] = old[name]
    for (const name of Object.keys(taken)) {
      const repeated = !this.slots.holds(node, name) && name in given && equal(given[name], taken[name])
      const stays = repeated || arrival.keep(id, name) || !differs(name, old[name], taken[name])
      props[name] = stays ? old[name] : taken[name]
    }
    entry.given = next.props
    const names = new Set([...Object.keys(old), ...Object.keys(props)])
    const differing = [...names].filter((name) => old[name] !== props[name])
    if (differing.length === 0) return node
    node.props = props
    for (const property of differing) arrival.changed.push({ id, property })
    this.tell(entry)
    return node
  }
}
