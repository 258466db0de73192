// One month of a calendar: a grid of weeks in the pattern of the ARIA practices.

import { type Choice, pickable, type Rules } from './date-choice'
import { type Day, dateOf, firstDay, firstOf, lastDay, type Month, today, weekOf } from './date-days'
import type { Names } from './date-names'

export interface MonthProps {
  month: Month
  /** The name of the grid. */
  label: string
  names: Names
  rules: Rules
  choice: Choice
  /** The day that the Tab key goes to. */
  cursor: Day
  painted: [from: Day, to: Day] | undefined
  /** Which of the neighbouring months' days are shown. */
  before: boolean
  after: boolean
  firstWeekday: number
  /** How the values are called where they are read out: start and end. */
  endNames: string[]
  onKey(event: KeyboardEvent): void
  onPick(day: Day): void
  onHover(day: Day | undefined): void
}

const sevenDays = [0, 1, 2, 3, 4, 5, 6]

/** The day whose cell an event happened in. */
function dayOfCell({ target }: Event): Day | undefined {
  const cell = target instanceof Node ? (target as Element).closest?.('[data-day]') : undefined
  return cell ? Number(cell.getAttribute('data-day')) : undefined
}

function Cell(props: MonthProps & { day: Day }) {
  const { day, month, names, rules, choice, cursor, painted, before, after, endNames } = props
  const outside = day < firstOf(month) ? 'before' : day >= firstOf(month + 1) ? 'after' : ''
  const hidden = (outside === 'before' && !before) || (outside === 'after' && !after)
  if (hidden || day < firstDay || day > lastDay) return <td class="dash-datepicker-calendar-date-empty" />
  const { values } = choice
  const [from, to = from] = values
  const end = values.indexOf(day)
  const chosen = end >= 0 || (from !== undefined && to !== undefined && day >= from && day <= to)
  const within = painted !== undefined && day >= painted[0] && day <= painted[1]
  const kinds: Record<string, boolean> = {
    [outside ? 'outside' : 'inside']: true,
    selected: end >= 0,
    'in-range': within,
    'range-start': within && day === painted[0],
    'range-end': within && day === painted[1],
    disabled: !pickable(day, choice, rules),
  }
  return (
    <td
      // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: the ARIA practices make a calendar a grid of table cells
      role="gridcell"
      class={Object.keys(kinds)
        .filter((kind) => kinds[kind])
        .map((kind) => `dash-datepicker-calendar-date-${kind}`)
        .join(' ')}
      data-day={day}
      tabIndex={day === cursor && !outside ? 0 : -1}
      aria-label={[names.spoken(day), endNames[end]].filter(Boolean).join(', ')}
      aria-selected={chosen}
      aria-disabled={!pickable(day, choice, rules)}
      aria-current={day === today() ? 'date' : undefined}
    >
      <span>{dateOf(day)}</span>
    </td>
  )
}

export default function MonthGrid(props: MonthProps) {
  const { month, names, firstWeekday, label, after, onKey, onPick, onHover } = props
  const begin = weekOf(firstOf(month), firstWeekday)
  // Where the days after it are shown a month has six rows, else as many as it needs.
  const weeks = after ? 6 : Math.ceil((firstOf(month + 1) - begin) / 7)
  return (
    <table
      // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: the ARIA practices make a calendar a grid of table cells
      role="grid"
      class="dash-datepicker-calendar"
      aria-label={label}
      onKeyDown={onKey}
      onClick={(event) => {
        const day = dayOfCell(event)
        if (day !== undefined) onPick(day)
      }}
      onPointerOver={(event) => event.pointerType !== 'touch' && onHover(dayOfCell(event))}
      onPointerLeave={() => onHover(undefined)}
    >
      <thead>
        <tr>
          {sevenDays.map((i) => (
            <th key={i} scope="col" aria-label={names.weekday(begin + i, 'long')}>
              {names.weekday(begin + i, 'short')}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {sevenDays.slice(0, weeks).map((week) => (
          <tr key={week}>
            {sevenDays.map((i) => (
              <Cell key={i} {...props} day={begin + week * 7 + i} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
