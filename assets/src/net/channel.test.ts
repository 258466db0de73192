import assert from 'node:assert/strict'
import { beforeEach, describe, it, mock } from 'node:test'
import type { SideUpdates } from '../wire/records'
import { PageChannel } from './channel'
import { FakeSocket, fakeSockets, socket } from './channel.fake'
import { FakeServer, settled } from './server.fake'
import type { JobEvent } from './way'

const server = new FakeServer()
const stage = fakeSockets()

interface Page {
  channel: PageChannel
  written: SideUpdates[]
  told: string[]
  /** Whether its user had signed out, each time it was refused. */
  refused: boolean[]
  again: number
  announced: string[]
}

function page(): Page {
  const seen: Page = { channel: undefined as never, written: [], told: [], refused: [], again: 0, announced: [] }
  for (const type of ['dashi:lost', 'dashi:updated']) {
    stage.document.addEventListener(type, () => seen.announced.push(type))
  }
  seen.channel = new PageChannel({
    config: {
      requests_pathname_prefix: '/app/',
      version: 'one',
      push: { page: 'token', after: { own: 4 }, heartbeat: 30_000 },
    },
    apply: (updates) => seen.written.push(updates),
    tell: (message) => seen.told.push(message),
    refused: (signedOut) => seen.refused.push(signedOut),
    again: () => {
      seen.again++
    },
  })
  return seen
}

const event = (topic: string, seq: number, more: object = {}) => ({ type: 'event', topic, seq, ...more })
const hello = (more: object = {}) => ({ type: 'hello', page: 'token', after: { own: 4 }, topics: {}, ...more })
const pass = (ms: number) => mock.timers.tick(ms)

beforeEach(() => {
  mock.timers.reset()
  mock.timers.enable({ apis: ['setTimeout', 'setInterval'] })
})

