import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { dep, Page } from './page.fake'
import { Switches } from './running'

describe('switches', () => {
  it('the last of several calls switches off', () => {
    const switches = new Switches()
    const hold = () => switches.hold({ a: { on: true } }, { a: { on: false } })
    const [first, second] = [hold(), hold()]
    assert.deepEqual(switches.release(second), {})
    assert.deepEqual(switches.release(first), { a: { on: false } })
  })

  it('each prop is counted by itself', () => {
    const switches = new Switches()
    const both = switches.hold({ a: { x: 1, y: 1 } }, { a: { x: 0, y: 0 } })
    const one = switches.hold({ a: { x: 2 } }, { a: { x: 0 } })
    assert.deepEqual(switches.release(both), { a: { y: 0 } })
    assert.deepEqual(switches.release(one), { a: { x: 0 } })
  })
})

const running = (on: object, off: object) => ({ running: { running: { ...on }, runningOff: { ...off } } })
const flag = running({ 'flag.on': true }, { 'flag.on': false })

const stage = (...more: ReturnType<typeof dep>[]) =>
  new Page([dep('out.v', 'in.v', flag), ...more], { in: {}, out: {}, flag: { on: false }, two: {}, far: {} })

describe('running', () => {
  const ends: [name: string, end: (page: Page) => Promise<void>][] = [
    ['an answer', (page) => page.take('out.v').reply({ out: { v: 1 } })],
    ['no content', (page) => page.take('out.v').prevent()],
    ['an error', (page) => page.take('out.v').fail(new Error('no'))],
  ]
  for (const [name, end] of ends) {
    it(`is on while a call runs, and off after ${name}`, async () => {
      const page = stage().start()
      assert.equal(page.props.get('flag')?.on, true)
      await end(page)
      assert.equal(page.props.get('flag')?.on, false)
    })
  }

  it('stays on when a newer call takes over, without being written in between', async () => {
    const page = stage().start()
    const older = page.take('out.v')
    page.change('in', { v: 1 })
    await older.reply()
    assert.deepEqual(page.applied, [{ flag: { on: true } }])
    await page.take('out.v').reply()
    assert.equal(page.props.get('flag')?.on, false)
  })

  it('stays on while the newer call waits for others', async () => {
    const page = stage(dep('in.v', 'two.v', { order: -1, prevent_initial_call: true })).start()
    page.edit('in', { v: 1 })
    page.change('two', { v: 1 })
    assert.equal(page.take('out.v').signal.aborted, true)
    assert.equal(page.props.get('flag')?.on, true)
    await page.take('in.v').prevent()
    assert.equal(page.props.get('flag')?.on, true)
    await page.take('out.v').reply()
    assert.equal(page.props.get('flag')?.on, false)
  })

  it('goes off when nobody is left to answer', async () => {
    const page = stage(dep('list.children', 'go.n', { prevent_initial_call: true }))
    page.props.set('list', {}).set('go', {})
    page.start()
    page.tree = () => ({ removed: ['out'] })
    page.change('go', { n: 1 })
    await page.take('list.children').reply({ list: { children: null } })
    assert.equal(page.take('out.v').signal.aborted, true)
    assert.equal(page.props.get('flag')?.on, false)
  })

  it('two callbacks on one prop: the last to end switches it off', async () => {
    const page = stage(dep('two.v', 'in.v', flag)).start()
    await page.take('out.v').reply()
    assert.equal(page.props.get('flag')?.on, true)
    await page.take('two.v').reply()
    assert.equal(page.props.get('flag')?.on, false)
  })

  it('fires what reads the switch, but never the callback that switches', async () => {
    const page = new Page(
      [dep('out.v', 'in.v flag.on', flag), dep('far.v', 'flag.on', { order: 1, prevent_initial_call: true })],
      { in: {}, out: {}, flag: {}, far: {} },
    ).start()
    assert.deepEqual(page.outputs(), ['out.v', 'far.v'])
    await page.take('out.v').reply()
    assert.deepEqual(page.outputs(), ['far.v', 'far.v'])
  })

  it('what the answer says of a switched prop stands', async () => {
    const page = stage().start()
    await page.take('out.v').reply({ out: { v: 1 }, flag: { on: 'as answered' } })
    assert.equal(page.props.get('flag')?.on, 'as answered')
  })

  it('a switch makes no answer old', async () => {
    const page = stage(dep('flag.on', 'two.v', { order: -1 })).start()
    const older = page.take('flag.on')
    await page.take('out.v').reply()
    await older.reply({ flag: { on: 'slow' } })
    assert.equal(page.props.get('flag')?.on, 'slow')
  })

  it('with MATCH switches the item of the call, with ALL every item', async () => {
    const id = (i: number) => `{"i":${i},"t":"x"}`
    const own = '{"i":["MATCH"],"t":"x"}'
    const page = new Page(
      [
        dep(
          `${own}.v`,
          `${own}.n`,
          running({ [`${own}.busy`]: 1, '{"i":["ALL"],"t":"x"}': { some: 1 } }, { [own]: { busy: 0 } }),
        ),
      ],
      { [id(1)]: {}, [id(2)]: {} },
    )
    page.engine.start()
    page.change(id(2), { n: 1 })
    await page.sent[0]?.reply()
    assert.deepEqual(page.props.get(id(1)), { busy: 0, some: 1 })
    assert.deepEqual(page.props.get(id(2)), { busy: 1, some: 1, n: 1 })
  })

  it('a switch that cannot be meant is reported, and the call runs', async () => {
    const page = new Page([dep('out.v', 'in.v', running({ '{"i":["MATCH"],"t":"x"}.on': 1 }, {}))], { in: {}, out: {} })
    page.start()
    assert.match(String(page.failures[0]?.error), /MATCH for "i"/)
    assert.deepEqual(page.outputs(), ['out.v'])
  })
})
