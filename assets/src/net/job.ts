// What the parts of this folder hand each other: a job is one call on its way to the server.

import type { CallResponse, Outgoing, SideUpdates, Updates } from '../wire/records'
import { framesType, inflates } from './frames'
import { tabName } from './tab'

export const endpoint = '_dash-update-component'
export const acceptOf = (frames: boolean): string =>
  `${frames ? `${framesType}, ` : ''}application/x-ndjson, application/json`
export const accept = acceptOf(inflates())
export const postHeaders = { Accept: accept, 'Content-Type': 'application/json' }

/** The headers of calls by POST. */
export function headersOf(jobs: readonly Job[]): Record<string, string> {
  return jobs.some(({ taken }) => taken) ? { ...postHeaders, 'Dashi-Tab': tabName() } : postHeaders
}

export interface Answer {
  /** Undefined when there is nothing to change. */
  response: CallResponse | undefined
  /** How long it may be kept; 0 for not at all. */
  seconds: number
  /** The room it takes: signs of the text it came as, or bytes of the frame and its columns. */
  size: number
}

/** Ends with one call of `answer`, `taken` or `fail`. */
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
  /** As in Outgoing. There are none of calls whose answers may be kept: they are memoized. */
  partial?(updates: Updates): void
  /** As in Outgoing. */
  note?: Outgoing['note']
  answer(answer: Answer): void
  /** The call has become a job of the server, which is known by a handle; there where the callback may run as one. */
  taken?: ((handle: string) => void) | undefined
  fail(error: unknown): void
}
