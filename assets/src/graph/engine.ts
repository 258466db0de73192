// The engine decides what runs when. It knows neither DOM nor network nor clock: `Host` is all it sees.
//
//   edited / answer ──> requested ──flush──> ready? ──> running ──answer──> apply ──> effects ──> requested …
//                          ^ merged per burst  | waits while anything upstream is requested or running (waits.ts)
//
// What is requested and runs are instances: a callback with its MATCH values (instances.ts). The numbered rules are those of
// the ordering table in engine.test.ts.

import { propId, splitPropId } from '../wire/ids'
import type { CallRequest, CallResponse, Dependency, JobOf, Outgoing, SideUpdates, Updates } from '../wire/records'
import { byOrder, Callbacks } from './callbacks'
import { Components } from './components'
import { Group } from './group'
import { bereft, initialAtStart, newsOf } from './initial'
import { type Instance, Instances, type Prop } from './instances'
import { jobKey, keepsOlder, type Left } from './jobs'
import { Loading } from './loading'
import { unmatched } from './patterns'
import { buildRequest } from './request'
import { type Hold, Switches } from './running'
import type { Shown } from './shown'
import { targets } from './sides'
import { beginning, continued, passed, type Trail } from './trail'
import { type Node, Waits } from './waits'
import { type Effects, type Surface, type Writer, Writes } from './writes'

export type { Effects } from './writes'

export interface Host extends Surface {
  /** The components of the first layout. */
  ids(): Iterable<string>
  /** Where in the layout a component stands. */
  rank(id: string): number
  /** Resolves to undefined when there is nothing to change (204). */
  send(call: Outgoing): Promise<CallResponse | undefined>
  /** Runs the function soon, after everything that belongs to the present burst. */
  schedule(run: () => void): void
  loading(id: string, on: boolean): void
  busy(on: boolean): void
}

interface Request {
  changed: Set<string>
  group: Group | undefined
  from: Trail[]
  /** What the call that this one supersedes holds switched on. */
  hold?: Hold | undefined
  /** What that call has shown. */
  shown?: Shown | undefined
}

export interface Call {
  writer: Writer
  outputs: Prop[]
  /** Outputs of which nothing has come. */
  awaited: Prop[]
  abort: AbortController
  hold?: Hold | undefined
  /** Writes the values before the answer that are not on the page yet. */
  flush?: () => void
  /** What became of the others, also of those of the calls that it supersedes. */
  shown?: Shown | undefined
}

export class Engine {
  /** Shows values before the answer (partials.ts), which few pages have: it is there once the first has come. */
  show: ((node: Node, call: Call, updates: Updates) => void) | undefined
  /** Jobs that nobody hears yet (rejoin.ts), where the page was left while some ran. */
  left: Left | undefined
  readonly instances: Instances
  readonly components: Components
  readonly writes: Writes
  private readonly switches = new Switches()
  readonly loading: Loading
  readonly waits: Waits
  private readonly requested = new Map<Node, Request>()
  /** The latest call of each. */
  readonly running = new Map<Node, Call>()
  /** Calls that newer ones of their instance have not ended. */
  private readonly older = new Map<Node, Set<Call>>()
  /** Requested since the last flush: whatever runs for them is out of date. */
  private readonly asked = new Set<Node>()
  /** Requested, and waiting for nobody when they came in here. */
  private readonly ready = new Set<Node>()
  /** Pending ones that show the page as busy. */
  readonly noticed = new Set<Node>()
  private awake = false

  constructor(
    dependencies: Dependency[],
    private readonly host: Host,
  ) {
    this.components = new Components((id) => host.rank(id))
    this.instances = new Instances(new Callbacks(dependencies, this.components.dict), this.components)
    this.writes = new Writes(host)
    this.loading = new Loading((id, on) => host.loading(id, on))
    this.waits = new Waits(this.instances, (node) => {
      if (this.requested.has(node)) this.ready.add(node)
    })
  }

  /** The page is laid out: request the initial calls. */
  start(): void {
    for (const id of this.host.ids()) this.components.add(id)
    this.requestGroup(initialAtStart(this.instances), beginning)
    this.left?.rejoin()
    this.wake()
  }

