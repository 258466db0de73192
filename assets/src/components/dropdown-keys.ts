import type { Option } from './options'

/** Rows that PageUp and PageDown pass over. */
const page = 8

/** The row that a key leads to, or undefined for a key that does not move. Disabled rows are passed over. */
export function nextActive(key: string, active: number, options: Option[]): number | undefined {
  const last = options.length - 1
  const targets: Record<string, [start: number, direction: 1 | -1]> = {
    ArrowDown: [active + 1, 1],
    ArrowUp: [active <= 0 ? last : active - 1, -1],
    Home: [0, 1],
    End: [last, -1],
    PageDown: [Math.min(active + page, last), -1],
    PageUp: [Math.max(active - page, 0), 1],
  }
  const target = targets[key]
  if (!target) return undefined
  const [start, direction] = target
  // Arrows go round, also past disabled rows at the end; the other keys stop there.
  const steps = key.startsWith('Arrow') ? options.length : direction > 0 ? last - start + 1 : start + 1
  for (let i = 0; i < steps; i++) {
    const at = (start + i * direction + options.length) % options.length
    if (!options[at]?.disabled) return at
  }
  return active
}

/** Characters typed within this time belong together. */
const pause = 700

/** Typing on a menu without a search field jumps to the option that begins with what was typed. */
export class TypeAhead {
  private typed = ''
  private last = 0

  next(char: string, now: number, active: number, texts: string[]): number | undefined {
    this.typed = now - this.last > pause ? char.toLowerCase() : this.typed + char.toLowerCase()
    this.last = now
    // One letter pressed again goes on to the next option with it; a longer word may stay where it is.
    const same = new Set(this.typed).size === 1
    const word = same ? (this.typed[0] ?? '') : this.typed
    const start = same ? active + 1 : Math.max(active, 0)
    for (let i = 0; i < texts.length; i++) {
      const at = (start + i) % texts.length
      if (texts[at]?.startsWith(word)) return at
    }
    return undefined
  }
}
