import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { deflateRawSync } from 'node:zlib'
import { type Column, stringify } from './arrays'
import { nameOfColumn } from './columns'
import { CallError } from './errors'
import { Frame, type Held } from './frames'
import { frameOf, numbers, Section, slowHash, times } from './frames.fake'
import { Times } from './times'

async function read(bytes: Uint8Array<ArrayBuffer>, held: Held = new Map()): Promise<unknown> {
  const frame = new Frame(bytes)
  if (frame.packed) await frame.unpack()
  return frame.fill(frame.json(), held)
}

async function failure(run: () => unknown): Promise<CallError> {
  try {
    await run()
  } catch (error) {
    assert.ok(error instanceof CallError, `a CallError, not ${error}`)
    assert.equal(error.code, 'bad_answer')
    return error
  }
  throw new Error('nothing failed')
}

const holding = (...columns: object[]): Held =>
  new Map(columns.map((column) => [nameOfColumn(column as Column), column as Column]))

const kinds = [
  new Int8Array([-1, 127]),
  new Uint8Array([0, 255, 3]),
  new Uint8ClampedArray([0, 255]),
  new Int16Array([-300, 7]),
  new Uint16Array([65535]),
  new Int32Array([-70000, 1]),
  new Uint32Array([4294967295, 0]),
  new Float32Array([1.5, Number.NaN]),
  new Float64Array([Number.NaN, Number.POSITIVE_INFINITY, -0, 1e-300]),
]

describe('a frame', () => {
  for (const form of ['plain', 'planes'] as const) {
    for (const array of kinds) {
      it(`brings ${array.constructor.name}, ${form}, which goes back as the same bytes`, async () => {
        const got = (await read(frameOf({ deep: [{ y: numbers(array, form) }] }))) as { deep: [{ y: typeof array }] }
        assert.deepEqual(got.deep[0].y, array)
        assert.equal(
          JSON.parse(stringify(got)).deep[0].y.bdata,
          Buffer.from(array.buffer as ArrayBuffer).toString('base64'),
        )
      })
    }
  }

  it('is read without a wait and without a copy where nothing is deflated', () => {
    const bytes = frameOf({ a: numbers(Uint8Array.of(1, 2, 3)), b: numbers(Float64Array.of(4, 5)) })
    const frame = new Frame(bytes)
    assert.equal(frame.packed, false)
    const { a, b } = frame.fill(frame.json(), new Map()) as { a: Uint8Array; b: Float64Array }
    assert.ok(a.buffer === bytes.buffer && b.buffer === bytes.buffer)
    bytes[a.byteOffset] = 9
    assert.deepEqual([...a, ...b], [9, 2, 3, 4, 5])
  })

  it('keeps a small column of a large one apart, so that it does not hold the memory of all', async () => {
    const [small, large] = [Float64Array.of(1, 2), new Float64Array(1 << 18)]
    const bytes = frameOf({ small: numbers(small), large: numbers(large) })
    const got = (await read(bytes)) as { small: Float64Array; large: Float64Array }
    assert.deepEqual(got.small, small)
    assert.equal(got.small.buffer.byteLength, 16)
    assert.equal(got.large.buffer, bytes.buffer)
  })

  it('may lie behind others in one buffer', () => {
    const one = frameOf({ y: numbers(Float64Array.of(1, 2)) })
    const both = new Uint8Array(one.length * 2)
    both.set(one)
    both.set(one, one.length)
    const frame = new Frame(both.subarray(one.length))
    assert.deepEqual(frame.fill(frame.json(), new Map()), { y: Float64Array.of(1, 2) })
  })

  it('knows its size, and the room that its columns take', async () => {
    const column = new Float64Array(1000)
    const bytes = frameOf({ y: numbers(column, 'planes'), z: numbers(column, 'left out') }, { deflate: true })
    const frame = new Frame(bytes)
    assert.ok(frame.packed)
    assert.equal(frame.size, bytes.length)
    assert.equal(frame.weight, 16_000 + '{"y":{"dtype":"f8","bdata":0},"z":{"dtype":"f8","bdata":1}}'.length)
  })

  it('may have a head without columns, and a deflated one', async () => {
    const head = { call: 3, status: 204, text: 'größer 🙂'.repeat(50) }
    assert.deepEqual(await read(frameOf(head)), head)
    assert.deepEqual(await read(frameOf(head, { deflate: true })), head)
  })

  it('has a matrix as rows on its buffer, and a cube as rows of rows', async () => {
    const flat = Float32Array.of(0, 1, 2, 3, 4, 5, 6, 7)
    const bytes = frameOf({ z: numbers(flat, 'plain', '2, 4'), c: numbers(flat, 'planes', '2, 2, 2') })
    const { z, c } = (await read(bytes)) as { z: Float32Array[]; c: Float32Array[][] }
    assert.deepEqual(
      z.map((row) => [...row]),
      [
        [0, 1, 2, 3],
        [4, 5, 6, 7],
      ],
    )
    assert.ok(z.every((row) => row.buffer === bytes.buffer))
    assert.deepEqual([...(c[1]?.[0] ?? [])], [4, 5])
  })

  it('has columns of times', async () => {
    for (const form of ['plain', 'planes'] as const) {
      assert.deepEqual(await read(frameOf({ x: times([0, 1.5, Number.NaN], form) })), {
        x: Times.of(0, 1.5, Number.NaN),
      })
    }
  })

  it('finds references by their place: data that looks like them stays, and base64 is read as ever', async () => {
    const user = { times: 0, list: [{ times: 1 }, { dtype: 'f8', bdata: 1 }, { dtype: 'u1', bdata: 0, shape: '2' }] }
    const got = await read(
      frameOf({
        größe: 'ä"{}\\🙂',
        before: user,
        '7': numbers(Uint8Array.of(7)),
        x: times([5]),
        old: { dtype: 'u1', bdata: 'AQI=' },
        after: user,
      }),
    )
    assert.deepEqual(got, {
      größe: 'ä"{}\\🙂',
      before: user,
      '7': Uint8Array.of(7),
      x: Times.of(5),
      old: Uint8Array.of(1, 2),
      after: user,
    })
  })

  it('may hold nothing in a column', async () => {
    assert.deepEqual(await read(frameOf({ x: times([]), y: numbers(new Int16Array()) })), {
      x: new Times(),
      y: new Int16Array(),
    })
  })

  it('says what large columns are called, so that they need no hashing', async () => {
    const column = numbers(new Float64Array(512))
    column.hash = 'ab'.repeat(16)
    const unnamed = numbers(new Float64Array(512))
    const got = (await read(frameOf({ y: column, z: unnamed }))) as { y: Float64Array; z: Float64Array }
    assert.equal(nameOfColumn(got.y as Column), `4096-${'ab'.repeat(16)}`)
    assert.equal(nameOfColumn(got.z as Column), `4096-${slowHash(unnamed.bytes)}`)
  })
})