describe('the page’s channel', () => {
  it('says hello over a socket, and writes what is pushed at the next frame', () => {
    const { written } = page()
    const line = socket(1)
    assert.equal(line.url, 'wss://example.com/app/_dash-ws-callback')
    line.welcome()
    assert.deepEqual(line.take(), [hello()])
    line.hear(event('own', 5, { sideUpdate: { a: { v: 1 } } }), event('own', 6, { sideUpdate: { a: { v: 2 } } }))
    assert.deepEqual(written, [])
    pass(16)
    assert.deepEqual(written, [{ a: { v: 2 } }])
  })

  it('comes back, later and later, where it was', async () => {
    const seen = page()
    socket(1).welcome().hear(event('own', 5)).drop()
    pass(750)
    assert.deepEqual(socket(2).welcome().take(), [hello({ after: { own: 5 } })])
    assert.equal(seen.again, 1)
    socket(2).drop()
    for (let n = 3; n < 9; n++) {
      pass(45_000)
      // Neither a socket nor a request: there is no server.
      socket(n).drop()
      await settled()
      await server.request(n - 3).lose()
    }
    pass(14_000)
    socket(8)
    pass(31_000)
    socket(9)
  })

  it('tries at once when the browser is back, and asks whether a connection lives', () => {
    page()
    socket(1).welcome().drop()
    dispatchEvent(new Event('online'))
    const line = socket(2).welcome()
    line.take()
    stage.document.dispatchEvent(new Event('visibilitychange'))
    assert.deepEqual(line.take(), [{ type: 'heartbeat' }])
    stage.document.visibilityState = 'hidden'
    stage.document.dispatchEvent(new Event('visibilitychange'))
    assert.deepEqual(line.take(), [])
  })

  it('gives up a connection that does not answer a heartbeat', () => {
    page()
    const line = socket(1).welcome()
    line.take()
    pass(30_000)
    assert.deepEqual(line.take(), [{ type: 'heartbeat' }])
    line.hear({ type: 'heartbeat_ack' })
    pass(30_000)
    assert.equal(line.closed, undefined)
    pass(10_000)
    assert.equal(line.closed, 4000)
    pass(750)
    socket(2)
  })

  it('says what was lost, and goes on from there', () => {
    const seen = page()
    socket(1).welcome().hear({ type: 'lost', topic: 'own', seq: 2 })
    assert.deepEqual(seen.told, ['Some updates of this page were missed. Reload it to see everything.'])
    assert.deepEqual(seen.announced, ['dashi:lost'])
    socket(1).drop()
    pass(750)
    assert.deepEqual(socket(2).open().take(), [hello({ after: { own: 2 } })])
  })

  it('stays away when the server does not know the page', () => {
    const seen = page()
    socket(1).open().drop(4001)
    assert.deepEqual(seen.refused, [false])
    pass(100_000)
    dispatchEvent(new Event('online'))
    socket(1)
    assert.equal(server.asked.length, 0)
  })

  it('stays away when its user has signed out, and says so', () => {
    const seen = page()
    socket(1).welcome().drop(4001, 'signed out')
    assert.deepEqual(seen.refused, [true])
    pass(100_000)
    socket(1)
  })

  it('tells the app’s scripts that the server is of another version', () => {
    const seen = page()
    socket(1).open().hear({ type: 'welcome', version: 'one' })
    assert.deepEqual(seen.announced, [])
    socket(1).drop()
    pass(750)
    socket(2).open().hear({ type: 'welcome', version: 'two' })
    assert.deepEqual(seen.announced, ['dashi:updated'])
    assert.deepEqual(seen.refused, [])
  })

  it('hears topics that it is let hear, and no more when it is not', () => {
    const { written } = page()
    const line = socket(1).welcome()
    line.take()
    line.hear(event('own', 5, { topics: { news: { after: 7, seal: 's' } } }))
    assert.deepEqual(line.take(), [{ type: 'subscribe', topic: 'news', after: 7, seal: 's' }])
    line.hear(event('news', 8)).drop()
    pass(750)
    const next = socket(2).welcome()
    assert.deepEqual(next.take(), [hello({ after: { own: 5, news: 8 }, topics: { news: { after: 7, seal: 's' } } })])
    next.hear(event('own', 6, { topics: { news: null } }))
    assert.deepEqual(next.take(), [{ type: 'unsubscribe', topic: 'news' }])
    next.hear(event('news', 9, { sideUpdate: { a: { v: 1 } } })) // which was on its way
    next.drop()
    pass(750)
    assert.deepEqual(socket(3).open().take(), [hello({ after: { own: 6 } })])
    assert.deepEqual(written, [])
  })
})

