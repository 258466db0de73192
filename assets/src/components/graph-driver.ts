// Draws a Graph: turns the props, as they come, into calls of plotly.js on one element.
//
//     props ─ figure new? ─ load its groups ─ wait for a frame ─ own copy ─ reuse equal arrays ─ the cheapest call
//
// Never newPlot: react finds out by identity what changed, and honours `uirevision` itself, so that zoom and legend survive a
// new figure exactly when the figure says so; where something cheaper is as right, graph-diff.ts knows. The figure prop is written back in one case only: when the
// user draws, moves or erases a shape, layout.shapes becomes what is seen (Dash 4.3). Zooming writes relayoutData alone; were
// the whole figure written as well, each zoom would fire the callbacks that listen to it and send every number to the server.

import { LoadError, plotlyFor, topojsonURL } from '../plotly/load'
import { loadMathJax } from '../plotly/mathjax'
import type { Dict, PlotElement, Plotly } from '../plotly/plotly'
import { Retry } from '../view/retry'
import type { Access } from './graph-access'
import { plain } from './graph-events'
import { additionOf, type Grown, grownBy, grownFigure, put } from './graph-extend'
import { Listener } from './graph-listen'
import { animationOf, calm } from './graph-motion'
import { needsOf } from './graph-needs'
import { ownFigure } from './graph-own'
import { Queue } from './graph-queue'
import { type GL, Rest } from './graph-rest'
import { reuse } from './graph-reuse'
import { applyResponsive, followsSize, isMisfit } from './graph-size'
import { themeOf } from './graph-theme'
import { takesTimes } from './graph-times'
import type { Extension, Figure, GraphProps, Hooks } from './graph-types'
import { Updater } from './graph-update'

/** What a driver needs of the world; the tests give it another. */
export interface World {
  load(types: Iterable<string>): Promise<Plotly>
  mathjax(): Promise<void>
  frame(): Promise<void>
  /** In milliseconds. */
  now(): number
  webgl(): Promise<GL>
  access(): Promise<{ Access: typeof Access }>
}

/** Hidden pages get no animation frames; a graph on one is drawn all the same. */
const nextFrame = () =>
  new Promise<void>((resolve) => (document.hidden ? setTimeout(resolve) : requestAnimationFrame(() => resolve())))

const page: World = {
  load: plotlyFor,
  mathjax: loadMathJax,
  frame: nextFrame,
  now: () => performance.now(),
  webgl: () => import('./graph-webgl'),
  access: () => import('./graph-access'),
}

/** Milliseconds, of a frame: figures that come faster are not all seen. */
const closely = 17

/** How the component learns what to show around the plot. */
export interface Face {
  pending(is: boolean): void
  failed(message: string | null): void
  /** Something is shown otherwise than the figure says. */
  notice(message: string | null): void
  /** Words for a screen reader. */
  say(text: string): void
}

/** Where plotly.js would lead to its makers: their logo, and a button that sends the figure to a server of theirs. */
const ours = { displaylogo: false, showSendToCloud: false }

