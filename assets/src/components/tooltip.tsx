import { Component, type ComponentChildren, createRef } from 'preact'
import type { Host } from '../view/component'
import { adopt } from '../view/styles'
import { idString } from '../wire/ids'
import css from './tooltip.css' with { type: 'text' }
import { type Anchor, beside, type Direction } from './tooltip-place'

adopt(css)

export interface TooltipProps {
  children?: ComponentChildren
  /** Pixels from the corner of the nearest positioned element around it. */
  bbox?: { x0?: number; y0?: number; x1?: number; y1?: number } | null
  show?: boolean
  direction?: Direction
  border_color?: string
  background_color?: string
  loading_text?: string
  zindex?: number
  targetable?: boolean
  /** The id of a component: shown while the pointer or the keyboard is on it. */
  target?: unknown
  className?: string
  style?: Record<string, string>
}

/** Milliseconds until it shows, and until it goes: time to reach it with the pointer. */
const [delay, grace] = [120, 160]

let count = 0

/** A box beside something, in the browser's top layer, where nothing clips it. */
export default class Tooltip extends Component<TooltipProps & Host<TooltipProps>, { on: boolean }> {
  override state = { on: false }
  private readonly origin = createRef<HTMLSpanElement>()
  private readonly box = createRef<HTMLDivElement>()
  private readonly ownId = `dash-tooltip-${++count}`
  private timer: ReturnType<typeof setTimeout> | undefined

  override componentDidMount(): void {
    for (const name of ['pointerover', 'focusin', 'focusout'] as const) document.addEventListener(name, this.onMove)
    document.addEventListener('keydown', this.onKey, true)
    addEventListener('scroll', this.place, true)
    addEventListener('resize', this.place)
    this.describe()
    this.follow()
  }

  override componentDidUpdate(before: TooltipProps): void {
    if (before.target !== this.props.target) this.undescribe(before.target)
    this.describe()
    this.follow()
  }

  override componentWillUnmount(): void {
    clearTimeout(this.timer)
    for (const name of ['pointerover', 'focusin', 'focusout'] as const) document.removeEventListener(name, this.onMove)
    document.removeEventListener('keydown', this.onKey, true)
    removeEventListener('scroll', this.place, true)
    removeEventListener('resize', this.place)
    this.undescribe(this.props.target)
  }

  // ---- its target

  private target(target = this.props.target): HTMLElement | null {
    return target ? document.getElementById(idString(target)) : null
  }

  private contentId(): string {
    return this.props.id ?? this.ownId
  }

  private describe(): void {
    const element = this.target()
    const ids = element?.getAttribute('aria-describedby')?.split(' ') ?? []
    if (element && !ids.includes(this.contentId())) {
      element.setAttribute('aria-describedby', [...ids, this.contentId()].join(' '))
    }
  }

  private undescribe(target: unknown): void {
    const element = this.target(target)
    const ids = element?.getAttribute('aria-describedby')?.split(' ') ?? []
    const left = ids.filter((id) => id !== this.contentId())
    if (left.length > 0) element?.setAttribute('aria-describedby', left.join(' '))
    else element?.removeAttribute('aria-describedby')
  }

  /** The target may be drawn anew at any time, so the document is listened to, not the element. */
  private readonly onMove = (event: Event): void => {
    const element = this.target()
    if (!element) return
    const there = event.type === 'focusout' ? (event as FocusEvent).relatedTarget : event.target
    const inside = there instanceof Node && (element.contains(there) || this.box.current?.contains(there) === true)
    if (event.type === 'focusin') this.describe()
    // While the keyboard is on the target, a pointer that passes elsewhere changes nothing.
    if (!inside && event.type === 'pointerover' && element.contains(document.activeElement)) return
    this.turn(inside, event.type === 'focusin' ? 0 : inside ? delay : grace)
  }

  private wanted = false

  private turn(on: boolean, after: number): void {
    if (on === this.wanted) return
    this.wanted = on
    clearTimeout(this.timer)
    if (after === 0) this.setState({ on })
    else this.timer = setTimeout(() => this.setState({ on }), after)
  }

  /** Dismissed, it stays away until the pointer or the keyboard has left and comes again. */
  private readonly onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || !this.state.on) return
    clearTimeout(this.timer)
    this.setState({ on: false })
  }

  // ---- its place

  private anchor(): Anchor | undefined {
    const { bbox, target } = this.props
    if (target) {
      const box = this.target()?.getBoundingClientRect()
      return box && { left: box.left, top: box.top, width: box.width, height: box.height }
    }
    const from = this.origin.current?.getBoundingClientRect()
    if (!bbox || !from) return undefined
    const { x0 = 0, y0 = 0, x1 = x0, y1 = y0 } = bbox
    return {
      left: from.left + Math.min(x0, x1),
      top: from.top + Math.min(y0, y1),
      width: Math.abs(x1 - x0),
      height: Math.abs(y1 - y0),
    }
  }

  private shown(): boolean {
    const { show = true, bbox, target } = this.props
    return show !== false && (target ? this.state.on : Boolean(bbox))
  }

  private follow(): void {
    const box = this.box.current
    if (!box) return
    const shown = this.shown() && this.anchor() !== undefined
    if (box.dataset.shown === String(shown)) {
      this.place()
      return
    }
    box.dataset.shown = String(shown)
    box.hidden = !shown
    if (shown) box.showPopover?.()
    else box.hidePopover?.()
    this.place()
  }

  private readonly place = (): void => {
    const box = this.box.current
    const anchor = this.anchor()
    if (!box || box.hidden || !anchor) return
    const { target, direction = target ? 'top' : 'right' } = this.props
    const size = { width: box.offsetWidth, height: box.offsetHeight }
    const view = { width: document.documentElement.clientWidth, height: window.innerHeight }
    const found = beside(anchor, size, direction, view)
    box.style.left = `${found.left}px`
    box.style.top = `${found.top}px`
    box.style.setProperty('--arrow', `${found.arrow}px`)
    box.dataset.side = found.direction
  }

  override render() {
    const { children, className = '', style, zindex = 1, targetable, target, loading_text = 'Loading...' } = this.props
    const { border_color, background_color } = this.props
    const colors = {
      zIndex: String(zindex),
      ...(border_color && { '--dash-tooltip-border': border_color }),
      ...(background_color && { '--dash-tooltip-ground': background_color }),
    }
    return (
      <>
        <span ref={this.origin} class="dash-tooltip-origin" />
        <div
          ref={this.box}
          class="dash-tooltip"
          popover="manual"
          style={colors}
          data-targetable={targetable || target ? 'true' : undefined}
        >
          <span class="dash-tooltip-arrow" aria-hidden="true" />
          <div
            id={this.contentId()}
            role="tooltip"
            class={`dash-tooltip-content ${className}`}
            style={style}
            data-dash-is-loading={this.props['data-dash-is-loading']}
          >
            {this.props['data-dash-is-loading'] ? loading_text : children}
          </div>
        </div>
      </>
    )
  }
}
