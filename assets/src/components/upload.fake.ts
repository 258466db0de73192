// A server of uploads for tests: XMLHttpRequest and fetch, answered by hand or by the rules of internal/README.md.

import type { Props } from '../wire/records'

export interface Asked {
  method: string
  url: URL
  body: Blob | string | undefined
  headers: Record<string, string>
  reply(status: number, body?: unknown): void
  /** The connection is lost. */
  lose(): void
  aborted: boolean
}

export class FakeServer {
  readonly asked: Asked[] = []
  /** Answers what is asked; without it the test does. */
  answer: ((asked: Asked) => void) | undefined

  install(): this {
    const server = this
    class Request {
      upload: { onprogress?: (event: { loaded: number }) => void } = {}
      onload?: () => void
      onerror?: () => void
      onloadend?: () => void
      status = 0
      statusText = ''
      responseText = ''
      private readonly headers: Record<string, string> = {}
      private method = ''
      private address = ''
      private mine: Asked | undefined

      open(method: string, address: string): void {
        this.method = method
        this.address = address
      }
      setRequestHeader(name: string, value: string): void {
        this.headers[name] = value
      }
      abort(): void {
        if (this.mine) this.mine.aborted = true
      }
      send(body: Blob | string): void {
        const asked: Asked = {
          method: this.method,
          url: new URL(this.address, 'http://localhost/'),
          body,
          headers: this.headers,
          aborted: false,
          reply: (status, answer) => {
            if (asked.aborted) return
            this.upload.onprogress?.({ loaded: typeof body === 'string' ? body.length : body.size })
            this.status = status
            this.responseText = answer === undefined ? '' : JSON.stringify(answer)
            this.onload?.()
            this.onloadend?.()
          },
          lose: () => {
            this.onerror?.()
            this.onloadend?.()
          },
        }
        this.mine = asked
        server.asked.push(asked)
        server.answer?.(asked)
      }
    }
    Object.assign(globalThis, {
      XMLHttpRequest: Request,
      fetch: async (address: string, { method = 'GET', headers = {} }: RequestInit = {}) => {
        server.asked.push({
          method,
          url: new URL(address, 'http://localhost/'),
          body: undefined,
          headers: headers as Record<string, string>,
          aborted: false,
          reply: () => undefined,
          lose: () => undefined,
        })
        return new Response(null, { status: 204 })
      },
      FileReader: class {
        result = ''
        error: unknown
        onload?: () => void
        onerror?: () => void
        readAsDataURL(file: File): void {
          file.arrayBuffer().then(
            (bytes) => {
              this.result = `data:${file.type};base64,${Buffer.from(bytes).toString('base64')}`
              this.onload?.()
            },
            (error: unknown) => {
              this.error = error
              this.onerror?.()
            },
          )
        }
      },
      requestAnimationFrame: (run: () => void) => setTimeout(run, 0),
    } satisfies Props)
    return this
  }

  /** Takes files as the real server does, and gives `result` for each. */
  takes(result: (content: string) => unknown): this {
    const files = new Map<string, { size: number; text: string }>()
    this.answer = async ({ url, body, reply }) => {
      if (typeof body === 'string') {
        const token = `t${files.size + 1}`
        files.set(token, { size: JSON.parse(body).size, text: '' })
        return reply(200, { upload: token, offset: 0 })
      }
      const file = files.get(url.searchParams.get('upload') ?? '')
      if (!file) return reply(404, { error: { code: 'not_found', message: 'Unknown.' } })
      file.text += await (body ?? new Blob()).text()
      if (file.text.length < file.size) return reply(200, { offset: file.text.length })
      return reply(200, { done: true, result: result(file.text) })
    }
    return this
  }
}
