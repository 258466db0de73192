// Decides what travels together: whatever the engine sends in one go, when it is more than a few calls.

import { Batch } from './batch'
import type { Server } from './http'
import type { Job } from './job'
import { sendOne } from './single'

/** Up to this many calls each have a request of their own, which every HTTP cache, log and proxy understands. */
const few = 4
const mostCalls = 500
/** The server takes 10 MiB by default; a fraction of that keeps the first answers early. */
const mostText = 1 << 20

/** Cuts calls into batches, in order. A call too large to share becomes one of its own. */
export function batchesOf(jobs: Job[]): Job[][] {
  const batches: Job[][] = []
  let text = Number.POSITIVE_INFINITY
  for (const job of jobs) {
    text += job.body.length + 1
    const last = batches.at(-1)
    if (last && last.length < mostCalls && text <= mostText) {
      last.push(job)
    } else {
      batches.push([job])
      text = job.body.length + 1
    }
  }
  return batches
}

export class Departures {
  private waiting: Job[] = []

  constructor(private readonly server: Server) {}

  /** The engine starts its ready calls in one loop; they leave when it is through. */
  readonly add = (job: Job): void => {
    if (this.waiting.push(job) === 1) queueMicrotask(() => this.depart())
  }

  private depart(): void {
    const single: Job[] = []
    const shared: Job[] = []
    for (const job of this.waiting) {
      if (job.signal.aborted) job.fail(job.signal.reason)
      else (job.alone ? single : shared).push(job)
    }
    this.waiting = []
    const batches = shared.length > few ? batchesOf(shared) : shared.map((job) => [job])
    for (const jobs of [...single.map((job) => [job]), ...batches]) this.send(jobs)
  }

  private async send(jobs: Job[]): Promise<void> {
    const single = jobs.length === 1 ? jobs : await new Batch(this.server, jobs).send()
    for (const job of single) sendOne(this.server, job)
  }
}
