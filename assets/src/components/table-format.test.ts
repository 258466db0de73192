import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import { Window } from 'happy-dom'
import { cellOfCSV, hrefOf, languageOf, withTime, writerOf } from './table-format'
import type { Column } from './table-types'

before(() => {
  const window = new Window({ url: 'http://localhost/app/' })
  Object.assign(globalThis, { window, document: window.document, location: window.location })
})

describe('how values are written', () => {
  const cases: [column: Column, value: unknown, text: string][] = [
    [{}, 'text', 'text'],
    [{}, undefined, ''],
    [{}, 0, '0'],
    [{}, { a: [1] }, '{"a":[1]}'],
    [{ kind: 'number' }, 1234.5678, '1,234.568'],
    [{ kind: 'number' }, 'n/a', 'n/a'],
    [{ kind: 'number' }, null, ''],
    [{ kind: 'number', format: { precision: 2 } }, 1, '1.00'],
    [{ kind: 'number', format: { style: 'currency', currency: 'EUR' } }, 3, '€3.00'],
    [{ kind: 'number', format: { style: 'percent' } }, 0.25, '25%'],
    [{ kind: 'number', format: { style: 'unit', unit: 'kilometer' } }, 7, '7 km'],
    [{ kind: 'number', format: { compact: true } }, 12_300, '12K'],
    [{ kind: 'number', format: { no_groups: true, sign: true } }, 12_300, '+12300'],
    [{ kind: 'number', format: { prefix: '~', suffix: ' m' } }, 3, '~3 m'],
    [{ kind: 'date' }, '2024-02-01T23:30:00-08:00', 'Feb 1, 2024'],
    [{ kind: 'date', format: { long: true } }, '1048-01-01', 'January 1, 1048'],
    [{ kind: 'date', format: { time: true } }, '2024-02-01T23:30:00+05:30', 'Feb 1, 2024, 11:30 PM'],
    [{ kind: 'date' }, 'soon', 'soon'],
    [{ kind: 'date' }, null, ''],
  ]
  for (const [column, value, text] of cases) {
    it(`${JSON.stringify(column)} of ${String(value)}`, () => {
      assert.equal(writerOf(column, 'en')(value).replace('\u202f', ' '), text)
    })
  }

  it('follows the language', () => {
    assert.equal(writerOf({ kind: 'number' }, 'de')(1234.5), '1.234,5')
    assert.equal(languageOf('not a tag'), undefined)
    assert.equal(languageOf('de-at'), 'de-AT')
    assert.throws(() => writerOf({ kind: 'number', format: { style: 'currency', currency: 'x' } }, 'en'))
  })
})

describe('a day that was entered', () => {
  it('keeps the time of day that was there', () => {
    assert.equal(withTime('2001-07-15', '1999-01-01T10:30:00+02:00'), '2001-07-15T10:30:00+02:00')
    assert.equal(withTime('2001-07-15', '1999-01-01'), '2001-07-15')
    assert.equal(withTime('2001-07-15', null), '2001-07-15')
    assert.equal(withTime(null, '1999-01-01T10:30:00Z'), null)
  })
})

describe('where links may lead', () => {
  const hrefs: [unknown, string | undefined][] = [
    ['https://example.com/a?b#c', 'https://example.com/a?b#c'],
    ['../x', 'http://localhost/x'],
    ['mailto:a@b.c', 'mailto:a@b.c'],
    ['tel:+47123', 'tel:+47123'],
    ['javascript:alert(1)', undefined],
    [' JaVaScRiPt:alert(1)', undefined],
    ['java\nscript:alert(1)', undefined],
    ['\u0001javascript:alert(1)', undefined],
    ['data:text/html,<script>1</script>', undefined],
    ['vbscript:x', undefined],
    ['blob:http://localhost/x', undefined],
    ['file:///etc/passwd', undefined],
    ['http://[', undefined],
    ['  ', undefined],
    [7, undefined],
  ]
  for (const [value, href] of hrefs) it(JSON.stringify(value), () => assert.equal(hrefOf(value), href))
})

describe('a cell of a CSV file', () => {
  const cells: [unknown, string][] = [
    ['=1+1', "'=1+1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['+cmd', "'+cmd"],
    ['-cmd', "'-cmd"],
    ['\t=1', "'\t=1"],
    ['-5', '-5'],
    [-5, '-5'],
    [true, 'true'],
    [null, ''],
    [undefined, ''],
    [{ a: 1 }, '{"a":1}'],
  ]
  for (const [value, text] of cells)
    it(JSON.stringify(value) ?? 'undefined', () => assert.equal(cellOfCSV(value), text))
})
