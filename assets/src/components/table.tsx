import {
  type CellClickedEvent,
  type CellEditRequestEvent,
  type CellKeyDownEvent,
  createGrid,
  type FullWidthCellKeyDownEvent,
  type GridApi,
} from 'ag-grid-community'
import { Component, createRef } from 'preact'
import { equal } from '../graph/equal'
import type { Host } from '../view/component'
import { labelOf } from './label'
import { definitions, editors, guessed, leaves, type Surroundings } from './table-columns'
import { type FilterModel, fromModel, toModel } from './table-filter'
import { languageOf, withTime } from './table-format'
import { fixed, modules, options } from './table-grid'
import { Ids } from './table-ids'
import { Server } from './table-server'
import { applyColumns, applySelected, applySort, columnsOf, save, sortOf } from './table-state'
import { dress } from './table-theme'
import type { Column, Row, TableProps } from './table-types'

type Props = TableProps & Host<TableProps>

/** How long an answer may take before the table says that it is waiting. */
const patience = 250

/** AG Grid with the table's props. What the user does becomes props, and props that change become calls. */
export default class Table extends Component<Props, { failed?: boolean }> {
  private readonly root = createRef<HTMLDivElement>()
  private readonly place = createRef<HTMLDivElement>()
  private api: GridApi | undefined
  private ids = new Ids(undefined)
  private server: Server | undefined
  private rtl = false
  private waited = false
  private timer: ReturnType<typeof setTimeout> | undefined
  /** False while what the grid reports is not the user's doing. */
  private settled = false

  override componentDidMount(): void {
    dress(modules)
    this.make()
  }

  override componentWillUnmount(): void {
    this.end()
  }

  override componentDidUpdate(before: Props): void {
    if (fixed(before) !== fixed(this.props)) {
      this.end()
      this.make()
    } else if (this.api) this.follow(this.api, before)
    this.follows()
  }

  // ---- the grid's life

  private make(): void {
    const place = this.place.current
    if (!place) return
    const { props } = this
    this.rtl = getComputedStyle(place).direction === 'rtl'
    this.ids = new Ids(props.row_id)
    const api = createGrid(
      place,
      {
        ...options(props, this.rtl),
        columnDefs: this.definitions(),
        getRowId: ({ data }) => this.ids.of(data),
        onSortChanged: this.onSort,
        onFilterChanged: this.onFilter,
        onSelectionChanged: this.onSelection,
        onPaginationChanged: this.onPage,
        onColumnMoved: ({ finished, source }) => finished && this.onColumns(source),
        onColumnResized: ({ finished, source }) => finished && this.onColumns(source),
        onColumnPinned: ({ source }) => this.onColumns(source),
        onColumnVisible: ({ source }) => this.onColumns(source),
        onCellClicked: this.onClick,
        onCellKeyDown: this.onKey,
        onCellEditRequest: this.onEdit,
        onModelUpdated: this.onModel,
      },
      { modules },
    )
    this.api = api
    this.name()
    this.guard(() => {
      applyColumns(api, props.columns_state, this.rtl)
      applySort(api, props.sort)
      this.applyFilter(api)
    })
    if (props.server) {
      this.server = new Server(props.rows_request?.seq ?? 0, () => this.props.quick_filter, this.ask)
      api.setGridOption('datasource', this.server)
    } else {
      api.setGridOption('quickFilterText', props.quick_filter ?? '')
      this.applyRows(api)
      this.applyPage(api)
    }
    this.settled = true
  }

  private end(): void {
    clearTimeout(this.timer)
    this.settled = false
    this.server = undefined
    this.api?.destroy()
    this.api = undefined
  }

  private name(): void {
    const grid = this.place.current?.querySelector('[role=grid], [role=treegrid]')
    const label = labelOf(this.props.id)
    if (label) grid?.setAttribute('aria-label', label)
  }

  /** Runs what makes the grid report changes that are the app's, not the user's. */
  private guard(change: () => void): void {
    try {
      change()
    } catch (error) {
      this.props.reportError(error)
    }
  }

  private columns(): Column[] {
    const { columns, rows, rows_response } = this.props
    return columns ?? guessed(rows?.[0] ?? rows_response?.rows?.[0])
  }

