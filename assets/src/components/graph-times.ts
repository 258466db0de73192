// Columns of times in figures. Where they are coordinates on an axis of dates they stay numbers, which is a hundred times faster than
// texts; everywhere else plotly.js gets the texts that the server would have written.
//
// plotly.js would take numbers on such an axis for moments and show them by the browser's time zone (dt2ms in its
// plots/cartesian/set_convert.js), and it would look at each as if it were a text first: 2024 is a year. Our columns hold what a
// clock on the wall shows, which is what its axes calculate with. So its axes are taught to take them as they are, by way of
// `timesModule`, a component of plotly.js that looks at each axis when its defaults have been set.

import type { Dict, Plotly } from '../plotly/plotly'
import { isRecord } from '../wire/records'
import { isTimes } from '../wire/times'

type Letter = 'x' | 'y'
const letters: Letter[] = ['x', 'y']

/** Trace types that make coordinates of x and y by their axes (makeCalcdata) and look at them no other way. */
const kinds = new Set(
  'scatter scattergl bar box violin histogram histogram2d histogram2dcontour heatmap contour candlestick ohlc waterfall funnel pointcloud heatmapgl'.split(
    ' ',
  ),
)

const typeOf = (trace: Dict): unknown => trace.type ?? 'scatter'

/** The axis a trace is drawn on: `x`, `y2`. */
const axisOf = (trace: Dict, letter: Letter): string => {
  const id = trace[`${letter}axis`]
  return typeof id === 'string' && id !== `${letter}1` ? id : letter
}

const nameOf = (id: string): string => `${id.slice(0, 1)}axis${id.slice(1)}`

const part = (value: unknown, key: string): unknown => (isRecord(value) ? value[key] : undefined)

/** What layout or template say; undefined where plotly.js is to find out itself. */
function typeSaid(layout: Dict, id: string): unknown {
  const template = part(part(layout, 'template'), 'layout')
  const holders = [layout[nameOf(id)], part(template, nameOf(id)) ?? part(template, nameOf(id.slice(0, 1)))]
  return holders.map((axis) => part(axis, 'type')).find((type) => type !== undefined && type !== null && type !== '-')
}

const isGregorian = (calendar: unknown) => calendar === undefined || calendar === null || calendar === 'gregorian'

function fits(trace: Dict, letter: Letter, layout: Dict): boolean {
  const calendar =
    trace[`${letter}calendar`] ?? part(layout[nameOf(axisOf(trace, letter))], 'calendar') ?? layout.calendar
  return isTimes(trace[letter]) && kinds.has(String(typeOf(trace))) && isGregorian(calendar)
}

/** The direction in which a trace is calculated and no coordinates are expected. */
const orientationOf = (trace: Dict): unknown => trace.orientation ?? 'v'

/** Whether plotly.js would find dates: it asks the first trace that has something on the axis (axis type_defaults.js). */
function datesFound(data: Dict[], id: string, letter: Letter, layout: Dict): boolean {
  // These have their axes otherwise.
  if (data.some((trace) => trace.type === 'splom')) return false
  for (const trace of data) {
    if (trace.visible === false || axisOf(trace, letter) !== id) continue
    const [own, first] = [trace[letter], trace[`${letter}0`]]
    const across = orientationOf(trace) === (letter === 'x' ? 'v' : 'h')
    const named =
      (trace.type === 'box' || trace.type === 'violin') && across && own === undefined && first === undefined
    if (named || first || (own as ArrayLike<unknown> | undefined)?.length) {
      const counts = trace.type === 'histogram' && orientationOf(trace) === (letter === 'y' ? 'v' : 'h')
      return fits(trace, letter, layout) && !counts
    }
  }
  return false
}

export interface Dates {
  /** True of what stays numbers. */
  stays(trace: Dict, key: string): boolean
  /** Axes of the layout that have to be told that they show dates, by name. */
  untold: Set<string>
}

/** What is to be done with the columns of times of a figure. */
export function datesOf(data: Dict[], layout: Dict): Dates {
  const axes = new Set<string>()
  const untold = new Set<string>()
  for (const letter of letters) {
    for (const id of new Set(
      data.filter((trace) => fits(trace, letter, layout)).map((trace) => axisOf(trace, letter)),
    )) {
      const said = typeSaid(layout, id)
      if (said !== 'date' && !(said === undefined && datesFound(data, id, letter, layout))) continue
      axes.add(id)
      if (said === undefined) untold.add(nameOf(id))
    }
  }
  const stays = (trace: Dict, key: string) =>
    (key === 'x' || key === 'y') && axes.has(axisOf(trace, key)) && fits(trace, key, layout)
  return { stays, untold }
}

/** As much of an axis of plotly.js as is looked at. */
interface Axis {
  type: string
  rangebreaks?: unknown
  makeCalcdata(trace: Dict, letter: string, options?: unknown): unknown
  maskBreaks(value: number): unknown
}

/** An axis of dates takes columns of times for the coordinates they are. */
function teach(axis: Axis): void {
  const { makeCalcdata } = axis
  axis.makeCalcdata = (trace, letter, options) => {
    const column = trace[letter]
    if (axis.type !== 'date' || !isTimes(column)) return makeCalcdata(trace, letter, options)
    const values = column.subarray(0, (trace._length as number | undefined) || column.length)
    return axis.rangebreaks ? Array.from(values, (value) => axis.maskBreaks(value)) : values
  }
}

/** A component in the sense of plotly.js. Axes are made anew whenever defaults are set, and this is told after that. */
export const timesModule = {
  moduleType: 'component',
  name: 'dashi-times',
  supplyLayoutDefaults(_layoutIn: Dict, layoutOut: Dict): void {
    for (const [name, axis] of Object.entries(layoutOut)) {
      if (/^[xy]axis\d*$/.test(name) && isRecord(axis) && typeof axis.makeCalcdata === 'function') {
        teach(axis as unknown as Axis)
      }
    }
  },
}

const taught = new WeakSet<Plotly>()

/** Teaches plotly.js to take columns of times on axes of dates. True, for an ownFigure that keeps them. */
export function takesTimes(plotly: Plotly): boolean {
  if (!taught.has(plotly)) plotly.register([timesModule])
  taught.add(plotly)
  return true
}
