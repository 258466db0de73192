// The engine decides what runs when. It knows neither DOM nor network nor clock: `Host` is all it sees.
//
//   edited / answer ──> requested ──flush──> ready? ──> running ──answer──> apply ──> effects ──> requested …
//                          ^ merged per burst  | waits while anything upstream is requested or running (rule 4)
//
// The numbered rules are those of the ordering table in engine.test.ts.

import { propId, splitPropId } from '../wire/ids'
import type { CallRequest, CallResponse, Dependency, Updates } from '../wire/records'
import { byOrder, type Callback, Callbacks } from './callbacks'
import { equal } from './equal'
import { initialAtStart, initialForAdded, newsFromAdded } from './initial'
import { Loading } from './loading'
import { isPatch, patched } from './patch'
import { buildRequest, type Read } from './request'
import { Versions } from './versions'

/** What writing to the page did: props that now differ, and components that came and went with a component tree. */
export interface Effects {
  changed: { id: string; property: string }[]
  added: string[]
  removed: string[]
}

export interface Host {
  read: Read
  /** Resolves to undefined when the server has nothing to change (204). */
  send(request: CallRequest, signal: AbortSignal): Promise<CallResponse | undefined>
  /** Writes the values. Inside a component tree, a prop for which `keep` is true stays as it is on the page. */
  apply(updates: Updates, keep: (id: string, property: string) => boolean): Effects
  /** Runs the function soon, after everything that belongs to the present burst. */
  schedule(run: () => void): void
  fail(error: unknown, callback: string): void
  loading(id: string, on: boolean): void
  busy(on: boolean): void
}

/** The initial calls that came to be together. */
interface Group {
  outputs: Set<string>
  returned: Set<string>
}

interface Request {
  callback: Callback
  changed: Set<string>
  group: Group | undefined
  /** The callbacks whose answers led here; none of them runs again in this chain. */
  after: Set<Callback>
}

interface Call extends Request {
  version: number
  abort: AbortController
}

const nobody: ReadonlySet<Callback> = new Set()

export class Engine {
  private readonly callbacks: Callbacks
  private readonly versions = new Versions()
  private readonly loading: Loading
  private readonly requested = new Map<Callback, Request>()
  private readonly running = new Map<Callback, Call>()
  private awake = false

  constructor(
    dependencies: Dependency[],
    private readonly host: Host,
  ) {
    this.callbacks = new Callbacks(dependencies)
    this.loading = new Loading((id, on) => host.loading(id, on))
  }

  /** The page is laid out: request the initial calls. */
  start(): void {
    this.requestGroup(initialAtStart(this.callbacks.all, this.host.read), nobody)
    this.wake()
  }

  /** A component wrote its own props, which are already on the page. */
  edited(id: string, properties: string[]): void {
    const version = this.versions.tick()
    for (const property of properties) this.versions.write(id, property, version)
    this.trigger(
      properties.map((property) => ({ id, property })),
      nobody,
    )
    this.wake()
  }

  /** Rule 5: true while a callback that reads this prop, or one further down, has not ended. */
  isPending(id: string, property: string): boolean {
    return this.callbacks
      .readersOf(id, property)
      .some((reader) => this.pending(reader) || [...this.callbacks.downstream(reader)].some((c) => this.pending(c)))
  }

  private pending(callback: Callback): boolean {
    return this.requested.has(callback) || this.running.has(callback)
  }

  private wake(): void {
    if (this.awake) return
    this.awake = true
    this.host.schedule(() => {
      this.awake = false
      this.flush()
    })
  }

  private request(callback: Callback, changed: string[], after: ReadonlySet<Callback>, group?: Group): void {
    const request = this.requested.get(callback)
    if (!request) {
      this.requested.set(callback, { callback, changed: new Set(changed), group, after: new Set(after) })
      return
    }
    if (changed.length === 0) return
    // Two triggers: only what both came from is barred from running again. An initial call is no trigger.
    const first = request.changed.size === 0
    request.after = new Set(first ? after : [...request.after].filter((callback) => after.has(callback)))
    for (const key of changed) request.changed.add(key)
  }

  private requestGroup(callbacks: Callback[], after: ReadonlySet<Callback>): void {
    const group: Group = { outputs: new Set(), returned: new Set() }
    for (const callback of callbacks) {
      if (after.has(callback)) continue
      for (const output of callback.outputIds) group.outputs.add(output)
      this.request(callback, [], after, group)
    }
  }

  private trigger(changed: { id: string; property: string }[], after: ReadonlySet<Callback>): void {
    for (const { id, property } of changed) {
      for (const reader of this.callbacks.readersOf(id, property)) {
        // This is where a callback that writes its own input, or a circle of callbacks, comes to rest.
        if (!after.has(reader)) this.request(reader, [propId(id, property)], after)
      }
    }
  }

  private flush(): void {
    // Rule 2: whatever is asked for anew supersedes its own older call.
    for (const request of this.requested.values()) {
      request.group ??= this.running.get(request.callback)?.group
      this.cancel(request.callback)
    }
    while (this.startReady()) {
      // A request that came to nothing may have been the one that others waited for.
    }
    this.tellBusy()
  }

