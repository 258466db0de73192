// Callbacks that run as jobs of the server, as far as the engine knows of them.

import type { Instance } from './instances'

/** Jobs that ran when the page was loaded anew, and that nobody hears yet. */
export interface Left {
  /** Hears those whose instances are on the page. */
  rejoin(): void
  /** Handles, the oldest first, of an instance that is called now. */
  take(key: string): string[] | undefined
}

/** Names an instance, the same after the page was loaded anew. */
export function jobKey({ callback: { output, matchKeys }, match }: Instance): string {
  return JSON.stringify([output, ...matchKeys.map((key) => match.get(key))])
}

/** Rule 2 has an exception: the calls of such an instance that a newer one comes after are heard all the same. What counts of their answers is rule 1's
 * matter. */
export function keepsOlder({ callback }: Instance): boolean {
  const { background } = callback.dependency
  return background?.policy !== undefined && background.policy !== 'replace'
}