const isAwaited = (props: GraphProps & Hooks) => !props.figure && props['data-dash-is-loading'] === 'true'

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
  #drawnAt = 0
  #drawn = false
  #drawnUnseen = false
  /** The size it was last fitted to since it was drawn. */
  #fitted = ''
  #gone = false
  /** True while there is no figure and the callback that makes it runs: empty axes would only flash up. */
  #awaited = false
  #unloaded = false
  #written: Figure | undefined
  /** Additions since the last drawing. */
  #undrawn = 0
  #config: Dict = {}
  #frames: Dict[] = []
  #access: Access | undefined
  readonly #updater: Updater
  readonly #listener: Listener
  readonly #rest: Rest

  constructor(plot: PlotElement, props: GraphProps & Hooks, face: Face, world: World = page) {
    this.#plot = plot
    this.#props = props
    this.#face = face
    this.#world = world
    this.#updater = new Updater(plot)
    this.#listener = new Listener(plot, this.#updater, {
      props: () => this.#props,
      set: (next) => {
        if (!this.#gone) this.#props.setProps(next)
      },
      shaped: () => this.#writeShapes(),
    })
    this.#rest = new Rest({
      plot,
      plotly: () => this.#plotly,
      busy: () => this.#queue.busy,
      load: world.webgl,
      wake: () => this.#queue.push(() => this.#revive()),
    })
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
    if (next.alt !== prev.alt) this.#access?.drawn(next.alt)
    this.#add(prev)
  }

  #add(prev: GraphProps | undefined): void {
    const { extendData, prependData } = this.#props
    if (prependData && prependData !== prev?.prependData) this.#queue.push(() => this.#extend(prependData, true))
    if (extendData && extendData !== prev?.extendData) this.#queue.push(() => this.#extend(extendData, false))
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
    const { clientWidth, clientHeight } = this.#plot
    const size = `${clientWidth} ${clientHeight}`
    // What plotly.js cannot draw in a size (a ratio of axes, a margin), it cannot in the same size again.
    if (follows && size !== this.#fitted) this.#queue.push(() => this.#fit(size))
  }

  /** Plots.resize would wait for 100 ms without another call, which a graph that grows all the time never has. */
  async #fit(size: string): Promise<void> {
    await this.#world.frame()
    const { layout } = this.#plot
    if (this.#gone || !layout || !isMisfit(this.#plot)) return
    this.#fitted = size
    delete layout.width
    delete layout.height
    await this.#plotly?.relayout(this.#plot, { autosize: true })
  }

  destroy(): void {
    this.#gone = true
    this.#retry.stop()
    this.#queue.clear()
    if (!this.#queue.busy) this.#purge()
  }

  #purge(): void {
    this.#access?.stop()
    this.#rest.purge()
  }

  async #draw(): Promise<void> {
    const { version } = this.#queue
    this.#face.pending(true)
    const { figure, notice } = await this.#rest.fit(this.#props.figure ?? {})
    const [plotly, math] = await Promise.all([this.#world.load(needsOf(figure)), this.#math()])
    // A figure that comes alone is drawn at once: to wait for a frame would be to wait for what is still painted of the one before. Those
    // that follow closely wait, so that what is superseded meanwhile is not drawn; and so do first ones, which may be many.
    if (!this.#drawn || this.#world.now() - this.#drawnAt < closely) await this.#world.frame()
    this.#retry.reset()
    this.#unloaded = false
    if (this.#gone || version !== this.#queue.version) return
    this.#awaited = isAwaited(this.#props)
    if (this.#awaited) return
    this.#plotly = plotly
    if (!this.#rest.mayDraw(figure)) return
    await this.#show(plotly, figure, math)
    if (this.#gone) return
    this.#drawn = true
    this.#fitted = ''
    this.#drawnAt = this.#world.now()
    this.#face.failed(null)
    this.#face.notice(notice)
    this.#settled()
  }

  /** What is to be done after each drawing of a figure. */
  #settled(): void {
    this.#rest.drawn()
    this.#listener.attach()
    void this.#describe()
  }

  async #describe(): Promise<void> {
    try {
      const module = await this.#world.access()
      if (this.#gone || !this.#plotly) return
      this.#access ??= new module.Access(this.#plot, this.#plotly, (text) => this.#face.say(text))
      this.#access.drawn(this.#props.alt)
    } catch {
      // The file did not come. The graph is there; the next drawing asks again.
    }
  }

  async #show(plotly: Plotly, figure: Figure, typesetMath: boolean): Promise<void> {
    const parts = ownFigure(figure, takesTimes(plotly))
    if (this.#drawn) {
      reuse(this.#plot.data, parts.data)
      reuse(this.#plot.layout, parts.layout)
    }
    const config: Dict = { topojsonURL: topojsonURL(), ...ours, ...this.#props.config, typesetMath }
    const { data, layout, frames } = parts
    if (!this.#drawn && (config.displayModeBar ?? 'hover') === 'hover') this.#keepQuiet()
    calm(layout)
    this.#drawnUnseen ||= this.#plot.clientWidth === 0
    this.#frames = frames
    if (this.#props.animate && this.#drawn && this.#plot.data?.length === data.length) {
      applyResponsive(this.#props.responsive, layout, {})
      await this.#animate(plotly, data, layout, frames)
      return
    }
    layout.template ??= themeOf(this.#plot)
    applyResponsive(this.#props.responsive, layout, config)
    this.#config = config
    await this.#updater.draw(plotly, { data, layout, frames, config })
  }

  /** Draws again what slept. */
  async #revive(): Promise<void> {
    if (this.#gone) return
    this.#updater.forget()
    const wasAsleep = this.#rest.isAsleep
    const behind = await this.#rest.revive(this.#config, this.#frames)
    if (this.#gone) return
    if (wasAsleep && !this.#rest.isAsleep) this.#settled()
    if (behind) this.#queue.replace(() => this.#draw())
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

  /** Where no pointer hovers, plotly.js shows its bar all the time, over titles and legends: it waits for a touch (graph.css). */
  #keepQuiet(): void {
    const { classList } = this.#plot
    classList.add('dash-graph-plot--quiet')
    this.#plot.addEventListener('pointerdown', () => classList.remove('dash-graph-plot--quiet'), { once: true })
  }

  async #animate(plotly: Plotly, data: Dict[], layout: Dict, frames: Dict[]): Promise<void> {
    this.#updater.forget()
    if (frames.length > 0) {
      await plotly.deleteFrames(this.#plot)
      await plotly.addFrames(this.#plot, frames)
    }
    // Rejects with nothing when another animation takes over.
    await plotly
      .animate(this.#plot, { data, layout }, animationOf(this.#props.animation_options))
      .catch((error: unknown) => {
        if (error !== undefined) throw error
      })
  }

  async #extend(extension: Extension, front: boolean): Promise<void> {
    const { data } = this.#rest
    if (this.#gone || !this.#drawn || !data) return
    const grown = grownBy(additionOf(extension), data, front)
    grown.forEach(put)
    this.#keep(grown)
    this.#updater.forget()
    if (this.#rest.isAsleep) return
    // No later than the next frame, and one drawing for what has come until then, though not for ever so much.
    await this.#world.frame()
    if (this.#gone || (this.#queue.waits && ++this.#undrawn < 8)) return
    this.#undrawn = 0
    await this.#plotly?.redraw(this.#plot)
  }

  /** The figure in the page's state grows too, as in Dash without firing callbacks: who reads or patches it has the points that were
   * added, and a figure that comes from the server, with whatever arrays, is drawn as it is. */
  #keep(grown: Grown[]): void {
    const { figure, swapProp } = this.#props
    if (!figure) return
    const next = grownFigure(figure, grown)
    // Where the state holds another figure by now, that one is about to be drawn.
    if (next !== figure && swapProp?.('figure', figure, next)) this.#props = { ...this.#props, figure: next }
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

  #writeShapes(): void {
    if (this.#gone) return
    const { figure } = this.#props
    this.#written = { ...figure, layout: { ...figure?.layout, shapes: plain(this.#plot.layout?.shapes ?? []) } }
    this.#props = { ...this.#props, figure: this.#written }
    this.#props.setProps({ figure: this.#written })
  }
}
