// Components that come in files of their own and whose height nobody can say beforehand: the first drawing waits for them, and nothing on the
// page moves when they come.

import type { Registered, Registry } from '../view/component'
import { loadCode, registeredOf } from '../view/load'
import { Slots } from '../view/slots'
import { isNode } from '../wire/records'

/** The room of a component that is as high as what it shows. */
export const unknown = '0px'

/** The longest the page waits, in milliseconds: one that comes later is drawn when it is there. */
const patience = 3000

/** The components in a layout that take room, nobody knows how much, and are not loaded yet: those that hold others, whatever their own. */
export function early(layout: unknown, registry: Registry): Set<Registered> {
  const slots = new Slots({}, registry)
  const found = new Set<Registered>()
  const visit = (slot: unknown): void => {
    if (Array.isArray(slot)) slot.forEach(visit)
    if (!isNode(slot)) return
    const registered = registeredOf(registry, slot)
    const { room } = registered ?? {}
    const waits = room === unknown || (room !== undefined && hasNodes(slot.props.children))
    if (registered?.load && !registered.component && waits) found.add(registered)
    slots.each(slot, visit)
  }
  visit(layout)
  return found
}

const hasNodes = (children: unknown): boolean =>
  isNode(children) || (Array.isArray(children) && children.some(hasNodes))

/** Loads them. One that fails is for the component to tell of, which tries again. */
export async function loadEarly(layout: unknown, registry: Registry, wait = patience): Promise<void> {
  const found = early(layout, registry)
  if (found.size === 0) return
  const loads = [...found].map(async (registered) => {
    try {
      await loadCode(registered)
    } catch {
      // As above.
    }
  })
  let timer: ReturnType<typeof setTimeout> | undefined
  const end = new Promise((resolve) => {
    timer = setTimeout(resolve, wait)
  })
  await Promise.race([Promise.all(loads), end])
  clearTimeout(timer)
}
