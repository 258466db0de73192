// What the parts of this folder hand each other: a job is one call on its way to the server.

import type { CallResponse, Outgoing, SideUpdates } from '../wire/records'
import { framesType, inflates } from './frames'

export const endpoint = '_dash-update-component'
export const acceptOf = (frames: boolean): string =>
  `${frames ? `${framesType}, ` : ''}application/x-ndjson, application/json`
export const accept = acceptOf(inflates())
export const postHeaders = { Accept: accept, 'Content-Type': 'application/json' }

export interface Answer {
  /** Undefined when there is nothing to change. */
  response: CallResponse | undefined
  /** How long it may be kept; 0 for not at all. */
  seconds: number
  /** The room it takes: signs of the text it came as, or bytes of the frame and its columns. */
  size: number
}

/** Ends with one call of `answer` or `fail`. */
export interface Job {
  /** The request record as JSON. */
  body: string
  /** The record without what triggered it, where the call may go by GET. */
  query?: string
  /** Never to be sent together with others. */
  alone: boolean
  signal: AbortSignal
  /** As in Outgoing. */
  held?: Outgoing['held'] | undefined
  side(updates: SideUpdates): void
  /** As in Outgoing. */
  note?: Outgoing['note']
  answer(answer: Answer): void
  fail(error: unknown): void
}