describe('a column that was left out', () => {
  const flat = Float64Array.from({ length: 600 }, (_, i) => i)

  it('is the very array that the page holds', async () => {
    const got = (await read(frameOf({ y: numbers(flat.slice(), 'left out') }), holding(flat))) as { y: unknown }
    assert.equal(got.y, flat)
  })

  it('is the very matrix, and the very column of times', async () => {
    const rows = [flat.subarray(0, 300), flat.subarray(300)]
    const when = Times.from(flat)
    const matrix = numbers(flat.slice(), 'left out', '2, 300')
    const got = (await read(frameOf({ z: matrix }), holding(rows))) as { z: unknown }
    assert.equal(got.z, rows)
    const gotTimes = (await read(frameOf({ x: times([...flat], 'left out') }), holding(when))) as { x: unknown }
    assert.equal(gotTimes.x, when)
  })

  it('is the same memory where the same bytes mean something else now', async () => {
    const bytes = new Uint8Array(flat.buffer)
    const head = {
      other: new Section(new Uint32Array(bytes.slice().buffer), 'left out'),
      rows: numbers(flat.slice(), 'left out', '3, 200'),
      when: times([...flat], 'left out'),
      same: numbers(flat.slice(), 'left out'),
    }
    const got = (await read(frameOf(head), holding(flat))) as {
      other: Uint32Array
      rows: Float64Array[]
      when: Times
      same: unknown
    }
    assert.deepEqual(got.other, new Uint32Array(flat.buffer))
    assert.deepEqual([...(got.rows[2] ?? [])], [...flat.subarray(400)])
    assert.deepEqual(got.when, Times.from(flat))
    assert.equal(got.same, flat)
    for (const { buffer } of [got.other, got.rows[0] as Float64Array, got.when]) assert.equal(buffer, flat.buffer)
  })

  it('is copied where the held bytes do not lie right for what they are now', async () => {
    const bytes = new Uint8Array(4801).subarray(1)
    bytes.set(new Uint8Array(flat.buffer))
    const got = await read(frameOf({ y: numbers(flat.slice(), 'left out') }), holding(bytes))
    assert.deepEqual(got, { y: flat })
  })

  it('fails where the page does not hold it, but only when it is asked for', async () => {
    const frame = new Frame(frameOf({ call: 1, y: numbers(flat, 'left out') }))
    const head = frame.json() as { call: number }
    assert.equal(head.call, 1)
    const { message } = await failure(() => frame.fill(head, holding(flat.slice(1))))
    assert.match(message, /section 0 was left out, and the page does not hold it/)
  })
})

