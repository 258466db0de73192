import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { dep } from '../graph/page.fake'
import type { DashComponent } from '../view/component'
import { c, h, Stage } from '../view/page.fake'
import type { Props } from '../wire/records'
import Loading from './loading'
import { press, settle } from './stage.fake'
import Tabs, { Tab } from './tabs'
import { firstTab } from './tabs-first'

const core = (component: unknown) => ({ component: component as DashComponent })
const registry = {
  dash_core_components: {
    Tabs: { ...core(Tabs), whole: true, first: firstTab },
    Tab: { ...core(Tab), slots: ['label'] },
    Loading: core(Loading),
  },
}
const three = [
  c('Tab', { id: 'one', label: 'One', value: 'a', children: h('P', { id: 'pa', children: 'first' }) }),
  c('Tab', { label: h('B', { children: 'Two' }), disabled: true, children: 'second' }),
  c('Tab', { label: 'Three', children: 'third' }),
]
const show = (props: Props = {}) =>
  new Stage(
    [c('Tabs', { id: 'it', children: three, ...props }), h('P', { id: 'out' })],
    [dep('out.title', 'it.value', { prevent_initial_call: true })],
    registry,
  ).mount()
const shown = () => document.querySelector('[role=tabpanel]')?.textContent
const focused = () => document.activeElement?.textContent

describe('Tabs', () => {
  it('select the first where nobody says which, and tell callbacks', async () => {
    const stage = await show()
    assert.equal(shown(), 'first')
    assert.equal(stage.call('out.title').request.inputs[0]?.value, 'a')
  })

  it('are selected by click, but not where they are disabled', async () => {
    const stage = await show()
    const tabs = [...document.querySelectorAll<HTMLElement>('[role=tab]')]
    tabs[1]?.click()
    await settle()
    assert.equal(shown(), 'first')
    tabs[2]?.click()
    await settle()
    assert.deepEqual([shown(), stage.props('it').value], ['third', 'tab-3'])
    assert.equal(document.querySelector('#pa'), null)
  })

  it('follow the keys, over disabled ones and around the ends', async () => {
    await show()
    for (const [key, want] of [
      ['ArrowRight', 'Three'],
      ['ArrowRight', 'One'],
      ['End', 'Three'],
      ['Home', 'One'],
      ['ArrowLeft', 'Three'],
    ] as const) {
      await press({ find: (s: string) => document.querySelector(s) } as never, key, '[role=tab][aria-selected=true]')
      assert.equal(focused(), want)
    }
    assert.equal(document.querySelectorAll('[role=tab][tabindex="0"]').length, 1)
  })

  it('are drawn again when the props of a tab change', async () => {
    const stage = await show()
    stage.page.set('one', { label: 'Uno' })
    await settle()
    assert.equal(stage.find('#one').textContent, 'Uno')
    stage.page.set('pa', { children: 'new' })
    await settle()
    assert.equal(shown(), 'new')
  })
})

describe('Loading', () => {
  const busy = () => document.querySelector('.dash-loading-parent')?.getAttribute('aria-busy')
  const loading = (props: Props) =>
    new Stage(
      [c('Loading', { children: h('Div', { children: h('P', { id: 'in' }) }), ...props }), h('P', { id: 'beside' })],
      [dep('in.title', 'beside.lang'), dep('beside.title', 'beside.lang')],
      registry,
    ).mount()

  it('is busy while an output of anything within is awaited', async () => {
    const stage = await loading({})
    assert.equal(busy(), 'true')
    assert.ok(document.querySelector('.dash-spinner'))
    await stage.call('in.title').reply({ in: { title: 'x' } })
    await settle(20)
    assert.equal(busy(), 'false', 'the other one is beside it')
    assert.equal(document.querySelector('.dash-spinner'), null)
  })

  for (const [target, want] of [
    [{ in: 'title' }, 'true'],
    [{ in: ['lang', 'title'] }, 'true'],
    [{ in: '*' }, 'true'],
    [{ in: 'lang' }, 'false'],
    [{ beside: '*' }, 'false'],
  ] as const) {
    it(`looks at its targets: ${JSON.stringify(target)}`, async () => {
      await loading({ target_components: target })
      await settle(20)
      assert.equal(busy(), want)
    })
  }

  it('is shown or hidden as display says', async () => {
    await loading({ display: 'hide' })
    assert.equal(busy(), 'false')
  })
})
