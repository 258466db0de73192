// Calls that go out together and are answered line by line (internal/README.md, "Batches").

import { CallError } from '../wire/errors'
import { isFrames } from './frames'
import { columnsIn, heldOf, holds, none } from './held'
import { ask, type Server } from './http'
import { endpoint, headersOf, type Job } from './job'
import { deliver, isLines } from './stream'
import { randomToken } from './tab'

export class Batch {
  /** Who knows it may cancel calls. */
  private readonly token = randomToken()
  private readonly abort = new AbortController()
  /** The calls that have not ended, by their place in the request. */
  private readonly open: Map<number, Job>
  private readonly leaving: number[] = []

  constructor(
    private readonly server: Server,
    private readonly jobs: Job[],
  ) {
    this.open = new Map(jobs.entries())
    for (const [call, { signal }] of this.open) {
      signal.addEventListener('abort', () => this.leave(call), { once: true })
    }
  }

  /** Sends the calls and returns when all have ended, with those that should be sent one by one: all, where the server
   * found them too large together. */
  async send(): Promise<Job[]> {
    try {
      const columns = columnsIn(this.jobs.flatMap((job) => [...(job.held?.() ?? [])]))
      const held = columns.size > 0 ? await heldOf(columns) : none
      const response = await ask(this.server, endpoint, {
        method: 'POST',
        headers: { ...headersOf(this.jobs), ...holds(held), 'Dashi-Batch': this.token },
        body: `[${this.jobs.map(({ body }) => body).join(',')}]`,
        signal: this.abort.signal,
      })
      if (!isLines(response) && !isFrames(response)) {
        throw new CallError({
          code: 'bad_answer',
          message: 'the server answered a batch with something else than lines or frames',
        })
      }
      for (const { note } of this.jobs) note?.({ way: 'batch' })
      await deliver(response, this.open, this.abort.signal, held)
    } catch (error) {
      const left = [...this.open.values()]
      this.open.clear()
      if (error instanceof CallError && error.status === 413) return left
      for (const job of left) job.fail(error)
    }
    return []
  }

  /** One call is not wanted any more. */
  private leave(call: number): void {
    const job = this.open.get(call)
    if (!job) return
    this.open.delete(call)
    job.fail(job.signal.reason)
    // The engine drops calls many at a time; only then is it known whether any is left to wait for.
    if (this.leaving.push(call) === 1) queueMicrotask(() => this.cancel())
  }

  private cancel(): void {
    const calls = this.leaving.splice(0)
    if (this.open.size === 0) {
      this.abort.abort()
      return
    }
    const path = `${endpoint}?batch=${this.token}${calls.map((call) => `&call=${call}`).join('')}`
    // The page has already moved on: a call that runs to its end after all does no harm.
    ask(this.server, path, { method: 'DELETE' }).catch(() => undefined)
  }
}
