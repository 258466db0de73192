// What a trace draws into: one graph's turn in the shared context.

import type { Shared } from './context'
import type { Lease } from './lease'
import type { Box } from './place'
import type { Calculated, Subplot, Trace } from './types'

export interface Frame {
  shared: Shared
  lease: Lease
  /** Device pixels in a CSS pixel. */
  ratio: number
  /** The graph's size in device pixels. */
  width: number
  height: number
  /** Of how many points one is drawn; more than 1 only while the user drags and the graphics card is behind. */
  thin: number
}

/** A trace in its turn. */
export interface Drawing {
  item: Calculated
  subplot: Subplot
  box: Box
}

/** How a trace type of ours is drawn. */
export interface Painter {
  /** It sets all state it needs, but for viewport, scissor and blending. */
  draw(frame: Frame, drawing: Drawing): void
  /** The opacity of the trace's picture as a whole, besides the trace's own. */
  opacity(trace: Trace): number
}

/** rowTexture fills and binds a texture of one row, with colors or with pairs of numbers; shaders read it by whole texels. */
export function rowTexture(
  { shared, lease }: Frame,
  slot: string,
  unit: number,
  content: Uint8Array | Float32Array,
): void {
  const { gl } = shared
  gl.activeTexture(gl.TEXTURE0 + unit)
  // One for the page and slot, written anew for each trace: that costs less than to keep one for each.
  const texture = lease.take(
    shared,
    slot,
    () => newTexture(gl),
    (t) => gl.deleteTexture(t),
  )
  gl.bindTexture(gl.TEXTURE_2D, texture)
  gl.pixelStorei(gl.UNPACK_ALIGNMENT, 4)
  if (content instanceof Uint8Array) {
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA8, content.length / 4, 1, 0, gl.RGBA, gl.UNSIGNED_BYTE, content)
  } else {
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RG32F, content.length / 2, 1, 0, gl.RG, gl.FLOAT, content)
  }
}

/** newTexture makes and binds a texture whose texels are not mixed. */
export function newTexture(gl: WebGL2RenderingContext): WebGLTexture {
  const texture = gl.createTexture()
  gl.bindTexture(gl.TEXTURE_2D, texture)
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.NEAREST)
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.NEAREST)
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE)
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE)
  return texture
}
