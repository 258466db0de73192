// extendData and prependData: points added to traces that are drawn already.

import type { Dict, MaxPoints, Update } from '../plotly/plotly'
import { isRecord } from '../wire/records'
import { grow, isList, type List } from './graph-grow'
import { isColumn } from './graph-own'
import type { Extension, Figure } from './graph-types'

const shape =
  'Points to add come as {"y": [[…], …]}, a list for each trace, or as a list of that, the traces and the number of points to keep.'

export interface Addition {
  update: Record<string, List[]>
  indices: number[]
  maxPoints: MaxPoints
}

/** The three parts of an extension; without indices it concerns the first traces, as many as the first key has arrays. */
export function additionOf(extension: Extension): Addition {
  const [update, indices, maxPoints] = Array.isArray(extension) ? extension : [extension]
  const columns = isRecord(update) ? Object.values(update) : [undefined]
  if (!columns.every((column) => Array.isArray(column) && column.every(isList))) throw new Error(shape)
  const count = Object.values(update)[0]?.length ?? 0
  return {
    update: update as Update as Record<string, List[]>,
    indices: typeof indices === 'number' ? [indices] : (indices ?? Array.from({ length: count }, (_, i) => i)),
    maxPoints: maxPoints ?? undefined,
  }
}

/** The value at a dotted path of a trace. */
export function at(trace: Dict | undefined, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => (value as Dict | undefined)?.[key], trace)
}

/** A column that has grown: where it is, what it was and what it is now. */
export interface Grown {
  index: number
  trace: Dict
  path: string
  before: List
  after: List
}

/**
 * grownBy tells what an addition makes of the columns of traces; put writes it. Nothing is changed where the addition does not
 * fit: it throws, naming what is wrong.
 */
export function grownBy({ update, indices, maxPoints }: Addition, data: Dict[], front: boolean): Grown[] {
  return Object.entries(update).flatMap(([path, lists]) => {
    if (lists.length !== indices.length)
      throw new Error(`Points to add: "${path}" has ${lists.length} lists for ${indices.length} traces.`)
    return lists.map((list, i) => {
      const index = indices[i] ?? 0
      const trace = data.at(index)
      if (!trace) throw new Error(`Points to add: there is no trace ${index}, the graph has ${data.length}.`)
      const before = at(trace, path)
      if (!isList(before)) throw new Error(`Points to add: trace ${index} has no list "${path}".`)
      return { index, trace, path, before, after: grow(before, list, limitOf(maxPoints, path, i), front) }
    })
  })
}

/** As in plotly.js, what is no number, or below 0, is no limit. */
function limitOf(maxPoints: MaxPoints, path: string, i: number): number | undefined {
  const limit = typeof maxPoints === 'object' ? maxPoints[path]?.[i] : maxPoints
  return typeof limit === 'number' && limit >= 0 ? Math.floor(limit) : undefined
}

export function put({ trace, path, after }: Grown): void {
  const keys = path.split('.')
  const last = keys.pop() ?? ''
  const holder = at(trace, keys.join('.'))
  ;(keys.length === 0 ? trace : (holder as Dict))[last] = after
}

/** The figure with the columns that have grown, as far as it has them; the very same one where it has none. It is left as it is itself. */
export function grownFigure(figure: Figure, all: Grown[]): Figure {
  const { data: held } = figure
  let data = held ?? []
  for (const { index, path, after } of all) {
    if (!isColumn(at(data.at(index), path))) continue
    const place = index < 0 ? data.length + index : index
    data = data.map((trace, i) => (i === place ? (replaced(trace, path.split('.'), after) as Dict) : trace))
  }
  return held && data !== held ? { ...figure, data } : figure
}

/** A copy of a record or a list with another value at a path in it. */
function replaced(holder: unknown, [key = '', ...rest]: string[], value: unknown): unknown {
  const copy = (Array.isArray(holder) ? [...holder] : { ...(holder as Dict) }) as Dict
  copy[key] = rest.length > 0 ? replaced(copy[key], rest, value) : value
  return copy
}
