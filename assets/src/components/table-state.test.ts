import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { GridApi, IRowNode } from 'ag-grid-community'
import { applyColumns, applySelected, applySort, columnsOf, sortOf } from './table-state'

/** A grid that keeps what it is told. */
function grid(state: object[] = [], nodes: Partial<IRowNode>[] = []) {
  const told: unknown[] = []
  const api = {
    getColumnState: () => state,
    applyColumnState: (change: unknown) => told.push(change),
    forEachNode: (visit: (node: unknown) => void) => nodes.forEach(visit),
    setNodesSelected: ({ nodes, newValue }: { nodes: IRowNode[]; newValue: boolean }) =>
      told.push([newValue, ...nodes.map(({ id }) => id)]),
  } as unknown as GridApi
  return { api, told }
}

describe('the state of a grid', () => {
  const state = [
    { colId: 'ag-Grid-SelectionColumn', width: 50, pinned: 'left' },
    { colId: 'b', width: 80, sort: 'desc', sortIndex: 1, pinned: 'right' },
    { colId: 'a', width: 90, flex: 2, sort: 'asc', sortIndex: 0, hide: true },
  ]

  it('is the order of sorting, not of columns', () => {
    assert.deepEqual(sortOf(grid(state).api), [{ field: 'a' }, { field: 'b', desc: true }])
  })

  it('is applied only where it differs', () => {
    const { api, told } = grid(state)
    applySort(api, [{ field: 'a' }, { field: 'b', desc: true }])
    applyColumns(api, columnsOf(api, false), false)
    applyColumns(api, undefined, false)
    assert.deepEqual(told, [])
    applySort(api, null)
    assert.deepEqual(told, [{ state: [], defaultState: { sort: null } }])
  })

  it('names sides by where lines begin', () => {
    const columns = [
      { field: 'b', width: 80, pinned: 'end' },
      { field: 'a', width: 90, flex: 2, hidden: true },
    ]
    assert.deepEqual(columnsOf(grid(state).api, false), columns)
    assert.equal(columnsOf(grid(state).api, true)[0]?.pinned, 'start')
    const { api, told } = grid()
    applyColumns(api, [{ field: 'b', width: 80, pinned: 'end' }], true)
    assert.deepEqual(told, [
      { applyOrder: true, state: [{ colId: 'b', width: 80, flex: null, hide: false, pinned: 'left' }] },
    ])
  })

  it('selects what is not, and the other way round', () => {
    const node = (id: string, selected: boolean) => ({ id, data: {}, isSelected: () => selected })
    const { api, told } = grid([], [node('a', true), node('b', true), node('c', false), { id: 'unloaded' }])
    applySelected(api, { select: 'multiple', selected: ['a', 'c', 'unloaded'] })
    assert.deepEqual(told, [
      [false, 'b'],
      [true, 'c'],
    ])
    applySelected(api, { selected: [] })
    applySelected(api, { select: 'single' })
    assert.equal(told.length, 2)
  })
})