  /** A component wrote its own props, which are already on the page. */
  edited(id: string, properties: string[]): void {
    this.writes.edited(id, properties)
    this.trigger(
      properties.map((property) => ({ id, property })),
      beginning,
    )
    this.wake()
  }

  /** Somebody outside sets props, as an edit would; throws when they cannot be set. */
  set(updates: SideUpdates): void {
    const found = targets(updates, unmatched, this.components)
    this.write(found, { origin: 'set_props', trail: beginning, version: this.writes.tick() })
    this.wake()
  }

  /** Rule 5: true while an instance that reads this prop, or one further down, has not ended. */
  isPending(id: string, property: string): boolean {
    if (this.waits.idle) return false
    const seen = new Set<string>()
    const ahead: Instance[] = []
    const visit = (instance: Instance): void => {
      if (seen.has(instance.key)) return
      seen.add(instance.key)
      ahead.push(instance)
    }
    const { callbacks } = this.instances
    for (const input of callbacks.readersOf(id, property)) this.instances.through(input, id).forEach(visit)
    for (let next = ahead.pop(); next; next = ahead.pop()) {
      if (this.waits.get(next)?.pending) return true
      this.instances.readers(next, visit, true)
    }
    return false
  }

  wake(): void {
    if (this.awake) return
    this.awake = true
    this.host.schedule(() => {
      this.awake = false
      this.flush()
    })
  }

  private request(instance: Instance, changed: string[], trail: Trail, group?: Group): void {
    const node = this.waits.pend(instance)
    if (!instance.callback.persistent) this.noticed.add(node)
    const request = this.requested.get(node)
    if (!request) {
      this.requested.set(node, { changed: new Set(changed), group, from: [trail] })
      this.asked.add(node)
      if (node.dirtyParents === 0) this.ready.add(node)
      return
    }
    if (changed.length === 0) return
    // An initial call is no trigger: the way that counts is that of what triggers.
    if (request.changed.size === 0) request.from = [trail]
    else if (request.from.at(-1) !== trail) request.from.push(trail)
    for (const key of changed) request.changed.add(key)
  }

  requestGroup(instances: Instance[], trail: Trail): void {
    const group = new Group()
    for (const instance of instances) {
      if (passed(trail, instance.callback)) continue
      group.promise(instance, this.instances.outputs(instance))
      this.request(instance, [], trail, group)
    }
  }

  private trigger(changed: Prop[], trail: Trail): void {
    for (const prop of changed) this.cancel(prop)
    for (const { id, property } of changed) {
      for (const input of this.instances.callbacks.readersOf(id, property)) {
        // From one instance of a callback to the next ones: ALLSMALLER only leads upwards, which has an end.
        const onward = input.callback === trail.callback && input.pattern?.smallerKeys.length
        if (!onward && passed(trail, input.callback)) continue
        for (const reader of this.instances.through(input, id)) this.request(reader, [propId(id, property)], trail)
      }
    }
  }

  private cancel({ id, property }: Prop): void {
    for (const port of this.instances.callbacks.cancelledBy(id, property)) {
      // Also those whose own component has left the page meanwhile.
      for (const node of this.waits.writing(port, id)) {
        if (node.pending && this.instances.agrees(node.instance, port, id)) this.drop(node)
      }
    }
  }

  private flush(): void {
    while (this.asked.size > 0 || this.ready.size > 0) {
      // Rule 2: whatever is asked for anew supersedes its own older call, even if it has to wait itself.
      for (const node of this.asked) {
        const request = this.requested.get(node)
        if (request) this.supersede(node, request)
      }
      this.asked.clear()
      const batch = [...this.ready].sort((a, b) => byOrder(a.instance.callback, b.instance.callback))
      this.ready.clear()
      for (const node of batch) {
        // Others of the batch may have made it wait, for what they switch on counts as a change.
        const request = this.requested.get(node)
        if (request && node.dirtyParents === 0) this.begin(node, request)
      }
      // A request that came to nothing may have been the one that others waited for.
    }
    this.host.busy(this.noticed.size > 0)
  }

