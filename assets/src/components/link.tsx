import { Component, type ComponentChildren } from 'preact'
import type { Host } from '../view/component'
import { follow, isPlain } from '../view/follow'
import { mayFollow } from '../view/url'

export interface LinkProps {
  href?: string
  refresh?: boolean
  target?: string
  title?: string
  className?: string
  style?: Record<string, string>
  children?: ComponentChildren
}

/** A link to another address of the app, which the browser need not load: `Location` hears of it, and what is bound to the address. */
export default class Link extends Component<LinkProps & Host<LinkProps>> {
  private safe(): string {
    const { href = '' } = this.props
    return mayFollow(href) ? href : 'about:blank'
  }

  private warn(): void {
    const { href = '', reportError } = this.props
    if (this.safe() !== href) reportError(new Error(`Dangerous link detected: href="${href}"`))
  }

  override componentDidMount(): void {
    this.warn()
  }

  override componentDidUpdate({ href }: LinkProps): void {
    if (href !== this.props.href) this.warn()
  }

  private readonly follow = (event: MouseEvent): void => {
    const { href = '', refresh, target } = this.props
    if (!isPlain(event) || refresh === true || (target && target !== '_self')) return
    if (follow(href)) event.preventDefault()
  }

  override render() {
    const { id, href, children, className, style, target, title, ...rest } = this.props
    return (
      <a
        id={id}
        href={this.safe()}
        class={className}
        style={style}
        target={target}
        title={title}
        data-dash-is-loading={rest['data-dash-is-loading']}
        onClick={this.follow}
      >
        {(children ?? null) === null ? href : children}
      </a>
    )
  }
}
