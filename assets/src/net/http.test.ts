import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { CallError } from '../wire/errors'
import { golden } from '../wire/golden.fake'
import { ask, basePath, get, json } from './http'
import { config, FakeServer } from './server.fake'

const server = new FakeServer()

const failure = async (promise: Promise<unknown>): Promise<CallError> => {
  const error = await promise.then(
    () => undefined,
    (error: unknown) => error,
  )
  assert.ok(error instanceof CallError)
  return error
}

describe('a request', () => {
  it('goes to the prefix, with this site’s cookies', () => {
    ask({ config }, 'x', { method: 'POST', headers: { Accept: 'a/b' }, body: '1' })
    const { url, init } = server.request()
    assert.equal(url, '/app/x')
    assert.deepEqual(init, { method: 'POST', headers: { Accept: 'a/b' }, body: '1', credentials: 'same-origin' })
  })

  for (const method of ['GET', 'POST', 'DELETE'] as const) {
    it(`carries the CSRF cookie in its header: ${method}`, () => {
      Object.assign(globalThis, { document: { cookie: 'a=1; _csrf_token=t%3D1' } })
      ask({ config }, 'x', { method, headers: { Accept: 'a/b' } })
      assert.equal(server.request().headers.get('X-CSRFToken'), 't=1')
      assert.equal(server.request().headers.get('Accept'), 'a/b')
    })
  }

  it('takes the names of cookie and header from the config', () => {
    Object.assign(globalThis, { document: { cookie: 'x=7' } })
    ask({ config: { ...config, csrf_token_name: 'x', csrf_header_name: 'X-X' } }, 'x', { method: 'GET' })
    assert.equal(server.request().headers.get('X-X'), '7')
  })

  it('says that the server was heard when it answers well, and only then', async () => {
    let heard = 0
    const asking = [200, 500].map((status, i) => {
      const answer = ask({ config, heard: () => heard++ }, 'x', { method: 'GET' })
      server.request(i).text('{}', { status })
      return answer
    })
    await Promise.allSettled(asking)
    assert.equal(heard, 1)
  })

  it('gets from the prefix', async () => {
    const answer = get(config, '_dash-layout')
    assert.equal(server.request().url, '/app/_dash-layout')
    assert.deepEqual(server.request().init.headers, { Accept: 'application/json' })
    server.request().text('{"a":1}')
    assert.deepEqual(await answer, { a: 1 })
  })

  it('the base path is the requests prefix, else the base pathname, else the root', () => {
    assert.equal(basePath({ requests_pathname_prefix: '/a/', url_base_pathname: '/b/' }), '/a/')
    assert.equal(basePath({ url_base_pathname: '/b/' }), '/b/')
    assert.equal(basePath({ url_base_pathname: null }), '/')
  })
})

describe('failures', () => {
  const refused = (text: string, init: ResponseInit) => {
    const failed = failure(ask({ config }, 'x', { method: 'POST' }))
    server.request().text(text, init)
    return failed
  }

  it('the server’s error object becomes a CallError with its code, callback and stack', async () => {
    const error = await refused(golden('error', 'response.json'), { status: 500 })
    const want = JSON.parse(golden('error', 'response.json')).error
    assert.deepEqual({ code: error.code, message: error.message, callback: error.callback, stack: error.stack }, want)
    assert.equal(error.status, 500)
  })

  it('an error outside debug mode has no stack', async () => {
    const { code, stack, callback, status } = await refused(golden('error-plain', 'response.json'), { status: 400 })
    assert.deepEqual([code, stack, callback, status], ['malformed', '', '', 400])
  })

  it('an answer in another tongue says its status', async () => {
    const error = await refused('<html>Bad Gateway</html>', { status: 502, statusText: 'Bad Gateway' })
    assert.equal(error.code, 'http_502')
    assert.equal(error.message, 'the server answered 502 Bad Gateway')
  })

  it('a network failure says that the server did not respond', async () => {
    const failed = failure(ask({ config }, 'x', { method: 'GET' }))
    server.request().lose()
    const error = await failed
    assert.equal(error.code, 'network')
    assert.equal(error.message, 'the server did not respond')
  })

  it('an aborted request is no network failure', async () => {
    const abort = new AbortController()
    const asking = ask({ config }, 'x', { method: 'GET', signal: abort.signal })
    abort.abort()
    await assert.rejects(asking, { name: 'AbortError' })
  })
})

describe('JSON', () => {
  it('comes with the text it was', async () => {
    assert.deepEqual(await json(new Response(' {"a":1}')), { text: ' {"a":1}', value: { a: 1 } })
  })

  it('fails as a bad answer when it is none', async () => {
    assert.equal((await failure(json(new Response('hello')))).code, 'bad_answer')
  })

  it('fails as the array says when it holds an array that is wrong', async () => {
    await assert.rejects(json(new Response('{"dtype":"i8","bdata":""}')), /unknown dtype "i8"/)
  })

  const breaking = (error: unknown) => new Response(new ReadableStream({ start: (stream) => stream.error(error) }))

  it('fails as the network when the connection breaks within it', async () => {
    const error = await failure(json(breaking(new TypeError('lost'))))
    assert.deepEqual([error.code, error.message], ['network', 'the connection ended before the answer was complete'])
  })

  it('stays an abort when it is aborted', async () => {
    const signal = AbortSignal.abort()
    await assert.rejects(json(breaking(signal.reason), signal), { name: 'AbortError' })
  })
})
