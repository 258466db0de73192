// A picture of several layers. A trace's opacity is of its picture as a whole, so a translucent trace is drawn apart and laid over the
// others then.

import { type Drawing, type Frame, newTexture, type Painter } from './frame'

/** A vertex shader with which three vertices cover the whole picture. */
export const everywhere = `#version 300 es
void main() {
  gl_Position = vec4(gl_VertexID == 1 ? 3. : -1., gl_VertexID == 2 ? 3. : -1., 0., 1.);
}`

const overlay = `#version 300 es
precision highp float;
uniform sampler2D layer;
uniform float opacity;
out vec4 result;
void main() {
  result = texelFetch(layer, ivec2(gl_FragCoord.xy), 0) * opacity;
}`

/** A texture unit of no other use: a layer must not be within reach of what is drawn into it. */
const unit = 4

/** drawEverywhere has the fragment shader run for each pixel within the scissor. */
export function drawEverywhere(gl: WebGL2RenderingContext): void {
  for (let i = 0; i < 7; i++) gl.disableVertexAttribArray(i)
  gl.drawArrays(gl.TRIANGLES, 0, 3)
}

/** drawLayers draws the traces, lowest first, into the shared canvas. */
export function drawLayers(frame: Frame, drawings: Drawing[], painters: Record<string, Painter>): void {
  const { gl } = frame.shared
  gl.viewport(0, 0, frame.width, frame.height)
  gl.enable(gl.SCISSOR_TEST)
  gl.enable(gl.BLEND)
  gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA)
  gl.clearColor(0, 0, 0, 0)
  clear(frame)
  for (const drawing of drawings) {
    const { trace } = drawing.item
    const painter = painters[trace.type]
    if (!painter) continue
    const opacity = trace.opacity * painter.opacity(trace)
    if (opacity >= 1) paint(frame, drawing, painter)
    else apart(frame, opacity, drawing, painter)
  }
}

function clear({ shared: { gl }, width, height }: Frame): void {
  gl.scissor(0, 0, width, height)
  gl.clear(gl.COLOR_BUFFER_BIT)
}

function paint(frame: Frame, drawing: Drawing, painter: Painter): void {
  const { x, y, width, height } = drawing.box
  frame.shared.gl.scissor(x, y, width, height)
  painter.draw(frame, drawing)
}

function apart(frame: Frame, opacity: number, drawing: Drawing, painter: Painter): void {
  const { shared } = frame
  const { gl } = shared
  const { framebuffer, texture } = layerOf(frame)
  gl.bindFramebuffer(gl.FRAMEBUFFER, framebuffer)
  clear(frame)
  paint(frame, drawing, painter)
  gl.bindFramebuffer(gl.FRAMEBUFFER, null)
  const program = shared.program(everywhere, overlay)
  gl.useProgram(program.handle)
  gl.activeTexture(gl.TEXTURE0 + unit)
  gl.bindTexture(gl.TEXTURE_2D, texture)
  gl.uniform1i(program.at('layer'), unit)
  gl.uniform1f(program.at('opacity'), opacity)
  drawEverywhere(gl)
}

/** What a layer is drawn into: one for all graphs and layers, as large as the shared canvas. */
function layerOf({ shared, lease }: Frame) {
  const { gl, canvas } = shared
  const make = () => {
    gl.activeTexture(gl.TEXTURE0 + unit)
    const texture = newTexture(gl)
    gl.texStorage2D(gl.TEXTURE_2D, 1, gl.RGBA8, canvas.width, canvas.height)
    const framebuffer = gl.createFramebuffer()
    gl.bindFramebuffer(gl.FRAMEBUFFER, framebuffer)
    gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, texture, 0)
    return { framebuffer, texture }
  }
  return lease.take(shared, `layer ${canvas.width} ${canvas.height}`, make, (made) => {
    gl.deleteFramebuffer(made.framebuffer)
    gl.deleteTexture(made.texture)
  })
}
