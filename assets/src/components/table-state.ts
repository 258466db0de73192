// Order, columns and selection of a grid: as props say them, and as props are told of them.

import type { GridApi, IRowNode } from 'ag-grid-community'
import { equal } from '../graph/equal'
import { pinnedSide } from './table-columns'
import { cellOfCSV } from './table-format'
import type { ColumnState, Side, Sort, TableProps } from './table-types'

/** False for the columns that AG Grid adds, such as that of the check boxes. */
const isOurs = (colId: string): boolean => !colId.startsWith('ag-Grid-')

export function sortOf(api: GridApi): Sort[] {
  return api
    .getColumnState()
    .filter(({ sort }) => sort)
    .sort((a, b) => (a.sortIndex ?? 0) - (b.sortIndex ?? 0))
    .map(({ colId, sort }) => (sort === 'desc' ? { field: colId, desc: true } : { field: colId }))
}

export function applySort(api: GridApi, sort: Sort[] | null | undefined): void {
  const wanted = sort ?? []
  if (equal(wanted, sortOf(api))) return
  api.applyColumnState({
    state: wanted.map(({ field, desc }, sortIndex) => ({ colId: field, sort: desc ? 'desc' : 'asc', sortIndex })),
    defaultState: { sort: null },
  })
}

export function columnsOf(api: GridApi, rtl: boolean): ColumnState[] {
  const side = (pinned: unknown): Side => ((pinned === 'left') !== rtl ? 'start' : 'end')
  return api
    .getColumnState()
    .filter(({ colId }) => isOurs(colId))
    .map(({ colId, width, flex, hide, pinned }) => ({
      field: colId,
      ...(width && { width }),
      ...(flex && { flex }),
      ...(hide && { hidden: true }),
      ...(pinned && { pinned: side(pinned) }),
    }))
}

export function applyColumns(api: GridApi, state: ColumnState[] | null | undefined, rtl: boolean): void {
  if (!state?.length || equal(state, columnsOf(api, rtl))) return
  api.applyColumnState({
    applyOrder: true,
    state: state.map(({ field, width, flex, hidden, pinned }) => ({
      colId: field,
      ...(width && { width }),
      flex: flex ?? null,
      hide: hidden === true,
      pinned: pinnedSide(pinned, rtl),
    })),
  })
}

export function applySelected(api: GridApi, { selected, select }: TableProps): void {
  if (!select || selected === undefined) return
  const chosen = new Set(selected)
  const on: IRowNode[] = []
  const off: IRowNode[] = []
  api.forEachNode((node) => {
    if (node.id === undefined || !node.data) return
    const wanted = chosen.has(node.id)
    if (wanted !== Boolean(node.isSelected())) (wanted ? on : off).push(node)
  })
  if (off.length > 0) api.setNodesSelected({ nodes: off, newValue: false, source: 'api' })
  if (on.length > 0) api.setNodesSelected({ nodes: on, newValue: true, source: 'api' })
}

/** Saves the rows shown as a file in the browser. */
export function save(api: GridApi, name: string | undefined): void {
  api.exportDataAsCsv({
    fileName: name ?? 'table.csv',
    columnKeys: api
      .getAllDisplayedColumns()
      .map((column) => column.getColId())
      .filter(isOurs),
    processCellCallback: ({ value }) => cellOfCSV(value),
  })
}
