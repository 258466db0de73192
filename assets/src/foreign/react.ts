// React as far as it is used here. Its code is that of its publishers (pack/extras.mjs), a file that is loaded when a page first shows a
// component of a package; packages find it on `window`, and so do we.

import type { Props } from '../wire/records'

export interface ReactElement {
  readonly type: unknown
  readonly key: string | null
  readonly props: Props
}

/** Elements, texts, numbers, nothing, and lists of those. */
export type ReactNode = unknown

export interface ReactContext<T> {
  Provider: { readonly value?: T }
  readonly default?: T
}

export interface ReactComponent<P> {
  readonly props: Readonly<P>
  setState(state: object): void
  forceUpdate(): void
}

export interface React {
  Component: new <P>(props: P) => ReactComponent<P>
  Fragment: unknown
  Suspense: unknown
  createElement(type: unknown, props?: object | null, ...children: ReactNode[]): ReactElement
  createContext<T>(value: T): ReactContext<T>
  useContext<T>(context: ReactContext<T>): T
  useSyncExternalStore<T>(subscribe: (heard: () => void) => () => void, read: () => T): T
}

export interface ReactRoot {
  render(node: ReactNode): void
  unmount(): void
}

export interface ReactDOM {
  createRoot(element: Element): ReactRoot
  createPortal(node: ReactNode, element: Element, key?: string): ReactNode
  flushSync(run: () => void): void
}

export interface Library {
  react: React
  dom: ReactDOM
}

/** What scripts have left on `window`. */
export const shared = globalThis as unknown as Record<string, unknown>

export function library(): Library {
  const { React: react, ReactDOM: dom } = shared
  if (!react || !dom) throw new Error('React is not there')
  return { react: react as React, dom: dom as ReactDOM }
}
