import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { golden } from '../wire/golden.fake'
import { caller } from './caller'
import { config, FakeServer, Sent, settled } from './server.fake'

const server = new FakeServer()
const send = async (value: unknown = 1, extra = {}) => {
  const sent = new Sent(caller(config), 'out.v', value, extra)
  await settled()
  return sent
}

describe('a call alone', () => {
  it('is posted as the record it is, and may be answered by lines', async () => {
    await send(new Float64Array([1]))
    const { url, method, headers, json } = server.request()
    assert.equal(url, '/app/_dash-update-component')
    assert.equal(method, 'POST')
    assert.equal(headers.get('Accept'), 'application/x-dashi-frames, application/x-ndjson, application/json')
    assert.equal(headers.get('Content-Type'), 'application/json')
    assert.deepEqual(json, {
      output: 'out.v',
      outputs: { id: 'out', property: 'v' },
      inputs: [{ id: 'in', property: 'v', value: { dtype: 'f8', bdata: 'AAAAAAAA8D8=' } }],
      changedPropIds: ['in.v'],
      parsedChangedPropsIds: ['in.v'],
    })
  })

  it('answers undefined for 204', async () => {
    const sent = await send()
    server.request().text(null, { status: 204 })
    assert.equal(await sent.response, undefined)
  })

  // Go writes a []byte as base64 in plain JSON, and so in figure-encoded's expectation.
  const bytes = (array: Uint8Array) => Buffer.from(array).toString('base64')
  for (const [folder, plainBytes] of [
    ['figure-typed', Array.from],
    ['figure-encoded', bytes],
  ] as const) {
    const plain = (data: unknown) =>
      JSON.parse(
        JSON.stringify(data, (_key, value) => {
          if (value instanceof Uint8Array) return plainBytes(value)
          return ArrayBuffer.isView(value) ? Array.from(value as Float64Array) : value
        }),
      )
    const figureOf = async (sent: Sent) => (await sent.response)?.response?.temps?.figure as { data: unknown }

    it(`decodes the typed arrays of the golden case ${folder}`, async () => {
      const sent = await send()
      server.request().text(golden(folder, 'response.json'))
      assert.deepEqual(plain((await figureOf(sent)).data), JSON.parse(golden(folder, 'expected.json')))
    })

    it(`decodes the typed arrays of the golden case ${folder} on a line`, async () => {
      const sent = await send()
      server.request().lines({ call: 0, status: 200, answer: JSON.parse(golden(folder, 'response.json')) })
      assert.deepEqual(plain((await figureOf(sent)).data), JSON.parse(golden(folder, 'expected.json')))
    })
  }

  it('an empty response changes nothing', async () => {
    const sent = await send()
    server.request().text(golden('response-none', 'response.json'))
    assert.deepEqual((await sent.response)?.response, {})
  })

  it('gives a component tree and plain values as they are', async () => {
    const sent = await send()
    server.request().text(golden('response-multi', 'response.json'))
    assert.deepEqual(await sent.response, JSON.parse(golden('response-multi', 'response.json')))
  })

  it('fails as the server says', async () => {
    const sent = await send()
    server.request().text(golden('error', 'response.json'), { status: 500 })
    assert.equal((await sent.error()).code, JSON.parse(golden('error', 'response.json')).error.code)
  })

  it('fails when the answer is not JSON', async () => {
    const sent = await send()
    server.request().text('hello')
    assert.equal((await sent.error()).code, 'bad_answer')
  })

  it('fails before it leaves when a value has no wire form', async () => {
    const { error } = await (await send(new BigInt64Array(1))).outcome
    assert.match(String(error), /BigInt64Array has no wire form/)
    assert.equal(server.asked.length, 0)
  })

  it('ends its request when it is aborted', async () => {
    const sent = await send()
    await sent.abort()
    await sent.wasAborted()
    assert.ok(server.request().aborted)
    assert.deepEqual(server.methods(), ['POST'])
  })

  it('does not leave when it is aborted in the same turn', async () => {
    const sent = new Sent(caller(config), 'out.v', 1)
    await sent.abort()
    await sent.wasAborted()
    assert.equal(server.asked.length, 0)
  })
})

