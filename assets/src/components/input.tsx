import { Component, createRef, h } from 'preact'
import type { Host } from '../view/component'
import { adopt } from '../view/styles'
import css from './input.css' with { type: 'text' }

adopt(css)

type Flag = boolean | string

export interface InputProps {
  value?: string | number | null
  type?: 'text' | 'number' | 'password' | 'email' | 'range' | 'search' | 'tel' | 'url' | 'hidden'
  /** True: commit on Enter and on leaving; a number: also after that many seconds without a key. */
  debounce?: boolean | number
  placeholder?: string | number
  n_submit?: number
  n_submit_timestamp?: number
  n_blur?: number
  n_blur_timestamp?: number
  inputMode?: string
  autoComplete?: string
  readOnly?: Flag
  required?: Flag
  autoFocus?: Flag
  disabled?: Flag
  min?: string | number
  max?: string | number
  step?: string | number
  minLength?: string | number
  maxLength?: string | number
  list?: string
  name?: string
  pattern?: string
  size?: string
  multiple?: Flag
  spellCheck?: Flag
  className?: string
  style?: Record<string, string>
}

function text(value: InputProps['value']): string {
  return value === undefined || value === null ? '' : String(value)
}

function decimals(number: number): number {
  return String(number).split('.')[1]?.length ?? 0
}

let count = 0

/** A text or number field. The browser owns the text: what the user types is never overwritten by an older answer, and the
 * caret stays where it is. */
export default class Input extends Component<InputProps & Host<InputProps>, { seen?: boolean; wrong?: string }> {
  private readonly field = createRef<HTMLInputElement>()
  private timer: ReturnType<typeof setTimeout> | undefined
  private readonly wrongId = `dash-wrong-${++count}`
  /** Typed, and not yet in the store. */
  private dirty = false

  override componentDidMount(): void {
    this.show(this.props.value)
    if (this.props.autoFocus) this.field.current?.focus()
  }

  override componentDidUpdate(before: InputProps): void {
    if (before.value !== this.props.value && !this.dirty) this.show(this.props.value)
    this.judge()
  }

  override componentWillUnmount(): void {
    clearTimeout(this.timer)
  }

  private show(value: InputProps['value']): void {
    const field = this.field.current
    if (!field) return
    const number = this.props.type === 'number'
    const wanted = number && Number.isNaN(Number(value)) ? '' : text(value)
    if (field.value === wanted) return
    // "1." and "1.0" are the number 1 while it is being typed.
    if (number && typeof value === 'number' && field.valueAsNumber === value) return
    const { selectionStart, selectionEnd } = field
    const atEnd = selectionStart === field.value.length
    field.value = wanted
    if (selectionStart !== null && !atEnd && document.activeElement === field) {
      field.setSelectionRange(selectionStart, selectionEnd)
    }
  }

  /** What is wrong is said in words too, the browser's own, once the user has been at the field: as :user-invalid does. */
  private readonly judge = (): void => {
    const field = this.field.current
    let wrong = ''
    try {
      if (field?.matches(':user-invalid')) wrong = field.validationMessage
    } catch {
      // An older browser, without the selector.
    }
    if (wrong !== (this.state.wrong ?? '')) this.setState({ wrong })
  }

  /** The cross in a search field means it: no debounce waits for more. */
  private readonly onClear = (): void => {
    if (this.field.current?.value === '') this.commit()
  }

  /** The field's value as a prop, or undefined for a number that is not one (yet). */
  private read(): string | number | null | undefined {
    const field = this.field.current
    if (!field) return undefined
    if (this.props.type !== 'number' && this.props.type !== 'range') return field.value
    if (field.value === '') return field.validity.badInput ? undefined : null
    return field.checkValidity() ? Number(field.value) : undefined
  }

  private commit(beside: Partial<InputProps> = {}): void {
    clearTimeout(this.timer)
    const value = this.read()
    // Nothing was ever typed into a field without value: '' would be news that is none.
    const news = this.dirty && value !== undefined
    this.dirty = false
    if (news) this.props.setProps({ ...beside, value })
    else if (Object.keys(beside).length > 0) this.props.setProps(beside)
  }

