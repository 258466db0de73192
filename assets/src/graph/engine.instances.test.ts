// The ordering rules for instances: a callback with one set of MATCH values is what supersedes, waits and loads.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Argument, Props } from '../wire/records'
import { dep, Page } from './page.fake'

const id = (type: string, i: number | string) => `{"i":${JSON.stringify(i)},"t":"${type}"}`
const match = (type: string) => `{"i":["MATCH"],"t":"${type}"}`
const all = (type: string) => `{"i":["ALL"],"t":"${type}"}`
const below = (type: string) => `{"i":["ALLSMALLER"],"t":"${type}"}`
const prevent = { prevent_initial_call: true }

/** Components of these types for each of the items, beside others. */
function items(types: string, list: number[], others: Record<string, Props> = {}): Record<string, Props> {
  const pairs = list.flatMap((i) => types.split(' ').map((type): [string, Props] => [id(type, i), { v: i }]))
  return { ...others, ...Object.fromEntries(pairs) }
}

const written = (page: Page) =>
  page.sent.map(({ request }) => JSON.stringify([request.outputs].flat(2).map((o) => o?.id)))
const values = (argument: Argument | Argument[] | undefined) => [argument].flat().map((item) => item?.value)
const echo = dep(`${match('out')}.v`, `${match('in')}.v`, prevent)

describe('instances', () => {
  it('an edit calls for the one that belongs to the component', () => {
    const page = new Page([echo], items('in out', [1, 2, 3])).start()
    page.change(id('in', 2), { v: 'x' })
    const { request } = page.take(echo.output)
    assert.deepEqual(request.outputs, { id: { i: 2, t: 'out' }, property: 'v' })
    assert.deepEqual(request.inputs, [{ id: { i: 2, t: 'in' }, property: 'v', value: 'x' }])
    assert.deepEqual(page.outputs(), [])
  })

  it('each starts by itself, in the order of the layout', () => {
    const page = new Page([dep(`${match('out')}.v`, `${match('in')}.v`)], items('in out', [3, 1, 2])).start()
    assert.deepEqual(written(page), ['[{"i":3,"t":"out"}]', '[{"i":1,"t":"out"}]', '[{"i":2,"t":"out"}]'])
  })

  it('is none where the page has no output for it', () => {
    const page = new Page([echo], { [id('in', 1)]: {} }).start()
    page.change(id('in', 1), { v: 1 })
    assert.deepEqual([page.outputs(), page.failures], [[], []])
  })

  it('rule 2: a newer call supersedes that of the same instance only', () => {
    const page = new Page([echo], items('in out', [1, 2])).start()
    page.change(id('in', 1), { v: 'a' })
    page.change(id('in', 2), { v: 'a' })
    page.change(id('in', 1), { v: 'b' })
    assert.deepEqual(
      page.sent.map(({ signal }) => signal.aborted),
      [true, false, false],
    )
  })

  it('rule 4: an instance waits for its own sources and for no sibling’s', async () => {
    const page = new Page(
      [
        dep(`${match('mid')}.v`, `${match('in')}.v`, prevent),
        dep(`${match('out')}.v`, `${match('mid')}.v side.v`, prevent),
      ],
      items('in mid out', [1, 2], { side: {} }),
    ).start()
    page.edit(id('in', 1), { v: 'x' })
    page.change('side', { v: 'x' })
    assert.deepEqual(written(page), ['[{"i":1,"t":"mid"}]', '[{"i":2,"t":"out"}]'])
    await page.sent[0]?.prevent()
    assert.equal(written(page).at(-1), '[{"i":1,"t":"out"}]')
  })

  it('rule 5: a prop is pending for its own instance', () => {
    const page = new Page([echo], items('in out', [1, 2])).start()
    page.change(id('in', 1), { v: 'x' })
    assert.equal(page.engine.isPending(id('in', 1), 'v'), true)
    assert.equal(page.engine.isPending(id('in', 2), 'v'), false)
  })

  it('rule 8: loading is the instance’s own', async () => {
    const page = new Page([echo], items('in out', [1, 2])).start()
    page.change(id('in', 1), { v: 'x' })
    assert.deepEqual([...page.loading], [[id('out', 1), true]])
    await page.take(echo.output).reply()
    assert.deepEqual([...page.loading], [[id('out', 1), false]])
  })
})

