// One layout node on the screen. An update of one component draws this one component again: the parent's array still holds
// the same node, and a node is drawn anew only when its props are another object than those drawn last.

import { Component, type ComponentChild, h } from 'preact'
import { isNode, isRecord, type LayoutNode, type Props } from '../wire/records'
import type { Host, Registered } from './component'
import type { Context } from './context'
import { css } from './css'
import { Focus } from './focus'
import { element, tagOf } from './html'
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

/** Stands where a component will be. */
function Pending({ type, room, style }: { type: string; room: string | undefined; style: Record<string, string> }) {
  const kept = room === undefined ? style : { minHeight: room, ...style }
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

  private readonly host = {
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
    if (next.node !== this.props.node || next.node.props !== this.drawn) return true
    return (this.entry()?.loading ?? false) !== this.drawnLoading
  }

  override componentDidCatch(error: unknown): void {
    this.failed = { error, props: this.drawn }
    this.props.page.report(error, this.name())
    this.forceUpdate()
  }

  override componentWillUnmount(): void {
    this.retry.stop()
    const entry = this.entry()
    if (entry?.refresh === this.refresh) entry.refresh = undefined
  }

  override componentDidUpdate(): void {
    this.focus.after(Boolean(this.props.node.props.disabled))
  }

  override render(): ComponentChild {
    const { node, page } = this.props
    this.drawn = node.props
    if (node.props.disabled) this.focus.before(document.getElementById(nodeId(node) ?? ''))
    if (this.failed?.props === node.props) {
      return <Failure text={page.debug ? `${this.name()}: ${String(this.failed.error)}` : `${node.type} failed.`} />
    }
    this.failed = undefined
    const props = this.prepare()
    const tag = node.namespace === 'dash_html_components' ? tagOf(node.type) : undefined
    if (tag) return element(tag, props, node, (text) => page.warn(text, this.name()))
    const registered = page.registry[node.namespace]?.[node.type]
    if (!registered) return <Failure text={`There is no component ${node.namespace}.${node.type}.`} />
    if (registered.component) return h(registered.component, props)
    this.load(registered)
    if (this.loading === 'failed') return <Failure text={`${node.type} could not be loaded. Trying again …`} />
    return <Pending type={node.type} room={registered.room} style={props.style as Record<string, string>} />
  }

  /** The props as a component gets them: components as elements, styles in CSS, a dictionary id as text. */
  private prepare(): Host & Props {
    const { node, page } = this.props
    const id = nodeId(node)
    const props = { ...page.slots.map(node, node.props, (slot) => draw(slot, page)), ...this.host } as Host & Props
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

  private load(registered: Registered): void {
    if (this.loading !== 'no') return
    this.loading = 'yes'
    const attempt = (): void => {
      registered.load?.().then(
        (module) => {
          registered.component = module.default as NonNullable<Registered['component']>
          this.redraw()
        },
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
