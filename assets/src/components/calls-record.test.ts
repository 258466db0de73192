import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { dep } from '../graph/page.fake'
import { CallError } from '../wire/errors'
import type { CallResponse, Dependency, Note, Outgoing } from '../wire/records'
import { type Call, CallRecord, median, mostCalls } from './calls-record'

/** A record with a clock that the test sets, and calls that it answers by hand. */
class Bench {
  now = 0
  changes = 0
  /** What the HTTP cache is asked about, and what it has. */
  asked: [url: string, since: number][] = []
  cached = new Set<string>()
  readonly record = new CallRecord(() => this.changes++, {
    now: () => this.now,
    cached: (url, since) => {
      this.asked.push([url, since])
      return this.cached.has(url)
    },
  })

  begin(dependency: Dependency = dep('out.v', 'in.v'), changed: string[] = []): Sent {
    return new Sent(this, dependency, changed)
  }

  /** A call from its begin to its end. */
  async run(notes: Note[], took = 1, dependency?: Dependency): Promise<Call> {
    const sent = this.begin(dependency)
    for (const note of notes) sent.note(note)
    this.now += took
    await sent.answer({ response: { out: { v: 1 } } })
    return sent.call
  }
}

class Sent {
  readonly call: Call
  readonly result: Promise<CallResponse | undefined>
  private readonly abort = new AbortController()
  private outgoing: Outgoing | undefined
  private settle: (response?: CallResponse) => void = () => undefined
  private reject: (error: unknown) => void = () => undefined

  constructor(bench: Bench, dependency: Dependency, changed: string[]) {
    const send = bench.record.watch((outgoing) => {
      this.outgoing = outgoing
      return new Promise((resolve, reject) => {
        this.settle = resolve
        this.reject = reject
      })
    })
    const request = {
      output: dependency.output,
      outputs: { id: { i: 1 }, property: 'v' },
      inputs: [],
      changedPropIds: changed,
      parsedChangedPropsIds: [],
    }
    const silent = { side: () => undefined, partial: () => undefined }
    this.result = send({ request, dependency, signal: this.abort.signal, ...silent })
    this.result.catch(() => undefined)
    this.call = bench.record.last.at(-1) as Call
  }

  note(note: Note): void {
    this.outgoing?.note?.(note)
  }

  async answer(response?: CallResponse): Promise<void> {
    this.settle(response)
    await new Promise(setImmediate)
  }

  async fail(error: unknown): Promise<void> {
    this.reject(error)
    await new Promise(setImmediate)
  }

  cancel(): void {
    this.abort.abort()
  }
}

