// The box that asks, for ConfirmDialog, ConfirmDialogProvider and what Geolocation has to say.

import { Component, createRef } from 'preact'
import { adopt } from '../view/styles'
import css from './confirm.css' with { type: 'text' }

adopt(css)

export interface ConfirmProps {
  message?: string
  displayed?: boolean
  submit_n_clicks?: number
  submit_n_clicks_timestamp?: number
  cancel_n_clicks?: number
  cancel_n_clicks_timestamp?: number
}

interface BoxProps {
  id?: string | undefined
  message: string | undefined
  shown: boolean
  submit(): void
  /** Without it there is nothing to choose: the box only tells. */
  cancel?: () => void
  'data-dash-is-loading'?: 'true' | undefined
}

/** What an answer writes. */
export function answer(props: ConfirmProps, kind: 'submit' | 'cancel'): Partial<ConfirmProps> {
  const name = `${kind}_n_clicks` as const
  return { [name]: (props[name] ?? 0) + 1, [`${name}_timestamp`]: Date.now(), displayed: false }
}

let count = 0

/** A modal dialog of the browser: it keeps the focus inside and gives it back, and the page behind is inert. */
export class Box extends Component<BoxProps> {
  private readonly dialog = createRef<HTMLDialogElement>()
  private readonly messageId = `dash-confirm-${++count}`

  override componentDidMount(): void {
    this.follow()
  }

  override componentDidUpdate(): void {
    this.follow()
  }

  override componentWillUnmount(): void {
    this.dialog.current?.close()
  }

  private follow(): void {
    const dialog = this.dialog.current
    if (!dialog || dialog.open === this.props.shown) return
    if (this.props.shown) {
      dialog.showModal()
      dialog.querySelector<HTMLElement>('.dash-confirm-submit')?.focus()
    } else dialog.close()
  }

  /** The dialog first: the focus is back where it was when callbacks begin. */
  private end(then: () => void): void {
    this.dialog.current?.close()
    then()
  }

  override render() {
    const { id, message, submit, cancel } = this.props
    return (
      <dialog
        ref={this.dialog}
        id={id}
        class="dash-confirm"
        role="alertdialog"
        aria-labelledby={this.messageId}
        data-dash-is-loading={this.props['data-dash-is-loading']}
        onCancel={(event) => {
          event.preventDefault()
          this.end(cancel ?? submit)
        }}
      >
        <p id={this.messageId} class="dash-confirm-message">
          {message}
        </p>
        <div class="dash-confirm-actions">
          {cancel && (
            <button type="button" class="dash-confirm-cancel" onClick={() => this.end(cancel)}>
              Cancel
            </button>
          )}
          <button type="button" class="dash-confirm-submit" onClick={() => this.end(submit)}>
            OK
          </button>
        </div>
      </dialog>
    )
  }
}
