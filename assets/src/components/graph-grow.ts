// Columns that grow at an end, as those of a live graph do. A typed array becomes a view on a buffer with room to spare, so
// that 100 points more cost the writing of 100 points and not the copying of a million; a window (maxPoints) is a view that
// moves along. plotly.js's own extendTraces copies each column twice.

import { isTyped, type TypedArray } from '../wire/arrays'
import { isTimes, textsOf, timesOf } from '../wire/times'

export type List = unknown[] | TypedArray
export const isList = (value: unknown): value is List => Array.isArray(value) || isTyped(value)

/** Which bytes of a buffer made here are in use. A view that does not reach that edge is an older one: what lies beyond it
 * belongs to another, and must not be written over. */
interface Used {
  low: number
  high: number
}

const buffers = new WeakMap<ArrayBufferLike, Used>()

type Make = new (from: ArrayBufferLike | unknown[], at?: number, length?: number) => TypedArray

/**
 * grow returns a column with values added at its end, or before its beginning, of which at most `limit` are kept: the newest.
 * A typed column stays one of its kind unless the values do not fit, as a fraction among integers does not.
 */
export function grow(column: List, added: List, limit = Number.POSITIVE_INFINITY, front = false): List {
  const keep = Math.max(0, Math.min(limit, column.length + added.length))
  if (isTimes(column)) return growTyped(column, timesOf(added), keep, front)
  // Times are texts where those are that they are added to.
  if (isTimes(added) && !isTyped(column)) return growPlain(column, textsOf(added), keep, front)
  if (!isTyped(column)) return growPlain(column, added, keep, front)
  if (column.constructor === added.constructor) return growTyped(column, added as TypedArray, keep, front)
  const values = Array.from(added as ArrayLike<unknown>, (value) => value ?? Number.NaN)
  if (!values.every((value) => typeof value === 'number')) return growPlain(Array.from(column), added, keep, front)
  const typed = new (column.constructor as Make)(values)
  if (isFloat(column) || values.every((value, i) => value === typed[i])) return growTyped(column, typed, keep, front)
  return growTyped(Float64Array.from(column), Float64Array.from(values), keep, front)
}

const isFloat = (column: TypedArray) => column instanceof Float64Array || column instanceof Float32Array

function growPlain(column: unknown[], added: List, keep: number, front: boolean): unknown[] {
  const list = Array.isArray(added) ? added : Array.from(added as ArrayLike<unknown>)
  const rest = Math.max(0, keep - list.length)
  const [old, news] = [column.length <= rest, list.length <= keep]
  if (front) return (news ? list : list.slice(0, keep)).concat(old ? column : column.slice(0, rest))
  return (old ? column : column.slice(column.length - rest)).concat(news ? list : list.slice(list.length - keep))
}

function growTyped(column: TypedArray, added: TypedArray, keep: number, front: boolean): TypedArray {
  const { length } = added
  const rest = Math.max(0, keep - length)
  const news = Math.min(length, keep)
  const part = front ? added.subarray(0, news) : added.subarray(length - news)
  const old = front ? column.subarray(0, rest) : column.subarray(column.length - rest)
  const room = roomFor(old, news, front)
  const view = viewOf(room, front ? -news : 0, rest + news)
  view.set(part, front ? 0 : rest)
  claim(view)
  return view
}

/** A view `by` elements before another's beginning, or at it. */
const viewOf = (column: TypedArray, by: number, length: number) =>
  new (column.constructor as Make)(column.buffer, column.byteOffset + by * column.BYTES_PER_ELEMENT, length)

function claim({ buffer, byteOffset, byteLength }: TypedArray): void {
  const used = buffers.get(buffer)
  buffers.set(buffer, {
    low: Math.min(used?.low ?? byteOffset, byteOffset),
    high: Math.max(used?.high ?? 0, byteOffset + byteLength),
  })
}

/** The column itself where there is room beside it, or a copy with as much room again as it has elements. */
function roomFor(column: TypedArray, more: number, front: boolean): TypedArray {
  const { buffer, byteOffset, byteLength, length, BYTES_PER_ELEMENT: size } = column
  const used = buffers.get(buffer)
  if (used && front && used.low === byteOffset && byteOffset >= more * size) return column
  const end = byteOffset + byteLength
  if (used && !front && used.high === end && buffer.byteLength - end >= more * size) return column
  const spare = Math.max(more, length, 64) + more
  const fresh = new ArrayBuffer((length + spare) * size)
  const copy = new (column.constructor as Make)(fresh, front ? spare * size : 0, length)
  copy.set(column)
  claim(copy)
  return copy
}
