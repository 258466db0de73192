// A browser lets a page have some 16 WebGL contexts and takes the oldest away for a further one. A graph of plotly.js's own
// WebGL traces has two or three, a scene or a map one. So contexts are counted, and where too many would be in use, graphs that
// are out of sight give theirs back. A graph in sight never does.

import type { Dict, PlotElement } from '../plotly/plotly'
import { isRecord } from '../wire/records'
import { flatGL, mapGL, sceneGL } from './graph-needs'

/** Contexts for graphs; what is left of the browser's is for exports of images, for the traces of our own, and for the app. */
const budget = 12

/** What can sleep: a graph. */
export interface Sleeper {
  plot: PlotElement
  /** Gives all contexts back, at once; false where that cannot be just now. */
  sleep(): boolean
  wake(): void
}

/** How graphs come into sight; the tests have their own. */
export type Watch = (plot: Element, onSight: (inSight: boolean) => void) => () => void

/** A graph's place among those that use WebGL. */
export class Seat {
  readonly #all: Contexts
  readonly #sleeper: Sleeper
  readonly #unwatch: () => void
  count = 0
  lastSeen = 0
  #inSight: boolean | undefined
  #losses: number[] = []
  #losing = false

  constructor(all: Contexts, sleeper: Sleeper, watch: Watch) {
    this.#all = all
    this.#sleeper = sleeper
    // The event does not bubble, but it can be caught on its way down.
    sleeper.plot.addEventListener('webglcontextlost', this.#lost, true)
    this.#unwatch = watch(sleeper.plot, (inSight) => {
      this.#inSight = inSight
      this.lastSeen = all.now()
      if (inSight) sleeper.wake()
    })
  }

  /** Before the first report of the observer, which comes a frame late, the element's place answers. */
  get inSight(): boolean {
    return this.#inSight ?? isOnScreen(this.#sleeper.plot)
  }

  /** Asks for contexts to draw with: false where the graph had better wait until it is in sight. */
  room(need: number): boolean {
    return this.#all.room(this, need)
  }

  /** To be called when the graph has been drawn: counts what it really took. */
  drawn(): void {
    this.count = contextsOf(this.#sleeper.plot).length
  }

  sleep(): boolean {
    if (!this.#sleeper.sleep()) return false
    this.count = 0
    return true
  }

  leave(): void {
    this.#unwatch()
    this.#sleeper.plot.removeEventListener('webglcontextlost', this.#lost, true)
    this.#all.seats.delete(this)
  }

  /** Draws anew what the browser took away; not for ever, should the graphics card itself have gone. */
  readonly #lost = () => {
    const now = this.#all.now()
    this.#losses = [...this.#losses.filter((at) => now - at < 10_000), now]
    if (this.#losing || this.#losses.length > 12) return
    this.#losing = true
    setTimeout(() => {
      this.#losing = false
      if (this.sleep() && this.inSight) this.#sleeper.wake()
    })
  }
}

export class Contexts {
  readonly seats = new Set<Seat>()
  readonly #watch: Watch
  readonly now: () => number

  constructor(watch: Watch, now = () => Date.now()) {
    this.#watch = watch
    this.now = now
  }

  seat(sleeper: Sleeper): Seat {
    const seat = new Seat(this, sleeper, this.#watch)
    this.seats.add(seat)
    return seat
  }

  room(seat: Seat, need: number): boolean {
    const others = [...this.seats].filter((other) => other !== seat)
    let used = others.reduce((sum, { count }) => sum + count, 0)
    if (used + need > budget && !seat.inSight) return false
    const idle = others.filter(({ count, inSight }) => count > 0 && !inSight).sort((a, b) => a.lastSeen - b.lastSeen)
    for (const other of idle) {
      if (used + need <= budget) break
      const { count } = other
      if (other.sleep()) used -= count
    }
    seat.count = need
    return true
  }
}

function isOnScreen(element: Element): boolean {
  const { width, height, top, bottom, left, right } = element.getBoundingClientRect()
  return width > 0 && height > 0 && bottom > 0 && right > 0 && top < innerHeight && left < innerWidth
}

type GL = WebGLRenderingContext | WebGL2RenderingContext

/** The contexts in use in a plot, found without asking a canvas, which would make one. */
export function contextsOf(plot: PlotElement): GL[] {
  const found: unknown[] = []
  for (const canvas of plot.querySelectorAll('.gl-canvas')) found.push(at(canvas, '__data__', 'regl', '_gl'))
  const full = plot._fullLayout ?? {}
  for (const key of Object.keys(full)) {
    if (/^scene\d*$/.test(key)) found.push(at(full[key], '_scene', 'glplot', 'gl'))
    if (/^map\d*$/.test(key)) found.push(at(full[key], '_subplot', 'map', 'painter', 'context', 'gl'))
  }
  return found.filter((gl) => gl !== undefined && gl !== null) as GL[]
}

/** The value deep inside plotly.js's own objects, where it is. */
export function at(value: unknown, ...keys: string[]): unknown {
  return keys.reduce<unknown>((inner, key) => (inner as Dict | null | undefined)?.[key], value)
}

/** How many contexts a figure will take. */
export function needOf(data: unknown): number {
  const [flat, own] = [new Set<string>(), new Set<string>()]
  for (const trace of Array.isArray(data) ? data : []) {
    if (!isRecord(trace)) continue
    const type = String(trace.type)
    if (flatGL.test(type)) flat.add(type)
    else if (mapGL.test(type)) own.add(String(trace.subplot ?? 'map'))
    else if (sceneGL.test(type)) own.add(String(trace.scene ?? 'scene'))
  }
  return own.size + (flat.size === 0 ? 0 : flat.has('parcoords') ? 3 : 2)
}

const watched = new WeakMap<Element, (inSight: boolean) => void>()
let observer: IntersectionObserver | undefined

function newObserver(): IntersectionObserver {
  const tell = (entries: IntersectionObserverEntry[]) => {
    for (const { target, isIntersecting } of entries) watched.get(target)?.(isIntersecting)
  }
  // A little before it is seen, a graph is drawn.
  return new IntersectionObserver(tell, { rootMargin: '100px' })
}

/** The page's contexts: one count for all graphs. */
export const contexts = new Contexts((plot, onSight) => {
  observer ??= newObserver()
  watched.set(plot, onSight)
  observer.observe(plot)
  return () => {
    watched.delete(plot)
    observer?.unobserve(plot)
  }
})