  private definitions() {
    const { labels = {}, locale, server = false } = this.props
    const around: Surroundings = {
      locale: languageOf(locale),
      rtl: this.rtl,
      server,
      words: (key, english) => labels[key] ?? english,
      values: (field) => [...new Set((this.props.rows ?? []).map((row) => row[field] ?? null))].sort(byText),
    }
    try {
      return definitions(this.columns(), around)
    } catch (error) {
      this.props.reportError(error)
      return []
    }
  }

  // ---- props that change

  private follow(api: GridApi, before: Props): void {
    const { props } = this
    const other = (name: keyof Props): boolean => before[name] !== props[name]
    const first = !props.columns && (!api.getColumns()?.length || before.columns)
    if (other('columns') || first) api.setGridOption('columnDefs', this.definitions())
    if (this.server) {
      if (other('quick_filter')) this.again(true)
      else if (other('refresh')) this.again(false)
    } else {
      if (other('rows') || other('data-dash-is-loading')) this.applyRows(api)
      if (other('quick_filter')) api.setGridOption('quickFilterText', props.quick_filter ?? '')
    }
    this.guard(() => {
      if (other('columns_state')) applyColumns(api, props.columns_state, this.rtl)
      if (other('sort')) applySort(api, props.sort)
      if (other('filter')) this.applyFilter(api)
    })
    if (other('selected')) applySelected(api, this.props)
    if (other('page')) this.applyPage(api)
    if ((props.export_csv ?? 0) > (before.export_csv ?? 0)) save(api, props.csv_name)
  }

  private applyRows(api: GridApi): void {
    const { rows } = this.props
    api.setGridOption('loading', !rows && this.props['data-dash-is-loading'] === 'true')
    api.setGridOption('rowData', this.ids.take(rows ?? []))
    applySelected(api, this.props)
  }

  private applyFilter(api: GridApi): void {
    const { filter } = this.props
    if (equal(filter ?? undefined, fromModel(api.getFilterModel() as FilterModel))) return
    const kinds = new Map(leaves(this.columns()).map(({ field, filter }) => [field, filter]))
    api.setFilterModel(toModel(filter, (field) => kinds.get(field)))
  }

  private applyPage(api: GridApi): void {
    const { page, pagination } = this.props
    if (pagination && page !== undefined && page !== api.paginationGetCurrentPage()) api.paginationGoToPage(page)
  }

  // ---- rows of the server

