// Persistence keeps what the user changed over a reload (dash-parity 2.12). A record is [now, as the app gave it]: when the
// app gives something else, the memory is void.

import { equal } from '../graph/equal'
import { isRecord, type LayoutNode, type Props } from '../wire/records'
import type { Registry } from './component'
import { lineOf } from './load'
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
  keys: [name: string, key: string][]
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

/** Undefined for what is no record of ours: anyone on this site may write to the storage. */
function parse(text: string): Record_ | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return Array.isArray(value) ? (value as Record_) : undefined
  } catch {
    return undefined
  }
}
// JSON has no undefined: where there was no value, none is written.
const write = ([now, original]: Record_): string =>
  JSON.stringify(original === undefined ? [now ?? null] : [now ?? null, original])

// A persisted prop may be a piece of one: `columns.name` is the name of each of the columns, `layout.title` the title of the layout.

function propOf(name: string): string {
  return name.split('.', 1)[0] ?? name
}

function pieceOf(props: Props, name: string): unknown {
  const property = propOf(name)
  const whole = props[property]
  if (property === name) return whole
  const piece = name.slice(property.length + 1)
  if (Array.isArray(whole)) return whole.map((item: unknown) => (isRecord(item) ? item[piece] : undefined))
  return isRecord(whole) ? whole[piece] : undefined
}

/** The prop with its piece replaced. */
function withPiece(props: Props, name: string, to: unknown): unknown {
  const property = propOf(name)
  if (property === name) return to
  const whole = props[property]
  const piece = name.slice(property.length + 1)
  const put = (item: unknown, value: unknown): unknown => (isRecord(item) ? { ...item, [piece]: value } : item)
  if (Array.isArray(whole)) return Array.isArray(to) ? whole.map((item: unknown, i) => put(item, to[i])) : whole
  return put(whole, to)
}

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
    return lineOf(this.registry, namespace, type)?.persisted ?? ['value']
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
    for (const [name, key] of now?.keys ?? []) {
      const [was, is] = [pieceOf(old, name), pieceOf(node.props, name)]
      if (!(propOf(name) in patch) || equal(was, is)) continue
      const stored = now?.memory.getItem(key)
      const record = stored ? parse(stored) : undefined
      now?.memory.setItem(key, write([is, record ? record[1] : was]))
    }
    return {}
  }

  private swap({ memory, keys }: Settings, props: Props, undo: boolean): Props {
    const result: Props = {}
    for (const [name, key] of keys) {
      const stored = memory.getItem(key)
      if (!stored) continue
      const record = parse(stored)
      const [now, original] = record ?? []
      const [from, to] = undo ? [now, original] : [original, now]
      const property = propOf(name)
      const present = property in result ? result : props
      if (record && equal(from, pieceOf(present, name))) result[property] = withPiece(present, name, to)
      else memory.removeItem(key)
    }
    return result
  }
}
