// The way to the server for every call: kept answer, shared request, batch, or a request of its own.

import { stringify } from '../wire/arrays'
import type { CallResponse, Config, Outgoing } from '../wire/records'
import { Departures } from './departures'
import type { Fresh } from './fresh'
import type { Jobs } from './jobs'

export interface CallerOptions {
  /** Told whenever the server answers well. */
  heard?: () => void
  /** A clock in milliseconds that never goes back; performance.now by default. */
  now?: () => number
  /** What follows jobs; it comes with the first one. */
  jobs?: () => Promise<Jobs>
  /** There are callbacks whose answers may be kept, so that what keeps them is there when the first is called. */
  keeps?: boolean
}

/** Sends calls; what it returns resolves to undefined when there is nothing to change. */
export function caller(config: Config, { heard, jobs, keeps, now = () => performance.now() }: CallerOptions = {}) {
  const departures = new Departures({ config, heard })
  let fresh: Fresh | undefined
  let coming: Promise<Fresh> | undefined
  // One promise for all, and none when it is there: calls that the engine sends in one go leave in one go.
  const bring = () => {
    coming ??= import('./fresh').then(
      ({ Fresh }) => {
        fresh = new Fresh(departures.add, now)
        return fresh
      },
      (error) => {
        coming = undefined
        throw error
      },
    )
    return coming
  }
  if (keeps) bring().catch(() => {}) // whoever needs it asks again, and is told

  const plain = (call: Outgoing) =>
    new Promise<CallResponse | undefined>((resolve, reject) => {
      const job = jobs && call.dependency.background
      departures.add({
        body: stringify(call.request),
        alone: call.dependency.alone === true,
        // Who gives up a call before its handle is there must hear that handle, or nobody could end the job.
        signal: job ? new AbortController().signal : call.signal,
        taken: job ? (handle) => resolve(jobs().then((jobs) => jobs.follow(call, handle))) : undefined,
        held: call.held,
        side: (updates) => call.side(updates),
        partial: call.partial,
        note: call.note,
        answer: ({ response }) => resolve(response),
        fail: reject,
      })
    })

  return async (call: Outgoing): Promise<CallResponse | undefined> => {
    call.signal.throwIfAborted()
    if (call.job?.left && jobs) return (await jobs()).goOn(call, plain)
    if (call.dependency.fresh !== true) return plain(call)
    if (fresh) return fresh.send(call)
    return bring().then((fresh) => {
      call.signal.throwIfAborted()
      return fresh.send(call)
    })
  }
}
