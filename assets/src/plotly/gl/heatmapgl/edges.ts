// Where bricks begin and end, and which brick each pixel shows.

import type { Axis } from '../types'

/**
 * brickEdges are the count+1 borders of count bricks, in the axis' calculated coordinates, by plotly.js's rules: `given` are middles where there are
 * as many as bricks (borders lie half way, on log axes of the logarithm), borders where there is one more; too few go on by the last
 * step. Without, or with one, bricks are dv wide and the first one's middle is v0.
 */
export function brickEdges(
  given: ArrayLike<number> | undefined,
  count: number,
  type: Axis['type'],
  v0: number,
  dv: number,
): Float64Array {
  if (!given || given.length < 2 || type === 'category' || type === 'multicategory') {
    const first = given?.length === 1 && type !== 'category' && type !== 'multicategory' ? (given[0] as number) : v0
    return Float64Array.from({ length: count + 1 }, (_, i) => first + dv * (i - 0.5))
  }
  if (given.length > count) return Float64Array.from({ length: count + 1 }, (_, i) => given[i] as number)
  return type === 'log' ? around(Array.from(given, Math.log), count).map(Math.exp) : around(Array.from(given), count)
}

function around(middles: number[], count: number): Float64Array {
  const known = Math.min(middles.length, count)
  const at = (i: number) => middles[i] as number
  const edges = new Float64Array(count + 1)
  edges[0] = 1.5 * at(0) - 0.5 * at(1)
  for (let i = 1; i < known; i++) edges[i] = (at(i - 1) + at(i)) / 2
  edges[known] = 1.5 * at(known - 1) - 0.5 * at(known - 2)
  const last = (edges[known] as number) - (edges[known - 1] as number)
  for (let i = known + 1; i <= count; i++) edges[i] = (edges[i - 1] as number) + last
  return edges
}

/** brickAt is the brick of a value as a number with a fraction, from 0 to the number of bricks; NaN outside. Borders may fall. */
export function brickAt(edges: Float64Array, value: number): number {
  const count = edges.length - 1
  const falls = (edges[0] as number) > (edges[count] as number)
  const [first, last] = falls ? [edges[count], edges[0]] : [edges[0], edges[count]]
  if (!(value >= (first as number) && value <= (last as number))) return NaN
  let [low, high] = [0, count]
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if ((edges[middle] as number) <= value !== falls) low = middle
    else high = middle
  }
  const [from, to] = [edges[low] as number, edges[low + 1] as number]
  return low + (to === from ? 0.5 : Math.min(1, Math.max(0, (value - from) / (to - from))))
}

/**
 * pixelMap says for each of `pixels` what to show: two numbers, a brick (-1 for none) and the part of the brick after it that is mixed
 * in. valueAt gives the value in the middle of a pixel. Asking the axis keeps all its kinds (log, dates, categories, gaps), and asking
 * on the processor, in float64, stays exact when bricks are wider than the screen. `order` gives the column of each brick, where
 * bricks are categories.
 */
export function pixelMap(
  edges: Float64Array,
  pixels: number,
  valueAt: (pixel: number) => number,
  smooth: boolean,
  order?: Int32Array,
): Float32Array {
  const count = edges.length - 1
  const out = new Float32Array(2 * pixels)
  for (let i = 0; i < pixels; i++) {
    const at = brickAt(edges, valueAt(i))
    if (Number.isNaN(at)) out[2 * i] = -1
    else if (smooth && !order) {
      const between = Math.min(count - 1, Math.max(0, at - 0.5))
      const lower = Math.min(Math.floor(between), Math.max(0, count - 2))
      out[2 * i] = lower
      out[2 * i + 1] = between - lower
    } else {
      const brick = Math.min(count - 1, Math.floor(at))
      out[2 * i] = order ? (order[brick] ?? -1) : brick
    }
  }
  return out
}