  private startReady(): boolean {
    const queue = [...this.requested.values()].sort((a, b) => byOrder(a.callback, b.callback))
    const ready = queue.filter((request) => !this.blocked(request.callback))
    for (const request of ready) this.begin(request)
    if (ready.length > 0) return true
    // Everything waits for everything: a circle. Someone has to go first.
    const [first] = queue
    if (!first || this.running.size > 0) return false
    this.begin({ ...first, group: undefined })
    return true
  }

  private blocked(callback: Callback): boolean {
    const holds = (other: Callback): boolean => other !== callback && this.callbacks.downstream(other).has(callback)
    return [...this.requested.keys()].some(holds) || [...this.running.keys()].some(holds)
  }

  /** An initial call whose every input was to come from callbacks of its group, none of which gave a value, has nothing
   * to work on: this is how PreventUpdate and errors stop a chain. */
  private starved({ callback, changed, group }: Request): boolean {
    if (!group || changed.size > 0 || callback.inputs.length === 0) return false
    const inputs = [...callback.inputIds]
    return (
      inputs.every((input) => group.outputs.has(input) && !callback.outputIds.has(input)) &&
      !inputs.some((input) => group.returned.has(input))
    )
  }

  private begin(request: Request): void {
    const { callback } = request
    this.requested.delete(callback)
    if (this.starved(request)) return
    const changed = [...request.changed].filter((key) => this.host.read(splitPropId(key).id))
    let record: CallRequest | undefined
    try {
      record = buildRequest(callback, changed, this.host.read)
    } catch (error) {
      this.host.fail(error, callback.output)
    }
    if (!record) return
    const call: Call = { ...request, version: this.versions.tick(), abort: new AbortController() }
    this.running.set(callback, call)
    this.loading.add(callback.outputs, 1)
    this.host.send(record, call.abort.signal).then(
      (answer) => this.settle(call, () => this.answered(call, answer)),
      (error: unknown) => this.settle(call, () => this.host.fail(error, callback.output)),
    )
  }

  private cancel(callback: Callback): void {
    const call = this.running.get(callback)
    if (!call) return
    this.end(call)
    call.abort.abort()
  }

  private end(call: Call): void {
    this.running.delete(call.callback)
    this.loading.add(call.callback.outputs, -1)
  }

  private settle(call: Call, conclude: () => void): void {
    if (this.running.get(call.callback) !== call) return
    try {
      conclude()
    } catch (error) {
      this.host.fail(error, call.callback.output)
    }
    // An answer may remove the very component it was for, and the call with it.
    if (this.running.get(call.callback) === call) this.end(call)
    this.wake()
  }

  private answered(call: Call, answer: CallResponse | undefined): void {
    const after = new Set(call.after).add(call.callback)
    for (const updates of [answer?.sideUpdate, answer?.response]) {
      if (updates) this.write(call, updates, after)
    }
  }

  private write(call: Call, updates: Updates, after: Set<Callback>): void {
    const fresh: Updates = {}
    for (const [id, props] of Object.entries(updates)) {
      const present = this.host.read(id)
      if (!present) continue
      for (const [property, value] of Object.entries(props)) {
        if (this.versions.newer(call.version, id, property)) continue // rule 1
        // Rule 3 is the absence of code: a prop that is not in the answer is not touched and keeps its version.
        const next = this.resolve(call, present[property], value)
        if (!next) continue
        this.versions.write(id, property, call.version)
        call.group?.returned.add(propId(id, property))
        if (equal(present[property], next.value)) continue // rule 6
        fresh[id] = { ...fresh[id], [property]: next.value }
      }
    }
    if (Object.keys(fresh).length === 0) return
    this.follow(
      this.host.apply(fresh, (id, property) => this.versions.newer(call.version, id, property)),
      after,
    )
  }

  /** The value that is meant: a patch is applied to the present one. One that does not fit changes nothing. */
  private resolve(call: Call, present: unknown, value: unknown): { value: unknown } | undefined {
    if (!isPatch(value)) return { value }
    try {
      return { value: patched(present, value) }
    } catch (error) {
      this.host.fail(error, call.callback.output)
      return undefined
    }
  }

  private follow({ changed, added, removed }: Effects, after: Set<Callback>): void {
    this.trigger(changed, after)
    if (added.length > 0) this.welcome(new Set(added), after)
    for (const callback of this.callbacks.touchingAny(removed)) {
      const { outputs } = callback
      if (outputs.length > 0 && outputs.every((output) => !this.host.read(output.id))) this.cancel(callback)
    }
  }

  /** Rule 7: new components bring their own callbacks and no others. */
  private welcome(added: Set<string>, after: Set<Callback>): void {
    for (const id of added) this.versions.birth(id)
    const touching = this.callbacks.touchingAny(added)
    this.requestGroup(initialForAdded(touching, added, this.host.read), after)
    for (const { callback, changed } of newsFromAdded(touching, added)) {
      if (!after.has(callback)) this.request(callback, changed, after)
    }
  }

  private tellBusy(): void {
    const counts = (callback: Callback): boolean => !callback.persistent
    this.host.busy([...this.running.keys()].some(counts) || [...this.requested.keys()].some(counts))
  }
}
