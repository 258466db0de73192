// What a picked day makes of the dates that are chosen: of one, or of a range's first and last.

import { type Day, firstDay, lastDay, readDay } from './date-days'

/** One date, or the start and end of a range. */
export type Values = readonly (Day | undefined)[]

/** Which of the values is being chosen: 0 is the start, or the only one. */
export type End = 0 | 1

export interface Rules {
  min: Day
  max: Day
  disabled: ReadonlySet<Day | undefined>
  /** The fewest days from a range's start to its end. */
  nights: number
}

/** Sets of disabled days, by the list they were made from: it may be long, and it is asked for at each draw. */
const sets = new WeakMap<readonly unknown[], ReadonlySet<Day | undefined>>()
const none: readonly unknown[] = []

export function rulesOf(
  min: unknown,
  max: unknown,
  disabled: readonly unknown[] | null | undefined,
  nights = 0,
): Rules {
  const list = disabled ?? none
  let set = sets.get(list)
  if (!set) {
    set = new Set(list.map(readDay))
    sets.set(list, set)
  }
  return { min: readDay(min) ?? firstDay, max: readDay(max) ?? lastDay, disabled: set, nights: Math.max(nights, 0) }
}

export const allowed = (day: Day, rules: Rules): boolean =>
  day >= rules.min && day <= rules.max && !rules.disabled.has(day)

/** Where a choice stands: the values, which of them comes next, and whether one was picked since the calendar opened. */
export interface Choice {
  values: Values
  end: End
  begun: boolean
}

/** Tells whether a day can be picked now. Days too near the start cannot be a range's end. */
export function pickable(day: Day, { values: [start], end }: Choice, rules: Rules): boolean {
  return allowed(day, rules) && (end === 0 || start === undefined || Math.abs(day - start) >= rules.nights)
}

/** The values with a range's start set, and its end where that still fits. */
function withStart([, stop]: Values, day: Day, rules: Rules): Values {
  return [day, stop !== undefined && stop - day >= rules.nights && stop >= day ? stop : undefined]
}

/** Picks a day; `done` says that nothing is left to choose. */
export function pick(day: Day, choice: Choice, rules: Rules): Choice & { done: boolean } {
  const { values, end, begun } = choice
  if (values.length === 1) return { values: [day], end, begun: true, done: true }
  const [start, stop] = values
  let next: Values
  if (end === 0) next = withStart(values, day, rules)
  else if (start === undefined) next = [undefined, day]
  else if (day >= start) next = [start, day]
  // Before the start: a range drawn backwards, or a new one in place of one that was whole.
  else next = begun || stop === undefined ? [day, start] : [day, undefined]
  const whole = next[0] !== undefined && next[1] !== undefined
  return { values: next, end: next[0] === undefined ? 0 : 1, begun: true, done: whole && (begun || end === 1) }
}

/** The values after a date was typed into a field, or undefined where it does not go. */
export function enter(day: Day | undefined, end: End, values: Values, rules: Rules): Values | undefined {
  if (day !== undefined && !allowed(day, rules)) return undefined
  if (values.length === 1) return [day]
  const [start, stop] = values
  if (end === 0) return day === undefined ? [undefined, stop] : withStart(values, day, rules)
  if (day !== undefined && start !== undefined && (day < start || day - start < rules.nights)) return undefined
  return [start, day]
}

/** The range to paint: what picking the day under the pointer would make of it, else what is chosen. */
export function preview(choice: Choice, hover: Day | undefined, rules: Rules): [from: Day, to: Day] | undefined {
  const { values, end } = choice
  let [from, to] = values
  if (hover !== undefined && pickable(hover, choice, rules) && (end === 1 ? from : to) !== undefined) {
    ;[from, to] = pick(hover, choice, rules).values
  }
  return from === undefined || to === undefined ? undefined : [from, to]
}
