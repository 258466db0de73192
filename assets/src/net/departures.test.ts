import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Dependency } from '../wire/records'
import { caller } from './caller'
import { batchesOf } from './departures'
import type { Job } from './job'
import { config, FakeServer, Sent, settled } from './server.fake'

const server = new FakeServer()

/** What went out: a batch as the outputs of its calls, a single call as its output. */
const trips = () =>
  server.asked.map(({ json }) => (Array.isArray(json) ? json.map(({ output }) => output).join(' ') : json.output))

const send = async (count: number, extra: (i: number) => Partial<Dependency> = () => ({})) => {
  const call = caller(config)
  const sent = Array.from({ length: count }, (_, i) => new Sent(call, `o${i}.v`, i, extra(i)))
  await settled()
  return sent
}

describe('what travels together', () => {
  it('is nothing up to four calls', async () => {
    await send(4)
    assert.deepEqual(trips(), ['o0.v', 'o1.v', 'o2.v', 'o3.v'])
  })

  it('is everything from five on', async () => {
    await send(5)
    assert.deepEqual(trips(), ['o0.v o1.v o2.v o3.v o4.v'])
  })

  it('is what is sent in one turn', async () => {
    const call = caller(config)
    for (const turn of ['a', 'b']) {
      for (let i = 0; i < 5; i++) new Sent(call, `${turn}${i}.v`, i)
      await settled()
    }
    assert.deepEqual(trips(), ['a0.v a1.v a2.v a3.v a4.v', 'b0.v b1.v b2.v b3.v b4.v'])
  })

  it('is not a call that wants to be alone, nor does that count', async () => {
    await send(6, (i) => ({ alone: i === 2 }))
    assert.deepEqual(trips(), ['o2.v', 'o0.v o1.v o3.v o4.v o5.v'])
    server.asked = []
    await send(5, (i) => ({ alone: i === 2 }))
    assert.equal(trips().length, 5)
  })

  it('is not a call that was aborted before it left', async () => {
    const call = caller(config)
    const sent = Array.from({ length: 6 }, (_, i) => new Sent(call, `o${i}.v`, i))
    sent[1]?.abort()
    await settled()
    assert.deepEqual(trips(), ['o0.v o2.v o3.v o4.v o5.v'])
    await sent[1]?.wasAborted()
  })

  it('is cut at 500 calls; one that is left goes alone', async () => {
    await send(1001)
    assert.deepEqual(
      trips().map((trip) => trip.split(' ').length),
      [500, 500, 1],
    )
    assert.ok(!Array.isArray(server.request(2).json))
  })
})

describe('batches by size', () => {
  const job = (size: number) => ({ body: 'x'.repeat(size) }) as Job
  const sizes = (jobs: Job[]) => batchesOf(jobs).map((batch) => batch.map(({ body }) => body.length))
  const MB = 1 << 20

  it('hold about a megabyte', () => {
    assert.deepEqual(sizes([job(MB / 2), job(MB / 4), job(MB / 2), job(1)]), [
      [MB / 2, MB / 4],
      [MB / 2, 1],
    ])
  })

  it('give a call that is larger a batch of its own', () => {
    assert.deepEqual(sizes([job(1), job(2 * MB), job(2), job(3)]), [[1], [2 * MB], [2, 3]])
  })

  it('are none for no calls', () => {
    assert.deepEqual(batchesOf([]), [])
  })
})
