import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { slowHash } from '../wire/frames.fake'
import { columnsIn, heldOf, holds, isMuch, none } from './held'

const array = (bytes: number, fill = 0) => new Uint8Array(bytes).fill(fill)

describe('the columns of values', () => {
  it('are typed arrays of 4096 bytes and more, wherever they lie, each once', () => {
    const [x, y, size] = [new Float64Array(512), array(4096), new Float32Array(1024)]
    const figure = {
      data: [
        { x, y, marker: { size } },
        { x, small: array(4095) },
      ],
      layout: { title: 'x' },
    }
    const tree = { type: 'Div', namespace: 'html', props: { children: ['text', null, { props: { figure } }] } }
    for (const value of [figure, tree]) {
      const found = columnsIn([value, undefined, 3, 'a', null, figure])
      assert.equal(found.size, 3)
      assert.ok(found.has(x) && found.has(y) && found.has(size))
    }
  })

  it('are matrices as a whole, and rows by themselves where they do not lie one after another', () => {
    const flat = new Float64Array(2048)
    const rows = [flat.subarray(0, 1024), flat.subarray(1024)]
    assert.deepEqual([...columnsIn([{ z: rows }])], [rows])
    const loose = [new Float64Array(1024), new Float64Array(1024).fill(1)]
    assert.deepEqual(columnsIn([{ z: loose }]).size, 2)
  })

  it('are not looked for in lists of numbers and texts, nor without end', () => {
    let looked = 0
    const list = new Proxy(
      Array.from({ length: 101 }, (_, i) => i),
      {
        get(target, key, receiver) {
          if (key === '1') looked++
          return Reflect.get(target, key, receiver)
        },
      },
    )
    columnsIn([{ list }])
    assert.equal(looked, 0)
    const wide = Object.fromEntries(Array.from({ length: 20_000 }, (_, i) => [`k${i}`, i]))
    assert.equal(columnsIn([wide, { after: array(4096) }]).size, 1)
    const circle: Record<string, unknown> = {}
    circle.self = circle
    assert.equal(columnsIn([circle]).size, 0)
    const rows = Array.from({ length: 20_000 }, () => ({
      get cell() {
        looked++
        return 1
      },
    }))
    columnsIn([rows])
    assert.ok(looked <= 10_000, `${looked}`)
  })

  it('are much from 64 kB on', () => {
    assert.equal(isMuch([array(65_535)]), false)
    assert.equal(isMuch([array(32_768), array(32_768)]), true)
    assert.equal(isMuch([]), false)
  })
})

describe('what is held', () => {
  it('is told by length and hash, and found by them', async () => {
    const [one, two] = [array(4096, 1), array(5000, 2)]
    const held = await heldOf(new Set([one, two]))
    const names = [`5000-${slowHash(two)}`, `4096-${slowHash(one)}`]
    assert.deepEqual(holds(held), { 'Dashi-Holds': names.join(', ') })
    assert.deepEqual(
      names.map((name) => held.get(name)),
      [two, one],
    )
  })

  it('is nothing that is told where there is nothing', () => {
    assert.deepEqual(holds(none), {})
  })

  it('is the 64 largest', async () => {
    const columns = Array.from({ length: 70 }, (_, i) => array(5000 + i, i))
    const held = await heldOf(new Set(columns))
    assert.deepEqual([...held.values()], columns.slice(6).reverse())
  })
})
