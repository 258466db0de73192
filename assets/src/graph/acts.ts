// Most props say how things are: a value equal to the present one is no news. A few say what is to be done, and each value is
// another deed: points that come twice are appended twice, as Dash does, whose Graph looks only whether it is another object.

import { isRecord } from '../wire/records'
import { equal } from './equal'

const acts = new Set(['extendData', 'prependData'])

/** Whether the values of a prop are deeds. */
export const isAct = (property: string): boolean => acts.has(property)

/** Whether a value of a prop is news beside the present one. */
export function differs(property: string, present: unknown, next: unknown): boolean {
  return acts.has(property) ? present !== next : !equal(present, next)
}

/** The value of an answer, which may be one that is kept and given again: a deed anew is another object. */
export function anew(property: string, present: unknown, next: unknown): unknown {
  if (present !== next || !acts.has(property)) return next
  if (Array.isArray(next)) return next.slice()
  return isRecord(next) ? { ...next } : next
}
