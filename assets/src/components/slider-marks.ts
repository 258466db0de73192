// Numbers for the slider: its bounds, its steps, and the marks below it.

export type MarkLabel = string | { label: string; style?: Record<string, string> }

export interface Mark {
  value: number
  label: string
  style?: Record<string, string> | undefined
}

export interface Scale {
  min: number
  max: number
  /** Null: only marks can be chosen. */
  step: number | null
}

type GivenMarks = Record<string, MarkLabel | null> | null | undefined

/** The next of 1, 2, 5, 10, … at or above a number. */
function nice(number: number): number {
  const power = 10 ** Math.floor(Math.log10(number))
  const factor = [1, 2, 5, 10].find((factor) => factor * power >= number * (1 - 1e-9)) ?? 10
  return factor * power
}

/** Rounds away the dust of binary fractions; milliseconds since 1970 keep their last digit. */
export function clean(number: number): number {
  return Number(number.toPrecision(14))
}

/** A finite number, also when it comes as text; undefined for anything else that a callback may send. */
export function numberOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined
}

export function scaleOf(given: { min?: number; max?: number; step?: number | null; marks?: GivenMarks }): Scale {
  const keys = Object.keys(given.marks ?? {})
    .map(Number)
    .filter(Number.isFinite)
  const min = numberOf(given.min) ?? (keys.length > 0 ? Math.min(...keys) : 0)
  const max = numberOf(given.max) ?? (keys.length > 0 ? Math.max(...keys) : Math.max(1, min + 1))
  const step = given.step === null ? null : numberOf(given.step)
  if (step !== undefined) return { min, max, step }
  const whole = Number.isInteger(min) && Number.isInteger(max)
  return { min, max, step: whole || max <= min ? 1 : nice((max - min) / 100) }
}

/** The nearest number that may be chosen. */
export function snap(number: number, { min, max, step }: Scale, marks: Mark[]): number {
  const within = Math.min(Math.max(number, min), max)
  if (step === null) {
    const near = (a: Mark, b: Mark): Mark => (Math.abs(b.value - within) < Math.abs(a.value - within) ? b : a)
    return marks.length > 0 ? marks.reduce(near).value : within
  }
  if (step <= 0) return within
  const stepped = clean(min + Math.round((within - min) / step) * step)
  return stepped > max ? clean(stepped - step) : stepped
}

/** The number after this one when a key moves the thumb by so many steps. */
export function move(number: number, steps: number, scale: Scale, marks: Mark[]): number {
  if (scale.step !== null) return snap(number + steps * (scale.step || (scale.max - scale.min) / 100), scale, marks)
  const values = marks.map((mark) => mark.value)
  const at = values.indexOf(snap(number, scale, marks))
  return values[Math.min(Math.max(at + Math.sign(steps), 0), values.length - 1)] ?? number
}

const prefixes: [number, string][] = [
  [1e12, 'T'],
  [1e9, 'G'],
  [1e6, 'M'],
  [1e3, 'k'],
  [1, ''],
  [1e-3, 'm'],
  [1e-6, 'µ'],
  [1e-9, 'n'],
]

/** 25000 → 25k, 0.0005 → 500µ; numbers of everyday size stay as they are. */
export function formatMark(number: number): string {
  const size = Math.abs(number)
  if (size === 0 || (size >= 1e-3 && size < 1e4)) return String(clean(number))
  const [unit, prefix] = prefixes.find(([unit]) => size >= unit) ?? [1e-9, 'n']
  return `${Number((number / unit).toPrecision(4))}${prefix}`
}

/** Marks at nice numbers, as many as fit the length in pixels. The ends are always marked. */
export function autoMarks({ min, max, step }: Scale, length: number): Mark[] {
  if (max <= min) return [{ value: min, label: formatMark(min) }]
  const widest = Math.max(...[min, max, nice((max - min) / 10)].map((number) => formatMark(number).length))
  const count = Math.min(Math.max(Math.floor(length / (widest * 10 + 20)), 2), 50)
  const unit = step || (max - min) / 1000
  // Marks on numbers that cannot be chosen would mislead: a multiple of the step.
  const gap = clean(Math.max(1, Math.round(nice((max - min) / count) / unit)) * unit)
  const values = [min]
  const first = step ? min : Math.ceil(min / gap) * gap
  // Rounding may give half a gap to each side, never less.
  for (let i = 0; i <= 2 * count + 2; i++) {
    const value = clean(first + i * gap)
    if (value > max - gap * 0.5) break
    if (value >= min + gap * 0.5) values.push(value)
  }
  return [...values, max].map((value) => ({ value, label: formatMark(value) }))
}

/** The marks to draw: the app's own, unless there are none or far too many; null means none at all. */
export function marksOf(given: GivenMarks, scale: Scale, length: number): Mark[] {
  if (given === null) return []
  const own = Object.entries(given ?? {})
    .map(([key, mark]) => {
      const { label, style } = typeof mark === 'object' && mark !== null ? mark : { label: mark }
      return { value: Number(key), label: String(label ?? ''), ...(style && { style }) }
    })
    .filter(({ value }) => value >= scale.min && value <= scale.max)
    .sort((a, b) => a.value - b.value)
  return own.length === 0 || own.length > 500 ? autoMarks(scale, length) : own
}

/** The marks whose labels have room beside one another, the first and the last always among them. `size` guesses, rather
 * too small, how much of the line's `length` in pixels a label takes. */
export function apart(marks: Mark[], scale: Scale, length: number, size: (label: string) => number): Mark[] {
  const spanOf = ({ value, label }: Mark): [start: number, end: number] => {
    const half = size(label) / 2
    const middle = Math.min(Math.max(fraction(value, scale) * length, half), length - half)
    return [middle - half, middle + half]
  }
  const last = marks.at(-1)
  const border = last ? spanOf(last)[0] : 0
  let taken = Number.NEGATIVE_INFINITY
  return marks.filter((mark, i) => {
    const [start, end] = spanOf(mark)
    const fits = start >= taken && end <= border
    if (i !== 0 && mark !== last && !fits) return false
    taken = end
    return true
  })
}

/** Where the thumb stands, from 0 to 1. */
export function fraction(number: number, { min, max }: Scale): number {
  return max <= min ? 0 : Math.min(Math.max((number - min) / (max - min), 0), 1)
}
