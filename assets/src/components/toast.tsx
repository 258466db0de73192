import { Component, type ComponentChildren, render } from 'preact'
import type { Host } from '../view/component'
import { adopt } from '../view/styles'
import css from './toast.css' with { type: 'text' }
import { Icon } from './ui-icons'
import { count, kindOf } from './ui-values'

adopt(css)

type Position = 'top-start' | 'top' | 'top-end' | 'bottom-start' | 'bottom' | 'bottom-end'

export interface ToastProps {
  open?: boolean
  title?: ComponentChildren
  children?: ComponentChildren
  kind?: string
  duration?: number | null
  dismissable?: boolean
  position?: Position
  n_dismiss?: number
  close_label?: string
  className?: string
  style?: Record<string, string>
}

const positions = new Set(['top-start', 'top', 'top-end', 'bottom-start', 'bottom', 'bottom-end'])

/** The stack of a corner, one for the page. It lies over everything, open dialogs too. */
function stackAt(position: string): HTMLElement {
  const id = `dash-toasts-${position}`
  const known = document.getElementById(id)
  if (known) return known
  const stack = document.createElement('div')
  stack.id = id
  stack.className = `dash-toasts dash-toasts-${position}`
  stack.setAttribute('popover', 'manual')
  document.body.append(stack)
  return stack
}

/** Puts a stack on top of what has been opened since; without the popover of the browser it stays where z-index has it. */
function raise(stack: Element | null): void {
  if (!(stack instanceof HTMLElement) || typeof stack.showPopover !== 'function') return
  if (stack.matches(':popover-open')) stack.hidePopover()
  stack.showPopover()
}

/** A note in a corner of the page, among the others there. Its place is kept in the page from the start: screen readers tell what comes into it. */
export default class Toast extends Component<ToastProps & Host<ToastProps>> {
  private readonly host = document.createElement('div')
  private timer: ReturnType<typeof setTimeout> | undefined
  /** When the timer ends, or what is left of it while it stands still. */
  private until = 0
  private left = 0
  private held = false

  override componentDidMount(): void {
    for (const name of ['pointerenter', 'focusin']) this.host.addEventListener(name, this.hold)
    for (const name of ['pointerleave', 'focusout']) this.host.addEventListener(name, this.release)
    this.host.addEventListener('keydown', this.onKey)
    this.draw(true)
  }

  override componentDidUpdate(before: ToastProps & Host<ToastProps>): void {
    // A callback that writes `open` again shows it again, whatever it was; that a callback begins is not news. Its end may come with what it wrote.
    const begins = !before['data-dash-is-loading'] && this.props['data-dash-is-loading'] === 'true'
    this.draw(!begins || !before.open)
  }

  override componentWillUnmount(): void {
    clearTimeout(this.timer)
    render(null, this.host)
    this.host.remove()
  }

  private draw(news: boolean): void {
    const { open = false, id, className = '', style, position = 'bottom-end' } = this.props
    const kind = kindOf(this.props.kind, 'neutral')
    const urgent = kind === 'danger' || kind === 'warning'
    const stack = stackAt(positions.has(position) ? position : 'bottom-end')
    this.host.id = id ?? ''
    if (id === undefined) this.host.removeAttribute('id')
    this.host.className = 'dash-toast-place'
    this.host.setAttribute('role', urgent ? 'alert' : 'status')
    if (this.host.parentElement !== stack) stack.append(this.host)
    if (open && news) this.start(stack)
    if (!open) this.stop()
    render(open ? this.view(kind, className, style) : null, this.host)
  }

  private view(kind: ReturnType<typeof kindOf>, className: string, style: Record<string, string> | undefined) {
    const { title, children, dismissable = true, close_label = 'Dismiss' } = this.props
    return (
      <div class={`dash-toast dash-toast-${kind} ${className}`} style={style ?? {}}>
        {kind !== 'neutral' && (
          <span class="dash-toast-icon">
            <Icon name={kind} />
          </span>
        )}
        <div class="dash-toast-text">
          {title !== undefined && title !== null && <div class="dash-toast-title">{title}</div>}
          <div class="dash-toast-body">{children}</div>
        </div>
        {dismissable && (
          <button type="button" class="dash-toast-close" aria-label={close_label} onClick={this.dismiss}>
            <Icon name="close" />
          </button>
        )}
      </div>
    )
  }

  // ---- time

  private start(stack: HTMLElement): void {
    raise(stack)
    const { duration } = this.props
    this.stop()
    if (typeof duration !== 'number' || duration <= 0) return
    this.left = duration
    if (!this.held) this.run()
  }

  private stop(): void {
    clearTimeout(this.timer)
    this.left = 0
    this.until = 0
  }

  private run(): void {
    clearTimeout(this.timer)
    this.until = Date.now() + this.left
    this.timer = setTimeout(() => this.props.setProps({ open: false }), this.left)
  }

  /** Whoever reads it, or is about to use it, has the time for that. */
  private readonly hold = (): void => {
    this.held = true
    if (this.until === 0) return
    clearTimeout(this.timer)
    this.left = Math.max(1000, this.until - Date.now())
    this.until = 0
  }

  private readonly release = (): void => {
    this.held = false
    if (this.left > 0 && this.props.open) this.run()
  }

  private readonly onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && this.props.dismissable !== false) this.dismiss()
  }

  private readonly dismiss = (): void => {
    this.held = false
    this.props.setProps({ open: false, n_dismiss: count(this.props.n_dismiss) })
  }

  override render() {
    return null
  }
}
