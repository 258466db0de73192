// What stands above a month: its name and year as `month_format` has them, both to be chosen directly.

import { Component } from 'preact'
import type { Rules } from './date-choice'
import { clamp, firstOf, type Month, modulo, monthOf, yearOf } from './date-days'
import { type Piece, writePieces } from './date-format'
import type { Names } from './date-names'

export const words = {
  calendar: 'Choose a date',
  previous: 'Previous month',
  next: 'Next month',
  month: 'Month',
  year: 'Year',
  clear: 'Clear',
  close: 'Close',
}

interface HeadingProps {
  month: Month
  format: Piece[]
  names: Names
  rules: Rules
  onGo(month: Month): void
}

/** The year as a field: typed, or stepped with the arrow keys. It goes there once four digits stand in it, or when it is left. */
class YearField extends Component<HeadingProps, { draft?: string | undefined }> {
  override state: { draft?: string | undefined } = {}

  private go(text: string): void {
    const { month, rules, onGo } = this.props
    const year = Math.round(Number(text))
    if (year >= 1) onGo(clamp(year, yearOf(rules.min), yearOf(rules.max)) * 12 + modulo(month, 12))
  }

  override render() {
    const { month, rules } = this.props
    return (
      <input
        type="number"
        class="dash-datepicker-year"
        aria-label={words.year}
        min={yearOf(rules.min)}
        max={yearOf(rules.max)}
        value={this.state.draft ?? String(Math.floor(month / 12))}
        onInput={({ currentTarget: { value } }) => {
          const whole = value.length >= 4
          if (whole) this.go(value)
          this.setState({ draft: whole ? undefined : value })
        }}
        onChange={({ currentTarget: { value } }) => {
          this.go(value)
          this.setState({ draft: undefined })
        }}
      />
    )
  }
}

const isMonth = (piece: Piece): boolean => 'token' in piece && piece.token.startsWith('M')
const isYear = (piece: Piece): boolean => 'token' in piece && /^Y/.test(piece.token)

const twelve = Array.from({ length: 12 }, (_, i) => i)

function MonthField({ piece, month, names, rules, onGo }: HeadingProps & { piece: Piece }) {
  const january = month - modulo(month, 12)
  return (
    <select
      class="dash-datepicker-month"
      aria-label={words.month}
      value={String(month - january)}
      onChange={(event) => onGo(january + Number(event.currentTarget.value))}
    >
      {twelve.map((i) => (
        <option
          key={i}
          value={String(i)}
          disabled={january + i < monthOf(rules.min) || january + i > monthOf(rules.max)}
        >
          {writePieces([piece], firstOf(january + i), names)}
        </option>
      ))}
    </select>
  )
}

export default function Heading(props: HeadingProps) {
  const { month, names } = props
  const format = [...props.format]
  // A format without month or year still lets both be chosen.
  if (!format.some(isMonth)) format.unshift({ token: 'MMMM' }, { text: ' ' })
  if (!format.some(isYear)) format.push({ text: ' ' }, { token: 'YYYY' })
  return (
    <div class="dash-datepicker-heading">
      {format.map((piece, i) => {
        // biome-ignore-start lint/suspicious/noArrayIndexKey: the pieces of a format stay where they are
        if (isMonth(piece)) return <MonthField key={i} {...props} piece={piece} />
        if (isYear(piece)) return <YearField key={i} {...props} />
        return <span key={i}>{writePieces([piece], firstOf(month), names)}</span>
        // biome-ignore-end lint/suspicious/noArrayIndexKey: the pieces of a format stay where they are
      })}
    </div>
  )
}
