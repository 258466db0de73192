// Which parts of plotly.js a figure needs before it may be drawn.

import type { Dict } from '../plotly/plotly'
import { isRecord } from '../wire/records'
import type { Figure } from './graph-types'

/** The trace types in a figure, frames included, and the word `calendars` where a calendar other than the Gregorian is named. */
export function needsOf(figure: Figure): Set<string> {
  const layout = figure.layout ?? {}
  const needs = new Set<string>()
  const look = (traces: unknown) => {
    if (!Array.isArray(traces)) return
    for (const trace of traces) {
      if (!isRecord(trace)) continue
      needs.add(typeof trace.type === 'string' ? trace.type : 'scatter')
      if (hasCalendar(trace)) needs.add('calendars')
    }
  }
  look(figure.data)
  for (const frame of figure.frames ?? []) if (isRecord(frame)) look(frame.data)
  if (hasCalendar(layout)) needs.add('calendars')
  return needs
}

/** In traces the attribute is `xcalendar` and the like; a layout has `calendar`, and its axes and scenes have their own. */
function hasCalendar(holder: Dict, depth = 0): boolean {
  return Object.entries(holder).some(([key, value]) => {
    if (key.endsWith('calendar')) return typeof value === 'string' && value !== 'gregorian'
    return depth < 2 && /axis\d*$|^scene\d*$/.test(key) && isRecord(value) && hasCalendar(value, depth + 1)
  })
}
