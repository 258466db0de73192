// Where components sit inside the props of a component: `children` always, and the paths that the config's
// registry and the config's `children_props` name, in Dash's little grammar: `prop`, `a.b`, `list[].part`, `map{}`.

import { isRecord, type LayoutNode, type Props } from '../wire/records'
import type { Registry } from './component'
import { lineOf } from './load'

export type SlotTable = Record<string, Record<string, string[]>>

/** Changes one slot; `beside` is what stands at the same place in the props it is compared with. */
export type ChangeSlot = (slot: unknown, beside: unknown) => unknown

function part(value: unknown, key: string | number): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string | number, unknown>)[key] : undefined
}

function mapAt(value: unknown, beside: unknown, steps: string[], change: ChangeSlot): unknown {
  const [step, ...rest] = steps
  if (step === undefined) return change(value, beside)
  if (step === '[]') {
    if (!Array.isArray(value)) return value
    const items = value.map((item: unknown, i) => mapAt(item, part(beside, i), rest, change))
    return items.every((item, i) => item === value[i]) ? value : items
  }
  if (!isRecord(value)) return value
  let copy = value
  for (const key of step === '{}' ? Object.keys(value) : [step]) {
    if (value[key] === undefined) continue
    const next = mapAt(value[key], part(beside, key), rest, change)
    if (next !== value[key]) copy = { ...copy, [key]: next }
  }
  return copy
}

/** `options[].label` → `options`, `[]`, `label`. */
function stepsOf(path: string): string[] {
  return path.match(/\[\]|\{\}|[^.[\]{}]+/g) ?? []
}

export class Slots {
  private readonly known = new Map<string, string[][]>()

  constructor(
    private readonly table: SlotTable = {},
    private readonly registry: Registry = {},
  ) {}

  private pathsOf({ namespace, type }: LayoutNode): string[][] {
    const key = `${namespace}.${type}`
    let paths = this.known.get(key)
    if (!paths) {
      const named = [
        ...(lineOf(this.registry, namespace, type)?.slots ?? []),
        ...(lineOf(this.table, namespace, type) ?? []),
      ]
      paths = ['children', ...new Set(named)].map(stepsOf)
      this.known.set(key, paths)
    }
    return paths
  }

  /** True for a prop that holds components, at its top or deeper. */
  holds(node: LayoutNode, property: string): boolean {
    return this.pathsOf(node).some(([first]) => first === property)
  }

  /** Visits every slot's value. */
  each(node: LayoutNode, visit: (slot: unknown) => void): void {
    const look = (slot: unknown): unknown => {
      visit(slot)
      return slot
    }
    this.map(node, node.props, look)
  }

  /** The props with every slot's value changed; the same object when nothing changed. */
  map(node: LayoutNode, props: Props, change: ChangeSlot, beside?: Props): Props {
    let mapped: unknown = props
    for (const steps of this.pathsOf(node)) mapped = mapAt(mapped, beside, steps, change)
    return mapped as Props
  }
}
