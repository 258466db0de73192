// Messages on their way to callbacks. A message is a value of one prop, so one that came too soon would replace another that no callback has read;
// it waits until those which read the one before have ended.

import type { Props } from '../wire/records'

const pause = 15

/** Where messages go. */
export interface Post {
  /** True while callbacks that read the last message run. */
  busy(): boolean
  put(message: Props): void
}

export class Outbox {
  private readonly waiting: { content: unknown; buffers: Uint8Array[] }[] = []
  private timer: ReturnType<typeof setTimeout> | undefined
  private closed = false

  /** `count` is that of the last message. */
  constructor(
    private readonly post: Post,
    private count = 0,
  ) {}

  send(content: unknown, buffers: Uint8Array[]): void {
    if (this.closed) return
    this.waiting.push({ content, buffers })
    if (this.timer === undefined) this.next()
  }

  close(): void {
    this.closed = true
    clearTimeout(this.timer)
  }

  private next(): void {
    this.timer = undefined
    if (!this.post.busy()) {
      const message = this.waiting.shift()
      if (message) this.post.put({ ...message, count: ++this.count })
    }
    if (this.waiting.length > 0 && !this.closed) this.timer = setTimeout(() => this.next(), pause)
  }
}
