import assert from 'node:assert/strict'
import { beforeEach, describe, it } from 'node:test'
import type { CallResponse, Dependency } from '../wire/records'
import { caller } from './caller'
import { config, FakeServer, Sent, settled } from './server.fake'

const server = new FakeServer()
let now = 0
let call = caller(config)
beforeEach(() => {
  now = 1000
  call = caller(config, { now: () => now })
})

const send = async (value: unknown = 1, extra: Partial<Dependency> = {}, changed?: string[]) => {
  const sent = new Sent(call, 'out.v', value, { fresh: true, ...extra }, changed)
  await settled()
  return sent
}
const response = (v: unknown): CallResponse => ({ multi: true, response: { out: { v } } })
const minute = { 'Cache-Control': 'private, max-age=60' }

it('calls that are sent in one go leave in one go, also the first, which what keeps answers comes with', async () => {
  for (const times of [1, 2]) {
    for (let value = 0; value < 6; value++) new Sent(call, 'out.v', `${times} ${value}`, { fresh: true })
    await settled()
    assert.equal(server.asked.length, times)
  }
})

describe('a kept answer', () => {
  const first = async (answer = response('x'), headers: Record<string, string> = minute) => {
    const sent = await send()
    await server.request().answer(answer, headers)
    return sent.response
  }

  it('is given again without a request, as the same object', async () => {
    const answer = await first()
    assert.deepEqual(answer, response('x'))
    assert.equal(await (await send()).response, answer)
    assert.equal(server.asked.length, 1)
  })

  it('does not depend on what triggered the call', async () => {
    const answer = await first()
    assert.equal(await (await send(1, {}, [])).response, answer)
  })

  it('depends on the values', async () => {
    await first()
    await send(2)
    assert.equal(server.asked.length, 2)
  })

  it('depends on the callback, its outputs and its state', async () => {
    await first()
    const sent = new Sent(call, 'out.v', 1, { fresh: true })
    await sent.response
    assert.equal(server.asked.length, 1)
    for (const change of [
      { output: 'other.v' },
      { outputs: { id: { i: 1 }, property: 'v' } },
      { state: [{ id: 's', property: 'v', value: 1 }] },
    ]) {
      const count: number = server.asked.length
      new Sent((outgoing) => call({ ...outgoing, request: { ...outgoing.request, ...change } }), 'out.v', 1, {
        fresh: true,
      })
      await settled()
      assert.equal(server.asked.length, count + 1, JSON.stringify(change))
    }
  })

  it('is asked for anew when its time is over', async () => {
    await first()
    now += 59_999
    await (await send()).response
    assert.equal(server.asked.length, 1)
    now += 1
    await send()
    assert.equal(server.asked.length, 2)
  })

  const lasting: [headers: Record<string, string>, seconds: number][] = [
    [{ 'Cache-Control': 'public, max-age=10' }, 10],
    [{ 'Cache-Control': 'private, max-age=10', Age: '4' }, 6],
  ]
  for (const [headers, seconds] of lasting) {
    it(`is good for ${seconds} s with ${JSON.stringify(headers)}`, async () => {
      await first(response('x'), headers)
      now += seconds * 1000 - 1
      await send()
      assert.equal(server.asked.length, 1)
      now += 1
      await send()
      assert.equal(server.asked.length, 2)
    })
  }

  const ago = (ms: number) => new Date(Date.now() - ms).toUTCString() // in whole seconds
  it('is good for less by the time since the server sent it: a browser’s cache adds no Age', async () => {
    await first(response('x'), { 'Cache-Control': 'private, max-age=10', Date: ago(4000) })
    now += 4900
    await send()
    assert.equal(server.asked.length, 1)
    now += 1200
    await send()
    assert.equal(server.asked.length, 2)
  })

  it('is as good as it says where the server’s clock is ahead', async () => {
    await first(response('x'), { 'Cache-Control': 'private, max-age=10', Date: ago(-60_000) })
    now += 9999
    await send()
    assert.equal(server.asked.length, 1)
    now += 1
    await send()
    assert.equal(server.asked.length, 2)
  })

  const none: Record<string, string>[] = [
    { 'Cache-Control': 'private, max-age=10', Age: '10' },
    { 'Cache-Control': 'private, max-age=10', Age: 'unknown' },
    { 'Cache-Control': 'max-age=0' },
    { 'Cache-Control': 'no-store, max-age=10' },
    { 'Cache-Control': 'no-cache, max-age=10' },
    {},
  ]
  for (const headers of none) {
    it(`is none with ${JSON.stringify(headers)}`, async () => {
      await first(response('x'), headers)
      await send()
      assert.equal(server.asked.length, 2)
    })
  }

  it('may be that there is nothing to change', async () => {
    const sent = await send()
    await server.request().text(null, { status: 204, headers: minute })
    assert.equal(await sent.response, undefined)
    assert.equal(await (await send()).response, undefined)
    assert.equal(server.asked.length, 1)
  })

  it('brings what it sets beside its outputs again', async () => {
    await first({ ...response('x'), sideUpdate: { a: { b: 1 } } })
    assert.deepEqual((await (await send()).response)?.sideUpdate, { a: { b: 1 } })
    assert.equal(server.asked.length, 1)
  })

  it('has components of its own each time, for the page lives in them', async () => {
    const tree = () => response({ type: 'Input', namespace: 'dcc', props: { id: 'a', value: '' } })
    const answer = await first(tree())
    Object.assign(answer?.response?.out?.v as object, { props: { id: 'a', value: 'typed' } })
    assert.deepEqual(await (await send()).response, tree())
    assert.equal(server.asked.length, 1)
  })

  it('is none for a failure', async () => {
    const sent = await send()
    await server.request().text('{}', { status: 500, headers: minute })
    await sent.error()
    await send()
    assert.equal(server.asked.length, 2)
  })

  it('is none above 8 MB', async () => {
    await first(response('x'.repeat(8 << 20)))
    await send()
    assert.equal(server.asked.length, 2)
  })

  it('is none for a callback that is not fresh', async () => {
    for (const i of [0, 1]) {
      const sent = await send(1, { fresh: false })
      await server.request(i).answer(response('x'), minute)
      await sent.response
    }
    assert.equal(server.asked.length, 2)
  })

  it('is good for as long as its line says', async () => {
    const sent = await send()
    await server.request().lines({ call: 0, status: 200, answer: response('x'), fresh: 5 })
    await sent.response
    now += 4999
    assert.deepEqual(await (await send()).response, response('x'))
    now += 1
    await send()
    assert.equal(server.asked.length, 2)
  })

  it('is none for a stream that set something on the way', async () => {
    const sent = await send()
    await server
      .request()
      .lines({ call: 0, sideUpdate: { a: {} } }, { call: 0, status: 200, answer: response('x'), fresh: 5 })
    assert.deepEqual(await sent.response, response('x'))
    await send()
    assert.equal(server.asked.length, 2)
  })
})

