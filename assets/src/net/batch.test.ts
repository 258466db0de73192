import assert from 'node:assert/strict'
import { afterEach, describe, it } from 'node:test'
import { caller } from './caller'
import { type Asked, config, FakeServer, Sent, settled } from './server.fake'

const server = new FakeServer()

class Trip {
  constructor(
    readonly calls: Sent[],
    readonly request: Asked,
  ) {}

  call(i: number): Sent {
    const sent = this.calls[i]
    assert.ok(sent)
    return sent
  }

  ended(): number[] {
    return this.calls.flatMap((sent, i) => (sent.ended ? [i] : []))
  }
}

const send = async (count = 5): Promise<Trip> => {
  const call = caller(config)
  const calls = Array.from({ length: count }, (_, i) => new Sent(call, `o${i}.v`, i))
  await settled()
  return new Trip(calls, server.request())
}
const answer = (call: number, v: unknown = call) => ({
  call,
  status: 200,
  answer: { multi: true, response: { out: { v } } },
})
const valueIn = async (sent: Sent) => (await sent.response)?.response?.out?.v

describe('a batch', () => {
  it('is one list of records with a name', async () => {
    const { request } = await send()
    assert.equal(server.asked.length, 1)
    assert.equal(request.url, '/app/_dash-update-component')
    assert.equal(request.method, 'POST')
    assert.equal(request.headers.get('Accept'), 'application/x-dashi-frames, application/x-ndjson, application/json')
    assert.match(request.headers.get('Dashi-Batch') ?? '', /^[\da-f-]{36}$/)
    assert.deepEqual(
      request.json.map((record: { output: string; inputs: unknown }) => [record.output, record.inputs]),
      [0, 1, 2, 3, 4].map((i) => [`o${i}.v`, [{ id: 'in', property: 'v', value: i }]]),
    )
  })

  it('is answered in any order, each call as its line comes', async () => {
    const trip = await send()
    await trip.request.lines(answer(3))
    assert.deepEqual(trip.ended(), [3])
    await trip.request.lines({ call: 0, status: 204 }, answer(4), answer(1), answer(2))
    assert.deepEqual(await Promise.all(trip.calls.map(valueIn)), [undefined, 1, 2, 3, 4])
  })

  it('brings what a call sets on the way to that call', async () => {
    const trip = await send()
    await trip.request.lines({ call: 2, sideUpdate: { 'a.b': 1 } })
    assert.deepEqual(
      trip.calls.map(({ sides }) => sides.length),
      [0, 0, 1, 0, 0],
    )
  })

  it('brings values before the answer to their call, with their arrays', async () => {
    const trip = await send()
    await trip.request.lines({ call: 3, partial: { out: { v: { dtype: 'u1', bdata: 'AQI=' } } } })
    await trip.request.lines({ call: 3, status: 200, stands: true })
    assert.deepEqual(trip.call(3).partials, [{ out: { v: new Uint8Array([1, 2]) } }])
    assert.equal(await trip.call(3).response, undefined)
    assert.deepEqual(trip.calls[2]?.partials, [])
  })

  it('decodes the arrays of each line', async () => {
    const trip = await send()
    await trip.request.lines(answer(1, { dtype: 'u1', bdata: 'AQI=' }))
    assert.deepEqual(await valueIn(trip.call(1)), new Uint8Array([1, 2]))
  })

  it('goes on when one call fails, by the server or by its line', async () => {
    const trip = await send()
    await trip.request.lines(
      { call: 0, status: 500, error: { code: 'callback_failed', message: 'no' } },
      answer(1, { dtype: 'i8', bdata: '' }),
      { call: 2, sideUpdate: { a: { dtype: 'i8', bdata: '' } } },
      answer(3),
    )
    assert.equal((await trip.call(0).error()).status, 500)
    assert.match(String((await trip.call(1).outcome).error), /unknown dtype/)
    assert.match(String((await trip.call(2).outcome).error), /unknown dtype/)
    assert.equal(await valueIn(trip.call(3)), 3)
    assert.deepEqual(trip.ended(), [0, 1, 2, 3])
  })

  it('takes the first end of a call for its end, and no call for what it does not know', async () => {
    const trip = await send()
    await trip.request.lines(answer(0, 'first'), answer(0, 'second'), answer(99))
    assert.equal(await valueIn(trip.call(0)), 'first')
    assert.deepEqual(trip.ended(), [0])
  })

  it('of ten thousand answers takes a handful of turns, not one for each', async () => {
    const call = caller(config)
    const calls = Array.from({ length: 10_000 }, (_, i) => new Sent(call, `o${i}.v`, i))
    await settled()
    let turns = 0
    let ticking = setImmediate(function tick() {
      turns++
      ticking = setImmediate(tick)
    })
    for (const asked of server.asked) asked.lines(...asked.json.map((_: unknown, i: number) => answer(i)))
    await Promise.all(calls.map(({ response }) => response))
    clearImmediate(ticking)
    assert.ok(turns < 20, `${turns} turns`)
  })
})

