// The frames that the server writes (render/wire/testdata/frames), read here.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { it } from 'node:test'
import { type Column, stringify } from './arrays'
import { nameOf } from './columns'
import { Frame, frameLength } from './frames'
import { golden } from './golden.fake'
import { hash as hashOf } from './hash'

interface Expected {
  json: unknown
  sections: { column: string; form: string; hash: string }[]
}

const root = join(process.cwd(), '../render/wire/testdata/frames')

/** The frames of a row, each in a buffer of its own. */
function framesOf(row: Buffer): Frame[] {
  const frames: Frame[] = []
  for (let at = 0; at < row.length; ) {
    const length = frameLength(row.subarray(at, at + 8))
    frames.push(new Frame(new Uint8Array(row.subarray(at, at + length))))
    at += length
  }
  return frames
}

for (const name of readdirSync(root)) {
  if (!statSync(join(root, name)).isDirectory()) continue
  it(`the golden frames ${name} are their JSON`, async () => {
    const expected = JSON.parse(golden(`frames/${name}`, 'expected.json')) as Expected[]
    const frames = framesOf(readFileSync(join(root, name, 'frames.bin')))
    assert.equal(frames.length, expected.length)
    for (const [i, frame] of frames.entries()) {
      const { json, sections } = expected[i] as Expected
      const held = new Map<string, Column>()
      for (const { column, hash } of sections) {
        const bytes = Uint8Array.from(Buffer.from(column, 'base64'))
        held.set(nameOf(bytes.length, hash), new Float64Array(bytes.buffer.slice(0, bytes.length & ~7)))
      }
      if (frame.packed) await frame.unpack()
      assert.deepEqual(JSON.parse(stringify(frame.fill(frame.json(), held))), json)
    }
  })
}

it('columns have the hashes that the server gives them', () => {
  const hashes = JSON.parse(golden('frames', 'hashes.json')) as { length: number; hash: string }[]
  assert.ok(hashes.length > 4)
  for (const { length, hash } of hashes) {
    const bytes = Uint8Array.from({ length }, (_, i) => i * 31 + Math.floor(i / 256))
    assert.equal(hashOf(bytes), hash, `${length} bytes`)
  }
})
