import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Argument } from '../wire/records'
import { dep, Page } from './page.fake'

describe('ordering rules', () => {
  it('rule 1: a reply older than the version it would overwrite is dropped', async () => {
    const page = new Page(
      [
        dep('out.value@aa', 'slow.v', { prevent_initial_call: true }),
        dep('out.value@bb', 'fast.v', { prevent_initial_call: true }),
      ],
      { slow: {}, fast: {}, out: {} },
    ).start()
    page.change('slow', { v: 1 })
    page.change('fast', { v: 1 })
    await page.take('out.value@bb').reply({ out: { value: 'younger' } })
    await page.take('out.value@aa').reply({ out: { value: 'older' } })
    assert.equal(page.props.get('out')?.value, 'younger')
  })

  it('rule 1: what the user typed after the call was sent is younger than its reply', async () => {
    const page = new Page([dep('..box.value...note.text..', 'go.n')], { go: {}, box: { value: '' }, note: {} }).start()
    page.edit('box', { value: 'typed' })
    await page.take('..box.value...note.text..').reply({ box: { value: 'late' }, note: { text: 'here' } })
    assert.equal(page.props.get('box')?.value, 'typed')
    assert.equal(page.props.get('note')?.text, 'here', 'the other output of the same reply is not older')
  })

  it('rule 2: a newer call aborts the older one of the same callback and ignores its reply', async () => {
    const page = new Page([dep('out.text', 'in.value')], { in: { value: 1 }, out: {} }).start()
    const first = page.take('out.text')
    page.change('in', { value: 2 })
    assert.equal(first.signal.aborted, true)
    const second = page.take('out.text')
    await second.reply({ out: { text: 'two' } })
    await first.reply({ out: { text: 'one' } })
    assert.equal(second.signal.aborted, false)
    assert.equal(page.props.get('out')?.text, 'two')
  })

  it('rule 2: a call of another callback is left alone', () => {
    const page = new Page([dep('a.t', 'in.x'), dep('b.t', 'in.y')], { in: {}, a: {}, b: {} }).start()
    const other = page.take('b.t')
    page.change('in', { x: 1 })
    assert.equal(other.signal.aborted, false)
  })

  it('rule 3: a prop left out of a reply keeps its value and its version', async () => {
    const page = new Page(
      [
        dep('out.value@aa', 'one.v', { prevent_initial_call: true }),
        dep('..out.value@bb...b.text..', 'two.v', { prevent_initial_call: true }),
      ],
      { one: {}, two: {}, out: { value: 'old' }, b: {} },
    ).start()
    page.change('one', { v: 1 })
    page.change('two', { v: 1 })
    await page.take('..out.value@bb...b.text..').reply({ b: { text: 'only this' } })
    assert.equal(page.props.get('out')?.value, 'old')
    await page.take('out.value@aa').reply({ out: { value: 'still wanted' } })
    assert.equal(page.props.get('out')?.value, 'still wanted')
  })

  it('rule 3: PreventUpdate neither erases nor advances', async () => {
    const page = new Page(
      [
        dep('out.v@aa', 'one.v', { prevent_initial_call: true }),
        dep('out.v@bb', 'two.v', { prevent_initial_call: true }),
      ],
      { one: {}, two: {}, out: { v: 'old' } },
    ).start()
    page.change('one', { v: 1 })
    page.change('two', { v: 1 })
    await page.take('out.v@bb').prevent()
    assert.equal(page.props.get('out')?.v, 'old')
    await page.take('out.v@aa').reply({ out: { v: 'new' } })
    assert.equal(page.props.get('out')?.v, 'new')
  })

  it('rule 4: a callback waits for whatever is pending upstream, near or far', async () => {
    const page = new Page(
      [dep('a.v', 'in.v', { order: 0 }), dep('b.v', 'a.v', { order: 1 }), dep('c.v', 'b.v in.v', { order: 2 })],
      { in: { v: 1 }, a: {}, b: {}, c: {} },
    ).start()
    assert.deepEqual(page.outputs(), ['a.v'])
    await page.take('a.v').reply({ a: { v: 1 } })
    assert.deepEqual(page.outputs(), ['b.v'])
    await page.take('b.v').reply({ b: { v: 1 } })
    assert.deepEqual(page.outputs(), ['c.v'])
    assert.deepEqual(page.take('c.v').request.changedPropIds, ['b.v'])
  })

  it('rule 4: State does not wait', () => {
    const page = new Page([dep('a.v', 'in.v'), dep('b.v', 'in.v', { state: 'a.v' })], { in: {}, a: {}, b: {} }).start()
    assert.deepEqual(page.outputs(), ['a.v', 'b.v'])
  })

  it('rule 5: a prop is pending while callbacks it triggers, however far down, have not ended', async () => {
    const page = new Page(
      [dep('a.v', 'tick.n', { prevent_initial_call: true }), dep('b.v', 'a.v', { prevent_initial_call: true })],
      { tick: { n: 0 }, a: {}, b: {} },
    ).start()
    assert.equal(page.engine.isPending('tick', 'n'), false)
    page.edit('tick', { n: 1 })
    assert.equal(page.engine.isPending('tick', 'n'), true, 'requested')
    page.turn()
    assert.equal(page.engine.isPending('tick', 'n'), true, 'running')
    await page.take('a.v').reply({ a: { v: 1 } })
    assert.equal(page.engine.isPending('tick', 'n'), true, 'further down')
    await page.take('b.v').reply({ b: { v: 1 } })
    assert.equal(page.engine.isPending('tick', 'n'), false)
  })

  it('rule 6: a value equal to the present one is not written and does not fire dependants', async () => {
    const page = new Page(
      [dep('a.v', 'in.v', { prevent_initial_call: true }), dep('b.v', 'a.v', { prevent_initial_call: true })],
      { in: {}, a: { v: { y: new Float64Array([1, Number.NaN]) } }, b: {} },
    ).start()
    page.change('in', { v: 1 })
    await page.take('a.v').reply({ a: { v: { y: new Float64Array([1, Number.NaN]) } } })
    assert.deepEqual(page.applied, [])
    assert.deepEqual(page.outputs(), [])
  })

  it('rule 6: an initial callback runs though its input came back as it was', async () => {
    const page = new Page([dep('a.v', 'in.v', { order: 0 }), dep('b.v', 'a.v', { order: 1 })], {
      in: {},
      a: { v: 5 },
      b: {},
    }).start()
    await page.take('a.v').reply({ a: { v: 5 } })
    assert.deepEqual(page.take('b.v').request.changedPropIds, [])
  })

  it('rule 7: new components fire only their own callbacks', async () => {
    const page = new Page(
      [
        dep('list.children', 'add.n', { prevent_initial_call: true }),
        dep('old.text', 'old.value'),
        dep('new.text', 'new.value'),
        dep('new.style', 'add.n', { prevent_initial_call: true }),
      ],
      { add: {}, list: {}, old: {} },
    ).start()
    await page.take('old.text').reply()
    page.tree = () => ({ added: ['new'] })
    page.change('add', { n: 1 })
    await page.take('list.children').reply({ list: { children: ['…'] } })
    assert.deepEqual(page.outputs(), ['new.text'])
  })

  it('rule 7: a prop of an unchanged sibling fires only if the tree really changed it', async () => {
    const page = new Page(
      [
        dep('list.children', 'add.n', { prevent_initial_call: true }),
        dep('sum.text', 'x.value', { prevent_initial_call: true }),
        dep('other.text', 'y.value', { prevent_initial_call: true }),
      ],
      { add: {}, list: {}, x: {}, y: {}, sum: {}, other: {} },
    ).start()
    page.tree = () => ({ changed: [{ id: 'y', property: 'value' }] })
    page.change('add', { n: 1 })
    await page.take('list.children').reply({ list: { children: ['…'] } })
    assert.deepEqual(page.outputs(), ['other.text'])
  })

  it('rule 8: a component loads until the last call to it ends', async () => {
    const page = new Page([dep('..out.a...out.b..', 'in.x'), dep('out.c', 'in.y')], { in: {}, out: {} }).start()
    assert.equal(page.loading.get('out'), true)
    await page.take('out.c').reply()
    assert.equal(page.loading.get('out'), true)
    await page.take('..out.a...out.b..').prevent()
    assert.equal(page.loading.get('out'), false)
    assert.equal(page.busy, false)
  })

  it('rule 8: a superseded call gives its count back', async () => {
    const page = new Page([dep('out.a', 'in.x')], { in: {}, out: {} }).start()
    page.change('in', { x: 1 })
    page.change('in', { x: 2 })
    await page.sent.at(-1)?.fail(new Error('no'))
    assert.equal(page.loading.get('out'), false)
  })
})

