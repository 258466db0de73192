// What the parts of an answer that were shown before it have done to the page.

import { propId } from '../wire/ids'
import type { Prop } from './instances'
import type { Effects } from './writes'

/** What several writes did, taken together. */
export class Shown {
  private readonly changed = new Map<string, Prop>()
  private readonly added = new Set<string>()
  private readonly removed = new Set<string>()

  /** `here` tells whether a component is on the page. */
  constructor(private readonly here: (id: string) => boolean) {}

  note({ changed, added, removed }: Effects): void {
    for (const prop of changed) this.changed.set(propId(prop.id, prop.property), prop)
    for (const id of removed) {
      this.removed.add(id)
      this.added.delete(id)
    }
    for (const id of added) this.added.add(id)
  }

  /** Components that went and came again under the same id are new ones. */
  effects(): Effects {
    return {
      changed: [...this.changed.values()].filter(({ id }) => this.here(id)),
      added: [...this.added].filter(this.here),
      removed: [...this.removed].filter((id) => !this.here(id)),
    }
  }
}