describe('jobs', () => {
  it('are heard until they end, across connections', () => {
    const { channel } = page()
    const heard: JobEvent[] = []
    channel.follow('job', 3, (e) => heard.push(e))
    const line = socket(1).welcome()
    assert.deepEqual(line.take(), [hello(), { type: 'follow', job: 'job', after: 3 }])
    line.hear({ type: 'following', job: 'job', topic: 'j' }, event('j', 4, { sideUpdate: { a: { v: 1 } } }))
    line.hear(event('j', 5, { partial: { a: { v: { bdata: btoa('\x01\x02'), dtype: 'u1' } } } }))
    line.drop()
    pass(750)
    const next = socket(2).welcome()
    assert.deepEqual(next.take(), [hello(), { type: 'follow', job: 'job', after: 5 }])
    next.hear({ type: 'following', job: 'job', topic: 'j' }, event('j', 6, { status: 200, answer: { multi: true } }))
    assert.deepEqual(next.take(), [{ type: 'leave', job: 'job' }])
    assert.deepEqual(heard, [
      { seq: 4, sideUpdate: { a: { v: 1 } } },
      { seq: 5, partial: { a: { v: new Uint8Array([1, 2]) } } },
      { seq: 6, status: 200, answer: { multi: true } },
    ])
    next.drop()
    pass(750)
    assert.deepEqual(socket(3).open().take(), [hello()])
  })

  it('are asked about when something of them was missed: they may be lost too', () => {
    const { channel } = page()
    channel.follow('job', 3, () => undefined)
    const line = socket(1).welcome()
    line.take()
    line.hear({ type: 'following', job: 'job', topic: 'j' }, { type: 'lost', topic: 'j', seq: 5 })
    assert.deepEqual(line.take(), [{ type: 'follow', job: 'job', after: 5 }])
  })

  it('say to the user that something of them was missed', () => {
    const seen = page()
    const heard: JobEvent[] = []
    seen.channel.follow('job', 3, (e) => heard.push(e))
    const line = socket(1).welcome()
    line.hear({ type: 'following', job: 'job', topic: 'j' }, { type: 'lost', topic: 'j', seq: 5 })
    assert.deepEqual(heard, [{ seq: 5, lost: true }])
    assert.deepEqual(seen.told, ['Some updates of this page were missed. Reload it to see everything.'])
    assert.deepEqual(seen.announced, ['dashi:lost'])
  })

  it('that are not known end so', () => {
    const { channel } = page()
    const heard: JobEvent[] = []
    channel.follow('old', 0, (e) => heard.push(e))
    const error = { code: 'gone', message: 'gone' }
    socket(1).welcome().hear({ type: 'event', job: 'old', status: 410, error })
    assert.deepEqual(heard, [{ status: 410, error }])
  })

  it('are cancelled by a request where there is no socket yet, or where one ends before it was heard', async () => {
    const { channel } = page()
    const asked = () => server.asked.map(({ method, url }) => `${method} ${url}`)
    const end = (job: string) => `DELETE /app/_dash-update-component?job=${job}`
    channel.cancel('early')
    assert.deepEqual(asked(), [end('early')])
    socket(1).welcome()
    channel.cancel('heard')
    channel.cancel('lost')
    socket(1).hear({ type: 'cancelled', job: 'heard' })
    assert.deepEqual(asked(), [end('early')])
    socket(1).drop()
    assert.deepEqual(asked(), [end('early'), end('lost')])
    pass(750)
    socket(2).welcome().drop()
    assert.deepEqual(asked(), [end('early'), end('lost')], 'it is said again once')
  })

  it('are cancelled until somebody has heard it', async () => {
    const { channel } = page()
    socket(1).welcome()
    channel.cancel('job')
    assert.equal(server.asked.length, 0)
    socket(1).hear({ type: 'cancelled', job: 'job', failed: true })
    await server.request(0).text('', { status: 503 })
    pass(999)
    assert.equal(server.asked.length, 1)
    pass(1)
    await server.request(1).text('', { status: 502 })
    pass(2000)
    await server.request(2).text(null, { status: 204 })
    pass(60_000)
    assert.deepEqual(
      server.asked.map(({ method, url }) => `${method} ${url}`),
      Array(3).fill('DELETE /app/_dash-update-component?job=job'),
    )
  })

  it('are asked about while they say nothing, until they end', () => {
    const { channel } = page()
    const heard: JobEvent[] = []
    channel.follow('job', 0, (e) => heard.push(e))
    const line = socket(1).welcome()
    line.hear({ type: 'following', job: 'job', topic: 'j' }, event('j', 4)).take()
    pass(59_000)
    const heartbeats = line.take()
    assert.ok(heartbeats.every((said) => (said as { type: string }).type === 'heartbeat'))
    line.hear({ type: 'heartbeat_ack' })
    pass(1_000)
    assert.deepEqual(
      line.take().filter((said) => (said as { type: string }).type === 'follow'),
      [{ type: 'follow', job: 'job', after: 4 }],
    )
    line.hear({ type: 'event', job: 'job', status: 410, error: { code: 'gone', message: 'gone' } })
    assert.equal(heard.at(-1)?.status, 410)
    line.hear({ type: 'heartbeat_ack' }).take()
    pass(29_000)
    line.hear({ type: 'heartbeat_ack' })
    pass(31_000)
    assert.ok(line.take().every((said) => (said as { type: string }).type !== 'follow'))
  })

  it('are left, and cancelled, over the socket', () => {
    const { channel } = page()
    const line = socket(1).welcome()
    line.take()
    const leave = channel.follow('job', 0, () => assert.fail('left'))
    line.hear({ type: 'following', job: 'job', topic: 'j' })
    channel.cancel('job')
    leave()
    leave()
    line.hear(event('j', 1))
    assert.deepEqual(line.take(), [
      { type: 'follow', job: 'job', after: 0 },
      { type: 'cancel', job: 'job' },
      { type: 'leave', job: 'job' },
    ])
  })
})