  private readonly ask = (request: NonNullable<TableProps['rows_request']>): void => {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.server?.busy && this.api?.setGridOption('loading', true), patience)
    if (this.state.failed) this.setState({ failed: false })
    this.waited = false
    this.props.setProps({ rows_request: request })
  }

  /** Gives an answer to the grid, or the news that there will be none. */
  private follows(): void {
    const { server, api } = this
    if (!server?.busy || !api) return
    const answered = server.answer(this.props.rows_response, (rows, offset) => this.ids.take(rows, offset))
    if (answered) {
      this.arrived(api)
      const { total } = answered
      this.props.setProps({ row_count: total })
      if (total === 0) api.showNoRowsOverlay()
      else api.hideOverlay()
      applySelected(api, this.props)
      this.applyPage(api)
      return
    }
    if (this.props.isPending('rows_request')) this.waited = true
    else if (this.waited) {
      server.fail()
      this.arrived(api)
      this.setState({ failed: true })
    }
  }

  private arrived(api: GridApi): void {
    clearTimeout(this.timer)
    this.waited = false
    api.setGridOption('loading', false)
  }

  /** Asks for the rows anew: those of another search from the beginning, else those in sight. */
  private again(other: boolean): void {
    this.server?.recount()
    if (other) this.api?.ensureIndexVisible(0)
    if (other) this.api?.purgeInfiniteCache()
    else this.api?.refreshInfiniteCache()
  }

  // ---- what the user does

  private readonly onSort = ({ api }: { api: GridApi }): void => {
    if (this.settled) this.write('sort', sortOf(api))
  }

  private readonly onFilter = ({ api }: { api: GridApi }): void => {
    if (this.settled) this.write('filter', fromModel(api.getFilterModel() as FilterModel) ?? null)
  }

  private readonly onColumns = (source: string): void => {
    if (this.settled && this.api && (source.startsWith('ui') || source === 'autosizeColumns')) {
      this.props.setProps({ columns_state: columnsOf(this.api, this.rtl) })
    }
  }

  private readonly onSelection = ({ api, source }: { api: GridApi; source: string }): void => {
    if (!this.settled || source === 'api' || source === 'rowDataChanged') return
    const nodes = api.getSelectedNodes()
    this.props.setProps({
      selected: nodes.map(({ id = '' }) => id),
      selected_rows: nodes.map(({ data }) => data as Row).filter(Boolean),
    })
  }

  private readonly onPage = ({ api, newPage }: { api: GridApi; newPage?: boolean }): void => {
    if (this.settled && newPage && this.props.pagination) this.write('page', api.paginationGetCurrentPage())
  }

  private readonly onModel = ({ api }: { api: GridApi }): void => {
    if (this.settled && !this.server) this.write('row_count', api.getDisplayedRowCount())
  }

  /** Writes a prop, but not that nothing has become of nothing. */
  private write<K extends keyof TableProps>(name: K, value: TableProps[K]): void {
    const now = this.props[name]
    const empty = value === null || (Array.isArray(value) && value.length === 0)
    if (empty && (now === undefined || now === null)) return
    if (!equal(now, value)) this.props.setProps({ [name]: value } as Pick<TableProps, K>)
  }

  private readonly onClick = ({ data, colDef, value }: CellClickedEvent): void =>
    this.clicked(data, colDef.field, value)

  private readonly onKey = (event: CellKeyDownEvent | FullWidthCellKeyDownEvent): void => {
    if (!('colDef' in event) || event.colDef.editable) return
    const { key, target } = event.event as KeyboardEvent
    if (key !== 'Enter' && key !== ' ') return
    if (key === 'Enter') (target as HTMLElement).querySelector<HTMLAnchorElement>('a[href]')?.click()
    this.clicked(event.data, event.colDef.field, event.value)
  }

  private clicked(row: Row | undefined, field: string | undefined, value: unknown): void {
    if (!row || !field) return
    const n = (this.props.cell_clicked?.n ?? 0) + 1
    this.props.setProps({ cell_clicked: { row_id: this.ids.of(row), field, value: value ?? null, row, n } })
  }

  private readonly onEdit = ({ data, node, colDef, newValue, oldValue, api }: CellEditRequestEvent): void => {
    const { field } = colDef
    const entered = newValue ?? null
    const value = colDef.cellEditor === editors.date ? withTime(entered, oldValue) : entered
    if (!field || value === (oldValue ?? null)) return
    const row: Row = { ...data, [field]: value }
    const n = (this.props.cell_edited?.n ?? 0) + 1
    const cell_edited = { row_id: this.ids.of(data), field, old: oldValue ?? null, new: value, row, n }
    if (this.server) {
      this.ids.take([row], Number(cell_edited.row_id) || 0)
      node.updateData(row)
      this.props.setProps({ cell_edited })
    } else {
      this.props.setProps({ cell_edited, rows: (this.props.rows ?? []).map((one) => (one === data ? row : one)) })
    }
    if (this.props.row_styles) api.redrawRows({ rowNodes: [node] })
  }

  private readonly onRetry = (): void => this.again(false)

  override render() {
    const { id, className = '', style, height = '400px', server, labels = {} } = this.props
    const tall = height === 'auto' && !server ? undefined : { height: height === 'auto' ? '400px' : height }
    return (
      <div
        ref={this.root}
        id={id}
        class={`dash-table ${className}`}
        style={{ ...tall, ...style }}
        data-dash-is-loading={this.props['data-dash-is-loading']}
      >
        <div ref={this.place} class="dash-table-grid" />
        {this.state.failed && (
          <div class="dash-table-failed" role="alert">
            <span>{labels.loadingError ?? 'The rows could not be loaded.'}</span>
            <button type="button" class="dash-table-again" onClick={this.onRetry}>
              {labels.retry ?? 'Try again'}
            </button>
          </div>
        )}
      </div>
    )
  }
}

function byText(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b
  return a === null ? -1 : b === null ? 1 : String(a).localeCompare(String(b))
}
