import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { bind, matches, PatternMap, parseDict, parseId, smaller, unmatched, type Value } from './patterns'

const patternOf = (text: string) => {
  const { pattern } = parseId(text)
  assert.ok(pattern, `${text} has no wildcard`)
  return pattern
}

describe('reading ids', () => {
  it('an id without wildcards is no pattern, and becomes canonical', () => {
    assert.deepEqual(parseId('city'), { id: 'city', pattern: undefined })
    assert.deepEqual(parseId('{"type":"b", "index":1}'), { id: '{"index":1,"type":"b"}', pattern: undefined })
  })

  it('a pattern knows what stands where', () => {
    const pattern = patternOf('{"z":["ALL"],"a":["MATCH"],"m":["ALLSMALLER"],"t":"x"}')
    assert.deepEqual(
      pattern.parts.map(({ key, wildcard, value }) => [key, wildcard ?? value]),
      [
        ['a', 'MATCH'],
        ['m', 'ALLSMALLER'],
        ['t', 'x'],
        ['z', 'ALL'],
      ],
    )
    assert.deepEqual([pattern.matchKeys, pattern.smallerKeys, pattern.multi], [['a'], ['m'], true])
  })

  it('MATCH alone stands for one component', () => {
    assert.equal(patternOf('{"a":["MATCH"]}').multi, false)
  })

  it('a component gives values to MATCH', () => {
    const pattern = patternOf('{"a":["MATCH"],"b":["ALL"],"c":["MATCH"]}')
    assert.deepEqual(
      [...bind(pattern, parseDict('{"a":1,"b":2,"c":true}'))],
      [
        ['a', 1],
        ['c', true],
      ],
    )
  })
})

describe('the order of ALLSMALLER', () => {
  const ascending: Value[][] = [
    [-1, '-1'],
    [0],
    [2, '2', ' 2 '],
    ['10', 10],
    [false],
    [true],
    [''],
    ['A'],
    ['a'],
    ['b'],
  ]
  const flat = ascending.flatMap((values, rank) => values.map((value) => ({ value, rank })))
  for (const a of flat) {
    it(`${JSON.stringify(a.value)} is smaller than what stands behind it and than nothing else`, () => {
      for (const b of flat) assert.equal(smaller(a.value, b.value), a.rank < b.rank, JSON.stringify(b.value))
    })
  }
})

describe('matching', () => {
  // id, pattern, MATCH values, whether they match
  const cases: [id: string, pattern: string, match: [string, Value][], yes: boolean][] = [
    ['{"i":1,"t":"b"}', '{"i":["ALL"],"t":"b"}', [], true],
    ['{"i":1,"t":"c"}', '{"i":["ALL"],"t":"b"}', [], false],
    ['{"i":1}', '{"i":["ALL"],"t":"b"}', [], false],
    ['{"i":1,"t":"b"}', '{"i":["MATCH"],"t":"b"}', [['i', 1]], true],
    ['{"i":"1","t":"b"}', '{"i":["MATCH"],"t":"b"}', [['i', 1]], false],
    ['{"i":1,"t":"b"}', '{"i":["MATCH"],"t":"b"}', [], true],
    ['{"i":1,"t":"b"}', '{"i":["ALLSMALLER"],"t":"b"}', [['i', 2]], true],
    ['{"i":2,"t":"b"}', '{"i":["ALLSMALLER"],"t":"b"}', [['i', 2]], false],
    ['{"i":1,"t":"b"}', '{"i":["ALLSMALLER"],"t":"b"}', [], false],
  ]
  for (const [id, pattern, match, yes] of cases) {
    it(`${id} ${yes ? 'matches' : 'does not match'} ${pattern} where MATCH is ${JSON.stringify(match)}`, () => {
      assert.equal(matches(patternOf(pattern), new Map(match), parseDict(id)), yes)
    })
  }

  it('what no MATCH is known of is open', () => {
    assert.equal(matches(patternOf('{"i":["MATCH"]}'), unmatched, parseDict('{"i":9}')), true)
  })
})

describe('things filed under patterns', () => {
  const map = new PatternMap<string>()
  for (const text of [
    'a',
    '{"i":1,"t":"b"}',
    '{"i":["ALL"],"t":"b"}',
    '{"i":["MATCH"],"t":["ALL"]}',
    '{"i":1,"t":["ALL"]}',
  ]) {
    const { id, pattern } = parseId(text)
    map.add(id, pattern, text)
  }
  const cases: [id: string, found: string[]][] = [
    ['a', ['a']],
    ['b', []],
    ['{"i":1}', []],
    [
      '{"i":1,"t":"b"}',
      ['{"i":1,"t":"b"}', '{"i":["ALL"],"t":"b"}', '{"i":["MATCH"],"t":["ALL"]}', '{"i":1,"t":["ALL"]}'],
    ],
    ['{"i":"1","t":"b"}', ['{"i":["ALL"],"t":"b"}', '{"i":["MATCH"],"t":["ALL"]}']],
    ['{"i":1,"t":"c"}', ['{"i":["MATCH"],"t":["ALL"]}', '{"i":1,"t":["ALL"]}']],
  ]
  for (const [id, found] of cases) {
    it(`${id} finds ${found.length}`, () => assert.deepEqual(map.find(id, parseDict), found))
  }

  it('ten thousand fixed patterns of one shape are not tried one by one', () => {
    const many = new PatternMap<number>()
    for (let n = 0; n < 10_000; n++) {
      const { id, pattern } = parseId(`{"i":["ALL"],"n":${n}}`)
      many.add(id, pattern, n)
    }
    let read = 0
    const counting = (id: string) => {
      read++
      return parseDict(id)
    }
    assert.deepEqual(many.find('{"i":0,"n":77}', counting), [77])
    assert.equal(read, 1)
  })
})
