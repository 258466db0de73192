// What a call's outputs show before it ends (internal/README.md, "Results bit by bit"): values that wait for the next frame, and
// what those on the page have changed, which others hear when the call has ended.

import type { Updates } from '../wire/records'
import { isAct } from './acts'
import type { Call, Engine } from './engine'
import { newsOf } from './initial'
import { isPatch } from './patch'
import { Shown } from './shown'
import type { Node } from './waits'

export interface Screen {
  /** Runs the function once, before the page is drawn next. */
  frame(run: () => void): void
  /** Runs a function that writes deeds, and has them seen before it returns. */
  atOnce(run: () => void): void
}

/** Lets an engine show values before the answer. They wait for the frame that shows them, so that many in one cost as much as the last. */
export function showIn(engine: Engine, { frame, atOnce }: Screen): void {
  const write = (call: Call, updates: Updates): void => {
    arrived(engine, call, updates)
    const effects = engine.writes.write(updates, call.writer)
    if (!effects) return
    call.shown ??= new Shown((id) => engine.components.has(id))
    call.shown.note(effects)
    for (const id of effects.removed) engine.components.delete(id)
    for (const id of effects.added) engine.components.add(id)
    // Edges of new components count at once; what they bring is asked for when the call has ended.
    for (const instance of newsOf(new Set(effects.added), engine.instances).touched) engine.waits.link(instance)
    engine.abandon(effects.removed)
  }
  engine.show = (node: Node, call: Call, updates: Updates): void => {
    if (call.flush) {
      waiting.get(call)?.add(updates)
      return
    }
    const partials = new Partials()
    partials.add(updates)
    waiting.set(call, partials)
    const flush = (): void => {
      if (call.flush === flush) delete call.flush
      for (const next of partials.take()) {
        // What was shown may have removed the component that the call was for.
        if (!engine.isLive(node, call)) return
        const run = () => engine.attempt(call.writer.origin, () => write(call, next))
        const deeds = Object.values(next).some((props) => Object.keys(props).some(isAct))
        if (deeds) atOnce(run)
        else run()
      }
    }
    call.flush = flush
    frame(() => {
      flush()
      engine.wake()
    })
  }
  const waiting = new WeakMap<Call, Partials>()
}

/** An output that shows something is not awaited any more. */
function arrived(engine: Engine, call: Call, updates: Updates): void {
  const here = call.awaited.filter(({ id, property }) => property in (updates[id] ?? {}))
  if (here.length === 0) return
  call.awaited = call.awaited.filter((output) => !here.includes(output))
  engine.loading.add(here, -1)
}

/** Values as they came. A whole value takes the place of what waits for the same prop; patches and deeds wait one after the other. */
export class Partials {
  private waiting: Updates[] = []

  add(updates: Updates): void {
    for (const [id, props] of Object.entries(updates)) {
      for (const [property, value] of Object.entries(props)) {
        if (!isPatch(value) && !isAct(property)) this.forget(id, property)
      }
    }
    this.waiting = this.waiting.filter((before) => Object.keys(before).length > 0)
    this.waiting.push(updates)
  }

  /** All that waits, in the order to be written. */
  take(): Updates[] {
    return this.waiting.splice(0)
  }

  private forget(id: string, property: string): void {
    for (const [at, before] of this.waiting.entries()) {
      const props = before[id]
      if (!props || !(property in props)) continue
      const { [property]: _, ...rest } = props
      const { [id]: __, ...others } = before
      this.waiting[at] = Object.keys(rest).length > 0 ? { ...before, [id]: rest } : others
    }
  }
}