  private readonly onInput = (): void => {
    const { debounce } = this.props
    this.dirty = true
    this.judge()
    clearTimeout(this.timer)
    if (typeof debounce === 'number') this.timer = setTimeout(() => this.commit(), debounce * 1000)
    else if (!debounce) this.commit()
  }

  private readonly onBlur = (): void => {
    this.judge()
    this.commit({ n_blur: (this.props.n_blur ?? 0) + 1, n_blur_timestamp: Date.now() })
  }

  private readonly onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || event.isComposing) return
    this.commit({ n_submit: (this.props.n_submit ?? 0) + 1, n_submit_timestamp: Date.now() })
  }

  private step(direction: 1 | -1): void {
    const field = this.field.current
    if (!field) return
    if (Number(this.props.step) > 0) {
      // The browser steps to the next number that is valid: steps count from min.
      if (direction > 0) field.stepUp()
      else field.stepDown()
    } else {
      const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = this.props
      const now = Number(field.value)
      const next = Number((now + direction).toFixed(decimals(now)))
      field.value = String(Math.min(Math.max(next, Number(min)), Number(max)))
    }
    this.onInput()
    if (this.props.debounce) this.commit()
  }

  private stepper(direction: 1 | -1) {
    return (
      <button
        type="button"
        class={`dash-input-stepper dash-stepper-${direction > 0 ? 'increment' : 'decrement'}`}
        // Arrow keys do the same in the field itself.
        tabIndex={-1}
        aria-label={direction > 0 ? 'Increase' : 'Decrease'}
        disabled={Boolean(this.props.disabled) || Boolean(this.props.readOnly)}
        onPointerDown={(event) => event.preventDefault()}
        onClick={() => this.step(direction)}
      >
        {direction > 0 ? '+' : '\u2212'}
      </button>
    )
  }

  override render() {
    const { id, type = 'text', size, className = '', style, value: _value, step = 'any', ...props } = this.props
    const number = type === 'number'
    const secret = type === 'password'
    const buttons = number ? 2 : secret ? 1 : 0
    const { seen = false, wrong } = this.state
    const flag = (value: Flag | undefined): boolean => Boolean(value)
    const attributes = {
      ref: this.field,
      id,
      class: 'dash-input-element',
      type: secret && seen ? 'text' : type,
      placeholder: props.placeholder,
      inputMode: props.inputMode,
      autocomplete: props.autoComplete ?? 'off',
      readOnly: flag(props.readOnly),
      required: flag(props.required),
      disabled: flag(props.disabled),
      multiple: flag(props.multiple),
      spellcheck: props.spellCheck === undefined ? undefined : String(props.spellCheck) !== 'false',
      min: props.min,
      max: props.max,
      step: number || type === 'range' ? step : undefined,
      // As attributes: the properties would read '' as zero when the prop goes away.
      minlength: props.minLength,
      maxlength: props.maxLength,
      list: props.list,
      name: props.name,
      pattern: props.pattern,
      size,
      'aria-invalid': wrong ? 'true' : undefined,
      'aria-describedby': wrong ? this.wrongId : undefined,
      onSearch: this.onClear,
      onInvalid: this.judge,
      onInput: this.onInput,
      onBlur: this.onBlur,
      onKeyDown: this.onKeyDown,
    }
    // Preact sets a property that is undefined to '', which for some of these is not the same as leaving it alone.
    const given = Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined))
    return (
      <div
        class={`dash-input-container dash-input ${className}`}
        style={
          Number(size) > 0 ? { width: `calc(${size}ch + 28px + ${buttons} * var(--dashi-control))`, ...style } : style
        }
        hidden={type === 'hidden'}
        data-dash-is-loading={props['data-dash-is-loading']}
      >
        {h('input', given)}
        {number && this.stepper(-1)}
        {number && this.stepper(1)}
        {secret && (
          <button
            type="button"
            class="dash-input-stepper dash-input-see"
            aria-label="Show password"
            aria-pressed={seen}
            disabled={flag(props.disabled)}
            onClick={() => this.setState({ seen: !seen })}
          />
        )}
        {wrong && (
          <span id={this.wrongId} class="dash-input-wrong">
            {wrong}
          </span>
        )}
      </div>
    )
  }
}
