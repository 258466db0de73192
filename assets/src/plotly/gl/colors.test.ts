import assert from 'node:assert/strict'
import { test } from 'node:test'
import { colorBytes, colorMap, shades } from './colors'

let parsed = 0
const parse = (color: string) => {
  parsed++
  return (
    ({ black: [0, 0, 0, 1], white: [255, 255, 255, 1], faint: [255, 0, 0, 0.5] } as Record<string, number[]>)[
      color
    ] ?? [1, 2, 3, 1]
  )
}
const at = (map: Uint8Array, t: number) => [...map.slice(4 * Math.round(t * (shades - 1))).slice(0, 4)]

test('a color map goes evenly between its stops, and the other way round when reversed', () => {
  const scale = [
    [0, 'black'],
    [0.5, 'white'],
    [1, 'faint'],
  ] as const
  const map = colorMap(scale, false, parse)
  assert.equal(map.length, 4 * shades)
  assert.deepEqual(at(map, 0), [0, 0, 0, 255])
  assert.ok(Math.abs((at(map, 0.25)[0] as number) - 128) <= 1)
  assert.deepEqual(at(map, 1), [255, 0, 0, 128])
  const reversed = colorMap(scale, true, parse)
  for (const t of [0, 0.3, 0.5, 1]) {
    for (let k = 0; k < 4; k++) assert.ok(Math.abs((at(map, t)[k] as number) - (at(reversed, 1 - t)[k] as number)) <= 1)
  }
})

test('a step in a scale is a step in the map', () => {
  const map = colorMap(
    [
      [0, 'black'],
      [0.5, 'black'],
      [0.5, 'white'],
      [1, 'white'],
    ],
    false,
    parse,
  )
  assert.deepEqual([at(map, 0.498)[0], at(map, 0.502)[0]], [0, 255])
})

test('a scale is sampled once', () => {
  const scale = [[0, 'black'] as const, [1, 'white'] as const]
  const first = colorMap(scale, false, parse)
  const before = parsed
  assert.equal(colorMap(scale, false, parse), first)
  assert.equal(parsed, before)
})

test('a color for each point; what is no color is the other one', () => {
  const colors = colorBytes(['white', 'faint', 7, 'white'], 5, 'black', parse)
  assert.deepEqual([...colors.slice(0, 8)], [255, 255, 255, 255, 255, 0, 0, 128])
  assert.deepEqual([...colors.slice(8, 12)], [0, 0, 0, 255])
  assert.deepEqual([...colors.slice(16)], [0, 0, 0, 255])
})
