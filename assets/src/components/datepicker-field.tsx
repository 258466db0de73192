import { Component, createRef, type RefObject } from 'preact'
import type { Day } from './date-days'

export interface FieldProps {
  /** Where the field puts itself, for what its owner tells it. */
  handle: RefObject<Field | null>
  id: string | undefined
  class: string
  value: Day | undefined
  label: string | undefined
  placeholder: string
  disabled: boolean
  open: boolean
  /** The id of the open calendar. */
  controls: string
  format(day: Day): string
  parse(text: string): Day | undefined
  /** Some day, to say how one is written. */
  example: Day
  /** Stores what was typed; false where that cannot be chosen. */
  onEnter(day: Day | undefined): boolean
  /** A date stands in the field, not entered yet. */
  onTyped(day: Day): void
  onOpen(intoGrid: boolean): void
  onFocus(): void
  onClick(): void
  /** After Enter took a date. */
  onDone(): void
}

interface State {
  /** Typed, and not entered yet. */
  draft?: string | undefined
  error?: string | undefined
}

/** The text field of a date. What is typed is taken at Enter or when the field is left; what is no date is said at Enter and goes when it is left. */
export default class Field extends Component<FieldProps, State> {
  override state: State = {}
  private readonly input = createRef<HTMLInputElement>()

  override componentDidMount(): void {
    this.props.handle.current = this
  }

  focus(): void {
    this.input.current?.focus({ preventScroll: true })
  }

  /** Takes what was typed. */
  private enter(): boolean {
    const { draft } = this.state
    if (draft === undefined) return true
    const { parse, format, example, onEnter } = this.props
    const day = parse(draft)
    const taken = (day !== undefined || draft.trim() === '') && onEnter(day)
    if (taken) this.setState({ draft: undefined, error: undefined })
    else {
      const error =
        day === undefined ? `“${draft}” is not a date, such as ${format(example)}.` : `${format(day)} cannot be chosen.`
      this.setState({ error })
    }
    return taken
  }

  private readonly onInput = (event: Event): void => {
    const draft = (event.currentTarget as HTMLInputElement).value
    this.setState({ draft, error: undefined })
    const day = this.props.parse(draft)
    if (day !== undefined) this.props.onTyped(day)
  }

  private readonly onBlur = (): void => {
    this.enter()
    this.setState({ draft: undefined, error: undefined })
  }

  private readonly onKeyDown = (event: KeyboardEvent): void => {
    const { draft } = this.state
    if (event.isComposing) return
    if (event.key === 'ArrowDown') {
      this.enter()
      this.props.onOpen(true)
    } else if (event.key === 'Enter' && draft !== undefined) {
      if (this.enter()) this.props.onDone()
    } else if (event.key === 'Escape' && draft !== undefined && !this.props.open) {
      this.setState({ draft: undefined, error: undefined })
    } else return
    event.preventDefault()
  }

  override render() {
    const { id, value, label, placeholder, disabled, open, controls, format, example, onFocus, onClick } = this.props
    const { draft, error } = this.state
    const text = draft ?? (value === undefined ? '' : format(value))
    const errorId = `${controls}-${this.props.class}-error`
    return (
      <span
        class="dash-datepicker-field"
        style={{ '--dash-date-length': Math.max(text.length, placeholder.length, format(example).length) }}
      >
        <input
          ref={this.input}
          type="text"
          role="combobox"
          id={id}
          class={`dash-datepicker-input ${this.props.class}`}
          aria-haspopup="dialog"
          aria-expanded={open}
          aria-controls={open ? controls : undefined}
          aria-label={label}
          aria-invalid={error ? true : undefined}
          aria-describedby={error ? errorId : undefined}
          placeholder={placeholder}
          autocomplete="off"
          spellcheck={false}
          disabled={disabled}
          value={text}
          onInput={this.onInput}
          onBlur={this.onBlur}
          onKeyDown={this.onKeyDown}
          onFocus={onFocus}
          onClick={onClick}
        />
        <span class="dash-datepicker-error" id={errorId} role="alert">
          {error}
        </span>
      </span>
    )
  }
}
