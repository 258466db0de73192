import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { dep } from '../graph/page.fake'
import type { DashComponent } from './component'
import { c, h, Stage, settle } from './page.fake'
import { push } from './push'

const core = (component: unknown) => ({ component: component as DashComponent })

describe('drawing', () => {
  it('draws nodes, text, numbers and lists at the root and below', async () => {
    const stage = await new Stage([
      h('H1', { children: 'Hi' }),
      'text ',
      3,
      h('Div', { children: [1, h('B'), null] }),
    ]).mount()
    assert.equal(stage.html, '<h1>Hi</h1>text 3<div>1<b></b></div>')
  })

  it('replaces the loading text of the page', async () => {
    const stage = new Stage('plain')
    stage.root.innerHTML = '<div class="_dash-loading">Loading...</div>'
    await stage.mount()
    assert.equal(stage.html, 'plain')
  })

  it('writes a dictionary id to the DOM as canonical JSON', async () => {
    const stage = await new Stage(h('Div', { id: { type: 'a', index: 1 } })).mount()
    assert.equal(stage.root.firstElementChild?.id, '{"index":1,"type":"a"}')
    assert.ok(stage.page.tree.read('{"index":1,"type":"a"}'))
  })

  it('names an unknown component where it stands, and draws the rest', async () => {
    const stage = await new Stage([c('Nope'), h('Blonk'), h('P', { children: 'after' })]).mount()
    assert.match(stage.html, /There is no component dash_core_components\.Nope\./)
    assert.match(stage.html, /There is no component dash_html_components\.Blonk\./)
    assert.match(stage.html, /<p>after<\/p>/)
  })

  it('says so where a plain object stands for a child', async () => {
    const stage = await new Stage(h('Div', { children: { a: 1 } })).mount()
    assert.match(stage.html, /A plain object stands where a component or text belongs/)
  })

  it('lets a component swap a value for what it has made of it, which nobody hears of', async () => {
    let swap: (from: unknown, to: unknown) => boolean = () => false
    let drawn = 0
    const It = ({
      swapProp,
      value,
    }: {
      swapProp(name: string, from: unknown, to: unknown): boolean
      value: string
    }) => {
      swap = (from, to) => swapProp('value', from, to)
      drawn++
      return <i>{value}</i>
    }
    const stage = new Stage(
      [c('It', { id: 'it', value: 'a' }), h('P', { id: 'out' })],
      [dep('out.title', 'it.value', { prevent_initial_call: true })],
      { dash_core_components: { It: core(It) } },
    )
    await stage.mount()
    assert.equal(swap('a', 'b'), true)
    assert.equal(swap('a', 'c'), false)
    await settle()
    assert.deepEqual([stage.page.read('it')?.value, drawn, stage.sent.length], ['b', 1, 0])
    stage.page.tree.apply({ it: { title: 'new' } }, () => false)
    await settle()
    assert.match(stage.html, /<i>b<\/i>/)
  })

  it('a component that throws is shown as failed, reported, and tried again with other props', async () => {
    const Brittle = ({ n }: { n?: number }) => {
      if (n === 1) throw new Error('one is too much')
      return <i>{n}</i>
    }
    const stage = new Stage(
      [c('Brittle', { id: 'b', n: 1 }), h('P', { children: 'beside' })],
      [dep('b.n', 'x.y', { prevent_initial_call: true })],
      { dash_core_components: { Brittle: core(Brittle) } },
      { ui: true },
    )
    await stage.mount()
    assert.match(stage.html, /Brittle "b": Error: one is too much.*<p>beside<\/p>/)
    assert.deepEqual(stage.errors, [{ text: 'Error: one is too much', origin: 'Brittle "b"' }])
    stage.page.tree.apply({ b: { n: 2 } }, () => false)
    await settle()
    assert.match(stage.html, /<i>2<\/i>/)
  })

  it('keeps the details of a failure to itself in production', async () => {
    const Brittle = () => {
      throw new Error('secret')
    }
    const stage = await new Stage(c('Brittle'), [], { dash_core_components: { Brittle: core(Brittle) } }).mount()
    assert.match(stage.html, /Brittle failed\./)
    assert.doesNotMatch(stage.html, /secret/)
  })

  it('holds the place of a component that is still loading, then draws it', async () => {
    let arrive: (module: { default: unknown }) => void = () => undefined
    const load = () => new Promise<{ default: unknown }>((resolve) => (arrive = resolve))
    const stage = new Stage(c('Late', { style: { height: 40 } }), [], { dash_core_components: { Late: { load } } })
    await stage.mount()
    assert.equal(stage.html, '<div class="dash-pending dash-pending-Late" style="height: 40px;"></div>')
    arrive({ default: () => <em>here</em> })
    await settle()
    assert.equal(stage.html, '<em>here</em>')
  })

  for (const [namespace, type] of [
    ['__proto__', 'constructor'],
    ['dash_core_components', 'toString'],
    ['constructor', 'prototype'],
  ] as const) {
    it(`a component called ${namespace}.${type} is none, and the others are shown`, async () => {
      const stage = await new Stage([{ namespace, type, props: {} }, h('B', { children: 'here' })], [], {
        dash_core_components: {},
      }).mount()
      assert.match(stage.html, /There is no component .*<b>here<\/b>/)
    })
  }

  it('keeps free the room that the registry says, unless the style says another', async () => {
    const load = () => new Promise<never>(() => undefined)
    const late = { dash_core_components: { Late: { load, room: '38px' } } }
    assert.match((await new Stage(c('Late'), [], late).mount()).html, /style="min-height: 38px;"/)
    const styled = await new Stage(c('Late', { style: { minHeight: 90 } }), [], late).mount()
    assert.match(styled.html, /style="min-height: 90px;"/)
  })

  it('draws components where the registry says they sit', async () => {
    const Titled = ({ title }: { title: unknown }) => <b>{title as string}</b>
    const registry = { dash_core_components: { Titled: { ...core(Titled as never), slots: ['title'] } } }
    const stage = await new Stage(c('Titled', { title: h('I', { children: 'in' }) }), [], registry).mount()
    assert.equal(stage.html, '<b><i>in</i></b>')
  })

  it('a component that cannot be loaded says so in its place, once to the developer, and is tried again', async () => {
    let attempts = 0
    const load = async () => {
      attempts++
      if (attempts < 3) throw new Error('offline')
      return { default: () => <em>here</em> }
    }
    const stage = await new Stage(c('Late'), [], { dash_core_components: { Late: { load } } }).mount()
    assert.match(stage.html, /Late could not be loaded\. Trying again/)
    dispatchEvent(new Event('online'))
    await settle()
    assert.equal(attempts, 2)
    dispatchEvent(new Event('online'))
    await settle()
    assert.equal(stage.html, '<em>here</em>')
    assert.deepEqual(stage.errors, [{ text: 'Error: offline', origin: 'Late' }])
  })

  it('what is no longer on the page is not tried again', async () => {
    let attempts = 0
    const load = async () => {
      attempts++
      throw new Error('offline')
    }
    const stage = await new Stage(c('Late'), [], { dash_core_components: { Late: { load } } }).mount()
    stage.close()
    dispatchEvent(new Event('online'))
    await settle()
    assert.equal(attempts, 1)
  })

  it('draws components in the props that the config names', async () => {
    const Card = ({ header }: { header?: never }) => <section>{header}</section>
    const layout = { namespace: 'mine', type: 'Card', props: { header: h('B', { children: 'x' }) } }
    const stage = new Stage(
      layout,
      [],
      { mine: { Card: core(Card) } },
      { children_props: { mine: { Card: ['header'] } } },
    )
    await stage.mount()
    assert.equal(stage.html, '<section><b>x</b></section>')
  })
})

