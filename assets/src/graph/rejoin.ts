// Jobs that ran before the page was loaded anew are heard again as their components come.

import type { JobOf } from '../wire/records'
import type { Engine } from './engine'
import type { Instance } from './instances'
import { jobKey, type Left } from './jobs'
import { beginning } from './trail'

/** `left` has handles by what names their instances, the oldest first. To be said before the start. */
export function resume(engine: Engine, left: Map<string, string[]>): void {
  engine.left = new Rejoin(engine, left)
}

class Rejoin implements Left {
  constructor(
    private readonly engine: Engine,
    private readonly left: Map<string, string[]>,
  ) {}

  take(key: string): string[] | undefined {
    const handles = this.left.get(key)
    this.left.delete(key)
    return handles
  }

  /** Those that are requested anew find out whether theirs is the same. */
  rejoin(): void {
    if (this.left.size === 0) return
    const { instances, waits } = this.engine
    for (const callback of instances.callbacks.all) {
      if (!callback.dependency.background) continue
      for (const instance of instances.of(callback)) {
        const key = jobKey(instance)
        if (!this.left.has(key) || waits.get(instance)?.pending || !this.isThere(instance)) continue
        for (const handle of this.take(key) ?? []) this.hear(instance, { key, left: [handle], sure: true })
      }
    }
  }

  private isThere(instance: Instance): boolean {
    const { instances } = this.engine
    const { inputs } = instance.callback
    return instances.reaches(instance) && (inputs.length === 0 || instances.inputs(instance).length > 0)
  }

  private hear(instance: Instance, job: JobOf): void {
    const { engine } = this
    const node = engine.waits.pend(instance)
    if (!instance.callback.persistent) engine.noticed.add(node)
    const call = engine.running.get(node)
    if (call) engine.age(node, call)
    engine.begin(node, { changed: new Set(), group: undefined, from: [beginning] }, job)
  }
}
