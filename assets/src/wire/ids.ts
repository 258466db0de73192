// Ids are strings everywhere in the browser: a plain id is itself, a dictionary id (pattern matching) is its canonical
// JSON. Only the request record carries dictionary ids as objects.

import type { Props } from './records'

export function idString(id: unknown): string {
  if (typeof id === 'string') return id
  const dict = id as Props
  const pairs = Object.keys(dict)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${JSON.stringify(dict[key])}`)
  return `{${pairs.join(',')}}`
}

/** The form an id has in a request: an object for a dictionary id. Canonical JSON parses to sorted keys. */
export function idValue(id: string): string | Props {
  return id[0] === '{' ? (JSON.parse(id) as Props) : id
}

export function propId(id: string, property: string): string {
  return `${id}.${property}`
}

/** Splits at the last dot: a dictionary id may hold dots, a property never does. */
export function splitPropId(text: string): { id: string; property: string } {
  const dot = text.lastIndexOf('.')
  return { id: text.slice(0, dot), property: text.slice(dot + 1) }
}

/** Splits the key of a side update, which may name a component or one prop of it. */
export function splitSideKey(key: string): { id: string; property?: string } {
  if (key[0] === '{') return key.endsWith('}') ? { id: key } : splitPropId(key)
  const dot = key.indexOf('.')
  return dot < 0 ? { id: key } : { id: key.slice(0, dot), property: key.slice(dot + 1) }
}

export interface OutputId {
  id: string
  /** The property as registered, with the `@hash` of a duplicate output. */
  property: string
  /** The property it writes. */
  prop: string
}

export interface ParsedOutput {
  multi: boolean
  outputs: OutputId[]
}

/** Reads a callback's id: `a.b`, `..a.x...b.y..`, or a bare hash for a callback without outputs. */
export function parseOutput(output: string): ParsedOutput {
  const multi = output.startsWith('..')
  const items = multi ? output.slice(2, -2).split('...') : output.includes('.') ? [output] : []
  const outputs = items.map((item) => {
    const { id, property } = splitPropId(item)
    return { id, property, prop: property.split('@', 1)[0] ?? property }
  })
  return { multi, outputs }
}
