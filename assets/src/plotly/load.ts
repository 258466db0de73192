// Loads plotly.js in parts: the core (scatter) once, and the groups of trace types and parts of layouts that a figure names.
//
// An unregistered type would silently be drawn as scatter, and an unregistered part of a layout not at all, so nothing may be
// drawn before plotlyFor has settled.

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
      const href = assetURL(name)
      // The page links the style sheets of graphs it has from the start.
      if ([...document.styleSheets].some((sheet) => sheet.href === href)) return resolve()
      const link = Object.assign(document.createElement('link'), { rel: 'stylesheet', href })
      link.onload = () => resolve()
      link.onerror = () => {
        link.remove()
        reject(new LoadError(name))
      }
      document.head.append(link)
    }),
}

/** newLoader returns a plotlyFor over the given files. */
export function newLoader({ names, types, builtOn = {}, also = {} }: Catalogue, files: Fetcher) {
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
      for (const word of [type, ...(also[type] ?? [])]) {
        const group = groupOf.get(word)
        if (!group) throw new UnknownTraceError(word, ['scatter', ...groupOf.keys()].filter(isTrace))
        groups.add(group)
      }
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
    // All at once; the groups' files wait for those they stand on by importing them.
    const files = new Set(groups.flatMap((group) => [...(builtOn[group] ?? []), group]))
    const parts: Promise<unknown>[] = [core, style('css'), ...[...files].map(script)]
    if (groups.includes('map')) parts.push(style('mapcss'))
    await Promise.all(parts)
    const plotly = await core
    for (const group of groups) await register(plotly, group)
    return plotly
  }
}

/** Of the words that groups know, those that stand for a part of the layout are not suggested as trace types. */
const isTrace = (word: string) => word !== 'calendars' && !word.startsWith('layout.')

/** The folder of map outlines; plotly.js would else ask a server of its makers. */
export const topojsonURL = () => assetURL(`${DASHI_PLOTLY.names.topojson}/`)

/**
 * plotlyFor returns plotly.js with the named trace types ready, and with the parts of layouts named by words such as
 * `layout.sliders` (groups.mjs). The word `calendars` asks for other calendars than the Gregorian. Concurrent calls share their loads; a load that failed is tried again by the next call.
 */
export const plotlyFor = newLoader(DASHI_PLOTLY, fetcher)
