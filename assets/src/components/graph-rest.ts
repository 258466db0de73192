// A graph's dealings with WebGL: another figure where there is none, a place among the graphs that share the contexts, and the
// rest it takes, out of sight, when they are scarce. Graphs without WebGL traces only pass through here.

import type { Dict, PlotElement, Plotly } from '../plotly/plotly'
import { isGL, needsOf } from './graph-needs'
import type { Figure } from './graph-types'
import type { Asleep, Replaced, Seat } from './graph-webgl'

export type GL = typeof import('./graph-webgl')

/** What a Rest needs of its graph. */
export interface Bed {
  plot: PlotElement
  plotly(): Plotly | undefined
  busy(): boolean
  load(): Promise<GL>
  /** To be followed, in its turn, by a call of revive. */
  wake(): void
}

export class Rest {
  readonly #bed: Bed
  #gl: GL | undefined
  #seat: Seat | undefined
  #asleep: Asleep | undefined
  /** Whether a figure has not been drawn because the graph sleeps. */
  #behind = false

  constructor(bed: Bed) {
    this.#bed = bed
  }

  /** The traces, also of a graph that sleeps. */
  get data(): Dict[] | undefined {
    return this.#asleep?.data ?? this.#bed.plot.data
  }

  get isAsleep(): boolean {
    return this.#asleep !== undefined
  }

  /** The figure as this browser can draw it. */
  async fit(figure: Figure): Promise<Replaced> {
    if (![...needsOf(figure)].some(isGL)) return { figure, notice: null }
    this.#gl ??= await this.#bed.load()
    return this.#gl.hasWebGL() ? { figure, notice: null } : this.#gl.withoutWebGL(figure)
  }

  /** Whether a figure, already fitted, may be drawn now. If not, revive tells when. */
  mayDraw({ data }: Figure): boolean {
    const need = this.#gl?.hasWebGL() ? this.#gl.needOf(data) : 0
    if (need > 0) this.#seat ??= this.#gl?.contexts.seat({ plot: this.#bed.plot, sleep: this.#sleep, wake: this.#wake })
    if (!this.#asleep && (need === 0 || this.#seat?.room(need))) return true
    this.#behind = true
    if (this.#seat?.inSight) this.#bed.wake()
    return false
  }

  drawn(): void {
    this.#seat?.drawn()
  }

  readonly #sleep = () => {
    const plotly = this.#bed.plotly()
    if (!plotly || this.#bed.busy() || !this.#bed.plot._fullLayout || !this.#gl) return false
    this.#asleep = this.#gl.putToSleep(plotly, this.#bed.plot)
    return true
  }

  readonly #wake = () => {
    if (this.#asleep || this.#behind) this.#bed.wake()
  }

  /** Draws what slept as it was. True when a later figure waits to be drawn. */
  async revive(config: Dict, frames: Dict[]): Promise<boolean> {
    const [asleep, plotly] = [this.#asleep, this.#bed.plotly()]
    if (asleep && plotly && this.#gl && this.#seat?.room(this.#gl.needOf(asleep.data))) {
      this.#asleep = undefined
      await this.#gl.wakeUp(plotly, this.#bed.plot, asleep, config, frames)
      this.#seat.drawn()
    }
    const behind = this.#behind && !this.#asleep
    if (behind) this.#behind = false
    return behind
  }

  /** Ends the graph, and gives its contexts back. */
  purge(): void {
    this.#seat?.leave()
    const [plotly, { plot }] = [this.#bed.plotly(), this.#bed]
    if (plotly && this.#gl) this.#gl.release(plotly, plot)
    else {
      plot.removeAllListeners?.()
      plotly?.purge(plot)
    }
  }
}
