// Who waits for whom (rule 4). An instance is dirty while it is pending, or while any instance that it reads from is dirty;
// a pending one whose parents are all clean may run. Each dirty instance counts its dirty parents:
//
//   a: pending ──> b: 1 dirty parent ──> c: pending, 1 dirty parent        a rests ─> b is clean ─> c may run
//
// Becoming dirty counts the children up once, becoming clean counts the same ones down, so a change of state costs only the
// edges it crosses. There are nodes only for what is dirty.

import type { Callback, Port } from './callbacks'
import type { Instance, Instances } from './instances'

export interface Node {
  readonly instance: Instance
  /** Asked for or running. */
  pending: boolean
  dirtyParents: number
  /** Those that count this one among their dirty parents. */
  readonly children: Set<Node>
}

export class Waits {
  private readonly nodes = new Map<Callback, Map<string, Node>>()

  /** `freed` hears of a pending node that waits no longer. */
  constructor(
    private readonly instances: Instances,
    private readonly freed: (node: Node) => void,
  ) {}

  get({ callback, key }: Instance): Node | undefined {
    return this.nodes.get(callback)?.get(key)
  }

  /** The dirty instances that a component belongs to through an output, or another port. Some may have lost the component that made them. */
  writing(output: Port, id: string): Node[] {
    const siblings = this.nodes.get(output.callback)
    if (!siblings) return []
    const single = this.instances.single(output, id)
    if (!single) return [...siblings.values()]
    const node = siblings.get(single.key)
    return node ? [node] : []
  }

  get idle(): boolean {
    return this.nodes.size === 0
  }

  private node(instance: Instance): Node {
    const { callback, key } = instance
    const siblings = this.nodes.get(callback) ?? new Map<string, Node>()
    const node = siblings.get(key) ?? { instance, pending: false, dirtyParents: 0, children: new Set() }
    this.nodes.set(callback, siblings)
    siblings.set(key, node)
    return node
  }

  /** The instance has something to do from now on. */
  pend(instance: Instance): Node {
    const node = this.node(instance)
    if (node.pending) return node
    node.pending = true
    if (node.dirtyParents === 0) this.soil(node)
    return node
  }

  /** The instance has nothing to do any more. */
  rest(node: Node): void {
    node.pending = false
    if (node.dirtyParents === 0) this.clean(node)
  }

  /** Components came to the page, and with them perhaps edges to this instance from others that are dirty already. */
  link(instance: Instance): void {
    this.instances.sources(instance, (output, id) => {
      for (const parent of this.writing(output, id)) {
        const child = this.node(instance)
        if (join(parent, child)) this.soil(child)
      }
    })
  }

  private soil(first: Node): void {
    const ahead = [first]
    for (let node = ahead.pop(); node; node = ahead.pop()) {
      const parent = node
      this.instances.readers(parent.instance, (reader) => {
        const child = this.node(reader)
        if (join(parent, child)) ahead.push(child)
      })
    }
  }

  private clean(first: Node): void {
    const ahead = [first]
    for (let node = ahead.pop(); node; node = ahead.pop()) {
      this.forget(node.instance)
      for (const child of node.children) {
        if (--child.dirtyParents > 0) continue
        if (child.pending) this.freed(child)
        else ahead.push(child)
      }
    }
  }

  private forget({ callback, key }: Instance): void {
    const siblings = this.nodes.get(callback)
    siblings?.delete(key)
    if (siblings?.size === 0) this.nodes.delete(callback)
  }
}

/** Makes an edge between dirty instances; true when it is what makes the child dirty. */
function join(parent: Node, child: Node): boolean {
  if (parent.children.has(child)) return false
  parent.children.add(child)
  return child.dirtyParents++ === 0 && !child.pending
}