describe('bursts, chains and diamonds', () => {
  it('edits of one burst make one call that names every changed prop', () => {
    const page = new Page([dep('out.v', 'a.v b.v', { prevent_initial_call: true })], { a: {}, b: {}, out: {} }).start()
    page.edit('a', { v: 1 })
    page.edit('b', { v: 2 })
    page.edit('a', { v: 3 })
    page.turn()
    assert.equal(page.sent.length, 1)
    const { request } = page.take('out.v')
    assert.deepEqual(request.changedPropIds, ['a.v', 'b.v'])
    assert.deepEqual(
      request.inputs.map((input) => (input as Argument).value),
      [3, 2],
    )
  })

  it('the tip of a diamond runs once, with both sides', async () => {
    const page = new Page(
      [
        dep('tip.v', 'l.v r.v', { order: 2 }),
        dep('l.v', 'in.v', { order: 0, prevent_initial_call: true }),
        dep('r.v', 'in.v', { order: 1, prevent_initial_call: true }),
      ],
      { in: {}, l: {}, r: {}, tip: { v: 0 } },
    ).start()
    await page.take('tip.v').reply()
    page.change('in', { v: 1 })
    assert.deepEqual(page.outputs(), ['l.v', 'r.v'])
    await page.take('r.v').reply({ r: { v: 1 } })
    assert.deepEqual(page.outputs(), ['l.v'])
    await page.take('l.v').reply({ l: { v: 1 } })
    assert.deepEqual(page.take('tip.v').request.changedPropIds, ['r.v', 'l.v'])
  })

  it('ready callbacks go out in the order the server computed', () => {
    const page = new Page(
      [dep('a.v', 'in.v', { order: 2 }), dep('b.v', 'in.v', { order: 0 }), dep('c.v', 'in.v', { order: 1 })],
      {
        in: {},
        a: {},
        b: {},
        c: {},
      },
    ).start()
    assert.deepEqual(page.outputs(), ['b.v', 'c.v', 'a.v'])
  })

  it('a callback does not trigger itself', async () => {
    const page = new Page([dep('box.value', 'box.value', { prevent_initial_call: true })], {
      box: { value: 'a' },
    }).start()
    page.change('box', { value: 'b' })
    await page.take('box.value').reply({ box: { value: 'B' } })
    assert.deepEqual(page.outputs(), [])
    assert.equal(page.props.get('box')?.value, 'B')
  })

  it('two controls kept in step by one callback do not wait for each other', () => {
    const page = new Page([dep('..a.v...b.v..', 'a.v b.v')], { a: { v: 1 }, b: { v: 1 } }).start()
    assert.equal(page.sent.length, 1)
  })

  it('a circle of two callbacks starts with the first and comes to rest', async () => {
    const page = new Page([dep('b.v', 'a.v', { order: 0 }), dep('a.v', 'b.v', { order: 1 })], {
      a: { v: 1 },
      b: {},
    }).start()
    await page.take('b.v').reply({ b: { v: 1 } })
    await page.take('a.v').reply({ a: { v: 2 } })
    assert.deepEqual(page.outputs(), [])
    page.change('a', { v: 3 })
    await page.take('b.v').reply({ b: { v: 3 } })
    await page.take('a.v').reply({ a: { v: 4 } })
    assert.deepEqual(page.outputs(), [])
  })

  it('a side update triggers, like the answer itself', async () => {
    const page = new Page([dep('out.v', 'in.v'), dep('far.v', 'side.v', { prevent_initial_call: true })], {
      in: {},
      out: {},
      side: {},
      far: {},
    }).start()
    await page.take('out.v').reply({}, { side: { v: 1 } })
    assert.deepEqual(page.outputs(), ['far.v'])
  })
})

