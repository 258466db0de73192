// What goes over the page's channel, and what a way for it must do.

import type { CallResponse, ErrorBody, SideUpdates, Updates } from '../wire/records'

/** What is heard of a job. */
export interface JobEvent {
  /** Its number: where to go on later. */
  seq?: number
  sideUpdate?: SideUpdates
  /** Values that the outputs have until the job has ended. They stand where it then has no answer. */
  partial?: Updates
  /** Present when the job has ended. */
  status?: number
  answer?: CallResponse
  error?: ErrorBody['error']
  /** Something before it cannot be had any more. */
  lost?: boolean
}

/** What the page says. */
export interface Message {
  type: string
  [name: string]: unknown
}

/** What the server says. */
export interface Line extends JobEvent {
  type: string
  topic?: string
  job?: string
  /** Of the server. */
  version?: string
  /** What was asked could not be done now. */
  failed?: boolean
  /** Topics to hear from now on, or no more. */
  topics?: Record<string, Subscription | null>
}

export interface Subscription {
  after: number
  seal: string
}

/** One connection, by whatever way. It is told of all that comes, and once when it has ended. */
export interface Heard {
  lines(lines: Line[]): void
  /** It has had its time, or is lost. `well`: another may follow at once. */
  ended(well?: boolean): void
  /** It has ended because the server does not know this page, or its user has signed out. */
  refused(signedOut: boolean): void
  /** Answers come when they are whole, and not before. */
  buffered(): void
}

export interface Way {
  /** Takes messages at any time. */
  readonly live: boolean
  send(message: Message): void
  check(): void
  close(): void
}
