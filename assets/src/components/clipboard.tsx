import { Component, type ComponentChildren } from 'preact'
import type { Host } from '../view/component'
import { adopt } from '../view/styles'
import { idString } from '../wire/ids'
import type { Props } from '../wire/records'
import css from './clipboard.css' with { type: 'text' }

adopt(css)

export interface ClipboardProps {
  target_id?: string | Props | null
  content?: string | null
  html_content?: string | null
  n_clicks?: number
  copied_children?: ComponentChildren
  title?: string
  className?: string
  style?: Record<string, string>
}

/** How long the button says that something was copied, in milliseconds. */
const shown = 1000
/** How often it looks whether the callbacks of the click have ended. */
const patience = 25

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

function CopyIcon() {
  return (
    <svg viewBox="0 0 16 16" class="dash-clipboard-icon" aria-hidden="true">
      <rect x="5.5" y="5.5" width="8" height="8.5" rx="1.5" />
      <path d="M10.5 3.5V3A1.5 1.5 0 0 0 9 1.5H4A1.5 1.5 0 0 0 2.5 3v6A1.5 1.5 0 0 0 4 10.5" />
    </svg>
  )
}

function CheckIcon() {
  return (
    <svg viewBox="0 0 16 16" class="dash-clipboard-icon" aria-hidden="true">
      <path d="m3 8.5 3.3 3.5L13 4.5" />
    </svg>
  )
}

/** The value of a field, the text of anything else. */
function textOf(element: HTMLElement): string {
  if (element.matches('input, textarea, select')) return (element as HTMLInputElement).value
  // biome-ignore lint/performance/useDomNodeTextContent: what is seen is copied, with its line breaks
  return element.innerText
}

/** The text in HTML, which is only read, not run. */
function plain(html: string): string {
  return new DOMParser().parseFromString(html, 'text/html').body.textContent ?? ''
}

/** A button that copies the text of another element, or its own content. */
export default class Clipboard extends Component<ClipboardProps & Host<ClipboardProps>, { copied: boolean }> {
  override state = { copied: false }
  private timer: ReturnType<typeof setTimeout> | undefined
  private gone = false
  /** A callback that writes to this button has been seen running since the click. */
  private busy = false
  /** Clicked while an earlier click is still waited for: that copy is enough, for it takes what is there at its end. */
  private waiting = false

  override componentDidUpdate(before: ClipboardProps): void {
    const { n_clicks } = this.props
    if (n_clicks && n_clicks !== before.n_clicks) void this.copy()
  }

  override componentWillUnmount(): void {
    this.gone = true
    clearTimeout(this.timer)
  }

  private readonly onClick = (): void => {
    this.props.setProps({ n_clicks: (Number(this.props.n_clicks) || 0) + 1 })
  }

  private async copy(): Promise<void> {
    if (this.waiting) return
    this.waiting = true
    try {
      if (await this.write()) this.done()
    } catch (error) {
      this.props.reportError(error)
    } finally {
      this.waiting = false
    }
  }

  private target(id: string | Props): string {
    const element = document.getElementById(idString(id))
    if (element) return textOf(element)
    throw new Error(`Nothing was copied: no element has the target_id ${idString(id)}.`)
  }

  /** Until the callbacks of the click that write to this button have ended, and what they wrote is in its props. */
  private async settled(): Promise<void> {
    this.busy = false
    while (!this.gone && this.running()) await pause(patience)
    await pause(0)
  }

  private running(): boolean {
    if (this.props['data-dash-is-loading'] === 'true') {
      this.busy = true
      return true
    }
    return !this.busy && this.props.isPending('n_clicks')
  }

  /** Tells whether there was something to copy. */
  private async write(): Promise<boolean> {
    const { target_id } = this.props
    if (target_id) {
      const text = this.target(target_id)
      if (text) await navigator.clipboard.writeText(text)
      return Boolean(text)
    }
    await this.settled()
    const { content, html_content } = this.props
    if (this.gone || !(content || html_content)) return false
    if (html_content) {
      const blob = (type: string, text: string) => new Blob([text], { type })
      await navigator.clipboard.write([
        new ClipboardItem({
          'text/html': blob('text/html', html_content),
          'text/plain': blob('text/plain', content || plain(html_content)),
        }),
      ])
    } else await navigator.clipboard.writeText(String(content))
    return true
  }

  private done(): void {
    if (this.gone) return
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.setState({ copied: false }), shown)
    this.setState({ copied: true })
  }

  override render() {
    if (typeof navigator === 'undefined' || !navigator.clipboard) return null
    const { id, title, className = '', style, children, copied_children } = this.props
    const { copied } = this.state
    const own = children ?? <CopyIcon />
    // Icons say nothing to those who do not see them.
    const name = title ?? (children ? undefined : 'Copy')
    return (
      <>
        <button
          type="button"
          id={id}
          class={`dash-clipboard ${className}`}
          style={style}
          title={title ?? name}
          aria-label={name}
          data-dash-is-loading={this.props['data-dash-is-loading']}
          onClick={this.onClick}
        >
          {copied ? (copied_children ?? <CheckIcon />) : own}
        </button>
        <span role="status" class="dash-clipboard-said">
          {copied && (typeof copied_children === 'string' ? copied_children : 'Copied')}
        </span>
      </>
    )
  }
}
