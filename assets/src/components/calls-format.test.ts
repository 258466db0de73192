import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { asClock, asSize, asTime } from './calls-format'

describe('numbers at a glance', () => {
  const times: [ms: number, text: string][] = [
    [0, '0.0 ms'],
    [0.44, '0.4 ms'],
    [9.94, '9.9 ms'],
    [9.95, '10 ms'],
    [999.4, '999 ms'],
    [999.5, '1.00 s'],
    [1254, '1.25 s'],
    [9994, '9.99 s'],
    [9996, '10.0 s'],
    [83_000, '83.0 s'],
  ]
  for (const [ms, text] of times) it(`say ${ms} ms as ${text}`, () => assert.equal(asTime(ms), text))

  const sizes: [bytes: number, text: string][] = [
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1.0 kB'],
    [4123, '4.1 kB'],
    [12_345, '12 kB'],
    [999_499, '999 kB'],
    [999_500, '1.0 MB'],
    [23e6, '23 MB'],
    [5e12, '5000 GB'],
  ]
  for (const [bytes, text] of sizes) it(`say ${bytes} bytes as ${text}`, () => assert.equal(asSize(bytes), text))

  it('say when by the clock on the wall', () => {
    assert.equal(asClock(new Date(2026, 0, 2, 9, 5, 32, 7)), '09:05:32.007')
  })
})
