// The way by a socket.

import type { Heard, Line, Message, Way } from './way'

/** How long a server may take to say that it is there. */
const answerTime = 10_000

export class SocketWay implements Way {
  readonly live = true
  private readonly socket: WebSocket
  private readonly beat: ReturnType<typeof setInterval>
  /** Waits for the server to say anything at all. */
  private deadline: ReturnType<typeof setTimeout> | undefined
  private done = false

  constructor(
    url: string,
    heartbeat: number,
    hello: () => Message[],
    private readonly heard: Heard,
  ) {
    this.socket = new WebSocket(url)
    this.beat = setInterval(() => this.check(), heartbeat)
    this.expect()
    this.socket.onopen = () => {
      for (const message of hello()) this.send(message)
    }
    this.socket.onmessage = ({ data }) => {
      clearTimeout(this.deadline)
      this.deadline = undefined
      const lines: unknown = JSON.parse(String(data))
      this.heard.lines((Array.isArray(lines) ? lines : [lines]) as Line[])
    }
    this.socket.onclose = ({ code, reason }) =>
      this.end(() => (code === 4001 ? heard.refused(reason === 'signed out') : heard.ended()))
  }

  send(message: Message): void {
    if (this.socket.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(message))
  }

  /** Asks whether the server is still there. */
  check(): void {
    this.send({ type: 'heartbeat' })
    this.expect()
  }

  close(): void {
    this.done = true
    this.stop()
    this.socket.close(1000)
  }

  private expect(): void {
    this.deadline ??= setTimeout(() => {
      this.socket.close(4000)
      // A line that is dead says nothing to that either.
      this.end(() => this.heard.ended())
    }, answerTime)
  }

  private stop(): void {
    clearInterval(this.beat)
    clearTimeout(this.deadline)
  }

  private end(tell: () => void): void {
    if (this.done) return
    this.done = true
    this.stop()
    tell()
  }
}
