// Calls over the page's socket, in the messages of Dash's (dash-parity 1.10).

import { decode, stringify } from '../wire/arrays'
import { CallError } from '../wire/errors'
import { idString } from '../wire/ids'
import { type CallResponse, type ErrorBody, isRecord, type Outgoing, type Props, type Updates } from '../wire/records'
import type { Line, Message } from './way'

/** The socket, as far as calls need it. */
export interface CallLine {
  /** Resolves to false where there is no socket to be had now. */
  ready(): Promise<boolean>
  /** Says something over the socket; false where there is none. */
  tell(message: Message): boolean
}

interface Reply extends Line {
  requestId?: string
  payload?: unknown
}

interface Outcome {
  status: 'ok' | 'prevent_update' | 'error'
  data?: CallResponse
  message?: string
  error?: ErrorBody['error']
  code?: number
}

interface Waiting {
  call: Outgoing
  resolve(response: CallResponse | undefined): void
  reject(error: unknown): void
}

type Send = (call: Outgoing) => Promise<CallResponse | undefined>

/** A callback that goes on for as long as the page is there. */
const goesOn = ({ dependency }: Outgoing): boolean =>
  dependency.persistent === true && dependency.inputs.length === 0 && dependency.no_output === true

/** Before a server that is away is asked again. */
const pause = 2000

export class SocketCalls {
  private readonly waiting = new Map<string, Waiting>()
  private next = 0

  constructor(
    private readonly line: CallLine,
    /** The way of calls where there is no socket. */
    private readonly otherwise: Send,
    private readonly read: (id: string) => Props | undefined,
  ) {}

  readonly send: Send = async (call) => {
    const { signal } = call
    if (!(await this.line.ready())) return this.byRequest(call)
    signal.throwIfAborted()
    const requestId = String(this.next++)
    const payload: unknown = JSON.parse(stringify(call.request))
    if (!this.line.tell({ type: 'callback_request', requestId, rendererId: '', payload })) return this.byRequest(call)
    return new Promise((resolve, reject) => {
      this.waiting.set(requestId, { call, resolve, reject })
      signal.addEventListener('abort', () => {
        if (!this.waiting.delete(requestId)) return
        this.line.tell({ type: 'callback_cancel', requestId })
        reject(signal.reason)
      })
    })
  }

  /** What goes on does so with another connection, by whatever way, when the present one ends. */
  private async byRequest(call: Outgoing): Promise<CallResponse | undefined> {
    try {
      return await this.otherwise(call)
    } catch (error) {
      if (!goesOn(call) || !(error instanceof CallError) || error.code !== 'network') throw error
    }
    await new Promise((resolve) => setTimeout(resolve, pause))
    return this.send(call)
  }

  hear(line: Line): void {
    const { type, requestId = '', payload } = line as Reply
    const waiting = this.waiting.get(requestId)
    if (type === 'get_props_request') this.answer(requestId, payload)
    else if (!waiting) return
    else if (type === 'set_props') this.side(waiting, payload)
    else if (type === 'partial') waiting.call.partial(decode(payload) as Updates)
    else if (type === 'callback_response') {
      this.waiting.delete(requestId)
      this.end(waiting, payload as Outcome)
    }
  }

  /** The socket is gone, and what was asked over it is not answered any more. */
  closed(): void {
    for (const { call, resolve, reject } of this.waiting.values()) {
      // It begins again when the socket is back.
      if (goesOn(call)) resolve(undefined)
      else reject(new CallError({ code: 'network', message: 'the connection ended before the answer was complete' }))
    }
    this.waiting.clear()
  }

  private side({ call }: Waiting, payload: unknown): void {
    if (!isRecord(payload) || typeof payload.componentId !== 'string') return
    call.side({ [payload.componentId]: decode(payload.props) })
  }

  private end({ resolve, reject }: Waiting, { status, data, message = '', error, code = 0 }: Outcome): void {
    if (status === 'ok') resolve(decode(data) as CallResponse)
    else if (status === 'prevent_update') resolve(undefined)
    else reject(new CallError({ ...(error ?? { code: 'callback_failed', message }), status: code }))
  }

  private answer(requestId: string, payload: unknown): void {
    const { componentId, properties } = payload as { componentId: string; properties: string[] }
    const props = this.read(idString(componentId))
    const found = props && Object.fromEntries(properties.map((name) => [name, props[name] ?? null]))
    const told: unknown = JSON.parse(stringify(found ?? {}))
    this.line.tell({ type: 'get_props_response', requestId, rendererId: '', payload: told })
  }
}
