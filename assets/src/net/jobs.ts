// Calls that have become jobs of the server (internal/README.md, "Background callbacks"): followed over the page's channel, and found again when
// the page is loaded anew.

import { stringify } from '../wire/arrays'
import { CallError } from '../wire/errors'
import { hash } from '../wire/hash'
import type { CallRequest, CallResponse, Config, Outgoing } from '../wire/records'
import type { Channel } from './channel'
import { jobStore } from './tab'
import type { JobEvent } from './way'

/** What is kept of a job that runs. */
interface Kept {
  /** Names the instance. */
  key: string
  handle: string
  /** Of the values that the call had. */
  digest: string
}

/** A call that waits for a job. */
interface Waiting {
  call: Outgoing
  resolve(response: CallResponse | undefined): void
  reject(error: unknown): void
}

/** More than that are not kept, so that what a page forgets does not grow for ever. */
const mostKept = 100

function digestOf({ output, outputs, inputs, state }: CallRequest): string {
  return hash(new TextEncoder().encode(stringify({ output, outputs, inputs, state })))
}

/** The jobs that ran when the page was left, by their instances. */
export function leftOver(config: Config): Map<string, string[]> {
  const left = new Map<string, string[]>()
  for (const { key, handle } of read(config)) left.set(key, [...(left.get(key) ?? []), handle])
  return left
}

function read(config: Config): Kept[] {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(jobStore(config)) ?? '[]')
    return Array.isArray(kept) ? kept : []
  } catch {
    // Without storage, and with what others have written there, jobs end with the page.
    return []
  }
}

function write(config: Config, kept: Kept[]): void {
  try {
    if (kept.length === 0) sessionStorage.removeItem(jobStore(config))
    else sessionStorage.setItem(jobStore(config), JSON.stringify(kept.slice(-mostKept)))
  } catch {
    // As above.
  }
}

export class Jobs {
  private readonly waiting = new Map<string, Waiting>()
  private readonly leave = new Map<string, () => void>()

  constructor(
    private readonly config: Config,
    private readonly channel: Channel,
  ) {}

  /** Waits for the end of a job that a call has become. A call that has given up meanwhile ends it. */
  follow(call: Outgoing, handle: string): Promise<CallResponse | undefined> {
    const { signal, job, request } = call
    return new Promise((resolve, reject) => {
      if (signal.aborted) {
        // Another call may have joined the same job.
        if (!this.waiting.has(handle)) this.channel.cancel(handle)
        this.forget(handle)
        reject(signal.reason)
        return
      }
      const before = this.waiting.get(handle)
      const waiting: Waiting = { call, resolve, reject }
      this.waiting.set(handle, waiting)
      signal.addEventListener('abort', () => this.giveUp(handle, waiting), { once: true })
      if (before) {
        before.resolve(undefined) // this call hears the rest
        return
      }
      if (job) this.keep({ key: job.key, handle, digest: digestOf(request) })
      this.leave.set(
        handle,
        this.channel.follow(handle, 0, (event) => this.hear(handle, event)),
      )
    })
  }

  /** Goes on with a job that ran when the page was left; with a call of other values, or where the job is not known any more, begins anew. */
  async goOn(
    call: Outgoing,
    anew: (call: Outgoing) => Promise<CallResponse | undefined>,
  ): Promise<CallResponse | undefined> {
    const { left = [], sure } = call.job ?? {}
    const handle = left.at(-1)
    const digest = digestOf(call.request)
    const same = sure || read(this.config).some((kept) => kept.handle === handle && kept.digest === digest)
    for (const other of left) {
      if (same && other === handle) continue
      this.forget(other)
      this.channel.cancel(other)
    }
    if (!same || handle === undefined) return anew(call)
    try {
      return await this.follow(call, handle)
    } catch (error) {
      if (sure || !(error instanceof CallError) || error.code !== 'gone' || call.signal.aborted) throw error
      return anew(call)
    }
  }

  private giveUp(handle: string, waiting: Waiting): void {
    if (this.waiting.get(handle) !== waiting) return
    this.end(handle)
    this.channel.cancel(handle)
    waiting.reject(waiting.call.signal.reason)
  }

  private hear(handle: string, { sideUpdate, partial, status, answer, error }: JobEvent): void {
    const waiting = this.waiting.get(handle)
    if (!waiting) return
    if (sideUpdate) waiting.call.side(sideUpdate)
    if (partial) waiting.call.partial(partial)
    if (status === undefined) return
    this.end(handle)
    if (status < 400) waiting.resolve(answer)
    else
      waiting.reject(
        new CallError({ code: `http_${status}`, message: `the job ended with ${status}`, ...error, status }),
      )
  }

  private end(handle: string): void {
    this.waiting.delete(handle)
    this.leave.get(handle)?.()
    this.leave.delete(handle)
    this.forget(handle)
  }

  private keep(kept: Kept): void {
    write(this.config, [...read(this.config).filter(({ handle }) => handle !== kept.handle), kept])
  }

  private forget(handle: string): void {
    const kept = read(this.config)
    const rest = kept.filter((one) => one.handle !== handle)
    if (rest.length < kept.length) write(this.config, rest)
  }
}
