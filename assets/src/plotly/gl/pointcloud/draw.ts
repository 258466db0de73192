// Draws a pointcloud in the shared context.

import Color from 'plotly.js/src/components/color'
import colorscale from 'plotly.js/src/components/colorscale/helpers'
import { colorBytes, colorMap } from '../colors'
import { type Column, columnOf } from '../columns'
import type { Program } from '../context'
import { type Drawing, type Frame, type Painter, rowTexture } from '../frame'
import { baseOf, isTyped, numeric, split, split1, type TypedArray } from '../numbers'
import { inPixels, type Placing, placing } from '../place'
import type { Axis } from '../types'
import { attributes, fragmentShader, vertexShader } from './shaders'
import { type Cloud, type CloudItem, chosenStyles, type Marker, type Style, wholeOpacity } from './trace'

/** Clouds are not thinned to fewer points than so many: they are no burden. */
const fewest = 20_000

export const cloudPainter: Painter = { draw, opacity: (trace) => wholeOpacity(trace as Cloud) }

function draw(whole: Frame, drawing: Drawing): void {
  const { shared, ratio, width, height } = whole
  const { gl } = shared
  const { xaxis, yaxis } = drawing.subplot
  const { trace, t } = drawing.item as CloudItem
  if (!t.points) return
  const frame = { ...whole, thin: Math.max(1, Math.min(whole.thin, Math.floor(trace._length / fewest))) }
  const x = along(xaxis, t.points.x, width / ratio)
  const y = along(yaxis, t.points.y, height / ratio)
  if (!x || !y) return
  const program = shared.program(vertexShader, fragmentShader)
  gl.useProgram(program.handle)
  setPlace(gl, program, x.place, y.place)
  setColumn(frame, x.column, attributes.xHi, attributes.xLo)
  setColumn(frame, y.column, attributes.yHi, attributes.yLo)
  setColors(frame, program, trace.marker, trace._length)
  const size = markerSize(trace.marker, t.points, xaxis, yaxis)
  for (const pass of passes(drawing, frame)) {
    setStyle(frame, program, trace, size, pass)
    gl.drawArrays(gl.POINTS, 0, Math.ceil(trace._length / frame.thin))
  }
}

/** Where the axis puts a column. An axis with gaps is no simple function, so it is asked for each point, at each drawing. */
function along(axis: Axis, column: Column, full: number): { place: Placing; column: Column } | undefined {
  if (!axis.rangebreaks?.length) {
    const place = placing(axis, full)
    return place && { place, column }
  }
  const values = Float32Array.from(column.values, (v) => axis.c2p(v))
  return { place: inPixels(axis, full), column: { values, summary: column.summary } }
}

function setPlace(gl: WebGL2RenderingContext, program: Program, x: Placing, y: Placing): void {
  gl.uniform4f(program.at('ux'), ...x.centre, x.scale, x.shift)
  gl.uniform4f(program.at('uy'), ...y.centre, y.scale, y.shift)
  gl.uniform2f(program.at('reciprocals'), x.reciprocal, y.reciprocal)
}

/** A column's buffers, on the card for as long as a graph shows the column. */
function setColumn(frame: Frame, column: Column, hi: number, lo: number): void {
  const { gl } = frame.shared
  const make = () => {
    const parts = split(column.values)
    return { hi: upload(gl, parts.hi), kind: kindOf(gl, parts.hi), lo: parts.lo && upload(gl, parts.lo) }
  }
  const buffers = frame.lease.take(column, 'position', make, (made) => {
    gl.deleteBuffer(made.hi.buffer)
    if (made.lo) gl.deleteBuffer(made.lo.buffer)
  })
  point(frame, hi, buffers.hi, 1, buffers.kind, false)
  if (buffers.lo) point(frame, lo, buffers.lo, 1, gl.FLOAT, false)
  else constant(gl, lo, 0)
}

interface Buffer {
  buffer: WebGLBuffer
  /** Bytes from one point's numbers to the next one's. */
  stride: number
}

function upload(gl: WebGL2RenderingContext, values: TypedArray, each = 1): Buffer {
  const buffer = gl.createBuffer()
  gl.bindBuffer(gl.ARRAY_BUFFER, buffer)
  gl.bufferData(gl.ARRAY_BUFFER, values, gl.STATIC_DRAW)
  return { buffer, stride: each * values.BYTES_PER_ELEMENT }
}

function kindOf(gl: WebGL2RenderingContext, values: TypedArray): number {
  if (values instanceof Int16Array) return gl.SHORT
  if (values instanceof Uint16Array) return gl.UNSIGNED_SHORT
  if (values instanceof Int8Array) return gl.BYTE
  return values instanceof Uint8Array ? gl.UNSIGNED_BYTE : gl.FLOAT
}

function point(frame: Frame, at: number, from: Buffer, each: number, kind: number, normalized: boolean): void {
  const { gl } = frame.shared
  gl.bindBuffer(gl.ARRAY_BUFFER, from.buffer)
  gl.enableVertexAttribArray(at)
  gl.vertexAttribPointer(at, each, kind, normalized, from.stride * frame.thin, 0)
}

function constant(gl: WebGL2RenderingContext, at: number, value: number): void {
  gl.disableVertexAttribArray(at)
  gl.vertexAttrib1f(at, value)
}

const rgba = (color: string): [number, number, number, number] => {
  const [r = 0, g = 0, b = 0, a = 1] = Color.rgbaArray(color)
  return [r / 255, g / 255, b / 255, a]
}

