interface Component {
  born: number
  /** The call that brought it, and may go on to write to it. */
  by: number | undefined
  written: Map<string, number>
}

/** One clock for the page. Every call and every edit takes a tick; a prop remembers the tick it was last written at, for as
 * long as its component is on the page. */
export class Versions {
  private clock = 0
  private readonly components = new Map<string, Component>()

  tick(): number {
    return ++this.clock
  }

  private of(id: string) {
    const known = this.components.get(id)
    if (known) return known
    const fresh: Component = { born: 0, by: undefined, written: new Map() }
    this.components.set(id, fresh)
    return fresh
  }

  /** True when something younger than `version` wrote the prop, or when its component came to the page later. */
  newer(version: number, id: string, property: string): boolean {
    return this.reborn(version, id) || (this.components.get(id)?.written.get(property) ?? 0) > version
  }

  /** True when the component came to the page later, brought by another call. */
  reborn(version: number, id: string): boolean {
    const component = this.components.get(id)
    return component !== undefined && component.by !== version && component.born > version
  }

  write(id: string, property: string, version: number): void {
    const { written } = this.of(id)
    written.set(property, Math.max(version, written.get(property) ?? 0))
  }

  /** A component that comes back under an old id must not get answers meant for the one before; `by` is the version of the call
   * that brought it. */
  birth(id: string, by: number | undefined): void {
    Object.assign(this.of(id), { born: this.tick(), by })
  }

  /** The component left; if it ever comes back, its birth will be younger than anything known of it now. */
  forget(id: string): void {
    this.components.delete(id)
  }
}