describe('equal calls at once', () => {
  it('are not joined by one that was aborted before', async () => {
    const sent = await send()
    const late = new Sent((outgoing) => call({ ...outgoing, signal: AbortSignal.abort() }), 'out.v', 1, { fresh: true })
    await late.wasAborted()
    await sent.abort()
    assert.ok(server.request().aborted)
  })

  it('share one request and its answer', async () => {
    const sent = [await send(), await send()]
    assert.equal(server.asked.length, 1)
    await server.request().answer(response('x'))
    const [a, b] = await Promise.all(sent.map(({ response }) => response))
    assert.deepEqual(a, response('x'))
    assert.equal(a, b)
  })

  it('share its failure', async () => {
    const sent = [await send(), await send()]
    await server.request().lose()
    for (const one of sent) assert.equal((await one.error()).code, 'network')
    await send()
    assert.equal(server.asked.length, 2)
  })

  it('share what is set on the way, also what was set before the second came', async () => {
    const sent = [await send()]
    await server.request().lines({ call: 0, sideUpdate: { a: 1 } })
    sent.push(await send())
    await server.request().lines({ call: 0, sideUpdate: { a: 2 } })
    for (const { sides } of sent) assert.deepEqual(sides, [{ a: 1 }, { a: 2 }])
  })

  it('go on when one is aborted', async () => {
    const [gone, stays] = [await send(), await send()]
    await gone.abort()
    await gone.wasAborted()
    assert.equal(server.request().aborted, false)
    await server.request().answer(response('x'))
    assert.deepEqual(await stays.response, response('x'))
  })

  it('end their request when all are aborted, and the next begins another', async () => {
    const sent = [await send(), await send()]
    sent.map((one) => one.abort())
    const next = await send()
    assert.ok(server.request().aborted)
    for (const one of sent) await one.wasAborted()
    // The end of the first request must not be taken for that of the second.
    const joined = await send()
    assert.equal(server.asked.length, 2)
    await server.request(1).answer(response('y'))
    for (const one of [next, joined]) assert.deepEqual(await one.response, response('y'))
  })
})

