// What callbacks switch while they run (`running`). Several calls may hold one prop: the last to end switches it off.

import { propId } from '../wire/ids'
import type { Updates } from '../wire/records'

/** What one call holds switched on, from its start until `release`. */
export interface Hold {
  readonly off: Updates
  readonly keys: ReadonlySet<string>
}

const keysOf = (updates: Updates): string[] =>
  Object.entries(updates).flatMap(([id, props]) => Object.keys(props).map((property) => propId(id, property)))

export class Switches {
  private readonly counts = new Map<string, number>()

  /** A call starts that has just set `on` and is to set `off` at its end. */
  hold(on: Updates, off: Updates): Hold {
    const keys = new Set([...keysOf(on), ...keysOf(off)])
    for (const key of keys) this.counts.set(key, (this.counts.get(key) ?? 0) + 1)
    return { off, keys }
  }

  /** The call has ended: what nobody holds any more is to be set to these values. */
  release({ off, keys }: Hold): Updates {
    for (const key of keys) {
      const count = (this.counts.get(key) ?? 0) - 1
      if (count > 0) this.counts.set(key, count)
      else this.counts.delete(key)
    }
    const free: Updates = {}
    for (const [id, props] of Object.entries(off)) {
      for (const [property, value] of Object.entries(props)) {
        if (!this.counts.has(propId(id, property))) free[id] = { ...free[id], [property]: value }
      }
    }
    return free
  }
}
