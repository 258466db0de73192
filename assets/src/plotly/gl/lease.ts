// Buffers and textures in the shared context. Each hangs on the object it was made of (a column, a matrix), is shared by all graphs that
// show that object, and is deleted when the last of them shows it no more.

interface Entry {
  value: unknown
  holders: number
  generation: number
  forget(generation: number): void
}

const entries = new WeakMap<object, Map<string, Entry>>()

/** Lease is what one graph holds. A drawing takes what it needs and then settles: what it did not take is given back. */
export class Lease {
  #held = new Set<Entry>()
  #taken = new Set<Entry>()
  readonly #current: () => number

  /** `current` tells the context's generation, -1 while it is lost: what is of another one is gone already. */
  constructor(current: () => number) {
    this.#current = current
  }

  /** take returns what `make` made of `key` for the slot, now or earlier. A new generation of the context makes all anew. */
  take<T>(key: object, slot: string, make: () => T, drop: (value: T) => void): T {
    const generation = this.#current()
    const slots = entries.get(key) ?? new Map<string, Entry>()
    entries.set(key, slots)
    let entry = slots.get(slot)
    if (!entry || entry.generation !== generation) {
      const value = make()
      const fresh: Entry = {
        value,
        holders: 0,
        generation,
        forget: (now) => {
          if (now === generation) drop(value)
          if (slots.get(slot) === fresh) slots.delete(slot)
        },
      }
      entry = fresh
      slots.set(slot, entry)
    }
    if (!this.#held.has(entry) && !this.#taken.has(entry)) entry.holders++
    this.#taken.add(entry)
    return entry.value as T
  }

  /** settle gives back what was not taken since the last time. */
  settle(): void {
    for (const entry of this.#held) {
      if (this.#taken.has(entry)) continue
      entry.holders--
      if (entry.holders === 0) entry.forget(this.#current())
    }
    this.#held = this.#taken
    this.#taken = new Set()
  }

  /** drop gives back everything. */
  drop(): void {
    this.settle()
    this.settle()
  }
}
