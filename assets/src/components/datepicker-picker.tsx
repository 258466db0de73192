// What both date pickers are: one or two text fields, a button, and the calendar in its popup.

import { Component, createRef, type RefObject } from 'preact'
import Calendar from './date-calendar'
import { allowed, type Choice, type End, enter, pick, type Rules, rulesOf, type Values } from './date-choice'
import { clamp, type Day, type Month, monthOf, readDay, today } from './date-days'
import { formatDay } from './date-format'
import { words } from './date-heading'
import { Names } from './date-names'
import { parseDay } from './date-parse'
import Field from './datepicker-field'
import Popup, { type Kind } from './datepicker-popup'
import type { CommonProps, EndProps } from './datepicker-props'

interface PickerProps {
  common: CommonProps
  ends: EndProps[]
  values: Values
  /** What the pair of fields is called. */
  label: string | undefined
  nights?: number | undefined
  /** Store a range only as a whole. */
  whole?: boolean
  store(values: Values): void
}

interface State {
  open: boolean
  end: End
  /** A value was picked since the calendar opened. */
  begun: boolean
  /** Of a range to be stored as a whole: what is chosen of it so far. */
  draft?: Values | undefined
  language?: string | undefined
}

let count = 0

const same = (a: Values, b: Values): boolean => a.every((value, i) => value === b[i])
const isWhole = (values: Values): boolean => values.every((value) => value !== undefined)
const isEmpty = (values: Values): boolean => values.every((value) => value === undefined)

export default class Picker extends Component<PickerProps, State> {
  override state: State = { open: false, end: 0, begun: false }
  private readonly popupId = `dash-datepicker-${++count}`
  private readonly root = createRef<HTMLDivElement>()
  private readonly box = createRef<HTMLDivElement>()
  private readonly button = createRef<HTMLButtonElement>()
  private readonly calendar = createRef<Calendar>()
  private readonly fields: RefObject<Field | null>[] = [createRef<Field>(), createRef<Field>()]
  private known: { names: Names; asked: string | undefined } | undefined
  /** The user has chosen a date: from then on the calendar opens there, not at the month that the app wanted first. */
  private chosen = false
  /** The last press was a finger's: a text field that gets the focus would bring up the keyboard on the screen. */
  private touch = false

  override componentDidMount(): void {
    const language = this.root.current?.closest('[lang]')?.getAttribute('lang') ?? undefined
    if (language !== document.documentElement.lang) this.setState({ language })
  }

  override componentDidUpdate(before: PickerProps): void {
    if (!same(before.values, this.props.values) && this.state.draft) this.setState({ draft: undefined })
    if (this.props.common.disabled && this.state.open) this.close(false)
  }

  /** The names of the language that stands nearest. */
  private names(): Names {
    const asked = this.state.language ?? document.documentElement.lang
    if (this.known?.asked !== asked) this.known = { names: new Names(asked), asked }
    return this.known.names
  }

  private rules(): Rules {
    const { min_date_allowed, max_date_allowed, disabled_days } = this.props.common
    return rulesOf(min_date_allowed, max_date_allowed, disabled_days, this.props.nights)
  }

  private choice(): Choice {
    const { draft, end, begun } = this.state
    return { values: draft ?? this.props.values, end, begun }
  }

  private kind(): Kind {
    const { with_portal, with_full_screen_portal } = this.props.common
    return with_full_screen_portal ? 'full' : with_portal ? 'portal' : 'popover'
  }

  // ---- storing

  private store(values: Values, done = true): void {
    this.chosen = true
    if (this.props.whole && !(done && isWhole(values)) && !isEmpty(values)) this.setState({ draft: values })
    else {
      this.setState({ draft: undefined })
      this.props.store(values)
    }
  }

  private readonly pick = (day: Day): void => {
    const { values, end, done } = pick(day, this.choice(), this.rules())
    this.store(values, done)
    this.setState({ end, begun: !done })
    if (!done) return
    if (this.props.common.stay_open_on_select) this.setState({ end: 0 })
    else this.shut(end)
  }

  private enter(day: Day | undefined, end: End): boolean {
    if (day === undefined && !this.props.common.clearable) return false
    const values = enter(day, end, this.choice().values, this.rules())
    if (!values) return false
    if (!same(values, this.choice().values)) this.store(values)
    return true
  }

  private readonly clear = (): void => {
    this.store(this.props.values.map(() => undefined))
    if (this.props.common.reopen_calendar_on_clear) this.open(0, true)
    else this.shut(0)
  }

  // ---- opening and closing

  private open(end: End, intoGrid: boolean): void {
    if (this.props.common.disabled) return
    const { open } = this.state
    const into = intoGrid || (!open && (this.touch || this.kind() !== 'popover'))
    const after = () => into && this.calendar.current?.focus()
    this.setState(open ? { end } : { open: true, end, begun: false }, after)
  }

  private readonly close = (refocus: boolean): void => {
    const { draft, end } = this.state
    // Another start for a range that still ends where it did.
    if (draft && isWhole(draft)) this.store(draft)
    this.shut(refocus ? end : undefined)
  }

  /** Takes the calendar away and gives a field the keyboard, if any. */
  private shut(end: End | undefined): void {
    const back = () => {
      if (end !== undefined) (this.touch ? this.button : this.fields[end])?.current?.focus()
    }
    if (this.state.open) this.setState({ open: false }, back)
    else back()
  }

