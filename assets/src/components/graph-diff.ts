// What differs between the figure drawn last and the next one, and which of plotly.js's calls is the cheapest that leads from
// the one to the other. Measured, in ms, for 10,000 points as lines in SVG and for 100,000 in WebGL:
//
//                     react        the direct call
//     nothing new     3.1   2.8    0    0
//     a title         4.3   4.0    2.6  2.7    relayout
//     a color         3.7   33     2.1  31     restyle
//     a range         11    13     8.5  6.5    relayout
//     new numbers     17    32     17   33     restyle, extendTraces
//
// So numbers, and all that is not named here, go through react, which is right about everything; the direct calls are for
// edits of which it is known that plotly.js treats them as react does. The tests draw each edit both ways and compare.

import { equal } from '../graph/equal'
import type { Dict } from '../plotly/plotly'
import { isTyped } from '../wire/arrays'
import { isRecord } from '../wire/records'
import { own } from './graph-own'

/** A figure as it was given to plotly.js, safe from what that writes into its own. */
export interface Given {
  data: Dict[]
  layout: Dict
  frames: Dict[]
  config: Dict
}

export function givenOf({ data, layout, frames, config }: Given): Given {
  return { data: own(data) as Dict[], layout: own(layout) as Dict, frames, config: { ...config } }
}

export type Plan =
  | { call: 'nothing' | 'react' }
  | { call: 'edit'; traces: Record<string, unknown[]>; indices: number[]; layout: Dict }

/** Kinds of traces of which it is known that users change nothing in them that plotly.js does not tell. */
const known = new Set(
  [
    'scatter scattergl bar histogram heatmap image box violin contour histogram2d histogram2dcontour waterfall funnel',
    'candlestick ohlc pie scatterpolar',
  ]
    .join(' ')
    .split(' '),
)

type Test = (before: unknown, after: unknown) => boolean
const texts: Test = (before, after) =>
  typeof before === 'string' && typeof after === 'string' && before !== '' && after !== ''
const colors: Test = (before, after) =>
  typeof after === 'string' && (before === undefined || typeof before === 'string')
const numbers: Test = (before, after) => Number.isFinite(after) && (before === undefined || typeof before === 'number')
const isEnd = (value: unknown) => Number.isFinite(value) || typeof value === 'string'
const isRange = (value: unknown) => Array.isArray(value) && value.length === 2 && value.every(isEnd)
const ranges: Test = (before, after) => isRange(before) && isRange(after)

const layoutEdits: [path: RegExp, test: Test][] = [
  [/^title\.text$/, texts],
  [/^[xy]axis\d*\.title\.text$/, texts],
  [/^[xy]axis\d*\.range$/, ranges],
]

/** Style of scatter and bar, which is drawn without calculating anything. */
const traceEdits: [path: RegExp, test: Test][] = [
  [/^(line\.color|marker\.color|marker\.line\.color|fillcolor)$/, colors],
  [/^(opacity|line\.width|marker\.opacity)$/, numbers],
  [/^line\.dash$/, colors],
]

const allows = (edits: [RegExp, Test][], { path, before, after }: Difference) =>
  edits.some(([pattern, test]) => pattern.test(path) && test(before, after))

interface Difference {
  path: string
  before: unknown
  after: unknown
}

/** planOf says how to get from what has been drawn to the next figure. */
export function planOf(before: Given, after: Given): Plan {
  const plan: Plan = { call: 'edit', traces: {}, indices: [], layout: {} }
  const { length } = after.data
  const apart =
    before.data.length !== length ||
    Boolean(after.layout.transition) ||
    !after.data.every(({ type = 'scatter' }) => known.has(String(type))) ||
    !equal(before.frames, after.frames) ||
    !equal(before.config, after.config)
  if (apart) return { call: 'react' }
  for (const found of differences(before.layout, after.layout)) {
    if (!allows(layoutEdits, found)) return { call: 'react' }
    plan.layout[found.path] = found.after
  }
  for (let i = 0; i < length; i++) {
    for (const found of differences(before.data[i], after.data[i])) {
      if (!/^(scatter|bar)$/.test(String(after.data[i]?.type ?? 'scatter'))) return { call: 'react' }
      if (!allows(traceEdits, found)) return { call: 'react' }
      if (plan.indices.at(-1) !== i) plan.indices.push(i)
      const values = plan.traces[found.path] ?? []
      plan.traces[found.path] = values
      // A trace that keeps what it has leaves a hole, which restyle passes over.
      values[plan.indices.length - 1] = found.after
    }
  }
  // As long as the list of traces: plotly.js would else begin a shorter list anew.
  for (const path of Object.keys(plan.traces))
    plan.traces[path] = Array.from({ length: plan.indices.length }, (_, i) => plan.traces[path]?.[i])
  const isNew = plan.indices.length > 0 || Object.keys(plan.layout).length > 0
  return isNew ? plan : { call: 'nothing' }
}

/** All leaves in which two values differ. Columns of data are compared by identity alone: equal ones have been put back. */
function* differences(before: unknown, after: unknown, path = ''): Generator<Difference> {
  if (Object.is(before, after)) return
  if (isRecord(before) && isRecord(after)) {
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)]))
      yield* differences(before[key], after[key], path === '' ? key : `${path}.${key}`)
  } else if (isRecord(after) && before === undefined && Object.keys(after).length > 0) {
    for (const key of Object.keys(after)) yield* differences(undefined, after[key], `${path}.${key}`)
  } else if (!isSmallAndEqual(before, after)) yield { path, before, after }
}

/** Short arrays are copied for every draw, so their identity says nothing; lists of objects (shapes, buttons) are too. */
function isSmallAndEqual(before: unknown, after: unknown): boolean {
  if (!Array.isArray(before) || !Array.isArray(after) || isTyped(before)) return false
  return (after.length <= 4 || after.some(isRecord)) && equal(before, after)
}
