import { propId } from '../wire/ids'

/** One clock for the page. Every call and every edit takes a tick; a prop remembers the tick it was last written at. */
export class Versions {
  private clock = 0
  private readonly written = new Map<string, number>()
  private readonly born = new Map<string, number>()

  tick(): number {
    return ++this.clock
  }

  /** True when something younger than `version` wrote the prop, or when its component came to the page later. */
  newer(version: number, id: string, property: string): boolean {
    return (this.written.get(propId(id, property)) ?? 0) > version || (this.born.get(id) ?? 0) > version
  }

  write(id: string, property: string, version: number): void {
    this.written.set(propId(id, property), version)
  }

  /** A component that comes back under an old id must not get answers meant for the one before. */
  birth(id: string): void {
    this.born.set(id, this.tick())
  }
}
