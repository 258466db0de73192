import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type FilterModel, fromModel, matches, toModel } from './table-filter'
import type { Filter, Op } from './table-types'

const kinds: Record<string, string> = { city: 'text', people: 'number', founded: 'date', country: 'set' }
const kindOf = (field: string) => kinds[field]

describe('the filter of a table', () => {
  const both: [name: string, model: FilterModel, tree: Filter | undefined][] = [
    ['nothing', {}, undefined],
    [
      'a text',
      { city: { filterType: 'text', type: 'contains', filter: 'os' } as FilterModel[string] },
      { field: 'city', op: 'contains', value: 'os' },
    ],
    [
      'a range',
      { people: { filterType: 'number', type: 'inRange', filter: 1, filterTo: 2 } as FilterModel[string] },
      { field: 'people', op: 'between', value: 1, to: 2 },
    ],
    [
      'two conditions on a column and a set',
      {
        founded: {
          filterType: 'date',
          operator: 'OR',
          conditions: [
            { filterType: 'date', type: 'lessThan', dateFrom: '1900-01-02 00:00:00', dateTo: null },
            { filterType: 'date', type: 'equals', dateFrom: '2000-01-01 00:00:00', dateTo: null },
          ],
        },
        country: { filterType: 'set', values: ['Norway', null] },
      },
      {
        and: [
          {
            or: [
              { field: 'founded', op: 'lt', value: '1900-01-02' },
              { field: 'founded', op: 'eq', value: '2000-01-01' },
            ],
          },
          { field: 'country', op: 'in', value: ['Norway', null] },
        ],
      },
    ],
  ]
  for (const [name, model, tree] of both) {
    it(`is the same in AG Grid and on the server: ${name}`, () => {
      assert.deepEqual(fromModel(model), tree)
      assert.deepEqual(toModel(tree, kindOf), model)
    })
  }

  it('joins what stands on one column', () => {
    const model = toModel(
      {
        and: [
          { field: 'people', op: 'gt', value: 1 },
          { field: 'people', op: 'lt', value: 9 },
        ],
      },
      kindOf,
    )
    assert.equal(model.people?.operator, 'AND')
    assert.equal(model.people?.conditions?.length, 2)
    assert.deepEqual(toModel(null, kindOf), {})
  })

  const unfit: [string, Filter][] = [
    [
      'several columns',
      {
        or: [
          { field: 'city', op: 'eq', value: 'a' },
          { field: 'people', op: 'eq', value: 1 },
        ],
      },
    ],
    ['no filter', { field: 'area', op: 'eq', value: 1 }],
    ['by a set', { field: 'country', op: 'eq', value: 'Norway' }],
    ['cannot show "in"', { field: 'people', op: 'in', value: [1] }],
    [
      'two trees',
      {
        and: [
          {
            or: [
              { field: 'city', op: 'blank' },
              { field: 'city', op: 'eq', value: 'x' },
            ],
          },
          { field: 'city', op: 'eq', value: 'y' },
        ],
      },
    ],
  ]
  for (const [why, tree] of unfit) {
    it(`says why columns cannot show it: ${why}`, () => {
      assert.throws(() => toModel(tree, kindOf), new RegExp(why))
    })
  }
})

describe('a condition on a row', () => {
  const row = { name: 'Ada', age: 36, none: null, empty: '', at: '2024-02-01T23:30:00+02:00', on: true }
  const cases: [field: string, op: Op, value: unknown, to: unknown, holds: boolean][] = [
    ['name', 'eq', 'ADA', undefined, true],
    ['name', 'contains', 'D', undefined, true],
    ['name', 'not_contains', 'd', undefined, false],
    ['name', 'starts_with', 'ad', undefined, true],
    ['name', 'ends_with', 'd', undefined, false],
    ['name', 'in', ['x', 'ada'], undefined, true],
    ['age', 'eq', 36, undefined, true],
    ['age', 'eq', '36', undefined, false],
    ['age', 'ne', '36', undefined, true],
    ['age', 'lt', 36, undefined, false],
    ['age', 'le', 36, undefined, true],
    ['age', 'gt', 35, undefined, true],
    ['age', 'ge', 37, undefined, false],
    ['age', 'between', 36, 40, true],
    ['none', 'blank', undefined, undefined, true],
    ['empty', 'blank', undefined, undefined, true],
    ['empty', 'not_blank', undefined, undefined, false],
    ['none', 'ne', 1, undefined, true],
    ['none', 'lt', 1, undefined, false],
    ['none', 'in', [null], undefined, true],
    ['at', 'eq', '2024-02-01', undefined, true],
    ['at', 'gt', '2024-02-01', undefined, false],
    ['at', 'gt', '2024-02-01T21:00:00Z', undefined, true],
    ['on', 'eq', true, undefined, true],
  ]
  for (const [field, op, value, to, holds] of cases) {
    it(`${field} ${op} ${value ?? ''} is ${holds}`, () => {
      assert.equal(matches({ field, op, value, to }, row), holds)
    })
  }

  it('is about the own column where it names none, and joins as told', () => {
    assert.equal(matches({ op: 'gt', value: 30 }, row, 'age'), true)
    assert.equal(
      matches(
        {
          and: [
            { op: 'gt', value: 30 },
            { field: 'name', op: 'blank' },
          ],
        },
        row,
        'age',
      ),
      false,
    )
    assert.equal(
      matches(
        {
          or: [
            { op: 'gt', value: 30 },
            { field: 'name', op: 'blank' },
          ],
        },
        row,
        'age',
      ),
      true,
    )
    assert.equal(matches({}, row), true)
  })
})
