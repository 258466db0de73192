// Columns of calculated coordinates, one object for as long as the values stay the same: the graphics card's buffers hang on
// that object, so that a column which is in a figure again is not sent again.

import { isTyped, numeric, type Summary, sameSummary, summarize, type TypedArray } from './numbers'
import type { Axis, Trace } from './types'

export interface Column {
  values: TypedArray
  summary: Summary
}

const columns = new WeakMap<object, Column>()

/**
 * columnOf is the column of an array the user gave. plotly.js lets users write into arrays in place and call redraw, so the
 * array's values are looked at each time, and a changed one is a new column.
 */
export function columnOf(source: object, values: TypedArray): Column {
  const summary = summarize([values])
  const known = columns.get(source)
  if (known && sameSummary(known.summary, summary)) return known
  const column = { values, summary }
  columns.set(source, column)
  return column
}

/** calcColumn is the trace's x or y in the axis' calculated coordinates: numbers, milliseconds or positions of categories. */
export function calcColumn(axis: Axis, trace: Trace, letter: 'x' | 'y'): Column {
  const source = trace[letter] as object
  const length = trace._length as number
  const cut = (values: TypedArray) => (values.length > length ? values.subarray(0, length) : values)
  if (axis.type === 'linear' || axis.type === 'log') {
    const values = isTyped(source) ? source : numeric(source as unknown[])
    if (values) return columnOf(source, cut(values))
  }
  const calendar = trace[`${letter}calendar`] ?? axis.calendar ?? 'gregorian'
  if (axis.type === 'date' && isTyped(source) && calendar === 'gregorian' && !axis.rangebreaks) {
    return columnOf(source, cut(milliseconds(source, (v) => axis.d2c(v))))
  }
  return columnOf(
    source,
    Float64Array.from(axis.makeCalcdata(trace, letter) as ArrayLike<number>, (v) => v ?? NaN),
  )
}

const quarter = 15 * 60 * 1000

/**
 * milliseconds turns numbers into a date axis' coordinates. plotly.js shows numbers in the browser's time zone, and finds the
 * shift by a Date for each; a zone's shift only changes at quarters of an hour, so one for each quarter will do. Numbers of up to four
 * digits may be years, which is left to plotly.js.
 */
export function milliseconds(values: TypedArray, convert: (value: number) => number): Float64Array {
  const out = new Float64Array(values.length)
  const source = values instanceof Float64Array ? values : new Float64Array(values)
  let [bucket, shift] = [NaN, 0]
  for (let i = 0; i < out.length; i++) {
    const v = source[i] as number
    if (v > -1e6 && v < 1e6) {
      out[i] = convert(v) ?? NaN
      continue
    }
    const at = Math.floor(v / quarter)
    if (at !== bucket) {
      bucket = at
      shift = convert(at * quarter) - at * quarter
    }
    out[i] = v + shift
  }
  return out
}

const parts = new WeakMap<object, { x: TypedArray; y: TypedArray }>()

/** interleaved takes x and y out of x0, y0, x1, y1 …; the same array gives the same two. A number without partner is left out. */
export function interleaved(xy: ArrayLike<number> & object): { x: TypedArray; y: TypedArray } {
  const count = xy.length >> 1
  const known = parts.get(xy)
  const x = known?.x.length === count ? known.x : make(xy, count)
  const y = known?.y.length === count ? known.y : make(xy, count)
  for (let i = 0; i < count; i++) {
    x[i] = xy[2 * i] ?? NaN
    y[i] = xy[2 * i + 1] ?? NaN
  }
  const both = { x, y }
  parts.set(xy, both)
  return both
}

function make(like: ArrayLike<number>, count: number): TypedArray {
  if (!isTyped(like)) return new Float64Array(count)
  return new (like.constructor as new (count: number) => TypedArray)(count)
}
