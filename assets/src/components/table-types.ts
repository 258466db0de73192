// What a table gets and gives, as package table of the server writes it.

export type Row = Record<string, unknown>

export type Op =
  | 'eq'
  | 'ne'
  | 'lt'
  | 'le'
  | 'gt'
  | 'ge'
  | 'between'
  | 'contains'
  | 'not_contains'
  | 'starts_with'
  | 'ends_with'
  | 'blank'
  | 'not_blank'
  | 'in'

export interface Filter {
  and?: Filter[]
  or?: Filter[]
  field?: string
  op?: Op
  value?: unknown
  to?: unknown
}

export interface Sort {
  field: string
  desc?: boolean
}

export type Side = 'start' | 'center' | 'end'

export interface Format {
  style?: 'decimal' | 'percent' | 'currency' | 'unit'
  currency?: string
  unit?: string
  precision?: number
  compact?: boolean
  no_groups?: boolean
  sign?: boolean
  time?: boolean
  long?: boolean
  prefix?: string
  suffix?: string
}

export interface Valid {
  required?: boolean
  min?: number
  max?: number
  max_length?: number
  pattern?: string
  message?: string
}

export interface Rule {
  when: Filter
  style?: Record<string, unknown>
  className?: string
}

export type Kind = 'text' | 'number' | 'date' | 'bool' | 'link'

export interface Column {
  field?: string
  header?: string
  children?: Column[]
  kind?: Kind
  format?: Format
  align?: Side
  width?: number
  flex?: number
  min?: number
  max?: number
  sortable?: boolean
  filter?: 'text' | 'number' | 'date' | 'set'
  options?: unknown[]
  editable?: boolean
  valid?: Valid
  pinned?: Side
  hidden?: boolean
  wrap_text?: boolean
  tooltip?: string
  header_tooltip?: string
  link_field?: string
  cell_styles?: Rule[]
}

export interface ColumnState {
  field: string
  width?: number
  flex?: number
  hidden?: boolean
  pinned?: Side
}

export interface RowsRequest {
  offset: number
  limit: number
  sort?: Sort[]
  filter?: Filter
  search?: string
  count?: boolean
  seq: number
}

export interface RowsResponse {
  seq: number
  rows: Row[] | null
  total: number
}

export interface TableProps {
  columns?: Column[]
  rows?: Row[] | null
  server?: boolean
  row_id?: string
  height?: string
  pagination?: boolean
  page_size?: number
  page?: number
  select?: 'single' | 'multiple'
  selected?: string[]
  selected_rows?: Row[]
  quick_filter?: string
  sort?: Sort[]
  filter?: Filter | null
  columns_state?: ColumnState[]
  row_styles?: Rule[]
  locale?: string
  labels?: Record<string, string>
  export_csv?: number
  csv_name?: string
  refresh?: number
  cell_edited?: { row_id: string; field: string; old: unknown; new: unknown; row: Row; n: number }
  cell_clicked?: { row_id: string; field: string; value: unknown; row: Row; n: number }
  row_count?: number
  rows_request?: RowsRequest
  rows_response?: RowsResponse | null
  className?: string
  style?: Record<string, string>
}
