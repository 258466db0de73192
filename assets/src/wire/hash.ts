// The hash by which browser and server tell versions of a column apart (internal/README.md, "Held columns").

const p1 = 0x9e3779b1 | 0
const p2 = 0x85ebca77 | 0

/** The bytes as words, with zeros behind the last; a copy only where they do not lie right or do not divide into rounds. */
function wordsOf(bytes: Uint8Array): { words: Int32Array; rest: Int32Array } {
  const whole = bytes.length & ~15
  const rest = new Uint8Array(16)
  rest.set(bytes.subarray(whole))
  const { buffer, byteOffset } = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice(0, whole)
  return { words: new Int32Array(buffer, byteOffset, whole / 4), rest: new Int32Array(rest.buffer) }
}

/** Takes words into the lanes, four in each round. */
function rounds(lanes: Int32Array, words: Int32Array): void {
  let [a = 0, b = 0, c = 0, d = 0] = lanes
  for (let i = 0; i < words.length; i += 4) {
    a = (a + Math.imul(words[i] as number, p2)) | 0
    a = (Math.imul((a << 13) | (a >>> 19), p1) + b) | 0
    b = (b + Math.imul(words[i + 1] as number, p2)) | 0
    b = (Math.imul((b << 13) | (b >>> 19), p1) + c) | 0
    c = (c + Math.imul(words[i + 2] as number, p2)) | 0
    c = (Math.imul((c << 13) | (c >>> 19), p1) + d) | 0
    d = (d + Math.imul(words[i + 3] as number, p2)) | 0
    d = (Math.imul((d << 13) | (d >>> 19), p1) + a) | 0
  }
  lanes.set([a, b, c, d])
}

export const hexOf = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')

/** As 32 hexadecimal digits. */
export function hash(bytes: Uint8Array): string {
  const lanes = Int32Array.of(p1, p2, 0xc2b2ae3d, 0x27d4eb2f)
  const { words, rest } = wordsOf(bytes)
  rounds(lanes, words)
  if (bytes.length % 16 > 0) rounds(lanes, rest)
  const end = new Int32Array(16)
  end[0] = bytes.length
  rounds(lanes, end)
  return hexOf(new Uint8Array(lanes.buffer))
}
