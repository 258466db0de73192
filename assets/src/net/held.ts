// What a call's outputs hold when it departs (internal/README.md, "Held columns"): the server leaves equal columns out.

import { bytesOfColumn, type Column, isMatrix, isTyped } from '../wire/arrays'
import type { Held } from '../wire/frames'
import type { Props } from '../wire/records'

const most = 64
/** Smaller columns are not worth a name. */
const least = 4096
/** Objects looked into at a departure; figures have hundreds, and what lies deeper in a page is sent again. */
const farthest = 10_000
/** Lists up to here may begin with a text and hold components all the same. */
const short = 100
/** From here on it pays to ask past HTTP caches, which keep whole answers only. */
const worth = 64 << 10

export const none: Held = new Map()

const sizeOf = (column: Column): number => bytesOfColumn(column)?.length ?? 0

/** The columns inside values, each once. Long lists of numbers and texts are not walked through. */
export function columnsIn(values: Iterable<unknown>): Set<Column> {
  const columns = new Set<Column>()
  const ahead: object[] = []
  let room = farthest
  const visit = (value: unknown): void => {
    if (typeof value === 'object' && value !== null && room-- > 0) ahead.push(value)
  }
  for (const value of values) visit(value)
  for (let value = ahead.pop(); value; value = ahead.pop()) {
    if (isTyped(value) || isMatrix(value)) {
      if (sizeOf(value) >= least) columns.add(value)
    } else if (!Array.isArray(value)) {
      for (const key in value) visit((value as Props)[key])
    } else if ((typeof value[0] === 'object' || value.length <= short) && room > 0) {
      value.slice(0, room).forEach(visit)
    }
  }
  return columns
}

export function isMuch(columns: Iterable<Column>): boolean {
  let bytes = 0
  for (const column of columns) bytes += sizeOf(column)
  return bytes >= worth
}

/** What the columns are called comes from a file of its own, which pages without large columns never need. Where that does not
 * come, all is sent again. */
export async function heldOf(columns: Set<Column>): Promise<Held> {
  const largest = [...columns].sort((a, b) => sizeOf(b) - sizeOf(a)).slice(0, most)
  return import('./gather').then(({ named }) => named(largest)).catch(() => none)
}

/** How the server is told. */
export function holds(held: Held): Record<string, string> {
  return held.size > 0 ? { 'Dashi-Holds': [...held.keys()].join(', ') } : {}
}
