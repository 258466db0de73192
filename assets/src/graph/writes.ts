// Writing to the page: what is too old, patches, and what does not differ stay out of it.

import type { Updates } from '../wire/records'
import { anew, differs } from './acts'
import type { Group } from './group'
import type { Prop } from './instances'
import { isPatch, patched, replaces } from './patch'
import type { Read } from './request'
import type { Trail } from './trail'
import { Versions } from './versions'

/** What writing to the page did: props that now differ, and components that came and went with a component tree. */
export interface Effects {
  changed: Prop[]
  added: string[]
  removed: string[]
}

export interface Surface {
  read: Read
  /** Writes the values. Inside a component tree, a prop for which `keep` is true stays as it is on the page. */
  apply(updates: Updates, keep: (id: string, property: string) => boolean): Effects
  fail(error: unknown, callback: string): void
}

export interface Writer {
  /** The callback, for messages. */
  origin: string
  /** Where what it causes came from. */
  trail: Trail
  /** Undefined for values that are switched (`running`): they neither grow old nor make answers old. */
  version?: number
  group?: Group | undefined
  /** A component that is not there is a mistake, not one that has gone meanwhile. */
  named?: boolean
}

export class Writes {
  private readonly versions = new Versions()

  constructor(private readonly surface: Surface) {}

  /** The version of a call or an edit that comes now. */
  tick(): number {
    return this.versions.tick()
  }

  /** A component wrote its own props, which are already on the page. */
  edited(id: string, properties: string[]): void {
    const version = this.versions.tick()
    for (const property of properties) this.versions.write(id, property, version)
  }

  /** Writes to components; undefined when nothing differs afterwards. What is meant for a component that the same updates bring is
   * written once that is there. */
  write(updates: Updates, writer: Writer): Effects | undefined {
    const done: Effects = { changed: [], added: [], removed: [] }
    let left = Object.entries(updates)
    while (left.length > 0) {
      const here = Object.fromEntries(left.filter(([id]) => this.surface.read(id)))
      if (Object.keys(here).length === 0) break
      this.writeTo(here, writer, done)
      left = left.filter(([id]) => !(id in here))
    }
    if (writer.named) {
      for (const [id] of left) {
        this.surface.fail(
          new Error(`Props were set of "${id}", but the page holds no component with this id.`),
          writer.origin,
        )
      }
    }
    return done.changed.length + done.added.length + done.removed.length > 0 ? done : undefined
  }

  private writeTo(updates: Updates, writer: Writer, done: Effects): void {
    const fresh: Updates = {}
    for (const [id, props] of Object.entries(updates)) {
      for (const [property, value] of Object.entries(props)) {
        const next = this.accept(id, property, value, writer)
        if (next) fresh[id] = { ...fresh[id], [property]: next.value }
      }
    }
    if (Object.keys(fresh).length === 0) return
    const { changed, added, removed } = this.surface.apply(fresh, (id, property) => this.old(id, property, writer))
    for (const id of removed) this.versions.forget(id)
    for (const id of added) this.versions.birth(id, writer.version)
    done.changed.push(...changed)
    done.added.push(...added)
    done.removed.push(...removed)
  }

  private reborn(id: string, { version }: Writer): boolean {
    return version !== undefined && this.versions.reborn(version, id)
  }

  private old(id: string, property: string, { version }: Writer): boolean {
    return version !== undefined && this.versions.newer(version, id, property)
  }

  /** The value to store, if any. Rule 3 is the absence of code: a prop that is not in the answer keeps its version. */
  private accept(id: string, property: string, value: unknown, writer: Writer): { value: unknown } | undefined {
    const props = this.surface.read(id)
    // Rule 1. A patch of parts replaces nothing, so it counts whoever wrote in between; only another component is not meant.
    const late = isPatch(value) && !replaces(value) ? this.reborn(id, writer) : this.old(id, property, writer)
    if (!props || late) return undefined
    const present = props[property]
    const next = this.meant(present, value, writer)
    if (!next) return undefined
    if (writer.version !== undefined) this.versions.write(id, property, writer.version)
    writer.group?.give(id, property)
    const given = anew(property, present, next.value)
    return differs(property, present, given) ? { value: given } : undefined // rule 6
  }

  /** A patch means the present value, changed; one that does not fit it changes nothing. */
  private meant(present: unknown, value: unknown, { origin }: Writer): { value: unknown } | undefined {
    if (!isPatch(value)) return { value }
    try {
      return { value: patched(present, value) }
    } catch (error) {
      this.surface.fail(error, origin)
      return undefined
    }
  }
}
