// The way into this folder for a page's start: lines of the registry for packages of React components. What is here is in the bundle of every
// page; all else comes when a page first shows a component of a package.

import type { Registered, Registry } from '../view/component'
import type { PackageConfig } from '../wire/records'

/** Draws components of a package, once it is there; see host.tsx. */
export type Load = (namespace: string, files: PackageConfig) => Promise<{ default: unknown }>

/** The registry with those of the packages. A package has one line for all its components, and one more for each of which the page must know
 * something beforehand. */
export function withPackages(registry: Registry, packages: Record<string, PackageConfig> = {}, load: Load): Registry {
  const all: Registry = { ...registry }
  for (const [namespace, files] of Object.entries(packages)) {
    const { children = {}, persisted = {} } = files
    let loading: Promise<{ default: unknown }> | undefined
    const once = (): Promise<{ default: unknown }> => {
      loading ??= load(namespace, files).catch((error: unknown) => {
        loading = undefined
        throw error
      })
      return loading
    }
    const lines: Record<string, Registered> = { '*': { load: once, island: true } }
    for (const type of new Set([...Object.keys(children), ...Object.keys(persisted)])) {
      const line: Registered = { load: once, island: true, slots: children[type] ?? [] }
      if (persisted[type]) line.persisted = persisted[type]
      lines[type] = line
    }
    all[namespace] = lines
  }
  return all
}
