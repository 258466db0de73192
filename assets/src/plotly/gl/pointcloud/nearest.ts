// Finds points near a place without looking at all of them: points sorted into the cells of a grid, by counting. Built in steps, in
// the browser's idle time; until it is there, points are looked at one by one.

import type { TypedArray } from '../numbers'

export interface Points {
  x: TypedArray
  y: TypedArray
}

/** A part of the plane, in the points' own coordinates; its sides may stand in either order. */
export interface Area {
  x0: number
  x1: number
  y0: number
  y1: number
}

/** Points per step of the building, about 10 ms of work. */
const step = 250_000
/** Points in a cell, were they spread evenly. */
const perCell = 8
const maxSide = 1024

export class PointIndex {
  readonly #points: Points
  readonly #side: number
  readonly #logX: boolean
  readonly #logY: boolean
  readonly #starts: Uint32Array
  readonly #ids: Uint32Array
  readonly #area: Area
  done = false

  /** Bounds are of the finite points; on a log axis, of the positive ones, and cells are even in the logarithm. */
  constructor(points: Points, bounds: Area, log: { x: boolean; y: boolean }) {
    const count = points.x.length
    this.#points = points
    this.#logX = log.x
    this.#logY = log.y
    this.#area = {
      x0: linear(bounds.x0, log.x),
      x1: linear(bounds.x1, log.x),
      y0: linear(bounds.y0, log.y),
      y1: linear(bounds.y1, log.y),
    }
    this.#side = Math.min(maxSide, Math.max(1, Math.ceil(Math.sqrt(count / perCell))))
    this.#starts = new Uint32Array(this.#side * this.#side + 1)
    this.#ids = new Uint32Array(count)
  }

  /** build is run to its end to make the index; each step takes a moment. */
  *build(): Generator<void, void, void> {
    const count = this.#ids.length
    const cells = new Int32Array(count)
    for (let start = 0; start < count; start += step) {
      this.#sort(cells, start, Math.min(count, start + step))
      yield
    }
    for (let cell = 1; cell < this.#starts.length; cell++) {
      this.#starts[cell] = (this.#starts[cell] as number) + (this.#starts[cell - 1] as number)
    }
    const next = this.#starts.slice()
    for (let start = 0; start < count; start += step) {
      const end = Math.min(count, start + step)
      for (let i = start; i < end; i++) {
        const cell = cells[i] as number
        if (cell < 0) continue
        const at = next[cell] as number
        this.#ids[at] = i
        next[cell] = at + 1
      }
      yield
    }
    this.done = true
  }

  #sort(cells: Int32Array, start: number, end: number): void {
    const { x, y } = this.#points
    for (let i = start; i < end; i++) {
      const column = this.#column(x[i] as number)
      const row = this.#row(y[i] as number)
      const cell = column >= 0 && row >= 0 ? row * this.#side + column : -1
      cells[i] = cell
      if (cell >= 0) this.#starts[cell + 1] = (this.#starts[cell + 1] as number) + 1
    }
  }

  #column = (x: number) => cellOf(linear(x, this.#logX), this.#area.x0, this.#area.x1, this.#side)
  #row = (y: number) => cellOf(linear(y, this.#logY), this.#area.y0, this.#area.y1, this.#side)

  /** near visits at least all points within the area. Corners off the log axis' values stand for its end. */
  near(area: Area, visit: (id: number) => void): void {
    const { x0, x1, y0, y1 } = this.#area
    const [left, right] = ordered(this.#end(area.x0, this.#logX, x0, x1), this.#end(area.x1, this.#logX, x0, x1))
    const [below, above] = ordered(this.#end(area.y0, this.#logY, y0, y1), this.#end(area.y1, this.#logY, y0, y1))
    for (let row = below; row <= above; row++) {
      const from = this.#starts[row * this.#side + left] as number
      const to = this.#starts[row * this.#side + right + 1] as number
      for (let at = from; at < to; at++) visit(this.#ids[at] as number)
    }
  }

  /** The cell of a side, of those the grid has. */
  #end(value: number, log: boolean, from: number, to: number): number {
    const v = linear(value, log)
    if (v === Infinity) return this.#side - 1
    return Math.max(0, cellOf(v, from, to, this.#side))
  }
}

const linear = (value: number, log: boolean) => (log ? Math.log10(value) : value)

/** -1 for values that have no place. */
function cellOf(value: number, from: number, to: number, side: number): number {
  if (value - value !== 0) return -1
  if (!(to > from)) return 0
  return Math.min(side - 1, Math.max(0, Math.floor(((value - from) / (to - from)) * side)))
}

const ordered = (a: number, b: number): [number, number] => (a <= b ? [a, b] : [b, a])
