// The React side: elements for layout nodes. Components of packages and HTML elements are drawn by React itself, so that all of them below one
// component are one tree, with its contexts and with children that parents may look at; our own controls are drawn by our view into an
// element that React leaves alone, and components of packages below those go on in the same tree by way of portals.
//
//     Preact … Island ─ createRoot ─ Foreign(Card) ─ Foreign(Div) ─ Foreign(Button)
//                                        └ Ours ─ <div> ─ Preact: Graph, Tabs …
//                                            └ portal into an Island within ─ Foreign(Badge)

import type { Host } from '../view/component'
import type { Context } from '../view/context'
import { element, tagOf } from '../view/html'
import { lineOf } from '../view/load'
import { type Entry, nodeId } from '../view/tree'
import { isDangerous, isUrl } from '../view/url'
import { isNode, isRecord, type LayoutNode, type Props } from '../wire/records'
import type { DashContext } from './api'
import { oursOf } from './ours'
import { type Path, pathOf } from './paths'
import { type Library, type ReactElement, type ReactNode, shared } from './react'

/** What the element of a node has, under the names that packages look for in the props of their children. */
export interface Given extends Props {
  node: LayoutNode
  componentPath: Path
  _dashprivate_layout: LayoutNode
  _dashprivate_owner: Owner | undefined
}

/** Who has drawn the element of a component: what it shows may depend on that component's props. */
interface Owner {
  /** The node of a child, which tells when its props are looked at. */
  watched(node: LayoutNode): LayoutNode
  childChanged(): void
}

const internal = new Set(['node', 'componentPath', 'children'])

/** What a parent has added to the element of its child. */
function extras(given: Given): Props {
  return Object.fromEntries(Object.entries(given).filter(([name]) => !internal.has(name) && !name.startsWith('_dash')))
}

function sameProps(a: Props, b: Props): boolean {
  const names = Object.keys(a)
  return names.length === Object.keys(b).length && names.every((name) => Object.is(a[name], b[name]))
}

export interface Nodes {
  /** The element for what stands in a slot. */
  within(slot: unknown): ReactNode
}

/** Props that would be a reference of React's or markup: nothing of a layout is either. */
const withheld = ['ref', 'dangerouslySetInnerHTML']

const isHTML = (node: LayoutNode): boolean =>
  node.namespace === 'dash_html_components' && tagOf(node.type) !== undefined

interface Type {
  propTypes?: Props
  _dashprivate_isLoadingComponent?: boolean
}

