// A callback with one set of MATCH values is an instance; a callback without MATCH has one. Instances are made when asked
// for and told apart by their key: nothing has to be kept in step with a page whose components come and go.

import { byOrder, type Callback, type Callbacks, type Port } from './callbacks'
import type { Components } from './components'
import { below, bind, isDict, type Match, matches, unmatched } from './patterns'

export interface Instance {
  callback: Callback
  match: Match
  key: string
}

/** One prop of one component that an instance writes or reads. */
export interface Prop {
  id: string
  property: string
}

function instanceOf(callback: Callback, match: Match): Instance {
  const { index, matchKeys } = callback
  if (matchKeys.length === 0) return { callback, match, key: String(index) }
  return { callback, match, key: `${index}:${JSON.stringify(matchKeys.map((key) => match.get(key)))}` }
}

/** Rule 4 looks forward only, in the order that the server computed, so that a circle of callbacks cannot come to wait for
 * itself. Between the instances of one callback ALLSMALLER looks forward too: from smaller values to greater ones. */
function forward(output: Port, input: Port): boolean {
  if (output.callback === input.callback) return (input.pattern?.smallerKeys.length ?? 0) > 0
  return byOrder(output.callback, input.callback) < 0
}

export class Instances {
  constructor(
    readonly callbacks: Callbacks,
    readonly components: Components,
  ) {}

  /** Every instance of a callback that the page has. */
  of(callback: Callback): Instance[] {
    return callback.matchKeys.length === 0 ? [instanceOf(callback, unmatched)] : this.agreeing(callback, unmatched)
  }

  /** The instance that a component belongs to through a port, on the page or not; undefined when it may be several. */
  single(port: Port, id: string): Instance | undefined {
    const { callback, pattern } = port
    if (callback.matchKeys.length === 0) return instanceOf(callback, unmatched)
    if (!pattern || pattern.matchKeys.length === 0) return undefined
    // Where no output has MATCH, the values of whatever triggers tell the instances apart, be they all or some.
    if (callback.byOutputs && pattern.matchKeys.length < callback.matchKeys.length) return undefined
    return instanceOf(callback, bind(pattern, this.components.dict(id)))
  }

  /** The instances on the page that a component belongs to through a port. */
  through(port: Port, id: string): Instance[] {
    const { callback, pattern } = port
    const single = this.single(port, id)
    if (single) return this.exists(single) ? [single] : []
    const dict = pattern && this.components.dict(id)
    const found = this.agreeing(callback, dict ? bind(pattern, dict) : unmatched)
    return dict ? found.filter(({ match }) => below(pattern, dict, match)) : found
  }

  /** True while the page holds a component that makes it an instance of its own. */
  exists({ callback: { anchors }, match }: Instance): boolean {
    return anchors.length === 0 || anchors.some((anchor) => this.components.some(anchor, match))
  }

  private agreeing(callback: Callback, match: Match): Instance[] {
    const found = new Map<string, Instance>()
    for (const anchor of callback.anchors) {
      for (const id of this.components.ids(anchor, match)) {
        if (!anchor.pattern) continue
        const instance = instanceOf(callback, bind(anchor.pattern, this.components.dict(id)))
        found.set(instance.key, instance)
      }
    }
    return [...found.values()]
  }

  /** True where a component has the MATCH values of an instance, as far as a port has some. */
  agrees({ match }: Instance, { pattern }: Port, id: string): boolean {
    if (!pattern || pattern.matchKeys.length === 0) return true
    const bound = bind(pattern, this.components.dict(id))
    return pattern.matchKeys.every((key) => match.get(key) === bound.get(key))
  }

  outputs(instance: Instance): Prop[] {
    return this.props(instance.callback.outputs, instance)
  }

  inputs(instance: Instance): Prop[] {
    return this.props(instance.callback.inputs, instance)
  }

  private props(ports: Port[], { match }: Instance): Prop[] {
    return ports.flatMap((port) => Array.from(this.components.ids(port, match), (id) => ({ id, property: port.prop })))
  }

  /** True while an answer could reach somebody; a callback without outputs has other ends. */
  reaches({ callback: { outputs }, match }: Instance): boolean {
    return outputs.length === 0 || outputs.some((output) => this.components.some(output, match))
  }

  /** Visits the instances that read what an instance writes; unless `everywhere`, only those that wait for it. */
  readers(writer: Instance, visit: (reader: Instance) => void, everywhere = false): void {
    for (const output of writer.callback.outputs) {
      for (const id of this.components.ids(output, writer.match)) {
        for (const input of this.callbacks.readersOf(id, output.prop)) {
          if (!everywhere && !forward(output, input)) continue
          for (const reader of this.through(input, id)) if (!this.writes(reader, id, output.prop)) visit(reader)
        }
      }
    }
  }

  /** Visits the outputs whose instances a reader waits for when they are pending. */
  sources(reader: Instance, visit: (output: Port, id: string) => void): void {
    for (const input of reader.callback.inputs) {
      for (const id of this.components.ids(input, reader.match)) {
        if (this.writes(reader, id, input.prop)) continue
        for (const output of this.callbacks.writersOf(id, input.prop)) if (forward(output, input)) visit(output, id)
      }
    }
  }

  /** A prop that an instance both reads and writes (two controls kept in step) does not make it wait. */
  private writes({ callback, match }: Instance, id: string, prop: string): boolean {
    return callback.outputs.some(
      (output) =>
        output.prop === prop &&
        (output.pattern ? isDict(id) && matches(output.pattern, match, this.components.dict(id)) : output.id === id),
    )
  }
}
