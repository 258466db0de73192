import assert from 'node:assert/strict'
import { beforeEach, describe, it } from 'node:test'
import { CallError } from '../wire/errors'
import type { JobOf } from '../wire/records'
import { caller } from './caller'
import type { Channel } from './channel'
import { Jobs, leftOver } from './jobs'
import { config, FakeServer, Sent, settled } from './server.fake'
import type { JobEvent } from './way'

const server = new FakeServer()

class FakeChannel implements Channel {
  readonly said: string[] = []
  /** The jobs that it was asked to end. */
  readonly cancelled: string[] = []
  private readonly heard = new Map<string, (event: JobEvent) => void>()

  follow(handle: string, after: number, heard: (event: JobEvent) => void): () => void {
    this.said.push(`follow ${handle} after ${after}`)
    this.heard.set(handle, heard)
    return () => {
      this.said.push(`leave ${handle}`)
    }
  }

  cancel(handle: string): void {
    this.cancelled.push(handle)
  }

  tell(handle: string, event: JobEvent): void {
    this.heard.get(handle)?.(event)
  }
}

let channel = new FakeChannel()
let storage = new Map<string, string>()

beforeEach(() => {
  channel = new FakeChannel()
  storage = new Map()
  const sessionStorage = {
    getItem: (name: string) => storage.get(name) ?? null,
    setItem: (name: string, value: string) => storage.set(name, value),
    removeItem: (name: string) => storage.delete(name),
  }
  Object.assign(globalThis, { sessionStorage })
})

const background = { background: { policy: 'replace' as const } }

/** A call of an instance on a page that has just been loaded. */
function ask(value: unknown, job: JobOf = { key: 'k' }): Sent {
  const jobs = new Jobs(config, channel)
  const call = caller(config, { jobs: async () => jobs })
  return new Sent((outgoing) => call({ ...outgoing, job }), 'out.v', value, background)
}

async function begun(value: unknown, handle: string): Promise<Sent> {
  const sent = ask(value)
  await settled()
  await server.request(server.asked.length - 1).text(JSON.stringify({ job: handle }), { status: 202 })
  return sent
}

describe('a call that becomes a job', () => {
  it('is followed to its end, with what is set on the way', async () => {
    const sent = await begun(1, 'h')
    assert.match(server.request().headers.get('Dashi-Tab') ?? '', /^[\da-f-]{36}$/)
    assert.deepEqual(channel.said, ['follow h after 0'])
    channel.tell('h', { seq: 1, sideUpdate: { bar: { v: 1 } } })
    assert.deepEqual(sent.sides, [{ bar: { v: 1 } }])
    assert.equal(sent.ended, false)
    channel.tell('h', { seq: 2, status: 200, answer: { response: { out: { v: 'done' } } } })
    assert.deepEqual((await sent.response)?.response, { out: { v: 'done' } })
    assert.deepEqual([...leftOver(config)], [])
  })

  it('shows what its outputs have on the way, which stands where there is no answer', async () => {
    const sent = await begun(1, 'h')
    channel.tell('h', { seq: 1, partial: { out: { v: 'a' } } })
    channel.tell('h', { seq: 2, sideUpdate: { bar: { v: 1 } }, partial: { out: { v: 'b' } } })
    assert.deepEqual(sent.partials, [{ out: { v: 'a' } }, { out: { v: 'b' } }])
    assert.deepEqual(sent.sides, [{ bar: { v: 1 } }])
    assert.equal(sent.ended, false)
    channel.tell('h', { seq: 3, partial: { out: { v: 'c' } }, status: 200 })
    assert.equal(await sent.response, undefined)
    assert.deepEqual(sent.partials.at(-1), { out: { v: 'c' } }, 'also what comes with the end')
  })

  it('in a batch too', async () => {
    const jobs = new Jobs(config, channel)
    const call = caller(config, { jobs: async () => jobs })
    const calls = [0, 1, 2, 3, 4].map((i) => new Sent(call, `o${i}.v`, i, background))
    await settled()
    await server.request().lines({ call: 3, status: 202, job: 'h' }, { call: 0, status: 204 })
    assert.deepEqual(channel.said, ['follow h after 0'])
    channel.tell('h', { status: 204 })
    assert.equal(await calls[3]?.response, undefined)
    assert.deepEqual(
      calls.map(({ ended }) => ended),
      [true, false, false, true, false],
    )
  })

  it('fails as the job does', async () => {
    const sent = await begun(1, 'h')
    channel.tell('h', { status: 503, error: { code: 'gone', message: 'The app is closing.' } })
    const { code, message, status } = await sent.error()
    assert.deepEqual([code, message, status], ['gone', 'The app is closing.', 503])
  })

  it('may be answered at once', async () => {
    const sent = ask(1)
    await settled()
    await server.request().answer({ response: { out: { v: 'known' } } })
    assert.deepEqual((await sent.response)?.response, { out: { v: 'known' } })
    assert.deepEqual(channel.said, [])
  })

  it('ends it when it is given up', async () => {
    const sent = await begun(1, 'h')
    await sent.abort()
    await sent.wasAborted()
    assert.deepEqual(channel.said, ['follow h after 0', 'leave h'])
    assert.deepEqual(channel.cancelled, ['h'])
    assert.deepEqual([...leftOver(config)], [])
  })

  it('ends it also when it was given up before the handle was there', async () => {
    const sent = ask(1)
    await settled()
    await sent.abort()
    assert.equal(server.request().aborted, false)
    await server.request().text('{"job":"h"}', { status: 202 })
    await sent.wasAborted()
    assert.deepEqual(channel.said, [])
    assert.deepEqual(channel.cancelled, ['h'])
  })

  it('leaves an older call of the same job with nothing to say', async () => {
    const jobs = new Jobs(config, channel)
    const call = caller(config, { jobs: async () => jobs })
    const older = new Sent(call, 'out.v', 1, background)
    await settled()
    await server.request().text('{"job":"h"}', { status: 202 })
    const newer = new Sent(call, 'out.v', 2, background)
    await settled()
    await server.request(1).text('{"job":"h"}', { status: 202 })
    assert.equal(await older.response, undefined)
    assert.deepEqual(channel.said, ['follow h after 0'])
    channel.tell('h', { sideUpdate: { bar: { v: 1 } } })
    assert.deepEqual([older.sides.length, newer.sides.length], [0, 1])
    channel.tell('h', { status: 200, answer: { response: { out: { v: 1 } } } })
    assert.deepEqual((await newer.response)?.response, { out: { v: 1 } })
  })
})