describe('which instances an input concerns', () => {
  const shared: [name: string, input: string, edited: string][] = [
    ['a single component', 'one.v', 'one'],
    ['ALL', `${all('in')}.v`, id('in', 2)],
  ]
  for (const [name, input, edited] of shared) {
    it(`${name}: every one`, () => {
      const page = new Page([dep(`${match('out')}.v`, input, prevent)], items('in out', [1, 2, 3], { one: {} })).start()
      page.change(edited, { v: 'x' })
      assert.equal(page.sent.length, 3)
    })
  }

  it('ALLSMALLER: those with a greater value', () => {
    const page = new Page([dep(`${match('out')}.v`, `${below('in')}.v`, prevent)], items('in out', [1, 2, 10])).start()
    page.change(id('in', 2), { v: 'x' })
    assert.deepEqual(written(page), ['[{"i":10,"t":"out"}]'])
    assert.deepEqual(values(page.sent[0]?.request.inputs[0]), [1, 'x'])
  })

  it('fewer MATCH keys than the outputs have: all that agree', () => {
    const cell = (r: number, c: number) => `{"c":${c},"r":${r}}`
    const page = new Page([dep('{"c":["MATCH"],"r":["MATCH"]}.v', '{"r":["MATCH"]}.v', prevent)], {
      '{"r":1}': {},
      [cell(1, 1)]: {},
      [cell(1, 2)]: {},
      [cell(2, 1)]: {},
    }).start()
    page.change('{"r":1}', { v: 1 })
    assert.deepEqual(written(page), ['[{"c":1,"r":1}]', '[{"c":2,"r":1}]'])
  })

  it('MATCH beside ALL in one output: a row at a time', async () => {
    const output = '{"c":["ALL"],"r":["MATCH"]}.v'
    const page = new Page([dep(output, '{"r":["MATCH"]}.v', prevent)], {
      '{"r":1}': {},
      '{"c":2,"r":1}': {},
      '{"c":1,"r":1}': {},
      '{"c":1,"r":2}': {},
    }).start()
    page.change('{"r":1}', { v: 1 })
    assert.deepEqual(written(page), ['[{"c":2,"r":1},{"c":1,"r":1}]'])
  })
})

describe('MATCH in inputs only', () => {
  const press = dep('log.v', `${match('in')}.v reset.n`, { ...prevent, state: `${match('in')}.name` })
  const page = () => new Page([press], items('in', [1, 2], { log: {}, reset: {} })).start()

  it('the input that changed tells the calls apart', async () => {
    const p = page()
    p.change(id('in', 1), { v: 'a', name: 'n' })
    p.change(id('in', 2), { v: 'b' })
    const [one, two] = p.sent
    assert.deepEqual(
      [one, two].map((call) => [call?.signal.aborted, values(call?.request.inputs[0])]),
      [
        [false, ['a']],
        [false, ['b']],
      ],
    )
    assert.deepEqual(values(one?.request.state?.[0]), ['n'])
    await two?.reply({ log: { v: 'younger' } })
    await one?.reply({ log: { v: 'older' } })
    assert.equal(p.props.get('log')?.v, 'younger', 'rule 1 holds between them')
  })

  it('an input without MATCH calls for each', () => {
    const p = page()
    p.change('reset', { n: 1 })
    assert.equal(p.sent.length, 2)
  })

  it('starts one for each item, without outputs too', () => {
    const p = new Page([dep('0f', `${match('in')}.v`, { no_output: true })], items('in', [1, 2])).start()
    assert.deepEqual(
      p.sent.map(({ request }) => values(request.inputs[0])),
      [[1], [2]],
    )
  })

  it('an item that went before its call could start is no error', async () => {
    const p = new Page(
      [
        dep('reset.n', 'go.n', { ...prevent, order: 0 }),
        dep('log.v', `${match('in')}.v reset.n`, { ...prevent, order: 1 }),
        dep('list.children', 'go.n', { ...prevent, order: 2 }),
      ],
      items('in', [1], { log: {}, reset: {}, list: {}, go: {} }),
    ).start()
    p.edit(id('in', 1), { v: 'x' })
    p.change('go', { n: 1 })
    p.tree = () => ({ removed: [id('in', 1)] })
    await p.take('list.children').reply({ list: { children: null } })
    await p.take('reset.n').prevent()
    assert.deepEqual([p.outputs(), p.failures, p.busy], [[], [], false])
  })

  it('MATCH that nothing has bound must mean one component', () => {
    const p = new Page([dep('log.v', `{"a":["MATCH"]}.v {"b":["MATCH"]}.v`, prevent)], {
      log: {},
      '{"a":1}': {},
      '{"b":1}': {},
      '{"b":2}': {},
    }).start()
    p.change('{"a":1}', { v: 1 })
    assert.match(String(p.failures[0]?.error), /the page holds several: \{"b":1\}, \{"b":2\}/)
  })
})