describe('updates', () => {
  it('one changed prop draws one component', async () => {
    const drawn: string[] = []
    const Leaf = ({ id = '', text }: { id?: string; text?: string }) => {
      drawn.push(id)
      return <i>{text}</i>
    }
    const leaves = [1, 2, 3].map((n) => c('Leaf', { id: `l${n}`, text: 'a' }))
    const stage = new Stage(h('Div', { children: leaves }), [dep('l2.text', 'l1.text')], {
      dash_core_components: { Leaf: core(Leaf) },
    })
    await stage.mount()
    await stage.call('l2.text').reply({ l2: { text: 'b' } })
    // The call itself shows as loading before and after; that too concerns this one component.
    assert.deepEqual([...new Set(drawn.slice(3))], ['l2'])
    assert.match(stage.html, /<i>a<\/i><i>b<\/i><i>a<\/i>/)
  })

  it('a replaced list of children keeps the elements and the text of those that stay', async () => {
    const Field = ({ id }: { id?: string }) => <input id={id} />
    const field = (id: string) => h('P', { id: `p${id}`, children: c('Field', { id }) })
    const stage = new Stage(
      h('Div', { id: 'list', children: [field('a'), field('b')] }),
      [dep('list.children', 'list.n')],
      {
        dash_core_components: { Field: core(Field) },
      },
    )
    await stage.mount()
    const a = stage.find<HTMLInputElement>('#a')
    a.value = 'typed'
    await stage.call('list.children').reply({ list: { children: [field('new'), field('b'), field('a')] } })
    assert.equal(stage.find('#a'), a)
    assert.equal(a.value, 'typed')
    assert.deepEqual(
      [...document.querySelectorAll('input')].map((input) => input.id),
      ['new', 'b', 'a'],
    )
  })

  it('marks a component while a call to it runs', async () => {
    const stage = await new Stage(h('Div', { id: 'out' }), [dep('out.children', 'out.x')]).mount()
    assert.equal(stage.find('#out').dataset.dashIsLoading, 'true')
    assert.equal(stage.busy.at(-1), true)
    await stage.call('out.children').reply({ out: { children: 'done' } })
    assert.equal(stage.find('#out').dataset.dashIsLoading, undefined)
    assert.equal(stage.busy.at(-1), false)
  })

  it('a component’s own edit is stored, drawn and sent; an equal one is nothing', async () => {
    let set: (props: Record<string, unknown>) => void = () => undefined
    const Box = ({ setProps, value }: { setProps: typeof set; value?: unknown }) => {
      set = setProps
      return <i>{JSON.stringify(value)}</i>
    }
    const stage = new Stage(
      [c('Box', { id: 'box', value: [1] }), h('P', { id: 'out' })],
      [dep('out.title', 'box.value', { prevent_initial_call: true })],
      {
        dash_core_components: { Box: core(Box) },
      },
    )
    await stage.mount()
    set({ value: [1] })
    await settle()
    assert.equal(stage.sent.length, 0)
    set({ value: [2] })
    await settle()
    assert.match(stage.html, /\[2\]/)
    assert.deepEqual(stage.call('out.title').request.inputs[0]?.value, [2])
  })

  it('tells a component whether callbacks of its prop still run', async () => {
    let pending: (prop: string) => boolean = () => false
    const Tick = ({ isPending }: { isPending: typeof pending }) => {
      pending = isPending
      return null
    }
    const stage = new Stage([c('Tick', { id: 't' }), h('P', { id: 'out' })], [dep('out.title', 't.n')], {
      dash_core_components: { Tick: core(Tick) },
    })
    await stage.mount()
    assert.equal(pending('n'), true)
    assert.equal(pending('other'), false)
    await stage.call('out.title').reply({})
    assert.equal(pending('n'), false)
  })
})

