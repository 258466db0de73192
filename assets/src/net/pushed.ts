// What is pushed, gathered until the next frame: the page is written to no oftener than it is drawn.

import { isRecord, type SideUpdates } from '../wire/records'

/** Props whose values say what is to be done, each by itself (graph/acts.ts). */
const deeds = new Set(['extendData', 'prependData'])

const patchMark = '__dash_patch_update'

/** While the tab is hidden there are no frames. */
const hiddenPause = 1000

interface Patch {
  operations: unknown[]
}

const isPatch = (value: unknown): value is Patch => isRecord(value) && patchMark in value

/** Runs a function at the next frame, or soon where none will come; returns what takes that back. */
export function nextFrame(run: () => void): () => void {
  if (document.visibilityState === 'hidden') {
    const timer = setTimeout(run, hiddenPause)
    return () => clearTimeout(timer)
  }
  const frame = requestAnimationFrame(run)
  return () => cancelAnimationFrame(frame)
}

export class Pushed {
  /** By id and prop, what is to be written one after another: a value, patches, deeds. */
  private waiting = new Map<string, Map<string, unknown[]>>()
  private cancel: (() => void) | undefined

  constructor(
    private readonly apply: (updates: SideUpdates) => void,
    private readonly schedule = nextFrame,
  ) {}

  add(updates: SideUpdates): void {
    for (const [id, props] of Object.entries(updates)) {
      if (!isRecord(props)) continue
      const held = this.waiting.get(id) ?? new Map<string, unknown[]>()
      // What comes last stands last: a wildcard and an id may mean the same prop.
      this.waiting.delete(id)
      this.waiting.set(id, held)
      for (const [name, value] of Object.entries(props)) held.set(name, joined(name, held.get(name), value))
    }
    if (this.waiting.size > 0) this.cancel ??= this.schedule(this.flush)
  }

  /** The tab is shown or hidden: what was awaited may not come. */
  hurry(): void {
    if (!this.cancel) return
    this.cancel()
    this.cancel = this.schedule(this.flush)
  }

  private readonly flush = (): void => {
    this.cancel = undefined
    const round: SideUpdates = {}
    for (const [id, held] of this.waiting) {
      const props: Record<string, unknown> = {}
      for (const [name, values] of held) {
        props[name] = values.shift()
        if (values.length === 0) held.delete(name)
      }
      round[id] = props
      if (held.size === 0) this.waiting.delete(id)
    }
    this.apply(round)
    // A deed is done when its component has been drawn, the next one after that.
    if (this.waiting.size > 0) this.cancel ??= this.schedule(this.flush)
  }
}

/** What is to be written of a prop when a value comes: the latest one alone, unless what was before it counts as well. */
function joined(name: string, before: unknown[] = [], value: unknown): unknown[] {
  if (deeds.has(name)) return [...before, value]
  if (!isPatch(value)) return [value]
  const last = before.at(-1)
  if (!isPatch(last)) return [...before, value]
  return [...before.slice(0, -1), { ...last, operations: [...last.operations, ...value.operations] }]
}
