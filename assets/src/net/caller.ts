// The way to the server for every call: kept answer, shared request, batch, or a request of its own.

import { stringify } from '../wire/arrays'
import type { CallResponse, Config, Outgoing } from '../wire/records'
import { Departures } from './departures'
import { Fresh } from './fresh'

export interface CallerOptions {
  /** Told whenever the server answers well. */
  heard?: () => void
  /** A clock in milliseconds that never goes back; performance.now by default. */
  now?: () => number
}

/** Sends calls; what it returns resolves to undefined when there is nothing to change. */
export function caller(config: Config, { heard, now = () => performance.now() }: CallerOptions = {}) {
  const departures = new Departures({ config, heard })
  const fresh = new Fresh(departures.add, now)

  const plain = (call: Outgoing) =>
    new Promise<CallResponse | undefined>((resolve, reject) => {
      departures.add({
        body: stringify(call.request),
        alone: call.dependency.alone === true,
        signal: call.signal,
        held: call.held,
        side: (updates) => call.side(updates),
        note: call.note,
        answer: ({ response }) => resolve(response),
        fail: reject,
      })
    })

  return async (call: Outgoing): Promise<CallResponse | undefined> => {
    call.signal.throwIfAborted()
    return call.dependency.fresh === true ? fresh.send(call) : plain(call)
  }
}
