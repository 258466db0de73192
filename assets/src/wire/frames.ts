// A frame (internal/README.md, "Frames"): the JSON of an answer, and beside it the bytes of its columns, which become typed
// arrays without being copied or written as text. Integers are little-endian; so is every machine a browser runs on.

import { bytesOfColumn, type Column, decode, isTyped, type Maker, makerOf, shaped, type TypedArray } from './arrays'
import { named, nameOf } from './columns'
import { CallError } from './errors'
import { hexOf } from './hash'
import { inflate, turned } from './planes'
import { isRecord, type Props } from './records'
import { Times } from './times'

/** The columns that the page said it holds, by their names. */
export type Held = ReadonlyMap<string, Column>

const magic = 0x31485344 // DSH1
const fixed = 24
const perSection = 48
const deflatedPlanes = 1
const leftOut = 2
const kindTimes = 1
const much = 1 << 20

/** The key of the object that takes the place of a reference: no user's data has it, for it is another in each page. */
const mark = `section ${Math.random()}`

const bad = (what: string): CallError =>
  new CallError({ code: 'bad_answer', message: `the server answered with a frame that cannot be read: ${what}` })

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** How long a frame is, by its first 8 bytes. */
export function frameLength(start: Uint8Array): number {
  const view = new DataView(start.buffer, start.byteOffset, 8)
  if (view.getUint32(0, true) !== magic) throw bad('it does not begin with DSH1')
  const length = view.getUint32(4, true)
  if (length < fixed || length % 8 !== 0) throw bad(`its length is ${length}`)
  return length
}

interface Section {
  place: number
  span: number
  form: number
  element: number
  times: boolean
  /** Of the column. */
  bytes: number
  /** Zeros where it was not needed. */
  hash: Uint8Array
  /** What lies in the frame. */
  stored: Uint8Array<ArrayBuffer>
  /** The column itself, where it had to be inflated, or why that failed. */
  inflated?: Uint8Array<ArrayBuffer>
  failure?: string
}

export class Frame {
  /** In bytes, as it came. */
  readonly size: number
  /** In bytes, as it is held in memory: the head's text and the columns. */
  readonly weight: number
  private readonly sections: Section[]
  private head: Uint8Array<ArrayBuffer>
  private readonly headBytes: number

  /** `bytes` is one whole frame, at a multiple of 8 in its buffer. Throws a CallError where it is none. */
  constructor(private readonly bytes: Uint8Array<ArrayBuffer>) {
    this.size = bytes.length
    if (bytes.length < fixed || frameLength(bytes) !== bytes.length) throw bad(`it is ${bytes.length} bytes`)
    if (bytes.byteOffset % 8 !== 0) throw bad(`it lies at ${bytes.byteOffset}`)
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
    const [stored = 0, text = 0, count = 0] = [8, 12, 16].map((at) => view.getUint32(at, true))
    const start = fixed + count * perSection
    if (start + stored > bytes.length || text < stored) throw bad(`${count} sections and a head of ${stored} bytes`)
    this.head = bytes.subarray(start, start + stored)
    this.headBytes = text
    this.sections = Array.from({ length: count }, (_, i) => this.section(view, i, start + stored))
    this.weight = this.sections.reduce((sum, { bytes }) => sum + bytes, text)
  }

  private section(view: DataView, i: number, from: number): Section {
    const at = fixed + i * perSection
    const word = (n: number) => view.getUint32(at + n, true)
    const [offset, stored, bytes, form, element, kind] = [word(8), word(12), word(16), word(20), word(24), word(28)]
    const wrong = (what: string) => bad(`section ${i} ${what}`)
    if (word(0) + word(4) > this.headBytes) throw wrong('stands for what is not in the head')
    if (![1, 2, 4, 8].includes(element) || bytes % element !== 0) throw wrong(`has elements of ${element} bytes`)
    if (kind > kindTimes || (kind === kindTimes && element !== 8)) throw wrong(`is of the kind ${kind}`)
    if (form > leftOut) throw wrong(`has the form ${form}`)
    const fits = form === 0 ? stored === bytes : form === leftOut ? stored === 0 : stored > 0
    const lies = form === leftOut || (offset % 8 === 0 && offset >= from && offset + stored <= this.bytes.length)
    if (!fits || !lies) throw wrong(`has ${stored} of ${bytes} bytes at ${offset}`)
    return {
      ...{ place: word(0), span: word(4), form, element, times: kind === kindTimes, bytes },
      hash: this.bytes.subarray(at + 32, at + perSection),
      stored: this.bytes.subarray(offset, offset + stored),
    }
  }

