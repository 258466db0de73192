// The page: the tree of components, the engine that says which callbacks run, and the wire between them.

import { type ComponentChild, render } from 'preact'
import { Engine } from '../graph/engine'
import { idString, splitSideKey } from '../wire/ids'
import type { Boot, CallResponse, Config, LayoutNode, Outgoing, Props, Updates } from '../wire/records'
import { Crowd } from './busy'
import type { Registry } from './component'
import type { Context } from './context'
import { Flights } from './flights'
import { registeredOf } from './load'
import { draw } from './node'
import { Persistence } from './persistence'
import type { Queries, QueryHost } from './query'
import { Slots } from './slots'
import { nodeId, Tree } from './tree'

export interface PageOptions {
  config: Config
  boot: Boot
  registry: Registry
  send(call: Outgoing): Promise<CallResponse | undefined>
  schedule(run: () => void): void
  busy(on: boolean): void
  report: Context['report']
  /** Makes what binds props to the page's address; few pages have such. */
  queries?: ((host: QueryHost) => Queries) | undefined
}

export class Page implements Context {
  readonly tree: Tree
  readonly flights: Flights
  readonly engine: Engine
  readonly slots: Slots
  readonly registry: Registry
  readonly debug: boolean
  readonly report: Context['report']
  private readonly persistence: Persistence
  private readonly queries: Queries | undefined
  /** What new components have set themselves, until their callbacks are told. */
  private first: { id: string; property: string }[] = []
  private readonly crowd = new Crowd()
  private readonly warned = new Set<string>()
  private readonly watchers = new Set<() => void>()
  private readonly layout: unknown

  constructor({ config, boot, registry, send, schedule, busy, report, queries }: PageOptions) {
    this.registry = registry
    this.report = report
    this.debug = config.ui === true
    this.slots = new Slots(config.children_props, registry)
    this.persistence = new Persistence(registry)
    this.tree = new Tree(this.slots, (node) => this.arrive(node))
    this.flights = new Flights((id) => this.tree.around(id))
    this.queries = queries?.({
      read: (id) => this.tree.present(id),
      set: (id, patch) => this.edit(id, patch),
      warn: (text) => this.warn(text, 'the address'),
    })
    this.layout = boot.layout
    this.tree.mount(boot.layout)
    this.engine = new Engine(boot.dependencies, {
      read: (id) => this.tree.read(id),
      ids: () => this.tree.entries.keys(),
      rank: (id) => this.tree.rank(id),
      send: (call) => {
        // Values before the answer are for few pages: what shows them comes with the first, and the answer after all of them.
        let shown: Promise<void> | undefined
        const partial = (updates: Updates): void => {
          shown = Promise.all([import('./partial'), shown]).then(([{ show }]) =>
            show(this.engine, call, updates, arrived),
          )
        }
        const answer = send({ ...call, partial }).finally(() => shown)
        const arrived = this.flights.follow(call, answer)
        return answer
      },
      apply: (updates, keep) => this.apply(updates, keep),
      schedule,
      fail: report,
      loading: (id, on) => this.loading(id, on),
      busy,
    })
  }

  mount(root: Element): void {
    root.textContent = ''
    render(draw(this.layout, this) as ComponentChild, root)
    this.engine.start()
    for (const { id, property } of this.first.splice(0)) this.engine.edited(id, [property])
    this.queries?.start()
  }

  setProps(node: LayoutNode, patch: Props, redraw: () => void): void {
    const old = node.props
    const names = this.tree.edit(node, patch)
    if (names.length === 0) return
    this.persistence.changed(node, old, patch)
    redraw()
    const id = nodeId(node)
    if (id === undefined) return
    this.engine.edited(id, names)
    this.queries?.changed(id, names, true)
  }

  /** An edit that comes from the page and not from the component. */
  private edit(id: string, patch: Props): void {
    const entry = this.tree.entries.get(id)
    if (entry) this.setProps(entry.node, patch, () => entry.refresh?.())
  }

  /** Sets props from outside (dash_clientside.set_props): of a component by its id, or of `id.prop` the one prop. */
  set(id: string | Props, props: unknown): void {
    const key = idString(id)
    const { id: target } = splitSideKey(key)
    if (!this.tree.entries.has(target))
      throw new Error(`set_props: the page holds no component with the id "${target}".`)
    this.engine.set({ [key]: props })
  }

  /** The present props of a component. */
  read(id: string | Props): Props | undefined {
    return this.tree.read(idString(id))
  }

  warn(text: string, origin: string): void {
    if (!this.warned.has(text)) this.report(text, origin)
    this.warned.add(text)
  }

  isPending(id: string, property: string): boolean {
    return this.engine.isPending(id, property)
  }

  /** A new component: what the user changed, what the address says, and what it sets itself. */
  private arrive(node: LayoutNode): void {
    const id = nodeId(node)
    const given = node.props
    const own = registeredOf(this.registry, node)?.first?.(given) ?? {}
    this.persistence.restore(node)
    if (id !== undefined) this.queries?.restore(id, node, given, own)
    const names = Object.keys(own).filter((name) => (node.props[name] ?? null) === null && own[name] !== undefined)
    if (id === undefined || names.length === 0) return
    const old = node.props
    const patch = Object.fromEntries(names.map((name) => [name, own[name]]))
    node.props = { ...old, ...patch }
    this.persistence.changed(node, old, patch)
    for (const property of names) this.first.push({ id, property })
  }

  readonly watchLoading = (heard: () => void): (() => void) => {
    this.watchers.add(heard)
    return () => this.watchers.delete(heard)
  }

  private apply(updates: Updates, keep: (id: string, property: string) => boolean) {
    const before = new Map(Object.keys(updates).map((id) => [id, this.tree.entries.get(id)?.node.props]))
    const effects = this.tree.apply(updates, keep)
    for (const [id, old] of before) {
      const entry = this.tree.entries.get(id)
      if (!entry || !old) continue
      const further = this.persistence.changed(entry.node, old, updates[id] ?? {})
      for (const property of this.tree.edit(entry.node, further)) effects.changed.push({ id, property })
    }
    effects.changed.push(...this.first.splice(0))
    for (const { id, property } of effects.changed) this.queries?.changed(id, [property], false)
    for (const id of effects.added) this.queries?.arrived(id)
    return effects
  }

  private loading(id: string, on: boolean): void {
    this.crowd.set(id, on)
    const entry = this.tree.entries.get(id)
    if (!entry || entry.loading === on) return
    entry.loading = on
    entry.refresh?.()
    for (const heard of this.watchers) heard()
  }
}