describe('from outside', () => {
  const stage = () =>
    new Stage(
      [h('P', { id: 'a', title: 'x' }), h('P', { id: { i: 1, t: 'b' } }), h('Div', { id: 'list' })],
      [dep('list.title', 'a.title', { prevent_initial_call: true }), dep('{"i":["MATCH"],"t":"new"}.title', 'a.title')],
    ).mount()

  it('props are set, drawn and fired; equal ones are nothing', async () => {
    const { page, ...s } = await stage()
    page.set('a', { title: 'x' })
    await settle()
    assert.equal(s.sent.length, 0)
    page.set('a', { title: 'y' })
    await settle()
    assert.equal(page.read('a')?.title, 'y')
    assert.match(s.root.innerHTML, /title="y"/)
    assert.deepEqual(
      s.sent.map(({ request }) => request.output),
      ['list.title'],
    )
  })

  it('one prop is set by `id.prop`, and a component by its dictionary id in any order of keys', async () => {
    const { page } = await stage()
    page.set('a.title', 'one')
    page.set({ t: 'b', i: 1 }, { title: 'two' })
    assert.equal(page.read('a')?.title, 'one')
    assert.equal(page.read({ i: 1, t: 'b' })?.title, 'two')
  })

  it('a patch changes what is there', async () => {
    const { page } = await stage()
    const operations = [{ operation: 'Add', location: [], params: { value: '!' } }]
    page.set('a', { title: { __dash_patch_update: '', operations } })
    assert.equal(page.read('a')?.title, 'x!')
  })

  it('new components bring their own callbacks', async () => {
    const { page, sent } = await stage()
    page.set('list', { children: [h('P', { id: { t: 'new', i: 7 } })] })
    await settle()
    assert.deepEqual(
      sent.map(({ request }) => request.outputs),
      [{ id: { i: 7, t: 'new' }, property: 'title' }],
    )
  })

  it('what is not on the page is named', async () => {
    const { page } = await stage()
    assert.throws(() => page.set('ghost', { v: 1 }), /set_props: .*"ghost"/)
    assert.throws(() => page.set({ i: 9 }, { v: 1 }), /set_props: .*\{"i":9\}/)
    assert.equal(page.read('ghost'), undefined)
  })
})