export function nodesOf({ react, dom }: Library, page: Context, dashContext: DashContext): Nodes {
  const { createElement } = react
  const Ours = oursOf({ react, dom }, page)
  const isForeign = (node: LayoutNode): boolean => lineOf(page.registry, node.namespace, '*')?.island === true

  const within = (slot: unknown, owner?: Owner, at?: number): ReactNode => {
    if (Array.isArray(slot)) return slot.map((item: unknown, i) => within(item, owner, i))
    if (!isNode(slot)) return slot
    const { key } = slot.props
    return createElement(isForeign(slot) || isHTML(slot) ? Foreign : Ours, {
      key: nodeId(slot) ?? (typeof key === 'string' || typeof key === 'number' ? key : `at ${at ?? 0}`),
      node: slot,
      componentPath: pathOf(slot),
      _dashprivate_layout: owner ? owner.watched(slot) : slot,
      _dashprivate_owner: owner,
    })
  }

  const failure = (text: string): ReactElement =>
    createElement('div', { className: 'dash-failure', role: 'note' }, text)

  /** True while one of the components in a slot, or below, loads. */
  const anyLoads = (slot: unknown): boolean => {
    if (Array.isArray(slot)) return slot.some(anyLoads)
    if (!isNode(slot)) return false
    const id = nodeId(slot)
    if (id !== undefined && page.tree.entries.get(id)?.loading) return true
    let found = false
    page.slots.each(slot, (inner) => {
      found ||= anyLoads(inner)
    })
    return found
  }

  /** A component of a package, or an HTML element. It is drawn anew when its own props are others; it catches what it throws. */
  class Foreign extends react.Component<Given> implements Owner {
    /** Of the latest drawing, which React may throw away, and of the one that is in the page. */
    private drawing: { props?: Props; loading: boolean } = { loading: false }
    private drawn = this.drawing
    private failed: { error: unknown; props: Props | undefined } | undefined
    private readonly views = new WeakMap<LayoutNode, LayoutNode>()
    private looked = false
    private reason = 'parent'
    private told: Props = { is_loading: false }
    private unwatch: (() => void) | undefined
    private readonly refresh = (): void => this.redraw('callback')
    private readonly host = {
      setProps: ({ _dash_error: error, ...patch }: Props): void => {
        if (error !== undefined) page.report(error, this.name())
        page.setProps(this.props.node, patch, () => this.redraw('internal'))
      },
    }

    private redraw(reason: string): void {
      this.reason = reason
      this.setState({})
    }

    watched(node: LayoutNode): LayoutNode {
      let view = this.views.get(node)
      if (!view) {
        const get = (target: LayoutNode, name: string): unknown => {
          if (name === 'props') this.looked = true
          return Reflect.get(target, name)
        }
        view = new Proxy(node, { get: get as NonNullable<ProxyHandler<LayoutNode>['get']> })
        this.views.set(node, view)
      }
      return view
    }

    /** Tabs show the labels of their children. */
    childChanged(): void {
      if (this.looked || 'dashChildrenUpdate' in (this.type() ?? {})) this.forceUpdate()
    }

    private entry(): Entry | undefined {
      const id = nodeId(this.props.node)
      return id === undefined ? undefined : page.tree.entries.get(id)
    }

    private name(): string {
      const { node } = this.props
      const id = nodeId(node)
      return id === undefined ? node.type : `${node.type} "${id}"`
    }

    private type(): Type | undefined {
      const { namespace, type } = this.props.node
      const space = shared[namespace] as Record<string, Type> | undefined
      return space?.[type]
    }

    private loads(): boolean {
      if (this.type()?._dashprivate_isLoadingComponent) return anyLoads(this.props.node)
      return this.entry()?.loading === true
    }

    /** What Dash told components of their loading before it had hooks; the same object while nothing changes. */
    private loadingState(): Props {
      if (this.told.is_loading !== this.drawing.loading) this.told = { is_loading: this.drawing.loading }
      return this.told
    }

    componentDidMount(): void {
      this.listen()
      if (this.type()?._dashprivate_isLoadingComponent) this.unwatch = page.watchLoading(this.refresh)
    }

    componentDidUpdate(): void {
      const changed = this.drawn.props !== this.drawing.props
      this.listen()
      if (changed) this.props._dashprivate_owner?.childChanged()
    }

    /** It is in the page as it was drawn last. The page tells a component's changes to who shows it: from now on to this. */
    private listen(): void {
      this.drawn = this.drawing
      this.reason = 'parent'
      const entry = this.entry()
      if (entry) entry.refresh = this.refresh
    }

    componentWillUnmount(): void {
      this.unwatch?.()
      const entry = this.entry()
      if (entry?.refresh === this.refresh) entry.refresh = undefined
    }

    shouldComponentUpdate(next: Given): boolean {
      if (!sameProps(next, this.props) || next.node.props !== this.drawn.props) return true
      return this.loads() !== this.drawn.loading
    }

    componentDidCatch(error: unknown): void {
      this.failed = { error, props: this.drawing.props }
      page.report(error, this.name())
      this.forceUpdate()
    }

    render(): ReactNode {
      const { node } = this.props
      this.drawing = { props: node.props, loading: this.loads() }
      if (this.failed?.props === node.props) {
        return failure(page.debug ? `${this.name()}: ${String(this.failed.error)}` : `${node.type} failed.`)
      }
      this.failed = undefined
      if (isHTML(node)) return this.html()
      const type = this.type()
      if (!type) return failure(`There is no component ${node.namespace}.${node.type}.`)
      const { children, ...props } = this.prepare()
      if (type.propTypes?.loading_state || type._dashprivate_isLoadingComponent)
        props.loading_state = this.loadingState()
      if ('dashRenderType' in type) props.dashRenderType = this.reason
      const made = createElement(type, props, ...(Array.isArray(children) ? children : [children]))
      const suspended = createElement(react.Suspense, { fallback: null }, made)
      return createElement(dashContext.Provider, { value: dashContext.of(node) }, suspended)
    }

    /** The props as a component gets them: components as elements, a dictionary id as text. */
    private prepare(): Props {
      const { node } = this.props
      const props: Props = { ...page.slots.map(node, node.props, (slot) => within(slot, this)), ...extras(this.props) }
      for (const name of withheld) delete props[name]
      for (const name of Object.keys(props).filter(isUrl)) {
        if (!isDangerous(props[name])) continue
        page.warn(`Dangerous link detected: ${name}="${String(props[name])}"`, this.name())
        props[name] = 'about:blank'
      }
      const id = nodeId(node)
      if (id === undefined) delete props.id
      else props.id = id
      return Object.assign(props, this.host)
    }

    /** An element has the same attributes as in our own view. */
    private html(): ReactNode {
      const { node } = this.props
      const props = this.prepare()
      if (!isRecord(props.style)) delete props.style
      if (this.drawing.loading) props['data-dash-is-loading'] = 'true'
      const tag = tagOf(node.type) as string
      const warn = (text: string): void => page.warn(text, this.name())
      const { children, ...attributes } = element(tag, props as Props & Host, node, warn).props as Props
      for (const [name, value] of Object.entries(extras(this.props))) {
        if (/^on[A-Z]/.test(name) && typeof value === 'function') attributes[name] = value
      }
      const list: unknown[] = Array.isArray(children) ? children : children === undefined ? [] : [children]
      return createElement(tag, attributes, ...list)
    }
  }

  return { within }
}