describe('what stops a chain', () => {
  const chain = () =>
    new Page([dep('a.v', 'in.v', { order: 0 }), dep('b.v', 'a.v', { order: 1 }), dep('c.v', 'b.v', { order: 2 })], {
      in: {},
      a: {},
      b: {},
      c: {},
    }).start()

  it('PreventUpdate ends the initial calls behind it and leaves nothing waiting', async () => {
    const page = chain()
    await page.take('a.v').prevent()
    assert.deepEqual(page.outputs(), [])
    assert.equal(page.busy, false)
    page.change('b', { v: 1 })
    assert.deepEqual(page.outputs(), ['c.v'])
  })

  it('an error is reported with its callback and ends the chain', async () => {
    const page = chain()
    const error = new Error('boom')
    await page.take('a.v').fail(error)
    assert.deepEqual(page.failures, [{ error, callback: 'a.v' }])
    assert.deepEqual(page.outputs(), [])
    assert.equal(page.busy, false)
  })

  it('an initial callback with one input of its own runs though the other stayed away', async () => {
    const page = new Page([dep('a.v', 'in.v', { order: 0 }), dep('b.v', 'a.v own.v', { order: 1 })], {
      in: {},
      a: {},
      own: {},
      b: {},
    }).start()
    await page.take('a.v').prevent()
    assert.deepEqual(page.outputs(), ['b.v'])
  })

  it('a superseded initial call still feeds the initial calls behind it', async () => {
    const page = new Page([dep('a.v', 'in.v', { order: 0 }), dep('b.v', 'a.v', { order: 1 })], {
      in: {},
      a: { v: 5 },
      b: {},
    }).start()
    page.change('in', { v: 2 })
    page.take('a.v')
    await page.take('a.v').reply({ a: { v: 5 } })
    assert.deepEqual(page.outputs(), ['b.v'])
  })
})

