/** One clock for the page. Every call and every edit takes a tick; a prop remembers the tick it was last written at, for as
 * long as its component is on the page. */
export class Versions {
  private clock = 0
  private readonly components = new Map<string, { born: number; written: Map<string, number> }>()

  tick(): number {
    return ++this.clock
  }

  private of(id: string) {
    const known = this.components.get(id)
    if (known) return known
    const fresh = { born: 0, written: new Map<string, number>() }
    this.components.set(id, fresh)
    return fresh
  }

  /** True when something younger than `version` wrote the prop, or when its component came to the page later. */
  newer(version: number, id: string, property: string): boolean {
    const component = this.components.get(id)
    return component !== undefined && Math.max(component.born, component.written.get(property) ?? 0) > version
  }

  write(id: string, property: string, version: number): void {
    this.of(id).written.set(property, version)
  }

  /** A component that comes back under an old id must not get answers meant for the one before. */
  birth(id: string): void {
    this.of(id).born = this.tick()
  }

  /** The component left; if it ever comes back, its birth will be younger than anything known of it now. */
  forget(id: string): void {
    this.components.delete(id)
  }
}