describe('leaving a batch', () => {
  it('ends the call at once and tells the server', async () => {
    Object.assign(globalThis, { document: { cookie: '_csrf_token=t' } })
    const trip = await send()
    await trip.call(2).abort()
    await trip.call(2).wasAborted()
    const cancel = server.request(1)
    const token = trip.request.headers.get('Dashi-Batch')
    assert.equal(cancel.url, `/app/_dash-update-component?batch=${token}&call=2`)
    assert.equal(cancel.method, 'DELETE')
    assert.equal(cancel.init.credentials, 'same-origin')
    assert.equal(cancel.headers.get('X-CSRFToken'), 't')
    assert.equal(trip.request.aborted, false)
    assert.deepEqual(trip.ended(), [2])
  })

  it('is not heard of again when the server answers all the same, or cannot cancel', async () => {
    const trip = await send()
    await trip.call(2).abort()
    await server.request(1).lose()
    await trip.request.lines({ call: 2, sideUpdate: { a: {} } }, answer(2), answer(0))
    assert.deepEqual(trip.call(2).sides, [])
    assert.deepEqual(trip.ended(), [0, 2])
  })

  it('by some at once takes one request', async () => {
    const trip = await send()
    await Promise.all([trip.call(0).abort(), trip.call(3).abort()])
    assert.deepEqual(server.methods(), ['POST', 'DELETE'])
    assert.match(server.request(1).url, /&call=0&call=3$/)
  })

  it('by all at once ends the request and tells nobody', async () => {
    const trip = await send()
    await Promise.all(trip.calls.map((sent) => sent.abort()))
    assert.ok(trip.request.aborted)
    assert.equal(server.asked.length, 1)
    for (const sent of trip.calls) await sent.wasAborted()
  })

  it('by all that had not ended does so too', async () => {
    const trip = await send()
    await trip.request.lines(answer(0), answer(1), answer(2))
    await trip.call(3).abort()
    assert.deepEqual(server.methods(), ['POST', 'DELETE'])
    await trip.call(4).abort()
    assert.ok(trip.request.aborted)
    assert.equal(server.asked.length, 2)
  })

  it('is nothing for a call that has ended', async () => {
    const trip = await send()
    await trip.request.lines(answer(0))
    await trip.call(0).abort()
    assert.equal(server.asked.length, 1)
    assert.equal(await valueIn(trip.call(0)), 0)
  })
})

describe('a batch that fails', () => {
  const failures: [name: string, code: string, fail: (request: Asked) => Promise<void>][] = [
    ['by a broken connection', 'network', (request) => request.lose()],
    ['by a status', 'http_502', (request) => request.text('<html>', { status: 502 })],
    ['by something else than lines', 'bad_answer', (request) => request.answer({ multi: true, response: {} })],
    ['by a line that is none', 'bad_answer', (request) => request.bytes(new TextEncoder().encode('{"call":\n'))],
    ['by ending too early', 'network', (request) => request.lines().then(() => request.end())],
  ]
  for (const [name, code, fail] of failures) {
    it(`${name} fails every call with that`, async () => {
      const trip = await send()
      await fail(trip.request)
      for (const sent of trip.calls) assert.equal((await sent.error()).code, code)
    })
  }

  it('half way fails only what has not ended', async () => {
    const trip = await send()
    await trip.request.lines(answer(1))
    await trip.request.lose()
    assert.equal(await valueIn(trip.call(1)), 1)
    assert.equal((await trip.call(0).error()).code, 'network')
  })

  it('by its size sends its calls again, each alone', async () => {
    const trip = await send()
    await trip.call(1).abort()
    server.asked = []
    await trip.request.text('', { status: 413 })
    assert.deepEqual(
      server.asked.map(({ json }) => json.output),
      ['o0.v', 'o2.v', 'o3.v', 'o4.v'],
    )
    await server.request(0).answer({ multi: true, response: { out: { v: 'small' } } })
    assert.equal(await valueIn(trip.call(0)), 'small')
    await trip.call(2).abort()
    assert.ok(server.request(1).aborted)
    assert.equal(server.asked.length, 4)
  })

  it('by its size when alone fails as the server says', async () => {
    const trip = await send()
    await trip.request.text('', { status: 413 })
    await server.request(1).text('{"error":{"code":"too_large","message":"too large"}}', { status: 413 })
    assert.equal((await trip.call(0).error()).code, 'too_large')
    assert.equal(server.asked.length, 6)
  })
})

describe('the name of a batch', () => {
  const { randomUUID } = crypto
  afterEach(() => {
    Object.defineProperty(crypto, 'randomUUID', { value: randomUUID, configurable: true })
  })

  it('is random where the context is not secure too', async () => {
    Object.defineProperty(crypto, 'randomUUID', { value: undefined, configurable: true })
    const first = (await send()).request.headers.get('Dashi-Batch') ?? ''
    server.asked = []
    const second = (await send()).request.headers.get('Dashi-Batch') ?? ''
    assert.match(first, /^[\da-f]{32}$/)
    assert.match(second, /^[\da-f]{32}$/)
    assert.notEqual(first, second)
  })
})
