import assert from 'node:assert/strict'
import { beforeEach, describe, it } from 'node:test'
import { Kept } from './kept'

const MB = 1 << 20
let now = 0
let kept = new Kept<string>(() => now)
beforeEach(() => {
  now = 5000
  kept = new Kept(() => now)
})
const found = (...keys: string[]) => keys.filter((key) => kept.find(key) !== undefined)

describe('kept values', () => {
  it('are found until their seconds are over, counted from when they came', () => {
    kept.keep('a', 'x', 2, 1)
    now = 6999
    assert.equal(kept.find('a'), 'x')
    now = 7000
    assert.equal(kept.find('a'), undefined)
  })

  it('live no longer for being used', () => {
    kept.keep('a', 'x', 2, 1)
    now = 6500
    kept.find('a')
    now = 7500
    assert.equal(kept.find('a'), undefined)
  })

  for (const seconds of [0, -1, Number.NaN]) {
    it(`are not kept for ${seconds} seconds`, () => {
      kept.keep('a', 'x', seconds, 1)
      assert.equal(kept.find('a'), undefined)
    })
  }

  it('give way to a newer one of the same key, even where that is not kept', () => {
    kept.keep('a', 'x', 9, 1)
    kept.keep('a', 'y', 9, 1)
    assert.equal(kept.find('a'), 'y')
    kept.keep('a', 'z', 0, 1)
    assert.equal(kept.find('a'), undefined)
  })

  it('are 500 at most; the one longest unused goes first', () => {
    for (let i = 0; i < 500; i++) kept.keep(`k${i}`, 'x', 9, 1)
    assert.equal(kept.find('k0'), 'x')
    kept.keep('new', 'x', 9, 1)
    assert.deepEqual(found('k0', 'k1', 'k2', 'new'), ['k0', 'k2', 'new'])
  })

  it('hold 32 MB at most', () => {
    for (const key of ['a', 'b', 'c', 'd', 'e']) kept.keep(key, 'x', 9, 7 * MB)
    assert.deepEqual(found('a', 'b', 'c', 'd', 'e'), ['b', 'c', 'd', 'e'])
  })

  it('free their room when they are over or replaced', () => {
    for (const key of ['a', 'b', 'c', 'd']) kept.keep(key, 'x', 9, 7 * MB)
    kept.keep('a', 'y', 1, 2 * MB)
    kept.keep('e', 'x', 9, 7 * MB)
    assert.deepEqual(found('b', 'c', 'd', 'a', 'e'), ['b', 'c', 'd', 'a', 'e'])
    now += 2000
    assert.deepEqual(found('a'), [])
    kept.keep('f', 'x', 9, 2 * MB)
    assert.deepEqual(found('b', 'c', 'd', 'e', 'f'), ['b', 'c', 'd', 'e', 'f'])
  })

  it('are not kept above 8 MB, the key counted with them', () => {
    kept.keep('a', 'x', 9, 8 * MB - 1)
    kept.keep('bb', 'x', 9, 8 * MB - 1)
    assert.deepEqual(found('a', 'bb'), ['a'])
  })
})
