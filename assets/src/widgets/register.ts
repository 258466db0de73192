// The way into this folder for a page's start: lines of the registry for the app's own modules. What is here is in the bundle of every page; all else
// comes when a page first shows a component of a module.

import type { Registry } from '../view/component'
import type { WidgetConfig } from '../wire/records'

/** Makes a component of a module; see host.tsx. */
export type Load = (path: string, files: WidgetConfig) => Promise<{ default: unknown }>

/** The registry with a line for each module, whatever the types of its components are called. */
export function withWidgets(registry: Registry, widgets: Record<string, WidgetConfig> = {}, load: Load): Registry {
  const all: Registry = { ...registry }
  for (const [path, files] of Object.entries(widgets)) {
    let loading: Promise<{ default: unknown }> | undefined
    // One component for all that ask at the same time: another one later would be drawn anew.
    const once = (): Promise<{ default: unknown }> => {
      loading ??= load(path, files).catch((error: unknown) => {
        loading = undefined
        throw error
      })
      return loading
    }
    all[path] = { '*': { load: once, island: true } }
  }
  return all
}
