// Draws a Graph: turns the props, as they come, into calls of plotly.js on one element.
//
//     props ─ figure new? ─ load its groups ─ wait for a frame ─ own copy ─ reuse equal arrays ─ Plotly.react
//
// It is always react, never newPlot: react finds out by identity what changed, and honours `uirevision` itself, so that zoom
// and legend survive a new figure exactly when the figure says so. The figure prop is written back in one case only: when the
// user draws, moves or erases a shape, layout.shapes becomes what is seen (Dash 4.3). Zooming writes relayoutData alone; were
// the whole figure written as well, each zoom would fire the callbacks that listen to it and send every number to the server.

import { LoadError, plotlyFor, topojsonURL } from '../plotly/load'
import { loadMathJax } from '../plotly/mathjax'
import type { Dict, PlotElement, Plotly } from '../plotly/plotly'
import { Retry } from '../view/retry'
import * as payload from './graph-events'
import { additionOf, at, fitted } from './graph-extend'
import { needsOf } from './graph-needs'
import { type OwnFigure, ownFigure, sourceOf } from './graph-own'
import { Queue } from './graph-queue'
import { reuse } from './graph-reuse'
import { applyResponsive, followsSize, isMisfit } from './graph-size'
import { themeOf } from './graph-theme'
import type { Extension, Figure, GraphProps, Hooks } from './graph-types'

/** What a driver needs of the world; the tests give it another. */
export interface World {
  load(types: Iterable<string>): Promise<Plotly>
  mathjax(): Promise<void>
  frame(): Promise<void>
}

/** Hidden pages get no animation frames; a graph on one is drawn all the same. */
const nextFrame = () =>
  new Promise<void>((resolve) => (document.hidden ? setTimeout(resolve) : requestAnimationFrame(() => resolve())))

const page: World = { load: plotlyFor, mathjax: loadMathJax, frame: nextFrame }

/** How the component learns what to show around the plot. */
export interface Face {
  pending(is: boolean): void
  failed(message: string | null): void
}

const isAwaited = (props: GraphProps & Hooks) => !props.figure && props['data-dash-is-loading'] === 'true'

const animation = { frame: { redraw: false }, transition: { duration: 750, ease: 'cubic-in-out' } }

