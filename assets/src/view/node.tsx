// One layout node on the screen. An update of one component draws this one component again: the parent's array still holds
// the same node, and a node is drawn anew only when its props are another object than those drawn last.

import { Component, type ComponentChild, h } from 'preact'
import { isNode, isRecord, type LayoutNode, type Props } from '../wire/records'
import type { Host, Output, Registered } from './component'
import type { Context } from './context'
import { css } from './css'
import { Focus } from './focus'
import { element, tagOf } from './html'
import { loadCode, registeredOf } from './load'
import { Retry } from './retry'
import { type Entry, nodeId } from './tree'

interface NodeProps {
  node: LayoutNode
  page: Context
}

/** Draws a slot: a node, text, a number, or an array of those. */
export function draw(slot: unknown, page: Context): ComponentChild {
  if (Array.isArray(slot)) return slot.map((item: unknown) => draw(item, page))
  if (isNode(slot)) {
    const key = nodeId(slot) ?? slot.props.key
    return <NodeView key={key as string} node={slot} page={page} />
  }
  if (isRecord(slot)) return <Failure text="A plain object stands where a component or text belongs." />
  return slot as ComponentChild
}

export function Failure({ text }: { text: string }) {
  return (
    <div class="dash-failure" role="note">
      {text}
    </div>
  )
}

/** Stands where a component will be; nothing does where it will show nothing. */
function Pending({
  type,
  room,
  style,
}: {
  type: string
  room: string | undefined
  style: Record<string, string> | undefined
}) {
  if (room === undefined && style === undefined) return null
  const kept = room === undefined || style?.height !== undefined ? style : { minHeight: room, ...style }
  return <div class={`dash-pending dash-pending-${type}`} style={kept} />
}

export class NodeView extends Component<NodeProps> {
  private drawn: Props | undefined
  private drawnLoading = false
  private failed: { error: unknown; props: Props | undefined } | undefined
  private loading: 'no' | 'yes' | 'failed' = 'no'
  private readonly retry = new Retry()
  private readonly focus = new Focus()

  private readonly redraw = (): void => this.forceUpdate()

  /** Draws again if anything differs by the time of drawing: a call may end and its successor start in between. */
  private readonly refresh = (): void => this.setState({})

  /** Something beside the node's own props has changed that the drawing depends on. */
  private stale = false
  private readonly restale = (): void => {
    this.stale = true
    this.refresh()
  }
  /** Children that the component was given whole. */
  private watched: LayoutNode[] = []
  private asked: LayoutNode | undefined

  private readonly host = {
    draw: (slot: unknown): ComponentChild => draw(slot, this.props.page),
    loadingBelow: (): Output[] => {
      this.asked = this.props.node
      return this.props.page.flights.below(this.asked, this.restale)
    },
    setProps: (patch: Props): void => this.props.page.setProps(this.props.node, patch, this.redraw),
    swapProp: (name: string, from: unknown, to: unknown): boolean => {
      const { node } = this.props
      if (node.props[name] !== from) return false
      node.props = { ...node.props, [name]: to }
      return true
    },
    reportError: (error: unknown): void => this.props.page.report(error, this.name()),
    isPending: (prop: string): boolean => {
      const id = nodeId(this.props.node)
      return id !== undefined && this.props.page.isPending(id, prop)
    },
  }

  private entry(): Entry | undefined {
    const id = nodeId(this.props.node)
    return id === undefined ? undefined : this.props.page.tree.entries.get(id)
  }

  private name(): string {
    const { node } = this.props
    const id = nodeId(node)
    return id === undefined ? node.type : `${node.type} "${id}"`
  }

  override shouldComponentUpdate(next: NodeProps): boolean {
    if (next.node !== this.props.node || next.node.props !== this.drawn || this.stale) return true
    return (this.entry()?.loading ?? false) !== this.drawnLoading
  }

  override componentDidCatch(error: unknown): void {
    this.failed = { error, props: this.drawn }
    this.props.page.report(error, this.name())
    this.forceUpdate()
  }

  override componentWillUnmount(): void {
    this.retry.stop()
    this.watch([])
    if (this.asked) this.props.page.flights.forget(this.asked, this.restale)
    const entry = this.entry()
    if (entry?.refresh === this.refresh) entry.refresh = undefined
  }

  override componentDidUpdate(): void {
    this.focus.after(Boolean(this.props.node.props.disabled))
  }

  override render(): ComponentChild {
    const { node, page } = this.props
    this.drawn = node.props
    this.stale = false
    if (node.props.disabled) this.focus.before(document.getElementById(nodeId(node) ?? ''))
    if (this.failed?.props === node.props) {
      return <Failure text={page.debug ? `${this.name()}: ${String(this.failed.error)}` : `${node.type} failed.`} />
    }
    this.failed = undefined
    if (this.asked && this.asked !== node) page.flights.forget(this.asked, this.restale)
    const registered = registeredOf(page.registry, node)
    if (registered?.island && registered.component) return h(registered.component, this.island())
    const props = this.prepare(registered?.whole === true)
    const tag = node.namespace === 'dash_html_components' ? tagOf(node.type) : undefined
    if (tag) return element(tag, props, node, (text) => page.warn(text, this.name()))
    if (!registered) return <Failure text={`There is no component ${node.namespace}.${node.type}.`} />
    if (registered.component) return h(registered.component, props)
    this.load(registered)
    if (this.loading === 'failed') return <Failure text={`${node.type} could not be loaded. Trying again …`} />
    const room = typeof registered.room === 'function' ? registered.room(node.props) : registered.room
    return <Pending type={node.type} room={room} style={props.style as Record<string, string>} />
  }

  /** Hears of changes of these nodes, and no longer of others. */
  private watch(nodes: LayoutNode[]): void {
    const { tree } = this.props.page
    for (const node of this.watched) tree.unwatch(node, this.restale)
    for (const node of nodes) tree.watch(node, this.restale)
    this.watched = nodes
  }

  /** The props as a component gets them: components as elements, styles in CSS, a dictionary id as text. */
  private prepare(whole: boolean): Host & Props {
    const { node, page } = this.props
    const id = nodeId(node)
    const props = { ...page.slots.map(node, node.props, (slot) => draw(slot, page)), ...this.host } as Host & Props
    if (whole) {
      props.children = node.props.children as ComponentChild
      this.watch([node.props.children].flat(Number.POSITIVE_INFINITY).filter(isNode))
    }
    for (const name of Object.keys(props)) {
      const value = props[name]
      if (/style$/i.test(name)) props[name] = isRecord(value) ? css(value) : undefined
    }
    if (id === undefined) delete props.id
    else props.id = id
    const entry = this.entry()
    if (entry) entry.refresh = this.refresh
    this.drawnLoading = entry?.loading === true
    if (this.drawnLoading) props['data-dash-is-loading'] = 'true'
    return props
  }

  /** What a component is given that draws its node by itself. The page tells changes to that, not to this. */
  private island(): Host & Props {
    const entry = this.entry()
    if (entry?.refresh === this.refresh) entry.refresh = undefined
    return { node: this.props.node, page: this.props.page } as unknown as Host & Props
  }

  private load(registered: Registered): void {
    if (this.loading !== 'no') return
    this.loading = 'yes'
    const attempt = (): void => {
      loadCode(registered).then(
        () => this.redraw(),
        (error: unknown) => {
          if (this.loading === 'yes') this.props.page.report(error, this.name())
          this.loading = 'failed'
          this.retry.later(attempt)
          this.redraw()
        },
      )
    }
    attempt()
  }
}
