// The page: the tree of components, the engine that says which callbacks run, and the wire between them.

import { type ComponentChild, render } from 'preact'
import { Engine } from '../graph/engine'
import { idString, splitSideKey } from '../wire/ids'
import type { Boot, CallResponse, Config, LayoutNode, Outgoing, Props, Updates } from '../wire/records'
import { Crowd } from './busy'
import type { Registry } from './component'
import type { Context } from './context'
import { draw } from './node'
import { Persistence } from './persistence'
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
}

export class Page implements Context {
  readonly tree: Tree
  readonly engine: Engine
  readonly slots: Slots
  readonly registry: Registry
  readonly debug: boolean
  readonly report: Context['report']
  private readonly persistence: Persistence
  private readonly crowd = new Crowd()
  private readonly warned = new Set<string>()
  private readonly layout: unknown

  constructor({ config, boot, registry, send, schedule, busy, report }: PageOptions) {
    this.registry = registry
    this.report = report
    this.debug = config.ui === true
    this.slots = new Slots(config.children_props, registry)
    this.persistence = new Persistence(registry)
    this.tree = new Tree(this.slots, (node) => this.persistence.restore(node))
    this.layout = boot.layout
    this.tree.mount(boot.layout)
    this.engine = new Engine(boot.dependencies, {
      read: (id) => this.tree.read(id),
      ids: () => this.tree.entries.keys(),
      rank: (id) => this.tree.rank(id),
      send,
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
  }

  setProps(node: LayoutNode, patch: Props, redraw: () => void): void {
    const old = node.props
    const names = this.tree.edit(node, patch)
    if (names.length === 0) return
    this.persistence.changed(node, old, patch)
    redraw()
    const id = nodeId(node)
    if (id !== undefined) this.engine.edited(id, names)
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

  private apply(updates: Updates, keep: (id: string, property: string) => boolean) {
    const before = new Map(Object.keys(updates).map((id) => [id, this.tree.entries.get(id)?.node.props]))
    const effects = this.tree.apply(updates, keep)
    for (const [id, old] of before) {
      const entry = this.tree.entries.get(id)
      if (!entry || !old) continue
      const further = this.persistence.changed(entry.node, old, updates[id] ?? {})
      for (const property of this.tree.edit(entry.node, further)) effects.changed.push({ id, property })
    }
    return effects
  }

  private loading(id: string, on: boolean): void {
    this.crowd.set(id, on)
    const entry = this.tree.entries.get(id)
    if (!entry || entry.loading === on) return
    entry.loading = on
    entry.refresh?.()
  }
}