/** colorColumn is the column of marker.color where that is numbers. */
export function colorColumn(color: unknown): Column | undefined {
  if (typeof color !== 'object' || color === null) return undefined
  const values = isTyped(color) ? color : numeric(color as unknown[])
  return values && columnOf(color, values)
}

function setColors(frame: Frame, program: Program, marker: Marker, count: number): void {
  const { gl } = frame.shared
  constant(gl, attributes.value, 0)
  constant(gl, attributes.color, 0)
  gl.uniform4f(program.at('other'), ...rgba(Color.defaultLine))
  gl.uniform1i(program.at('shades'), 0)
  if (typeof marker.color === 'string') {
    gl.uniform1i(program.at('coloring'), 0)
    gl.uniform4f(program.at('one'), ...rgba(marker.color))
    return
  }
  const column = colorColumn(marker.color)
  if (column && column.values.length >= count && colorscale.hasColorscale({ marker }, 'marker')) {
    setScale(frame, program, marker, column)
    return
  }
  gl.uniform1i(program.at('coloring'), 2)
  const make = () =>
    upload(gl, colorBytes(marker.color as ArrayLike<unknown>, count, Color.defaultLine, Color.rgbaArray), 4)
  const key = marker.color as object
  const bytes = frame.lease.take(key, `colors ${count}`, make, (made) => gl.deleteBuffer(made.buffer))
  point(frame, attributes.color, bytes, 4, gl.UNSIGNED_BYTE, true)
}

function setScale(frame: Frame, program: Program, marker: Marker, column: Column): void {
  const { gl } = frame.shared
  const options = colorscale.extractOpts(marker)
  rowTexture(frame, 'shades', 0, colorMap(options.colorscale, options.reversescale, Color.rgbaArray))
  gl.uniform1i(program.at('coloring'), 1)
  const base = column.values instanceof Float32Array ? 0 : baseOf(column.summary)
  gl.uniform3f(program.at('range'), ...split1(options.min - base), 1 / (options.max - options.min))
  const make = () => {
    const { values } = column
    if (base === 0) return upload(gl, values instanceof Float32Array ? values : new Float32Array(values))
    return upload(
      gl,
      Float32Array.from(values, (v) => v - base),
    )
  }
  const values = frame.lease.take(column, 'values', make, (made) => gl.deleteBuffer(made.buffer))
  point(frame, attributes.value, values, 1, gl.FLOAT, false)
}

/** One drawing of the points: all of them, or those that are selected or not. */
interface Pass {
  want: number
  style: NonNullable<Style['marker']>
}

function passes({ item }: Drawing, frame: Frame): Pass[] {
  const { gl } = frame.shared
  const { trace } = item as CloudItem
  const selected = trace.selectedpoints
  if (!Array.isArray(selected)) {
    constant(gl, attributes.chosen, 0)
    return [{ want: -1, style: {} }]
  }
  const make = () => {
    const mask = new Uint8Array(trace._length)
    for (const i of selected) if (i >= 0 && i < mask.length) mask[i] = 1
    return upload(gl, mask)
  }
  const slot = `chosen ${selected.length} of ${trace._length}`
  const mask = frame.lease.take(selected, slot, make, (made) => gl.deleteBuffer(made.buffer))
  point(frame, attributes.chosen, mask, 1, gl.UNSIGNED_BYTE, false)
  const { on, off } = chosenStyles(trace)
  return [
    { want: 0, style: off },
    { want: 1, style: on },
  ]
}

function setStyle(frame: Frame, program: Program, trace: Cloud, size: number, { want, style }: Pass): void {
  const { gl } = frame.shared
  const { marker } = trace
  const diameter = (style.size ?? size) * frame.ratio
  const share = Math.min(1, Math.max(0, marker.border?.arearatio ?? 0))
  gl.uniform1f(program.at('want'), want)
  gl.uniform1f(program.at('size'), diameter)
  gl.uniform1f(program.at('inner'), (Math.sqrt(1 - share) * diameter) / 2)
  gl.uniform1f(program.at('opacity'), (style.opacity ?? marker.opacity) / (wholeOpacity(trace) || 1))
  gl.uniform1i(program.at('square'), marker.symbol === 'square' ? 1 : 0)
  gl.uniform4f(program.at('edge'), ...rgba(marker.border?.color ?? Color.defaultLine))
  if (style.color !== undefined) {
    gl.uniform1i(program.at('coloring'), 0)
    gl.uniform4f(program.at('one'), ...rgba(style.color))
  }
}

/** The diameter in CSS pixels. With sizemin or sizemax it grows with the zoom, from sizemin where all points are in sight. */
export function markerSize(marker: Marker, points: { x: Column; y: Column }, xa: Axis, ya: Axis): number {
  const { sizemin, sizemax } = marker
  if (sizemin === undefined && sizemax === undefined) return marker.size
  const [least, most] = [sizemin ?? 0.5, sizemax ?? 20]
  const zoom = Math.sqrt(zoomOf(points.x, xa) * zoomOf(points.y, ya))
  return Math.min(Math.max(least, most), least * Math.max(1, zoom))
}

function zoomOf({ summary }: Column, axis: Axis): number {
  const least = axis.type === 'log' ? summary.minPositive : summary.min
  const all = axis.c2l(summary.max) - axis.c2l(least)
  const seen = Math.abs(axis.r2l(axis.range[1]) - axis.r2l(axis.range[0]))
  return all > 0 && seen > 0 ? all / seen : 1
}
