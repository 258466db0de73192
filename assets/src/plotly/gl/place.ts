// Where an axis puts values in the picture, as the numbers a shader needs.

import { split1 } from './numbers'
import type { Axis } from './types'

/** place(v) = (l(v) - l(centre)) * scale + shift, in the shared context's coordinates from -1 to 1; l is the axis' linearization. */
export interface Placing {
  /** The value in the middle of the axis, as hi and lo: what is far from it needs no precision. */
  centre: [number, number]
  scale: number
  shift: number
  /** 1/centre on log axes, where the shader takes the logarithm of value/centre; else 0. */
  reciprocal: number
}

/**
 * placing follows the axis' range as it is now, which while the user drags is not yet the range the axis was drawn with. `full` is the
 * graph's width or height in CSS pixels. It is undefined where the range shows nothing.
 */
export function placing(axis: Axis, full: number): Placing | undefined {
  const [start, end] = [axis.r2l(axis.range[0]), axis.r2l(axis.range[1])]
  const span = end - start
  if (!Number.isFinite(span) || span === 0) return undefined
  const middle = start + span / 2
  const isLog = axis.type === 'log'
  const centre = isLog ? 10 ** middle : middle
  const from = (2 * (axis._offset + axis._length / 2)) / full - 1
  const scale = (2 * axis._length) / full / span
  return {
    centre: split1(centre),
    scale: isLog ? scale / Math.LN10 : scale,
    // Pixels count from the top, the context's coordinates from the bottom.
    shift: axis._id.startsWith('y') ? -from : from,
    reciprocal: isLog ? 1 / centre : 0,
  }
}

/** inPixels is the placing of values that are already pixels from the axis' start (its top, for y). */
export function inPixels(axis: Axis, full: number): Placing {
  const from = (2 * axis._offset) / full - 1
  const down = axis._id.startsWith('y') ? -1 : 1
  return { centre: [0, 0], scale: (2 / full) * down, shift: from * down, reciprocal: 0 }
}

/** place is what the shaders do, for one value: -1 and 1 are the picture's edges. NaN where the value has no place. */
export function place({ centre, scale, shift, reciprocal }: Placing, value: number): number {
  const off = value - centre[0] - centre[1]
  const along = reciprocal === 0 ? off : Math.log1p(off * reciprocal)
  return along * scale + shift
}

/**
 * toPixels is the axis' c2p for a loop over many values: pixels from its start (for y from its top), not rounded, and without a look at
 * what kind of thing each value is.
 */
export function toPixels(axis: Axis): (value: number) => number {
  if (axis.rangebreaks?.length) return (value) => axis.c2p(value)
  const [start, end] = [axis.r2l(axis.range[0]), axis.r2l(axis.range[1])]
  const down = axis._id.startsWith('y')
  const each = (down ? -axis._length : axis._length) / (end - start)
  const first = (down ? axis._length : 0) - start * each
  return axis.type === 'log' ? (value) => first + Math.log10(value) * each : (value) => first + value * each
}

/** The GLSL of place: hi and lo of the value, (centre hi, centre lo, scale, shift), reciprocal. Off the picture is 9. */
export const placeGLSL = `
bool gone(float v) { return (floatBitsToUint(v) & 0x7f800000u) == 0x7f800000u; }
float place(float hi, float lo, vec4 u, float reciprocal) {
  if (gone(hi)) return 9.;
  float off = (hi - u.x) + (lo - u.y);
  if (reciprocal > 0.) {
    float q = off * reciprocal;
    if (q <= -1.) return 9.;
    off = abs(q) < .01 ? q * (1. - q * (.5 - q * (1. / 3. - q * .25))) : log(1. + q);
  }
  return clamp(off * u.z + u.w, -9., 9.);
}`

/** A box of the picture in device pixels, from the lower left corner. */
export interface Box {
  x: number
  y: number
  width: number
  height: number
}

/** plotBox is the area between two axes. */
export function plotBox(xa: Axis, ya: Axis, ratio: number, height: number): Box {
  const left = Math.round(xa._offset * ratio)
  const top = Math.round(ya._offset * ratio)
  const right = Math.round((xa._offset + xa._length) * ratio)
  const bottom = Math.round((ya._offset + ya._length) * ratio)
  return { x: left, y: height - bottom, width: Math.max(0, right - left), height: Math.max(0, bottom - top) }
}
