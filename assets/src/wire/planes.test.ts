import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { deflateRawSync } from 'node:zlib'
import { inflate, turned } from './planes'

describe('planes', () => {
  for (const width of [1, 2, 4, 8]) {
    for (const count of [0, 1, 2, 1001]) {
      it(`of ${count} elements of ${width} bytes become the elements`, () => {
        const bytes = Uint8Array.from({ length: count * width }, (_, i) => (i * 37 + (i >> 4)) & 0xff)
        const planes = new Uint8Array(bytes.length)
        for (const [i, byte] of bytes.entries()) planes[(i % width) * count + Math.floor(i / width)] = byte
        assert.deepEqual(turned(planes, width), bytes)
      })
    }
  }
})

describe('inflating', () => {
  const bytes = Uint8Array.from({ length: 300_000 }, (_, i) => (i * i) >> 7)
  const deflated = new Uint8Array(deflateRawSync(bytes))

  it('gives the bytes back, however many chunks they come in', async () => {
    assert.deepEqual(await inflate(deflated, bytes.length), bytes)
    assert.deepEqual(await inflate(new Uint8Array(deflateRawSync(new Uint8Array())), 0), new Uint8Array())
  })

  it('fails where there is more, less, or something else', async () => {
    await assert.rejects(inflate(deflated, bytes.length - 1), /more than 299999 bytes/)
    await assert.rejects(inflate(deflated, bytes.length + 1), /300000 bytes in place of 300001/)
    await assert.rejects(inflate(deflated.slice(0, 1000), bytes.length))
    await assert.rejects(inflate(Uint8Array.of(255, 255, 255), 9))
  })
})
