// Turns plotly.js's events into props.

import type { Dict, PlotElement } from '../plotly/plotly'
import { isRecord } from '../wire/records'
import * as payload from './graph-events'
import type { GraphProps, Hooks } from './graph-types'
import type { Updater } from './graph-update'

/** What a Listener needs of its graph. */
export interface Teller {
  props(): GraphProps & Hooks
  /** Takes props to the app, unless the graph has gone. */
  set(next: Partial<GraphProps>): void
  /** The user has drawn, moved or erased a shape. */
  shaped(): void
}

export class Listener {
  readonly #plot: PlotElement
  readonly #updater: Updater
  readonly #teller: Teller
  #listensOn: unknown
  #hover = 'null'

  constructor(plot: PlotElement, updater: Updater, teller: Teller) {
    this.#plot = plot
    this.#updater = updater
    this.#teller = teller
  }

  /** A change of config, or sleep, makes plotly.js start over with a new emitter; it is known by its `on`. */
  attach(): void {
    const plot = this.#plot
    if (!plot.on || this.#listensOn === plot.on) return
    this.#listensOn = plot.on
    this.#updater.listen()
    const on = (event: string, handle: (event: Dict) => void) => plot.on?.(event, (found) => handle(found ?? {}))
    const { set, props } = this.#teller
    on('plotly_click', (event) => set({ clickData: payload.clickData(event, plot) }))
    on('plotly_clickannotation', (event) => set({ clickAnnotationData: payload.annotationData(event) }))
    on('plotly_hover', (event) => this.#setHover(payload.hoverData(event, plot)))
    on('plotly_unhover', () => {
      if (props().clear_on_unhover) this.#setHover(null)
    })
    plot.on('plotly_selected', (event) => set({ selectedData: payload.selectedData(event, plot) }))
    on('plotly_deselect', () => set({ selectedData: null }))
    on('plotly_restyle', (event) => {
      if (!this.#updater.isOurs(event)) this.#restyled(event)
    })
    on('plotly_relayout', (event) => {
      if (!this.#updater.isOurs(event)) this.#relaid(event)
    })
    // Both at once: a click in the legend where shapes have entries in it too.
    on('plotly_update', (event) => {
      if (this.#updater.isOurs(event)) return
      if (Array.isArray(event.data)) this.#restyled(event.data)
      if (isRecord(event.layout) && Object.keys(event.layout).length > 0) this.#relaid(event.layout)
    })
  }

  #restyled(event: unknown): void {
    this.#teller.set({ restyleData: payload.plain(event) as unknown[] })
  }

  #relaid(event: Dict): void {
    this.#teller.set({ relayoutData: payload.plain(event) as Dict })
    if (Object.keys(event).some((key) => /^shapes\b/.test(key))) this.#teller.shaped()
  }

  /** plotly.js repeats a hover while the pointer moves over one point. */
  #setHover(data: Dict | null): void {
    const text = JSON.stringify(data)
    if (text === this.#hover) return
    this.#hover = text
    this.#teller.set({ hoverData: data })
  }
}
