import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { allowed, type Choice, type End, enter, pick, pickable, preview, rulesOf } from './date-choice'
import { readDay } from './date-days'
import { moveBy } from './date-keys'

const rules = rulesOf('2024-03-02', '2024-03-30', ['2024-03-10', 'nonsense'])
const at = (date: number): number => readDay(`2024-03-${String(date).padStart(2, '0')}`) as number
const choice = (values: (number | undefined)[], end: End = 0, begun = false): Choice => ({
  values: values.map((value) => value && at(value)),
  end,
  begun,
})
/** The days of March in a result. */
const dates = (values: readonly (number | undefined)[] | undefined) =>
  values?.map((value) => value && value - at(1) + 1)

describe('What can be chosen', () => {
  it('lies within the bounds, both included, and is not disabled', () => {
    assert.deepEqual(
      [1, 2, 10, 30, 31].map((date) => allowed(at(date), rules)),
      [false, true, false, true, false],
    )
    assert.ok(allowed(at(10), rulesOf(undefined, null, null)))
  })

  it('is far enough from the start of a range', () => {
    const nights = rulesOf(null, null, [], 3)
    const can = (date: number, c: Choice) => pickable(at(date), c, nights)
    assert.deepEqual(
      [6, 7, 8, 12, 13].map((date) => can(date, choice([10, undefined], 1))),
      [true, true, false, false, true],
    )
    assert.ok(can(11, choice([10, undefined], 0)), 'a new start')
  })
})

describe('Picking', () => {
  it('a single date is done at once', () => {
    const { values, done } = pick(at(5), choice([3]), rules)
    assert.deepEqual(dates(values), [5])
    assert.ok(done)
  })

  // Before, which end, begun or not, picked; after, what comes next, done or not.
  const tests: [string, (number | undefined)[], End, boolean, number, (number | undefined)[], End, boolean][] = [
    ['a start comes first', [undefined, undefined], 0, false, 5, [5, undefined], 1, false],
    ['then the end', [5, undefined], 1, true, 9, [5, 9], 1, true],
    ['a range drawn backwards', [9, undefined], 1, true, 5, [5, 9], 1, true],
    ['another start keeps an end after it', [5, 9], 0, false, 7, [7, 9], 1, false],
    ['another start drops an end before it', [5, 9], 0, false, 12, [12, undefined], 1, false],
    ['another end', [5, 9], 1, false, 12, [5, 12], 1, true],
    ['a day before a whole range begins anew', [5, 9], 1, false, 3, [3, undefined], 1, false],
    ['the end first', [undefined, undefined], 1, false, 9, [undefined, 9], 0, false],
    ['and then the start', [undefined, 9], 0, true, 5, [5, 9], 1, true],
    ['one day', [5, undefined], 1, true, 5, [5, 5], 1, true],
  ]
  for (const [name, before, end, begun, date, after, next, done] of tests) {
    it(name, () => {
      const got = pick(at(date), choice([...before], end, begun), rules)
      assert.deepEqual([dates(got.values), got.end, got.done], [[...after], next, done])
      assert.ok(got.begun)
    })
  }

  it('another start drops an end that is too near', () => {
    const got = pick(at(8), choice([5, 9]), rulesOf(null, null, [], 2))
    assert.deepEqual(dates(got.values), [8, undefined])
  })
})

describe('Typing', () => {
  const typed = (date: number | undefined, end: End, values: (number | undefined)[], nights = 0) =>
    dates(enter(date && at(date), end, choice(values).values, { ...rules, nights }))
  it('sets either end, as far as it goes', () => {
    assert.deepEqual(typed(5, 0, [undefined, 9]), [5, 9])
    assert.deepEqual(typed(12, 0, [5, 9]), [12, undefined])
    assert.deepEqual(typed(9, 1, [5, undefined]), [5, 9])
    assert.deepEqual(typed(9, 1, [undefined, undefined]), [undefined, 9])
    assert.equal(typed(4, 1, [5, 9]), undefined)
    assert.equal(typed(6, 1, [5, 9], 2), undefined)
    assert.equal(typed(10, 0, [5, 9]), undefined, 'disabled')
    assert.equal(typed(31, 0, [5]), undefined, 'after the last')
  })
  it('empties either end', () => {
    assert.deepEqual(typed(undefined, 0, [5, 9]), [undefined, 9])
    assert.deepEqual(typed(undefined, 1, [5, 9]), [5, undefined])
    assert.deepEqual(typed(undefined, 0, [5]), [undefined])
  })
})

describe('The range that is painted', () => {
  const painted = (values: (number | undefined)[], end: End, hover?: number) =>
    dates(preview(choice(values, end, true), hover && at(hover), rules))
  it('is what is chosen, or what the pointer would make of it', () => {
    assert.deepEqual(painted([5, 9], 0), [5, 9])
    assert.deepEqual(painted([5, undefined], 1, 12), [5, 12])
    assert.deepEqual(painted([5, undefined], 1, 3), [3, 5])
    assert.deepEqual(painted([undefined, 9], 0, 5), [5, 9])
    assert.equal(painted([5, undefined], 1), undefined)
    assert.equal(painted([5, undefined], 1, 10), undefined, 'a disabled day makes none')
    assert.equal(painted([undefined, undefined], 0, 5), undefined)
  })
})

describe('Keys in a calendar', () => {
  const key = (name: string, shiftKey = false, rightToLeft = false, firstWeekday = 0) => {
    const to = moveBy({ key: name, shiftKey }, at(13), firstWeekday, rightToLeft)
    return to === undefined ? undefined : to - at(13)
  }
  it('move by days, weeks, months and years', () => {
    assert.deepEqual([key('ArrowLeft'), key('ArrowRight'), key('ArrowUp'), key('ArrowDown')], [-1, 1, -7, 7])
    assert.deepEqual([key('ArrowLeft', false, true), key('ArrowRight', false, true)], [1, -1])
    // 2024-03-13 is a Wednesday.
    assert.deepEqual([key('Home'), key('End')], [-3, 3])
    assert.deepEqual([key('Home', false, false, 1), key('End', false, false, 1)], [-2, 4])
    assert.deepEqual([key('PageUp'), key('PageDown')], [-29, 31])
    assert.deepEqual([key('PageUp', true), key('PageDown', true)], [-366, 365])
    assert.equal(key('x'), undefined)
  })
})