describe('ALLSMALLER from instance to instance', () => {
  const sum = dep(`${match('sum')}.v`, `${match('in')}.v ${below('sum')}.v`, prevent)

  it('goes up one by one, each with what the ones below it made', async () => {
    const page = new Page([sum], items('in sum', [1, 2, 3])).start()
    page.change(id('in', 1), { v: 'x' })
    for (const i of [1, 2, 3]) {
      assert.equal(page.sent.length, 1, `only ${i} runs`)
      const call = page.take(sum.output)
      assert.deepEqual(call.request.outputs, { id: { i, t: 'sum' }, property: 'v' })
      await call.reply({ [id('sum', i)]: { v: `s${i}` } })
    }
    assert.deepEqual(page.outputs(), [])
  })

  it('starts from the bottom', () => {
    const page = new Page([{ ...sum, prevent_initial_call: false }], items('in sum', [3, 1, 2])).start()
    assert.deepEqual(written(page), ['[{"i":1,"t":"sum"}]'])
  })
})

describe('lists that grow and shrink', () => {
  const change = async (page: Page, effects: { added?: string[]; removed?: string[] }) => {
    page.tree = () => effects
    page.change('go', { n: Math.random() })
    await page.take('list.children').reply({ list: { children: [Math.random()] } })
  }
  const list = dep('list.children', 'go.n', prevent)
  const others = { go: {}, list: {}, total: {} }

  it('an item that is appended brings its own calls, and the siblings stay still', async () => {
    const page = new Page([list, dep(`${match('out')}.v`, `${match('in')}.v`)], items('in out', [1, 2], others)).start()
    page.sent.length = 0
    await change(page, { added: [id('in', 3), id('out', 3)] })
    assert.deepEqual(written(page), ['[{"i":3,"t":"out"}]'])
    assert.deepEqual(page.sent[0]?.request.changedPropIds, [])
  })

  it('the callback of the whole list runs once with the new items, even with prevent_initial_call', async () => {
    const page = new Page([list, dep('total.v', `${all('in')}.v`, prevent)], items('in', [1], others)).start()
    await change(page, { added: [id('in', 2), id('in', 3)] })
    const { request } = page.take('total.v')
    assert.deepEqual(request.changedPropIds, [`${id('in', 2)}.v`, `${id('in', 3)}.v`])
    assert.equal([request.inputs[0]].flat().length, 3)
    assert.deepEqual(page.outputs(), [])
  })

  it('and once more with what is left when it lost some', async () => {
    const page = new Page([list, dep('total.v', `${all('in')}.v`, prevent)], items('in', [1, 2], others)).start()
    await change(page, { removed: [id('in', 1), id('in', 2)] })
    const { request } = page.take('total.v')
    assert.deepEqual([request.changedPropIds, request.inputs], [[], [[]]])
  })

  it('the callback that made the list shorter is not told of it', async () => {
    const own = dep('list.children', `${all('in')}.v go.n`, prevent)
    const page = new Page([own], items('in', [1, 2], others)).start()
    await change(page, { removed: [id('in', 1)] })
    assert.deepEqual(page.outputs(), [])
  })

  it('ALLSMALLER: the loss is told to those above', async () => {
    const page = new Page(
      [list, dep(`${match('out')}.v`, `${below('in')}.v`, prevent)],
      items('in out', [1, 2, 3], others),
    )
    await change(page.start(), { removed: [id('in', 2)] })
    assert.deepEqual(written(page), ['[{"i":3,"t":"out"}]'])
  })

  it('a call whose outputs went ends, and the others go on', async () => {
    const page = new Page([list, dep(`${match('out')}.v`, `${match('in')}.v`)], items('in out', [1, 2], others)).start()
    const [one, two] = page.sent
    await change(page, { removed: [id('out', 1), id('in', 1)] })
    assert.deepEqual([one?.signal.aborted, two?.signal.aborted], [true, false])
  })

  it('what is on its way to a list that grew meanwhile reaches the new item first', async () => {
    const page = new Page(
      [
        list,
        dep('a.v', 'slow.v', { ...prevent, order: 1 }),
        dep(`${match('in')}.v`, 'a.v', { ...prevent, order: 2 }),
        dep('total.v', `${all('in')}.v`, { ...prevent, order: 3 }),
      ],
      { ...others, a: {}, slow: {} },
    ).start()
    page.change('slow', { v: 1 })
    await change(page, { added: [id('in', 1)] })
    assert.deepEqual(page.outputs(), ['a.v'], 'the total waits for the item, which waits for a')
  })

  it('side updates bring components just so', async () => {
    const page = new Page([dep('go.v', 'go.n', prevent), dep(`${match('out')}.v`, `${match('in')}.v`)], {
      ...others,
      go: {},
    }).start()
    page.tree = () => ({ added: [id('in', 1), id('out', 1)] })
    page.change('go', { n: 1 })
    await page.take('go.v').reply({}, { 'list.children': ['…'] })
    assert.deepEqual(written(page), ['[{"i":1,"t":"out"}]'])
  })
})

