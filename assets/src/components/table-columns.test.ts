import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { ColDef, ColGroupDef } from 'ag-grid-community'
import { definitions, faults, guessed, leaves, pinnedSide, rulesOf, type Surroundings } from './table-columns'
import type { Column } from './table-types'

const around: Surroundings = {
  locale: 'en',
  rtl: false,
  server: false,
  words: (_, english) => english,
  values: () => ['b', 'a'],
}
const one = (column: Column, more: Partial<Surroundings> = {}) =>
  definitions([column], { ...around, ...more })[0] as ColDef

describe('a column', () => {
  it('is sortable, as wide as there is room, and shows texts', () => {
    const def = one({ field: 'a.b' })
    assert.deepEqual(
      [def.field, def.headerName, def.sortable, def.flex, def.minWidth, def.filter, def.editable, def.hide],
      ['a.b', 'a.b', true, 1, 80, false, false, false],
    )
  })

  it('has the width, side and place that it is given', () => {
    const def = one({
      field: 'a',
      header: 'A',
      width: 90,
      min: 50,
      max: 99,
      pinned: 'end',
      align: 'center',
      hidden: true,
      sortable: false,
    })
    assert.deepEqual(
      [
        def.headerName,
        def.width,
        def.flex,
        def.minWidth,
        def.maxWidth,
        def.pinned,
        def.cellClass,
        def.hide,
        def.sortable,
      ],
      ['A', 90, undefined, 50, 99, 'right', 'dash-table-center', true, false],
    )
    assert.equal(one({ field: 'n', kind: 'number' }).cellClass, 'ag-right-aligned-cell')
  })

  it('is pinned where lines begin and end, whatever the direction', () => {
    assert.deepEqual(
      [
        pinnedSide('start', false),
        pinnedSide('end', false),
        pinnedSide('start', true),
        pinnedSide('end', true),
        pinnedSide(undefined, true),
      ],
      ['left', 'right', 'right', 'left', null],
    )
  })

  it('stands in groups', () => {
    const columns = [
      { header: 'G', children: [{ field: 'a' }, { header: 'H', children: [{ field: 'b' }] }] },
      { field: 'c' },
    ]
    assert.deepEqual(
      leaves(columns).map(({ field }) => field),
      ['a', 'b', 'c'],
    )
    const [group] = definitions(columns, around) as ColGroupDef[]
    assert.equal(group?.headerName, 'G')
    assert.equal(group?.children.length, 2)
  })

  it('is guessed from a row', () => {
    assert.deepEqual(guessed({ a: 'x', b: 1, c: false }), [
      { field: 'a', kind: 'text' },
      { field: 'b', kind: 'number' },
      { field: 'c', kind: 'bool' },
    ])
    assert.deepEqual(guessed(undefined), [])
  })

  it('of dates is sorted by moments and filtered by days', () => {
    const def = one({ field: 'd', kind: 'date', filter: 'date' })
    const compare = def.comparator as (a: unknown, b: unknown) => number
    assert.equal(compare('2024-01-01T10:00:00+02:00', '2024-01-01T09:00:00Z'), -1)
    assert.equal(compare(null, '0001-01-01'), -1)
    assert.equal(compare('2024-01-01', '2024-01-01'), 0)
    const { comparator } = def.filterParams as { comparator: (filter: Date, value: unknown) => number }
    assert.equal(comparator(new Date(2024, 0, 31), '2024-01-31T23:59:00Z'), 0)
    assert.equal(comparator(new Date(2024, 0, 31), '2024-02-01'), 1)
    assert.equal(comparator(new Date(2024, 0, 31), null), -1)
  })

  it('offers the values of the rows, its options, or true and false', () => {
    const values = (column: Column) => (one(column).filterParams as { values: () => unknown[] }).values()
    assert.deepEqual(values({ field: 'a', filter: 'set' }), ['b', 'a'])
    assert.deepEqual(values({ field: 'a', filter: 'set', options: [1] }), [1])
    assert.deepEqual(values({ field: 'a', filter: 'set', kind: 'bool' }), [true, false])
  })

  it('grows with its text only where all rows are in the page', () => {
    assert.equal(one({ field: 'a', wrap_text: true }).autoHeight, true)
    assert.equal(one({ field: 'a', wrap_text: true }, { server: true }).autoHeight, false)
  })

  it('has the editor of its kind', () => {
    assert.equal(one({ field: 'a', editable: true, kind: 'number' }).cellEditor, 'agNumberCellEditor')
    assert.equal(one({ field: 'a', editable: true, options: ['x'] }).cellEditor, 'agSelectCellEditor')
    assert.equal(one({ field: 'a', kind: 'number' }).cellEditor, undefined)
  })
})

describe('what was entered', () => {
  const cases: [value: unknown, valid: Parameters<typeof faults>[1], told: string | null][] = [
    ['', {}, null],
    [null, { required: true }, 'A value is needed.'],
    [3, { min: 4 }, 'At least 4.'],
    [5, { max: 4 }, 'At most 4.'],
    [4, { min: 4, max: 4 }, null],
    ['abc', { max_length: 2 }, 'At most 2 characters.'],
    ['abc', { pattern: 'b' }, 'This is not in the form that is expected.'],
    ['abc', { pattern: 'a|abc' }, null],
    ['abc', { pattern: 'b', message: 'Only b.' }, 'Only b.'],
  ]
  for (const [value, valid, told] of cases) {
    it(`${String(value)} for ${JSON.stringify(valid)}`, () =>
      assert.deepEqual(faults(value, valid), told === null ? null : [told]))
  }
})

describe('styles under conditions', () => {
  it('are taken away where the condition no longer holds, and the later ones count', () => {
    const { style, classes } = rulesOf(
      [
        { when: { op: 'gt', value: 1 }, style: { color: 'red', width: 3 }, className: 'big  high' },
        { when: { op: 'gt', value: 2 }, style: { color: 'blue' }, className: 'high' },
      ],
      'n',
    )
    assert.deepEqual(style({ n: 1 }), { color: '', width: '' })
    assert.deepEqual(style({ n: 2 }), { color: 'red', width: '3px' })
    assert.deepEqual(style({ n: 3 }), { color: 'blue', width: '3px' })
    assert.deepEqual(style(undefined), { color: '', width: '' })
    assert.deepEqual(Object.keys(classes), ['big', 'high'])
    assert.equal(classes.big?.({ data: { n: 2 } }), true)
    assert.equal(classes.high?.({ data: { n: 0 } }), false)
  })
})