  /** True where `unpack` has to be awaited before anything is read. */
  get packed(): boolean {
    return this.head.length < this.headBytes || this.sections.some(({ form }) => form === deflatedPlanes)
  }

  /** Inflates what is deflated. A column that cannot be is no failure before it is asked for. */
  async unpack(): Promise<void> {
    const columns = this.sections.filter(({ form }) => form === deflatedPlanes).map(inflateSection)
    if (this.head.length < this.headBytes) {
      try {
        this.head = await inflate(this.head, this.headBytes)
      } catch (error) {
        throw bad(`its head, ${messageOf(error)}`)
      }
    }
    await Promise.all(columns)
  }

  /** The head's JSON, in which columns are not there yet. */
  json(): unknown {
    try {
      return JSON.parse(this.marked())
    } catch (error) {
      throw error instanceof SyntaxError ? bad('its head is not JSON') : error
    }
  }

  /** Puts the columns into what `json` has given, or a part of that, and returns it. */
  fill(value: unknown, held: Held): unknown {
    try {
      return decode(value, (object) => this.referred(object, held))
    } catch (error) {
      throw error instanceof CallError ? error : bad(messageOf(error))
    }
  }

  /** The head's text with marks for references. They are found by place, for data may look like them. */
  private marked(): string {
    const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
    const text = (from: number, to: number) => decoder.decode(this.head.subarray(from, to))
    const parts: string[] = []
    let end = 0
    for (const [i, { place, span, times }] of [...this.sections.entries()].sort(([, a], [, b]) => a.place - b.place)) {
      const [want, got] = [times ? `{"times":${i}}` : String(i), text(place, place + span)]
      if (place < end || want !== got) throw bad(`section ${i} stands for ${JSON.stringify(got)} in place of ${want}`)
      parts.push(text(end, place), `{${JSON.stringify(mark)}:${i}}`)
      end = place + span
    }
    return parts.join('') + text(end, this.head.length)
  }

  /** The column that an object of the head stands for, if it does. */
  private referred(object: Props, held: Held): unknown {
    const times = object[mark]
    if (times !== undefined) return this.column(Number(times), Times, undefined, held)
    const { bdata } = object
    if (!isRecord(bdata) || bdata[mark] === undefined) return undefined
    return this.column(Number(bdata[mark]), makerOf(object.dtype), object.shape, held)
  }

  private column(i: number, make: Maker, shape: unknown, held: Held): Column {
    const section = this.sections[i] as Section
    const { element, times, bytes, form, failure } = section
    if (failure) throw bad(`section ${i}, ${failure}`)
    if (element !== make.BYTES_PER_ELEMENT || times !== (make === Times)) {
      throw bad(`section ${i} has elements of ${element} bytes, which are no ${make.name}`)
    }
    if (form === leftOut) {
      const column = held.get(nameOf(bytes, hexOf(section.hash)))
      if (!column) throw bad(`section ${i} was left out, and the page does not hold it`)
      return asAsked(column, make, shape)
    }
    const column = shaped(viewOf(section.inflated ?? apart(section.stored), make), shape)
    if (section.hash.some((byte) => byte !== 0)) named(column, nameOf(bytes, hexOf(section.hash)))
    return column
  }
}

/** Kept by itself where it is a small part of much: it may stay when the rest has gone, and would hold all of that in memory. */
function apart(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const { byteLength } = bytes.buffer
  return byteLength > much && bytes.length * 4 < byteLength ? bytes.slice() : bytes
}

async function inflateSection(section: Section): Promise<void> {
  try {
    section.inflated = turned(await inflate(section.stored, section.bytes), section.element)
  } catch (error) {
    section.failure = messageOf(error)
  }
}

function viewOf({ buffer, byteOffset, length }: Uint8Array<ArrayBuffer>, make: Maker): TypedArray {
  return new make(buffer, byteOffset, length / make.BYTES_PER_ELEMENT)
}

/** A held column as it is, by which the page sees that nothing changed; where the same bytes now mean something else, a view. */
function asAsked(column: Column, make: Maker, shape: unknown): Column {
  const bytes = bytesOfColumn(column) as Uint8Array<ArrayBuffer>
  const asked = shaped(viewOf(bytes.byteOffset % make.BYTES_PER_ELEMENT ? bytes.slice() : bytes, make), shape)
  return alike(column, asked) ? column : asked
}

/** Of the same kind and shape. */
function alike(a: unknown, b: unknown): boolean {
  if (isTyped(a)) return isTyped(b) && a.constructor === b.constructor && a.length === b.length
  return Array.isArray(a) && Array.isArray(b) && a.length === b.length && alike(a[0], b[0])
}
