// Which instances run without anyone having touched an input (dash-parity 2.3 and 2.6).

import { propId } from '../wire/ids'
import type { Instance, Instances } from './instances'

/** Of the candidates, leaves out those that can only ever get values from instances that do not run: every input is missing,
 * or is written by one already left out. An instance that only reads lists is never left out. */
function feedable(candidates: Instance[], instances: Instances): Instance[] {
  const needs = new Map<Instance, Set<string>>()
  for (const instance of candidates) {
    const { inputs } = instance.callback
    if (inputs.every((input) => input.multi)) continue
    needs.set(instance, new Set(instances.inputs(instance).map(({ id, property }) => propId(id, property))))
  }
  const out = new Set(candidates.filter((instance) => needs.get(instance)?.size === 0))
  if (out.size === 0) return candidates
  const readers = new Map<string, Instance[]>()
  for (const [instance, keys] of needs) {
    for (const key of keys) {
      const list = readers.get(key)
      if (list) list.push(instance)
      else readers.set(key, [instance])
    }
  }
  // A set hands out what is added while one walks through it.
  for (const dead of out) {
    for (const { id, property } of instances.outputs(dead)) {
      const key = propId(id, property)
      for (const reader of readers.get(key) ?? []) {
        const keys = needs.get(reader)
        if (keys?.delete(key) && keys.size === 0) out.add(reader)
      }
    }
  }
  return candidates.filter((instance) => !out.has(instance))
}

/** The initial calls of a page that has just been laid out. */
export function initialAtStart(instances: Instances): Instance[] {
  const { callbacks, components } = instances
  const wanted = ({ callback: { inputs, outputs }, match }: Instance): boolean => {
    if (inputs.length === 0 && outputs.length === 0) return true
    return (outputs.length > 0 ? outputs : inputs).some((port) => components.some(port, match))
  }
  const candidates = callbacks.all
    .filter((callback) => !callback.preventInitial)
    .flatMap((callback) => instances.of(callback).filter(wanted))
  return feedable(candidates, instances)
}

/** What new components mean to the callbacks. */
export interface News {
  /** Every instance that reads or writes one of them. */
  touched: Instance[]
  /** The initial calls that they bring: of instances that write to one of them. */
  initial: Instance[]
  /** Instances that read a new component and write to an older one: its props are news to them, whatever prevent_initial_call
   * says. */
  changed: { instance: Instance; keys: string[] }[]
}

export function newsOf(added: ReadonlySet<string>, instances: Instances): News {
  const { callbacks } = instances
  const writers = new Map<string, Instance>()
  const readers = new Map<string, { instance: Instance; keys: string[] }>()
  for (const id of added) {
    for (const output of callbacks.outputsOn(id)) {
      for (const instance of instances.through(output, id)) writers.set(instance.key, instance)
    }
    for (const input of callbacks.inputsOn(id)) {
      for (const instance of instances.through(input, id)) {
        const reader = readers.get(instance.key) ?? { instance, keys: [] }
        readers.set(instance.key, reader)
        reader.keys.push(propId(id, input.property))
      }
    }
  }
  const initial = [...writers.values()].filter(({ callback }) => !callback.preventInitial)
  return {
    touched: [...writers.values(), ...[...readers.values()].map(({ instance }) => instance)],
    initial: feedable(initial, instances),
    changed: [...readers.values()].filter(({ instance }) =>
      instances.outputs(instance).some(({ id }) => !added.has(id)),
    ),
  }
}

/** Instances whose lists have lost some of these components, and that still have somebody to tell. */
export function bereft(removed: string[], instances: Instances): Instance[] {
  const found = new Map<string, Instance>()
  for (const id of removed) {
    for (const input of instances.callbacks.inputsOn(id)) {
      if (!input.multi) continue
      for (const instance of instances.through(input, id)) found.set(instance.key, instance)
    }
  }
  return [...found.values()].filter((instance) => instances.outputs(instance).length > 0)
}