describe('after a reload', () => {
  it('jobs that run are known by their instances', async () => {
    await begun(1, 'g')
    await begun(2, 'h')
    assert.deepEqual([...leftOver(config)], [['k', ['g', 'h']]])
  })

  it('a call of the same values goes on with the job', async () => {
    await begun(1, 'h')
    const asked = server.asked.length
    const sent = ask(1, { key: 'k', left: ['h'] })
    await settled()
    assert.equal(server.asked.length, asked, 'nothing is begun')
    assert.deepEqual(channel.said.slice(1), ['follow h after 0'])
    channel.tell('h', { status: 200, answer: { response: { out: { v: 'done' } } } })
    assert.deepEqual((await sent.response)?.response, { out: { v: 'done' } })
  })

  it('a call of other values ends the job and begins anew', async () => {
    await begun(1, 'h')
    const asked = server.asked.length
    ask(2, { key: 'k', left: ['h'] })
    await settled()
    assert.deepEqual(server.methods().slice(asked), ['POST'])
    assert.deepEqual(channel.cancelled, ['h'])
    assert.deepEqual(channel.said.slice(1), [])
  })

  it('a job is gone on with whatever its values were where the engine says so', async () => {
    await begun(1, 'h')
    ask(2, { key: 'k', left: ['h'], sure: true })
    await settled()
    assert.deepEqual(channel.said.slice(1), ['follow h after 0'])
  })

  it('a job that is not known any more is begun anew, or said to be gone', async () => {
    const gone: JobEvent = { status: 410, error: { code: 'gone', message: 'gone' } }
    await begun(1, 'h')
    const asked = server.asked.length
    ask(1, { key: 'k', left: ['h'] })
    await settled()
    channel.tell('h', gone)
    await settled()
    assert.equal(server.asked.length, asked + 1)
    const sure = ask(1, { key: 'k', left: ['i'], sure: true })
    await settled()
    channel.tell('i', gone)
    assert.ok((await sure.error()) instanceof CallError)
  })

  it('what others have written into the storage is no job', () => {
    for (const text of ['{', '{}', 'null', '7']) {
      storage.set('dashi-jobs /app/', text)
      assert.deepEqual([...leftOver(config)], [])
    }
  })

  it('a page without storage works', async () => {
    Object.defineProperty(globalThis, 'sessionStorage', {
      configurable: true,
      get: () => {
        throw new Error('denied')
      },
    })
    try {
      const sent = await begun(1, 'h')
      channel.tell('h', { status: 204 })
      assert.equal(await sent.response, undefined)
    } finally {
      Object.defineProperty(globalThis, 'sessionStorage', { configurable: true, writable: true, value: undefined })
    }
  })
})
