// Numeric columns travel as Plotly typed arrays: {"dtype":"f8","bdata":"<base64>","shape":"rows, cols"}. They are decoded
// once, on arrival, because plotly.js would decode them anew at every draw and take each copy for new data.
// Bytes are little-endian on the wire; so is every machine a browser runs on, hence no swapping.

import { isRecord, type Props } from './records'
import { isTimes, textsOf } from './times'

const constructors = {
  i1: Int8Array,
  u1: Uint8Array,
  u1c: Uint8ClampedArray,
  i2: Int16Array,
  u2: Uint16Array,
  i4: Int32Array,
  u4: Uint32Array,
  f4: Float32Array,
  f8: Float64Array,
}

type Dtype = keyof typeof constructors
export type TypedArray = InstanceType<(typeof constructors)[Dtype]>

// Newer than TypeScript's library: https://tc39.es/proposal-arraybuffer-base64/
interface Base64Native {
  fromBase64?: (text: string) => Uint8Array<ArrayBuffer>
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  const native = (Uint8Array as Base64Native).fromBase64
  if (native) return native.call(Uint8Array, text)
  const binary = atob(text)
  const bytes = new Uint8Array(binary.length)
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i)
  return bytes
}

function textOf(bytes: Uint8Array): string {
  const native = (bytes as { toBase64?: () => string }).toBase64
  if (native) return native.call(bytes)
  const parts: string[] = []
  // Chunks keep the argument list of fromCharCode within the stack.
  for (let i = 0; i < bytes.length; i += 0x8000) {
    parts.push(String.fromCharCode(...bytes.subarray(i, i + 0x8000)))
  }
  return btoa(parts.join(''))
}

export function isTyped(value: unknown): value is TypedArray {
  return ArrayBuffer.isView(value) && !(value instanceof DataView)
}

function isPacked(value: Props): value is Props & { dtype: string; bdata: string } {
  return typeof value.bdata === 'string' && typeof value.dtype === 'string'
}

/** The numbers of one packed array: flat, or rows (or rows of rows) that are views on one buffer. */
export type Column = TypedArray | unknown[]

export type Maker = (typeof constructors)[Dtype]

/** The class of arrays that a dtype names. */
export function makerOf(dtype: unknown): Maker {
  const make = Object.hasOwn(constructors, String(dtype)) && constructors[dtype as Dtype]
  if (!make) throw new Error(`typed array: unknown dtype "${dtype}"`)
  return make
}

/** Cuts a flat array into rows (and rows of rows) that are views on its buffer. */
function rowsOf(flat: TypedArray, shape: number[]): Column {
  const [count = 0, ...rest] = shape
  if (rest.length === 0) return flat
  const length = rest.reduce((a, b) => a * b, 1)
  return Array.from({ length: count }, (_, i) => rowsOf(flat.subarray(i * length, (i + 1) * length), rest))
}

/** A flat array in the shape that the wire gives it, `rows, cols`; without one it stays flat. */
export function shaped(flat: TypedArray, shape: unknown): Column {
  if (shape === undefined) return flat
  const lengths = String(shape).split(',').map(Number)
  if (lengths.reduce((a, b) => a * b, 1) !== flat.length) {
    throw new Error(`typed array: shape "${shape}" does not fit ${flat.length} numbers`)
  }
  return rowsOf(flat, lengths)
}

function unpack(spec: Props & { dtype: string; bdata: string }): unknown {
  const make = makerOf(spec.dtype)
  const bytes = bytesOf(spec.bdata)
  if (bytes.length % make.BYTES_PER_ELEMENT !== 0) {
    throw new Error(`typed array: ${bytes.length} bytes do not divide into "${spec.dtype}"`)
  }
  return shaped(new make(bytes.buffer), spec.shape)
}

/** Replaces every packed array inside a freshly parsed value, in place, and returns the value. `refer` is asked first what an
 * object stands for, if not for itself. */
export function decode(value: unknown, refer?: (object: Props) => unknown): unknown {
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) {
      if (typeof value[i] === 'object') value[i] = decode(value[i], refer)
    }
    return value
  }
  if (!isRecord(value)) return value
  const meant = refer?.(value)
  if (meant !== undefined) return meant
  if (isPacked(value)) return unpack(value)
  for (const key of Object.keys(value)) {
    if (typeof value[key] === 'object') value[key] = decode(value[key], refer)
  }
  return value
}

function dtypeOf(array: TypedArray): Dtype {
  for (const name of Object.keys(constructors) as Dtype[]) {
    if (array instanceof constructors[name]) return name
  }
  throw new Error(`typed array: ${array.constructor.name} has no wire form`)
}

function pack(array: TypedArray): Props {
  return { dtype: dtypeOf(array), bdata: textOf(bytesBelow(array)) }
}

/** True for what rowsOf makes: equally long rows lying one after another on one buffer. */
export function isMatrix(value: unknown): value is [TypedArray, ...TypedArray[]] {
  if (!Array.isArray(value) || !isTyped(value[0])) return false
  const first: TypedArray = value[0]
  return value.every(
    (row, i) =>
      isTyped(row) &&
      row.constructor === first.constructor &&
      row.buffer === first.buffer &&
      row.length === first.length &&
      row.byteOffset === first.byteOffset + i * first.byteLength,
  )
}

/** The memory below an array, or below the rows of a matrix. */
export function bytesBelow(column: TypedArray | [TypedArray, ...TypedArray[]]): Uint8Array {
  if (isTyped(column)) return new Uint8Array(column.buffer, column.byteOffset, column.byteLength)
  const [first] = column
  return new Uint8Array(first.buffer, first.byteOffset, first.byteLength * column.length)
}

/** The bytes of an array or of a matrix whose rows lie one after another; undefined for anything else. */
export function bytesOfColumn(value: unknown): Uint8Array | undefined {
  return isTyped(value) || isMatrix(value) ? bytesBelow(value) : undefined
}

function packMatrix(rows: [TypedArray, ...TypedArray[]]): Props {
  const [first] = rows
  return { dtype: dtypeOf(first), bdata: textOf(bytesBelow(rows)), shape: `${rows.length}, ${first.length}` }
}

/** JSON for the server, with typed arrays packed again, so that NaN and infinities survive the way back, and times as texts. */
export function stringify(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) => {
    if (isTimes(item)) return textsOf(item)
    if (isTyped(item)) return pack(item)
    return isMatrix(item) ? packMatrix(item) : item
  })
}
