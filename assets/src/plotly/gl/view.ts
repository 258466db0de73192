// One graph's canvas: it gathers the graph's traces of our types, has them drawn in the shared context, and keeps a copy of the picture.
//
//     plot, style ─┐                                                     (the card is done)
//     dragging ────┼─► render ─► its turn ─► shared context, trace by trace ─► drawImage ─► canvas in the graph's .gl-container
//     restored ────┘

import { fit, hasContext, onRestored, type Shared, sharedContext, shrink } from './context'
import type { Drawing, Painter } from './frame'
import { drawLayers } from './layers'
import { Lease } from './lease'
import { Pace } from './pace'
import { plotBox } from './place'
import { type Drawer, turns } from './turns'
import type { Calculated, GraphDiv } from './types'

/** Milliseconds without a drag event after which the user is looking. */
const pause = 300

/** Pixels along a side that every WebGL2 can draw; larger pictures are drawn coarser. */
const largest = 8192

/** Any card draws so many points in a moment: their picture is copied at once. */
const few = 20_000
/** A copy that takes so many milliseconds has waited for the card; where cards copy themselves it takes less than one. */
const blocked = 8

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

export class View implements Drawer {
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
  #thin = 1
  /** Whether copying at once is known to cost nothing. */
  #prompt = false
  #drawn: Picture | undefined

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
    turns.drop(this)
    const shared = sharedContext()
    if (shared) this.#pace.end(shared)
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

  /** render draws all, when it is the graph's turn; of points, one of `thin`. While it waits for that or for the card, the canvas says aria-busy. */
  render(thin = 1): void {
    this.#thin = thin
    this.#canvas.setAttribute('aria-busy', 'true')
    if (!this.#graph._context?._exportedPlot) {
      turns.ask(this)
      return
    }
    // Whoever exports takes the picture when this returns.
    turns.finish()
    if (this.draw()) this.copy()
  }

  draw(): boolean {
    const layout = this.#graph._fullLayout
    const context = this.#graph._context
    const shared = sharedContext()
    if (!layout || !shared) return this.#without()
    const wanted = (context?._exportedPlot ? context.plotGlPixelRatio : window.devicePixelRatio) || 1
    const ratio = Math.min(wanted, largest / Math.max(layout.width, layout.height))
    const [width, height] = [Math.round(layout.width * ratio), Math.round(layout.height * ratio)]
    const drawings = this.#drawings(ratio, height)
    fit(shared, width, height)
    drawLayers({ shared, lease: this.#lease, ratio, width, height, thin: this.#thin }, drawings, this.#painters)
    this.#lease.settle()
    this.#pace.began(shared, this.#thin)
    this.#fill(this.#thin)
    this.#drawn = {
      shared,
      generation: shared.generation,
      width,
      height,
      cssWidth: layout.width,
      cssHeight: layout.height,
    }
    const points = drawings.reduce((sum, { item }) => sum + (item.trace._length ?? few), 0)
    if (!this.#prompt && points >= few) return true
    const start = performance.now()
    this.copy()
    if (points >= few) this.#prompt = performance.now() - start < blocked
    return false
  }

  done(): boolean {
    const shared = sharedContext()
    if (shared && !this.#pace.ready(shared)) return false
    this.#prompt = !this.#pace.waited
    return true
  }

  copy(): void {
    const picture = this.#drawn
    this.#drawn = undefined
    this.#canvas.removeAttribute('aria-busy')
    const screen = this.#canvas.getContext('2d')
    // With the context the picture is lost too; it is drawn again when that is back.
    if (!picture || !screen || sharedContext()?.generation !== picture.generation) return
    const { shared, width, height, cssWidth, cssHeight } = picture
    this.#size(width, height, cssWidth, cssHeight)
    screen.clearRect(0, 0, width, height)
    screen.drawImage(shared.canvas, 0, shared.canvas.height - height, width, height, 0, 0, width, height)
  }

  #size(width: number, height: number, cssWidth: number, cssHeight: number): void {
    // Setting a size empties a canvas and takes time, even when it is the same.
    if (this.#canvas.width !== width) this.#canvas.width = width
    if (this.#canvas.height !== height) this.#canvas.height = height
    this.#canvas.style.width = `${cssWidth}px`
    this.#canvas.style.height = `${cssHeight}px`
  }

  /** Without a context there is no picture. Without WebGL2 the graph says so where it would be. */
  #without(): false {
    this.#canvas.removeAttribute('aria-busy')
    const layout = this.#graph._fullLayout
    const screen = this.#canvas.getContext('2d')
    if (!layout || !screen || hasContext()) return false
    const ratio = window.devicePixelRatio || 1
    const [width, height] = [Math.round(layout.width * ratio), Math.round(layout.height * ratio)]
    this.#size(width, height, layout.width, layout.height)
    screen.clearRect(0, 0, width, height)
    screen.font = `${13 * ratio}px sans-serif`
    screen.textAlign = 'center'
    screen.fillStyle = '#888'
    screen.fillText(noWebGL, width / 2, height / 2)
    this.#canvas.dispatchEvent(new CustomEvent('dashi-nowebgl', { bubbles: true, detail: noWebGL }))
    return false
  }
}

/** What a graph shows where the browser has no WebGL2. */
export const noWebGL = 'This picture needs WebGL2, which this browser does not offer.'

/** What lies in the shared canvas, and how large the graph shows it. */
interface Picture {
  shared: Shared
  generation: number
  width: number
  height: number
  cssWidth: number
  cssHeight: number
}

function compare(a: number[], b: number[]): number {
  for (const [i, rank] of a.entries()) {
    const by = rank - (b[i] ?? 0)
    if (by !== 0) return by
  }
  return 0
}
