// A page and a server for tests: props in a map, replies given by hand in whatever order the test likes.

import type {
  CallRequest,
  CallResponse,
  Dependency,
  JobOf,
  Outgoing,
  Props,
  SideUpdates,
  Updates,
} from '../wire/records'
import { type Effects, Engine } from './engine'
import { showIn } from './partials'

export interface Sent {
  request: CallRequest
  output: string
  signal: AbortSignal
  job: JobOf | undefined
  /** What its outputs hold at this moment. */
  held(): unknown[]
  /** Props set while the call still runs. */
  side(updates: SideUpdates): void
  /** Values before the answer. They are shown with the next frame. */
  partial(updates: Updates): void
  reply(updates?: Updates, sideUpdate?: SideUpdates): Promise<void>
  prevent(): Promise<void>
  fail(error: Error): Promise<void>
}

/** `dep('out.children', 'in.value', { state: 's.data' })`: endpoints are separated by spaces. */
export function dep(
  output: string,
  inputs: string,
  extra: Partial<Omit<Dependency, 'state'>> & { state?: string } = {},
) {
  const endpoints = (text: string) =>
    text
      .split(' ')
      .filter(Boolean)
      .map((item) => ({ id: item.slice(0, item.lastIndexOf('.')), property: item.slice(item.lastIndexOf('.') + 1) }))
  const { state = '', ...rest } = extra
  const dependency: Dependency = { output, inputs: endpoints(inputs), state: endpoints(state), ...rest }
  return dependency
}

const nextMicrotasks = async () => {
  for (let i = 0; i < 5; i++) await Promise.resolve()
}

export class Page {
  readonly props = new Map<string, Props>()
  readonly sent: Sent[] = []
  readonly failures: { error: unknown; callback: string }[] = []
  readonly loading = new Map<string, boolean>()
  readonly applied: Updates[] = []
  busy = false
  /** How often the layout's order was asked for. */
  ranks = 0
  /** What the next component tree does to the page. */
  tree: (updates: Updates) => Partial<Effects> = () => ({})
  readonly engine: Engine
  private tasks: (() => void)[] = []
  private frames: (() => void)[] = []

  constructor(dependencies: Dependency[], props: Record<string, Props>) {
    for (const [id, own] of Object.entries(props)) this.props.set(id, own)
    this.engine = new Engine(dependencies, {
      read: (id) => this.props.get(id),
      ids: () => this.props.keys(),
      rank: (id) => this.rank(id),
      send: (call) => this.send(call),
      apply: (updates) => this.apply(updates),
      schedule: (run) => this.tasks.push(run),
      fail: (error, callback) => this.failures.push({ error, callback }),
      loading: (id, on) => this.loading.set(id, on),
      busy: (on) => {
        this.busy = on
      },
    })
    showIn(this.engine, { frame: (run) => this.frames.push(run), atOnce: (run) => run() })
  }

  start(): this {
    this.engine.start()
    this.turn()
    return this
  }

  /** The user edits: the props are stored, then the engine is told; the burst ends with `turn`. */
  edit(id: string, props: Props): void {
    this.props.set(id, { ...this.props.get(id), ...props })
    this.engine.edited(id, Object.keys(props))
  }

  change(id: string, props: Props): void {
    this.edit(id, props)
    this.turn()
  }

  /** One macrotask. */
  turn(): void {
    for (const task of this.tasks.splice(0)) task()
  }

  /** The page is drawn. */
  frame(): void {
    for (const run of this.frames.splice(0)) run()
    this.turn()
  }

  /** Takes the oldest call to this output that was not taken yet. */
  take(output: string): Sent {
    const at = this.sent.findIndex((call) => call.output === output)
    const [call] = at < 0 ? [] : this.sent.splice(at, 1)
    if (!call) throw new Error(`no call of ${output}; sent: ${this.outputs().join(', ')}`)
    return call
  }

  outputs(): string[] {
    return this.sent.map((call) => call.output)
  }

  /** The order of the layout is the order in which components were first named. */
  private rank(id: string): number {
    this.ranks++
    return [...this.props.keys()].indexOf(id)
  }

  private send({ request, signal, held, side, partial, job }: Outgoing): Promise<CallResponse | undefined> {
    return new Promise((resolve, reject) => {
      const after = async () => {
        await nextMicrotasks()
        this.turn()
      }
      this.sent.push({
        request,
        output: request.output,
        signal,
        job,
        held: () => [...(held?.() ?? [])],
        side,
        partial,
        reply: (response = {}, sideUpdate) => {
          resolve({ multi: true, response, ...(sideUpdate && { sideUpdate }) })
          return after()
        },
        prevent: () => {
          resolve(undefined)
          return after()
        },
        fail: (error) => {
          reject(error)
          return after()
        },
      })
    })
  }

  private apply(updates: Updates): Effects {
    this.applied.push(updates)
    const changed: Effects['changed'] = []
    for (const [id, props] of Object.entries(updates)) {
      this.props.set(id, { ...this.props.get(id), ...props })
      for (const property of Object.keys(props)) changed.push({ id, property })
    }
    const { changed: more = [], added = [], removed = [] } = this.tree(updates)
    for (const id of removed) this.props.delete(id)
    for (const id of added) this.props.set(id, this.props.get(id) ?? {})
    return { changed: [...changed, ...more], added, removed }
  }
}
