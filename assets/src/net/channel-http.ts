// The way by requests, for where a socket cannot be had: each is answered line by line for a while.

import { CallError } from '../wire/errors'
import type { Config } from '../wire/records'
import { ask } from './http'
import { eachLine } from './lines'
import type { Heard, Line, Message, Way } from './way'

/** A proxy that keeps answers until they are complete lets nothing through for longer than that. */
const firstLine = 5000

export class HttpWay implements Way {
  readonly live = false
  private readonly abort = new AbortController()

  constructor(
    private readonly config: Config,
    private readonly hello: Message[],
    /** Such a proxy is known to be on the way. */
    private readonly poll: boolean,
    private readonly heard: Heard,
  ) {
    this.listen()
  }

  /** Only what begins a request can be said. */
  send(): void {}

  check(): void {}

  close(): void {
    this.abort.abort()
  }

  private async listen(): Promise<void> {
    const { signal } = this.abort
    const impatience = setTimeout(() => {
      if (this.poll) return
      this.heard.buffered()
      this.end(true)
    }, firstLine)
    try {
      const [first, ...rest] = this.hello
      const response = await ask({ config: this.config }, '_dashi-channel', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Accept: 'application/x-ndjson' },
        body: JSON.stringify([{ ...first, poll: this.poll }, ...rest]),
        signal,
      })
      const each = (text: string): void => {
        clearTimeout(impatience)
        if (!signal.aborted) this.heard.lines([JSON.parse(text) as Line])
      }
      if (response.body) await eachLine(response.body, each)
      this.end(true)
    } catch (error) {
      const status = error instanceof CallError && error.status
      if (status === 401 || status === 403) this.refuse(status === 401)
      else this.end()
    } finally {
      clearTimeout(impatience)
    }
  }

  private end(well = false): void {
    if (this.abort.signal.aborted) return
    this.abort.abort()
    this.heard.ended(well)
  }

  private refuse(signedOut: boolean): void {
    if (this.abort.signal.aborted) return
    this.abort.abort()
    this.heard.refused(signedOut)
  }
}
