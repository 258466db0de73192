// What is told of a call on its way, to who watches while developing.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { golden } from '../wire/golden.fake'
import type { Dependency, Note } from '../wire/records'
import { caller } from './caller'
import { type Asked, config, FakeServer, Sent, settled } from './server.fake'

const server = new FakeServer()

/** Calls that are watched: what was told of each, and in which call nobody watched. */
class Watched {
  readonly notes: Note[][] = []
  readonly calls: Sent[]

  constructor(count: number, extra: Partial<Dependency> = {}, send = caller(config)) {
    this.calls = Array.from({ length: count }, (_, i) => {
      const told: Note[] = []
      this.notes.push(told)
      return new Sent((call) => send({ ...call, note: (note) => told.push(note) }), `o${i}.v`, i, extra)
    })
  }

  /** All that was told of a call, the later over the earlier, and the sum of sizes. */
  of(i: number): Note {
    const told = this.notes[i] ?? []
    const sizes = told.flatMap(({ size }) => (size === undefined ? [] : [size]))
    return { ...Object.assign({}, ...told), ...(sizes.length > 0 && { size: sizes.reduce((a, b) => a + b) }) }
  }

  async left(at = 0): Promise<Asked> {
    await settled()
    return server.request(at)
  }
}

const last = (call: number, more: object = {}) => ({
  call,
  status: 200,
  answer: { multi: true, response: {} },
  ...more,
})
const length = (line: object) => JSON.stringify(line).length
const timing = 'cache;desc="miss", db;dur=5.1;desc="a, \\"b\\""'

describe('of a call alone is told', () => {
  it('what its answer says of its making, and its length', async () => {
    const watched = new Watched(1)
    const text = JSON.stringify({ multi: true, response: {} })
    await (await watched.left()).text(text, { headers: { 'Server-Timing': timing } })
    assert.deepEqual(watched.of(0), { timing, url: '', size: text.length })
    assert.equal(watched.calls[0]?.ended, true)
  })

  it('that an answer without changes has no length, and that nothing was said', async () => {
    const watched = new Watched(1)
    await (await watched.left()).text(null, { status: 204 })
    assert.deepEqual(watched.of(0), { timing: null, url: '', size: 0 })
  })

  it('what a failure says of its making', async () => {
    const watched = new Watched(1)
    await (await watched.left()).text(golden('error', 'response.json'), {
      status: 500,
      headers: { 'Server-Timing': timing },
    })
    assert.equal((await watched.calls[0]?.error())?.code, 'callback_panicked')
    assert.deepEqual(watched.of(0), { timing, url: '' })
  })

  it('nothing where nobody answers', async () => {
    const watched = new Watched(1)
    await (await watched.left()).lose()
    assert.deepEqual(watched.of(0), {})
    assert.equal((await watched.calls[0]?.error())?.code, 'network')
  })

  it('that it is answered by lines, with the timing of the last and the length of all', async () => {
    const watched = new Watched(1)
    const lines = [{ call: 0, sideUpdate: { 'a.b': 1 } }, last(0, { timing })] as const
    const request = await watched.left()
    await request.lines(lines[0])
    assert.equal(watched.of(0).way, 'stream')
    await request.lines(lines[1])
    assert.deepEqual(watched.of(0), { way: 'stream', timing, url: '', size: length(lines[0]) + length(lines[1]) })
  })
})

describe('of a batch is told', () => {
  it('to each call what its own lines say', async () => {
    const watched = new Watched(5)
    const failed = { call: 3, status: 500, error: { code: 'callback_failed', message: 'no' }, timing: 'db;dur=9' }
    const request = await watched.left()
    await request.lines(last(1, { timing }), failed, { call: 4, status: 204, timing: 'cache;desc="hit"' }, last(0))
    assert.deepEqual(watched.of(0), { way: 'batch', timing: undefined, size: length(last(0)) })
    assert.deepEqual(watched.of(1), { way: 'batch', timing, size: length(last(1, { timing })) })
    assert.deepEqual(watched.of(2), { way: 'batch' })
    assert.deepEqual([watched.of(3).timing, watched.of(4).timing], ['db;dur=9', 'cache;desc="hit"'])
    assert.equal((await watched.calls[3]?.error())?.code, 'callback_failed')
    assert.deepEqual(
      watched.calls.map(({ ended }) => ended),
      [true, true, false, true, true],
    )
  })

  it('nothing of a call that has gone', async () => {
    const watched = new Watched(5)
    const request = await watched.left()
    await watched.calls[2]?.abort()
    await request.lines(last(2, { timing }))
    assert.deepEqual(watched.of(2), { way: 'batch' })
  })

  it('nothing of a batch where it was too large, and each call goes alone', async () => {
    const watched = new Watched(5)
    await (await watched.left()).text(golden('error-plain', 'response.json'), { status: 413 })
    await (await watched.left(1)).text(null, { status: 204, headers: { 'Server-Timing': timing } })
    assert.deepEqual(watched.of(0), { timing, url: '', size: 0 })
  })

  it('what the golden lines say', async () => {
    const watched = new Watched(14)
    const request = await watched.left()
    await request.bytes(new TextEncoder().encode(golden('lines', 'response.ndjson')))
    assert.deepEqual(
      [0, 1, 2, 3, 4, 5, 13].map((i) => watched.of(i).timing),
      [
        undefined,
        undefined,
        undefined,
        'cache;desc="miss", db;dur=5.1;desc="the \\"slow\\" one, größer"',
        'cache;desc="hit"',
        'db;dur=5.1',
        undefined,
      ],
    )
    assert.equal((await watched.calls[5]?.error())?.code, 'callback_failed')
    assert.equal(await watched.calls[4]?.response, undefined)
  })
})

describe('of answers that may be kept is told', () => {
  const minute = { 'Cache-Control': 'private, max-age=60', 'Server-Timing': timing }

  it('how they were made, and of a repeat that it asked nobody', async () => {
    const send = caller(config, { now: () => 0 })
    const first = new Watched(1, { fresh: true }, send)
    await (await first.left()).answer({ response: {} }, minute)
    assert.equal(first.of(0).timing, timing)
    const again = new Watched(1, { fresh: true }, send)
    await settled()
    assert.deepEqual(again.of(0), { way: 'kept' })
    assert.equal(server.asked.length, 1)
  })

  it('the same to all that wait for one answer, whoever of them watches', async () => {
    const send = caller(config, { now: () => 0 })
    const one = new Watched(1, { fresh: true }, send)
    const two = new Watched(1, { fresh: true }, send)
    const unseen = new Sent(send, 'o0.v', 0, { fresh: true })
    await (await one.left()).answer({ response: {} }, minute)
    assert.equal(server.asked.length, 1)
    assert.deepEqual([one.of(0).timing, two.of(0).timing], [timing, timing])
    assert.deepEqual(await unseen.response, { response: {} })
  })
})

describe('where nobody watches', () => {
  it('nothing is read for it, and answers are the same', async () => {
    const read: string[] = []
    const original = Headers.prototype.get
    Headers.prototype.get = function (name) {
      read.push(name)
      return original.call(this, name)
    }
    try {
      const sent = new Sent(caller(config), 'out.v', 1)
      await settled()
      await server.request().answer({ response: { out: { v: 1 } } }, { 'Server-Timing': timing })
      assert.deepEqual(await sent.response, { response: { out: { v: 1 } } })
      assert.ok(!read.includes('Server-Timing'))
    } finally {
      Headers.prototype.get = original
    }
  })
})
