// Which parts of AG Grid are used, and the options that do not change while a grid lives.

import {
  CellApiModule,
  CellStyleModule,
  CheckboxEditorModule,
  ColumnApiModule,
  CsvExportModule,
  CustomFilterModule,
  DateEditorModule,
  DateFilterModule,
  EventApiModule,
  type GridOptions,
  InfiniteRowModelModule,
  LocaleModule,
  NumberEditorModule,
  NumberFilterModule,
  PaginationModule,
  QuickFilterModule,
  RenderApiModule,
  RowApiModule,
  RowAutoHeightModule,
  RowSelectionModule,
  RowStyleModule,
  ScrollApiModule,
  SelectEditorModule,
  TextEditorModule,
  TextFilterModule,
  TooltipModule,
} from 'ag-grid-community'
import { rulesOf } from './table-columns'
import { look } from './table-theme'
import type { TableProps } from './table-types'

export const modules = [
  CellApiModule,
  CellStyleModule,
  CheckboxEditorModule,
  ColumnApiModule,
  CsvExportModule,
  CustomFilterModule,
  DateEditorModule,
  DateFilterModule,
  EventApiModule,
  InfiniteRowModelModule,
  LocaleModule,
  NumberEditorModule,
  NumberFilterModule,
  PaginationModule,
  QuickFilterModule,
  RenderApiModule,
  RowApiModule,
  RowAutoHeightModule,
  RowSelectionModule,
  RowStyleModule,
  ScrollApiModule,
  SelectEditorModule,
  TextEditorModule,
  TextFilterModule,
  TooltipModule,
]

/** Blocks of rows that a page keeps. */
const mostBlocks = 40

export const pageSize = (props: TableProps): number => props.page_size || 100

/** What can only be chosen when a grid is made: another value makes another grid. */
export function fixed(props: TableProps): string {
  const { server, row_id, pagination, page_size, select, height, locale, labels, row_styles } = props
  return JSON.stringify([server, row_id, pagination, page_size, select, height === 'auto', locale, labels, row_styles])
}

export function options(props: TableProps, rtl: boolean): GridOptions {
  const { server, select, labels = {} } = props
  return {
    ...look,
    rowModelType: server ? 'infinite' : 'clientSide',
    ...(server && {
      cacheBlockSize: pageSize(props),
      maxConcurrentDatasourceRequests: 1,
      maxBlocksInCache: mostBlocks,
      blockLoadDebounceMillis: 60,
    }),
    ...(props.pagination && {
      pagination: true,
      paginationPageSize: pageSize(props),
      paginationPageSizeSelector: false,
    }),
    ...(select && {
      rowSelection: {
        mode: select === 'single' ? 'singleRow' : 'multiRow',
        ...(select === 'multiple' && { headerCheckbox: !server, selectAll: 'filtered' }),
      },
      selectionColumnDef: { pinned: rtl ? 'right' : 'left', resizable: false },
    }),
    ...(props.row_styles && rowStyles(props.row_styles)),
    domLayout: props.height === 'auto' && !server ? 'autoHeight' : 'normal',
    enableRtl: rtl,
    localeText: labels,
    suppressFieldDotNotation: true,
    readOnlyEdit: true,
    invalidEditValueMode: 'block',
    stopEditingWhenCellsLoseFocus: true,
    enableCellTextSelection: true,
    ensureDomOrder: true,
    animateRows: !matchMedia('(prefers-reduced-motion: reduce)').matches,
    tooltipShowMode: 'standard',
    suppressDragLeaveHidesColumns: true,
    suppressCsvExport: false,
  }
}

function rowStyles(rules: NonNullable<TableProps['row_styles']>): GridOptions {
  const { style, classes } = rulesOf(rules)
  return { getRowStyle: ({ data }) => style(data), rowClassRules: classes }
}
