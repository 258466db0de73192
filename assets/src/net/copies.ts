// An answer that is given more than once. Its figures and data stay the same objects, so that the page sees that nothing
// changed; its components do not, for the page keeps their live props in the very objects it is given.

import { isNode, isRecord, type Props } from '../wire/records'

/** The value with components of its own; the very same value where it holds none. */
function withOwnNodes(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.map(withOwnNodes)
    return items.some((item, i) => item !== value[i]) ? items : value
  }
  if (!isRecord(value)) return value
  const copy: Props = {}
  let differs = isNode(value)
  for (const [name, item] of Object.entries(value)) {
    copy[name] = withOwnNodes(item)
    if (copy[name] !== item) differs = true
  }
  return differs ? copy : value
}

/** Gives the value again and again. */
export function giver<T>(value: T): () => T {
  if (withOwnNodes(value) === value) return () => value
  return () => withOwnNodes(value) as T
}
