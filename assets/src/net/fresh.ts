// Callbacks whose answers may be kept (internal/README.md, "Freshness"): the browser answers repeats itself.

import { stringify } from '../wire/arrays'
import type { CallRequest, CallResponse, Outgoing } from '../wire/records'
import { giver } from './copies'
import { Flight } from './flight'
import type { Job } from './job'
import { Kept } from './kept'

/** All that the answer depends on: the record without what triggered the call. */
function keyOf({ output, outputs, inputs, state }: CallRequest): string {
  return stringify({ output, outputs, inputs, state })
}

/** The whole record, without writing out its values a second time. */
function bodyOf(key: string, { changedPropIds, parsedChangedPropsIds }: CallRequest): string {
  return `${key.slice(0, -1)},${JSON.stringify({ changedPropIds, parsedChangedPropsIds }).slice(1)}`
}

export class Fresh {
  private readonly kept: Kept<() => CallResponse | undefined>
  private readonly flights = new Map<string, Flight>()

  constructor(
    private readonly depart: (job: Job) => void,
    now: () => number,
  ) {
    this.kept = new Kept(now)
  }

  async send(call: Outgoing): Promise<CallResponse | undefined> {
    const key = keyOf(call.request)
    const known = this.kept.find(key)
    if (known) {
      call.note?.({ way: 'kept' })
      return known()
    }
    return (this.flights.get(key) ?? this.start(key, call)).join(call)
  }

  private start(key: string, { request, dependency, held, note }: Outgoing): Flight {
    const flight = new Flight(() => this.end(key, flight))
    this.flights.set(key, flight)
    this.depart({
      body: bodyOf(key, request),
      query: key,
      alone: dependency.alone === true,
      signal: flight.signal,
      held,
      side: (updates) => flight.side(updates),
      note: note && ((note) => flight.note(note)),
      answer: ({ response, seconds, size }) => {
        const give = giver(response)
        this.kept.keep(key, give, seconds, size)
        this.end(key, flight)
        flight.land(give)
      },
      fail: (error) => {
        this.end(key, flight)
        flight.fail(error)
      },
    })
    return flight
  }

  private end(key: string, flight: Flight): void {
    // A flight that was left by all ends twice, and by then the next may be on its way.
    if (this.flights.get(key) === flight) this.flights.delete(key)
  }
}
