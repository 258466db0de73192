// Components that are modules of the app's own.

import { Component } from 'preact'
import type { Context } from '../view/context'
import { css } from '../view/css'
import { Failure } from '../view/node'
import { nodeId } from '../view/tree'
import { isRecord, type LayoutNode, type Props, type WidgetConfig } from '../wire/records'
import * as files from './files'
import { Model } from './model'
import { Outbox } from './outbox'
import { Run } from './run'

interface IslandProps {
  node: LayoutNode
  page: Context
}

/** Draws the element that a module fills, and tells the module what the page has. */
class Island extends Component<IslandProps & { module: Props; path: string }> {
  private el: HTMLElement | null = null
  private failed: string | undefined
  private readonly refresh = (): void => this.setState({})
  private readonly report = (error: unknown): void => this.props.page.report(error, this.name())

  private readonly outbox = new Outbox(
    {
      busy: () => {
        const id = nodeId(this.props.node)
        return id !== undefined && this.props.page.isPending(id, 'message')
      },
      put: (message) => this.save({ message }),
    },
    countOf(this.props.node.props.message),
  )
  private readonly model = new Model(this.props.node.props, {
    save: (patch) => this.save(patch),
    send: (content, buffers) => this.outbox.send(content, buffers),
    report: this.report,
  })
  private readonly run = new Run(this.model, this.report)

  private save(patch: Props): void {
    this.props.page.setProps(this.props.node, patch, this.refresh)
  }

  private name(): string {
    const { node, path } = this.props
    const id = nodeId(node)
    return id === undefined ? `${node.type} (${path})` : `${node.type} "${id}" (${path})`
  }

  private entry() {
    return this.props.page.tree.entries.get(nodeId(this.props.node) ?? '')
  }

  override componentDidMount(): void {
    this.attend()
    const { module, path } = this.props
    if (this.el) this.run.start(module, path, this.el).catch((error: unknown) => this.fail(error))
  }

  override componentDidUpdate(): void {
    this.attend()
    this.model.receive(this.props.node.props)
  }

  override componentWillUnmount(): void {
    this.run.end()
    this.outbox.close()
    const entry = this.entry()
    if (entry?.refresh === this.refresh) entry.refresh = undefined
  }

  /** Hears of the node's changes. */
  private attend(): void {
    const entry = this.entry()
    if (entry) entry.refresh = this.refresh
  }

  /** The module could not draw: what it left goes. */
  private fail(error: unknown): void {
    this.run.end()
    this.report(error)
    const { node, page } = this.props
    this.failed = page.debug ? `${this.name()}: ${String(error)}` : `${node.type} failed.`
    this.refresh()
  }

  private readonly keep = (el: HTMLElement | null): void => {
    this.el = el
  }

  override render() {
    const { className, style } = this.props.node.props
    return (
      <div
        id={nodeId(this.props.node)}
        class={`dash-widget ${typeof className === 'string' ? className : ''}`.trim()}
        style={isRecord(style) ? (css(style) as Record<string, string>) : undefined}
        data-dash-is-loading={this.entry()?.loading ? 'true' : undefined}
      >
        {this.failed === undefined ? <div key="el" ref={this.keep} /> : <Failure text={this.failed} />}
      </div>
    )
  }
}

function countOf(message: unknown): number {
  return isRecord(message) && typeof message.count === 'number' ? message.count : 0
}

/** Makes a component of a module. Its style sheet comes first, so that nothing is drawn without it. */
export async function load(
  path: string,
  { module, style }: WidgetConfig,
  from = files,
): Promise<{ default: (props: IslandProps) => unknown }> {
  let arrived: Props
  try {
    ;[arrived] = await Promise.all([from.module(module), style === undefined ? undefined : from.style(style)])
  } catch (error) {
    throw new Error(`the module ${path}: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
  }
  return { default: (props: IslandProps) => <Island {...props} module={arrived} path={path} /> }
}
