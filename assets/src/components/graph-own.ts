// plotly.js writes into the figure it is given: ranges after a zoom, `visible` after a click on the legend, moved shapes. It
// therefore gets objects of its own, and the figure in the app's state stays what the server sent.
//
//     objects, arrays of objects   copied, for they are written into
//     arrays of data               the same array: its identity tells plotly.js that nothing has changed
//     up to four plain values      copied: an axis range is written in place
//     columns of times             the same array on axes of dates (graph-times.ts), else always the same list of texts

import type { Dict } from '../plotly/plotly'
import { decode, isTyped } from '../wire/arrays'
import { isRecord } from '../wire/records'
import { isTimes, textsOf } from '../wire/times'
import { type Dates, datesOf } from './graph-times'
import type { Figure } from './graph-types'

/** Typed arrays by the spec they were decoded from: one decoding, one identity. */
const decoded = new WeakMap<object, unknown>()

function decodedOnce(spec: Dict): unknown {
  if (!decoded.has(spec)) decoded.set(spec, decode(spec))
  return decoded.get(spec)
}

const isSpec = (value: Dict) => typeof value.bdata === 'string' && typeof value.dtype === 'string'

/** own returns a copy of a part of a figure that plotly.js may write into. */
export function own(value: unknown): unknown {
  if (isTimes(value)) return own(textsOf(value))
  if (isTyped(value)) return value
  if (Array.isArray(value)) {
    if (value.some((item) => isRecord(item))) return value.map(own)
    return value.length <= 4 && !value.some((item) => typeof item === 'object') ? value.slice() : value
  }
  if (!isRecord(value)) return value
  if (isSpec(value)) return decodedOnce(value)
  const copy: Dict = {}
  for (const key of Object.keys(value)) copy[key] = own(value[key])
  return copy
}

export interface OwnFigure {
  data: Dict[]
  layout: Dict
  frames: Dict[]
}

const isTrace = (trace: unknown): trace is Dict => isRecord(trace)

function ownTrace(trace: Dict, { stays }: Dates): Dict {
  const copy: Dict = {}
  for (const key of Object.keys(trace)) {
    copy[key] = stays(trace, key) ? trace[key] : own(trace[key])
  }
  return copy
}

/** A copy of a figure that plotly.js may write into. `times` says that it takes columns of times (takesTimes); else it gets texts. */
export function ownFigure(figure: Figure, times = false): OwnFigure {
  const traces = (figure.data ?? []) as unknown[]
  const dates = times ? datesOf(traces.filter(isTrace), figure.layout ?? {}) : nowhere
  const layout = own(figure.layout ?? {}) as Dict
  for (const name of dates.untold) layout[name] = { ...(layout[name] as Dict | undefined), type: 'date' }
  return {
    data: traces.map((trace) => (isTrace(trace) ? ownTrace(trace, dates) : trace)) as Dict[],
    layout,
    frames: (own(figure.frames ?? []) as Dict[]).slice(),
  }
}

const nowhere: Dates = { stays: () => false, untold: new Set() }

/** Whether a value in a figure is data that plotly.js gets as an array. */
export const isColumn = (value: unknown): boolean =>
  Array.isArray(value) || isTyped(value) || (isRecord(value) && isSpec(value))
