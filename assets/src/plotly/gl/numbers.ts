// Arithmetic over whole columns. Loops run over Float64Array only, whatever the column is: a loop that has met five kinds of
// arrays is compiled for none of them, and ten times slower. Other kinds are turned by chunks, which is a native copy.

export type TypedArray =
  | Float64Array
  | Float32Array
  | Int32Array
  | Uint32Array
  | Int16Array
  | Uint16Array
  | Int8Array
  | Uint8Array
  | Uint8ClampedArray

export type Numbers = TypedArray | number[]

/** isTyped tells typed arrays of numbers from plain arrays, and from typed arrays of BigInt. */
export function isTyped(value: unknown): value is TypedArray {
  return ArrayBuffer.isView(value) && !(value instanceof DataView) && typeof (value as TypedArray)[0] !== 'bigint'
}

const chunkLength = 8192
const scratch = new Float64Array(chunkLength)

/** Calls visit with all values as chunks of float64, in order; the chunk is only good during the call. */
function chunks(values: TypedArray, visit: (chunk: Float64Array, count: number, start: number) => void): void {
  for (let start = 0; start < values.length; start += chunkLength) {
    const part = values.subarray(start, start + chunkLength)
    if (part instanceof Float64Array) visit(part, part.length, start)
    else {
      scratch.set(part)
      visit(scratch, part.length, start)
    }
  }
}

/**
 * What is known of a column after one pass. min and max are of its finite values, Infinity and -Infinity where there are none;
 * minPositive is the least value above 0. The rest tells whether a column has changed in place since it was last seen.
 */
export interface Summary {
  length: number
  min: number
  max: number
  minPositive: number
  sum: number
  mix: number
  holes: number
}

/** summarize goes once over the columns, as if they were one. */
export function summarize(columns: Iterable<TypedArray>): Summary {
  let [length, min, max, minPositive] = [0, Infinity, -Infinity, Infinity]
  let [sum, mix, holes] = [0, 0, 0]
  let weight = 0
  for (const values of columns) {
    const before = length
    chunks(values, (chunk, count, start) => {
      for (let i = 0; i < count; i++) {
        const v = chunk[i] as number
        if (v - v !== 0) {
          holes += before + start + i + 1
          continue
        }
        if (v < min) min = v
        if (v > max) max = v
        if (v > 0 && v < minPositive) minPositive = v
        sum += v
        // A prime, so that swapped rows of a matrix have other weights.
        weight = weight === 1021 ? 1 : weight + 1
        mix += v * weight
      }
    })
    length += values.length
  }
  return { length, min, max, minPositive, sum, mix, holes }
}

/** sameSummary tells whether a column is, as far as can be seen in a pass, what it was. */
export function sameSummary(a: Summary, b: Summary): boolean {
  return (Object.keys(a) as (keyof Summary)[]).every((key) => Object.is(a[key], b[key]))
}

/** A number as the sum of two float32, which is 48 bits of it: what one float32 cannot tell apart, two can. */
export interface Split {
  hi: TypedArray
  /** undefined where hi is exact. */
  lo: Float32Array | undefined
}

/** Kinds that a graphics card reads as they are, exactly. */
const exact = [Float32Array, Int16Array, Uint16Array, Int8Array, Uint8Array]

/** split makes the pair; columns that are exact in float32 are taken without a copy. */
export function split(values: TypedArray): Split {
  if (exact.some((kind) => values instanceof kind)) return { hi: values, lo: undefined }
  const hi = new Float32Array(values.length)
  const lo = new Float32Array(values.length)
  hi.set(values)
  let needed = false
  chunks(values, (chunk, count, start) => {
    for (let i = 0; i < count; i++) {
      const rest = (chunk[i] as number) - (hi[start + i] as number)
      if (rest - rest === 0 && rest !== 0) {
        lo[start + i] = rest
        needed = true
      }
    }
  })
  return { hi, lo: needed ? lo : undefined }
}

/** split1 is split of one number. */
export function split1(value: number): [hi: number, lo: number] {
  const hi = Math.fround(value)
  return [hi, Number.isFinite(hi) ? Math.fround(value - hi) : 0]
}

/** baseOf is what to take off values before they become float32, which has 24 bits: the least, when more than 12 bits are the same in all. */
export function baseOf({ min, max }: Summary): number {
  const far = Math.max(Math.abs(min), Math.abs(max))
  return Number.isFinite(far) && far > 4096 * (max - min) ? min : 0
}

/** numeric makes a plain array of numbers typed; null and undefined are gaps. Anything else in it gives undefined. */
export function numeric(values: ArrayLike<unknown>): Float64Array | undefined {
  const out = new Float64Array(values.length)
  for (let i = 0; i < out.length; i++) {
    const v = values[i]
    if (typeof v === 'number') out[i] = v
    else if (v === null || v === undefined) out[i] = NaN
    else return undefined
  }
  return out
}

/** loosely is numeric for what a user may have in a matrix: texts of numbers count, all else is a gap. */
export function loosely(values: ArrayLike<unknown>): Float64Array {
  const out = numeric(values)
  if (out) return out
  return Float64Array.from(values as ArrayLike<number>, (v: unknown) => {
    if (typeof v === 'number') return v
    return typeof v === 'string' && v.trim() !== '' ? Number(v) : NaN
  })
}