  private supersede(node: Node, request: Request): void {
    const call = this.running.get(node)
    if (!call) return
    request.group ??= call.writer.group
    if (keepsOlder(node.instance)) {
      this.age(node, call)
      return
    }
    request.hold = call.hold
    request.shown = call.shown
    this.stop(node, call)
    call.abort.abort()
  }

  /** A newer call comes, and this one is heard all the same. */
  age(node: Node, call: Call): void {
    this.running.delete(node)
    const older = this.older.get(node) ?? new Set()
    this.older.set(node, older.add(call))
  }

  begin(node: Node, request: Request, job?: JobOf): void {
    this.requested.delete(node)
    const { instance } = node
    const { output: origin } = instance.callback
    const { group, hold, shown } = request
    const record = this.attempt(origin, () => this.record(instance, request))
    const trail = continued(instance.callback, request.from)
    if (record) {
      const writer = { origin, trail, group, version: this.writes.tick() }
      const outputs = this.instances.outputs(instance)
      const call: Call = { writer, outputs, awaited: outputs, abort: new AbortController(), shown }
      this.running.set(node, call)
      this.loading.add(call.outputs, 1)
      this.switchOn(instance, call)
      this.send(node, call, record, job ?? this.jobOf(instance))
    }
    if (hold) this.switchOff(hold, { origin, trail })
    if (record) return
    this.spread(shown?.effects(), trail)
    this.settled(node)
  }

  /** What is said of a call that may become a job. */
  private jobOf(instance: Instance): JobOf | undefined {
    if (!instance.callback.dependency.background) return undefined
    const key = jobKey(instance)
    const left = this.left?.take(key)
    return left ? { key, left } : { key }
  }

  /** Undefined when there is nothing to call for. */
  private record(instance: Instance, { group, changed }: Request): CallRequest | undefined {
    if (!this.instances.exists(instance)) return undefined
    if (changed.size === 0 && group?.starves(instance, this.instances.inputs(instance))) return undefined
    const present = [...changed].filter((key) => this.components.has(splitPropId(key).id))
    return buildRequest(instance, present, this.components, this.host.read)
  }

  private send(node: Node, call: Call, request: CallRequest, job: JobOf | undefined): void {
    const { dependency, output } = node.instance.callback
    const { signal } = call.abort
    const held = () => call.outputs.map(({ id, property }) => this.host.read(id)?.[property])
    const side = (updates: SideUpdates): void => {
      if (!this.isLive(node, call)) return
      this.attempt(output, () => this.writeSide(node, call, updates))
      this.wake()
    }
    const partial = (updates: Updates): void => this.show?.(node, call, updates)
    const answer = new Promise<CallResponse | undefined>((resolve) => {
      resolve(this.host.send({ request, dependency, signal, held, side, partial, ...(job && { job }) }))
    })
    answer.then(
      (answer) => this.settle(node, call, () => this.answered(node, call, answer)),
      (error: unknown) => this.settle(node, call, () => this.host.fail(error, output)),
    )
  }

  attempt<T>(origin: string, run: () => T): T | undefined {
    try {
      return run()
    } catch (error) {
      this.host.fail(error, origin)
      return undefined
    }
  }

  isLive(node: Node, call: Call): boolean {
    return this.running.get(node) === call || this.older.get(node)?.has(call) === true
  }

  private settle(node: Node, call: Call, conclude: () => void): void {
    call.flush?.()
    if (this.isLive(node, call)) this.attempt(call.writer.origin, conclude)
    // An answer may remove the very component it was for, and the call with it.
    if (this.isLive(node, call)) this.end(node, call)
    this.wake()
  }

  private answered(node: Node, call: Call, answer: CallResponse | undefined): void {
    if (answer?.sideUpdate) this.writeSide(node, call, answer.sideUpdate)
    // Before the answer, which may set itself what is switched.
    this.letGo(call)
    if (answer?.response) this.write(answer.response, call.writer)
  }

