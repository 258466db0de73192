// One request for any number of equal calls.

import type { CallResponse, Note, Outgoing, SideUpdates } from '../wire/records'

interface Passenger {
  call: Outgoing
  resolve(response: CallResponse | undefined): void
  reject(error: unknown): void
}

export class Flight {
  private readonly abort = new AbortController()
  private readonly passengers = new Set<Passenger>()
  private readonly said: SideUpdates[] = []

  /** `empty` runs when the last call has gone before the answer came. */
  constructor(private readonly empty: () => void) {}

  /** Aborts when nobody waits for the answer any more. */
  get signal(): AbortSignal {
    return this.abort.signal
  }

  join(call: Outgoing): Promise<CallResponse | undefined> {
    return new Promise((resolve, reject) => {
      const passenger = { call, resolve, reject }
      this.passengers.add(passenger)
      call.signal.addEventListener('abort', () => this.leave(passenger), { once: true })
      for (const updates of this.said) call.side(updates)
    })
  }

  side(updates: SideUpdates): void {
    this.said.push(updates)
    for (const { call } of this.passengers) call.side(updates)
  }

  note(note: Note): void {
    for (const { call } of this.passengers) call.note?.(note)
  }

  land(response: () => CallResponse | undefined): void {
    for (const { resolve } of this.passengers) resolve(response())
    this.passengers.clear()
  }

  fail(error: unknown): void {
    for (const { reject } of this.passengers) reject(error)
    this.passengers.clear()
  }

  private leave(passenger: Passenger): void {
    if (!this.passengers.delete(passenger)) return
    passenger.reject(passenger.call.signal.reason)
    if (this.passengers.size > 0) return
    this.empty()
    this.abort.abort()
  }
}
