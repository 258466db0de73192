// Columns as AG Grid has them.

import type { ColDef, ColGroupDef, ICellRendererParams, ITooltipParams } from 'ag-grid-community'
import { css } from '../view/css'
import { matches } from './table-filter'
import { hrefOf, wall, writerOf } from './table-format'
import { SetFilter } from './table-set'
import type { Column, Row, Rule, Side, Valid } from './table-types'

export interface Surroundings {
  locale: string | undefined
  rtl: boolean
  server: boolean
  words: (key: string, english: string) => string
  /** The different values of a field among the rows of the page. */
  values: (field: string) => unknown[]
}

/** Columns without groups, from left to right. */
export function leaves(columns: Column[]): Column[] {
  return columns.flatMap((column) => (column.children ? leaves(column.children) : column))
}

/** A column for each key of the first row, where none are given. */
export function guessed(row: Row | undefined): Column[] {
  return Object.entries(row ?? {}).map(([field, value]) => ({
    field,
    kind: typeof value === 'number' ? 'number' : typeof value === 'boolean' ? 'bool' : 'text',
  }))
}

export function pinnedSide(side: Side | undefined, rtl: boolean): 'left' | 'right' | null {
  if (side !== 'start' && side !== 'end') return null
  return (side === 'start') !== rtl ? 'left' : 'right'
}

export function definitions(columns: Column[], around: Surroundings): (ColDef | ColGroupDef)[] {
  return columns.map((column) =>
    column.children
      ? { headerName: column.header ?? '', children: definitions(column.children, around), marryChildren: true }
      : definition(column, around),
  )
}

function definition(column: Column, around: Surroundings): ColDef {
  const { field = '', kind = 'text' } = column
  const write = writerOf(column, around.locale)
  const def: ColDef = {
    field,
    colId: field,
    headerName: column.header ?? field,
    cellDataType: false,
    sortable: column.sortable !== false,
    // Texts, so that a column can be exported and found by what is seen.
    valueFormatter: ({ value }) => write(value),
    getQuickFilterText: ({ value }) => write(value),
    ...(kind === 'date' && { comparator: byTime }),
    ...sizes(column),
    pinned: pinnedSide(column.pinned, around.rtl),
    hide: column.hidden === true,
    wrapText: column.wrap_text === true,
    autoHeight: column.wrap_text === true && !around.server,
    ...(column.header_tooltip && { headerTooltip: column.header_tooltip }),
    ...aligned(column.align ?? (kind === 'number' ? 'end' : kind === 'bool' ? 'center' : 'start')),
    ...filterOf(column, around, write),
    ...editorOf(column),
    ...stylesOf(column),
  }
  if (column.tooltip) def.tooltipValueGetter = ({ data }: ITooltipParams) => data?.[column.tooltip ?? '']
  if (kind === 'bool') def.cellRenderer = 'agCheckboxCellRenderer'
  if (kind === 'link') def.cellRenderer = (params: ICellRendererParams) => link(params, column.link_field ?? field)
  return def
}

function sizes({ width, flex, min = 80, max }: Column): ColDef {
  const def: ColDef = { minWidth: min }
  if (max) def.maxWidth = max
  if (width) def.width = width
  if (flex || !width) def.flex = flex || 1
  return def
}

function aligned(side: Side): ColDef {
  if (side === 'start') return {}
  if (side === 'end') return { cellClass: 'ag-right-aligned-cell', headerClass: 'ag-right-aligned-header' }
  return { cellClass: 'dash-table-center', headerClass: 'dash-table-center' }
}

function byTime(a: unknown, b: unknown): number {
  const [left, right] = [timeOf(a), timeOf(b)]
  return left < right ? -1 : left > right ? 1 : 0
}

/** A date as a moment; what says no place is taken as in UTC. */
function timeOf(value: unknown): number {
  if (value === undefined || value === null) return Number.NEGATIVE_INFINITY
  const text = String(value)
  const ms = /(Z|[+-]\d\d:\d\d)$/.test(text) ? Date.parse(text) : wall(text)
  return ms === undefined || Number.isNaN(ms) ? Number.NEGATIVE_INFINITY : ms
}

