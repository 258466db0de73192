// What scripts of the app find on `window`: `dash_clientside`, where they also put their functions, and
// `dash_component_api`.

import { idString } from '../wire/ids'
import { isRecord, type Props } from '../wire/records'
import { built, Patch } from './patch'
import { cleanUrl } from './url'

export type Space = Record<string, unknown>

declare global {
  var dash_clientside: Space | undefined
  var dash_component_api: Space | undefined
}

/** The page, as far as scripts may touch it. */
export interface Host {
  set(id: string | Props, props: Props): void
  read(id: string | Props): Props | undefined
}

/** Returned for an output that is to stay as it is. */
export const noUpdate = Object.freeze({ description: 'Return to prevent updating an Output.' })

/** Thrown, as it is or as an instance, where no output is to change. */
export class PreventUpdate extends Error {
  override name = 'PreventUpdate'
}

function component(id: unknown): string | Props {
  // Dash also takes a path into its own store, which is laid out in another way than ours.
  if (Array.isArray(id)) throw new Error('dashi finds components by id, not by path')
  return id as string | Props
}

/** `window.dash_clientside` as it is now, with our members in it: scripts may replace the object at any time, most with a
 * copy, some with one of their own. What they put there themselves stays. */
export type Present = () => Space

export function installApi(page: Host): Present {
  const members: Space = {
    no_update: noUpdate,
    PreventUpdate,
    Patch,
    clean_url: cleanUrl,
    set_props: (id: unknown, props: Props) => {
      page.set(component(id), Object.fromEntries(Object.entries(props).map(([name, value]) => [name, built(value)])))
    },
  }
  const present: Present = () => {
    globalThis.dash_clientside ??= {}
    const space = globalThis.dash_clientside
    for (const [name, member] of Object.entries(members)) space[name] ??= member
    return space
  }
  present()
  globalThis.dash_component_api = Object.assign(globalThis.dash_component_api ?? {}, {
    /** The component's present props, as `{props}`; undefined when the page does not hold it. */
    getLayout: (id: unknown) => {
      const props = page.read(component(id))
      return props && { props }
    },
    stringifyId: (id: unknown) => (isRecord(id) ? idString(id) : id),
  })
  return present
}