describe('the record of calls', () => {
  it('says of a call what it is, and of its answer how long it took', async () => {
    const bench = new Bench()
    bench.now = 1000
    const sent = bench.begin(dep('{"i":["MATCH"]}.v', 'in.v'), ['in.v', '{"i":1}.n'])
    assert.equal(sent.call.outcome, 'running')
    assert.equal(sent.call.ms, undefined)
    bench.now = 1012.5
    sent.note({ timing: 'cache;desc="miss", callback;dur=12, db;dur=5.1;desc="a, b"', url: 'http://x/' })
    sent.note({ size: 400 })
    await sent.answer({ response: { out: { v: 1 } } })
    const { at, total, ...call } = sent.call
    assert.ok(Math.abs(Date.now() - at.getTime()) < 3_600_000)
    assert.equal(total.callback, '{i: MATCH}.v')
    assert.deepEqual(call, {
      number: 1,
      instance: ['{i: 1}'],
      triggers: ['in.v', '{i: 1}.n'],
      way: 'request',
      outcome: 'ok',
      ms: 12.5,
      size: 400,
      cache: 'miss',
      timings: [
        { name: 'callback', dur: 12 },
        { name: 'db', dur: 5.1, desc: 'a, b' },
      ],
    })
  })

  it('hands the answer on, and the failure', async () => {
    const bench = new Bench()
    const [good, bad] = [bench.begin(), bench.begin()]
    const response = { response: {} }
    await good.answer(response)
    assert.equal(await good.result, response)
    const failure = new Error('no')
    await bad.fail(failure)
    await assert.rejects(bad.result, failure)
  })

  const empty: (CallResponse | undefined)[] = [undefined, {}, { multi: true, response: {} }, { sideUpdate: {} }]
  for (const response of empty) {
    it(`takes ${JSON.stringify(response)} for no update`, async () => {
      const sent = new Bench().begin()
      await sent.answer(response)
      assert.equal(sent.call.outcome, 'no update')
    })
  }

  it('takes properties set on the side for an update', async () => {
    const sent = new Bench().begin()
    await sent.answer({ sideUpdate: { 'a.b': 1 } })
    assert.equal(sent.call.outcome, 'ok')
  })

  const failures: [error: unknown, code: string, message: string][] = [
    [new CallError({ code: 'callback_failed', message: 'no' }), 'callback_failed', 'no'],
    [new CallError({ code: 'network', message: 'gone' }), 'network', 'gone'],
    [new Error('broken'), 'error', 'broken'],
    ['text', 'error', 'text'],
    [undefined, 'error', 'undefined'],
  ]
  for (const [error, code, message] of failures) {
    it(`says why a call failed: ${code}, ${message}`, async () => {
      const bench = new Bench()
      const sent = bench.begin()
      await sent.fail(error)
      assert.deepEqual([sent.call.outcome, sent.call.code, sent.call.message], ['failed', code, message])
      assert.equal(bench.record.callbacks[0]?.errors, 1)
    })
  }

  for (const end of ['answer', 'fail'] as const) {
    it(`says that a call was cancelled, whatever comes of it: ${end}`, async () => {
      const bench = new Bench()
      const sent = bench.begin()
      sent.cancel()
      if (end === 'fail') await sent.fail(new DOMException('', 'AbortError'))
      else await sent.answer({ response: { out: { v: 1 } } })
      assert.equal(sent.call.outcome, 'cancelled')
      assert.equal(sent.call.code, undefined)
      const [total] = bench.record.callbacks
      assert.deepEqual([total?.cancelled, total?.errors, total?.times], [1, 0, []])
    })
  }

  it('says that a function of the page ran', async () => {
    const bench = new Bench()
    const clientside = dep('out.v', 'in.v', { clientside_function: { namespace: 'n', function_name: 'f' } })
    assert.equal((await bench.run([], 1, clientside)).way, 'browser')
  })

  for (const way of ['batch', 'stream'] as const) {
    it(`says that a call went by a ${way}, and how much came in all`, async () => {
      const call = await new Bench().run([
        { way },
        { size: 10, timing: undefined },
        { size: 32, timing: 'cache;desc=hit' },
      ])
      assert.deepEqual([call.way, call.size, call.cache], [way, 42, 'hit'])
    })
  }

  it('counts a kept answer, whose time is none', async () => {
    const bench = new Bench()
    const call = await bench.run([{ way: 'kept' }])
    assert.deepEqual([call.way, call.cache], ['kept', 'kept'])
    const [total] = bench.record.callbacks
    assert.deepEqual([total?.calls, total?.states.kept, total?.times], [1, 1, []])
  })

  it('does not take for new what the HTTP cache tells', async () => {
    const bench = new Bench()
    bench.now = 7
    bench.cached.add('http://x/?call=1')
    const call = await bench.run([{ timing: 'cache;desc="miss", db;dur=50', url: 'http://x/?call=1' }])
    assert.deepEqual([call.way, call.cache, call.timings], ['http cache', 'kept', []])
    assert.deepEqual(bench.asked, [['http://x/?call=1', 7]])
    assert.deepEqual(bench.record.callbacks[0]?.states, { hit: 0, stale: 0, miss: 0, wait: 0, kept: 1 })
  })

  it('asks the HTTP cache of no call without an address', async () => {
    const bench = new Bench()
    await bench.run([{ way: 'batch' }])
    assert.deepEqual(bench.asked, [])
  })

  it('looks for answers of the HTTP cache among what the browser loaded', async () => {
    const entry = { startTime: 5, transferSize: 0, decodedBodySize: 80 }
    const cases: [entries: object[], way: string][] = [
      [[entry], 'http cache'],
      [[{ ...entry, transferSize: 300 }, entry], 'http cache'],
      [[entry, { ...entry, transferSize: 300 }], 'request'],
      [[{ ...entry, startTime: 4 }], 'request'], // of an earlier call: the browser notes no more
      [[{ ...entry, decodedBodySize: 0 }], 'request'], // another origin's, of which nothing is told
      [[], 'request'],
    ]
    const original = performance.getEntriesByName
    try {
      for (const [entries, way] of cases) {
        performance.getEntriesByName = (() => entries) as unknown as typeof original
        const record = new CallRecord(() => undefined, { now: () => 5 })
        await record.watch(async ({ note }) => {
          note?.({ url: 'http://x/' })
          return undefined
        })({
          request: { output: 'o.v', inputs: [], changedPropIds: [], parsedChangedPropsIds: [] },
          dependency: dep('o.v', 'in.v'),
          signal: new AbortController().signal,
          side: () => undefined,
          partial: () => undefined,
        })
        assert.equal(record.last[0]?.way, way, JSON.stringify(entries))
      }
    } finally {
      performance.getEntriesByName = original
    }
  })

  it('counts what the memo layer did, for each callback by itself', async () => {
    const bench = new Bench()
    for (const state of ['hit', 'hit', 'stale', 'miss', 'wait']) await bench.run([{ timing: `cache;desc="${state}"` }])
    await bench.run([{ timing: 'db;dur=1' }], 1, dep('other.v', 'in.v'))
    const [one, other] = bench.record.callbacks
    assert.deepEqual(
      [one?.callback, one?.calls, one?.states],
      ['out.v', 5, { hit: 2, stale: 1, miss: 1, wait: 1, kept: 0 }],
    )
    assert.deepEqual([other?.callback, other?.calls], ['other.v', 1])
    assert.deepEqual(other?.states, { hit: 0, stale: 0, miss: 0, wait: 0, kept: 0 })
  })

  it('shows a state that it does not know among the timings', async () => {
    const { cache, timings } = await new Bench().run([{ timing: 'cache;desc="frozen", cache;desc=kept' }])
    assert.equal(cache, undefined)
    assert.deepEqual(timings, [
      { name: 'cache', desc: 'frozen' },
      { name: 'cache', desc: 'kept' },
    ])
  })

  it('holds the last two hundred calls, and counts them all', async () => {
    const bench = new Bench()
    for (let i = 0; i < mostCalls + 7; i++) await bench.run([])
    assert.equal(mostCalls, 200)
    assert.deepEqual(
      [bench.record.last.length, bench.record.last[0]?.number, bench.record.last.at(-1)?.number],
      [200, 8, 207],
    )
    assert.equal(bench.record.callbacks[0]?.calls, 207)
  })

  it('holds the last hundred times of a callback', async () => {
    const bench = new Bench()
    for (let i = 1; i <= 130; i++) await bench.run([], i)
    const times = bench.record.callbacks[0]?.times ?? []
    assert.deepEqual([times.length, times[0], times.at(-1)], [100, 31, 130])
  })

  it('counts a call that ends after two hundred others', async () => {
    const bench = new Bench()
    const slow = bench.begin(dep('slow.v', 'in.v'))
    for (let i = 0; i < mostCalls; i++) await bench.run([])
    slow.note({ timing: 'cache;desc=miss' })
    await slow.answer({})
    assert.equal(bench.record.last.includes(slow.call), false)
    assert.equal(bench.record.callbacks[0]?.states.miss, 1)
  })

  it('forgets all when it is cleared, also of calls that still run', async () => {
    const bench = new Bench()
    await bench.run([])
    const running = bench.begin()
    const before = bench.changes
    bench.record.clear()
    assert.equal(bench.changes, before + 1)
    await running.answer({})
    assert.deepEqual([bench.record.last, bench.record.callbacks], [[], []])
    await bench.run([])
    assert.equal(bench.record.callbacks[0]?.calls, 1)
  })

  it('tells of every begin and every end', async () => {
    const bench = new Bench()
    const sent = bench.begin()
    assert.equal(bench.changes, 1)
    await sent.answer({})
    assert.equal(bench.changes, 2)
  })
})

describe('the median', () => {
  const cases: [times: number[], median: number | undefined][] = [
    [[], undefined],
    [[3], 3],
    [[3, 1], 2],
    [[9, 1, 2], 2],
    [[10, 9, 1, 2], 5.5],
  ]
  for (const [times, middle] of cases) it(`of ${times} is ${middle}`, () => assert.equal(median(times), middle))
})
