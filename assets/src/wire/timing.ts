// What Server-Timing says (https://www.w3.org/TR/server-timing): `cache;desc="hit", db;dur=5.1;desc="query"`.

export interface Timing {
  name: string
  /** In milliseconds. */
  dur?: number
  desc?: string
}

const token = "[!#$%&'*+.^`|~\\w-]+"
const quoted = '"(?:[^"\\\\]|\\\\.)*"'
const param = `;\\s*(${token})\\s*(?:=\\s*(${token}|${quoted})\\s*)?`
const entry = new RegExp(`\\s*(${token})\\s*((?:${param})*)(?:,|$)`, 'sy')
/** From here to behind the next comma that no quotes hold. Quotes that never close hold all that follows. */
const rest = new RegExp(`(?:${quoted}|"[^]*|[^",])*(?:,|$)`, 'sy')

function unquoted(value: string): string {
  return value[0] === '"' ? value.slice(1, -1).replace(/\\(.)/gs, '$1') : value
}

function read(name: string, params: string): Timing {
  const timing: Timing = { name }
  const seen = new Set<string>()
  for (const [, key = '', value] of params.matchAll(new RegExp(param, 'gs'))) {
    const lower = key.toLowerCase()
    // Of a repeated name the first counts, even where it says nothing.
    if (seen.has(lower)) continue
    seen.add(lower)
    if (value === undefined) continue
    const text = unquoted(value)
    if (lower === 'desc') timing.desc = text
    const dur = text === '' ? Number.NaN : Number(text)
    if (lower === 'dur' && dur >= 0 && Number.isFinite(dur)) timing.dur = dur
  }
  return timing
}

/** The entries in their order. What is malformed is left out, and what stands beside it is not. */
export function parseTiming(text: string): Timing[] {
  const timings: Timing[] = []
  for (let at = 0; at < text.length; ) {
    entry.lastIndex = at
    const match = entry.exec(text)
    if (match) timings.push(read(match[1] ?? '', match[2] ?? ''))
    rest.lastIndex = at
    if (!match) rest.test(text)
    at = match ? entry.lastIndex : rest.lastIndex
  }
  return timings
}
