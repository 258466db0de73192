// A server for tests: it notes what it is asked, and the test answers by hand, whole or line by line.

import assert from 'node:assert/strict'
import { afterEach, beforeEach } from 'node:test'
import { CallError } from '../wire/errors'
import type { CallResponse, Config, Dependency, Outgoing, SideUpdates, Updates } from '../wire/records'

export const framesType = 'application/x-dashi-frames'

export const config: Config = { requests_pathname_prefix: '/app/' }

export class Asked {
  readonly method: string
  readonly headers: Headers
  readonly body: string
  aborted = false
  readonly response: Promise<Response>
  private settle: (response: Response) => void = () => undefined
  private reject: (error: unknown) => void = () => undefined
  private stream: ReadableStreamDefaultController<Uint8Array> | undefined

  constructor(
    readonly url: string,
    readonly init: RequestInit,
  ) {
    this.method = init.method ?? 'GET'
    this.headers = new Headers(init.headers)
    this.body = String(init.body ?? '')
    this.response = new Promise((resolve, reject) => {
      this.settle = resolve
      this.reject = reject
    })
    init.signal?.addEventListener('abort', () => {
      this.aborted = true
      this.lose(init.signal?.reason)
    })
  }

  get json() {
    return JSON.parse(this.body)
  }

  text(text: string | null, init: ResponseInit = {}): Promise<void> {
    this.settle(new Response(text, init))
    return settled()
  }

  answer(answer: CallResponse, headers: Record<string, string> = {}): Promise<void> {
    return this.text(JSON.stringify(answer), { headers: { 'Content-Type': 'application/json', ...headers } })
  }

  /** Answers with bytes of frames, whole. */
  frame(bytes: Uint8Array, headers: Record<string, string> = {}): Promise<void> {
    this.settle(new Response(bytes.slice(), { headers: { 'Content-Type': framesType, ...headers } }))
    return settled()
  }

  /** Answers, or goes on answering, with bytes of frames. */
  async chunks(...chunks: Uint8Array[]): Promise<void> {
    for (const chunk of chunks) await this.bytes(chunk, framesType)
  }

  /** Answers, or goes on answering, with raw bytes of a stream. */
  bytes(bytes: Uint8Array, type = 'application/x-ndjson; charset=utf-8'): Promise<void> {
    if (!this.stream) {
      const body = new ReadableStream<Uint8Array>({
        start: (stream) => {
          this.stream = stream
        },
      })
      this.settle(new Response(body, { headers: { 'Content-Type': type } }))
    }
    this.stream?.enqueue(bytes)
    return settled()
  }

  lines(...lines: object[]): Promise<void> {
    return this.bytes(new TextEncoder().encode(lines.map((line) => `${JSON.stringify(line)}\n`).join('')))
  }

  end(): Promise<void> {
    this.stream?.close()
    return settled()
  }

  /** The connection breaks, before the answer or within it. */
  lose(error: unknown = new TypeError('network error')): Promise<void> {
    this.reject(error)
    this.stream?.error(error)
    return settled()
  }
}

// It comes with the first call that it is for. Here it is there.
await import('./fresh')

/** Promises have settled, and bodies were read. */
export async function settled(): Promise<void> {
  for (let i = 0; i < 3; i++) await new Promise((resolve) => setImmediate(resolve))
}

/** Puts itself in the place of fetch for every test of the file that makes one. */
export class FakeServer {
  asked: Asked[] = []
  private readonly original = globalThis.fetch

  constructor() {
    beforeEach(() => {
      this.asked = []
      Object.assign(globalThis, { document: { cookie: '' }, location: { href: 'http://localhost/app/page' } })
      globalThis.fetch = (url, init = {}) => {
        const asked = new Asked(String(url), init)
        this.asked.push(asked)
        if (init.signal?.aborted) asked.lose(init.signal.reason)
        return asked.response
      }
    })
    afterEach(() => {
      globalThis.fetch = this.original
    })
  }

  /** The only request there was, or the one at this place. */
  request(at = 0): Asked {
    const asked = this.asked[at]
    if (!asked) throw new Error(`no request ${at}, only ${this.asked.length}`)
    return asked
  }

  methods(): string[] {
    return this.asked.map(({ method }) => method)
  }
}

type Send = (call: Outgoing) => Promise<CallResponse | undefined>

/** A call that was sent, and what became of it. */
export class Sent {
  readonly sides: SideUpdates[] = []
  readonly partials: Updates[] = []
  readonly outcome: Promise<{ response?: CallResponse | undefined; error?: unknown }>
  ended = false
  private readonly controller = new AbortController()

  constructor(send: Send, output: string, value: unknown, extra: Partial<Dependency> = {}, changed = ['in.v']) {
    const call: Outgoing = {
      request: {
        output,
        outputs: { id: 'out', property: 'v' },
        inputs: [{ id: 'in', property: 'v', value }],
        changedPropIds: changed,
        parsedChangedPropsIds: changed,
      },
      dependency: { output, inputs: [{ id: 'in', property: 'v' }], ...extra },
      signal: this.controller.signal,
      side: (updates) => this.sides.push(updates),
      partial: (updates) => this.partials.push(updates),
    }
    this.outcome = send(call).then(
      (response) => ({ response }),
      (error: unknown) => ({ error }),
    )
    this.outcome.then(() => {
      this.ended = true
    })
  }

  get response(): Promise<CallResponse | undefined> {
    return this.outcome.then(({ response, error }) => {
      if (error) throw error
      return response
    })
  }

  async error(): Promise<CallError> {
    const { error } = await this.outcome
    assert.ok(error instanceof CallError, `a CallError, not ${error}`)
    return error
  }

  abort(): Promise<void> {
    this.controller.abort()
    return settled()
  }

  async wasAborted(): Promise<void> {
    assert.equal(((await this.outcome).error as Error | undefined)?.name, 'AbortError')
  }
}
