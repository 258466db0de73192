// Values that stay good for a while, as many as there is room for.

const most = 500
const mostSize = 32 << 20
/** One value must not drive out most of the others. */
const largest = 8 << 20

interface Entry<T> {
  value: T
  until: number
  size: number
}

export class Kept<T> {
  /** In the order of their last use, the oldest first. */
  private readonly entries = new Map<string, Entry<T>>()
  private size = 0

  /** `now` is a clock in milliseconds that never goes back. */
  constructor(private readonly now: () => number) {}

  find(key: string): T | undefined {
    const entry = this.entries.get(key)
    if (!entry) return undefined
    this.drop(key)
    if (this.now() >= entry.until) return undefined
    this.put(key, entry)
    return entry.value
  }

  /** `size` is the value's; the key, which may be long too, is counted with it. */
  keep(key: string, value: T, seconds: number, size: number): void {
    this.drop(key)
    if (!(seconds > 0) || key.length + size > largest) return
    this.put(key, { value, until: this.now() + seconds * 1000, size: key.length + size })
    for (const oldest of this.entries.keys()) {
      if (this.entries.size <= most && this.size <= mostSize) break
      this.drop(oldest)
    }
  }

  private put(key: string, entry: Entry<T>): void {
    this.entries.set(key, entry)
    this.size += entry.size
  }

  private drop(key: string): void {
    this.size -= this.entries.get(key)?.size ?? 0
    this.entries.delete(key)
  }
}
