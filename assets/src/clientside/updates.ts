// From what a function returned to the props it sets.

import { idString } from '../wire/ids'
import type { OutputSpec, Updates } from '../wire/records'
import { built } from './patch'

/** One output, or several: of the callback, and within it of a pattern with ALL. */
export type Outputs = OutputSpec | Outputs[]

/** `leaves` tells the values that stand for "do not touch"; `callback` is named where the result does not fit. */
export function updatesOf(
  outputs: Outputs,
  result: unknown,
  leaves: (value: unknown) => boolean,
  callback: string,
): Updates {
  const updates: Updates = {}
  const put = (output: Outputs, value: unknown): void => {
    if (leaves(value)) return
    if (Array.isArray(output)) {
      if (!Array.isArray(value) || value.length !== output.length) throw misfit(callback, output.length, value)
      for (const [i, item] of output.entries()) put(item, value[i])
      return
    }
    const id = idString(output.id)
    const [property = ''] = output.property.split('@', 1) // what follows tells duplicate outputs apart
    updates[id] = { ...updates[id], [property]: built(value) }
  }
  put(outputs, result)
  return updates
}

function misfit(callback: string, count: number, value: unknown): Error {
  const given = Array.isArray(value) ? `an array of ${value.length}` : value === null ? 'null' : typeof value
  return new Error(`the callback "${callback}" takes an array of ${count} values, but was given ${given}`)
}
