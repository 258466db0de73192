// One file on its way to the server, piece by piece (internal/README.md, "Files in and out"). The server says after each piece where the next one
// begins, so what breaks off is gone on with there.

import { Retry } from '../view/retry'
import { CallError } from '../wire/errors'
import type { Config } from '../wire/records'
import { basePath, csrf, failureOf } from '../wire/server'

export interface Watcher {
  /** So many bytes are sent. */
  loaded(bytes: number): void
  state(state: 'sending' | 'retrying' | 'handling'): void
}

export interface Sending {
  id: string
  file: File
  /** The name, with its folders. */
  path: string
  chunk: number
  config: Config
  signal: AbortSignal
  watch: Watcher
}

/** What the handler returned; `listed` is false where it has nothing to say. */
export interface Outcome {
  result: unknown
  listed: boolean
}

interface Answer {
  status: number
  statusText: string
  body: { upload?: string; offset?: number; done?: boolean; result?: unknown } | undefined
}

/** The connection was lost, or the server has no room for now. */
class Later extends Error {}

const path = '_dashi-upload'

/** Bytes of a piece that every proxy takes. */
const smallest = 64 << 10

/** Answers of proxies whose server is away for a moment, and of a server that has no room. */
const passing = new Set([502, 503, 504])

export class Sender {
  private readonly retry = new Retry()
  private token = ''
  private offset = 0
  private chunk: number

  constructor(private readonly job: Sending) {
    this.chunk = job.chunk
  }

  /** Sends the file. Fails with a CallError, or with the signal's reason. */
  async send(): Promise<Outcome> {
    const { signal } = this.job
    const stop = (): void => {
      this.retry.stop()
      this.giveUp()
    }
    signal.addEventListener('abort', stop, { once: true })
    try {
      await this.announce()
      let lost = false
      for (;;) {
        signal.throwIfAborted()
        const answer = await this.piece(lost)
        lost = answer === undefined
        if (answer?.status === 204) return { result: null, listed: false }
        if (answer?.body?.done) return { result: answer.body.result, listed: true }
      }
    } finally {
      signal.removeEventListener('abort', stop)
      this.retry.stop()
    }
  }

  private async announce(): Promise<void> {
    const { id, file, path: name } = this.job
    const about = JSON.stringify({
      name: file.name,
      path: name,
      type: file.type,
      size: file.size,
      last_modified: file.lastModified / 1000,
    })
    while (this.token === '') {
      const answer = await this.patiently(() => this.request(`id=${encodeURIComponent(id)}`, about))
      if (answer === undefined) continue
      const token = answer.body?.upload
      if (answer.status !== 200 || !token) throw failureOf(answer.status, answer.statusText, answer.body)
      this.token = token
    }
    // Cancelled between two turns.
    if (this.job.signal.aborted) this.giveUp()
  }

  /** Sends the next piece, or none where only the place to go on from is asked for. */
  private async piece(ask: boolean): Promise<Answer | undefined> {
    const { file, watch } = this.job
    const start = this.offset
    const body = ask ? file.slice(0, 0) : file.slice(start, start + this.chunk)
    const last = start + body.size >= file.size
    watch.state(last && body.size === 0 ? 'handling' : 'sending')
    const sent = (bytes: number): void => {
      watch.loaded(Math.min(start + bytes, file.size))
      if (last && bytes >= body.size) watch.state('handling')
    }
    const place = ask ? '' : `&offset=${start}`
    const answer = await this.patiently(() => this.request(`upload=${this.token}${place}`, body, sent))
    if (answer === undefined) {
      await this.mustBeReadable(start)
      return undefined
    }
    const { offset, done } = answer.body ?? {}
    if (isTooLarge(answer) && this.chunk > smallest) {
      this.chunk = Math.max(this.chunk / 2, smallest)
      return undefined
    }
    if (offset !== undefined) {
      this.offset = offset
      watch.loaded(offset)
    } else if (answer.status !== 204 && !done) throw failureOf(answer.status, answer.statusText, answer.body)
    return answer
  }

  /** A request that is tried again later where the server is away: undefined then. */
  private async patiently(request: () => Promise<Answer>): Promise<Answer | undefined> {
    const { signal, watch } = this.job
    try {
      const answer = await request()
      if (isPassing(answer)) throw new Later()
      this.retry.reset()
      return answer
    } catch (error) {
      if (!(error instanceof Later)) throw error
    }
    watch.state('retrying')
    await new Promise<void>((resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { once: true })
      this.retry.later(resolve)
    })
    return undefined
  }

  /** A file that was changed or moved meanwhile breaks off as a lost connection does, and would do so for ever. */
  private async mustBeReadable(at: number): Promise<void> {
    try {
      await this.job.file.slice(at, at + 1).arrayBuffer()
    } catch {
      this.giveUp()
      throw new CallError({ code: 'unreadable', message: 'The file has changed, or cannot be read any more.' })
    }
  }

  private request(query: string, body: Blob | string, sent?: (bytes: number) => void): Promise<Answer> {
    const { config, signal } = this.job
    return new Promise((resolve, reject) => {
      signal.throwIfAborted()
      // Unlike fetch it tells how much is sent.
      const request = new XMLHttpRequest()
      const abort = (): void => {
        request.abort()
        reject(signal.reason)
      }
      request.open('POST', `${basePath(config)}${path}?${query}`)
      for (const [name, value] of Object.entries(csrf(config))) request.setRequestHeader(name, value)
      request.setRequestHeader('Content-Type', 'application/octet-stream')
      request.upload.onprogress = (event) => sent?.(event.loaded)
      request.onload = () => resolve(answerOf(request))
      request.onerror = () => reject(new Later())
      request.ontimeout = () => reject(new Later())
      request.onloadend = () => signal.removeEventListener('abort', abort)
      signal.addEventListener('abort', abort, { once: true })
      request.send(body)
    })
  }

  /** The server need not wait for more. That it may not hear of it does no harm: it waits for a minute only. */
  private giveUp(): void {
    const { config } = this.job
    if (this.token === '') return
    fetch(`${basePath(config)}${path}?upload=${this.token}`, {
      method: 'DELETE',
      credentials: 'same-origin',
      headers: csrf(config),
      keepalive: true,
    }).catch(() => undefined)
  }
}

function answerOf({ status, statusText, responseText }: XMLHttpRequest): Answer {
  let body: Answer['body']
  try {
    body = JSON.parse(responseText)
  } catch {
    // Nothing, or no JSON of ours.
  }
  return { status, statusText, body }
}

function codeOf({ body }: Answer): string | undefined {
  return (body as { error?: { code?: string } } | undefined)?.error?.code
}

/** True where waiting helps: not where it is the app that has ended. A piece that broke off on its way is answered with the place to go on from. */
function isPassing(answer: Answer): boolean {
  if (answer.status === 400) return answer.body?.offset !== undefined
  return passing.has(answer.status) && codeOf(answer) !== 'gone'
}

/** True where a proxy in between takes no pieces of this size. */
function isTooLarge(answer: Answer): boolean {
  return answer.status === 413 && codeOf(answer) === undefined
}
