// What packages find on `window` beside React: `dash_component_api`, and the HTML elements as components.

import type { Host } from '../view/component'
import type { Context } from '../view/context'
import { element, tagOf } from '../view/html'
import { type Entry, nodeId } from '../view/tree'
import { idString } from '../wire/ids'
import { isNode, isRecord, type LayoutNode, type Props } from '../wire/records'
import { at, type Path, pathOf } from './paths'
import { type React, type ReactNode, shared } from './react'

/** Which loading a component asks for: its own, that of what stands at a path from it, or at a path; of those what a filter keeps. */
export interface LoadingOptions {
  extraPath?: Path
  rawPath?: Path
  filterFunc?: (loading: { path: Path; id: string }) => boolean
}

/** What `useDashContext` gives to a component. */
export interface Ambience {
  componentPath: Path
  isLoading(options?: LoadingOptions): boolean
  /** A hook. */
  useLoading(options?: LoadingOptions): boolean
}

export interface DashContext {
  Provider: unknown
  of(node: LayoutNode): Ambience
}

/** The context itself, and the hook that reads it. */
interface Contexts {
  context: unknown
  use(): Partial<Ambience>
}

function missing(name: string): () => never {
  return () => {
    throw new Error(`${name}: dashi has no redux store; ask dash_component_api.getLayout or useLoading`)
  }
}

/** The context that tells components where they are. */
export function dashContextOf(react: React, page: Context): DashContext & Contexts {
  const context = react.createContext<Partial<Ambience>>({})
  const known = new WeakMap<LayoutNode, Ambience>()
  const make = (node: LayoutNode): Ambience => {
    const componentPath = pathOf(node)
    const isLoading = ({ extraPath, rawPath, filterFunc }: LoadingOptions = {}): boolean => {
      const path = extraPath ? [...componentPath, ...extraPath] : (rawPath ?? componentPath)
      const found = at(path)
      const id = isNode(found) ? nodeId(found) : undefined
      if (id === undefined || !page.tree.entries.get(id)?.loading) return false
      return filterFunc ? filterFunc({ path, id }) : true
    }
    const useLoading = (options?: LoadingOptions): boolean =>
      react.useSyncExternalStore(page.watchLoading, () => isLoading(options))
    const store = Object.fromEntries(['useSelector', 'useStore', 'useDispatch'].map((name) => [name, missing(name)]))
    return { componentPath, isLoading, useLoading, ...store }
  }
  return {
    Provider: context.Provider,
    of: (node) => {
      let ambience = known.get(node)
      if (!ambience) {
        ambience = make(node)
        known.set(node, ambience)
      }
      return ambience
    },
    context,
    use: () => react.useContext(context),
  }
}

/** Draws a component that a package has made up itself, `{namespace, type, props}`, outside the layout. */
function wrapperOf(react: React, within: (slot: unknown) => ReactNode): unknown {
  interface Wrapped {
    component: LayoutNode
  }
  return class ExternalWrapper extends react.Component<Wrapped> {
    private readonly node: LayoutNode
    constructor(props: Wrapped) {
      super(props)
      this.node = { ...props.component }
    }
    render(): ReactNode {
      this.node.props = this.props.component.props
      return within(this.node)
    }
  }
}

/** `window.dash_html_components`: packages draw components that they are given as values by `window[namespace][type]`. */
function htmlComponents(react: React, page: Context): unknown {
  const made = new Map<string, unknown>()
  const make = (type: string, tag: string) => (props: Props) => {
    const host = { setProps: () => undefined, ...props } as unknown as Props & Host
    const node: LayoutNode = { namespace: 'dash_html_components', type, props }
    const { children, ...attributes } = element(tag, host, node, (text) => page.warn(text, type)).props as Props
    return react.createElement(tag, attributes, ...(Array.isArray(children) ? children : [children]))
  }
  return new Proxy(
    {},
    {
      get: (_, type) => {
        const tag = typeof type === 'string' ? tagOf(type) : undefined
        if (typeof type !== 'string' || !tag) return undefined
        if (!made.has(type)) made.set(type, make(type, tag))
        return made.get(type)
      },
    },
  )
}

export function installApi(
  react: React,
  page: Context,
  { use, context }: Contexts,
  within: (slot: unknown) => ReactNode,
): void {
  const entryOf = (id: unknown): Entry | undefined => page.tree.entries.get(idString(id as string | Props))
  const read = (found: unknown): unknown => (Array.isArray(found) ? at(found) : entryOf(found)?.node)
  shared.dash_component_api = Object.assign(shared.dash_component_api ?? {}, {
    DashContext: context,
    useDashContext: use,
    ExternalWrapper: wrapperOf(react, within),
    /** A component, or what stands in it, by its path or its id. */
    getLayout: read,
    stringifyId: (id: unknown) => (isRecord(id) ? idString(id) : id),
  })
  shared.dash_html_components ??= htmlComponents(react, page)
  setByPath(page)
}

/** `dash_clientside.set_props` also takes the path that a component was told. */
function setByPath(page: Context): void {
  const space = shared.dash_clientside as { set_props(id: unknown, props: Props): void } | undefined
  if (!space) return
  const byId = space.set_props
  space.set_props = (place, props) => {
    if (!Array.isArray(place)) return byId(place, props)
    const node = at(place)
    if (!isNode(node)) throw new Error('set_props: there is no component at this path')
    const id = nodeId(node)
    page.setProps(node, props, () => (id === undefined ? undefined : page.tree.entries.get(id)?.refresh?.()))
  }
}
