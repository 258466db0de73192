// Which outputs calls are on their way to, for components that show it of what they hold (Loading).

import { idString, propId, splitPropId } from '../wire/ids'
import type { LayoutNode, Outgoing, OutputSpec } from '../wire/records'
import type { Output } from './component'

export class Flights {
  /** How many calls are on their way to each output. */
  private readonly counts = new Map<string, number>()
  private readonly listeners = new Map<LayoutNode, () => void>()

  /** `around` gives the nodes around a component, and none for one that is no longer there. */
  constructor(private readonly around: (id: string) => Iterable<LayoutNode>) {}

  /** Counts a call until it is answered or given up. What it returns is told of outputs that show something before that. */
  follow({ request, signal }: Outgoing, answer: Promise<unknown>): (keys: Iterable<string>) => void {
    const specs = [request.outputs ?? []].flat(2) as OutputSpec[]
    const open = new Set(specs.map(({ id, property }) => propId(idString(id), property)))
    const end = (keys: Iterable<string>): void =>
      this.count(
        [...keys].filter((key) => open.delete(key)),
        -1,
      )
    const over = (): void => end(open)
    this.count([...open], 1)
    signal.addEventListener('abort', over)
    answer.then(over, over)
    return end
  }

  /** The outputs on their way to what a node holds; `tell` hears of it when they change, until the node is forgotten. */
  below(node: LayoutNode, tell: () => void): Output[] {
    this.listeners.set(node, tell)
    const outputs = Array.from(this.counts.keys(), splitPropId)
    return outputs.filter(({ id }) => {
      for (const holder of this.around(id)) if (holder === node) return true
      return false
    })
  }

  forget(node: LayoutNode, tell: () => void): void {
    if (this.listeners.get(node) === tell) this.listeners.delete(node)
  }

  private count(keys: string[], by: 1 | -1): void {
    const news = new Set<string>()
    for (const key of keys) {
      const before = this.counts.get(key) ?? 0
      if (before + by === 0) this.counts.delete(key)
      else this.counts.set(key, before + by)
      if (before === 0 || before + by === 0) news.add(splitPropId(key).id)
    }
    if (this.listeners.size > 0) this.tell(news)
  }

  private tell(ids: Iterable<string>): void {
    const told = new Set<() => void>()
    for (const id of ids) {
      let anywhere = false
      for (const holder of this.around(id)) {
        anywhere = true
        const listener = this.listeners.get(holder)
        if (listener) told.add(listener)
      }
      // It may have gone while its call was under way: where it was is not known any more.
      if (!anywhere) for (const listener of this.listeners.values()) told.add(listener)
    }
    for (const tell of told) tell()
  }
}