  private readonly onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || !this.state.open || this.kind() !== 'popover') return
    event.preventDefault()
    event.stopPropagation()
    this.close(true)
  }

  private readonly onFocusOut = (event: FocusEvent): void => {
    const to = event.relatedTarget as Node | null
    if (this.state.open && to && !this.root.current?.contains(to)) this.close(false)
  }

  // ---- drawing

  private title(): string {
    return [this.props.label, words.calendar].filter(Boolean).join(', ')
  }

  /** The month that the calendar opens with, and the day that the keyboard is on. */
  private start(months: number): { month: Month; day: Day } {
    const { values, end } = this.choice()
    const { min, max } = this.rules()
    const initial = this.chosen ? undefined : readDay(this.props.common.initial_visible_month)
    const other = values[1 - end]
    const day = values[end] ?? other ?? initial ?? clamp(today(), min, max)
    // Of a range that fits the start is in sight too.
    const from = values[0] ?? day
    const month = monthOf(day) - monthOf(from) < months ? monthOf(from) : monthOf(day) - months + 1
    return { month: initial === undefined ? month : monthOf(initial), day }
  }

  private field(end: End) {
    const { common, ends } = this.props
    const props = ends[end] as EndProps
    const names = this.names()
    const rules = this.rules()
    const format = common.display_format || 'YYYY-MM-DD'
    return (
      <Field
        {...props}
        handle={this.fields[end] as RefObject<Field | null>}
        value={this.choice().values[end]}
        disabled={common.disabled === true}
        open={this.state.open}
        controls={this.popupId}
        example={clamp(today(), rules.min, rules.max)}
        format={(day) => formatDay(day, format, names)}
        parse={(text) => parseDay(text, format, names)}
        onEnter={(day) => this.enter(day, end)}
        onTyped={(day) => allowed(day, rules) && this.calendar.current?.show(day)}
        onOpen={(intoGrid) => this.open(end, intoGrid)}
        onFocus={() => this.state.open && this.state.end !== end && this.setState({ end, begun: false })}
        onClick={() => this.open(end, false)}
        onDone={() => this.close(false)}
      />
    )
  }

  private popup() {
    const { common, ends } = this.props
    const months = clamp(Math.round(common.number_of_months_shown ?? ends.length), 1, 12) || 1
    return (
      <Popup
        kind={this.kind()}
        id={this.popupId}
        label={this.title()}
        anchor={() => this.box.current}
        onClose={this.close}
      >
        <Calendar
          handle={this.calendar}
          names={this.names()}
          rules={this.rules()}
          choice={this.choice()}
          endNames={ends.length > 1 ? ends.map((end) => end.placeholder) : []}
          months={months}
          {...this.start(months)}
          vertical={common.calendar_orientation === 'vertical'}
          outside={common.show_outside_days ?? ends.length === 1}
          firstWeekday={common.first_day_of_week ?? 0}
          format={common.month_format || 'MMMM YYYY'}
          daySize={common.day_size}
          onPick={this.pick}
        />
      </Popup>
    )
  }

  override render() {
    const { common, ends, label } = this.props
    const { open } = this.state
    const { disabled = false, clearable, is_RTL, className = '', style } = common
    const values = this.choice().values
    return (
      // biome-ignore lint/a11y/useSemanticElements: two fields are no fieldset, which has a look and a legend of its own
      <div
        ref={this.root}
        id={ends.some((each) => each.id === common.id) ? undefined : common.id}
        class={`dash-datepicker ${open ? 'dash-datepicker-open' : ''} ${className}`}
        style={style}
        dir={is_RTL ? 'rtl' : undefined}
        role="group"
        aria-label={ends.length > 1 ? label : undefined}
        data-dash-is-loading={common['data-dash-is-loading']}
        onKeyDown={this.onKeyDown}
        onFocusOut={this.onFocusOut}
        onPointerDown={(event) => {
          this.touch = event.pointerType === 'touch'
        }}
        onMouseDown={(event) => {
          // The first tap opens the calendar, one on the field beside the open calendar brings up the keyboard.
          if (this.touch && !open && (event.target as Element).matches('input')) event.preventDefault()
        }}
      >
        <div ref={this.box} class="dash-datepicker-input-wrapper">
          {this.field(0)}
          {ends.length > 1 && <span class="dash-datepicker-range-arrow" aria-hidden="true" />}
          {ends.length > 1 && this.field(1)}
          {clearable && !disabled && !isEmpty(values) && (
            <button type="button" class="dash-datepicker-clear" aria-label={words.clear} onClick={this.clear} />
          )}
          <button
            ref={this.button}
            type="button"
            class="dash-datepicker-button"
            aria-label={this.title()}
            aria-haspopup="dialog"
            aria-expanded={open}
            disabled={disabled}
            onClick={() => (open ? this.close(true) : this.open(0, true))}
          >
            <svg viewBox="0 0 20 20" aria-hidden="true">
              <path d="M6.5 2.5v3m7-3v3M3 8.5h14M4.5 4h11A1.5 1.5 0 0 1 17 5.5v10a1.5 1.5 0 0 1-1.5 1.5h-11A1.5 1.5 0 0 1 3 15.5v-10A1.5 1.5 0 0 1 4.5 4Z" />
            </svg>
          </button>
        </div>
        {open && this.popup()}
      </div>
    )
  }
}
