// The calendar in a date picker's popup: months beside or above each other, with one day that the keyboard is on.

import { Component, createRef, Fragment, type RefObject } from 'preact'
import { type Choice, pickable, preview, type Rules } from './date-choice'
import { clamp, type Day, firstOf, lastDay, type Month, monthOf } from './date-days'
import { type Piece, pieces, writePieces } from './date-format'
import Heading, { words } from './date-heading'
import { moveBy } from './date-keys'
import MonthGrid from './date-month'
import type { Names } from './date-names'

export interface CalendarProps {
  /** Where the calendar puts itself, for what its owner tells it. */
  handle: RefObject<Calendar | null>
  names: Names
  rules: Rules
  choice: Choice
  endNames: string[]
  /** The months shown, and the first of them at first. */
  months: number
  month: Month
  /** The day that the keyboard is on at first. */
  day: Day
  vertical: boolean
  outside: boolean
  firstWeekday: number
  /** How months are called, in moment's tokens. */
  format: string
  daySize: number | undefined
  onPick(day: Day): void
}

interface State {
  month: Month
  cursor: Day
  hover?: Day | undefined
}

export default class Calendar extends Component<CalendarProps, State> {
  private readonly box = createRef<HTMLDivElement>()
  /** A key has moved the cursor: the focus goes after it. */
  private follow = false

  constructor(props: CalendarProps) {
    super(props)
    const month = this.within(props.month, props)
    this.state = { month, cursor: this.dayWithin(props.day, month, props) }
  }

  override componentDidMount(): void {
    this.props.handle.current = this
  }

  override componentWillUnmount(): void {
    this.props.handle.current = null
  }

  override componentDidUpdate(): void {
    if (this.follow) this.focus()
    this.follow = false
  }

  /** Gives the keyboard to the grid. */
  focus(): void {
    this.box.current?.querySelector<HTMLElement>('td[tabindex="0"]')?.focus({ preventScroll: true })
    this.box.current?.querySelector<HTMLElement>('td[tabindex="0"]')?.scrollIntoView?.({ block: 'nearest' })
  }

  /** Shows a day and puts the cursor on it. */
  show(day: Day): void {
    const { months, rules } = this.props
    const cursor = clamp(day, rules.min, rules.max)
    const month = clamp(this.state.month, monthOf(cursor) - months + 1, monthOf(cursor))
    this.setState({ cursor, month: this.within(month) })
  }

  private within(month: Month, { rules, months } = this.props): Month {
    const last = Math.min(monthOf(rules.max), monthOf(lastDay) - months + 1)
    return clamp(month, monthOf(rules.min), Math.max(last, monthOf(rules.min)))
  }

  private dayWithin(day: Day, month: Month, { rules, months } = this.props): Day {
    return clamp(clamp(day, firstOf(month), firstOf(month + months) - 1), rules.min, rules.max)
  }

  private readonly go = (month: Month): void => {
    const to = this.within(month)
    const steps = to - this.state.month
    // The cursor keeps its place among the months shown, and its day.
    const place = monthOf(this.state.cursor) - this.state.month + to
    const day = firstOf(place) + this.state.cursor - firstOf(place - steps)
    this.setState({ month: to, cursor: this.dayWithin(Math.min(day, firstOf(place + 1) - 1), to), hover: undefined })
  }

  private readonly onKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey) return
    const { cursor } = this.state
    const { firstWeekday, rules, choice } = this.props
    if (event.key === 'Enter' || event.key === ' ') {
      if (pickable(cursor, choice, rules)) this.props.onPick(cursor)
    } else {
      const table = event.currentTarget as Element
      const rightToLeft = window.getComputedStyle(table).direction === 'rtl'
      const day = event.altKey ? undefined : moveBy(event, cursor, firstWeekday, rightToLeft)
      if (day === undefined) return
      this.follow = true
      this.show(day)
      this.hover(clamp(day, rules.min, rules.max))
    }
    event.preventDefault()
    event.stopPropagation()
  }

  private readonly pick = (day: Day): void => {
    const { choice, rules, onPick } = this.props
    if (!pickable(day, choice, rules)) return
    this.setState({ cursor: day })
    onPick(day)
  }

  private readonly hover = (hover: Day | undefined): void => {
    if (this.props.choice.values.length > 1 && hover !== this.state.hover) this.setState({ hover })
  }

  private arrow(direction: 1 | -1) {
    const { month } = this.state
    const stuck = this.within(month + direction) === month
    return (
      <button
        type="button"
        class={`dash-datepicker-${direction > 0 ? 'next' : 'previous'}`}
        aria-label={direction > 0 ? words.next : words.previous}
        // Not `disabled`, which would take the keyboard away from whoever has come to the last month.
        aria-disabled={stuck}
        onClick={() => this.go(month + direction)}
      />
    )
  }

  private grid(month: Month, label: string) {
    const { names, rules, choice, endNames, months, outside, firstWeekday } = this.props
    const { cursor, hover } = this.state
    return (
      <MonthGrid
        month={month}
        label={label}
        names={names}
        rules={rules}
        choice={choice}
        cursor={cursor}
        painted={choice.values.length > 1 ? preview(choice, hover, rules) : undefined}
        // Between two months a day stands once.
        before={outside && month === this.state.month}
        after={outside && month === this.state.month + months - 1}
        firstWeekday={firstWeekday}
        endNames={endNames}
        onKey={this.onKey}
        onPick={this.pick}
        onHover={this.hover}
      />
    )
  }

  override render() {
    const { names, rules, months, vertical, format, daySize } = this.props
    const { month } = this.state
    const parts: Piece[] = pieces(format, names)
    const label = (each: Month): string => writePieces(parts, firstOf(each), names)
    const shown = Array.from({ length: months }, (_, i) => month + i)
    return (
      <div
        ref={this.box}
        class={`dash-datepicker-calendar-container${vertical ? ' dash-datepicker-vertical' : ''}`}
        style={daySize ? { '--dash-day-size': `${daySize}px` } : undefined}
      >
        {shown.map((each, i) => (
          // Keyed by its place: a month that comes in changes what stands there, and the fields keep the keyboard.
          <div key={i} class="dash-datepicker-calendar-wrapper">
            <div class="dash-datepicker-controls">
              {i > 0 ? (
                <div class="dash-datepicker-heading" aria-hidden="true">
                  {label(each)}
                </div>
              ) : (
                <Fragment>
                  {this.arrow(-1)}
                  <Heading month={each} format={parts} names={names} rules={rules} onGo={this.go} />
                </Fragment>
              )}
              {i === 0 && this.arrow(1)}
            </div>
            {this.grid(each, label(each))}
          </div>
        ))}
        <div class="dash-datepicker-said" role="status">
          {shown.map(label).join(', ')}
        </div>
      </div>
    )
  }
}
