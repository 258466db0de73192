// Loads plotly.js in parts: the core (scatter) once, and the groups of trace types that a figure names.
//
// An unregistered type would silently be drawn as scatter, so nothing may be drawn before plotlyFor has settled.

import { nearest } from './nearest'
import type { Plotly } from './plotly'

/** A figure asks for a trace type that no group of ours holds. */
export class UnknownTraceError extends Error {
  readonly type: string
  constructor(type: string, known: string[]) {
    super(`plotly: unknown trace type "${type}"; did you mean "${nearest(type, known)}"?`)
    this.name = 'UnknownTraceError'
    this.type = type
  }
}

/** A file did not come, which may be better in a moment. */
export class LoadError extends Error {
  constructor(name: string) {
    super(`plotly: cannot load ${name}`)
    this.name = 'LoadError'
  }
}

/** How files come to the page; the tests have their own. */
export interface Fetcher {
  script(name: string): Promise<{ default: unknown }>
  style(name: string): Promise<void>
}

export type Catalogue = typeof DASHI_PLOTLY

/** The address of a file that lies beside the bundle. */
export function assetURL(name: string): string {
  return new URL(`./${name}`, import.meta.url).href
}

const fetcher: Fetcher = {
  script: (name) =>
    import(assetURL(name)).catch(() => {
      throw new LoadError(name)
    }),
  style: (name) =>
    new Promise((resolve, reject) => {
      const link = Object.assign(document.createElement('link'), { rel: 'stylesheet', href: assetURL(name) })
      link.onload = () => resolve()
      link.onerror = () => {
        link.remove()
        reject(new LoadError(name))
      }
      document.head.append(link)
    }),
}

/** newLoader returns a plotlyFor over the given files. */
export function newLoader({ names, types }: Catalogue, files: Fetcher) {
  const groupOf = new Map(Object.entries(types).flatMap(([group, of]) => of.map((type) => [type, group] as const)))
  const loads = new Map<string, Promise<unknown>>()

  /** One load per key for ever, unless it fails: then the next call tries again. */
  function once<T>(key: string, load: () => Promise<T>): Promise<T> {
    const running = loads.get(key) as Promise<T> | undefined
    if (running) return running
    const started = load()
    loads.set(key, started)
    started.catch(() => loads.delete(key))
    return started
  }
  const script = (key: string) => once(key, () => files.script(names[key] ?? ''))
  const style = (key: string) => once(key, () => files.style(names[key] ?? ''))

  function groupsFor(wanted: Iterable<string>): Set<string> {
    const groups = new Set<string>()
    for (const type of wanted) {
      if (type === 'scatter') continue
      const group = groupOf.get(type)
      if (!group) throw new UnknownTraceError(type, ['scatter', ...groupOf.keys()])
      groups.add(group)
    }
    return groups
  }

  async function register(plotly: Plotly, group: string): Promise<void> {
    const modules = await script(group)
    await once(`registered ${group}`, async () => plotly.register(modules.default))
  }

  return async function plotlyFor(wanted: Iterable<string>): Promise<Plotly> {
    const groups = [...groupsFor(wanted)]
    const core = script('core').then((module) => module.default as Plotly)
    // All at once; the groups' files wait for core by importing it.
    const parts: Promise<unknown>[] = [core, style('css'), ...groups.map(script)]
    if (groups.includes('map')) parts.push(style('mapcss'))
    await Promise.all(parts)
    const plotly = await core
    for (const group of groups) await register(plotly, group)
    return plotly
  }
}

/** The folder of map outlines; plotly.js would else ask a server of its makers. */
export const topojsonURL = () => assetURL(`${DASHI_PLOTLY.names.topojson}/`)

/**
 * plotlyFor returns plotly.js with the named trace types ready. The word `calendars` asks for other calendars than the
 * Gregorian. Concurrent calls share their loads; a load that failed is tried again by the next call.
 */
export const plotlyFor = newLoader(DASHI_PLOTLY, fetcher)
