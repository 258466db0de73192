// Persistence keeps what the user changed over a reload (dash-parity 2.12). A record is [now, as the app gave it]: when the
// app gives something else, the memory is void.

import { equal } from '../graph/equal'
import type { LayoutNode, Props } from '../wire/records'
import type { Registry } from './component'
import { nodeId } from './tree'

const prefix = '_dash_persistence.'

type Record_ = [now: unknown, original?: unknown]

interface Memory {
  getItem(key: string): string | null
  setItem(key: string, value: string): void
  removeItem(key: string): void
}

interface Settings {
  memory: Memory
  keys: [property: string, key: string][]
}

class PageMemory extends Map<string, string> implements Memory {
  getItem(key: string): string | null {
    return this.get(key) ?? null
  }
  setItem(key: string, value: string): void {
    this.set(key, value)
  }
  removeItem(key: string): void {
    this.delete(key)
  }
}

/** Web storage that makes room once by dropping our older records, then falls back to this page's own memory. */
class WebMemory implements Memory {
  private readonly spare = new PageMemory()

  constructor(private readonly storage: () => Storage) {}

  getItem(key: string): string | null {
    try {
      return this.spare.getItem(key) ?? this.storage().getItem(key)
    } catch {
      return this.spare.getItem(key)
    }
  }

  setItem(key: string, value: string): void {
    try {
      this.storage().setItem(key, value)
    } catch {
      try {
        const storage = this.storage()
        for (const old of Object.keys(storage)) if (old.startsWith(prefix)) storage.removeItem(old)
        storage.setItem(key, value)
      } catch {
        this.spare.setItem(key, value)
      }
    }
  }

  removeItem(key: string): void {
    this.spare.removeItem(key)
    try {
      this.storage().removeItem(key)
    } catch {
      // Storage that cannot be reached holds nothing.
    }
  }
}

// JSON has no undefined; Dash writes it as U.
/** Undefined for what is no record of ours: anyone on this site may write to the storage. */
function parse(text: string): Record_ | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return Array.isArray(value) ? (value as Record_) : undefined
  } catch {
    return undefined
  }
}
const write = ([now, original]: Record_): string =>
  JSON.stringify(original === undefined ? [now ?? null] : [now ?? null, original])

export class Persistence {
  private readonly memories: Record<string, Memory> = {
    local: new WebMemory(() => localStorage),
    session: new WebMemory(() => sessionStorage),
    memory: new PageMemory(),
  }

  constructor(private readonly registry: Registry = {}) {}

  private settings(node: LayoutNode, props: Props): Settings | undefined {
    const id = nodeId(node)
    const { persistence, persistence_type, persisted_props } = props
    if (!persistence || id === undefined) return undefined
    const memory = this.memories[String(persistence_type ?? 'local')]
    if (!memory) return undefined
    const names = Array.isArray(persisted_props) ? persisted_props.map(String) : this.usual(node)
    return { memory, keys: names.map((name) => [name, `${prefix}${id}.${name}.${JSON.stringify(persistence)}`]) }
  }

  private usual({ namespace, type }: LayoutNode): string[] {
    return this.registry[namespace]?.[type]?.persisted ?? ['value']
  }

  /** Gives a new node what the user last chose. */
  restore(node: LayoutNode): void {
    const settings = this.settings(node, node.props)
    if (settings) node.props = { ...node.props, ...this.swap(settings, node.props, false) }
  }

  /** Remembers a change; `old` are the props before it. Returns further changes, when the settings themselves changed. */
  changed(node: LayoutNode, old: Props, patch: Props): Props {
    const before = this.settings(node, old)
    const now = this.settings(node, node.props)
    if (['persistence', 'persistence_type', 'persisted_props'].some((name) => !equal(old[name], node.props[name]))) {
      const undone = before ? this.swap(before, node.props, true) : {}
      return { ...undone, ...(now && this.swap(now, { ...node.props, ...undone }, false)) }
    }
    for (const [property, key] of now?.keys ?? []) {
      if (!(property in patch) || equal(old[property], patch[property])) continue
      const stored = now?.memory.getItem(key)
      const record = stored ? parse(stored) : undefined
      now?.memory.setItem(key, write([patch[property], record ? record[1] : old[property]]))
    }
    return {}
  }

  private swap({ memory, keys }: Settings, props: Props, undo: boolean): Props {
    const result: Props = {}
    for (const [property, key] of keys) {
      const stored = memory.getItem(key)
      if (!stored) continue
      const record = parse(stored)
      const [now, original] = record ?? []
      const [from, to] = undo ? [now, original] : [original, now]
      if (record && equal(from, props[property])) result[property] = to
      else memory.removeItem(key)
    }
    return result
  }
}
