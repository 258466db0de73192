import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Background, Props } from '../wire/records'
import { dep, Page } from './page.fake'
import { resume } from './rejoin'

const stop = { id: 'stop', property: 'n' }

function page(
  background: Background,
  props: Record<string, Props> = { in: { v: 1 }, out: {}, bar: {}, stop: { n: 0 } },
) {
  const made = new Page([dep('out.v', 'in.v', { prevent_initial_call: true, background })], props)
  return made.start()
}

describe('calls of one instance', () => {
  it('replace each other unless the policy says otherwise', () => {
    for (const background of [{}, { policy: 'replace' as const }]) {
      const shown = page(background)
      shown.change('in', { v: 2 })
      const first = shown.take('out.v')
      shown.change('in', { v: 3 })
      assert.equal(first.signal.aborted, true)
    }
  })

  for (const policy of ['queue', 'parallel', 'join'] as const) {
    it(`are all heard with ${policy}, until a later answer is there`, async () => {
      const shown = page({ policy })
      shown.change('in', { v: 2 })
      shown.change('in', { v: 3 })
      shown.change('in', { v: 4 })
      const [first, second, third] = [shown.take('out.v'), shown.take('out.v'), shown.take('out.v')]
      assert.deepEqual(
        [first, second, third].map(({ signal }) => signal.aborted),
        [false, false, false],
      )
      first.side({ bar: { v: 'by the first' } })
      assert.equal(shown.props.get('bar')?.v, 'by the first')
      await first.reply({ out: { v: 'one' } })
      assert.equal(shown.props.get('out')?.v, 'one')
      assert.deepEqual([shown.busy, shown.loading.get('out')], [true, true], 'two still run')
      await third.reply({ out: { v: 'three' } })
      await second.reply({ out: { v: 'two' } })
      assert.equal(shown.props.get('out')?.v, 'three', 'an older answer does not take the place of a newer one')
      assert.deepEqual([shown.busy, shown.loading.get('out')], [false, false])
    })
  }

  it('show what they have on the way, until a later one does', async () => {
    const shown = page({ policy: 'parallel' })
    shown.change('in', { v: 2 })
    shown.change('in', { v: 3 })
    const [first, second] = [shown.take('out.v'), shown.take('out.v')]
    const out = () => shown.props.get('out')?.v
    first.partial({ out: { v: 'one' } })
    shown.frame()
    assert.equal(out(), 'one')
    second.partial({ out: { v: 'two' } })
    shown.frame()
    first.partial({ out: { v: 'late' } })
    shown.frame()
    assert.equal(out(), 'two', 'an older call does not take the place of a newer one')
    await first.prevent()
    await second.prevent()
    assert.deepEqual([out(), shown.busy], ['two', false])
  })

  it('keep those waiting that read what they write', async () => {
    const shown = new Page(
      [
        dep('a.v', 'in.v', { prevent_initial_call: true, background: { policy: 'parallel' }, order: 0 }),
        dep('b.v', 'a.v', { prevent_initial_call: true, order: 1 }),
      ],
      { in: {}, a: {}, b: {} },
    ).start()
    shown.change('in', { v: 1 })
    shown.change('in', { v: 2 })
    const first = shown.take('a.v')
    await shown.take('a.v').reply({ a: { v: 2 } })
    assert.deepEqual(shown.outputs(), [], 'the older call may still have something to say')
    await first.reply({ a: { v: 1 } })
    assert.deepEqual(shown.take('b.v').request.inputs, [{ id: 'a', property: 'v', value: 2 }])
  })
})

