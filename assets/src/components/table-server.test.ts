import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { IGetRowsParams } from 'ag-grid-community'
import { Ids } from './table-ids'
import { Server } from './table-server'
import type { Row, RowsRequest } from './table-types'

function stage(search?: string) {
  const sent: RowsRequest[] = []
  const got: unknown[][] = []
  const server = new Server(
    7,
    () => search,
    (request) => sent.push(request),
  )
  const ask = (startRow: number, more: Partial<IGetRowsParams> = {}) =>
    server.getRows({
      startRow,
      endRow: startRow + 2,
      sortModel: [],
      filterModel: {},
      successCallback: (...answer: unknown[]) => got.push(answer),
      failCallback: () => got.push(['failed']),
      ...more,
    } as IGetRowsParams)
  const answer = (seq: number, rows: Row[], total: number) => server.answer({ seq, rows, total }, () => {})
  return { server, sent, got, ask, answer }
}

describe('rows from the server', () => {
  it('are asked for with order, filter and search', () => {
    const { ask, sent } = stage('word')
    ask(4, {
      sortModel: [
        { colId: 'a', sort: 'desc' },
        { colId: 'b', sort: 'asc' },
      ],
      filterModel: { a: { filterType: 'text', type: 'equals', filter: 'x' } },
    })
    assert.deepEqual(sent, [
      {
        offset: 4,
        limit: 2,
        sort: [{ field: 'a', desc: true }, { field: 'b' }],
        filter: { field: 'a', op: 'eq', value: 'x' },
        search: 'word',
        count: true,
        seq: 8,
      },
    ])
  })

  it('are counted once for each filter', () => {
    const { ask, answer, sent, server } = stage()
    ask(0)
    answer(8, [{}, {}], 10)
    ask(2, { sortModel: [{ colId: 'a', sort: 'asc' }] })
    answer(9, [{}, {}], -1)
    ask(0, { filterModel: { a: { filterType: 'text', type: 'blank' } } })
    answer(10, [{}, {}], 5)
    server.recount()
    ask(0, { filterModel: { a: { filterType: 'text', type: 'blank' } } })
    assert.deepEqual(
      sent.map(({ count = false }) => count),
      [true, false, true, true],
    )
  })

  it('that come late for another order are dropped', () => {
    const { ask, answer, got, server } = stage()
    ask(0)
    ask(0, { sortModel: [{ colId: 'a', sort: 'asc' }] })
    assert.equal(answer(8, [{ late: true }], 1), undefined)
    assert.deepEqual(got, [])
    assert.equal(server.busy, true)
    assert.deepEqual(answer(9, [{ a: 1 }, { a: 2 }], 9), { total: 9 })
    assert.deepEqual(got, [[[{ a: 1 }, { a: 2 }], 9]])
    assert.equal(answer(9, [], 0), undefined)
  })

  it('end where the server gives fewer, if it does not know how many there are', () => {
    const { ask, answer, got } = stage()
    ask(0)
    assert.deepEqual(answer(8, [{}, {}], -1), { total: -1 })
    ask(2)
    assert.deepEqual(answer(9, [{}], -1), { total: 3 })
    assert.deepEqual(
      got.map(([, last]) => last),
      [undefined, 3],
    )
  })

  it('may fail, and are asked for again', () => {
    const { server, ask, answer, got, sent } = stage()
    ask(0)
    server.fail()
    assert.deepEqual(got, [['failed']])
    assert.equal(server.busy, false)
    ask(0)
    assert.equal(sent[1]?.seq, 9)
    answer(9, [], 0)
    assert.deepEqual(got[1], [[], 0])
  })
})

describe('ids of rows', () => {
  it('are a field, or the places of the rows', () => {
    const rows = [{ key: 5 }, { key: 'x' }]
    assert.deepEqual(
      new Ids('key').take(rows).map((row) => new Ids('key').of(row)),
      ['5', 'x'],
    )
    const places = new Ids(undefined)
    assert.deepEqual(
      places.take(rows, 100).map((row) => places.of(row)),
      ['100', '101'],
    )
    assert.equal(places.of({}), '')
  })
})
