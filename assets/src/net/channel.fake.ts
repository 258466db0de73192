// Sockets for tests, which the test opens, speaks over and cuts by hand.

import { afterEach, beforeEach } from 'node:test'

export class FakeSocket {
  static readonly OPEN = 1
  static all: FakeSocket[] = []
  readyState = 0
  /** With which it was closed by the page. */
  closed: number | undefined
  readonly said: Record<string, unknown>[] = []
  onopen: () => void = () => undefined
  onmessage: (event: { data: string }) => void = () => undefined
  onclose: (event: { code: number; reason: string }) => void = () => undefined

  constructor(readonly url: string) {
    FakeSocket.all.push(this)
  }

  send(text: string): void {
    this.said.push(JSON.parse(text))
  }

  close(code = 1005): void {
    this.closed = code
    this.readyState = 3
  }

  open(): this {
    this.readyState = 1
    this.onopen()
    return this
  }

  /** Opens, and is welcome. */
  welcome(): this {
    this.open().hear({ type: 'welcome', version: 'one' })
    return this
  }

  hear(...messages: object[]): this {
    this.onmessage({ data: JSON.stringify(messages.length === 1 ? messages[0] : messages) })
    return this
  }

  drop(code = 1006, reason = ''): this {
    this.readyState = 3
    this.onclose({ code, reason })
    return this
  }

  /** What was said since the last time. */
  take(): Record<string, unknown>[] {
    return this.said.splice(0)
  }
}

/** Puts itself in the place of WebSocket, and an empty page in that of document, for every test of the file. */
export function fakeSockets(): { document: EventTarget & { visibilityState: string; cookie: string } } {
  const stage = {
    document: Object.assign(new EventTarget(), { visibilityState: 'visible', cookie: '' }),
  }
  const original = globalThis.WebSocket
  beforeEach(() => {
    FakeSocket.all = []
    stage.document = Object.assign(new EventTarget(), { visibilityState: 'visible', cookie: '' })
    const windows = new EventTarget()
    Object.assign(globalThis, {
      WebSocket: FakeSocket,
      document: stage.document,
      location: { href: 'https://example.com/app/page' },
      addEventListener: windows.addEventListener.bind(windows),
      dispatchEvent: windows.dispatchEvent.bind(windows),
      requestAnimationFrame: (run: () => void) => setTimeout(run, 16),
      cancelAnimationFrame: clearTimeout,
    })
  })
  afterEach(() => {
    globalThis.WebSocket = original
  })
  return stage
}

/** The socket that was opened last, of as many as there should be. */
export function socket(count: number): FakeSocket {
  const last = FakeSocket.all.at(-1)
  if (!last || FakeSocket.all.length !== count) throw new Error(`${FakeSocket.all.length} sockets, not ${count}`)
  return last
}
