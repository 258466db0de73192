import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { eachLine } from './lines'

const encoder = new TextEncoder()

/** A body of these chunks; `failure` ends it in another way than well. */
const body = (chunks: Uint8Array[], failure?: Error) =>
  new ReadableStream<Uint8Array>({
    start(stream) {
      for (const chunk of chunks) stream.enqueue(chunk)
      if (failure) stream.error(failure)
      else stream.close()
    },
  })

const read = async (stream: ReadableStream<Uint8Array>) => {
  const lines: string[] = []
  await eachLine(stream, (line) => lines.push(line))
  return lines
}

describe('lines', () => {
  // Signs of one, two, three and four bytes, a blank line, and a line in no script of ours.
  const text = 'a\nö€\n\n{"x":"😀"}\nпривет 世界\n'
  const bytes = encoder.encode(text)
  const whole = text.split('\n').filter(Boolean)

  it('are the same wherever the chunks end', async () => {
    for (let at = 0; at <= bytes.length; at++) {
      assert.deepEqual(await read(body([bytes.subarray(0, at), bytes.subarray(at)])), whole, `cut at ${at}`)
    }
  })

  it('are the same when every byte comes by itself', async () => {
    assert.deepEqual(await read(body([...bytes].map((byte) => Uint8Array.of(byte)))), whole)
  })

  it('end with a newline: what comes after the last one is not complete', async () => {
    assert.deepEqual(await read(body([encoder.encode('a\nb')])), ['a'])
  })

  it('are given as they come, not when the body ends', async () => {
    let feed: ReadableStreamDefaultController<Uint8Array> | undefined
    const lines: string[] = []
    const stream = new ReadableStream<Uint8Array>({
      start: (controller) => {
        feed = controller
      },
    })
    const reading = eachLine(stream, (line) => lines.push(line))
    feed?.enqueue(encoder.encode('one\ntw'))
    await new Promise(setImmediate)
    assert.deepEqual(lines, ['one'])
    feed?.enqueue(encoder.encode('o\n'))
    await new Promise(setImmediate)
    assert.deepEqual(lines, ['one', 'two'])
    feed?.close()
    await reading
  })

  it('of a body that breaks are given up to there, then the failure', async () => {
    const lines: string[] = []
    let stream: ReadableStreamDefaultController<Uint8Array> | undefined
    const reading = eachLine(
      new ReadableStream<Uint8Array>({
        start: (controller) => {
          stream = controller
          controller.enqueue(encoder.encode('a\nb'))
        },
      }),
      (line) => lines.push(line),
    )
    await new Promise(setImmediate)
    stream?.error(new Error('broken'))
    await assert.rejects(reading, /broken/)
    assert.deepEqual(lines, ['a'])
  })

  it('that cannot be handled end the reading, and the connection with it', async () => {
    let cancelled: unknown
    const stream = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(encoder.encode('a\nb\n')),
      cancel: (reason) => {
        cancelled = reason
      },
    })
    const failure = new Error('no')
    await assert.rejects(
      eachLine(stream, () => {
        throw failure
      }),
      failure,
    )
    assert.equal(cancelled, failure)
  })
})
