// The static side of the graph: who reads what, who waits for whom. Nothing here changes after start.

import { type OutputId, parseOutput, propId } from '../wire/ids'
import type { Dependency, Endpoint } from '../wire/records'

export interface Callback {
  /** Its place in the list of dependencies; with `order` it says which of two ready callbacks runs first. */
  index: number
  order: number
  output: string
  multi: boolean
  outputs: OutputId[]
  inputs: Endpoint[]
  state: Endpoint[]
  preventInitial: boolean
  persistent: boolean
  inputIds: Set<string>
  outputIds: Set<string>
}

function read(dependency: Dependency, index: number): Callback {
  const { multi, outputs } = dependency.no_output ? { multi: false, outputs: [] } : parseOutput(dependency.output)
  return {
    index,
    order: dependency.order ?? index,
    output: dependency.output,
    multi,
    outputs,
    inputs: dependency.inputs,
    state: dependency.state ?? [],
    preventInitial: dependency.prevent_initial_call === true,
    persistent: dependency.persistent === true,
    inputIds: new Set(dependency.inputs.map((input) => propId(input.id, input.property))),
    outputIds: new Set(outputs.map((output) => propId(output.id, output.prop))),
  }
}

export function byOrder(a: Callback, b: Callback): number {
  return a.order - b.order || a.index - b.index
}

function add<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key)
  if (!list) map.set(key, [value])
  else if (!list.includes(value)) list.push(value)
}

export class Callbacks {
  readonly all: Callback[]
  private readonly readers = new Map<string, Callback[]>()
  private readonly touching = new Map<string, Callback[]>()
  private readonly below = new Map<Callback, Set<Callback>>()

  constructor(dependencies: Dependency[]) {
    this.all = dependencies.map(read)
    for (const callback of this.all) {
      for (const input of callback.inputs) {
        add(this.readers, propId(input.id, input.property), callback)
        add(this.touching, input.id, callback)
      }
      for (const output of callback.outputs) add(this.touching, output.id, callback)
    }
  }

  /** Callbacks with this prop as an Input. */
  readersOf(id: string, property: string): Callback[] {
    return this.readers.get(propId(id, property)) ?? []
  }

  /** Callbacks with an Input or Output on one of these components. */
  touchingAny(ids: Iterable<string>): Callback[] {
    const found = new Set<Callback>()
    for (const id of ids) for (const callback of this.touching.get(id) ?? []) found.add(callback)
    return [...found]
  }

  /** Everything that may have to run because this callback ran; itself too when it stands on a circle. */
  downstream(callback: Callback): Set<Callback> {
    const known = this.below.get(callback)
    if (known) return known
    const found = new Set<Callback>()
    const ahead = [callback]
    for (let next = ahead.pop(); next; next = ahead.pop()) {
      for (const output of next.outputs) {
        for (const reader of this.readersOf(output.id, output.prop)) {
          // A prop that a callback both reads and writes (two controls kept in step) does not make it wait.
          if (found.has(reader) || reader.outputIds.has(propId(output.id, output.prop))) continue
          found.add(reader)
          ahead.push(reader)
        }
      }
    }
    this.below.set(callback, found)
    return found
  }
}