describe('a prop that cancels', () => {
  it('ends all calls of the instance, and what they have switched', async () => {
    const shown = page({ policy: 'parallel', cancel: [stop], progressDefault: { 'bar.v': 0 } })
    shown.change('in', { v: 2 })
    shown.change('in', { v: 3 })
    const calls = [shown.take('out.v'), shown.take('out.v')]
    calls[0]?.side({ bar: { v: 50 } })
    shown.change('stop', { n: 1 })
    assert.deepEqual(
      calls.map(({ signal }) => signal.aborted),
      [true, true],
    )
    assert.deepEqual([shown.busy, shown.loading.get('out'), shown.props.get('bar')?.v], [false, false, 0])
    await calls[1]?.reply({ out: { v: 'late' } })
    assert.equal(shown.props.get('out')?.v, undefined)
  })

  it('ends a call that waits too', () => {
    const shown = new Page(
      [dep('a.v', 'in.v', { order: 0 }), dep('b.v', 'a.v in.v', { order: 1, background: { cancel: [stop] } })],
      { in: { v: 1 }, a: {}, b: {}, stop: { n: 0 } },
    ).start()
    shown.change('stop', { n: 1 })
    assert.equal(shown.engine.isPending('b', 'v'), false)
    assert.deepEqual(shown.outputs(), ['a.v'])
  })

  it('that is an Input as well begins anew', () => {
    const shown = page({ policy: 'join', cancel: [{ id: 'in', property: 'v' }] })
    shown.change('in', { v: 2 })
    const first = shown.take('out.v')
    shown.change('in', { v: 3 })
    assert.equal(first.signal.aborted, true)
    assert.equal(shown.take('out.v').signal.aborted, false)
  })

  it('of one item leaves the others alone', () => {
    const id = (i: number, t: string) => `{"i":${i},"t":"${t}"}`
    const items = [1, 2].flatMap((i) => [id(i, 'in'), id(i, 'out'), id(i, 'stop')])
    const match = (t: string) => `{"i":["MATCH"],"t":"${t}"}`
    const background: Background = { cancel: [{ id: match('stop'), property: 'n' }] }
    const shown = new Page(
      [dep(`${match('out')}.v`, `${match('in')}.v`, { background })],
      Object.fromEntries(items.map((item) => [item, {}])),
    ).start()
    const [first, second] = [shown.sent[0], shown.sent[1]]
    shown.change(id(1, 'stop'), { n: 1 })
    assert.deepEqual([first?.signal.aborted, second?.signal.aborted], [true, false])
  })
})

describe('after a reload', () => {
  const key = JSON.stringify(['out.v'])
  const reloaded = (
    initial: boolean,
    left: [string, string[]][],
    props: Record<string, Props>,
    policy: Background['policy'],
  ) => {
    const shown = new Page(
      [dep('out.v', 'in.v', { prevent_initial_call: !initial, background: { policy: policy ?? 'replace' } })],
      props,
    )
    resume(shown.engine, new Map(left))
    return shown.start()
  }
  const props = () => ({ in: {}, out: {} })

  it('a job is heard again, whatever its inputs were', async () => {
    const shown = reloaded(false, [[key, ['h']]], props(), 'replace')
    const call = shown.take('out.v')
    assert.deepEqual(call.job, { key, left: ['h'], sure: true })
    assert.deepEqual(call.request.changedPropIds, [])
    assert.deepEqual([shown.busy, shown.loading.get('out')], [true, true])
    await call.reply({ out: { v: 'found' } })
    assert.equal(shown.props.get('out')?.v, 'found')
    shown.change('in', { v: 1 })
    assert.deepEqual(shown.take('out.v').job, { key }, 'what was found is not looked for again')
  })

  it('several of one instance are heard, and a newer call ends or keeps them', () => {
    for (const policy of ['queue', 'replace'] as const) {
      const shown = reloaded(false, [[key, ['g', 'h']]], props(), policy)
      const calls = [shown.take('out.v'), shown.take('out.v')]
      assert.deepEqual(
        calls.map(({ job }) => job?.left),
        [['g'], ['h']],
      )
      shown.change('in', { v: 1 })
      assert.equal(calls[1]?.signal.aborted, policy === 'replace')
    }
  })

  it('a call that is made anyway is told of the jobs', () => {
    const shown = reloaded(true, [[key, ['g', 'h']]], props(), 'replace')
    assert.deepEqual(shown.take('out.v').job, { key, left: ['g', 'h'] })
    assert.deepEqual(shown.outputs(), [])
  })

  it('a job whose component comes later is heard then', () => {
    const shown = new Page(
      [
        dep('out.v', 'in.v', { prevent_initial_call: true, background: {} }),
        dep('page.children', 'go.n', { prevent_initial_call: true }),
      ],
      { go: {}, page: {} },
    )
    resume(shown.engine, new Map([[key, ['h']]]))
    shown.start()
    assert.deepEqual(shown.outputs(), [])
    shown.tree = ({ page: brought }) => (brought ? { added: ['in', 'out'] } : {})
    shown.change('go', { n: 1 })
    shown.take('page.children').reply({ page: { children: 'both' } })
    return new Promise<void>((done) => setTimeout(done)).then(() => {
      assert.deepEqual(shown.take('out.v').job, { key, left: ['h'], sure: true })
    })
  })

  it('a callback that is for Dash alone is none of ours', () => {
    const shown = new Page([dep('hash', 'stop.n', { no_output: true, foreign: true })], { stop: {} }).start()
    shown.change('stop', { n: 1 })
    assert.deepEqual(shown.outputs(), [])
  })
})
