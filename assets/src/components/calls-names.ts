// How a developer reads ids: `{index: MATCH, type: row}.children`, not the JSON that travels.

import type { Argument, CallRequest, Dependency, OutputSpec, Props } from '../wire/records'

type Id = string | Props

const word = /^[A-Za-z_][\w-]*$/
const literal = /^(true|false|null|MATCH|ALL|ALLSMALLER)$/

/** One value of a dictionary id; a wildcard is a list of one. Text that could be taken for something else has quotes. */
function spell(value: unknown): string {
  if (Array.isArray(value)) return String(value[0])
  if (typeof value === 'string' && word.test(value) && !literal.test(value)) return value
  return JSON.stringify(value)
}

export function readableId(id: Id): string {
  let dict: unknown = id
  if (typeof id === 'string') {
    if (id[0] !== '{') return id
    try {
      dict = JSON.parse(id)
    } catch {
      return id
    }
  }
  const pairs = Object.entries(dict as Props).map(([key, value]) => `${key}: ${spell(value)}`)
  return `{${pairs.join(', ')}}`
}

/** `id.prop`, with the first signs of the hash where several callbacks share the output. */
export function readableProp(text: string): string {
  const dot = text.lastIndexOf('.')
  if (dot < 0) return text
  const [prop = '', hash] = text.slice(dot + 1).split('@', 2)
  return `${readableId(text.slice(0, dot))}.${prop}${hash ? `@${hash.slice(0, 4)}` : ''}`
}

/** A callback by its outputs or, where it has none, by what it reads. */
export function readableCallback({ output, inputs, no_output }: Dependency): string {
  if (no_output || !output.includes('.')) {
    return `(no output) ← ${inputs.map(({ id, property }) => readableProp(`${id}.${property}`)).join(', ')}`
  }
  const outputs = output.startsWith('..') ? output.slice(2, -2).split('...') : [output]
  return outputs.map(readableProp).join(', ')
}

const isMatch = (value: unknown): boolean => Array.isArray(value) && value[0] === 'MATCH'

function matches(id: string): boolean {
  if (id[0] !== '{') return false
  try {
    return Object.values(JSON.parse(id) as Props).some(isMatch)
  } catch {
    return false
  }
}

/** Lists inside are the components that ALL stands for: they do not tell one instance from another. */
function single(specs: unknown): Id[] {
  const list = Array.isArray(specs) ? specs : [specs]
  return list.flatMap((spec: OutputSpec | Argument | undefined | unknown[]) =>
    spec && !Array.isArray(spec) && typeof spec.id === 'object' ? [spec.id] : [],
  )
}

/** Which instance of a callback with MATCH this call is: the ids of its components, each once. */
export function instanceIds({ output, inputs }: Dependency, request: CallRequest): string[] {
  const outputs = output.startsWith('..') ? output.slice(2, -2).split('...') : [output]
  const byOutputs = outputs.some((text) => matches(text.slice(0, text.lastIndexOf('.'))))
  if (!byOutputs && !inputs.some(({ id }) => matches(id))) return []
  return [...new Set(single(byOutputs ? request.outputs : request.inputs).map(readableId))]
}
