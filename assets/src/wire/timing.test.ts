import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { golden } from './golden.fake'
import { parseTiming, type Timing } from './timing'

describe('Server-Timing', () => {
  const cases: [what: string, text: string, timings: Timing[]][] = [
    ['nothing', '', []],
    ['blanks', '  \t', []],
    ['a name', 'cache', [{ name: 'cache' }]],
    [
      'several entries',
      'cache;desc="hit", callback;dur=12.3, db;dur=5.1;desc="query"',
      [
        { name: 'cache', desc: 'hit' },
        { name: 'callback', dur: 12.3 },
        { name: 'db', dur: 5.1, desc: 'query' },
      ],
    ],
    ['entries without blanks', 'a,b;dur=1,c', [{ name: 'a' }, { name: 'b', dur: 1 }, { name: 'c' }]],
    ['many blanks', ' a ; dur = 1 ; desc = "x" , b ', [{ name: 'a', dur: 1, desc: 'x' }, { name: 'b' }]],
    ['a description without quotes', 'a;desc=hit', [{ name: 'a', desc: 'hit' }]],
    ['an empty description', 'a;desc=""', [{ name: 'a', desc: '' }]],
    ['commas and semicolons in quotes', 'a;desc="x, y; dur=3", b', [{ name: 'a', desc: 'x, y; dur=3' }, { name: 'b' }]],
    [
      'quotes and backslashes in quotes',
      String.raw`a;desc="the \"slow\" one \\ \o", b`,
      [{ name: 'a', desc: String.raw`the "slow" one \ o` }, { name: 'b' }],
    ],
    ['what Go writes of two seconds', 'a;dur=2e+03', [{ name: 'a', dur: 2000 }]],
    ['a number in quotes', 'a;dur="1.5"', [{ name: 'a', dur: 1.5 }]],
    ['names in capitals', 'A;DUR=1;Desc=x', [{ name: 'A', dur: 1, desc: 'x' }]],
    ['other parameters', 'a;x;y=1;dur=2;z="q"', [{ name: 'a', dur: 2 }]],
    ['a repeated parameter: the first counts', 'a;dur=1;dur=2;desc;desc=x', [{ name: 'a', dur: 1 }]],
    [
      'a duration that is none',
      'a;dur=fast;desc=x, b;dur=-1, c;dur="", d;dur=1e999',
      [{ name: 'a', desc: 'x' }, { name: 'b' }, { name: 'c' }, { name: 'd' }],
    ],
    ['empty entries', ', ,a,,b,', [{ name: 'a' }, { name: 'b' }]],
    ['an entry without a name', ';dur=1, a', [{ name: 'a' }]],
    ['two names in one', 'a b;dur=1, c', [{ name: 'c' }]],
    ['text behind the quotes', 'a;desc="x"y, b', [{ name: 'b' }]],
    ['a parameter without a name', 'a;=1, b;, c', [{ name: 'c' }]],
    ['a parameter without a value', 'a;dur=, b', [{ name: 'b' }]],
    ['a malformed entry with a comma in its quotes', 'a b;desc="x, y", c', [{ name: 'c' }]],
    ['quotes that never close', 'a, b;desc="x, c;dur=1', [{ name: 'a' }]],
    ['quotes that end in a backslash', 'a;desc="x\\', []],
    ['signs that no name has', 'größe;dur=1, a', [{ name: 'a' }]],
    ['line breaks in quotes', 'a;desc="x\ny", b', [{ name: 'a', desc: 'x\ny' }, { name: 'b' }]],
  ]
  for (const [what, text, timings] of cases) {
    it(`is read: ${what}`, () => assert.deepEqual(parseTiming(text), timings))
  }

  it('is the same on the lines of the golden case', () => {
    const lines = golden('lines', 'response.ndjson').trim().split('\n')
    const timings = lines.flatMap((line) => JSON.parse(line).timing ?? [])
    assert.deepEqual(timings.map(parseTiming), [
      [
        { name: 'cache', desc: 'miss' },
        { name: 'db', dur: 5.1, desc: 'the "slow" one, größer' },
      ],
      [{ name: 'cache', desc: 'hit' }],
      [{ name: 'db', dur: 5.1 }],
    ])
  })

  it('takes no longer than its text is long', () => {
    for (const piece of ['a;', '"', '\\"', ';a="', 'a,', ' ', 'a ', 'a;b;c=" ', 'a;dur=1 ; ']) {
      parseTiming(piece.repeat(20_000))
      parseTiming(`a;desc="${piece.repeat(20_000)}`)
    }
  })
})
