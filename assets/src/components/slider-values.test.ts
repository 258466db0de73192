import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { arrange, meant, nearest, rulesOf, slide, spread } from './slider-values'

const scale = { min: 0, max: 10, step: 1 }
const only = { min: 0, max: 10, step: null }
const marks = [0, 2, 5, 9].map((value) => ({ value, label: String(value) }))

describe('moving one of several thumbs', () => {
  const cases: [
    name: string,
    given: Parameters<typeof rulesOf>[0],
    from: number[],
    at: number,
    to: number,
    want: number[],
  ][] = [
    ['goes where it is sent', {}, [2, 6], 0, 4, [2 + 2, 6]],
    ['passes the other', {}, [2, 6], 0, 8, [6, 8]],
    ['stops at the other', { allowCross: false }, [2, 6], 0, 8, [6, 6]],
    ['pushes the other by a step', { pushable: true }, [2, 6], 0, 8, [8, 9]],
    ['pushes all in its way', { pushable: 2 }, [2, 4, 9], 0, 6, [6, 8, 10]],
    ['stops when those it pushes reach the end', { pushable: 2 }, [2, 4, 9], 2, 0, [0, 2, 4]],
    ['stays where there is no room for the gap', { pushable: 20 }, [2, 6], 0, 4, [2, 6]],
  ]
  for (const [name, given, from, at, to, want] of cases) {
    it(name, () => {
      assert.deepEqual(arrange(from, at, to, rulesOf(given), scale, []).values, want)
    })
  }

  it('tells where the moved one is', () => {
    assert.equal(arrange([2, 6], 0, 8, rulesOf({}), scale, []).at, 1)
    assert.equal(arrange([2, 6], 0, 6, rulesOf({}), scale, []).at, 0)
  })

  it('pushes from mark to mark where only those can be chosen', () => {
    assert.deepEqual(arrange([0, 2], 0, 5, rulesOf({ pushable: true }), only, marks).values, [5, 9])
  })
})

describe('moving all thumbs', () => {
  it('goes no further than the ends, and by whole steps', () => {
    assert.deepEqual(slide([2, 6], 2.4, scale, []), [4, 8])
    assert.deepEqual(slide([2, 6], 99, scale, []), [6, 10])
    assert.deepEqual(slide([2, 6], -99, scale, []), [0, 4])
    assert.deepEqual(slide([0, 2], 2, only, marks), [2, 5])
  })
})

describe('the thumb the pointer means', () => {
  it('is the nearest; of several on one place the one free to go there', () => {
    assert.deepEqual(nearest([2, 6], 3), [0])
    assert.deepEqual(nearest([4, 4], 9), [0, 1])
    assert.equal(meant([4, 4], [0, 1], 9), 1)
    assert.equal(meant([4, 4], [0, 1], 1), 0)
    assert.equal(meant([4, 4], [0, 1], 4), undefined)
  })
})

it('thumbs without values stand evenly', () => {
  assert.deepEqual(spread(3, scale, []), [0, 5, 10])
})
