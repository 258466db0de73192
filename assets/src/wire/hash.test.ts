import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { slowHash } from './frames.fake'
import { hash } from './hash'

const bytes = (length: number, seed = 7) => Uint8Array.from({ length }, (_, i) => (i * 31 + seed * (i >> 3)) & 0xff)

// Written out, so that no change of both readings at once goes unseen.
const known: [name: string, bytes: Uint8Array, hash: string][] = [
  ['nothing', new Uint8Array(), '04313b993bcfac319ce805bfe6c7f839'],
  ['one byte', Uint8Array.of(1), '53ea67850ce0695b2d1f3a24b0e4a9d4'],
  ['sixteen bytes', Uint8Array.from({ length: 16 }, (_, i) => i), '187ccd09332b91a19c06482279b48048'],
  ['seventeen bytes', Uint8Array.from({ length: 17 }, (_, i) => 255 - i), 'cec1ab76ccea3b8030521066e5bec72a'],
  ['numbers', new Uint8Array(Float64Array.of(0, 1.5, -2, Number.NaN).buffer), '5615a52b3d2eafa3a85a16dc4dc18a30'],
]

describe('the hash of a column', () => {
  for (const [name, column, want] of known) {
    it(`of ${name} is ${want}`, () => {
      assert.equal(slowHash(column), want)
      assert.equal(hash(column), want)
    })
  }

  it('is the same by the fast and the obvious way, whatever the length', () => {
    for (let length = 0; length < 100; length++) assert.equal(hash(bytes(length)), slowHash(bytes(length)), `${length}`)
    assert.equal(hash(bytes(100_003)), slowHash(bytes(100_003)))
  })

  it('does not depend on where the bytes lie', () => {
    const want = hash(bytes(77))
    for (let at = 0; at < 9; at++) {
      const around = new Uint8Array(100).fill(9)
      around.set(bytes(77), at)
      assert.equal(hash(around.subarray(at, at + 77)), want, `${at}`)
    }
  })

  it('tells apart what differs in one bit, or in zeros at the end', () => {
    const column = bytes(64)
    const seen = new Set([
      hash(column),
      hash(new Uint8Array([...column, 0])),
      hash(new Uint8Array(80)),
      hash(new Uint8Array(81)),
    ])
    for (let i = 0; i < 64; i++) {
      column[i] = (column[i] ?? 0) ^ 4
      seen.add(hash(column))
      column[i] = (column[i] ?? 0) ^ 4
    }
    assert.equal(seen.size, 68)
  })
})
