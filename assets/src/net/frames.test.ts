import assert from 'node:assert/strict'
import { beforeEach, describe, it } from 'node:test'
import { CallError } from '../wire/errors'
import { frameOf, numbers, type Section, slowHash, times } from '../wire/frames.fake'
import type { CallResponse, Dependency, Note, Outgoing } from '../wire/records'
import { Times } from '../wire/times'
import { caller } from './caller'
import { framesOf, inflates } from './frames'
import { acceptOf } from './job'
import { config, FakeServer, framesType, Sent, settled } from './server.fake'

const server = new FakeServer()
let now = 0
let call = caller(config)
beforeEach(() => {
  now = 1000
  call = caller(config, { now: () => now })
})

const column = (length: number, seed = 1) => Float64Array.from({ length }, (_, i) => Math.sin(i * seed))
const answer = (y: unknown) => ({ multi: true, response: { g: { figure: { data: [{ y }] } } } })
const yOf = (response: CallResponse | undefined) =>
  (response?.response?.g?.figure as { data: [{ y: unknown }] } | undefined)?.data[0].y

/** A call whose outputs hold something, and what was told of it. */
async function send(held: unknown[] = [], extra: Partial<Dependency> = {}, value: unknown = 1) {
  const notes: Note[] = []
  const watched = (outgoing: Outgoing) => call({ ...outgoing, held: () => held, note: (note) => notes.push(note) })
  const sent = new Sent(watched, 'out.v', value, extra)
  await settled()
  return { sent, notes }
}

const pieces = (bytes: Uint8Array, size: number) =>
  Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => bytes.slice(i * size, (i + 1) * size))

const joined = (...frames: Uint8Array[]) => {
  const all = new Uint8Array(frames.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const frame of frames) {
    all.set(frame, at)
    at += frame.length
  }
  return all
}

const bodyOf = (chunks: Uint8Array[]) =>
  new ReadableStream<Uint8Array>({
    start(stream) {
      for (const chunk of chunks) stream.enqueue(chunk)
      stream.close()
    },
  })

describe('a body of frames', () => {
  const heads = [{ a: 1 }, { text: 'größer'.repeat(9) }, {}, { y: 3 }]
  const body = joined(
    ...heads.map((head) => frameOf(head)),
    frameOf({ y: numbers(column(3), 'planes'), text: 'a'.repeat(99) }, { deflate: true }),
  )
  const read = async (response: Response) => {
    const found: unknown[] = []
    for await (const { frame, head } of framesOf(response, new AbortController().signal)) {
      found.push(frame.fill(head, new Map()))
    }
    return found
  }
  const want = [...heads, { y: column(3), text: 'a'.repeat(99) }]

  for (const size of [1, 7, 8, 9, 24, 100, 1 << 20]) {
    it(`is read in chunks of ${size}`, async () => {
      assert.deepEqual(await read(new Response(bodyOf(pieces(body, size)))), want)
    })
  }

  it('is read in one piece where its length is known', async () => {
    const response = new Response(body, { headers: { 'Content-Length': String(body.length) } })
    assert.deepEqual(await read(response), want)
  })

  it('may be empty', async () => {
    assert.deepEqual(await read(new Response(new Uint8Array())), [])
    assert.deepEqual(await read(new Response(null)), [])
  })

  for (const headers of [{}, { 'Content-Length': '9' }] as Record<string, string>[]) {
    it(`that ends within a frame is a broken connection, ${JSON.stringify(headers)}`, async () => {
      for (const cut of [1, 8, 30, body.length - 1]) {
        const response = new Response(bodyOf([body.slice(0, cut)]), { headers })
        await assert.rejects(read(response), (error) => error instanceof CallError && error.code === 'network')
      }
    })

    it(`that is something else is a bad answer, ${JSON.stringify(headers)}`, async () => {
      const response = new Response(bodyOf([new TextEncoder().encode('<html>hello</html>')]), { headers })
      await assert.rejects(read(response), (error) => error instanceof CallError && error.code === 'bad_answer')
    })
  }

  it('has room made for a frame when its length is known, and only then', async () => {
    const large = frameOf({ y: numbers(column(200_000)) })
    const made: number[] = []
    const Original = Uint8Array
    const counting = class extends Original {
      constructor(...args: unknown[]) {
        super(...(args as [number]))
        if (typeof args[0] === 'number' && args[0] > 1000) made.push(args[0])
      }
    }
    try {
      Object.assign(globalThis, { Uint8Array: counting })
      await read(new Response(bodyOf(pieces(large, 10_000))))
    } finally {
      Object.assign(globalThis, { Uint8Array: Original })
    }
    assert.deepEqual(made, [large.length])
  })

  it('is let go of when nobody reads on', async () => {
    let cancelled = false
    const stream = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(frameOf({ a: 1 })),
      cancel: () => {
        cancelled = true
      },
    })
    for await (const { head } of framesOf(new Response(stream), new AbortController().signal)) {
      assert.deepEqual(head, { a: 1 })
      break
    }
    await settled()
    assert.ok(cancelled)
  })
})

