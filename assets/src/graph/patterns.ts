// Ids with wildcards, and how ids find them. A pattern has a shape, its sorted keys, and a mask, those of its keys that are
// fixed; an id can only match patterns of its own shape, and under each mask it has one projection:
//
//   {"index":3,"type":"b"}   shape index,type   mask -x → ["b"]   finds {"index":["ALL"],"type":"b"}
//                                               mask xx → [3,"b"]
//
// So what an event costs grows with the masks of a shape, of which there are a few, and not with patterns or components.

import { idString } from '../wire/ids'

export type Value = string | number | boolean

/** The values that MATCH stands for, by key. */
export type Match = ReadonlyMap<string, Value>

export const unmatched: Match = new Map()

type Wildcard = 'MATCH' | 'ALL' | 'ALLSMALLER'

export interface Part {
  key: string
  /** The key as it stands in an id. */
  name: string
  wildcard: Wildcard | undefined
  /** The fixed value where there is no wildcard. */
  value: Value | undefined
}

export interface Pattern {
  shape: string
  /** One part for each key, sorted. */
  parts: Part[]
  matchKeys: string[]
  smallerKeys: string[]
  /** It stands for any number of components: it holds ALL or ALLSMALLER. */
  multi: boolean
}

export interface DictId {
  shape: string
  /** One value for each key, sorted. */
  values: Value[]
}

export const isDict = (id: string): boolean => id[0] === '{'

const shapeOf = (keys: string[]): string => JSON.stringify(keys)

export function parseDict(id: string): DictId {
  const dict = JSON.parse(id) as Record<string, Value>
  const keys = Object.keys(dict).sort()
  return { shape: shapeOf(keys), values: keys.map((key) => dict[key] as Value) }
}

/** The id with these values for a pattern's keys. */
export function dictId({ parts }: Pattern, values: (Value | undefined)[]): string {
  return `{${parts.map(({ name }, i) => name + JSON.stringify(values[i])).join(',')}}`
}

function partOf(key: string, value: unknown): Part {
  const name = `${JSON.stringify(key)}:`
  return Array.isArray(value)
    ? { key, name, wildcard: value[0] as Wildcard, value: undefined }
    : { key, name, wildcard: undefined, value: value as Value }
}

/** Reads an id of a dependency: a pattern when it holds wildcards, else the id in its canonical form. */
export function parseId(text: string): { id: string; pattern: Pattern | undefined } {
  if (!isDict(text)) return { id: text, pattern: undefined }
  const dict = JSON.parse(text) as Record<string, unknown>
  const keys = Object.keys(dict).sort()
  const parts = keys.map((key) => partOf(key, dict[key]))
  const keysOf = (wildcard: Wildcard) => parts.filter((part) => part.wildcard === wildcard).map(({ key }) => key)
  const id = idString(dict)
  if (parts.every(({ wildcard }) => wildcard === undefined)) return { id, pattern: undefined }
  const multi = parts.some(({ wildcard }) => wildcard === 'ALL' || wildcard === 'ALLSMALLER')
  const pattern = { shape: shapeOf(keys), parts, matchKeys: keysOf('MATCH'), smallerKeys: keysOf('ALLSMALLER'), multi }
  return { id, pattern }
}

/** The values that a component's id gives to MATCH. */
export function bind(pattern: Pattern, { values }: DictId): Match {
  const match = new Map<string, Value>()
  for (const [i, { key, wildcard }] of pattern.parts.entries()) {
    if (wildcard === 'MATCH') match.set(key, values[i] as Value)
  }
  return match
}

const kindOf = (value: Value): number => {
  if (typeof value === 'boolean') return 1
  const numeric = typeof value === 'number' || (value.trim() !== '' && Number.isFinite(Number(value)))
  return numeric ? 0 : 2
}

/** The order of ALLSMALLER: numbers and texts that are numbers, then false and true, then other texts. */
export function smaller(a: Value, b: Value): boolean {
  const kind = kindOf(a)
  if (kind !== kindOf(b)) return kind < kindOf(b)
  return kind === 2 ? a < b : Number(a) < Number(b)
}

/** What a part fixes when MATCH stands for these values; undefined where it leaves any value. */
export function fixedValue({ key, wildcard, value }: Part, match: Match): Value | undefined {
  if (wildcard === undefined) return value
  return wildcard === 'MATCH' ? match.get(key) : undefined
}

/** True for values that ALLSMALLER lets through. */
export function below({ parts, smallerKeys }: Pattern, { values }: DictId, match: Match): boolean {
  if (smallerKeys.length === 0) return true
  return parts.every(({ key, wildcard }, i) => {
    const limit = match.get(key)
    return wildcard !== 'ALLSMALLER' || (limit !== undefined && smaller(values[i] as Value, limit))
  })
}

/** True when the pattern, with these values for MATCH, names the component. */
export function matches(pattern: Pattern, match: Match, dict: DictId): boolean {
  if (pattern.shape !== dict.shape) return false
  const agrees = pattern.parts.every((part, i) => {
    const fixed = fixedValue(part, match)
    return fixed === undefined || fixed === dict.values[i]
  })
  return agrees && below(pattern, dict, match)
}

/** A mask has a sign for each key of its shape: x where it is fixed. */
export const maskOf = (values: (Value | undefined)[]): string =>
  values.reduce<string>((mask, value) => mask + (value === undefined ? '-' : 'x'), '')

/** The values at the places that a mask fixes. JSON tells 1 from "1". */
export function project(values: (Value | undefined)[], mask: string): string {
  return JSON.stringify(values.filter((_, i) => mask[i] === 'x'))
}

/** Things filed under ids and patterns, found by the ids of components. */
export class PatternMap<T> {
  private readonly exact = new Map<string, T[]>()
  private readonly shapes = new Map<string, Map<string, Map<string, T[]>>>()

  add(id: string, pattern: Pattern | undefined, thing: T): void {
    if (!pattern) {
      file(this.exact, id, thing)
      return
    }
    const values = pattern.parts.map(({ value }) => value)
    const mask = maskOf(values)
    const masks = this.shapes.get(pattern.shape) ?? new Map<string, Map<string, T[]>>()
    this.shapes.set(pattern.shape, masks)
    const things = masks.get(mask) ?? new Map<string, T[]>()
    masks.set(mask, things)
    file(things, project(values, mask), thing)
  }

  /** `dict` reads the id where it is a dictionary. */
  find(id: string, dict: (id: string) => DictId): readonly T[] {
    const exact = this.exact.get(id) ?? []
    if (this.shapes.size === 0 || !isDict(id)) return exact
    const { shape, values } = dict(id)
    const masks = this.shapes.get(shape)
    if (!masks) return exact
    const found = [...exact]
    for (const [mask, things] of masks) found.push(...(things.get(project(values, mask)) ?? []))
    return found
  }
}

function file<T>(map: Map<string, T[]>, key: string, thing: T): void {
  const list = map.get(key)
  if (list) list.push(thing)
  else map.set(key, [thing])
}
