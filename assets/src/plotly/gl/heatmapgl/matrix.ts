// z as the graphics card wants it, and cut to the size of textures it takes.

import { baseOf, isTyped, loosely, type Summary, sameSummary, summarize, type TypedArray } from '../numbers'

export interface Matrix {
  rows: TypedArray[]
  /** The longest row's length; shorter rows end in gaps. */
  columns: number
  summary: Summary
  /** What is taken off each value before it becomes float32; not 0 where the values lie close together and far from 0. */
  base: number
}

const matrices = new WeakMap<object, { plain?: Matrix; transposed?: Matrix }>()

/** matrixOf is the matrix of a z as users give it. The same rows with the same values give the same object. */
export function matrixOf(z: ArrayLike<ArrayLike<unknown>> & object, transpose: boolean): Matrix {
  let rows = Array.from(z, (row) => (isTyped(row) ? row : loosely(row ?? [])))
  if (transpose) rows = transposed(rows)
  const summary = summarize(rows)
  const columns = rows.reduce((most, row) => Math.max(most, row.length), 0)
  const known = matrices.get(z) ?? {}
  matrices.set(z, known)
  const side = transpose ? 'transposed' : 'plain'
  const before = known[side]
  if (
    before &&
    before.rows.length === rows.length &&
    before.columns === columns &&
    sameSummary(before.summary, summary)
  )
    return before
  const matrix = {
    rows,
    columns,
    summary,
    base: rows.every((row) => row instanceof Float32Array) ? 0 : baseOf(summary),
  }
  known[side] = matrix
  return matrix
}

function transposed(rows: TypedArray[]): TypedArray[] {
  const columns = rows.reduce((most, row) => Math.max(most, row.length), 0)
  const out = Array.from({ length: columns }, () => new Float64Array(rows.length).fill(NaN))
  for (const [r, row] of rows.entries()) {
    for (let c = 0; c < row.length; c++) (out[c] as Float64Array)[r] = row[c] as number
  }
  return out
}

/** A part of the matrix that one texture holds: its own cells, and one more row and column to smooth towards, where there is one. */
export interface Tile {
  row: number
  column: number
  rows: number
  columns: number
  heldRows: number
  heldColumns: number
}

/** tilesOf cuts a matrix into textures with sides of at most `limit`. */
export function tilesOf(rows: number, columns: number, limit: number): Tile[] {
  const tiles: Tile[] = []
  const cut = (size: number) => (size <= limit ? size : limit - 1)
  const [high, wide] = [cut(rows), cut(columns)]
  for (let row = 0; row < rows; row += high) {
    for (let column = 0; column < columns; column += wide) {
      const [ownRows, ownColumns] = [Math.min(high, rows - row), Math.min(wide, columns - column)]
      tiles.push({
        row,
        column,
        rows: ownRows,
        columns: ownColumns,
        heldRows: Math.min(ownRows + 1, limit, rows - row),
        heldColumns: Math.min(ownColumns + 1, limit, columns - column),
      })
    }
  }
  return tiles
}

/** whole is the matrix as one Float32Array, where its rows already lie so in memory; no copy is made. */
export function whole({ rows, columns, base }: Matrix): Float32Array | undefined {
  const first = rows[0]
  if (base !== 0 || !(first instanceof Float32Array)) return undefined
  for (const [r, row] of rows.entries()) {
    const follows = row.buffer === first.buffer && row.byteOffset === first.byteOffset + 4 * r * columns
    if (!(row instanceof Float32Array) || !follows || row.length !== columns) return undefined
  }
  return new Float32Array(first.buffer as ArrayBuffer, first.byteOffset, rows.length * columns)
}

/** block copies rows of a tile, from its row `from` on, as float32 without base; gaps are NaN. */
export function block({ rows, base }: Matrix, tile: Tile, from: number, count: number): Float32Array {
  const out = new Float32Array(count * tile.heldColumns)
  for (let r = 0; r < count; r++) {
    const row = rows[tile.row + from + r] as TypedArray
    const part = row.subarray(tile.column, tile.column + tile.heldColumns)
    const at = r * tile.heldColumns
    if (base === 0) out.set(part, at)
    else for (let c = 0; c < part.length; c++) out[at + c] = (part[c] as number) - base
    if (part.length < tile.heldColumns) out.fill(NaN, at + part.length, at + tile.heldColumns)
  }
  return out
}
