// plotly.js writes into the figure it is given: ranges after a zoom, `visible` after a click on the legend, moved shapes. It
// therefore gets objects of its own, and the figure in the app's state stays what the server sent.
//
//     objects, arrays of objects   copied, for they are written into
//     arrays of data               the same array: its identity tells plotly.js that nothing has changed
//     up to four plain values      copied: an axis range is written in place

import type { Dict } from '../plotly/plotly'
import { decode, isTyped } from '../wire/arrays'
import { isRecord } from '../wire/records'
import type { Figure } from './graph-types'

/** Typed arrays by the spec they were decoded from: one decoding, one identity. */
const decoded = new WeakMap<object, unknown>()

function decodedOnce(spec: Dict): unknown {
  if (!decoded.has(spec)) decoded.set(spec, decode(spec))
  return decoded.get(spec)
}

/** Replaces an array by the one that has grown out of it (extendData), or not. */
export type Grown = (array: object) => object

const isSpec = (value: Dict) => typeof value.bdata === 'string' && typeof value.dtype === 'string'

/** own returns a copy of a part of a figure that plotly.js may write into. */
export function own(value: unknown, grown: Grown = (array) => array): unknown {
  if (isTyped(value)) return grown(value)
  if (Array.isArray(value)) {
    if (value.some((item) => isRecord(item))) return value.map((item) => own(item, grown))
    const data = grown(value) as unknown[]
    return data.length <= 4 && !data.some((item) => typeof item === 'object') ? shortCopy(value, data) : data
  }
  if (!isRecord(value)) return value
  if (isSpec(value)) return grown(decodedOnce(value) as object)
  const copy: Dict = {}
  for (const key of Object.keys(value)) copy[key] = own(value[key], grown)
  return copy
}

const shortCopy = (source: unknown[], data: unknown[]) => (data === source ? data.slice() : data)

export interface OwnFigure {
  data: Dict[]
  layout: Dict
  frames: Dict[]
}

export function ownFigure(figure: Figure, grown?: Grown): OwnFigure {
  return {
    data: (own(figure.data ?? [], grown) as Dict[]).slice(),
    layout: own(figure.layout ?? {}) as Dict,
    frames: (own(figure.frames ?? []) as Dict[]).slice(),
  }
}

/** The array that stands behind a value in a figure, by which `grown` is asked. */
export function sourceOf(value: unknown): object | undefined {
  if (Array.isArray(value) || isTyped(value)) return value
  return isRecord(value) && isSpec(value) ? (decodedOnce(value) as object) : undefined
}
