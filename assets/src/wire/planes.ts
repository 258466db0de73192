// Columns that travel compressed: deflated (RFC 1951), after their bytes were turned into planes, all first bytes of the elements,
// then all second ones and so on, which are more alike than neighbours are.

/** The elements that planes were made of. */
export function turned(planes: Uint8Array, width: number): Uint8Array<ArrayBuffer> {
  const count = planes.length / width
  const plane = (i: number) => planes.subarray(i * count, (i + 1) * count)
  const out = new Uint8Array(planes.length)
  if (width === 1) out.set(planes)
  else if (width === 2) pairs(new Uint16Array(out.buffer), plane(0), plane(1))
  else {
    const words = new Uint32Array(out.buffer)
    for (let i = 0; i < width; i += 4) {
      quads(words, i / 4, width / 4, [plane(i), plane(i + 1), plane(i + 2), plane(i + 3)])
    }
  }
  return out
}

function pairs(out: Uint16Array, a: Uint8Array, b: Uint8Array): void {
  for (let i = 0; i < a.length; i++) out[i] = (a[i] as number) | ((b[i] as number) << 8)
}

type Quad = [Uint8Array, Uint8Array, Uint8Array, Uint8Array]

/** Every `step`th word, from `at` on. */
function quads(out: Uint32Array, at: number, step: number, [a, b, c, d]: Quad): void {
  for (let i = 0, to = at; i < a.length; i++, to += step) {
    out[to] = (a[i] as number) | ((b[i] as number) << 8) | ((c[i] as number) << 16) | ((d[i] as number) << 24)
  }
}

/** The `length` bytes that were deflated; fails where they are not as many. */
export async function inflate(deflated: Uint8Array<ArrayBuffer>, length: number): Promise<Uint8Array<ArrayBuffer>> {
  const { readable, writable } = new DecompressionStream('deflate-raw')
  const writer = writable.getWriter()
  // What is wrong with the bytes is said when reading, too.
  writer.write(deflated).catch(() => undefined)
  writer.close().catch(() => undefined)
  const out = new Uint8Array(length)
  let at = 0
  const reader = readable.getReader()
  for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
    if (at + chunk.value.length > length) {
      reader.cancel().catch(() => undefined)
      throw new Error(`more than ${length} bytes`)
    }
    out.set(chunk.value, at)
    at += chunk.value.length
  }
  if (at < length) throw new Error(`${at} bytes in place of ${length}`)
  return out
}
