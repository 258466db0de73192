import type { LayoutNode, Props } from '../wire/records'
import type { Registry } from './component'
import type { Flights } from './flights'
import type { Slots } from './slots'
import type { Tree } from './tree'

/** What a node on the screen needs of its page. */
export interface Context {
  readonly tree: Tree
  readonly flights: Flights
  readonly slots: Slots
  readonly registry: Registry
  readonly debug: boolean
  /** Stores a component's own edit, draws it, and fires the callbacks that read it. */
  setProps(node: LayoutNode, patch: Props, redraw: () => void): void
  isPending(id: string, property: string): boolean
  /** Tells when any component starts or stops loading, until what it returns is called. */
  readonly watchLoading: (heard: () => void) => () => void
  /** `origin` is the id of the callback, or the name of the component, that failed. */
  report(error: unknown, origin: string): void
  /** Reports a text once, however often what it is about is drawn. */
  warn(text: string, origin: string): void
}
