// The files of an Upload that are streamed: some go side by side, and those that come together are told of together.

import { CallError } from '../wire/errors'
import type { Config } from '../wire/records'
import { plain } from './upload-labels'
import { type Outcome, Sender } from './upload-send'
import type { Found } from './upload-take'

export type State = 'waiting' | 'sending' | 'retrying' | 'handling' | 'done' | 'failed' | 'cancelled' | 'rejected'

export interface Item {
  readonly key: number
  readonly name: string
  readonly total: number
  /** None where the file was rejected. */
  readonly file?: File
  loaded: number
  state: State
  error?: string
  /** What the handler had to say, once the file is done. */
  outcome?: Uploaded
  abort?: AbortController
}

export interface Uploaded {
  name: string
  size: number
  type: string
  last_modified: number
  result: unknown
  timestamp: number
}

export interface Queue {
  id: string
  chunk: number
  config: Config
  /** Something is different. `uploaded` is there when all files of a drop have ended and some are done. */
  changed(uploaded?: Uploaded[]): void
  /** The handler has failed. */
  failed(error: CallError): void
}

/** Files that are sent at the same time: more would share the same line. */
const sideBySide = 3

const over = new Set<State>(['done', 'failed', 'cancelled', 'rejected'])

export const isOver = (item: Item): boolean => over.has(item.state)

let keys = 0

export class Uploads {
  items: Item[] = []
  private running = 0
  private stopped = false
  private readonly waiting: { item: Item; together: Item[] }[] = []

  constructor(private readonly queue: () => Queue) {}

  /** Takes files in that came together. Those that have ended make room on the list once nothing is under way. */
  add(found: Found[], rejected: { name: string; size: number; error: string }[]): void {
    if (this.items.every(isOver)) this.items = []
    const together = found.map(
      ({ file, name }): Item => ({
        key: ++keys,
        name: plain(name),
        total: file.size,
        file,
        loaded: 0,
        state: 'waiting',
      }),
    )
    const against = rejected.map(
      ({ name, size, error }): Item => ({
        key: ++keys,
        name: plain(name),
        total: size,
        loaded: 0,
        state: 'rejected',
        error,
      }),
    )
    this.items = [...this.items, ...together, ...against]
    this.enqueue(together)
    this.queue().changed()
  }

  cancel(item: Item): void {
    if (isOver(item)) return
    item.state = 'cancelled'
    item.abort?.abort()
    const at = this.waiting.findIndex((one) => one.item === item)
    const [left] = at < 0 ? [] : this.waiting.splice(at, 1)
    // One that is under way ends by itself.
    if (left) this.ended(left.together)
  }

  /** Sends a file again, by itself. */
  again(item: Item): void {
    if (item.state !== 'failed' && item.state !== 'cancelled') return
    item.loaded = 0
    item.state = 'waiting'
    delete item.error
    this.enqueue([item])
    this.queue().changed()
  }

  remove(item: Item): void {
    this.cancel(item)
    this.items = this.items.filter((one) => one !== item)
    this.queue().changed()
  }

  /** Ends all that is under way, and tells nobody. */
  stop(): void {
    this.stopped = true
    this.waiting.length = 0
    for (const item of this.items) item.abort?.abort()
  }

  private enqueue(together: Item[]): void {
    this.waiting.push(...together.map((item) => ({ item, together })))
    this.next()
  }

  private next(): void {
    while (this.running < sideBySide) {
      const one = this.waiting.shift()
      if (!one) return
      this.running++
      this.run(one.item).then(() => {
        this.running--
        if (this.stopped) return
        this.ended(one.together)
        this.next()
      })
    }
  }

  private async run(item: Item): Promise<void> {
    const { id, chunk, config, changed, failed } = this.queue()
    const { file, name: path } = item
    if (!file) return
    const abort = new AbortController()
    item.abort = abort
    item.state = 'sending'
    const watch = {
      loaded: (bytes: number) => {
        item.loaded = bytes
        changed()
      },
      state: (state: State) => {
        if (isOver(item)) return
        item.state = state
        changed()
      },
    }
    try {
      const outcome = await new Sender({ id, file, path, chunk, config, signal: abort.signal, watch }).send()
      this.done(item, file, outcome)
    } catch (error) {
      if (abort.signal.aborted) item.state = 'cancelled'
      else {
        item.state = 'failed'
        item.error = error instanceof Error ? error.message : String(error)
        if (error instanceof CallError && error.code.startsWith('callback_')) failed(error)
      }
    } finally {
      delete item.abort
    }
  }

  private done(item: Item, file: File, { result, listed }: Outcome): void {
    item.state = 'done'
    item.loaded = item.total
    if (!listed) return
    const about = { name: item.name, size: file.size, type: file.type, last_modified: file.lastModified / 1000 }
    item.outcome = { ...about, result, timestamp: Date.now() }
  }

  private ended(together: Item[]): void {
    if (!together.every(isOver)) {
      this.queue().changed()
      return
    }
    const uploaded = together.flatMap(({ outcome }) => outcome ?? [])
    for (const item of together) delete item.outcome
    this.queue().changed(uploaded.length > 0 ? uploaded : undefined)
  }
}