describe('components that come and go', () => {
  it('a callback whose inputs are all missing is skipped in silence', () => {
    const page = new Page([dep('out.v', 'gone.v'), dep('far.v', 'out.v')], { out: {}, far: {} }).start()
    assert.deepEqual(page.outputs(), [])
    assert.deepEqual(page.failures, [])
  })

  it('a callback with some inputs missing is an error that names the component', () => {
    const page = new Page([dep('out.v', 'here.v gone.v')], { out: {}, here: {} }).start()
    assert.match(String(page.failures[0]?.error), /"out\.v".*Input "gone\.v".*no component with the id "gone"/)
    assert.equal(page.busy, false)
  })

  it('a call ends when its answer could reach nobody any more', async () => {
    const page = new Page([dep('x.v', 'in.v'), dep('list.children', 'go.n', { prevent_initial_call: true })], {
      in: {},
      x: {},
      go: {},
      list: {},
    }).start()
    const call = page.take('x.v')
    page.tree = () => ({ removed: ['x'] })
    page.change('go', { n: 1 })
    await page.take('list.children').reply({ list: { children: null } })
    assert.equal(call.signal.aborted, true)
    assert.equal(page.busy, false)
  })

  it('a component that returns under an old id does not get the answer for its predecessor', async () => {
    const page = new Page(
      [dep('..x.v...keep.v..', 'in.v'), dep('list.children', 'go.n', { prevent_initial_call: true })],
      {
        in: {},
        x: {},
        keep: {},
        go: {},
        list: {},
      },
    ).start()
    const call = page.take('..x.v...keep.v..')
    page.tree = () => ({ removed: ['x'] })
    page.change('go', { n: 1 })
    await page.take('list.children').reply({ list: { children: 'a' } })
    page.tree = () => ({ added: ['x'] })
    page.change('go', { n: 2 })
    await page.take('list.children').reply({ list: { children: 'b' } })
    // The new x brought its own initial call, which superseded the old one.
    assert.equal(call.signal.aborted, true)
    await call.reply({ x: { v: 'old' } })
    assert.equal(page.props.get('x')?.v, undefined)
    await page.take('..x.v...keep.v..').reply({ x: { v: 'new' } })
    assert.equal(page.props.get('x')?.v, 'new')
  })

  it('nor does one whose call goes on for other outputs', async () => {
    const both = dep('..x.v...keep.v..', 'in.v', { prevent_initial_call: true })
    const page = new Page([both, dep('list.children', 'go.n', { prevent_initial_call: true })], {
      in: {},
      x: {},
      keep: {},
      go: {},
      list: {},
    }).start()
    page.change('in', { v: 1 })
    for (const [n, effects] of [{ removed: ['x'] }, { added: ['x'] }].entries()) {
      page.tree = () => effects
      page.change('go', { n })
      await page.take('list.children').reply({ list: { children: n } })
    }
    await page.take(both.output).reply({ x: { v: 'old' }, keep: { v: 'new' } })
    assert.equal(page.props.get('x')?.v, undefined)
    assert.equal(page.props.get('keep')?.v, 'new')
  })

  it('a new input is news to an older output, even with prevent_initial_call', async () => {
    const page = new Page(
      [
        dep('list.children', 'go.n', { prevent_initial_call: true }),
        dep('out.v', 'new.value', { prevent_initial_call: true }),
      ],
      { go: {}, list: {}, out: {} },
    ).start()
    page.tree = () => ({ added: ['new'] })
    page.change('go', { n: 1 })
    await page.take('list.children').reply({ list: { children: 'x' } })
    assert.deepEqual(page.take('out.v').request.changedPropIds, ['new.value'])
  })

  it('the callback that brought a component does not run again because of it', async () => {
    const page = new Page([dep('list.children', 'new.n go.n')], { go: {}, list: {}, new: {} }).start()
    page.tree = () => ({ added: ['new'] })
    await page.take('list.children').reply({ list: { children: 'x' } })
    assert.deepEqual(page.outputs(), [])
  })

  it('an update for a component that is not there is dropped', async () => {
    const page = new Page([dep('out.v', 'in.v')], { in: {}, out: {} }).start()
    await page.take('out.v').reply({ ghost: { v: 1 } })
    assert.deepEqual(page.applied, [])
  })
})

