// What developers are told of their callbacks' calls. Only text and numbers are kept: a figure that a call got lives no longer
// for being watched.

import type { CallResponse, Note, Outgoing } from '../wire/records'
import { parseTiming, type Timing } from '../wire/timing'
import { instanceIds, readableCallback, readableProp } from './calls-names'

export type Send = (call: Outgoing) => Promise<CallResponse | undefined>

/** What the memo layer did; `kept` answers are those that the browser gave again without asking. */
export const cacheStates = ['hit', 'stale', 'miss', 'wait', 'kept'] as const
export type CacheState = (typeof cacheStates)[number]

/** How a call went: by a request of its own, with others, by lines; or not at all, because it runs in the browser, or the
 * browser had its answer (`kept` by the page, or in its `http cache`). */
export type Way = 'request' | 'batch' | 'stream' | 'browser' | 'kept' | 'http cache'

/** `failed` has the code of the error beside it. */
export type Outcome = 'running' | 'ok' | 'no update' | 'cancelled' | 'failed'

/** All calls of one callback. */
export interface Total {
  callback: string
  calls: number
  cancelled: number
  errors: number
  states: Record<CacheState, number>
  /** Times from send to answer in ms, the last ones; not those of kept answers, which nobody was asked for. */
  times: number[]
}

export interface Call {
  /** 1 for the first of the page. */
  number: number
  total: Total
  /** The components of a callback with MATCH. */
  instance: string[]
  /** What changed; none for an initial call. */
  triggers: string[]
  /** When it began, by the clock on the wall. */
  at: Date
  way: Way
  outcome: Outcome
  /** The code of the error, and what it says. */
  code?: string
  message?: string
  /** From send to answer, in ms. */
  ms?: number
  /** The length of the answer's text, before compression. */
  size?: number
  cache?: CacheState
  /** All others of Server-Timing. */
  timings: Timing[]
}

export const mostCalls = 200
/** A median needs no more; a page may run for weeks. */
const mostTimes = 100

/** Why a call failed: the server's code, or nothing more than that. */
function codeOf(error: unknown): string {
  const { code } = (error ?? {}) as { code?: unknown }
  return typeof code === 'string' && code !== '' ? code : 'error'
}

function changes(response: CallResponse | undefined): boolean {
  return [response?.response, response?.sideUpdate].some((part) => Object.keys(part ?? {}).length > 0)
}

/** Whether the answer came out of the browser's HTTP cache. Its headers then tell how it was made once, not what was done now. */
function fromHttpCache(url: string, since: number): boolean {
  const [entry] = performance.getEntriesByName(url, 'resource').slice(-1) as PerformanceResourceTiming[]
  return entry !== undefined && entry.startTime >= since && entry.transferSize === 0 && entry.decodedBodySize > 0
}

export interface RecordOptions {
  /** A clock in milliseconds that never goes back. */
  now?: () => number
  cached?: typeof fromHttpCache
}

export class CallRecord {
  /** The newest last. */
  private calls: Call[] = []
  private totals = new Map<string, Total>()
  private count = 0
  private readonly now: () => number
  private readonly cached: typeof fromHttpCache

  /** `changed` runs after every change, often many times in a row. */
  constructor(
    private readonly changed: () => void,
    { now = () => performance.now(), cached = fromHttpCache }: RecordOptions = {},
  ) {
    this.now = now
    this.cached = cached
  }

  /** The last calls, the oldest first. */
  get last(): readonly Call[] {
    return this.calls
  }

  /** In the order of the callbacks' first calls. */
  get callbacks(): Total[] {
    return [...this.totals.values()]
  }

  /** Forgets everything; calls that still run are heard no more. */
  clear(): void {
    this.calls = []
    this.totals.clear()
    this.changed()
  }

  /** The same way to send calls, past this record. */
  watch(send: Send): Send {
    return (outgoing) => {
      const { signal } = outgoing
      const call = this.begin(outgoing)
      const began = this.now()
      let url = ''
      const note = (note: Note): void => {
        if (note.url) url = note.url
        this.note(call, note)
      }
      const answer = send({ ...outgoing, note })
      const end = (outcome: Outcome): void => {
        call.ms = this.now() - began
        if (url && this.cached(url, began)) Object.assign(call, { way: 'http cache', cache: 'kept', timings: [] })
        this.end(call, signal.aborted ? 'cancelled' : outcome)
      }
      answer.then(
        (response) => end(changes(response) ? 'ok' : 'no update'),
        (error: unknown) => {
          if (!signal.aborted) {
            call.code = codeOf(error)
            call.message = error instanceof Error ? error.message : String(error)
          }
          end('failed')
        },
      )
      return answer
    }
  }

  private begin({ request, dependency }: Outgoing): Call {
    const total = this.totalOf(dependency)
    total.calls++
    const call: Call = {
      number: ++this.count,
      total,
      instance: instanceIds(dependency, request),
      triggers: request.changedPropIds.map(readableProp),
      at: new Date(),
      way: dependency.clientside_function ? 'browser' : 'request',
      outcome: 'running',
      timings: [],
    }
    this.calls = [...this.calls.slice(1 - mostCalls), call]
    this.changed()
    return call
  }

  private totalOf(dependency: Outgoing['dependency']): Total {
    let total = this.totals.get(dependency.output)
    if (!total) {
      const states = { hit: 0, stale: 0, miss: 0, wait: 0, kept: 0 }
      total = { callback: readableCallback(dependency), calls: 0, cancelled: 0, errors: 0, states, times: [] }
      this.totals.set(dependency.output, total)
    }
    return total
  }

  private note(call: Call, { way, timing, size }: Note): void {
    if (way) call.way = way
    if (way === 'kept') call.cache = 'kept'
    if (size !== undefined) call.size = (call.size ?? 0) + size
    if (!timing) return
    for (const entry of parseTiming(timing)) {
      const state = cacheStates.find((state) => state === entry.desc)
      if (entry.name === 'cache' && state && state !== 'kept') call.cache ??= state
      else call.timings.push(entry)
    }
  }

  private end(call: Call, outcome: Outcome): void {
    const { total, cache, ms = 0 } = call
    call.outcome = outcome
    if (cache) total.states[cache]++
    if (outcome === 'failed') total.errors++
    if (outcome === 'cancelled') total.cancelled++
    else if (cache !== 'kept') total.times = [...total.times.slice(1 - mostTimes), ms]
    this.changed()
  }
}

/** The middle one, or between the middle two; undefined where there are none. */
export function median(times: readonly number[]): number | undefined {
  const sorted = times.toSorted((a, b) => a - b)
  const middle = sorted.slice((sorted.length - 1) >> 1, (sorted.length >> 1) + 1)
  return middle.length > 0 ? middle.reduce((sum, time) => sum + time, 0) / middle.length : undefined
}
