import { Component, createRef, h } from 'preact'
import type { Host } from '../view/component'
import { adopt } from '../view/styles'
import css from './textarea.css' with { type: 'text' }

adopt(css)

type Flag = boolean | string

export interface TextareaProps {
  value?: string | null
  n_blur?: number
  n_blur_timestamp?: number
  n_clicks?: number
  n_clicks_timestamp?: number
  minLength?: number | string
  maxLength?: number | string
  autoFocus?: Flag
  disabled?: Flag
  readOnly?: Flag
  required?: Flag
  hidden?: Flag
  contentEditable?: Flag
  draggable?: Flag
  spellCheck?: Flag
  contextMenu?: string
  className?: string
  style?: Record<string, string>
}

/** Handed on as they are, by the names they have in HTML. */
const same = 'placeholder name form wrap cols rows accessKey dir lang title tabIndex'.split(' ')

/** A field for text of several lines. As in Input, the caret stays where it is when a callback writes the text anew. */
export default class Textarea extends Component<TextareaProps & Host<TextareaProps>> {
  private readonly field = createRef<HTMLTextAreaElement>()

  override componentDidMount(): void {
    this.show()
    if (this.props.autoFocus) this.field.current?.focus()
  }

  override componentDidUpdate(before: TextareaProps): void {
    if (before.value !== this.props.value) this.show()
  }

  private show(): void {
    const field = this.field.current
    const wanted = String(this.props.value ?? '')
    // The field makes all line ends \n.
    if (!field || field.value === wanted.replace(/\r\n?/g, '\n')) return
    const { selectionStart, selectionEnd } = field
    const atEnd = selectionStart === field.value.length
    field.value = wanted
    if (!atEnd && document.activeElement === field) field.setSelectionRange(selectionStart, selectionEnd)
  }

  override render() {
    const { id, className = '', style, setProps, ...props } = this.props
    const attributes: Record<string, unknown> = {
      ref: this.field,
      id,
      class: `dash-textarea ${className}`,
      style,
      readOnly: Boolean(props.readOnly),
      required: Boolean(props.required),
      disabled: Boolean(props.disabled),
      hidden: Boolean(props.hidden),
      // As attributes: the properties would read '' as zero when the prop goes away.
      minlength: props.minLength,
      maxlength: props.maxLength,
      contextmenu: props.contextMenu,
      contenteditable: props.contentEditable === undefined ? undefined : String(props.contentEditable),
      draggable: props.draggable === undefined ? undefined : String(props.draggable) !== 'false',
      spellcheck: props.spellCheck === undefined ? undefined : String(props.spellCheck) !== 'false',
      'data-dash-is-loading': props['data-dash-is-loading'],
      onInput: () => setProps({ value: this.field.current?.value ?? '' }),
      onBlur: () => setProps({ n_blur: (this.props.n_blur ?? 0) + 1, n_blur_timestamp: Date.now() }),
      onClick: () => setProps({ n_clicks: (this.props.n_clicks ?? 0) + 1, n_clicks_timestamp: Date.now() }),
    }
    for (const name of same) attributes[name] = (props as Record<string, unknown>)[name]
    return h('textarea', Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined)))
  }
}
