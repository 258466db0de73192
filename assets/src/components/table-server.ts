// Rows from the server: what AG Grid asks for becomes the property `rows_request`, and `rows_response` answers it.

import type { IDatasource, IGetRowsParams } from 'ag-grid-community'
import { fromModel } from './table-filter'
import type { Row, RowsRequest, RowsResponse, Sort } from './table-types'

export class Server implements IDatasource {
  private waiting: { seq: number; offset: number; params: IGetRowsParams } | undefined
  private total = -1
  private counted = ''

  constructor(
    private seq: number,
    private readonly search: () => string | undefined,
    private readonly send: (request: RowsRequest) => void,
  ) {}

  get busy(): boolean {
    return this.waiting !== undefined
  }

  /** A new question drops the one before: AG Grid asks again only after an answer, or when it no longer wants it. */
  readonly getRows = (params: IGetRowsParams): void => {
    const { startRow, endRow, sortModel, filterModel } = params
    const filter = fromModel(filterModel)
    const search = this.search()
    const what = JSON.stringify([filter, search])
    const count = what !== this.counted || this.total < 0
    if (count) this.total = -1
    this.counted = what
    this.waiting = { seq: ++this.seq, offset: startRow, params }
    const sort = sortModel.map(
      ({ colId, sort }): Sort => (sort === 'desc' ? { field: colId, desc: true } : { field: colId }),
    )
    this.send({
      offset: startRow,
      limit: endRow - startRow,
      ...(sort.length > 0 && { sort }),
      ...(filter && { filter }),
      ...(search && { search }),
      ...(count && { count }),
      seq: this.seq,
    })
  }

  /** Makes the next request ask for the number of rows again. */
  recount(): void {
    this.counted = ''
  }

  /** Takes an answer, where it is the one waited for, and tells how many rows there are. */
  answer(
    response: RowsResponse | null | undefined,
    take: (rows: Row[], offset: number) => void,
  ): { total: number } | undefined {
    const { waiting } = this
    if (!waiting || response?.seq !== waiting.seq) return undefined
    this.waiting = undefined
    const rows = response.rows ?? []
    take(rows, waiting.offset)
    const ended = rows.length < waiting.params.endRow - waiting.offset
    if (response.total >= 0) this.total = response.total
    else if (ended) this.total = waiting.offset + rows.length
    waiting.params.successCallback(rows, this.total >= 0 ? this.total : undefined)
    return { total: this.total }
  }

  /** The request has ended without an answer. */
  fail(): void {
    const { waiting } = this
    this.waiting = undefined
    waiting?.params.failCallback()
  }
}