  /** Takes a call away from its node. */
  private stop(node: Node, call: Call): void {
    if (this.running.get(node) === call) this.running.delete(node)
    const older = this.older.get(node)
    older?.delete(call)
    if (older?.size === 0) this.older.delete(node)
    this.loading.add(call.awaited, -1)
  }

  private end(node: Node, call: Call): void {
    this.stop(node, call)
    this.letGo(call)
    this.spread(call.shown?.effects(), call.writer.trail)
    this.settled(node)
  }

  /** Nobody is left to get what this instance would say. */
  private drop(node: Node): void {
    const { hold, shown } = this.requested.get(node) ?? {}
    this.requested.delete(node)
    this.spread(shown?.effects(), beginning)
    if (hold) this.switchOff(hold, { origin: node.instance.callback.output, trail: beginning })
    const calls = [this.running.get(node) ?? [], [...(this.older.get(node) ?? [])]].flat()
    for (const call of calls) call.abort.abort()
    for (const call of calls) this.end(node, call)
    if (calls.length === 0) this.settled(node)
  }

  /** Lets those go on that waited for it, unless there is a newer request. */
  private settled(node: Node): void {
    if (this.requested.has(node) || this.running.has(node) || this.older.has(node)) return
    this.noticed.delete(node)
    this.waits.rest(node)
  }

  private switchOn({ callback, match }: Instance, call: Call): void {
    const { running, background } = callback.dependency
    if (!running && !background?.progressDefault) return
    const { origin, trail } = call.writer
    this.attempt(origin, () => {
      const on = targets(running?.running ?? {}, match, this.components)
      const off = { ...running?.runningOff, ...background?.progressDefault }
      call.hold = this.switches.hold(on, targets(off, match, this.components))
      this.write(on, { origin, trail, named: true })
    })
  }

  private switchOff(hold: Hold, writer: Writer): void {
    this.attempt(writer.origin, () => this.write(this.switches.release(hold), writer))
  }

  private letGo(call: Call): void {
    const { hold } = call
    call.hold = undefined
    const { origin, trail } = call.writer
    if (hold) this.switchOff(hold, { origin, trail })
  }

  private writeSide({ instance }: Node, { writer }: Call, updates: SideUpdates): void {
    this.write(targets(updates, instance.match, this.components), { ...writer, named: true })
  }

  private write(updates: Updates, writer: Writer): void {
    const effects = this.writes.write(updates, writer)
    if (!effects) return
    for (const id of effects.removed) this.components.delete(id)
    for (const id of effects.added) this.components.add(id)
    this.spread(effects, writer.trail)
  }

  /** Requests what follows from a change of the page; of what a call has shown, when it has ended. */
  private spread(effects: Effects | undefined, trail: Trail): void {
    if (!effects) return
    const { changed, added, removed } = effects
    this.trigger(changed, trail)
    if (added.length > 0) this.welcome(new Set(added), trail)
    if (removed.length > 0) this.farewell(removed, trail)
  }

  /** Rule 7: new components bring their own callbacks and no others. */
  private welcome(added: ReadonlySet<string>, trail: Trail): void {
    const { touched, initial, changed } = newsOf(added, this.instances)
    for (const instance of touched) this.waits.link(instance)
    this.requestGroup(initial, trail)
    for (const { instance, keys } of changed) {
      if (!passed(trail, instance.callback)) this.request(instance, keys, trail)
    }
    this.left?.rejoin()
  }

  /** Lists that became shorter are told; calls that could reach nobody any more end. */
  private farewell(removed: string[], trail: Trail): void {
    for (const instance of bereft(removed, this.instances)) {
      if (!passed(trail, instance.callback)) this.request(instance, [], trail)
    }
    this.abandon(removed)
  }

  abandon(removed: string[]): void {
    for (const id of removed) {
      for (const output of this.instances.callbacks.outputsOn(id)) {
        for (const node of this.waits.writing(output, id)) {
          if (node.pending && !this.instances.reaches(node.instance)) this.drop(node)
        }
      }
    }
  }
}
