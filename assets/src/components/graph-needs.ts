// Which parts of plotly.js a figure needs before it may be drawn: the words of src/plotly/groups.mjs.
//
// A figure may change itself without us: by the buttons of its menus and the steps of its sliders. What these would bring in
// is needed from the start.

import type { Dict } from '../plotly/plotly'
import { isRecord } from '../wire/records'
import type { Figure } from './graph-types'

/**
 * The trace types in a figure, its frames included, `layout.sliders` and the like for parts of its layout that are not in
 * plotly.js's core, and the word `calendars` where a calendar other than the Gregorian is named.
 */
export function needsOf(figure: Figure): Set<string> {
  const needs = new Set<string>()
  addFigure(needs, figure)
  for (const frame of listOf(figure.frames)) addFigure(needs, frame)
  return needs
}

const listOf = (value: unknown) => (Array.isArray(value) ? value.filter(isRecord) : [])

function addFigure(needs: Set<string>, { data, layout }: { data?: unknown; layout?: unknown }): void {
  for (const trace of listOf(data)) {
    needs.add(typeof trace.type === 'string' ? trace.type : 'scatter')
    if (hasCalendar(trace)) needs.add('calendars')
  }
  addLayout(needs, layout)
}

const named = /\b(?:images|sliders|updatemenus|rangeslider|rangeselector)\b/g

/** `layout` may also be an edit of one, whose keys are paths: `xaxis.rangeslider.visible`. */
function addLayout(needs: Set<string>, layout: unknown): void {
  if (!isRecord(layout)) return
  if (hasCalendar(layout)) needs.add('calendars')
  for (const [key, value] of Object.entries(layout)) {
    if (key === 'template') addLayout(needs, isRecord(value) ? value.layout : undefined)
    else if (/^xaxis\d*$/.test(key)) addAxis(needs, value)
    else if (isShown(value)) for (const [part] of key.matchAll(named)) needs.add(`layout.${part}`)
  }
  for (const menu of listOf(layout.updatemenus)) for (const button of listOf(menu.buttons)) addCommand(needs, button)
  for (const slider of listOf(layout.sliders)) for (const step of listOf(slider.steps)) addCommand(needs, step)
}

function addAxis(needs: Set<string>, axis: unknown): void {
  if (!isRecord(axis)) return
  for (const [key, value] of Object.entries(axis)) {
    if (isShown(value)) for (const [part] of key.matchAll(named)) needs.add(`layout.${part}`)
  }
}

/** False for what shows nothing of itself: no value, an empty list, a part that is told not to be visible. */
function isShown(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0
  return isRecord(value) ? value.visible !== false : Boolean(value)
}

/** What a button or a step does: the name of a method of plotly.js, and its arguments; a second click may have others. */
function addCommand(needs: Set<string>, { method, args, args2 }: Dict): void {
  for (const given of [args, args2]) {
    if (!Array.isArray(given)) continue
    // An edit is an object, or a path and a value: ["type", "heatmap"].
    const edit = typeof given[0] === 'string' ? { [given[0]]: given[1] } : given[0]
    if (method === 'relayout') addLayout(needs, edit)
    else if (method === 'animate') addFrames(needs, given[0])
    else addRestyle(needs, edit) // the default
    if (method === 'update') addLayout(needs, given[1])
  }
}

/** Frames are animated by name, or given as such. */
function addFrames(needs: Set<string>, frames: unknown): void {
  for (const frame of listOf([frames].flat())) addFigure(needs, frame)
}

function addRestyle(needs: Set<string>, edit: unknown): void {
  if (!isRecord(edit)) return
  for (const type of [edit.type].flat()) if (typeof type === 'string') needs.add(type)
  if (hasCalendar(edit)) needs.add('calendars')
}

/** In traces the attribute is `xcalendar` and the like; a layout has `calendar`, and its axes and scenes have their own. */
function hasCalendar(holder: Dict, depth = 0): boolean {
  return Object.entries(holder).some(([key, value]) => {
    if (key.endsWith('calendar')) return typeof value === 'string' && value !== 'gregorian'
    return depth < 2 && /axis\d*$|^scene\d*$/.test(key) && isRecord(value) && hasCalendar(value, depth + 1)
  })
}

/** Trace types that draw with WebGL: flat ones, which share contexts within a graph; scenes and maps, which have one each; and our
 * own, which share one for the whole page. */
export const flatGL = /^(scattergl|scatterpolargl|splom|parcoords)$/
export const sceneGL = /^(scatter3d|surface|mesh3d|cone|streamtube|volume|isosurface)$/
export const mapGL = /^(scatter|choropleth|density)map$/
const ownGL = /^(pointcloud|heatmapgl)$/

export const isGL = (type: string) => [flatGL, sceneGL, mapGL, ownGL].some((kind) => kind.test(type))
