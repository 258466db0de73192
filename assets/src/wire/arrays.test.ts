import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { decode, stringify } from './arrays'

const spec = (dtype: string, array: ArrayBufferView, shape?: string) => ({
  dtype,
  bdata: Buffer.from(array.buffer as ArrayBuffer, array.byteOffset, array.byteLength).toString('base64'),
  ...(shape && { shape }),
})

describe('typed arrays', () => {
  const kinds = {
    i1: new Int8Array([-1, 127]),
    u1: new Uint8Array([0, 255]),
    u1c: new Uint8ClampedArray([0, 255]),
    i2: new Int16Array([-300]),
    u2: new Uint16Array([65535]),
    i4: new Int32Array([-70000, 1]),
    u4: new Uint32Array([4294967295]),
    f4: new Float32Array([1.5, Number.NaN]),
    f8: new Float64Array([Number.NaN, Number.POSITIVE_INFINITY, -0, 1e-300]),
  }
  for (const [dtype, array] of Object.entries(kinds)) {
    it(`${dtype} arrives as ${array.constructor.name} and goes back as the same bytes`, () => {
      const value = decode({ deep: [{ y: spec(dtype, array) }] }) as { deep: [{ y: typeof array }] }
      const got = value.deep[0].y
      assert.equal(got.constructor, array.constructor)
      assert.deepEqual([...got], [...array])
      assert.deepEqual(JSON.parse(stringify(value)), { deep: [{ y: spec(dtype, array) }] })
    })
  }

  it('decodes without the native function as well as with it', () => {
    const native = (Uint8Array as { fromBase64?: unknown }).fromBase64
    const packed = spec('f8', kinds.f8)
    const calls: string[] = []
    const fake = (text: string) => {
      calls.push(text)
      return new Uint8Array(Buffer.from(text, 'base64'))
    }
    try {
      Object.assign(Uint8Array, { fromBase64: fake })
      assert.deepEqual([...(decode({ ...packed }) as Float64Array)], [...kinds.f8])
    } finally {
      Object.assign(Uint8Array, { fromBase64: native })
    }
    assert.deepEqual(calls, [packed.bdata])
  })

  it('a matrix becomes rows on one buffer, and packs again with its shape', () => {
    const packed = spec('f4', new Float32Array([0, 1, 2, 3, 4, 5]), '2, 3')
    const rows = decode({ ...packed }) as Float32Array[]
    assert.deepEqual(
      rows.map((row) => [...row]),
      [
        [0, 1, 2],
        [3, 4, 5],
      ],
    )
    assert.equal(rows[0]?.buffer, rows[1]?.buffer)
    assert.deepEqual(JSON.parse(stringify(rows)), packed)
  })

  it('a cube becomes rows of rows', () => {
    const cube = decode(spec('u1', new Uint8Array([1, 2, 3, 4, 5, 6, 7, 8]), '2,2,2')) as Uint8Array[][]
    assert.deepEqual([...(cube[1]?.[0] ?? [])], [5, 6])
  })

  it('a list of arrays that is no matrix keeps each on its own', () => {
    const list = [new Int8Array([1]), new Int8Array([2, 3])]
    assert.deepEqual(JSON.parse(stringify(list)), [spec('i1', new Int8Array([1])), spec('i1', new Int8Array([2, 3]))])
  })

  it('a large array survives the way there and back', () => {
    const big = new Float64Array(50_000).map((_, i) => i / 7)
    const back = decode(JSON.parse(stringify({ big }))) as { big: Float64Array }
    assert.deepEqual(back.big, big)
  })

  const wrong: [name: string, value: unknown, message: RegExp][] = [
    ['an unknown dtype', { dtype: 'i8', bdata: '' }, /unknown dtype "i8"/],
    ['bytes that do not divide', { dtype: 'f8', bdata: 'AAAA' }, /3 bytes do not divide into "f8"/],
    ['a shape that does not fit', { dtype: 'u1', bdata: 'AAAA', shape: '2, 2' }, /shape "2, 2" does not fit 3 numbers/],
  ]
  for (const [name, value, message] of wrong) {
    it(`${name} is an error that says so`, () => {
      assert.throws(() => decode(value), message)
    })
  }

  it('leaves everything else as it is', () => {
    const value = { a: [1, 'x', null, true], bdata: 3, b: { dtype: 'f8' } }
    assert.deepEqual(decode(structuredClone(value)), value)
    assert.equal(decode('text'), 'text')
    assert.equal(decode(null), null)
  })
})