describe('side updates', () => {
  const page = () =>
    new Page(
      [dep(`${match('out')}.v`, `${match('in')}.v`, prevent), dep('far.v', 'side.v', prevent)],
      items('in out', [1, 2, 3], { side: { v: 0 }, far: {} }),
    ).start()
  // key, value, what then differs
  const cases: [key: string, value: unknown, changed: Record<string, Props>][] = [
    ['side', { v: 1, w: 2 }, { side: { v: 1, w: 2 } }],
    ['side.v', 1, { side: { v: 1 } }],
    [id('out', 3), { v: 'x' }, { [id('out', 3)]: { v: 'x' } }],
    [`${id('out', 3)}.v`, 'x', { [id('out', 3)]: { v: 'x' } }],
    [`${match('out')}.w`, 'x', { [id('out', 2)]: { w: 'x' } }],
    [all('out'), { w: 'x' }, Object.fromEntries([1, 2, 3].map((i) => [id('out', i), { w: 'x' }]))],
    [`${below('out')}.w`, 'x', { [id('out', 1)]: { w: 'x' } }],
    ['gone.v', 1, {}],
  ]
  for (const [key, value, changed] of cases) {
    it(`${key} sets ${Object.keys(changed).length} components`, async () => {
      const p = page()
      p.change(id('in', 2), { v: 'x' })
      await p.take(echo.output).reply({}, { [key]: value })
      assert.deepEqual(Object.assign({}, ...p.applied), changed)
      assert.deepEqual(p.outputs(), 'side' in changed ? ['far.v'] : [])
    })
  }

  it('a key without prop needs an object', async () => {
    const p = page()
    p.change(id('in', 2), { v: 'x' })
    await p.take(echo.output).reply({ [id('out', 2)]: { v: 'y' } }, { side: 1 })
    assert.match(String(p.failures[0]?.error), /"side" needs an object/)
    assert.equal(p.busy, false)
  })

  it('in a stream they are written at once, and no more after the call has ended', async () => {
    const p = page()
    p.change(id('in', 2), { v: 'x' })
    const call = p.take(echo.output)
    call.side({ 'side.v': 'half done' })
    p.turn()
    assert.equal(p.props.get('side')?.v, 'half done')
    assert.deepEqual(p.outputs(), ['far.v'])
    await call.reply({ [id('out', 2)]: { v: 'y' } })
    call.side({ 'side.v': 'late' })
    assert.equal(p.props.get('side')?.v, 'half done')
  })

  it('a patch among them changes the present value', async () => {
    const p = page()
    p.change(id('in', 2), { v: 'x' })
    const add = { operation: 'Add', location: [], params: { value: 5 } }
    await p.take(echo.output).reply({}, { 'side.v': { __dash_patch_update: 1, operations: [add] } })
    assert.equal(p.props.get('side')?.v, 5)
  })
})

describe('props set from outside', () => {
  it('count as edits: they fire, are younger than calls that are out, and equal ones are nothing', async () => {
    const page = new Page([dep('out.v', 'in.v', prevent), dep('box.v', 'in.v')], {
      in: { v: 1 },
      out: {},
      box: {},
    }).start()
    page.engine.set({ box: { v: 'set' }, 'in.v': 1 })
    page.turn()
    assert.deepEqual(page.outputs(), ['box.v'])
    await page.take('box.v').reply({ box: { v: 'late' } })
    assert.equal(page.props.get('box')?.v, 'set')
    page.engine.set({ 'in.v': 2 })
    page.turn()
    assert.deepEqual(page.outputs(), ['out.v', 'box.v'])
  })
})
