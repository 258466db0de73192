// The way on which a request came to be: the callbacks whose answers led to it, back to an edit. None of them runs again in
// that chain, which is where circles come to rest. Where several ways lead to one request, only what lies on all of them is
// barred. Trails share their tails, so that a chain of ten thousand calls does not copy ten thousand sets.

import { byOrder, type Callback } from './callbacks'

export interface Trail {
  /** Undefined at the beginning of every way: an edit, or the start of the page. */
  readonly callback: Callback | undefined
  readonly from: readonly Trail[]
  /** None of those barred comes later in the order of the graph; undefined when none is barred. */
  readonly last: Callback | undefined
}

export const beginning: Trail = { callback: undefined, from: [], last: undefined }

const later = (a: Callback, b: Callback | undefined): Callback => (b && byOrder(a, b) < 0 ? b : a)

/** What lies on all the ways lies on the one that reaches least far. */
function leastFar(trails: readonly Trail[]): Callback | undefined {
  let least = trails[0]?.last
  for (const { last } of trails) least = least && last && (byOrder(last, least) < 0 ? last : least)
  return least
}

/** The way on from a callback to which these trails led. */
export function continued(callback: Callback, from: readonly Trail[]): Trail {
  return { callback, from, last: later(callback, leastFar(from)) }
}

/** True when every way from the beginning to here leads through the callback. */
export function passed(trail: Trail, callback: Callback): boolean {
  const seen = new Set<Trail>()
  const ahead = [trail]
  for (let next = ahead.pop(); next; next = ahead.pop()) {
    if (next.callback === callback || seen.has(next)) continue
    // In a graph without circles every step goes up in the order, and this answers at once.
    if (!next.last || byOrder(callback, next.last) > 0) return false
    seen.add(next)
    ahead.push(...next.from)
  }
  return true
}