describe('a call answered by a frame', () => {
  it('has its columns, and is told by its bytes', async () => {
    const frame = frameOf(answer(numbers(column(10))))
    const { sent, notes } = await send()
    await server.request().frame(frame)
    assert.deepEqual(yOf(await sent.response), column(10))
    assert.deepEqual(notes.at(-1), { size: frame.length })
  })

  it('has them too where the length is known, the columns are deflated, or are times', async () => {
    for (const section of [numbers(column(10), 'planes'), times([1, 2])]) {
      const { sent } = await send()
      const frame = frameOf(answer(section), { deflate: true })
      await server.asked.at(-1)?.frame(frame, { 'Content-Length': String(frame.length) })
      assert.deepEqual(yOf(await sent.response), section.times ? Times.of(1, 2) : column(10))
    }
  })

  it('fails when the frame is wrong, when there is none, and when the connection breaks', async () => {
    const cases: [body: Uint8Array, code: string][] = [
      [frameOf(answer(numbers(column(10)).falsified({ offset: 4 }))), 'bad_answer'],
      [frameOf(answer(numbers(column(600), 'left out'))), 'bad_answer'],
      [new Uint8Array(), 'network'],
      [frameOf(answer(1)).slice(0, 20), 'network'],
    ]
    for (const [body, code] of cases) {
      const { sent } = await send()
      await server.asked.at(-1)?.frame(body)
      assert.equal((await sent.error()).code, code)
    }
  })

  it('stays aborted when it is aborted on the way', async () => {
    const { sent } = await send()
    await server.request().chunks(frameOf(answer(1)).slice(0, 20))
    await sent.abort()
    await sent.wasAborted()
  })

  it('may be a stream: what it sets on the way, then its end', async () => {
    const { sent, notes } = await send()
    const side = frameOf({ call: 0, sideUpdate: { s: { y: numbers(column(3)) } } })
    const end = frameOf({ call: 0, status: 200, answer: answer(numbers(column(4), 'planes')) })
    await server.request().chunks(side, end.slice(0, 50))
    assert.deepEqual(sent.sides, [{ s: { y: column(3) } }])
    assert.equal(sent.ended, false)
    await server.request().chunks(end.slice(50))
    assert.deepEqual(yOf(await sent.response), column(4))
    assert.deepEqual(
      notes.map(({ way, size }) => way ?? size).filter((told) => told !== undefined),
      ['stream', side.length, end.length],
    )
  })

  it('may be a stream that fails, or ends too early', async () => {
    const cases: [head: object, code: string][] = [
      [{ call: 0, status: 500, error: { code: 'callback_failed', message: 'no' } }, 'callback_failed'],
      [{ call: 0, sideUpdate: {} }, 'network'],
      [{ call: 0, status: 200, answer: answer(numbers(column(600), 'left out')) }, 'bad_answer'],
    ]
    for (const [head, code] of cases) {
      const { sent } = await send()
      await server.asked.at(-1)?.frame(frameOf(head))
      assert.equal((await sent.error()).code, code)
    }
  })

  it('may still be JSON', async () => {
    const { sent } = await send()
    await server.request().answer(answer({ dtype: 'u1', bdata: 'AQI=' }))
    assert.deepEqual(yOf(await sent.response), Uint8Array.of(1, 2))
  })
})

describe('a batch answered by frames', () => {
  it('gives each call its own, in any order, and what is wrong with one stays with that', async () => {
    const calls = Array.from({ length: 5 }, (_, i) => new Sent(call, `o${i}.v`, i))
    await settled()
    const end = (i: number, section: Section) => frameOf({ call: i, status: 200, answer: answer(section) })
    await server
      .request()
      .frame(
        joined(
          end(3, numbers(column(3))),
          end(0, numbers(new Float64Array(800), 'left out')),
          frameOf({ call: 2, status: 204 }),
          end(4, numbers(column(4), 'planes')),
          frameOf({ call: 1, status: 500, error: { code: 'refused', message: 'no' } }),
        ),
      )
    assert.equal((await calls[0]?.error())?.code, 'bad_answer')
    assert.equal((await calls[1]?.error())?.code, 'refused')
    assert.equal(await calls[2]?.response, undefined)
    assert.deepEqual(yOf(await calls[3]?.response), column(3))
    assert.deepEqual(yOf(await calls[4]?.response), column(4))
  })

  it('fails where a frame is of no call', async () => {
    const calls = Array.from({ length: 5 }, (_, i) => new Sent(call, `o${i}.v`, i))
    await settled()
    await server.request().frame(frameOf(answer(1)))
    for (const sent of calls) assert.equal((await sent.error()).code, 'bad_answer')
  })

  it('says what all its calls hold, each column once, and each call gets its own back', async () => {
    const [one, two] = [column(600), column(700, 2)]
    const calls = Array.from(
      { length: 5 },
      (_, i) =>
        new Sent((outgoing) => call({ ...outgoing, held: () => [i % 2 ? { one } : { one, two }] }), `o${i}.v`, i),
    )
    await settled()
    const nameOf = (array: Float64Array) => `${array.byteLength}-${slowHash(new Uint8Array(array.buffer))}`
    assert.equal(server.request().headers.get('Dashi-Holds'), `${nameOf(two)}, ${nameOf(one)}`)
    const end = (i: number, array: Float64Array) =>
      frameOf({ call: i, status: 200, answer: answer(numbers(array.slice(), 'left out')) })
    await server.request().frame(joined(...calls.map((_, i) => end(i, i < 4 ? one : two))))
    assert.equal(yOf(await calls[1]?.response), one)
    assert.equal(yOf(await calls[4]?.response), two)
  })
})

