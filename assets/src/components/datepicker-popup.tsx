// What a date picker's calendar lies in: a popover beside the control, or a modal dialog (`with_portal`, `with_full_screen_portal`). Both
// are in the browser's top layer, so no ancestor clips them.

import { Component, type ComponentChildren, createRef } from 'preact'
import { words } from './date-heading'

export type Kind = 'popover' | 'portal' | 'full'

interface PopupProps {
  kind: Kind
  id: string
  label: string
  /** The control, beside which a popover goes. */
  anchor(): HTMLElement | null
  onClose(refocus: boolean): void
  children: ComponentChildren
}

const margin = 8
const gap = 4
/** The height at which a part of a calendar can still be used. */
const enough = 300
/** How long a control may be out of sight, in milliseconds. */
const glance = 300

export default class Popup extends Component<PopupProps> {
  private readonly box = createRef<HTMLDialogElement & HTMLDivElement>()
  private gone: ReturnType<typeof setTimeout> | undefined
  /** A control that is scrolled away, in the window or in a box on the page, takes its calendar with it; one that is out of sight only while
   * the window takes another size does not. */
  private readonly sight =
    typeof IntersectionObserver === 'undefined'
      ? undefined
      : new IntersectionObserver((entries) => {
          clearTimeout(this.gone)
          if (entries.at(-1)?.isIntersecting === false) this.gone = setTimeout(() => this.props.onClose(false), glance)
        })

  override componentDidMount(): void {
    const box = this.box.current
    if (this.props.kind !== 'popover') {
      box?.showModal?.()
      return
    }
    box?.showPopover?.()
    this.place()
    addEventListener('pointerdown', this.outside, true)
    addEventListener('scroll', this.place, true)
    addEventListener('resize', this.place)
    const anchor = this.props.anchor()
    if (anchor) this.sight?.observe(anchor)
  }

  override componentDidUpdate(): void {
    if (this.props.kind === 'popover') this.place()
  }

  override componentWillUnmount(): void {
    removeEventListener('pointerdown', this.outside, true)
    removeEventListener('scroll', this.place, true)
    removeEventListener('resize', this.place)
    this.sight?.disconnect()
    clearTimeout(this.gone)
    // What lies behind a modal dialog takes the focus only once that is closed.
    if (this.props.kind !== 'popover') this.box.current?.close?.()
  }

  private readonly outside = (event: Event): void => {
    const target = event.target as Node
    if (!this.props.anchor()?.contains(target) && !this.box.current?.contains(target)) this.props.onClose(false)
  }

  /** Below the control, above it where there is more room; over it, and whole within the window, where there is little on both sides. */
  private readonly place = (): void => {
    const box = this.box.current
    const anchor = this.props.anchor()?.getBoundingClientRect()
    if (!box || !anchor) return
    const rightToLeft = window.getComputedStyle(box).direction === 'rtl'
    const height = box.scrollHeight + 2
    const under = window.innerHeight - anchor.bottom - gap - margin
    const over = anchor.top - gap - margin
    const room = Math.max(under, over)
    // A calendar that is little too high is scrolled beside its field.
    const beside = height <= room || room >= enough
    const below = height <= under || under >= over
    const left = rightToLeft ? anchor.right - box.offsetWidth : anchor.left
    const most = document.documentElement.clientWidth - box.offsetWidth - margin
    const pixels = (value: number): string => `${value}px`
    Object.assign(box.style, {
      // A calendar above hangs on its lower edge: a month with more weeks grows upwards.
      top: beside && !below ? 'auto' : pixels(beside ? anchor.bottom + gap : margin),
      bottom: beside && !below ? pixels(window.innerHeight - anchor.top + gap) : 'auto',
      maxHeight: pixels(beside ? (below ? under : over) : window.innerHeight - 2 * margin),
      left: pixels(Math.max(margin, Math.min(left, most))),
    })
  }

  override render() {
    const { kind, id, label, onClose, children } = this.props
    if (kind === 'popover') {
      return (
        <div ref={this.box} popover="manual" role="dialog" id={id} class="dash-datepicker-content" aria-label={label}>
          {children}
        </div>
      )
    }
    return (
      // biome-ignore lint/a11y/useKeyWithClickEvents: the key of a dialog's backdrop is Escape
      <dialog
        ref={this.box}
        id={id}
        class={`dash-datepicker-portal dash-datepicker-${kind}`}
        aria-label={label}
        onCancel={(event) => {
          event.preventDefault()
          onClose(true)
        }}
        onClick={(event) => {
          if (event.target === event.currentTarget) onClose(true)
        }}
      >
        <div class="dash-datepicker-portal-content">
          {children}
          <button type="button" class="dash-datepicker-close" aria-label={words.close} onClick={() => onClose(true)} />
        </div>
      </dialog>
    )
  }
}
