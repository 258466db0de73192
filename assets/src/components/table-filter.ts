// The filter of a table: the tree that the server and the app know, AG Grid's model of each column's filter, and the test of one row.

import type { Filter, Op, Row } from './table-types'

interface Condition {
  filterType: 'text' | 'number' | 'date'
  type: string
  filter?: unknown
  filterTo?: unknown
  dateFrom?: string | null
  dateTo?: string | null
}

export interface ColumnModel {
  filterType: string
  type?: string
  operator?: 'AND' | 'OR'
  conditions?: Condition[]
  values?: unknown[]
}

export type FilterModel = Record<string, ColumnModel>

const names: Record<string, Op> = {
  equals: 'eq',
  notEqual: 'ne',
  lessThan: 'lt',
  lessThanOrEqual: 'le',
  greaterThan: 'gt',
  greaterThanOrEqual: 'ge',
  inRange: 'between',
  contains: 'contains',
  notContains: 'not_contains',
  startsWith: 'starts_with',
  endsWith: 'ends_with',
  blank: 'blank',
  notBlank: 'not_blank',
}
const types = Object.fromEntries(Object.entries(names).map(([type, op]) => [op, type]))

/** The tree that says the same as AG Grid's model; undefined for no filter. */
export function fromModel(model: FilterModel): Filter | undefined {
  const parts = Object.entries(model).flatMap(([field, column]) => fromColumn(field, column) ?? [])
  return parts.length > 1 ? { and: parts } : parts[0]
}

function fromColumn(field: string, column: ColumnModel): Filter | undefined {
  if (column.values) return { field, op: 'in', value: column.values }
  const conditions = column.conditions ?? [column as Condition]
  const parts = conditions.flatMap((condition) => fromCondition(field, condition) ?? [])
  if (parts.length < 2) return parts[0]
  return column.operator === 'OR' ? { or: parts } : { and: parts }
}

function fromCondition(field: string, condition: Condition): Filter | undefined {
  const op = names[condition.type]
  if (!op) return undefined
  if (op === 'blank' || op === 'not_blank') return { field, op }
  const isDate = condition.filterType === 'date'
  const value = isDate ? condition.dateFrom?.slice(0, 10) : condition.filter
  if (op !== 'between') return { field, op, value }
  return { field, op, value, to: isDate ? condition.dateTo?.slice(0, 10) : condition.filterTo }
}

/** AG Grid's model for a tree, given each column's kind of filter. Throws where the columns' filters cannot show the tree. */
export function toModel(filter: Filter | null | undefined, kindOf: (field: string) => string | undefined): FilterModel {
  if (!filter || (!filter.and?.length && !filter.or?.length && !filter.op)) return {}
  const columns = new Map<string, { operator: 'AND' | 'OR'; parts: Filter[] }>()
  const add = (field: string, operator: 'AND' | 'OR', parts: Filter[]): void => {
    const there = columns.get(field)
    if (there && (there.operator === 'OR' || operator === 'OR')) throw unfit(`column "${field}" has two trees`)
    columns.set(field, { operator, parts: [...(there?.parts ?? []), ...parts] })
  }
  for (const part of filter.and ?? [filter]) {
    const leaves = part.and ?? part.or ?? [part]
    const fields = new Set(leaves.map((leaf) => leaf.field))
    const [field] = fields
    if (fields.size !== 1 || field === undefined || leaves.some((leaf) => leaf.and || leaf.or)) {
      throw unfit('conditions on several columns are joined by "or"')
    }
    add(field, part.or ? 'OR' : 'AND', leaves)
  }
  const model: FilterModel = {}
  for (const [field, { operator, parts }] of columns) model[field] = toColumn(field, operator, parts, kindOf(field))
  return model
}

const unfit = (why: string): Error => new Error(`The filter cannot be shown in the columns: ${why}.`)

function toColumn(field: string, operator: 'AND' | 'OR', parts: Filter[], kind: string | undefined): ColumnModel {
  if (!kind) throw unfit(`column "${field}" has no filter`)
  if (kind === 'set') {
    const [part] = parts
    if (parts.length !== 1 || part?.op !== 'in' || !Array.isArray(part.value))
      throw unfit(`column "${field}" filters by a set`)
    return { filterType: 'set', values: part.value }
  }
  const conditions = parts.map((part) => toCondition(field, part, kind as Condition['filterType']))
  const [only] = conditions
  return conditions.length === 1 && only ? only : { filterType: kind, operator, conditions }
}

function toCondition(field: string, { op = 'eq', value, to }: Filter, filterType: Condition['filterType']): Condition {
  const type = types[op]
  if (!type) throw unfit(`column "${field}" cannot show "${op}"`)
  if (filterType !== 'date')
    return { filterType, type, filter: value ?? null, ...(to !== undefined && { filterTo: to }) }
  const day = (v: unknown): string | null => (typeof v === 'string' ? `${v.slice(0, 10)} 00:00:00` : null)
  return { filterType, type, dateFrom: day(value), dateTo: day(to) }
}

/** True of a row for which a filter holds; conditions without a field are on `own`. The server's rules, see filter.go there. */
export function matches(filter: Filter, row: Row | undefined, own?: string): boolean {
  if (filter.and?.length) return filter.and.every((part) => matches(part, row, own))
  if (filter.or?.length) return filter.or.some((part) => matches(part, row, own))
  if (!filter.op) return true
  const name = filter.field || own
  const value = name === undefined ? undefined : row?.[name]
  if (filter.op === 'in') {
    return (filter.value as unknown[]).some((one) => holds(one === null ? 'blank' : 'eq', value, one, undefined))
  }
  return holds(filter.op, value, filter.value, filter.to)
}

function holds(op: Op, value: unknown, against: unknown, to: unknown): boolean {
  const blank = value === undefined || value === null || value === ''
  if (op === 'blank' || op === 'not_blank') return blank === (op === 'blank')
  if (blank) return op === 'ne' || op === 'not_contains'
  const [text, other] = [fold(value), fold(against)]
  switch (op) {
    case 'eq':
      return compare(value, against) === 0
    case 'ne':
      return compare(value, against) !== 0
    case 'lt':
      return compare(value, against) < 0
    case 'le':
      return compare(value, against) <= 0
    case 'gt':
      return compare(value, against) > 0
    case 'ge':
      return compare(value, against) >= 0
    case 'between':
      return compare(value, against) >= 0 && compare(value, to) <= 0
    case 'contains':
      return text.includes(other)
    case 'not_contains':
      return !text.includes(other)
    case 'starts_with':
      return text.startsWith(other)
    case 'ends_with':
      return text.endsWith(other)
  }
  return false
}

const fold = (value: unknown): string => String(value ?? '').toLowerCase()

const day = /^\d{4}-\d\d-\d\d$/
const moment = /^\d{4}-\d\d-\d\dT/

/** -1, 0, 1, or NaN, for which no comparison holds but `ne`. */
function compare(a: unknown, b: unknown): number {
  if (typeof a === 'string' && typeof b === 'string') {
    if (moment.test(a)) {
      if (day.test(b)) return order(a.slice(0, 10), b)
      if (moment.test(b)) return order(Date.parse(a), Date.parse(b))
    }
    return order(fold(a), fold(b))
  }
  return typeof a === typeof b ? order(a as number, b as number) : Number.NaN
}

function order<T extends string | number | boolean>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0
}
