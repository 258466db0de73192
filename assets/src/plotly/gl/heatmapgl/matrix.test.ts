import assert from 'node:assert/strict'
import { test } from 'node:test'
import { block, matrixOf, tilesOf, whole } from './matrix'

const cells = (z: ArrayLike<unknown>[], transpose = false) => {
  const matrix = matrixOf(z, transpose)
  const [tile] = tilesOf(matrix.rows.length, matrix.columns, 4096)
  assert.ok(tile)
  return [...block(matrix, tile, 0, matrix.rows.length)]
}

test('rows of any kind become float32, ragged ends and what is no number become gaps', () => {
  assert.deepEqual(cells([[1, 2, 3], Int8Array.of(4, 5), [null, '6', 'x']]), [1, 2, 3, 4, 5, NaN, NaN, 6, NaN])
  assert.deepEqual(
    cells(
      [
        [1, 2, 3],
        [4, 5],
      ],
      true,
    ),
    [1, 4, 2, 5, 3, NaN],
  )
})

test('a matrix is the same object until something in it changes', () => {
  const z = [Float64Array.of(1, 2), Float64Array.of(3, 4)]
  const first = matrixOf(z, false)
  assert.equal(matrixOf(z, false), first)
  assert.notEqual(matrixOf(z, true), first)
  ;(z[1] as Float64Array)[0] = 9
  assert.notEqual(matrixOf(z, false), first)
  assert.equal(matrixOf(z, false).summary.max, 9)
})

test('rows that are views of one Float32Array are taken as they lie', () => {
  const all = Float32Array.from({ length: 12 }, (_, i) => i)
  const rows = [0, 1, 2].map((r) => all.subarray(4 * r, 4 * r + 4))
  assert.equal(whole(matrixOf(rows, false))?.buffer, all.buffer)
  assert.deepEqual(whole(matrixOf(rows.slice(1), false)), all.subarray(4))
  assert.equal(whole(matrixOf([...rows].reverse(), false)), undefined)
  assert.equal(whole(matrixOf([Float64Array.of(1)], false)), undefined)
})

test('values far from 0 and close together keep apart', () => {
  const matrix = matrixOf([Float64Array.of(1e9, 1e9 + 1, 1e9 + 2)], false)
  assert.equal(matrix.base, 1e9)
  assert.deepEqual(cells([Float64Array.of(1e9, 1e9 + 1, NaN)]), [0, 1, NaN])
  assert.equal(matrixOf([Float64Array.of(0, 5)], false).base, 0)
})

test('tiles cover every cell once and hold the next one to smooth towards', () => {
  for (const [rows, columns] of [
    [10, 4],
    [4, 10],
    [10, 10],
    [3, 3],
    [4, 4],
    [5, 5],
  ] as [number, number][]) {
    const seen = new Map<string, number>()
    for (const tile of tilesOf(rows, columns, 4)) {
      assert.ok(tile.heldRows <= 4 && tile.heldColumns <= 4)
      assert.equal(tile.heldRows, Math.min(tile.rows + 1, rows - tile.row, 4))
      assert.ok(tile.row + tile.rows === rows || tile.heldRows > tile.rows)
      assert.ok(tile.column + tile.columns === columns || tile.heldColumns > tile.columns)
      for (let r = 0; r < tile.rows; r++) {
        for (let c = 0; c < tile.columns; c++) {
          const cell = `${tile.row + r} ${tile.column + c}`
          seen.set(cell, (seen.get(cell) ?? 0) + 1)
        }
      }
    }
    assert.equal(seen.size, rows * columns)
    assert.deepEqual(new Set(seen.values()), new Set([1]))
  }
})

test('a tile holds its own part', () => {
  const matrix = matrixOf(
    [
      [1, 2, 3],
      [4, 5, 6],
      [7, 8, 9],
    ],
    false,
  )
  const tile = tilesOf(3, 3, 2).at(-1)
  assert.ok(tile)
  assert.deepEqual([...block(matrix, tile, 0, tile.heldRows)], [9])
})
