import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { settle } from '../view/page.fake'
import { CallError } from '../wire/errors'
import { FakeServer } from './upload.fake'
import { type Outcome, Sender } from './upload-send'

function sending(content: string, chunk: number) {
  const server = new FakeServer().install()
  const abort = new AbortController()
  const file = new File([content], 'a.txt', { type: 'text/plain', lastModified: 1_500 })
  const seen: (string | number)[] = []
  const watch = { loaded: (n: number) => seen.push(n), state: (s: string) => seen.push(s) }
  const config = { requests_pathname_prefix: '/app/' }
  const sender = new Sender({ id: 'up', file, path: 'folder/a.txt', chunk, config, signal: abort.signal, watch })
  const end: { outcome?: Outcome; error?: unknown } = {}
  const done = sender.send().then(
    (outcome) => Object.assign(end, { outcome }),
    (error: unknown) => Object.assign(end, { error }),
  )
  const next = async () => {
    await settle()
    const asked = server.asked.shift()
    assert.ok(asked, 'nothing was asked')
    return asked
  }
  const announced = async () => (await next()).reply(200, { upload: 'token', offset: 0 })
  return { server, abort, seen, end, done, next, announced }
}

const text = (body: unknown) => (body as Blob).text()

describe('a file on its way', () => {
  it('is announced, and sent piece by piece', async () => {
    const s = sending('abcdef', 4)
    // biome-ignore lint/suspicious/noDocumentCookie: what a server in front sets
    document.cookie = '_csrf_token=secret'
    const first = await s.next()
    assert.equal(first.method, 'POST')
    assert.equal(first.url.pathname, '/app/_dashi-upload')
    assert.equal(first.url.search, '?id=up')
    assert.deepEqual(JSON.parse(first.body as string), {
      ...{ name: 'a.txt', path: 'folder/a.txt', type: 'text/plain', size: 6, last_modified: 1.5 },
    })
    first.reply(200, { upload: 'token', offset: 0 })
    const piece = await s.next()
    assert.equal(piece.url.search, '?upload=token&offset=0')
    assert.equal(piece.headers['X-CSRFToken'], 'secret')
    assert.equal(await text(piece.body), 'abcd')
    piece.reply(200, { offset: 4 })
    const last = await s.next()
    assert.equal(last.url.search, '?upload=token&offset=4')
    assert.equal(await text(last.body), 'ef')
    last.reply(200, { done: true, result: { rows: 3 } })
    await s.done
    assert.deepEqual(s.end.outcome, { result: { rows: 3 }, listed: true })
    assert.deepEqual(s.seen, ['sending', 4, 4, 'sending', 6, 'handling'])
  })

  it('may end early, and with nothing to say', async () => {
    const early = sending('abcdef', 2)
    await early.announced()
    const piece = await early.next()
    piece.reply(200, { done: true, result: null })
    await early.done
    assert.deepEqual(early.end.outcome, { result: null, listed: true })
    const silent = sending('', 2)
    await silent.announced()
    const empty = await silent.next()
    assert.equal((empty.body as Blob).size, 0)
    empty.reply(204)
    await silent.done
    assert.deepEqual(silent.end.outcome, { result: null, listed: false })
  })

  it('goes on where the server says after a lost connection', async () => {
    const s = sending('abcdef', 4)
    await s.announced()
    const lost = await s.next()
    lost.lose()
    await settle(5)
    assert.equal(s.seen.at(-1), 'retrying')
    dispatchEvent(new Event('online'))
    await settle(5)
    const ask = await s.next()
    assert.equal(ask.url.search, '?upload=token', 'it asks, and sends nothing')
    assert.equal((ask.body as Blob).size, 0)
    ask.reply(200, { offset: 3 })
    const rest = await s.next()
    assert.equal(rest.url.search, '?upload=token&offset=3')
    assert.equal(await text(rest.body), 'def')
    rest.reply(409, { error: { code: 'wrong_offset', message: 'x' }, offset: 5 })
    const other = await s.next()
    assert.equal(await text(other.body), 'f')
    other.reply(200, { done: true, result: 1 })
    await s.done
    assert.equal(s.end.outcome?.result, 1)
  })

  it('waits where the server has no room, and where a proxy has no server', async () => {
    const s = sending('ab', 4)
    const first = await s.next()
    first.reply(503, { error: { code: 'busy', message: 'Too many.' } })
    await settle(5)
    assert.equal(s.seen.at(-1), 'retrying')
    dispatchEvent(new Event('online'))
    await settle(5)
    await s.announced()
    const piece = await s.next()
    piece.reply(502)
    await settle(5)
    dispatchEvent(new Event('online'))
    await settle(5)
    const ask = await s.next()
    ask.reply(200, { done: true, result: 2 })
    await s.done
    assert.equal(s.end.outcome?.result, 2)
  })

  it('makes its pieces smaller where a proxy takes none of this size', async () => {
    const s = sending('x'.repeat(300_000), 262_144)
    await s.announced()
    const large = await s.next()
    assert.equal((large.body as Blob).size, 262_144)
    large.reply(413)
    const ask = await s.next()
    ask.reply(200, { offset: 0 })
    const smaller = await s.next()
    assert.equal((smaller.body as Blob).size, 131_072)
    smaller.reply(200, { done: true, result: null })
    await s.done
    assert.ok(s.end.outcome)
  })

  it('fails with what the server says, at once', async () => {
    for (const [status, body, code] of [
      [401, { error: { code: 'refused', message: 'Please sign in.' } }, 'refused'],
      [413, { error: { code: 'too_large', message: 'Too large.' } }, 'too_large'],
      [503, { error: { code: 'gone', message: 'Closed.' } }, 'gone'],
      [500, undefined, 'http_500'],
    ] as const) {
      const s = sending('ab', 4)
      const first = await s.next()
      first.reply(status, body)
      await s.done
      assert.ok(s.end.error instanceof CallError)
      assert.equal(s.end.error.code, code)
    }
    const late = sending('ab', 4)
    await late.announced()
    const piece = await late.next()
    piece.reply(404, { error: { code: 'not_found', message: 'Unknown.' } })
    await late.done
    assert.equal((late.end.error as CallError).message, 'Unknown.')
  })

  it('fails where the file cannot be read any more, which looks like a lost connection', async () => {
    const s = sending('ab', 4)
    await s.announced()
    const piece = await s.next()
    Blob.prototype.arrayBuffer = ((original) =>
      function (this: Blob) {
        Blob.prototype.arrayBuffer = original
        return Promise.reject(new Error('NotReadableError'))
      })(Blob.prototype.arrayBuffer)
    piece.lose()
    await settle(5)
    dispatchEvent(new Event('online'))
    await s.done
    assert.equal((s.end.error as CallError).code, 'unreadable')
    const cancel = await s.next()
    assert.equal(cancel.method, 'DELETE')
  })

  it('is cancelled: the request ends, and the server is told', async () => {
    const s = sending('ab', 4)
    await s.announced()
    const piece = await s.next()
    s.abort.abort(new Error('cancelled'))
    await s.done
    assert.equal(piece.aborted, true)
    assert.equal((s.end.error as Error).message, 'cancelled')
    const cancel = await s.next()
    assert.equal(cancel.method, 'DELETE')
    assert.equal(cancel.url.search, '?upload=token')
    assert.equal(s.server.asked.length, 0)
  })

  it('is cancelled while it waits to try again', async () => {
    const s = sending('ab', 4)
    const first = await s.next()
    first.lose()
    await settle(5)
    s.abort.abort(new Error('cancelled'))
    await s.done
    assert.equal((s.end.error as Error).message, 'cancelled')
    assert.equal(s.server.asked.length, 0, 'there is no upload to end')
  })
})
