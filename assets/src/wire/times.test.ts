import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { decode, stringify } from './arrays'
import { isTimes, Times, textsOf, timesOf } from './times'

const table: [text: string, ms: number][] = [
  ['1970-01-01T00:00:00', 0],
  ['1969-12-31T23:59:59.999', -1],
  ['2024-02-29T13:05:09', Date.UTC(2024, 1, 29, 13, 5, 9)],
  ['2024-02-29T13:05:09.25', Date.UTC(2024, 1, 29, 13, 5, 9, 250)],
  ['2024-02-29T13:05:09.000125', Date.UTC(2024, 1, 29, 13, 5, 9) + 0.125],
  ['2024-03-01T00:00:00', Date.UTC(2024, 2, 1)],
  ['0099-01-01T00:00:00', new Date('0099-01-01T00:00:00Z').getTime()],
]

describe('a column of times', () => {
  it('is told apart from numbers, and what is cut out of it is one too', () => {
    const times = Times.of(1, 2, 3)
    assert.ok(isTimes(times) && isTimes(times.subarray(1)))
    assert.ok(!isTimes(Float64Array.of(1)) && !isTimes([1]) && !isTimes(null))
  })

  for (const [text, ms] of table) {
    it(`shows ${ms} as ${text}, and reads it back`, () => {
      assert.deepEqual(textsOf(Times.of(ms)), [text])
      assert.deepEqual(timesOf([text]), Times.of(ms))
    })
  }

  it('carries into the next day what rounds up to it, and has no text for what is no time', () => {
    const almost = Date.UTC(2024, 0, 1) - 0.0001220703125
    assert.deepEqual(textsOf(Times.of(almost, Number.NaN, Number.POSITIVE_INFINITY, 9e15)), [
      '2024-01-01T00:00:00',
      null,
      null,
      null,
    ])
  })

  it('has one list of texts, always the same', () => {
    const times = Times.of(5, 6)
    assert.equal(textsOf(times), textsOf(times))
  })

  it('goes to the server as texts, beside numbers that stay packed', () => {
    const value = { x: Times.of(0, Number.NaN), y: Float64Array.of(1) }
    assert.deepEqual(JSON.parse(stringify(value)), {
      x: ['1970-01-01T00:00:00', null],
      y: { dtype: 'f8', bdata: 'AAAAAAAA8D8=' },
    })
  })

  it('comes of texts as plotly.js reads them: less than the whole, any zone, and numbers', () => {
    const day = Date.UTC(2024, 1, 3)
    const texts = [
      '2024-02-03',
      '2024-02-03 10',
      '2024-02-03T10:30Z',
      '2024-02-03 10:30:15.5+02:00',
      '2024',
      7,
      'x',
      null,
    ]
    assert.deepEqual(
      [...timesOf(texts)],
      [day, day + 36e5 * 10, day + 36e5 * 10.5, day + 36e5 * 10.5 + 15_500, Date.UTC(2024), 7, Number.NaN, Number.NaN],
    )
    const times = Times.of(1)
    assert.equal(timesOf(times), times)
  })

  it('is not made of an object that only looks like a reference', () => {
    assert.deepEqual(decode({ a: { times: 0 }, b: { dtype: 'f8', bdata: 0 } }), {
      a: { times: 0 },
      b: { dtype: 'f8', bdata: 0 },
    })
  })
})
