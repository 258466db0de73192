// What a component is to the view: a function or class from props to elements, one per file, as default export.

import type { ComponentChildren, ComponentType } from 'preact'
import type { Props } from '../wire/records'

/** What every component gets beside its own props. */
export interface Host<P = Props> {
  /** Stores props that the user changed and fires the callbacks that read them. Equal values are dropped. */
  setProps(changed: Partial<P>): void
  /** Stores another value of a prop where it still is `from`, and tells whether it was. Neither callbacks nor the component hear of it: it is
   * for what the component has made of the value itself. */
  swapProp(name: string, from: unknown, to: unknown): boolean
  /** Shows an error of this component as a callback's is shown. */
  reportError(error: unknown): void
  /** True while callbacks that read this prop, or callbacks further down, have not ended. */
  isPending(prop: string): boolean
  /** Draws what stands in a slot: nodes, text, lists of them. For components that get their children whole. */
  draw(slot: unknown): ComponentChildren
  /** The outputs of components below this one that calls are on their way to now. To be asked while drawing: from the first time on the
   * component is drawn again whenever the answer may be another one. */
  loadingBelow(): Output[]
  /** Belongs on the root element: set while a callback that writes to this component runs. */
  'data-dash-is-loading'?: 'true' | undefined
  id?: string
  children?: ComponentChildren
}

/** One prop of one component; a dictionary id is its text. */
export interface Output {
  id: string
  property: string
}

export type DashComponent = ComponentType<Host & Props>

/** One line of the registry: the component itself, or how to load it, and what the page must know of it beforehand. */
export interface Registered {
  component?: DashComponent | undefined
  load?: (() => Promise<object>) | undefined
  /** The name under which that file exports it. Default: `default`. */
  part?: string
  /** The height kept free until the component is loaded, as in CSS: nothing moves when it comes. Default: none. */
  room?: string | ((props: Props) => string)
  /** Where components sit in its props beside `children`, see slots.ts. */
  slots?: string[]
  /** What is persisted unless `persisted_props` says otherwise. Default: `value`. */
  persisted?: string[]
  /** The component gets `children` as they lie in the layout, nodes with their props, reads of them what it needs (labels, values), and draws
   * with `draw` those it wants to show. It is drawn again when the props of one of these nodes change. Default: it gets elements. */
  whole?: boolean
  /** The props that the component sets itself as soon as it is on the page, made of those it was given. What was given stays. Callbacks
   * hear of these props as of an edit, and need not wait for the component's code. */
  first?: (given: Props) => Props
  /** It is given its node and the page, `{node, page}`, in place of props, and draws what stands within by itself. */
  island?: boolean
}

/** By namespace and type; the type `*` stands for all others of its namespace. */
export type Registry = Record<string, Record<string, Registered>>
