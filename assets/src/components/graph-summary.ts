// What a graph shows, in words, for those who cannot see it.

import type { Dict, PlotElement } from '../plotly/plotly'
import { isRecord } from '../wire/records'
import { isList, type List } from './graph-grow'
import { axisOf, isDates, placeOf, timeText } from './graph-place'

/** Traces told one by one; of more, the number is said. */
const most = 6
/** Numbers looked at for their smallest and largest, on the whole. */
const mostNumbers = 2_000_000

export function summaryOf({ _fullData: traces = [], _fullLayout: layout = {} }: PlotElement): string {
  const shown = traces.filter(({ visible }) => visible === true)
  const budget = { left: mostNumbers }
  const told = shown.slice(0, most).map((trace) => traceText(trace, layout, budget))
  if (shown.length > most) told.push(`and ${shown.length - most} more`)
  const count = shown.length === 0 ? 'Graph without data' : `Graph of ${plural(shown.length, 'trace')}`
  const parts = [titleOf(layout), [count, ...(told.length > 0 ? [told.join('; ')] : [])].join(': '), axesText(layout)]
  return parts.filter(Boolean).join('. ')
}

const plural = (n: number, word: string) => `${n} ${word}${n === 1 ? '' : 's'}`

/** Titles hold some markup of HTML's. */
export function plainText(title: unknown): string {
  const text = isRecord(title) ? title.text : title
  return typeof text === 'string'
    ? text
        .replace(/<br\s*\/?>/g, ' ')
        .replace(/<[^>]*>/g, '')
        .trim()
    : ''
}

/** An axis without a title has one that invites the user to click, which nobody sees. */
const titleOf = (holder: unknown) => {
  const text = plainText(isRecord(holder) ? holder.title : '')
  return /^Click to enter/.test(text) ? '' : text
}

function axesText(layout: Dict): string {
  const texts = Object.keys(layout)
    .filter((key) => /^[xy]axis\d*$/.test(key) && titleOf(layout[key]))
    .map((key) => `${key.startsWith('x') ? 'Horizontal' : 'Vertical'} axis: ${titleOf(layout[key])}`)
  return texts.slice(0, 4).join('. ')
}

function kindOf({ type = 'scatter', mode, fill }: Dict): string {
  if (!/^(scatter|scattergl|scatterpolar|scatterpolargl)$/.test(String(type))) return String(type)
  if (typeof fill === 'string' && fill !== 'none') return 'area'
  const modes = String(mode).split('+')
  const names = { lines: 'line', markers: 'points', text: 'texts' } as Record<string, string>
  return modes.map((name) => names[name] ?? name).join(' with ')
}

export const nameOf = ({ name }: Dict) => plainText(name)

function traceText(trace: Dict, layout: Dict, budget: { left: number }): string {
  const columns = Object.entries({ x: trace.x, y: trace.y, z: trace.z, values: trace.values })
  const lists = columns.filter((entry): entry is [string, List] => isList(entry[1]) && entry[1].length > 0)
  const length = Math.max(0, ...lists.map(([, list]) => list.length))
  const ranges = lists.map(([key, list]) => rangeText(key, list, axisOf(trace, key, layout), budget))
  return [`${kindOf(trace)} ${nameOf(trace)}`.trim(), length > 0 && plural(length, 'point'), ...ranges]
    .filter(Boolean)
    .join(', ')
}

function rangeText(key: string, list: List, axis: unknown, budget: { left: number }): string {
  const [first, last] = [list[0], list.at(-1)]
  if (typeof first === 'string') {
    const [from, to] = isDates(axis, list) ? [timeText(first), timeText(last)] : [first, String(last)]
    return list.length > 1 ? `${key} from ${from} to ${to}` : `${key} ${from}`
  }
  if (typeof first === 'object') return ''
  budget.left -= list.length
  if (budget.left < 0) return ''
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (let i = 0; i < list.length; i++) {
    const value = list[i]
    if (typeof value !== 'number') continue
    if (value < low) low = value
    if (value > high) high = value
  }
  if (!(low <= high)) return ''
  const textOf = isDates(axis, list) ? (value: number) => timeText(placeOf(value, list, axis)) : numberText
  const [from, to] = [textOf(low), textOf(high)]
  return `${key} from ${from} to ${to}`
}

export const numberText = (value: number) => String(Number(value.toPrecision(6)))
