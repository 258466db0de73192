import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { nextActive, TypeAhead } from './dropdown-keys'
import { place } from './dropdown-place'
import { SearchIndex } from './dropdown-search'
import type { Option } from './options'

const options = (...labels: string[]): Option[] => labels.map((label) => ({ label, value: label }))
const labels = (found: Option[]) => found.map((option) => option.label)

describe('searching options', () => {
  const index = new SearchIndex([
    ...options('New York', 'York', 'Yorkshire', 'Duke of York'),
    { label: 'Munich', value: 'muc', search: 'bavaria' },
  ])

  it('labels that begin with the query come first, then words that do', () => {
    assert.deepEqual(labels(index.find('york')), ['York', 'Yorkshire', 'New York', 'Duke of York'])
  })

  it('keeps the given order when asked to', () => {
    assert.deepEqual(labels(index.find('york', 'original')), ['New York', 'York', 'Yorkshire', 'Duke of York'])
  })

  it('every word must occur, in any order and case', () => {
    assert.deepEqual(labels(index.find('YORK new')), ['New York'])
    assert.deepEqual(labels(index.find('york nowhere')), [])
  })

  it('finds by value and by search text', () => {
    assert.deepEqual(labels(index.find('muc')), ['Munich'])
    assert.deepEqual(labels(index.find('bavaria')), ['Munich'])
  })

  it('a blank query finds all', () => {
    assert.equal(index.find('  ').length, 5)
  })
})

describe('keys in a menu', () => {
  const list: Option[] = [
    { label: 'a', value: 0, disabled: true },
    { label: 'b', value: 1 },
    { label: 'c', value: 2, disabled: true },
    { label: 'd', value: 3 },
    { label: 'e', value: 4, disabled: true },
  ]
  const cases: [key: string, from: number, to: number | undefined][] = [
    ['ArrowDown', 1, 3],
    ['ArrowUp', 3, 1],
    ['Home', 3, 1],
    ['End', 1, 3],
    ['PageDown', 1, 3],
    ['PageUp', 3, 1],
    ['ArrowDown', 4, 1],
    ['ArrowUp', 0, 3],
    ['ArrowDown', 3, 1],
    ['ArrowUp', 1, 3],
    ['PageDown', 3, 3],
    ['PageUp', 1, 1],
    ['x', 1, undefined],
  ]
  for (const [key, from, to] of cases) {
    it(`${key} goes from ${from} to ${to}, past disabled rows`, () => {
      assert.equal(nextActive(key, from, list), to)
    })
  }

  it('stay where they are when there is nowhere to go', () => {
    assert.equal(nextActive('ArrowDown', -1, []), -1)
  })

  it('typed letters spell a word; after a pause a new one begins', () => {
    const ahead = new TypeAhead()
    const texts = ['beta', 'bravo', 'charlie']
    assert.equal(ahead.next('b', 0, -1, texts), 0)
    assert.equal(ahead.next('r', 100, 0, texts), 1)
    assert.equal(ahead.next('c', 2000, 1, texts), 2)
  })

  it('the same letter again goes on to the next, and round', () => {
    const ahead = new TypeAhead()
    const texts = ['beta', 'bravo', 'charlie']
    assert.equal(ahead.next('b', 0, 0, texts), 1)
    assert.equal(ahead.next('b', 100, 1, texts), 0)
    assert.equal(ahead.next('z', 5000, 0, texts), undefined)
  })
})

describe('the place of a menu', () => {
  const viewport = { width: 400, height: 600 }
  const control = (top: number, left = 20, width = 200) => ({ top, bottom: top + 40, left, width })

  it('is below its control, as wide', () => {
    assert.deepEqual(place(control(100), 200, viewport), {
      top: 144,
      left: 20,
      width: 200,
      maxHeight: 200,
      above: false,
    })
  })

  it('flips above when there is no room below', () => {
    assert.deepEqual(place(control(500), 200, viewport), {
      top: 296,
      left: 20,
      width: 200,
      maxHeight: 200,
      above: true,
    })
  })

  it('shrinks on the roomier side when neither has room', () => {
    const { above, maxHeight } = place(control(250), 1000, viewport)
    assert.deepEqual([above, maxHeight], [false, 298])
  })

  it('stays within the window', () => {
    assert.equal(place(control(10, 300), 100, viewport).left, 192)
    assert.deepEqual(
      [place(control(10, -50, 900), 100, viewport).left, place(control(10, -50, 900), 100, viewport).width],
      [8, 384],
    )
  })
})
