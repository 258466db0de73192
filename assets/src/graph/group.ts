// The initial calls that came to be together.

import { propId } from '../wire/ids'
import { byOrder, type Callback } from './callbacks'
import type { Instance, Prop } from './instances'

export class Group {
  /** What the group may give, by the first callback that may give it. */
  private readonly promised = new Map<string, Callback>()
  private readonly given = new Set<string>()

  promise({ callback }: Instance, outputs: Prop[]): void {
    for (const { id, property } of outputs) {
      const key = propId(id, property)
      const other = this.promised.get(key)
      if (!other || byOrder(callback, other) < 0) this.promised.set(key, callback)
    }
  }

  give(id: string, property: string): void {
    this.given.add(propId(id, property))
  }

  /** A call whose every input was to come from callbacks before it, none of which gave a value, has nothing to work on: this
   * is how PreventUpdate and errors stop a chain. A call that only reads lists works on whatever is there. */
  starves({ callback }: Instance, inputs: Prop[]): boolean {
    if (callback.inputs.every((input) => input.multi)) return false
    return inputs.every(({ id, property }) => {
      const key = propId(id, property)
      const giver = this.promised.get(key)
      return giver !== undefined && byOrder(giver, callback) < 0 && !this.given.has(key)
    })
  }
}
