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

describe('the look of Tabs', () => {
  const find = (selector: string) => document.querySelector(selector) as HTMLElement
  const four = ['One', 'Two', 'Three', 'Four'].map((label, at) => c('Tab', { label, disabled: at === 1 }))

  it('stand upright with the keys that go up and down', async () => {
    await show({ vertical: true, children: four })
    assert.equal(find('#it').getAttribute('aria-orientation'), 'vertical')
    assert.ok(find('#it').classList.contains('tab-container--vert'))
    await press({ find } as never, 'ArrowDown', '[role=tab][aria-selected=true]')
    assert.equal(focused(), 'Three')
    await press({ find } as never, 'ArrowUp', '[role=tab][aria-selected=true]')
    assert.equal(focused(), 'One')
  })

  it('have arrows that point where text runs from right to left', async () => {
    await show({ children: four, style: { direction: 'rtl' } })
    await press({ find } as never, 'ArrowLeft', '[role=tab][aria-selected=true]')
    assert.equal(focused(), 'Three')
    await press({ find } as never, 'ArrowRight', '[role=tab][aria-selected=true]')
    assert.equal(focused(), 'One')
  })

  it('take their colors, and each box its class and style', async () => {
    await show({
      colors: { border: 'red', primary: 'green', background: 'blue' },
      className: 'bar',
      style: { margin: '1px' },
      parent_className: 'outer',
      parent_style: { margin: '2px' },
      content_className: 'inner',
      content_style: { margin: '3px' },
    })
    const { style } = find('#it-parent')
    const colors = ['border', 'primary', 'background'].map((name) => style.getPropertyValue(`--dash-tabs-${name}`))
    assert.deepEqual(colors, ['red', 'green', 'blue'])
    const margins = ['#it-parent.outer', '#it.bar', '[role=tabpanel].inner'].map((box) => find(box).style.margin)
    assert.deepEqual(margins, ['2px', '1px', '3px'])
  })

  it('give a tab its width, and its looks by its state', async () => {
    const styled = { selected_className: 'on', disabled_className: 'off', className: 'tab-of-mine' }
    const of = (label: string, more: Props) => c('Tab', { label, ...styled, ...more })
    await show({
      children: [of('A', { width: 90, selected_style: { color: 'red' } }), of('B', { disabled: true, width: '50%' })],
    })
    const [a, b] = [...document.querySelectorAll<HTMLElement>('[role=tab]')] as [HTMLElement, HTMLElement]
    assert.deepEqual([a.style.width, b.style.width, a.style.color], ['90px', '50%', 'red'])
    const has = (tab: HTMLElement) => ['tab-of-mine', 'on', 'off'].filter((name) => tab.classList.contains(name))
    assert.deepEqual(
      [has(a), has(b)],
      [
        ['tab-of-mine', 'on'],
        ['tab-of-mine', 'off'],
      ],
    )
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

  const cover = () => document.querySelector('.dash-loading-cover') as HTMLElement
  const within = () => document.querySelector('.dash-loading-children') as HTMLElement

  it('hides what it covers, unless overlay_style says otherwise', async () => {
    const stage = await loading({})
    assert.equal(within().style.visibility, 'hidden')
    await stage.call('in.title').reply({ in: { title: 'x' } })
    await settle(20)
    assert.equal(within().style.visibility, '')
    await loading({ overlay_style: { visibility: 'visible', opacity: '0.5' } })
    const last = [...document.querySelectorAll<HTMLElement>('.dash-loading-children')].at(-1)
    assert.deepEqual([last?.style.visibility, last?.style.opacity], ['visible', '0.5'])
  })

  it('covers the page, says what it waits for, and shows a spinner of the app', async () => {
    await loading({ fullscreen: true, debug: true, custom_spinner: 'a moment' })
    assert.ok(cover().classList.contains('dash-loading-fullscreen'))
    assert.equal(document.querySelector('.dash-loading-debug')?.textContent, 'in.title')
    assert.equal(document.querySelector('.dash-spinner'), null)
    assert.match(cover().textContent ?? '', /a moment/)
  })

  it('waits before it is shown, and does not come for what is quicker', async () => {
    const stage = await loading({ delay_show: 60_000, show_initially: false })
    await settle(20)
    assert.equal(busy(), 'false')
    await stage.call('in.title').reply({ in: { title: 'x' } })
    await settle(20)
    assert.equal(busy(), 'false')
  })

  it('stays for the time it shall', async () => {
    const stage = await loading({ delay_hide: 60_000 })
    await stage.call('in.title').reply({ in: { title: 'x' } })
    await settle(20)
    assert.equal(busy(), 'true')
    stage.close()
  })
})
