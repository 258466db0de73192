import { Component, type ComponentChildren, createRef } from 'preact'
import type { Host } from '../view/component'
import { adopt } from '../view/styles'
import css from './modal.css' with { type: 'text' }
import { Icon } from './ui-icons'
import { count, lengthOf } from './ui-values'

adopt(css)

export interface ModalProps {
  open?: boolean
  title?: ComponentChildren
  children?: ComponentChildren
  footer?: ComponentChildren
  size?: string
  centered?: boolean
  closable?: boolean
  backdrop?: 'close' | 'static'
  n_close?: number
  label?: string
  close_label?: string
  className?: string
  style?: Record<string, string>
}

const sizes = new Set(['xs', 'sm', 'md', 'lg', 'xl', 'full'])

let number = 0

/** Open ones: the page behind scrolls again when there is none. */
const shown = new Set<object>()

function lock(owner: object, on: boolean): void {
  const { classList } = document.documentElement
  // Where the bar of the page takes room, the room stays: nothing behind moves.
  if (on && shown.size === 0) {
    classList.toggle('dash-modal-gutter', innerWidth > document.documentElement.clientWidth)
  }
  if (on) shown.add(owner)
  else shown.delete(owner)
  classList.toggle('dash-modal-open', shown.size > 0)
  if (shown.size === 0) classList.remove('dash-modal-gutter')
  if (classList.length === 0) document.documentElement.removeAttribute('class')
}

/** A window over the page, on the browser's own dialog: what is behind can neither be clicked nor reached with the keyboard, and the keyboard
 * returns to where it was. */
export default class Modal extends Component<ModalProps & Host<ModalProps>> {
  private readonly dialog = createRef<HTMLDialogElement>()
  private readonly titleId = `dash-modal-${++number}`
  /** The pointer went down on the backdrop: a text selected out of the dialog is no click beside it. */
  private outside = false

  override componentDidMount(): void {
    this.follow()
  }

  override componentDidUpdate(): void {
    this.follow()
  }

  override componentWillUnmount(): void {
    lock(this, false)
  }

  private follow(): void {
    const dialog = this.dialog.current
    if (!dialog) return
    const { open = false } = this.props
    lock(this, open)
    if (open && !dialog.open) dialog.showModal()
    else if (!open && dialog.open) dialog.close()
  }

  /** The user closes it. */
  private readonly close = (): void => {
    if (this.props.closable === false) return
    this.props.setProps({ open: false, n_close: count(this.props.n_close) })
  }

  private readonly onCancel = (event: Event): void => {
    if (event.target !== this.dialog.current) return
    event.preventDefault()
    this.close()
  }

  /** The browser closed it by itself, which it does at a second Escape whatever the first was told. */
  private readonly onClose = (event: Event): void => {
    if (event.target !== this.dialog.current || !this.props.open) return
    if (this.props.closable === false) this.follow()
    else this.close()
  }

  private readonly onPointerDown = (event: Event): void => {
    this.outside = event.target === this.dialog.current
  }

  private readonly onClick = (event: Event): void => {
    const beside = this.outside && event.target === this.dialog.current
    if (beside && this.props.backdrop !== 'static') this.close()
  }

  override render() {
    const { id, title, children, footer, size = 'md', label, close_label = 'Close', className = '' } = this.props
    const { closable = true, centered, style } = this.props
    const named = sizes.has(size)
    const width = named ? {} : { '--dash-modal-width': lengthOf(size) }
    const head = title !== undefined && title !== null && title !== ''
    return (
      // biome-ignore lint/a11y/useKeyWithClickEvents: Escape does it
      <dialog
        id={id}
        ref={this.dialog}
        class={`dash-modal dash-modal-${named ? size : 'own'} ${centered ? 'dash-modal-centered' : ''} ${className}`}
        style={{ ...width, ...style }}
        aria-labelledby={head ? this.titleId : undefined}
        aria-label={head ? undefined : (label ?? 'Dialog')}
        data-dash-is-loading={this.props['data-dash-is-loading']}
        onCancel={this.onCancel}
        onClose={this.onClose}
        onPointerDown={this.onPointerDown}
        onClick={this.onClick}
      >
        <div class="dash-modal-box">
          {(head || closable) && (
            <header class="dash-modal-header">
              {head && (
                <h2 id={this.titleId} class="dash-modal-title">
                  {title}
                </h2>
              )}
              {closable && (
                <button type="button" class="dash-modal-close" aria-label={close_label} onClick={this.close}>
                  <Icon name="close" />
                </button>
              )}
            </header>
          )}
          {/* It scrolls, also for those without a pointer, and the keyboard starts here rather than on the cross. */}
          <div class="dash-modal-body" tabIndex={-1} autofocus>
            {children}
          </div>
          {footer !== undefined && footer !== null && <footer class="dash-modal-footer">{footer}</footer>}
        </div>
      </dialog>
    )
  }
}
