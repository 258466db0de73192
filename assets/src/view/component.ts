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
  /** Belongs on the root element: set while a callback that writes to this component runs. */
  'data-dash-is-loading'?: 'true' | undefined
  id?: string
  children?: ComponentChildren
}

export type DashComponent = ComponentType<Host & Props>

/** One line of the registry: the component itself, or how to load it, and what the page must know of it beforehand. */
export interface Registered {
  component?: DashComponent | undefined
  load?: (() => Promise<{ default: unknown }>) | undefined
  /** The height kept free until the component is loaded, as in CSS: nothing moves when it comes. Default: none. */
  room?: string
  /** Where components sit in its props beside `children`, see slots.ts. */
  slots?: string[]
  /** What is persisted unless `persisted_props` says otherwise. Default: `value`. */
  persisted?: string[]
}

export type Registry = Record<string, Record<string, Registered>>
