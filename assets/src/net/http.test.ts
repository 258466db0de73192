import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, it } from 'node:test'
import { CallError } from '../wire/errors'
import { golden } from '../wire/golden.fake'
import type { CallRequest } from '../wire/records'
import { basePath, get, post } from './http'

const request: CallRequest = {
  output: 'out.v',
  inputs: [{ id: 'in', property: 'v', value: new Float64Array([1]) }],
  changedPropIds: [],
  parsedChangedPropsIds: [],
}
const config = { requests_pathname_prefix: '/app/' }

let asked: { url: string; init: RequestInit }[] = []
let answer: (init: RequestInit) => Promise<Response>
const original = globalThis.fetch

beforeEach(() => {
  asked = []
  globalThis.fetch = (url, init = {}) => {
    asked.push({ url: String(url), init })
    return answer(init)
  }
  Object.assign(globalThis, { document: { cookie: '' } })
})
afterEach(() => {
  globalThis.fetch = original
})

const send = (signal = new AbortController().signal) => post(config, request, signal)
const header = (name: string) => new Headers(asked[0]?.init.headers).get(name)
const replies = (text: string | null, status = 200, statusText = '') => {
  answer = async () => new Response(text, { status, statusText })
}

describe('posting a callback', () => {
  it('goes to the prefix, with this site’s cookies and JSON headers', async () => {
    replies('{"multi":true,"response":{}}')
    await send()
    const [{ url, init } = { url: '', init: {} }] = asked
    assert.equal(url, '/app/_dash-update-component')
    assert.equal(init.method, 'POST')
    assert.equal(init.credentials, 'same-origin')
    assert.deepEqual(init.headers, { Accept: 'application/json', 'Content-Type': 'application/json' })
    assert.deepEqual(JSON.parse(String(init.body)).inputs[0].value, { dtype: 'f8', bdata: 'AAAAAAAA8D8=' })
  })

  it('carries the CSRF cookie in its header', async () => {
    Object.assign(globalThis, { document: { cookie: 'a=1; _csrf_token=t%3D1' } })
    replies('{}')
    await send()
    assert.equal(header('X-CSRFToken'), 't=1')
  })

  it('takes the names of cookie and header from the config', async () => {
    Object.assign(globalThis, { document: { cookie: 'x=7' } })
    replies('{}')
    await post({ ...config, csrf_token_name: 'x', csrf_header_name: 'X-X' }, request, new AbortController().signal)
    assert.equal(header('X-X'), '7')
  })

  it('answers undefined for 204', async () => {
    replies(null, 204)
    assert.equal(await send(), undefined)
  })

  // Go writes a []byte as base64 in plain JSON, and so in figure-encoded's expectation.
  const bytes = (array: Uint8Array) => Buffer.from(array).toString('base64')
  for (const [folder, plainBytes] of [
    ['figure-typed', Array.from],
    ['figure-encoded', bytes],
  ] as const) {
    it(`decodes the typed arrays of the golden case ${folder}`, async () => {
      replies(golden(folder, 'response.json'))
      const figure = (await send())?.response?.temps?.figure as { data: unknown }
      const plain = JSON.stringify(figure.data, (_key, value) => {
        if (value instanceof Uint8Array) return plainBytes(value)
        return ArrayBuffer.isView(value) ? Array.from(value as Float64Array) : value
      })
      assert.deepEqual(JSON.parse(plain), JSON.parse(golden(folder, 'expected.json')))
    })
  }

  it('an empty response changes nothing', async () => {
    replies(golden('response-none', 'response.json'))
    assert.deepEqual((await send())?.response, {})
  })

  it('gives a component tree and plain values as they are', async () => {
    replies(golden('response-multi', 'response.json'))
    assert.deepEqual(await send(), JSON.parse(golden('response-multi', 'response.json')))
  })
})

describe('failures', () => {
  const failure = async (run: () => Promise<unknown>): Promise<CallError> => {
    const error = await run().then(
      () => undefined,
      (error: unknown) => error,
    )
    assert.ok(error instanceof CallError)
    return error
  }

  it('the server’s error object becomes a CallError with its code, callback and stack', async () => {
    replies(golden('error', 'response.json'), 500)
    const error = await failure(send)
    const want = JSON.parse(golden('error', 'response.json')).error
    assert.deepEqual({ code: error.code, message: error.message, callback: error.callback, stack: error.stack }, want)
    assert.equal(error.status, 500)
  })

  it('an error outside debug mode has no stack', async () => {
    replies(golden('error-plain', 'response.json'), 400)
    const { code, stack, callback, status } = await failure(send)
    assert.deepEqual([code, stack, callback, status], ['malformed', '', '', 400])
  })

  it('an answer in another tongue says its status', async () => {
    replies('<html>Bad Gateway</html>', 502, 'Bad Gateway')
    const error = await failure(send)
    assert.equal(error.code, 'http_502')
    assert.equal(error.message, 'the server answered 502 Bad Gateway')
  })

  it('a network failure says that the server did not respond', async () => {
    answer = () => Promise.reject(new TypeError('fetch failed'))
    const error = await failure(send)
    assert.equal(error.code, 'network')
    assert.equal(error.message, 'the server did not respond')
  })

  it('success that is not JSON is an error too', async () => {
    replies('hello')
    assert.equal((await failure(send)).code, 'bad_answer')
  })

  it('an aborted call is no network failure', async () => {
    const abort = new AbortController()
    answer = () => Promise.reject(abort.signal.reason)
    abort.abort()
    await assert.rejects(send(abort.signal), { name: 'AbortError' })
  })
})

describe('the rest', () => {
  it('gets from the prefix', async () => {
    replies('{"a":1}')
    assert.deepEqual(await get(config, '_dash-layout'), { a: 1 })
    assert.equal(asked[0]?.url, '/app/_dash-layout')
  })

  it('the base path is the requests prefix, else the base pathname, else the root', () => {
    assert.equal(basePath({ requests_pathname_prefix: '/a/', url_base_pathname: '/b/' }), '/a/')
    assert.equal(basePath({ url_base_pathname: '/b/' }), '/b/')
    assert.equal(basePath({ url_base_pathname: null }), '/')
  })
})
