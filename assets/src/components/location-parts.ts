// The parts of an address that a Location has as props.

const names = ['pathname', 'search', 'hash', 'href'] as const

export type Part = (typeof names)[number]

type Parts = Partial<Record<Part, string | null>>

export function partsOf(address: Record<Part, string>): Record<Part, string> {
  const { pathname, search, hash, href } = address
  return { pathname, search, hash, href }
}

/** Where parts that have changed lead: the whole address where that has, else the present one with these parts in it. Undefined for the place
 * where the page is. */
export function target(before: Parts, now: Parts, address: Record<Part, string>): string | undefined {
  const changed = (name: Part): boolean =>
    (now[name] ?? null) !== null && now[name] !== before[name] && now[name] !== address[name]
  if (changed('href')) return resolved(String(now.href), address.href) === address.href ? undefined : String(now.href)
  if (!changed('pathname') && !changed('search') && !changed('hash')) return undefined
  const url = new URL(address.href)
  for (const name of ['pathname', 'search', 'hash'] as const) if (changed(name)) url[name] = String(now[name])
  return url.href === address.href ? undefined : url.href
}

function resolved(href: string, base: string): string | undefined {
  try {
    return new URL(href, base).href
  } catch {
    return undefined
  }
}