describe('what is pushed', () => {
  it('is set as by an edit where it is shown, and is no mistake where it is not', async () => {
    const stage = await new Stage(
      [h('P', { id: 'a' }), h('P', { id: 'out' }), h('P', { id: { i: 1 } }), h('P', { id: { i: 2 } })],
      [dep('out.v', 'a.title', { prevent_initial_call: true })],
    ).mount()
    push(stage.page, { a: { title: 'x' }, ghost: { title: 'y' }, '{"i":["ALL"]}': { lang: 'no' } })
    await settle()
    assert.equal(stage.props('a').title, 'x')
    assert.equal(stage.props('{"i":1}').lang, 'no')
    assert.equal(stage.props('{"i":2}').lang, 'no')
    assert.deepEqual(
      stage.sent.map(({ request }) => request.changedPropIds),
      [['a.title']],
    )
    assert.deepEqual(stage.errors, [])
    push(stage.page, { a: 'no props' })
    assert.equal(stage.errors.length, 1)
  })
})

describe('loading', () => {
  it('a call that takes over from another draws nothing', async () => {
    let drawn = 0
    const Leaf = ({ id }: { id?: string }) => {
      drawn++
      return <i id={id} />
    }
    const stage = await new Stage([c('Leaf', { id: 'leaf' }), h('P', { id: 'in' })], [dep('leaf.v', 'in.title')], {
      dash_core_components: { Leaf: core(Leaf) },
    }).mount()
    assert.equal(drawn, 2, 'once, and once more as loading')
    stage.page.set('in', { title: 'x' })
    await settle()
    assert.equal(stage.sent.length, 2)
    assert.equal(drawn, 2)
    await stage.sent[1]?.reply({ leaf: { v: 1 } })
    assert.equal(drawn, 3, 'the answer and the end of loading together')
  })
})