describe('a frame that is wrong', () => {
  const good = () => frameOf({ y: numbers(Float64Array.of(1, 2)) })
  const word = (at: number, value: number) => {
    const frame = good()
    new DataView(frame.buffer).setUint32(at, value, true)
    return frame
  }
  const one = (wrong: Section['wrong'], array = Float64Array.of(1, 2)) =>
    frameOf({ y: numbers(array).falsified(wrong) })
  const spoilt = (stored: Uint8Array) => {
    const section = numbers(new Float64Array(100), 'planes')
    section.stored = stored
    return frameOf({ y: section })
  }
  const unaligned = () => {
    const frame = good()
    const around = new Uint8Array(frame.length + 4)
    around.set(frame, 4)
    return around.subarray(4)
  }

  const cases: [name: string, frame: Uint8Array<ArrayBuffer>, message: RegExp][] = [
    ['by its first letters', word(0, 0), /does not begin with DSH1/],
    ['by a length that is another', word(4, 32), /it is \d+ bytes/],
    ['by a length that is no multiple of 8', word(4, 99), /its length is 99/],
    ['by being cut off', good().slice(0, -8), /it is 112 bytes/],
    ['by being empty', new Uint8Array(), /it is 0 bytes/],
    ['by where it lies', unaligned(), /it lies at 4/],
    ['by a head beyond its end', word(8, 1 << 20), /a head of 1048576 bytes/],
    ['by a head longer than its text', word(12, 3), /a head of \d+ bytes/],
    ['by more sections than it has room for', word(16, 4e9), /4000000000 sections/],
    ['by a head that is not JSON', frameOf({}, { text: '{"a":' }), /its head is not JSON/],
    ['by a head that was deflated otherwise', word(12, 999), /its head, /],
    ['by a place beyond the head', one({ place: 4000 }), /section 0 stands for what is not in the head/],
    ['by a place that holds something else', one({ place: 1 }), /section 0 stands for ".*" in place of 0/],
    ['by a span that is another', one({ span: 2 }), /section 0 stands for "0}" in place of 0/],
    ['by an offset that is no multiple of 8', one({ offset: 124 }), /section 0 has 16 of 16 bytes at 124/],
    ['by an offset within the head', one({ offset: 72 }), /section 0 has 16 of 16 bytes at 72/],
    ['by an offset near its end', one({ offset: 112 }), /section 0 has 16 of 16 bytes at 112/],
    ['by fewer bytes than the column has', one({ stored: 8 }), /section 0 has 8 of 16 bytes/],
    ['by a column that is left out and there', one({ form: 2 }), /section 0 has 16 of 16 bytes/],
    ['by an unknown form', one({ form: 3 }), /section 0 has the form 3/],
    ['by an unknown kind', one({ kind: 2 }), /section 0 is of the kind 2/],
    ['by times that are no 8 bytes', one({ kind: 1, element: 4 }), /section 0 is of the kind 1/],
    ['by elements of no known size', one({ element: 3 }), /section 0 has elements of 3 bytes/],
    [
      'by elements of another size than their dtype',
      one({ element: 4 }),
      /elements of 4 bytes, which are no Float64Array/,
    ],
    ['by bytes that do not divide', one({ bytes: 12, stored: 12 }), /section 0 has elements of 8 bytes/],
    [
      'by a shape that does not fit',
      frameOf({ y: numbers(new Uint8Array(3), 'plain', '2, 2') }),
      /does not fit 3 numbers/,
    ],
    ['by a column that is deflated no way', spoilt(Uint8Array.of(255, 255, 255)), /section 0, /],
    [
      'by a column that inflates to less',
      spoilt(deflateRawSync(new Uint8Array(8))),
      /section 0, 8 bytes in place of 800/,
    ],
    [
      'by a column that inflates to more',
      spoilt(deflateRawSync(new Uint8Array(808))),
      /section 0, more than 800 bytes/,
    ],
  ]
  for (const [name, frame, message] of cases) {
    it(`${name} is a bad answer that says so`, async () => {
      assert.match((await failure(() => read(frame))).message, message)
    })
  }

  it('by an unknown dtype is so too', async () => {
    const frame = good()
    const at = Buffer.from(frame.buffer).indexOf('"f8"')
    frame.set(Buffer.from('"f9"'), at)
    assert.match((await failure(() => read(frame))).message, /unknown dtype "f9"/)
  })

  it('by two sections on one place is so too', async () => {
    const frame = frameOf({ a: numbers(Uint8Array.of(1)), b: numbers(Uint8Array.of(2)).falsified({ place: 27 }) })
    assert.match((await failure(() => read(frame))).message, /section 1 stands for "0" in place of 1/)
  })
})

it('no frame of falsified bytes does anything but fail as a bad answer, or be read', async () => {
  const frame = frameOf({
    y: numbers(Float64Array.of(1, 2), 'planes'),
    x: times([1, 2, 3]),
    z: numbers(new Uint8Array(5)),
  })
  let seed = 1
  const random = (below: number) => {
    seed = (seed * 48271) % 2147483647
    return seed % below
  }
  for (let i = 0; i < 3000; i++) {
    const wrong = frame.slice()
    for (let n = random(3); n >= 0; n--) wrong[random(frame.length)] = random(2) ? random(256) : 0
    try {
      await read(wrong)
    } catch (error) {
      assert.ok(error instanceof CallError && error.code === 'bad_answer', `round ${i}: ${error}`)
    }
  }
})
