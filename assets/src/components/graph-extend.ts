// extendData and prependData: points added to traces that are drawn already.

import type { Dict, MaxPoints, PlotElement, Update } from '../plotly/plotly'
import { isTyped, type TypedArray } from '../wire/arrays'
import { isRecord } from '../wire/records'
import type { Extension } from './graph-types'

const shape =
  'Points to add come as {"y": [[…], …]}, a list for each trace, or as a list of that, the traces and the number of points to keep.'

export interface Addition {
  update: Update
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
    update,
    indices: indices ?? Array.from({ length: count }, (_, i) => i),
    maxPoints: maxPoints ?? undefined,
  }
}

/** The value at a dotted path of a trace. */
export function at(trace: Dict | undefined, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => (value as Dict | undefined)?.[key], trace)
}

type List = unknown[] | TypedArray
const isList = (value: unknown): value is List => Array.isArray(value) || isTyped(value)

/**
 * fitted brings an addition into the shape plotly.js demands: each array of the kind it is added to (typed or plain), and no
 * limit that a typed array would not reach, which plotly.js takes for a negative length.
 */
export function fitted({ update, indices, maxPoints }: Addition, plot: PlotElement): Addition {
  const out: Update = {}
  const limits: Record<string, number[]> = {}
  for (const [path, lists] of Object.entries(update)) {
    const targets = indices.map((index) => at(plot.data?.at(index), path))
    out[path] = lists.map((list, i) => sameKind(list, targets[i]))
    limits[path] = lists.map((list, i) => {
      const limit = typeof maxPoints === 'object' ? maxPoints[path]?.[i] : maxPoints
      return limit === undefined || limit >= lengthOf(list) + lengthOf(targets[i]) ? -1 : limit
    })
  }
  return { update: out, indices, maxPoints: maxPoints === undefined ? undefined : limits }
}

const lengthOf = (value: unknown) => (isList(value) ? value.length : 0)

function sameKind(list: unknown, target: unknown): unknown {
  if (!isList(list) || !isList(target) || list.constructor === target.constructor) return list
  if (!isTyped(target)) return Array.from(list as ArrayLike<unknown>)
  const typed = target.constructor as new (from: ArrayLike<unknown>) => TypedArray
  return new typed(list as ArrayLike<unknown>)
}
