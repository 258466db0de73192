// A Patch says how a prop changes instead of what it becomes (dash-parity 1.8). Applying one makes a new value that shares with the
// old everything the operations do not lie on, so that untouched arrays keep their identity and plotly.js its calculations.

import { isTyped, type TypedArray } from '../wire/arrays'
import { isRecord } from '../wire/records'
import { isTimes, textsOf } from '../wire/times'
import { equal } from './equal'

type Step = string | number

interface Operation {
  operation: string
  location: Step[]
  params: { value?: unknown; index?: number }
}

export interface Patch {
  __dash_patch_update: unknown
  operations: Operation[]
}

export class PatchError extends Error {
  override name = 'PatchError'
}

export const isPatch = (value: unknown): value is Patch =>
  isRecord(value) && '__dash_patch_update' in value && Array.isArray(value.operations)

/** True of a patch that sets the whole value. */
export const replaces = ({ operations }: Patch): boolean =>
  operations.some(({ operation, location }) => operation === 'Assign' && location.length === 0)

/** The value a prop has after a patch. Throws PatchError where an operation does not fit what is there. */
export function patched(value: unknown, patch: Patch): unknown {
  return patch.operations.reduce<unknown>((now, op) => {
    if (now === undefined && !(op.location.length === 0 && (op.operation in lists || op.operation === 'Assign'))) {
      throw new PatchError('Cannot patch a prop that has no value yet.')
    }
    return at(now, op, 0)
  }, value)
}

/** Rebuilds the way from `parent` to the place an operation is about. */
function at(parent: unknown, op: Operation, depth: number): unknown {
  const step = op.location[depth]
  if (step === undefined) return changed(parent, op)
  const last = depth === op.location.length - 1
  if (last && op.operation === 'Delete') return without(parent, step, op)
  const key = resolved(parent, step, op, last && op.operation === 'Assign')
  return withItem(parent, key, at(itemOf(parent, key), op, depth + 1))
}

/** A step into an array, counted from its end where negative; a step into an object. */
function resolved(parent: unknown, step: Step, op: Operation, mayBeNew: boolean): Step {
  const items = listOf(parent)
  if (items) {
    const index = Number(step) < 0 ? items.length + Number(step) : Number(step)
    if (Number.isInteger(index) && index >= 0 && index < items.length + (mayBeNew ? 1 : 0)) return index
  } else if (isRecord(parent) && (mayBeNew || Object.hasOwn(parent as object, step))) {
    return step
  }
  throw new PatchError(`${op.operation} at ${place(op)}: there is no ${JSON.stringify(step)}.`)
}

const place = (op: Operation): string => op.location.join('.') || 'the top'

type List = unknown[] | TypedArray

/** To the server, which wrote the patch, a column of times is a list of texts. */
const listOf = (value: unknown): List | undefined => {
  if (isTimes(value)) return textsOf(value)
  return Array.isArray(value) || isTyped(value) ? value : undefined
}

const itemOf = (parent: unknown, key: Step): unknown => ((listOf(parent) ?? parent) as Record<Step, unknown>)[key]

function withItem(parent: unknown, key: Step, item: unknown): unknown {
  const list = listOf(parent)
  if (list) {
    const items = Array.from<unknown>(list)
    items[Number(key)] = item
    return like(list, items)
  }
  return { ...(parent as object), [key]: item }
}

function without(parent: unknown, step: Step, op: Operation): unknown {
  const key = resolved(parent, step, op, false)
  const list = listOf(parent)
  if (list) {
    return like(
      list,
      Array.from<unknown>(list).filter((_, i) => i !== key),
    )
  }
  const { [key as string]: _, ...rest } = parent as Record<string, unknown>
  return rest
}

/** A list of the old one's kind: a typed array stays one as long as it holds numbers. */
function like(old: List, items: unknown[]): unknown {
  if (Array.isArray(old) || !items.every((item) => typeof item === 'number')) return items
  const Kind = old.constructor as new (items: number[]) => TypedArray
  const typed = new Kind(items as number[])
  // A number that the element type cannot hold would change on the way in.
  return typed.every((item, i) => Object.is(item, items[i]) || item === items[i]) ? typed : items
}

function changed(now: unknown, op: Operation): unknown {
  const { value } = op.params
  switch (op.operation) {
    case 'Assign':
      return value
    case 'Merge':
      if (!isRecord(now) || !isRecord(value)) throw misfit(op, 'an object', now)
      return { ...now, ...value }
    case 'Add':
      return (numberOrText(now, op) as number) + (value as number)
    case 'Sub':
      return number(now, op) - number(value, op)
    case 'Mul':
      return number(now, op) * number(value, op)
    case 'Div':
      return number(now, op) / number(value, op)
  }
  // Where there is nothing yet, a list can begin.
  const list = now === undefined || now === null ? [] : listOf(now)
  if (op.operation === 'Clear' && isRecord(now)) return {}
  const change = lists[op.operation]
  if (!change) throw new PatchError(`Invalid Operation ${op.operation}`)
  if (!list) throw misfit(op, 'a list', now)
  return like(list, change(Array.from<unknown>(list), value, op.params.index ?? 0))
}

const lists: Record<string, (items: unknown[], value: unknown, index: number) => unknown[]> = {
  Append: (items, value) => [...items, value],
  Prepend: (items, value) => [value, ...items],
  Extend: (items, value) => [...items, ...(listOf(value) ?? [value])],
  Insert: (items, value, index) => items.toSpliced(index, 0, value),
  Remove: (items, value) => items.filter((item) => !equal(item, value)),
  Clear: () => [],
  Reverse: (items) => items.toReversed(),
}

function number(value: unknown, op: Operation): number {
  if (typeof value !== 'number') throw misfit(op, 'a number', value)
  return value
}

const numberOrText = (value: unknown, op: Operation): number | string =>
  typeof value === 'string' ? value : number(value, op)

const misfit = (op: Operation, want: string, got: unknown): PatchError =>
  new PatchError(`${op.operation} at ${place(op)}: expected ${want}, found ${JSON.stringify(got) ?? 'nothing'}.`)
