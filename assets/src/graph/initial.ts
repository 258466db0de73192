// Which callbacks run without anyone having touched an input (dash-parity 2.3 and 2.6).

import { propId } from '../wire/ids'
import type { Callback } from './callbacks'
import type { Read } from './request'

/** Of the candidates, leaves out those that can only ever get values from callbacks that do not run: every input is
 * missing, or is written by one already left out. */
function feedable(candidates: Callback[], read: Read): Callback[] {
  const dead = new Set<string>()
  const starved = (callback: Callback): boolean =>
    callback.inputs.length > 0 &&
    callback.inputs.every((input) => !read(input.id) || dead.has(propId(input.id, input.property)))
  let chosen = candidates
  for (;;) {
    const out = chosen.filter(starved)
    if (out.length === 0) return chosen
    for (const callback of out) for (const output of callback.outputIds) dead.add(output)
    chosen = chosen.filter((callback) => !out.includes(callback))
  }
}

/** The initial calls of a page that has just been laid out. */
export function initialAtStart(all: Callback[], read: Read): Callback[] {
  const present = (endpoint: { id: string }): boolean => read(endpoint.id) !== undefined
  return feedable(
    all.filter((callback) => {
      if (callback.preventInitial) return false
      if (callback.outputs.length > 0) return callback.outputs.some(present)
      return callback.inputs.length === 0 || callback.inputs.some(present)
    }),
    read,
  )
}

/** The initial calls that newly added components bring: only callbacks that write to one of them. */
export function initialForAdded(touching: Callback[], added: Set<string>, read: Read): Callback[] {
  return feedable(
    touching.filter((callback) => !callback.preventInitial && callback.outputs.some((output) => added.has(output.id))),
    read,
  )
}

/** Callbacks that read a new component and write to an older one: the new component's props are news to them, whatever
 * prevent_initial_call says. */
export function newsFromAdded(touching: Callback[], added: Set<string>): { callback: Callback; changed: string[] }[] {
  return touching
    .filter((callback) => callback.outputs.some((output) => !added.has(output.id)))
    .map((callback) => ({
      callback,
      changed: callback.inputs.filter((input) => added.has(input.id)).map((input) => propId(input.id, input.property)),
    }))
    .filter(({ changed }) => changed.length > 0)
}