describe('columns that the outputs hold', () => {
  const name = (array: Float64Array) => `${array.byteLength}-${slowHash(new Uint8Array(array.buffer))}`

  it('are told when a call departs, and come back as the same arrays', async () => {
    const y = column(600)
    const { sent } = await send([{ data: [{ y }] }])
    assert.equal(server.request().headers.get('Dashi-Holds'), name(y))
    await server.request().frame(frameOf(answer(numbers(y.slice(), 'left out'))))
    assert.equal(yOf(await sent.response), y)
  })

  it('are those there at its departure, not those that came meanwhile', async () => {
    const y = column(600)
    const props = { data: [{ y }] }
    const { sent } = await send([props])
    props.data = []
    await server.request().frame(frameOf({ call: 0, status: 200, answer: answer(numbers(y.slice(), 'left out')) }))
    assert.equal(yOf(await sent.response), y)
  })

  it('are not told where there are none, or all are small', async () => {
    await send([{ data: [{ y: column(511), list: [1, 2, 3] }] }, 'text'])
    assert.equal(server.request().headers.has('Dashi-Holds'), false)
  })

  it('of less than 64 kB do not keep an answer that may be cached from being asked for by GET', async () => {
    await send([column(8191)], { fresh: true })
    assert.deepEqual([server.request().method, server.request().headers.has('Dashi-Holds')], ['GET', false])
    await send([column(8192)], { fresh: true }, 2)
    assert.deepEqual([server.request(1).method, server.request(1).headers.has('Dashi-Holds')], ['POST', true])
  })

  const kept = async (headers: Record<string, string>) => {
    const y = column(9000)
    const { sent } = await send([y], { fresh: true })
    await server.request().frame(frameOf(answer(numbers(y.slice(), 'left out'))), headers)
    const first = await sent.response
    assert.equal(yOf(first), y)
    const again = await send([], { fresh: true })
    return { first, again, y }
  }

  it('that were left out are in the answer that is kept, which says itself for how long', async () => {
    const { first, again, y } = await kept({ 'Cache-Control': 'no-store', 'Dashi-Fresh': '5' })
    assert.equal(await again.sent.response, first)
    assert.equal(yOf(first), y)
    assert.equal(server.asked.length, 1)
    now += 5000
    await send([], { fresh: true })
    assert.equal(server.asked.length, 2)
  })

  it('that were left out are in no answer that is kept where it does not say so', async () => {
    await kept({ 'Cache-Control': 'no-store' })
    assert.equal(server.asked.length, 2)
  })

  it('count in what is kept as the room they take, however few bytes came', async () => {
    const minute = { 'Cache-Control': 'private, max-age=60' }
    for (const [length, asked] of [
      [1_000_000, 1],
      [1_100_000, 3],
    ] as const) {
      const { sent } = await send([], { fresh: true }, length)
      await server.asked.at(-1)?.frame(frameOf(answer(numbers(new Float64Array(length), 'planes'))), minute)
      await sent.response
      await send([], { fresh: true }, length)
      assert.equal(server.asked.length, asked)
    }
  })
})

describe('a browser', () => {
  it('that cannot inflate is not sent frames', () => {
    assert.equal(acceptOf(false), 'application/x-ndjson, application/json')
    assert.equal(acceptOf(true), `${framesType}, application/x-ndjson, application/json`)
  })

  it('is found out not to inflate where it knows nothing of that, or of the form', () => {
    const original = globalThis.DecompressionStream
    const old = (format: string) => {
      throw new TypeError(`unknown ${format}`)
    }
    try {
      for (const lacking of [undefined, old]) {
        Object.assign(globalThis, { DecompressionStream: lacking })
        assert.equal(inflates(), false)
      }
    } finally {
      globalThis.DecompressionStream = original
    }
    assert.equal(inflates(), true)
  })
})