describe('a call answered by lines', () => {
  const side = (value: unknown) => ({ call: 0, sideUpdate: { status: { children: value } } })
  const last = { call: 0, status: 200, answer: { multi: true, response: { out: { v: 'ö😀' } } } }

  it('says what is set before it ends, as it comes', async () => {
    const sent = await send()
    await server.request().lines(side('half'))
    assert.deepEqual(sent.sides, [{ status: { children: 'half' } }])
    assert.equal(sent.ended, false)
    await server.request().lines(side('nearly'))
    assert.equal(sent.sides.length, 2)
    await server.request().lines(last)
    assert.deepEqual(await sent.response, last.answer)
  })

  it('is the same wherever the chunks end', async () => {
    const bytes = new TextEncoder().encode(
      [side('ä'), side('b'), last].map((line) => `${JSON.stringify(line)}\n`).join(''),
    )
    for (let at = 1; at < bytes.length; at++) {
      server.asked = []
      const sent = await send()
      server.request().bytes(bytes.subarray(0, at))
      server.request().bytes(bytes.subarray(at))
      assert.deepEqual(await sent.response, last.answer, `cut at ${at}`)
      assert.deepEqual(sent.sides, [side('ä').sideUpdate, side('b').sideUpdate], `cut at ${at}`)
    }
  })

  it('ends without changes at a line with 204', async () => {
    const sent = await send()
    await server.request().lines({ call: 0, status: 204 })
    assert.equal(await sent.response, undefined)
  })

  it('fails at a line with an error', async () => {
    const sent = await send()
    await server
      .request()
      .lines({ call: 0, status: 500, error: { code: 'callback_failed', message: 'no', callback: 'out.v' } })
    const { code, message, callback, status } = await sent.error()
    assert.deepEqual([code, message, callback, status], ['callback_failed', 'no', 'out.v', 500])
  })

  it('fails with its status at a line that says no more', async () => {
    const sent = await send()
    await server.request().lines({ call: 0, status: 503 })
    const { code, message } = await sent.error()
    assert.deepEqual([code, message], ['http_503', 'the server answered 503'])
  })

  const ends: [name: string, end: () => Promise<void>][] = [
    ['ends', () => server.request().end()],
    ['breaks', () => server.request().lose()],
  ]
  for (const [name, end] of ends) {
    it(`fails as the network when the stream ${name} before the last line`, async () => {
      const sent = await send()
      await server.request().lines(side('half'))
      await server.request().bytes(new TextEncoder().encode('{"call":0,"status":2'))
      await end()
      const { code, message } = await sent.error()
      assert.deepEqual([code, message], ['network', 'the connection ended before the answer was complete'])
      assert.equal(sent.sides.length, 1)
    })
  }

  for (const line of ['not JSON', '[0]', '7']) {
    it(`fails at a line that is ${line}`, async () => {
      const sent = await send()
      await server.request().bytes(new TextEncoder().encode(`${line}\n`))
      assert.equal((await sent.error()).code, 'bad_answer')
    })
  }

  it('ends its request when it is aborted half way', async () => {
    const sent = await send()
    await server.request().lines(side('half'))
    await sent.abort()
    await sent.wasAborted()
    assert.ok(server.request().aborted)
  })
})

describe('the server is heard', () => {
  it('when it answers, not when it fails', async () => {
    let heard = 0
    const call = caller(config, { heard: () => heard++ })
    const sent = new Sent(call, 'out.v', 1)
    await settled()
    assert.equal(heard, 0)
    await server.request().answer({})
    await sent.response
    assert.equal(heard, 1)
    const failing = new Sent(call, 'out.v', 1)
    await settled()
    await server.request(1).lose()
    await failing.error()
    assert.equal(heard, 1)
  })
})
