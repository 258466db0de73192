// The components of the page by id, and for dictionary ids by what patterns fix of them (patterns.ts).

import {
  below,
  type DictId,
  dictId,
  fixedValue,
  isDict,
  type Match,
  maskOf,
  type Pattern,
  parseDict,
  project,
} from './patterns'

/** A place that names components: a plain id, or a pattern. */
export interface Place {
  id: string
  pattern: Pattern | undefined
}

/** Ids by their projection under one mask. */
type Filed = Map<string, Set<string>>

/** The ids of one shape, filed under each mask that was ever asked for. */
interface Shape {
  ids: Map<string, DictId>
  masks: Map<string, Filed>
}

const none: ReadonlySet<string> = new Set()

export class Components {
  private readonly plain = new Set<string>()
  private readonly dicts = new Map<string, DictId>()
  private readonly shapes = new Map<string, Shape>()

  /** `rank` says where in the layout a component stands. */
  constructor(private readonly rank: (id: string) => number) {}

  add(id: string): void {
    if (!isDict(id)) {
      this.plain.add(id)
      return
    }
    const dict = parseDict(id)
    const shape: Shape = this.shapes.get(dict.shape) ?? { ids: new Map(), masks: new Map() }
    this.shapes.set(dict.shape, shape)
    this.dicts.set(id, dict)
    shape.ids.set(id, dict)
    for (const [mask, filed] of shape.masks) file(filed, project(dict.values, mask), id)
  }

  delete(id: string): void {
    this.plain.delete(id)
    const dict = this.dicts.get(id)
    const shape = dict && this.shapes.get(dict.shape)
    if (!shape) return
    this.dicts.delete(id)
    shape.ids.delete(id)
    for (const [mask, filed] of shape.masks) {
      const key = project(dict.values, mask)
      const ids = filed.get(key)
      ids?.delete(id)
      if (ids?.size === 0) filed.delete(key)
    }
  }

  has(id: string): boolean {
    return this.plain.has(id) || this.dicts.has(id)
  }

  /** A dictionary id taken apart, on the page or not. */
  readonly dict = (id: string): DictId => this.dicts.get(id) ?? parseDict(id)

  /** The components at a place, in no order. A MATCH without value stands for any. */
  ids({ id, pattern }: Place, match: Match): Iterable<string> {
    if (!pattern) return this.has(id) ? [id] : none
    const found = this.under(pattern, match)
    if (pattern.smallerKeys.length === 0) return found
    return [...found].filter((candidate) => below(pattern, this.dict(candidate), match))
  }

  /** The components at a place, in the order of the layout. */
  inOrder(place: Place, match: Match): string[] {
    const ids = [...this.ids(place, match)]
    if (ids.length < 2) return ids
    const ranks = new Map(ids.map((id) => [id, this.rank(id)]))
    return ids.sort((a, b) => (ranks.get(a) ?? 0) - (ranks.get(b) ?? 0))
  }

  some(place: Place, match: Match): boolean {
    for (const _ of this.ids(place, match)) return true
    return false
  }

  private under(pattern: Pattern, match: Match): Iterable<string> {
    const shape = this.shapes.get(pattern.shape)
    if (!shape) return none
    const values = pattern.parts.map((part) => fixedValue(part, match))
    const mask = maskOf(values)
    // Where nothing is open there is one id it can be, and no need of an index of all the others.
    if (!mask.includes('-')) {
      const id = dictId(pattern, values)
      return shape.ids.has(id) ? [id] : none
    }
    let filed = shape.masks.get(mask)
    if (!filed) {
      filed = new Map()
      shape.masks.set(mask, filed)
      for (const [id, dict] of shape.ids) file(filed, project(dict.values, mask), id)
    }
    return filed.get(project(values, mask)) ?? none
  }
}

function file(filed: Filed, key: string, id: string): void {
  const ids = filed.get(key)
  if (ids) ids.add(id)
  else filed.set(key, new Set([id]))
}
