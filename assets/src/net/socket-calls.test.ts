import assert from 'node:assert/strict'
import { describe, it, mock } from 'node:test'
import { CallError } from '../wire/errors'
import type { CallResponse, Outgoing } from '../wire/records'
import { Sent, settled } from './server.fake'
import { SocketCalls } from './socket-calls'
import type { Message } from './way'

/** A socket whose messages the test reads and writes. */
class Stage {
  ready = true
  said: Message[] = []
  readonly requests: Outgoing[] = []
  otherwise: () => Promise<CallResponse | undefined> = async () => ({ multi: true, response: { by: { request: 1 } } })
  readonly calls = new SocketCalls(
    {
      ready: async () => this.ready,
      tell: (message) => {
        if (this.ready) this.said.push(message)
        return this.ready
      },
    },
    (call) => {
      this.requests.push(call)
      return this.otherwise()
    },
    (id) => (id === 'field' ? { value: 5 } : undefined),
  )

  async call(extra = {}): Promise<Sent> {
    const sent = new Sent(this.calls.send, 'out.v', 1, { websocket: true, ...extra })
    await settled()
    return sent
  }

  async reply(requestId: string, payload: unknown): Promise<void> {
    this.calls.hear({ type: 'callback_response', requestId, payload } as never)
    await settled()
  }
}

const persistent = { persistent: true, no_output: true, inputs: [] }

describe('calls over a socket', () => {
  it('are asked and answered there', async () => {
    const stage = new Stage()
    const [first, second] = [await stage.call(), await stage.call()]
    assert.equal(stage.said[0]?.type, 'callback_request')
    const { output } = (stage.said[0]?.payload ?? {}) as { output?: string }
    assert.equal(output, 'out.v')
    stage.calls.hear({ type: 'set_props', requestId: '1', payload: { componentId: 'a', props: { v: 1 } } } as never)
    await stage.reply('1', { status: 'prevent_update' })
    await stage.reply('0', { status: 'ok', data: { multi: true } })
    await stage.reply('0', { status: 'ok', data: { multi: false } })
    assert.deepEqual(await first.response, { multi: true })
    assert.equal(await second.response, undefined)
    assert.deepEqual([first.sides, second.sides], [[], [{ a: { v: 1 } }]])
  })

  it('show what comes of their outputs before they end', async () => {
    const stage = new Stage()
    const [first, second] = [await stage.call(), await stage.call()]
    const partial = (requestId: string, v: unknown) =>
      stage.calls.hear({ type: 'partial', requestId, payload: { out: { v } } } as never)
    partial('1', { bdata: btoa('\x01'), dtype: 'u1' })
    partial('1', 'more')
    await stage.reply('1', { status: 'prevent_update' })
    partial('1', 'too late')
    assert.equal(await second.response, undefined)
    assert.deepEqual(second.partials, [{ out: { v: new Uint8Array([1]) } }, { out: { v: 'more' } }])
    assert.deepEqual([first.partials, second.sides], [[], []])
  })

  it('fail with what the server says', async () => {
    const stage = new Stage()
    const ours = await stage.call()
    await stage.reply('0', { status: 'error', message: 'no', error: { code: 'refused', message: 'no' }, code: 403 })
    assert.deepEqual([(await ours.error()).code, (await ours.error()).status], ['refused', 403])
    const theirs = await stage.call()
    await stage.reply('1', { status: 'error', message: 'no' })
    assert.equal((await theirs.error()).message, 'no')
  })

  it('are cancelled when nobody waits any more', async () => {
    const stage = new Stage()
    const call = await stage.call()
    await call.abort()
    await call.wasAborted()
    assert.deepEqual(stage.said.at(-1), { type: 'callback_cancel', requestId: '0' })
    await stage.reply('0', { status: 'ok' })
  })

  it('tell what the page holds', async () => {
    const stage = new Stage()
    const ask = (componentId: string) => {
      const payload = { componentId, properties: ['value', 'none'] }
      stage.calls.hear({ type: 'get_props_request', requestId: 'q', payload } as never)
      return stage.said.at(-1)
    }
    const told = (payload: object) => ({ type: 'get_props_response', requestId: 'q', rendererId: '', payload })
    assert.deepEqual(ask('field'), told({ value: 5, none: null }))
    assert.deepEqual(ask('nobody'), told({}))
  })

  it('end when the socket does, what goes on without a word', async () => {
    const stage = new Stage()
    const [call, lasting] = [await stage.call(), await stage.call(persistent)]
    stage.calls.closed()
    assert.equal((await call.error()).code, 'network')
    assert.equal(await lasting.response, undefined)
  })

  it('are requests where there is no socket', async () => {
    const stage = new Stage()
    stage.ready = false
    assert.deepEqual(await (await stage.call()).response, { multi: true, response: { by: { request: 1 } } })
    stage.otherwise = () => Promise.reject(new CallError({ code: 'callback_failed', message: 'no' }))
    assert.equal((await (await stage.call(persistent)).error()).code, 'callback_failed')
  })

  it('go on by another request when one that goes on is cut', async () => {
    mock.timers.enable({ apis: ['setTimeout'] })
    try {
      const stage = new Stage()
      stage.ready = false
      stage.otherwise = () => Promise.reject(new CallError({ code: 'network', message: 'cut' }))
      const lasting = await stage.call(persistent)
      assert.equal(lasting.ended, false)
      stage.otherwise = async () => undefined
      mock.timers.tick(2000)
      assert.equal(await lasting.response, undefined)
      assert.equal(stage.requests.length, 2)
    } finally {
      mock.timers.reset()
    }
  })
})