export class Driver {
  readonly #plot: PlotElement
  readonly #face: Face
  readonly #world: World
  readonly #queue = new Queue(
    (error) => this.#fail(error),
    () => this.#idle(),
  )
  readonly #retry = new Retry()
  #props: GraphProps & Hooks
  #plotly: Plotly | undefined
  #drawn = false
  #drawnUnseen = false
  #gone = false
  /** True while there is no figure and the callback that makes it runs: empty axes would only flash up. */
  #awaited = false
  #listensOn: unknown
  #unloaded = false
  #hover = 'null'
  #written: Figure | undefined
  /** Arrays that extendData made longer, by the array in the figure prop they came of. */
  readonly #grown = new WeakMap<object, object>()

  constructor(plot: PlotElement, props: GraphProps & Hooks, face: Face, world: World = page) {
    this.#plot = plot
    this.#props = props
    this.#face = face
    this.#world = world
    this.#queue.replace(() => this.#draw())
    this.#add(undefined)
  }

  update(next: GraphProps & Hooks): void {
    const prev = this.#props
    this.#props = next
    const given = this.#awaited && !isAwaited(next)
    if (given) this.#awaited = false
    const anew = given || (next.figure !== prev.figure && next.figure !== this.#written)
    if (anew || Boolean(next.mathjax) !== Boolean(prev.mathjax)) this.#queue.replace(() => this.#draw())
    this.#add(prev)
  }

  #add(prev: GraphProps | undefined): void {
    const { extendData, prependData } = this.#props
    if (prependData && prependData !== prev?.prependData)
      this.#queue.push(() => this.#extend('prependTraces', prependData))
    if (extendData && extendData !== prev?.extendData) this.#queue.push(() => this.#extend('extendTraces', extendData))
  }

  /** To be called when the page's colours have changed. */
  recolor(): void {
    if (this.#drawn && this.#props.figure?.layout?.template === undefined) this.#queue.replace(() => this.#draw())
  }

  /** To be called when the element's size has changed. */
  resize(): void {
    if (this.#gone || !this.#drawn || this.#queue.busy || !isMisfit(this.#plot)) return
    // A graph that was drawn where it could not be seen (a closed tab) had no size to follow.
    const follows = followsSize(this.#props) || (this.#drawnUnseen && this.#props.responsive !== false)
    this.#drawnUnseen = false
    if (follows) this.#plotly?.Plots.resize(this.#plot).catch(() => undefined) // rejects when hidden meanwhile
  }

  destroy(): void {
    this.#gone = true
    this.#retry.stop()
    this.#queue.clear()
    if (!this.#queue.busy) this.#purge()
  }

  #purge(): void {
    this.#plot.removeAllListeners?.()
    this.#plotly?.purge(this.#plot)
  }

  async #draw(): Promise<void> {
    const { version } = this.#queue
    const figure = this.#props.figure ?? {}
    this.#face.pending(true)
    const [plotly, math] = await Promise.all([this.#world.load(needsOf(figure)), this.#math()])
    await this.#world.frame()
    this.#retry.reset()
    this.#unloaded = false
    if (this.#gone || version !== this.#queue.version) return
    this.#awaited = isAwaited(this.#props)
    if (this.#awaited) return
    this.#plotly = plotly
    const parts = ownFigure(figure, (array) => this.#grown.get(array) ?? array)
    if (this.#drawn) {
      reuse(this.#plot.data, parts.data)
      reuse(this.#plot.layout, parts.layout)
    }
    this.#drawnUnseen ||= this.#plot.clientWidth === 0
    if (this.#props.animate && this.#drawn && this.#plot.data?.length === parts.data.length) await this.#animate(parts)
    else await this.#react(parts, math)
    if (this.#gone) return
    this.#drawn = true
    this.#face.failed(null)
    this.#listen()
  }

  /** Without MathJax, formulas stay the text they are. */
  async #math(): Promise<boolean> {
    if (!this.#props.mathjax) return false
    try {
      await this.#world.mathjax()
      return true
    } catch (error) {
      this.#report(error)
      return false
    }
  }

  async #react({ data, layout, frames }: OwnFigure, typesetMath: boolean): Promise<void> {
    const config: Dict = { topojsonURL: topojsonURL(), displaylogo: false, ...this.#props.config, typesetMath }
    if (!this.#drawn && (config.displayModeBar ?? 'hover') === 'hover') this.#keepQuiet()
    layout.template ??= themeOf(this.#plot)
    applyResponsive(this.#props.responsive, layout, config)
    await this.#plotly?.react(this.#plot, { data, layout, frames, config })
  }

  /** Where no pointer hovers, plotly.js shows its bar all the time, over titles and legends: it waits for a touch (graph.css). */
  #keepQuiet(): void {
    const { classList } = this.#plot
    classList.add('dash-graph-plot--quiet')
    this.#plot.addEventListener('pointerdown', () => classList.remove('dash-graph-plot--quiet'), { once: true })
  }

  async #animate({ data, layout, frames }: OwnFigure): Promise<void> {
    const plotly = this.#plotly
    if (!plotly) return
    if (frames.length > 0) {
      await plotly.deleteFrames(this.#plot)
      await plotly.addFrames(this.#plot, frames)
    }
    applyResponsive(this.#props.responsive, layout, {})
    // Rejects with nothing when another animation takes over.
    await plotly
      .animate(this.#plot, { data, layout }, this.#props.animation_options ?? animation)
      .catch((error: unknown) => {
        if (error !== undefined) throw error
      })
  }

  async #extend(method: 'extendTraces' | 'prependTraces', extension: Extension): Promise<void> {
    if (this.#gone || !this.#drawn || !this.#plotly) return
    const { update, indices, maxPoints } = fitted(additionOf(extension), this.#plot)
    await this.#plotly[method](this.#plot, update, indices, maxPoints)
    // A later figure that still holds the array (a patch of something else) is drawn with what it has grown to.
    for (const path of Object.keys(update)) {
      for (const index of indices) {
        const source = sourceOf(at(this.#props.figure?.data?.at(index), path))
        const grown = at(this.#plot.data?.at(index), path)
        if (source && typeof grown === 'object' && grown) this.#grown.set(source, grown)
      }
    }
  }

  #idle(): void {
    if (this.#gone) {
      this.#purge()
      return
    }
    this.#face.pending(this.#awaited)
    this.resize()
  }

  #fail(error: unknown): void {
    if (this.#gone) return
    const again = error instanceof LoadError
    this.#face.failed((error instanceof Error ? error.message : String(error)) + (again ? '. Trying again …' : ''))
    if (again) this.#retry.later(() => this.#queue.replace(() => this.#draw()))
    if (!again || !this.#unloaded) this.#report(error)
    this.#unloaded = again
  }

  #report(error: unknown): void {
    if (!this.#gone) this.#props.reportError?.(error)
  }

  /** A change of config makes plotly.js start over with a new emitter; it is known by its `on`. */
  #listen(): void {
    const plot = this.#plot
    if (!plot.on || this.#listensOn === plot.on) return
    this.#listensOn = plot.on
    const on = (event: string, handle: (event: Dict) => void) => plot.on?.(event, (found) => handle(found ?? {}))
    const set = (next: Partial<GraphProps>) => {
      if (!this.#gone) this.#props.setProps(next)
    }
    on('plotly_click', (event) => set({ clickData: payload.clickData(event, plot) }))
    on('plotly_clickannotation', (event) => set({ clickAnnotationData: payload.annotationData(event) }))
    on('plotly_hover', (event) => this.#setHover(payload.hoverData(event, plot)))
    on('plotly_unhover', () => {
      if (this.#props.clear_on_unhover) this.#setHover(null)
    })
    plot.on('plotly_selected', (event) => set({ selectedData: payload.selectedData(event, plot) }))
    on('plotly_deselect', () => set({ selectedData: null }))
    on('plotly_restyle', (event) => set({ restyleData: payload.plain(event) as unknown[] }))
    on('plotly_relayout', (event) => {
      set({ relayoutData: payload.plain(event) as Dict })
      if (Object.keys(event).some((key) => /^shapes\b/.test(key))) this.#writeShapes()
    })
  }

  /** plotly.js repeats a hover while the pointer moves over one point. */
  #setHover(data: Dict | null): void {
    const text = JSON.stringify(data)
    if (text === this.#hover || this.#gone) return
    this.#hover = text
    this.#props.setProps({ hoverData: data })
  }

  #writeShapes(): void {
    if (this.#gone) return
    const { figure } = this.#props
    this.#written = { ...figure, layout: { ...figure?.layout, shapes: payload.plain(this.#plot.layout?.shapes ?? []) } }
    this.#props.setProps({ figure: this.#written })
  }
}