describe('initial calls', () => {
  const cases: [name: string, dependency: ReturnType<typeof dep>, runs: boolean][] = [
    ['a callback with its input on the page', dep('out.v', 'in.v'), true],
    ['prevent_initial_call', dep('out.v', 'in.v', { prevent_initial_call: true }), false],
    ['a callback without inputs', dep('out.v', ''), true],
    ['a callback whose output is not on the page', dep('gone.v', 'in.v'), false],
    ['a callback without outputs', dep('0123abcd', 'in.v', { no_output: true }), true],
    ['a callback without outputs and with a missing input', dep('0123abcd', 'gone.v', { no_output: true }), false],
    ['a callback without outputs or inputs', dep('0123abcd', '', { no_output: true }), true],
  ]
  for (const [name, dependency, runs] of cases) {
    it(`${name} ${runs ? 'runs' : 'does not run'} at start`, () => {
      const page = new Page([dependency], { in: {}, out: {} }).start()
      assert.equal(page.sent.length, runs ? 1 : 0)
      if (runs) assert.deepEqual(page.sent[0]?.request.changedPropIds, [])
    })
  }

  it('a callback that can only be fed by one that does not run is left out too', () => {
    const page = new Page([dep('b.v', 'a.v'), dep('a.v', 'gone.v')], { a: {}, b: {} }).start()
    assert.deepEqual(page.outputs(), [])
  })

  it('a prevented callback still runs when an initial one changes its input', async () => {
    const page = new Page([dep('a.v', 'in.v'), dep('b.v', 'a.v', { prevent_initial_call: true })], {
      in: {},
      a: {},
      b: {},
    }).start()
    await page.take('a.v').reply({ a: { v: 1 } })
    assert.deepEqual(page.take('b.v').request.changedPropIds, ['a.v'])
  })

  it('persistent callbacks do not make the page busy', () => {
    const page = new Page([dep('a.v', 'in.v', { persistent: true })], { in: {}, a: {} }).start()
    assert.equal(page.busy, false)
    assert.equal(page.loading.get('a'), true)
  })
})
