// What the props of the components of ours have in common.

export type Kind = 'neutral' | 'info' | 'success' | 'warning' | 'danger'

const kinds = new Set(['neutral', 'info', 'success', 'warning', 'danger'])

export const kindOf = (kind: unknown, usual: Kind): Kind => (kinds.has(kind as string) ? (kind as Kind) : usual)

/** The next value of a property that counts. */
export const count = (before: number | undefined): number => (before ?? 0) + 1

/** Steps of the spacing scale. */
const gaps: Record<string, string> = {
  none: '0',
  xs: 'calc(var(--dashi-gap) * 0.25)',
  sm: 'calc(var(--dashi-gap) * 0.5)',
  md: 'var(--dashi-gap)',
  lg: 'calc(var(--dashi-gap) * 1.5)',
  xl: 'calc(var(--dashi-gap) * 2.25)',
}

/** A length as CSS has it: a bare number counts pixels. */
export function lengthOf(value: unknown): string {
  return typeof value === 'number' || /^\d+(\.\d+)?$/.test(String(value)) ? `${value}px` : String(value)
}

/** A step of the scale, or a length. */
export function gapOf(value: unknown): string | undefined {
  if (value === undefined || value === null || value === '') return undefined
  return gaps[String(value)] ?? lengthOf(value)
}