function filterOf(column: Column, around: Surroundings, write: (value: unknown) => string): ColDef {
  const { field = '', filter, kind, options } = column
  const scalar = { inRangeInclusive: true, includeBlanksInNotEqual: true, maxNumConditions: 2 }
  switch (filter) {
    case 'text':
      return { filter: 'agTextColumnFilter', filterParams: { maxNumConditions: 2 } }
    case 'number':
      return { filter: 'agNumberColumnFilter', filterParams: scalar }
    case 'date':
      return { filter: 'agDateColumnFilter', filterParams: { ...scalar, comparator: byDay } }
    case 'set':
      return {
        filter: SetFilter,
        filterParams: {
          values: () => options ?? (kind === 'bool' ? [true, false] : around.values(field)),
          write: kind === 'bool' ? (value: unknown) => around.words(String(value), String(value)) : write,
          words: { all: around.words('selectAll', 'All'), blank: around.words('blanks', '(blank)') },
        },
      }
  }
  return { filter: false }
}

/** Where a cell's day lies against the day of a filter, which AG Grid gives as a moment of the browser's clock. */
function byDay(filter: Date, value: unknown): number {
  const at = value === undefined || value === null ? undefined : wall(String(value).slice(0, 10))
  if (at === undefined) return -1
  const day = Date.UTC(filter.getFullYear(), filter.getMonth(), filter.getDate())
  return at < day ? -1 : at > day ? 1 : 0
}

export const editors = {
  text: 'agTextCellEditor',
  link: 'agTextCellEditor',
  number: 'agNumberCellEditor',
  date: 'agDateStringCellEditor',
  bool: 'agCheckboxCellEditor',
}

function editorOf({ editable, kind = 'text', options, valid = {} }: Column): ColDef {
  if (!editable) return { editable: false }
  const cellEditorParams = {
    ...(valid.min !== undefined && kind === 'number' && { min: valid.min }),
    ...(valid.max !== undefined && kind === 'number' && { max: valid.max }),
    getValidationErrors: ({ value }: { value: unknown }) => faults(value, valid),
  }
  if (options) return { editable: true, cellEditor: 'agSelectCellEditor', cellEditorParams: { values: options } }
  return { editable: true, cellEditor: editors[kind], cellEditorParams }
}

/** What is wrong with a value that was entered, or null. */
export function faults(value: unknown, valid: Valid): string[] | null {
  const found = fault(value, valid)
  return found === undefined ? null : [valid.message ?? found]
}

function fault(value: unknown, { required, min, max, max_length, pattern }: Valid): string | undefined {
  if (value === undefined || value === null || value === '') return required ? 'A value is needed.' : undefined
  const number = Number(value)
  if (min !== undefined && !(number >= min)) return `At least ${min}.`
  if (max !== undefined && !(number <= max)) return `At most ${max}.`
  if (max_length && String(value).length > max_length) return `At most ${max_length} characters.`
  if (pattern && !new RegExp(`^(?:${pattern})$`, 'u').test(String(value)))
    return 'This is not in the form that is expected.'
  return undefined
}

function stylesOf({ cell_styles: rules, field }: Column): ColDef {
  if (!rules?.length) return {}
  const styles = rulesOf(rules, field)
  return {
    cellStyle: ({ data }) => styles.style(data),
    cellClassRules: styles.classes,
  }
}

/** Rules as AG Grid takes them. It leaves what it has set, so a style names all that any rule may set. */
export function rulesOf(rules: Rule[], own?: string) {
  const plain = rules.map((rule) => ({ ...rule, style: css(rule.style ?? {}) as Record<string, string> }))
  const none = Object.fromEntries(plain.flatMap(({ style }) => Object.keys(style).map((key) => [key, ''])))
  const names = new Set(rules.flatMap(({ className = '' }) => className.split(' ').filter(Boolean)))
  const hold = (row: Row | undefined) => plain.filter(({ when }) => row && matches(when, row, own))
  return {
    style: (row: Row | undefined): Record<string, string> =>
      Object.assign({}, none, ...hold(row).map(({ style }) => style)),
    classes: Object.fromEntries(
      [...names].map((name) => [
        name,
        ({ data }: { data?: Row }) => hold(data).some(({ className = '' }) => className.split(' ').includes(name)),
      ]),
    ),
  }
}

function link({ value, valueFormatted, data }: ICellRendererParams, field: string): HTMLElement | string {
  const href = hrefOf(data?.[field])
  const text = valueFormatted ?? String(value ?? '')
  if (href === undefined) {
    const span = document.createElement('span')
    span.textContent = text
    return span
  }
  const a = document.createElement('a')
  a.href = href
  a.textContent = text
  a.tabIndex = -1
  if (new URL(href).origin !== location.origin) a.rel = 'noopener noreferrer'
  return a
}
