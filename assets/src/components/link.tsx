import { Component, type ComponentChildren } from 'preact'
import type { Host } from '../view/component'
import { isOwn, mayFollow, pushed } from '../view/url'

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
    const plain = event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)
    if (!plain || event.defaultPrevented || refresh === true || (target && target !== '_self')) return
    // Another site, or nothing to go to, is the browser's own affair.
    if (!mayFollow(href) || !isOwn(href)) return
    event.preventDefault()
    history.pushState({}, '', href)
    dispatchEvent(new CustomEvent(pushed))
    const place = location.hash.length > 1 ? document.getElementById(decoded(location.hash.slice(1))) : null
    if (place) place.scrollIntoView()
    else scrollTo(0, 0)
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

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