describe('the request of a fresh callback', () => {
  it('is a GET with the record, without what triggered it', async () => {
    await send('ä&')
    const { url, method, headers, init } = server.request()
    assert.equal(method, 'GET')
    assert.equal(init.body, undefined)
    assert.deepEqual([...headers.keys()], ['accept'])
    assert.equal(headers.get('Accept'), 'application/x-dashi-frames, application/x-ndjson, application/json')
    const [path, query = ''] = url.split('?call=')
    assert.equal(path, '/app/_dash-update-component')
    assert.deepEqual(JSON.parse(decodeURIComponent(query)), {
      output: 'out.v',
      outputs: { id: 'out', property: 'v' },
      inputs: [{ id: 'in', property: 'v', value: 'ä&' }],
    })
  })

  it('carries the CSRF header', async () => {
    Object.assign(globalThis, { document: { cookie: '_csrf_token=t' } })
    await send()
    assert.equal(server.request().headers.get('X-CSRFToken'), 't')
  })

  it('is a POST of the whole record from an address of 4000 signs on', async () => {
    const lengthWith = async (count: number) => {
      await send('x'.repeat(count))
      return server.asked.at(-1)
    }
    const short = await lengthWith(10)
    const spare = 4000 - new URL(String(short?.url), 'http://localhost').href.length
    assert.equal((await lengthWith(10 + spare - 1))?.method, 'GET')
    const long = await lengthWith(10 + spare)
    assert.equal(long?.method, 'POST')
    assert.equal(long?.url, '/app/_dash-update-component')
    assert.deepEqual(long?.json.changedPropIds, ['in.v'])
    assert.deepEqual(long?.json.parsedChangedPropsIds, ['in.v'])
    assert.deepEqual(long?.json.outputs, { id: 'out', property: 'v' })
  })

  it('is a POST where the text is short but its address is not', async () => {
    await send('ä'.repeat(1000))
    assert.equal(server.request().method, 'POST')
  })

  it('is part of a batch with more than four others, which keep their answers too', async () => {
    const calls = Array.from({ length: 5 }, (_, i) => new Sent(call, 'out.v', i, { fresh: true }))
    await settled()
    assert.deepEqual(server.methods(), ['POST'])
    assert.equal(server.request().json.length, 5)
    await server.request().lines(...calls.map((_, i) => ({ call: i, status: 200, answer: response(i), fresh: i })))
    await Promise.all(calls.map(({ response }) => response))
    server.asked = []
    assert.deepEqual(await (await send(4)).response, response(4))
    assert.equal(server.asked.length, 0)
    await send(0)
    assert.equal(server.asked.length, 1)
  })

  it('does not count towards a batch when the answer is kept', async () => {
    const sent = await send(0)
    await server.request().answer(response(0), minute)
    await sent.response
    server.asked = []
    for (let i = 0; i < 5; i++) new Sent(call, 'out.v', i, { fresh: true })
    await settled()
    assert.deepEqual(server.methods(), ['GET', 'GET', 'GET', 'GET'])
  })

  it('leaves a batch only when nobody waits for it', async () => {
    const calls = Array.from({ length: 6 }, (_, i) => new Sent(call, 'out.v', i % 5, { fresh: true }))
    await settled()
    assert.equal(server.request().json.length, 5)
    await calls[0]?.abort()
    assert.deepEqual(server.methods(), ['POST'])
    await calls[5]?.abort()
    assert.deepEqual(server.methods(), ['POST', 'DELETE'])
    assert.match(server.request(1).url, /&call=0$/)
  })

  it('stays alone where it must', async () => {
    for (let i = 0; i < 6; i++) new Sent(call, 'out.v', i, { fresh: true, alone: i === 0 })
    await settled()
    assert.deepEqual(server.methods(), ['GET', 'POST'])
  })
})
