// Side updates: what a callback sets beside its outputs, in the three forms that Dash knows (dash-parity 1.7).

import { splitSideKey } from '../wire/ids'
import { isRecord, type SideUpdates, type Updates } from '../wire/records'
import type { Components } from './components'
import { type Match, parseId } from './patterns'

/** Which props of which components are meant. Wildcards are resolved with the MATCH values of the call. */
export function targets(updates: SideUpdates, match: Match, components: Components): Updates {
  const found: Updates = {}
  for (const [key, value] of Object.entries(updates)) {
    const { id, property } = splitSideKey(key)
    const props = property === undefined ? value : { [property]: value }
    if (!isRecord(props)) throw new Error(`A side update of "${key}" needs an object of props.`)
    const place = parseId(id)
    const open = place.pattern?.matchKeys.find((name) => !match.has(name))
    if (open !== undefined)
      throw new Error(`A side update of "${key}" has MATCH for "${open}", which its call has not.`)
    // A plain id stands for itself: these updates may be what brings it.
    for (const target of place.pattern ? components.ids(place, match) : [id]) {
      found[target] = { ...found[target], ...props }
    }
  }
  return found
}
