// Where a value of a trace lies on its axis, and how that is said. Numbers on an axis of dates are one of two things: in a column of
// times what a clock on the wall shows, which is what the axis calculates with (graph-times.ts); else moments, which plotly.js shows
// by the browser's time zone.

import type { Dict } from '../plotly/plotly'
import { isRecord } from '../wire/records'
import { isTimes, Times, textsOf } from '../wire/times'

/** The axis that a column of a trace (`x`, `y`) lies on, with all defaults filled in. */
export function axisOf(trace: Dict, key: string, layout: Dict): unknown {
  if (key !== 'x' && key !== 'y') return undefined
  const id = String(trace[`${key}axis`] ?? key)
  return layout[`${key}axis${id.slice(1)}`]
}

export const isDates = (axis: unknown, column: unknown) => isTimes(column) || (isRecord(axis) && axis.type === 'date')

/** What an axis calculates with for a value of a column. */
export function placeOf(value: unknown, column: unknown, axis: unknown): unknown {
  if (isTimes(column) || !isRecord(axis) || typeof axis.d2c !== 'function') return value
  return axis.d2c(value)
}

/** A time in words: a place on an axis of dates, or a text as it travels, without the `T` and without seconds that are none. */
export function timeText(time: unknown): string {
  const text = typeof time === 'number' ? textsOf(Times.of(time) as Times)[0] : time
  return text === null || text === undefined
    ? ''
    : String(text)
        .replace(/(\d)T(\d\d:\d\d)/, '$1 $2')
        .replace(/(:\d\d):00$/, '$1')
}
