import { Component, type ComponentChildren, h } from 'preact'
import type { Host } from '../view/component'
import { adopt } from '../view/styles'
import { isDangerous } from '../view/url'
import css from './button.css' with { type: 'text' }

adopt(css)

type Flag = boolean | string

export interface ButtonProps {
  children?: ComponentChildren
  type?: 'submit' | 'reset' | 'button'
  n_clicks?: number
  n_clicks_timestamp?: number
  n_blur?: number
  n_blur_timestamp?: number
  disabled?: Flag
  autoFocus?: Flag
  hidden?: Flag
  draggable?: Flag
  spellCheck?: Flag
  formNoValidate?: Flag
  contentEditable?: Flag
  formAction?: string
  value?: unknown
  className?: string
  style?: Record<string, string>
}

/** Handed on as they are, by the names they have in HTML. */
const same = 'form formEncType formMethod formTarget name accessKey dir lang role title tabIndex'.split(' ')

/** A button that counts its clicks. */
export default class Button extends Component<ButtonProps & Host<ButtonProps>> {
  /** Clicks so far: a second one may come before the first is drawn. */
  private clicks = 0
  private element: HTMLButtonElement | null = null

  override componentDidMount(): void {
    if (this.props.autoFocus) this.element?.focus()
  }

  private formAction(): string | undefined {
    const { formAction, reportError } = this.props
    if (!isDangerous(formAction)) return formAction
    reportError(new Error(`Dangerous link detected: formAction="${formAction}"`))
    return 'about:blank'
  }

  override render() {
    const { id, children, className = '', style, type = 'button', setProps, ...props } = this.props
    this.clicks = Number(props.n_clicks ?? 0) || 0
    const attributes: Record<string, unknown> = {
      ref: (element: HTMLButtonElement | null) => {
        this.element = element
      },
      id,
      class: `dash-button ${className}`,
      style,
      type,
      disabled: Boolean(props.disabled),
      hidden: Boolean(props.hidden),
      formNoValidate: Boolean(props.formNoValidate),
      formAction: this.formAction(),
      value: props.value === undefined ? undefined : String(props.value),
      contenteditable: props.contentEditable === undefined ? undefined : String(props.contentEditable),
      draggable: props.draggable === undefined ? undefined : String(props.draggable) !== 'false',
      spellcheck: props.spellCheck === undefined ? undefined : String(props.spellCheck) !== 'false',
      'data-dash-is-loading': props['data-dash-is-loading'],
      onClick: () => {
        this.clicks++
        setProps({ n_clicks: this.clicks, n_clicks_timestamp: Date.now() })
      },
      onBlur: () => setProps({ n_blur: (this.props.n_blur ?? 0) + 1, n_blur_timestamp: Date.now() }),
    }
    for (const name of same) attributes[name] = (props as Record<string, unknown>)[name]
    const given = Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined))
    return h('button', given, children)
  }
}
