// What tells rows apart: the field that the app names, or their place in what was given.

import type { Row } from './table-types'

export class Ids {
  private readonly places = new WeakMap<Row, string>()

  constructor(private readonly field: string | undefined) {}

  /** Rows come with places counted from `from`. */
  take(rows: Row[], from = 0): Row[] {
    if (!this.field) for (const [i, row] of rows.entries()) this.places.set(row, String(from + i))
    return rows
  }

  of(row: Row): string {
    return this.field ? String(row[this.field]) : (this.places.get(row) ?? '')
  }
}
