import { Component, createRef } from 'preact'
import type { Host } from '../view/component'
import { follow, isPlain } from '../view/follow'
import { adopt } from '../view/styles'
import css from './markdown.css' with { type: 'text' }
import { type Dress, finish, nodesOf, reloads, stays } from './markdown-dress'
import { type Block, place } from './markdown-place'
import { dedent, textOf } from './markdown-text'

adopt(css)

export interface MarkdownProps {
  children?: unknown
  dedent?: boolean | null
  mathjax?: boolean
  dangerously_allow_html?: boolean
  link_target?: string | null
  highlight_config?: { theme?: 'light' | 'dark' } | null
  className?: string
  style?: Record<string, string>
}

/** Addresses of files, which are loaded or saved however they are linked. */
const file = /\.[a-z0-9]{1,8}$/i

/** Text in Markdown, with code in colors and formulas. */
export default class Markdown extends Component<MarkdownProps & Host<MarkdownProps>> {
  private readonly root = createRef<HTMLDivElement>()
  private blocks: Block[] = []
  private drawn = ''
  private reading = ''
  private sizes: ResizeObserver | undefined

  override componentDidMount(): void {
    this.fill()
    if (typeof ResizeObserver === 'undefined' || !this.root.current) return
    this.sizes = new ResizeObserver(this.reachable)
    this.sizes.observe(this.root.current)
  }

  override componentDidUpdate(): void {
    this.fill()
  }

  override componentWillUnmount(): void {
    this.sizes?.disconnect()
  }

  private fill(): void {
    const { children, mathjax, dangerously_allow_html, link_target } = this.props
    const given = textOf(children)
    const text = given !== undefined && this.props.dedent !== false ? dedent(given) : (given ?? '')
    const dress: Dress = {
      math: mathjax === true,
      html: dangerously_allow_html === true,
      target: link_target ?? '',
      reportError: this.props.reportError,
    }
    const drawn = JSON.stringify([text, dress, given === undefined])
    if (drawn === this.drawn) return
    this.drawn = drawn
    try {
      if (given === undefined) throw new Error('Markdown: children is no text and no list of texts')
      this.show(text, dress)
    } catch (error) {
      this.props.reportError(error)
    }
  }

  private show(text: string, dress: Dress): void {
    const root = this.root.current
    if (!root) return
    // Blocks read another way are others.
    const key = JSON.stringify([dress.math, dress.html, dress.target])
    if (key !== this.reading) {
      for (const { node } of this.blocks) root.removeChild(node)
      this.blocks = []
      this.reading = key
    }
    const { blocks, fresh } = place(root, this.blocks, nodesOf(text, dress))
    this.blocks = blocks
    for (const block of fresh) void finish(block, dress).then(this.reachable)
  }

  /** What scrolls can be scrolled with keys. */
  private readonly reachable = (): void => {
    for (const box of this.root.current?.querySelectorAll<HTMLElement>(
      'pre, .dash-markdown-scroll, .dash-math-display',
    ) ?? []) {
      if (box.scrollWidth > box.clientWidth) box.tabIndex = 0
      else box.removeAttribute('tabindex')
    }
  }

  private readonly onClick = (event: MouseEvent): void => {
    const link = (event.target as Element | null)?.closest?.('a')
    const href = link?.getAttribute('href')
    if (!link || !href || !isPlain(event)) return
    const target = link.getAttribute('target')
    if (link.hasAttribute(reloads) || (target && target !== '_self')) return
    if (!link.hasAttribute(stays) && file.test(link.pathname)) return
    if (this.within(href) || follow(href)) event.preventDefault()
  }

  /** Goes to a place of this very text, whose name got a beginning of its own when it was cleaned. */
  private within(href: string): boolean {
    if (!href.startsWith('#') || href.length < 2) return false
    const place = this.root.current?.querySelector(`[id="${CSS.escape(`user-content-${href.slice(1)}`)}"]`)
    place?.scrollIntoView()
    return Boolean(place)
  }

  override render() {
    const { id, className = '', style, highlight_config, dangerously_allow_html } = this.props
    const { theme } = highlight_config ?? {}
    const forced = theme === 'dark' || theme === 'light' ? `hljs-${theme}` : ''
    const raw = dangerously_allow_html === true ? 'dash-markdown-raw' : ''
    return (
      // biome-ignore lint/a11y/useKeyWithClickEvents: the links in it are what is clicked, by keys as well
      // biome-ignore lint/a11y/noStaticElementInteractions: as above
      <div
        ref={this.root}
        id={id}
        class={['dash-markdown', raw, forced, className].filter(Boolean).join(' ')}
        style={style}
        data-dash-is-loading={this.props['data-dash-is-loading']}
        onClick={this.onClick}
      />
    )
  }
}
