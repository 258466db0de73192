// One graph's canvas: it gathers the graph's traces of our types, has them drawn in the shared context, and keeps a copy of the picture.
//
//     plot, style ─┐
//     dragging ────┼─► render ─► shared context, trace by trace ─► drawImage ─► canvas in the graph's .gl-container
//     restored ────┘

import { fit, hasContext, onRestored, sharedContext, shrink } from './context'
import type { Drawing, Frame, Painter } from './frame'
import { Lease } from './lease'
import { Pace } from './pace'
import { type Box, plotBox } from './place'
import type { Calculated, GraphDiv } from './types'

/** Milliseconds without a drag event after which the user is looking. */
const pause = 300

/** Pixels along a side that every WebGL2 can draw; larger pictures are drawn coarser. */
const largest = 8192

const views = new WeakMap<GraphDiv, View>()
let open = 0

/** viewOf is the graph's view; the first call makes it. `painters` are by trace type. */
export function viewOf(graph: GraphDiv, painters: Record<string, Painter>): View {
  const known = views.get(graph)
  if (known) return known
  const view = new View(graph, painters)
  views.set(graph, view)
  return view
}

export class View {
  readonly #graph: GraphDiv
  readonly #painters: Record<string, Painter>
  readonly #canvas = document.createElement('canvas')
  readonly #lease = new Lease(() => sharedContext()?.generation ?? -1)
  readonly #pace = new Pace()
  readonly #ends: (() => void)[] = []
  readonly #watch: MutationObserver
  #container: HTMLElement | undefined
  #events: object | undefined
  #frame = 0
  #filling = 0

