// The static side of the graph: who reads what, who writes what. Nothing here changes after start.

import { parseOutput } from '../wire/ids'
import type { Dependency, Endpoint } from '../wire/records'
import type { Place } from './components'
import { type DictId, PatternMap, parseId } from './patterns'

/** One Input, State or Output of a callback. */
export interface Port extends Place {
  callback: Callback
  /** As registered, with the `@hash` of a duplicate output. */
  property: string
  /** The property that is read or written. */
  prop: string
  optional: boolean
  /** It stands for a list of components. */
  multi: boolean
}

export interface Callback {
  /** Its place in the list of dependencies; with `order` it says which of two ready callbacks runs first. */
  index: number
  order: number
  dependency: Dependency
  output: string
  /** Its outputs travel as a list. */
  listed: boolean
  outputs: Port[]
  inputs: Port[]
  state: Port[]
  /** Props whose change ends its calls. */
  cancel: Port[]
  preventInitial: boolean
  persistent: boolean
  /** The keys of MATCH that tell its instances apart. */
  matchKeys: string[]
  /** The outputs have MATCH, so that an instance is on the page when its outputs are. */
  byOutputs: boolean
  /** The ports whose components say which instances there are: outputs with MATCH or, where no output has one, an input. */
  anchors: Port[]
}

function portOf(callback: Callback, place: { id: string; property: string; prop: string }, optional = false): Port {
  const { id, pattern } = parseId(place.id)
  const { property, prop } = place
  return { callback, id, pattern, property, prop, optional, multi: pattern?.multi === true }
}

function read(dependency: Dependency, index: number): Callback {
  const { multi, outputs } = dependency.no_output ? { multi: false, outputs: [] } : parseOutput(dependency.output)
  const callback: Callback = {
    index,
    order: dependency.order ?? index,
    dependency,
    output: dependency.output,
    listed: multi,
    outputs: [],
    inputs: [],
    state: [],
    cancel: [],
    preventInitial: dependency.prevent_initial_call === true,
    persistent: dependency.persistent === true,
    matchKeys: [],
    byOutputs: false,
    anchors: [],
  }
  const endpoint = ({ id, property, allow_optional }: Endpoint): Port =>
    portOf(callback, { id, property, prop: property }, allow_optional)
  callback.outputs = outputs.map((output) => portOf(callback, output))
  callback.inputs = dependency.inputs.map(endpoint)
  callback.state = (dependency.state ?? []).map(endpoint)
  callback.cancel = (dependency.background?.cancel ?? []).map(endpoint)
  anchor(callback)
  return callback
}

const matchKeysOf = ({ pattern }: Port): string[] => pattern?.matchKeys ?? []

function anchor(callback: Callback): void {
  callback.anchors = callback.outputs.filter((output) => matchKeysOf(output).length > 0)
  callback.byOutputs = callback.anchors.length > 0
  if (!callback.byOutputs) {
    const most = Math.max(0, ...callback.inputs.map((input) => matchKeysOf(input).length))
    const fullest = callback.inputs.find((input) => matchKeysOf(input).length === most)
    callback.anchors = most > 0 && fullest ? [fullest] : []
  }
  callback.matchKeys = [...new Set([...callback.anchors, ...callback.inputs].flatMap(matchKeysOf))].sort()
}

export function byOrder(a: Callback, b: Callback): number {
  return a.order - b.order || a.index - b.index
}

/** Ports by the property they are about, then by id. */
class Ports {
  private readonly byProp = new Map<string, PatternMap<Port>>()

  add(port: Port): void {
    const ports = this.byProp.get(port.prop) ?? new PatternMap<Port>()
    this.byProp.set(port.prop, ports)
    ports.add(port.id, port.pattern, port)
  }

  find(id: string, prop: string, dict: (id: string) => DictId): readonly Port[] {
    return this.byProp.get(prop)?.find(id, dict) ?? []
  }

  on(id: string, dict: (id: string) => DictId): Port[] {
    return [...this.byProp.values()].flatMap((ports) => ports.find(id, dict))
  }
}

export class Callbacks {
  readonly all: Callback[]
  private readonly readers = new Ports()
  private readonly writers = new Ports()
  private readonly cancellers = new Ports()

  /** `dict` takes a dictionary id apart. */
  constructor(
    dependencies: Dependency[],
    private readonly dict: (id: string) => DictId,
  ) {
    this.all = dependencies.filter(({ foreign }) => !foreign).map(read)
    for (const { inputs, outputs, cancel } of this.all) {
      for (const port of cancel) this.cancellers.add(port)
      for (const input of inputs) this.readers.add(input)
      for (const output of outputs) this.writers.add(output)
    }
  }

  /** The Inputs that read this prop. */
  readersOf(id: string, prop: string): readonly Port[] {
    return this.readers.find(id, prop, this.dict)
  }

  /** The Outputs that write this prop. */
  writersOf(id: string, prop: string): readonly Port[] {
    return this.writers.find(id, prop, this.dict)
  }

  /** The ports by which a change of this prop ends calls. */
  cancelledBy(id: string, prop: string): readonly Port[] {
    return this.cancellers.find(id, prop, this.dict)
  }

  /** The Inputs on this component. */
  inputsOn(id: string): Port[] {
    return this.readers.on(id, this.dict)
  }

  /** The Outputs on this component. */
  outputsOn(id: string): Port[] {
    return this.writers.on(id, this.dict)
  }
}
