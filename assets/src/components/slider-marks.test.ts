import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { apart, autoMarks, formatMark, fraction, marksOf, move, scaleOf, snap } from './slider-marks'

const values = (marks: { value: number }[]) => marks.map((mark) => mark.value)
const at = (...values: number[]) => values.map((value) => ({ value, label: String(value) }))

describe('the scale', () => {
  const cases: [name: string, given: Parameters<typeof scaleOf>[0], want: [number, number, number | null]][] = [
    ['nothing given', {}, [0, 1, 1]],
    ['whole bounds', { min: 0, max: 20 }, [0, 20, 1]],
    ['broken bounds', { min: 0, max: 1.5 }, [0, 1.5, 0.02]],
    ['the extent of the marks', { marks: { 5: 'a', '-3': 'b' } }, [-3, 5, 1]],
    ['a given step', { min: 0, max: 10, step: 2.5 }, [0, 10, 2.5]],
    ['marks only', { min: 0, max: 10, step: null }, [0, 10, null]],
  ]
  for (const [name, given, [min, max, step]] of cases) {
    it(`${name} → ${min} to ${max} by ${step}`, () => {
      assert.deepEqual(scaleOf(given), { min, max, step })
    })
  }
})

describe('choosing a number', () => {
  const cases: [name: string, number: number, step: number | null, want: number][] = [
    ['the nearest step', 3.4, 1, 3],
    ['no binary dust', 0.30000001, 0.1, 0.3],
    ['within the bounds', 99, 1, 10],
    ['the last step that fits', 9.9, 4, 8],
    ['the nearest mark', 4, null, 5],
    ['any number for step 0', 3.3, 0, 3.3],
  ]
  for (const [name, number, step, want] of cases) {
    it(`gives ${name}`, () => {
      assert.equal(snap(number, { min: 0, max: 10, step }, at(0, 5, 10)), want)
    })
  }

  it('keys go by steps, or from mark to mark', () => {
    assert.equal(move(3, 1, { min: 0, max: 10, step: 0.5 }, []), 3.5)
    assert.equal(move(3, -10, { min: 0, max: 10, step: 1 }, []), 0)
    assert.equal(move(5, 1, { min: 0, max: 10, step: null }, at(0, 5, 10)), 10)
    assert.equal(move(10, 1, { min: 0, max: 10, step: null }, at(0, 5, 10)), 10)
  })

  it('a place is a fraction of the line', () => {
    assert.equal(fraction(5, { min: 0, max: 20, step: 1 }), 0.25)
    assert.equal(fraction(99, { min: 0, max: 20, step: 1 }), 1)
    assert.equal(fraction(1, { min: 1, max: 1, step: 1 }), 0)
  })
})

describe('marks', () => {
  it('stand at nice numbers, ends included, more of them on a longer line', () => {
    assert.deepEqual(values(autoMarks({ min: 0, max: 20, step: 1 }, 300)), [0, 5, 10, 15, 20])
    assert.deepEqual(values(autoMarks({ min: 0, max: 20, step: 1 }, 500)), [0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20])
    assert.deepEqual(values(autoMarks({ min: 0, max: 1, step: 0.1 }, 300)), [0, 0.2, 0.4, 0.6, 0.8, 1])
  })

  it('stand on numbers that can be chosen', () => {
    for (const { value } of autoMarks({ min: 1, max: 30, step: 3 }, 400).slice(0, -1)) assert.equal((value - 1) % 3, 0)
  })

  it('are at most fifty odd, and one for an empty range', () => {
    assert.ok(autoMarks({ min: 0, max: 1000, step: 1 }, 100_000).length <= 52)
    assert.deepEqual(values(autoMarks({ min: 3, max: 3, step: 1 }, 300)), [3])
  })

  it('of the app are sorted, kept within the bounds, and may have a style', () => {
    const marks = marksOf(
      { 10: 'ten', 5: { label: 'five', style: { color: 'red' } }, 99: 'out' },
      { min: 0, max: 10, step: 1 },
      300,
    )
    assert.deepEqual(marks, [
      { value: 5, label: 'five', style: { color: 'red' } },
      { value: 10, label: 'ten' },
    ])
  })

  it('null is none; more than 500 are replaced', () => {
    const scale = { min: 0, max: 1000, step: 1 }
    assert.deepEqual(marksOf(null, scale, 300), [])
    const many = Object.fromEntries(Array.from({ length: 600 }, (_, i) => [i, '']))
    assert.ok(marksOf(many, scale, 300).length < 20)
  })

  it('end, and snap to the millisecond, on numbers as large as times', () => {
    const scale = { min: 1_700_000_000_000, max: 1_700_000_000_010, step: 1 }
    assert.ok(autoMarks(scale, 300).length <= 11)
    assert.equal(snap(1_700_000_000_003, scale, []), 1_700_000_000_003)
  })

  it('whose labels would touch are left out, the ends never', () => {
    const scale = { min: 0, max: 100, step: 1 }
    const shown = (...values: number[]) => apart(at(...values), scale, 100, () => 20).map((mark) => mark.value)
    assert.deepEqual(shown(0, 5, 50, 60, 95, 100), [0, 50, 100])
    assert.deepEqual(shown(40, 45), [40, 45])
    assert.deepEqual(shown(0, 30, 50, 70, 100), [0, 30, 50, 70, 100])
    assert.deepEqual(shown(), [])
  })

  const formats: [number, string][] = [
    [0, '0'],
    [-3, '-3'],
    [0.1 + 0.2, '0.3'],
    [9999, '9999'],
    [25_000, '25k'],
    [-1_500_000, '-1.5M'],
    [0.0005, '500µ'],
    [3e-10, '0.3n'],
  ]
  for (const [number, text] of formats) {
    it(`writes ${number} as ${text}`, () => {
      assert.equal(formatMark(number), text)
    })
  }
})