describe('what a job that was left had said before', () => {
  it('is no push, and no loss of the page', () => {
    const { channel, written, told, announced } = page()
    const line = socket(1).welcome()
    const leave = channel.follow('job', 0, () => undefined)
    line.hear({ type: 'following', job: 'job', topic: 'j' })
    leave()
    channel.follow('other', 0, () => undefined)()
    line.hear({ type: 'following', job: 'other', topic: 'o' }) // which was left before that came
    line.hear(event('j', 1, { sideUpdate: { a: { v: 1 } } }), event('o', 1, { sideUpdate: { a: { v: 2 } } }))
    line.hear({ type: 'lost', topic: 'j', seq: 2 }, event('own', 5, { sideUpdate: { a: { v: 3 } } }))
    pass(16)
    assert.deepEqual({ written, told, announced }, { written: [{ a: { v: 3 } }], told: [], announced: [] })
    line.drop()
    pass(750)
    assert.deepEqual(socket(2).open().take(), [hello({ after: { own: 5 } })])
  })

  it('is heard when the job is followed again', () => {
    const { channel } = page()
    const line = socket(1).welcome()
    channel.follow('job', 0, () => undefined)()
    const heard: JobEvent[] = []
    channel.follow('job', 0, (e) => heard.push(e))
    line.hear({ type: 'following', job: 'job', topic: 'j' }, event('j', 1, { status: 204 }))
    assert.deepEqual(heard, [{ seq: 1, status: 204 }])
  })
})

describe('without a socket', () => {
  const alone = async () => {
    const seen = page()
    socket(1).drop()
    await settled()
    return { ...seen, request: server.request(0) }
  }

  it('the same comes by requests, one after another', async () => {
    const { written, request } = await alone()
    assert.equal(request.url, '/app/_dashi-channel')
    assert.deepEqual(request.json, [hello({ poll: false })])
    await request.lines({ type: 'welcome' }, event('own', 5, { sideUpdate: { a: { v: 1 } } }))
    pass(16)
    assert.deepEqual(written, [{ a: { v: 1 } }])
    await request.end()
    assert.deepEqual(server.request(1).json, [hello({ after: { own: 5 }, poll: false })])
    socket(1)
  })

  it('a socket is tried again after a while', async () => {
    const { request } = await alone()
    await request.lines({ type: 'welcome' })
    pass(60_000)
    await request.end()
    socket(2)
  })

  it('what is new to say begins another request', async () => {
    const { channel, request } = await alone()
    await request.lines({ type: 'welcome' })
    channel.follow('job', 0, () => undefined)
    await settled()
    assert.equal(request.aborted, true)
    assert.deepEqual(server.request(1).json[1], { type: 'follow', job: 'job', after: 0 })
    channel.cancel('job x')
    assert.equal(server.request(2).method, 'DELETE')
    assert.equal(server.request(2).url, '/app/_dash-update-component?job=job%20x')
  })

  it('polls where a proxy keeps answers until they are whole', async () => {
    const { request } = await alone()
    pass(5000)
    await settled()
    assert.equal(request.aborted, true)
    assert.equal(server.request(1).json[0].poll, true)
    pass(5000)
    assert.equal(server.request(1).aborted, false)
  })

  it('stays away when the server does not know the page', async () => {
    const { refused, request } = await alone()
    await request.text('{"error":{"code":"strange_page","message":"no"}}', { status: 403 })
    assert.deepEqual(refused, [false])
    pass(100_000)
    assert.equal(server.asked.length, 1)
  })

  it('stays away when its user has signed out', async () => {
    const { refused, request } = await alone()
    await request.text('', { status: 401 })
    assert.deepEqual(refused, [true])
    pass(100_000)
    assert.equal(server.asked.length, 1)
  })

  it('waits when there is no server at all, and then tries a socket first', async () => {
    const { request } = await alone()
    await request.lose()
    pass(750)
    socket(2)
    assert.equal(FakeSocket.all.length, 2)
  })
})