  constructor(graph: GraphDiv, painters: Record<string, Painter>) {
    this.#graph = graph
    this.#painters = painters
    // The name has plotly.js export the canvas. Its name for all of its own, gl-canvas, is left out: it would take the canvas over.
    this.#canvas.className = 'gl-canvas-context dashi-gl'
    Object.assign(this.#canvas.style, { position: 'absolute', top: '0', left: '0', pointerEvents: 'none' })
    // plotly.js tells no trace module that a graph is purged, but takes its .gl-container away.
    this.#watch = new MutationObserver(() => this.#sweep())
    // Weak, so that a graph thrown away without a purge can go.
    const self = new WeakRef(this)
    this.#ends.push(onRestored(() => self.deref()?.render()))
    open++
  }

  /** attach moves the canvas to where the graph now has its WebGL, and listens to the graph; a new plot of the graph has both anew. */
  attach(): void {
    const container = this.#graph._fullLayout?._glcontainer?.node()
    if (container && (container !== this.#container || this.#canvas.parentNode !== container)) {
      this.#container = container
      // Below plotly.js's own canvases, so that points of scattergl stand on a heatmapgl.
      container.prepend(this.#canvas)
      this.#watch.disconnect()
      if (container.parentNode) this.#watch.observe(container.parentNode, { childList: true })
    }
    if (this.#graph._internalEv && this.#graph._internalEv !== this.#events) {
      this.#events = this.#graph._internalEv
      // The internal ones stay when the user removes all listeners.
      this.#graph._internalOn?.('plotly_relayouting', this.#follow)
      this.#graph._internalOn?.('plotly_afterplot', this.#afterPlot)
    }
  }

  /** While the user drags, axes change without a plot: the picture follows, once for each frame of the screen. */
  readonly #follow = (): void => {
    if (this.#frame !== 0) return
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0
      const context = sharedContext()
      if (context && !this.#pace.ready(context)) this.#follow()
      else this.render(this.#pace.thin)
    })
  }

  /** A thinned picture that stays is drawn again in full. */
  #fill(thin: number): void {
    window.clearTimeout(this.#filling)
    if (thin > 1) this.#filling = window.setTimeout(() => this.render(), pause)
  }

  /** When the last trace of ours is gone or hidden, nobody else tells. */
  readonly #afterPlot = (): void => {
    if (this.#drawings(1, 1).length === 0) this.close()
  }

  readonly #sweep = (): void => {
    if (this.#graph._fullLayout?._glcontainer?.node() !== this.#container) this.close()
  }

  close(): void {
    cancelAnimationFrame(this.#frame)
    window.clearTimeout(this.#filling)
    this.#frame = 0
    this.#watch.disconnect()
    for (const end of this.#ends.splice(0)) end()
    if (this.#graph._internalEv === this.#events) {
      this.#graph._removeInternalListener?.('plotly_relayouting', this.#follow)
      this.#graph._removeInternalListener?.('plotly_afterplot', this.#afterPlot)
    }
    this.#lease.drop()
    this.#canvas.remove()
    this.#canvas.width = this.#canvas.height = 0
    if (views.get(this.#graph) === this) views.delete(this.#graph)
    open--
    if (open === 0) shrink()
  }

  /** The traces to draw, lowest first. */
  #drawings(ratio: number, height: number): Drawing[] {
    const layout = this.#graph._fullLayout
    if (!layout) return []
    const out: (Drawing & { rank: number[] })[] = []
    for (const [item] of this.#graph.calcdata ?? []) {
      const trace = item?.trace
      if (trace?.visible !== true || trace._length === 0 || !(trace.type in this.#painters)) continue
      const id = trace.xaxis + trace.yaxis
      const subplot = layout._plots[id]
      if (!subplot) continue
      const box = plotBox(subplot.xaxis, subplot.yaxis, ratio, height)
      const rank = [trace.zorder ?? 0, layout._subplots.cartesian.indexOf(id), trace.index]
      out.push({ item: item as Calculated, subplot, box, rank })
    }
    return out.sort((a, b) => compare(a.rank, b.rank))
  }

  /** render draws all; of points, one of `thin`. */
  render(thin = 1): void {
    const layout = this.#graph._fullLayout
    const context = this.#graph._context
    if (!layout) return
    const wanted = (context?._exportedPlot ? context.plotGlPixelRatio : window.devicePixelRatio) || 1
    const ratio = Math.min(wanted, largest / Math.max(layout.width, layout.height))
    const [width, height] = [Math.round(layout.width * ratio), Math.round(layout.height * ratio)]
    this.#size(width, height, layout.width, layout.height)
    const screen = this.#canvas.getContext('2d')
    const shared = sharedContext()
    if (!shared || !screen) {
      if (screen && !hasContext()) this.#excuse(screen, ratio)
      return
    }
    fit(shared, width, height)
    screen.clearRect(0, 0, width, height)
    const frame: Frame = { shared, lease: this.#lease, ratio, width, height, thin }
    for (const layer of this.#layers(this.#drawings(ratio, height))) this.#drawLayer(frame, layer, screen)
    this.#lease.settle()
    this.#pace.began(shared, thin)
    this.#fill(thin)
  }

  /** A trace's opacity is of its picture as a whole, so a translucent trace goes to the screen alone. */
  #layers(drawings: Drawing[]): Layer[] {
    const layers: Layer[] = []
    for (const drawing of drawings) {
      const { trace } = drawing.item
      const opacity = trace.opacity * (this.#painters[trace.type]?.opacity(trace) ?? 1)
      const last = layers.at(-1)
      if (last && last.opacity === 1 && opacity === 1) last.drawings.push(drawing)
      else layers.push({ opacity, drawings: [drawing] })
    }
    return layers
  }

  #size(width: number, height: number, cssWidth: number, cssHeight: number): void {
    // Setting a size empties a canvas and takes time, even when it is the same.
    if (this.#canvas.width !== width) this.#canvas.width = width
    if (this.#canvas.height !== height) this.#canvas.height = height
    this.#canvas.style.width = `${cssWidth}px`
    this.#canvas.style.height = `${cssHeight}px`
  }

  #drawLayer(frame: Frame, { opacity, drawings }: Layer, screen: CanvasRenderingContext2D): void {
    const { gl, canvas } = frame.shared
    gl.viewport(0, 0, frame.width, frame.height)
    gl.enable(gl.SCISSOR_TEST)
    gl.enable(gl.BLEND)
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA)
    gl.scissor(0, 0, frame.width, frame.height)
    gl.clearColor(0, 0, 0, 0)
    gl.clear(gl.COLOR_BUFFER_BIT)
    for (const drawing of drawings) {
      const { x, y, width, height }: Box = drawing.box
      gl.scissor(x, y, width, height)
      this.#painters[drawing.item.trace.type]?.draw(frame, drawing)
    }
    screen.globalAlpha = opacity
    const top = canvas.height - frame.height
    screen.drawImage(canvas, 0, top, frame.width, frame.height, 0, 0, frame.width, frame.height)
  }

  /** Without WebGL2 the graph says so, where the picture would be. */
  #excuse(screen: CanvasRenderingContext2D, ratio: number): void {
    screen.clearRect(0, 0, this.#canvas.width, this.#canvas.height)
    screen.font = `${13 * ratio}px sans-serif`
    screen.textAlign = 'center'
    screen.fillStyle = '#888'
    screen.fillText(noWebGL, this.#canvas.width / 2, this.#canvas.height / 2)
    this.#canvas.dispatchEvent(new CustomEvent('dashi-nowebgl', { bubbles: true, detail: noWebGL }))
  }
}

/** What a graph shows where the browser has no WebGL2. */
export const noWebGL = 'This picture needs WebGL2, which this browser does not offer.'

/** Traces that go to the screen together. */
interface Layer {
  opacity: number
  drawings: Drawing[]
}

function compare(a: number[], b: number[]): number {
  for (const [i, rank] of a.entries()) {
    const by = rank - (b[i] ?? 0)
    if (by !== 0) return by
  }
  return 0
}
