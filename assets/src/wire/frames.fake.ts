// Frames for tests, built by a slow and obvious reading of internal/README.md ("Frames", "Held columns").
import { deflateRawSync } from 'node:zlib'
import type { TypedArray } from './arrays'

const dtypes: Record<string, string> = {
  ...{ Int8Array: 'i1', Uint8Array: 'u1', Uint8ClampedArray: 'u1c', Int16Array: 'i2', Uint16Array: 'u2' },
  ...{ Int32Array: 'i4', Uint32Array: 'u4', Float32Array: 'f4', Float64Array: 'f8' },
}

/** The hash, by numbers that never overflow. */
export function slowHash(bytes: Uint8Array): string {
  const [p1, p2] = [0x9e3779b1n, 0x85ebca77n]
  const low = (n: bigint) => n & 0xffffffffn
  const rotl13 = (n: bigint) => low(n << 13n) | (n >> 19n)
  let [a, b, c, d] = [0x9e3779b1n, 0x85ebca77n, 0xc2b2ae3dn, 0x27d4eb2fn]
  const round = (w: bigint[]) => {
    a = low(rotl13(low(a + (w[0] ?? 0n) * p2)) * p1 + b)
    b = low(rotl13(low(b + (w[1] ?? 0n) * p2)) * p1 + c)
    c = low(rotl13(low(c + (w[2] ?? 0n) * p2)) * p1 + d)
    d = low(rotl13(low(d + (w[3] ?? 0n) * p2)) * p1 + a)
  }
  for (let at = 0; at < bytes.length; at += 16) {
    const byte = (i: number) => BigInt(bytes[at + i] ?? 0)
    round([0, 4, 8, 12].map((i) => byte(i) + (byte(i + 1) << 8n) + (byte(i + 2) << 16n) + (byte(i + 3) << 24n)))
  }
  round([BigInt(bytes.length), 0n, 0n, 0n])
  for (let i = 0; i < 3; i++) round([0n, 0n, 0n, 0n])
  const digits = (n: bigint) =>
    [0n, 8n, 16n, 24n].map((shift) => ((n >> shift) & 0xffn).toString(16).padStart(2, '0')).join('')
  return [a, b, c, d].map(digits).join('')
}

export type Form = 'plain' | 'planes' | 'left out'

/** Stands in a head for a column. */
export class Section {
  readonly bytes: Uint8Array
  /** The fields of its 48 bytes that a test may falsify. */
  readonly wrong: Partial<
    Record<'place' | 'span' | 'offset' | 'stored' | 'bytes' | 'form' | 'element' | 'kind', number>
  > = {}
  stored?: Uint8Array
  hash: string

  constructor(
    readonly array: TypedArray,
    readonly form: Form = 'plain',
    readonly shape?: string,
    readonly times = false,
  ) {
    this.bytes = new Uint8Array(array.buffer as ArrayBuffer, array.byteOffset, array.byteLength)
    this.hash = form === 'left out' ? slowHash(this.bytes) : '00'.repeat(16)
  }

  falsified(wrong: Section['wrong']): this {
    Object.assign(this.wrong, wrong)
    return this
  }
}

export const numbers = (array: TypedArray, form?: Form, shape?: string) => new Section(array, form, shape)
export const times = (list: number[], form?: Form) => new Section(Float64Array.from(list), form, undefined, true)

const padded = (n: number) => Math.ceil(n / 8) * 8

function planes(bytes: Uint8Array, width: number): Uint8Array {
  const count = bytes.length / width
  return Uint8Array.from(bytes, (_, i) => bytes[(i % count) * width + Math.floor(i / count)] ?? 0)
}

function storedOf({ form, bytes, array, stored }: Section): Uint8Array {
  if (stored) return stored
  if (form === 'left out') return new Uint8Array()
  return form === 'plain' ? bytes : new Uint8Array(deflateRawSync(planes(bytes, array.BYTES_PER_ELEMENT)))
}

/** The head's text, its sections in the order of the text, and where they stand. */
function headOf(value: unknown): { text: string; sections: { section: Section; place: number; span: number }[] } {
  const found: Section[] = []
  const template = JSON.stringify(value, (_key, item: unknown) => {
    if (!(item instanceof Section)) return item
    const at = `@${found.push(item) - 1}@`
    const dtype = dtypes[item.array.constructor.name]
    return item.times ? at : { dtype, bdata: at, ...(item.shape && { shape: item.shape }) }
  })
  const sections: { section: Section; place: number; span: number }[] = []
  let text = ''
  for (const [i, piece] of template.split(/"@\d+@"/).entries()) {
    text += piece
    const section = found[i]
    if (!section) continue
    const reference = section.times ? `{"times":${i}}` : String(i)
    sections.push({ section, place: Buffer.byteLength(text), span: reference.length })
    text += reference
  }
  return { text, sections }
}

/** A frame whose head is the JSON of a value in which sections stand for columns. */
export function frameOf(value: unknown, { deflate = false, text }: { deflate?: boolean; text?: string } = {}) {
  const made = headOf(value)
  const head = Buffer.from(text ?? made.text)
  const deflated = deflateRawSync(head)
  // What is longer than the text would pass for it.
  const stored = deflate && deflated.length < head.length ? deflated : head
  const start = 24 + 48 * made.sections.length
  let end = padded(start + stored.length)
  const placed = made.sections.map((each) => {
    const bytes = storedOf(each.section)
    const offset = end
    end = padded(end + bytes.length)
    return { ...each, stored: bytes, offset }
  })
  const frame = new Uint8Array(end)
  const view = new DataView(frame.buffer)
  frame.set(Buffer.from('DSH1'))
  for (const [i, word] of [end, stored.length, head.length, placed.length, 0].entries()) {
    view.setUint32(4 + 4 * i, word, true)
  }
  frame.set(stored, start)
  for (const [i, { section, place, span, stored, offset }] of placed.entries()) {
    const fields = {
      ...{ place, span, offset, stored: stored.length, bytes: section.bytes.length },
      ...{ form: ['plain', 'planes', 'left out'].indexOf(section.form) },
      ...{ element: section.array.BYTES_PER_ELEMENT, kind: section.times ? 1 : 0 },
      ...section.wrong,
    }
    for (const [n, word] of Object.values(fields).entries()) view.setUint32(24 + 48 * i + 4 * n, word, true)
    frame.set(Buffer.from(section.hash, 'hex'), 24 + 48 * i + 32)
    frame.set(stored, offset)
  }
  return frame
}
