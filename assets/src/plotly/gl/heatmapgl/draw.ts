// Draws a heatmapgl in the shared context.

import Color from 'plotly.js/src/components/color'
import colorscale from 'plotly.js/src/components/colorscale/helpers'
import { colorMap } from '../colors'
import type { Program } from '../context'
import { type Drawing, type Frame, newTexture, type Painter, rowTexture } from '../frame'
import { drawEverywhere, everywhere } from '../layers'
import { split1 } from '../numbers'
import { pixelMap } from './edges'
import { block, type Matrix, type Tile, tilesOf, whole } from './matrix'
import { fragmentShader } from './shaders'
import type { HeatItem } from './trace'

/** Texture units. */
const units = { shades: 0, cells: 1, alongX: 2, alongY: 3 } as const

export const heatPainter: Painter = { draw, opacity: () => 1 }

function draw(frame: Frame, drawing: Drawing): void {
  const { gl } = frame.shared
  const { trace, t } = drawing.item as HeatItem
  const { box } = drawing
  if (!t.matrix || box.width === 0 || box.height === 0) return
  const program = frame.shared.program(everywhere, fragmentShader)
  gl.useProgram(program.handle)
  for (const [name, unit] of Object.entries(units)) gl.uniform1i(program.at(name), unit)
  setMaps(frame, drawing)
  setShades(frame, program, drawing)
  gl.uniform2i(program.at('corner'), box.x, box.y)
  gl.uniform1i(program.at('smooth_'), trace.zsmooth ? 1 : 0)
  for (const { tile, texture } of textures(frame, t.matrix)) {
    gl.activeTexture(gl.TEXTURE0 + units.cells)
    gl.bindTexture(gl.TEXTURE_2D, texture)
    gl.uniform4i(program.at('tile'), tile.column, tile.row, tile.columns, tile.rows)
    drawEverywhere(gl)
  }
}

/** Asks the axes what each pixel's middle stands for; they answer by the ranges of this moment. */
function setMaps(frame: Frame, { item, subplot, box }: Drawing): void {
  const { trace, t } = item as HeatItem
  const { xaxis, yaxis } = subplot
  const smooth = trace.zsmooth !== false
  const x = (i: number) => xaxis.p2c((box.x + i + 0.5) / frame.ratio - xaxis._offset)
  const y = (i: number) => yaxis.p2c((frame.height - box.y - i - 0.5) / frame.ratio - yaxis._offset)
  rowTexture(frame, 'alongX', units.alongX, pixelMap(t.x.edges, box.width, x, smooth, t.x.order))
  rowTexture(frame, 'alongY', units.alongY, pixelMap(t.y.edges, box.height, y, smooth, t.y.order))
}

function setShades(frame: Frame, program: Program, { item }: Drawing): void {
  const { trace, t } = item as HeatItem
  const options = colorscale.extractOpts(trace)
  rowTexture(frame, 'shades', units.shades, colorMap(options.colorscale, options.reversescale, Color.rgbaArray))
  const [hi, lo] = split1(options.min - t.matrix.base)
  frame.shared.gl.uniform3f(program.at('range'), hi, lo, 1 / (options.max - options.min))
}

/** The matrix on the card, which a graph holds for as long as it shows the matrix. */
function textures({ shared, lease }: Frame, matrix: Matrix): { tile: Tile; texture: WebGLTexture }[] {
  const { gl } = shared
  const make = () => {
    gl.activeTexture(gl.TEXTURE0 + units.cells)
    const limit = gl.getParameter(gl.MAX_TEXTURE_SIZE) as number
    return tilesOf(matrix.rows.length, matrix.columns, limit).map((tile) => ({ tile, texture: fill(gl, matrix, tile) }))
  }
  return lease.take(matrix, 'cells', make, (made) => {
    for (const { texture } of made) gl.deleteTexture(texture)
  })
}

/** Cells that are copied at a time, where they do not lie in memory as the card wants them. */
const blockCells = 1 << 20

function fill(gl: WebGL2RenderingContext, matrix: Matrix, tile: Tile): WebGLTexture {
  const texture = newTexture(gl)
  gl.texStorage2D(gl.TEXTURE_2D, 1, gl.R32F, tile.heldColumns, tile.heldRows)
  gl.pixelStorei(gl.UNPACK_ALIGNMENT, 4)
  const put = (row: number, rows: number, cells: Float32Array) =>
    gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, row, tile.heldColumns, rows, gl.RED, gl.FLOAT, cells)
  const all = tile.heldColumns === matrix.columns ? whole(matrix) : undefined
  if (all) {
    put(0, tile.heldRows, all.subarray(tile.row * matrix.columns, (tile.row + tile.heldRows) * matrix.columns))
    return texture
  }
  const step = Math.max(1, Math.floor(blockCells / tile.heldColumns))
  for (let row = 0; row < tile.heldRows; row += step) {
    const rows = Math.min(step, tile.heldRows - row)
    put(row, rows, block(matrix, tile, row, rows))
  }
  return texture
}
