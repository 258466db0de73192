// The columns that a page holds, by what they are called between browser and server: `<bytes>-<hash>`.

import { bytesOfColumn, type Column } from './arrays'
import { hash } from './hash'

const names = new WeakMap<object, string>()

export const nameOf = (bytes: number, hash: string): string => `${bytes}-${hash}`

/** The column's name. The hash is computed once for each array, which takes less than a millisecond for a megabyte, so arrays in props must not
 * be written into. */
export function nameOfColumn(column: Column): string {
  const known = names.get(column)
  if (known) return known
  const bytes = bytesOfColumn(column) ?? new Uint8Array()
  const name = nameOf(bytes.length, hash(bytes))
  names.set(column, name)
  return name
}

/** The server has said what a column is called. */
export function named(column: Column, name: string): void {
  if (bytesOfColumn(column)) names.set(column, name)
}
