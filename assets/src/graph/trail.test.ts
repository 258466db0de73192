import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type Callback, Callbacks } from './callbacks'
import { dep } from './page.fake'
import { parseDict } from './patterns'
import { beginning, continued, passed } from './trail'

const { all } = new Callbacks(
  Array.from({ length: 6 }, (_, n) => dep(`c${n}.v`, 'in.v', { order: n })),
  parseDict,
)
const [a, b, c, d, e] = all as [Callback, Callback, Callback, Callback, Callback]
const way = (...callbacks: Callback[]) => callbacks.reduce((trail, callback) => continued(callback, [trail]), beginning)

describe('a trail', () => {
  it('from the beginning bars nobody', () => {
    assert.equal(passed(beginning, a), false)
  })

  it('bars what lies on it and nothing else', () => {
    const trail = way(a, c, d)
    assert.deepEqual(
      [a, b, c, d, e].map((callback) => passed(trail, callback)),
      [true, false, true, true, false],
    )
  })

  it('where two ways met, bars only what lies on both', () => {
    const trail = continued(d, [way(a, b), way(a, c)])
    assert.deepEqual(
      [a, b, c, d].map((callback) => passed(trail, callback)),
      [true, false, false, true],
    )
  })

  it('an edit that met a chain frees it', () => {
    const trail = continued(c, [way(a, b), beginning])
    assert.deepEqual(
      [a, b, c].map((callback) => passed(trail, callback)),
      [false, false, true],
    )
  })

  it('against the order of the graph, as on a circle, sees just as well', () => {
    const trail = way(e, b, d)
    assert.deepEqual(
      [a, b, c, d, e].map((callback) => passed(trail, callback)),
      [false, true, false, true, true],
    )
  })

  it('of ten thousand diamonds is not walked path by path', () => {
    let trail = beginning
    for (let n = 0; n < 10_000; n++) trail = continued(e, [continued(b, [trail]), continued(d, [trail])])
    assert.equal(passed(trail, e), true)
    assert.equal(passed(trail, c), false)
  })

  it('is not walked at all for what comes later in the order', () => {
    const trail = {
      ...way(a, c),
      get from(): never {
        throw new Error('walked')
      },
    }
    assert.equal(passed(trail, d), false)
    assert.throws(() => passed(trail, b), /walked/)
  })
})
