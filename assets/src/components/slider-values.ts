// Several thumbs on one line: what becomes of the others when one is moved, and which one the pointer means.

import { clean, type Mark, type Scale, snap } from './slider-marks'

export interface Rules {
  /** Thumbs may pass one another. */
  cross: boolean
  /** So many steps are kept between thumbs, by pushing those in the way. Undefined: nothing is pushed. */
  gap?: number | undefined
}

export interface Arranged {
  values: number[]
  /** Where the moved value stands among them now. */
  at: number
}

const clamp = (number: number, low: number, high: number): number => Math.min(Math.max(number, low), high)

/** What pushable says: true keeps one step between thumbs, a number that many. */
export function rulesOf(given: { allowCross?: unknown; pushable?: unknown }): Rules {
  const { allowCross, pushable } = given
  const gap = pushable === true ? 1 : typeof pushable === 'number' && pushable > 0 ? pushable : undefined
  return { cross: allowCross !== false, gap }
}

/** The number so many steps further, also beyond the ends; between marks where only those can be chosen. */
function shift(number: number, steps: number, scale: Scale, marks: Mark[]): number {
  if (scale.step !== null) return clean(number + steps * (scale.step || (scale.max - scale.min) / 100))
  const values = marks.map((mark) => mark.value)
  const beyond = steps > 0 ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY
  return values[values.indexOf(snap(number, scale, marks)) + Math.round(steps)] ?? beyond
}

function push(values: number[], at: number, to: number, gap: number, scale: Scale, marks: Mark[]): number[] {
  const lowest = shift(snap(scale.min, scale, marks), at * gap, scale, marks)
  const highest = shift(snap(scale.max, scale, marks), -(values.length - 1 - at) * gap, scale, marks)
  if (!(lowest <= highest)) return values // there is no room for such gaps
  const pushed = values.with(at, clamp(to, lowest, highest))
  for (let i = at + 1; i < pushed.length; i++) {
    pushed[i] = Math.max(pushed[i] as number, shift(pushed[i - 1] as number, gap, scale, marks))
  }
  for (let i = at - 1; i >= 0; i--) {
    pushed[i] = Math.min(pushed[i] as number, shift(pushed[i + 1] as number, -gap, scale, marks))
  }
  return pushed
}

/** The values, ascending before and after, when the one at `at` goes to a number that may be chosen. */
export function arrange(values: number[], at: number, to: number, rules: Rules, scale: Scale, marks: Mark[]): Arranged {
  if (rules.gap !== undefined) return { values: push(values, at, to, rules.gap, scale, marks), at }
  if (!rules.cross) {
    const held = clamp(to, values[at - 1] ?? scale.min, values[at + 1] ?? scale.max)
    return { values: values.with(at, held), at }
  }
  const others = values.toSpliced(at, 1)
  const below = others.filter((value) => value < to).length
  const upTo = others.filter((value) => value <= to).length
  // Among equals it stays where it came from.
  const place = clamp(at, below, upTo)
  return { values: others.toSpliced(place, 0, to), at: place }
}

/** All values moved together, as far as the ends let them. */
export function slide(values: number[], by: number, scale: Scale, marks: Mark[]): number[] {
  const [first = 0, last = 0] = [values[0], values.at(-1)]
  const room = clamp(by, scale.min - first, scale.max - last)
  if (scale.step === null) {
    const stops = marks.map((mark) => mark.value)
    const indexes = values.map((value) => stops.indexOf(snap(value, scale, marks)))
    const wanted = stops.indexOf(snap(first + room, scale, marks)) - (indexes[0] ?? 0)
    const steps = Math.min(wanted, stops.length - 1 - (indexes.at(-1) ?? 0))
    return indexes.map((index, i) => stops[index + steps] ?? (values[i] as number))
  }
  const { step } = scale
  if (step <= 0) return values.map((value) => clean(value + room))
  // Whole steps, never beyond an end.
  const steps = Math.round(room / step)
  const fitting = Math.abs(steps * step) > Math.abs(room) + step * 1e-9 ? steps - Math.sign(steps) : steps
  return values.map((value) => clean(value + fitting * step))
}

/** The thumbs nearest to a number: several where they stand on one another. */
export function nearest(values: number[], number: number): number[] {
  const distances = values.map((value) => Math.abs(value - number))
  const least = Math.min(...distances)
  return values.flatMap((_, i) => (distances[i] === least ? [i] : []))
}

/** Of thumbs on one another, the one that can go where the pointer goes; undefined while it has not said. */
export function meant(values: number[], candidates: number[], number: number): number | undefined {
  const [first] = candidates
  if (candidates.length < 2 || first === undefined) return first
  const place = values[first] as number
  if (number === place) return undefined
  // Two on either side of the pointer are equally good; of those on one place, the outer one is free to move.
  return number < place ? first : candidates.at(-1)
}

/** So many thumbs that nothing was said of: evenly over the line. */
export function spread(count: number, scale: Scale, marks: Mark[]): number[] {
  return Array.from({ length: count }, (_, i) =>
    snap(scale.min + ((scale.max - scale.min) * i) / Math.max(count - 1, 1), scale, marks),
  )
}
