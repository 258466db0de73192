// A body of frames, read as it comes, and the names of columns that are not to come again.

import type { Column } from '../wire/arrays'
import { nameOfColumn } from '../wire/columns'
import { CallError } from '../wire/errors'
import { Frame, frameLength, type Held } from '../wire/frames'
import type { Opened } from './frames'

/** Named by who asks for the body. */
const cut = () => new Error('the body ends within a frame')

/** Columns by their names. It keeps them alive until the answer has been read. */
export function named(columns: Column[]): Held {
  return new Map(columns.map((column) => [nameOfColumn(column), column]))
}

/** Each frame when it is complete, unpacked. An answer whose length is known comes in one piece. */
export async function* opened(response: Response): AsyncGenerator<Opened> {
  for await (const bytes of response.headers.has('Content-Length') ? inWhole(response) : inChunks(response)) {
    const frame = new Frame(bytes)
    if (frame.packed) await frame.unpack()
    yield { frame, head: frame.json() }
  }
}

async function* inWhole(response: Response): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const body = await response.arrayBuffer()
  for (let at = 0; at < body.byteLength; ) {
    if (body.byteLength - at < 8) throw cut()
    const length = frameLength(new Uint8Array(body, at, 8))
    if (at + length > body.byteLength) throw cut()
    yield new Uint8Array(body, at, length)
    at += length
  }
}

/** Puts chunks, which may end anywhere, together to frames. Each frame has a buffer of its own, made once its length is known. */
class Gathering {
  private readonly start = new Uint8Array(8)
  private into: Uint8Array<ArrayBuffer> = this.start
  private at = 0

  get done(): boolean {
    return this.at === 0
  }

  *add(chunk: Uint8Array): Generator<Uint8Array<ArrayBuffer>> {
    for (let from = 0; from < chunk.length; ) {
      const part = chunk.subarray(from, from + this.into.length - this.at)
      this.into.set(part, this.at)
      this.at += part.length
      from += part.length
      if (this.at < this.into.length) return
      if (this.into === this.start) {
        this.into = room(frameLength(this.start))
        this.into.set(this.start)
      } else {
        yield this.into
        this.into = this.start
        this.at = 0
      }
    }
  }
}

function room(length: number): Uint8Array<ArrayBuffer> {
  try {
    return new Uint8Array(length)
  } catch {
    throw new CallError({ code: 'bad_answer', message: `the browser has no room for a frame of ${length} bytes` })
  }
}

async function* inChunks({ body }: Response): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  if (!body) return
  const reader = body.getReader()
  const gathering = new Gathering()
  try {
    for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) yield* gathering.add(chunk.value)
  } finally {
    // Says nothing to a body that has ended.
    reader.cancel().catch(() => undefined)
  }
  if (!gathering.done) throw cut()
}
