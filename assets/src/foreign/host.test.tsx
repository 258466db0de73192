import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { dep } from '../graph/page.fake'
import type { Host } from '../view/component'
import { c, h, Stage, settle } from '../view/page.fake'
import type { LayoutNode, PackageConfig, Props } from '../wire/records'
import { load } from './host'
import { shared } from './react'
import { FakeFiles, react } from './react.fake'
import { withPackages } from './register'

const p = (type: string, props: Props = {}): LayoutNode => ({ namespace: 'pack', type, props })
const el = (type: unknown, props: Props | null, ...children: unknown[]) =>
  react().createElement(type, props, ...children)

/** How often each component was drawn, by id. */
let drawn: Record<string, number> = {}

const components = {
  Box: ({ id, title, children }: Props) => {
    drawn[String(id)] = (drawn[String(id)] ?? 0) + 1
    return el('div', { id, title }, children)
  },
  Press: ({ id, n = 0, setProps }: Props & { n?: number; setProps: Host['setProps'] }) =>
    el('button', { id, type: 'button', onClick: () => setProps({ n: n + 1 }) }, `n ${n}`),
  Bad: ({ id, bad }: Props) => {
    if (bad) throw new Error('bad')
    return el('b', { id }, 'good')
  },
  Heads: ({ id, children }: Props) => {
    drawn[String(id)] = (drawn[String(id)] ?? 0) + 1
    const heads = [children].flat().map((child) => (child as { props: { _dashprivate_layout: LayoutNode } }).props)
    return el('ul', { id }, heads.map((props) => props._dashprivate_layout.props.title).join(), children)
  },
  Asks: Object.assign(({ id, dashRenderType }: Props) => el('s', { id }, dashRenderType), { dashRenderType: true }),
  Titled: ({ id, title }: Props) => el('section', { id }, el('h2', null, title)),
  Told: Object.assign(({ id, loading_state }: Props) => el('i', { id }, JSON.stringify(loading_state)), {
    propTypes: { loading_state: {} },
  }),
}

const Plain = ({ text, id }: { text?: string; id?: string }) => <u id={id}>{text}</u>
const Wrap = ({ children }: { children?: never }) => <nav>{children}</nav>

async function stageOf(layout: unknown, dependencies = [] as ReturnType<typeof dep>[]): Promise<Stage> {
  drawn = {}
  const files = new FakeFiles({
    'pack.js': () => {
      shared.pack = components
    },
  })
  const config: PackageConfig = { scripts: ['pack.js'], children: { Titled: ['title'] } }
  const stage: Stage = new Stage(
    layout,
    dependencies,
    withPackages(
      { dash_core_components: { Plain: { component: Plain as never }, Wrap: { component: Wrap as never } } },
      { pack: config },
      (name, of) => load(name, of, () => stage.page, files),
    ),
  )
  await stage.mount()
  await settle(20)
  return stage
}

describe('loading a package', () => {
  it('brings React, then the scripts in their order, and the globals that they expect', async () => {
    const seen: unknown[] = []
    const files = new FakeFiles({
      'first.js': () => seen.push(typeof shared.React, typeof shared.PropTypes, typeof shared.dash_component_api),
      'last.js': () => {
        shared.ordered = {}
      },
    })
    const { page } = new Stage('')
    const { default: drawn } = await load(
      'ordered',
      { scripts: ['first.js', 'last.js'], styles: ['a.css'] },
      () => page,
      files,
    )
    assert.equal(typeof drawn, 'function')
    assert.deepEqual(
      files.asked.map((address) => address.replace(/.*\//, '')),
      ['a.css', 'react.js', 'first.js', 'last.js'],
    )
    assert.deepEqual(seen, ['object', 'object', 'object'])
  })

  it('fails when the scripts do not leave the components', async () => {
    const { page } = new Stage('')
    await assert.rejects(
      load('nowhere', { scripts: ['x.js'] }, () => page, new FakeFiles()),
      /the package "nowhere" do not set window\.nowhere/,
    )
  })
})

describe('components of packages', () => {
  it('are drawn among ours, with their children, HTML and ours within', async () => {
    const stage = await stageOf(
      h('Main', {
        children: [
          p('Box', {
            id: 'a',
            children: [
              'text',
              h('P', { className: 'x', style: { width: 3 }, children: p('Box', { id: { b: 1 } }) }),
              c('Plain', { id: 'ours', text: 'u' }),
              7,
            ],
          }),
        ],
      }),
    )
    assert.equal(
      stage.html,
      '<main><div class="dashi-island" style="display: contents;"><div id="a">text<p class="x" style="width: 3px;"><div id="{&quot;b&quot;:1}"></div></p>' +
        '<div class="dashi-within" style="display: contents;"><u id="ours">u</u></div>7</div></div></main>',
    )
    stage.close()
  })

  it('go on in the same tree below ours', async () => {
    const stage = await stageOf(
      p('Box', { id: 'a', children: c('Wrap', { children: p('Box', { id: 'b', title: 't' }) }) }),
    )
    assert.equal(stage.find('nav #b').title, 't')
    stage.close()
    await settle()
    assert.equal(document.querySelector('#b'), null)
  })

  it('hear of no transition that ends within ours, which they would take for their own', async () => {
    const stage = await stageOf(
      p('Box', {
        id: 'a',
        children: [
          c('Plain', { id: 'ours' }),
          h('P', { id: 'theirs' }),
          c('Wrap', { children: p('Box', { id: 'b' }) }),
        ],
      }),
    )
    const heard: string[] = []
    for (const type of ['transitionend', 'click'])
      stage.find('#a').addEventListener(type, (event) => heard.push(`${type} of ${(event.target as Element).id}`))
    for (const id of ['ours', 'b', 'theirs', 'a'])
      stage.find(`#${id}`).dispatchEvent(new Event('transitionend', { bubbles: true }))
    stage.find('#ours').click()
    assert.deepEqual(heard, ['transitionend of theirs', 'transitionend of a', 'click of ours'])
    stage.close()
  })

  it('edit their properties, which callbacks hear; an answer draws them alone', async () => {
    const stage = await stageOf(
      p('Box', {
        id: 'a',
        children: [p('Press', { id: 'press' }), p('Box', { id: 'out' }), c('Plain', { id: 'plain' })],
      }),
      [
        dep('out.title', 'press.n', { prevent_initial_call: true }),
        dep('plain.text', 'out.title', { prevent_initial_call: true }),
      ],
    )
    stage.find('#press').click()
    await settle(20)
    assert.equal(stage.find('#press').textContent, 'n 1')
    const call = stage.call('out.title')
    assert.equal(call.request.inputs[0]?.value, 1)
    drawn = {}
    await call.reply({ out: { title: 'heard' } })
    await settle(20)
    assert.equal(stage.find('#out').title, 'heard')
    assert.equal(drawn.a, undefined)
    await stage.call('plain.text').reply({ plain: { text: 'told' } })
    await settle(20)
    assert.equal(stage.find('#plain').textContent, 'told')
    stage.close()
  })

  it('hear of the page after what stands around them was drawn anew', async () => {
    const stage = await stageOf(h('Div', { id: 'around', children: p('Press', { id: 'press' }) }))
    stage.find('#press').click()
    await settle(20)
    stage.page.tree.apply({ around: { title: 'x' } }, () => false)
    await settle(20)
    assert.equal(stage.find('#around').title, 'x')
    stage.page.tree.apply({ press: { n: 5 } }, () => false)
    await settle(20)
    assert.equal(stage.find('#press').textContent, 'n 5')
    stage.close()
  })

  it('that look at their children are drawn anew when those change', async () => {
    const stage = await stageOf(
      p('Heads', { id: 'heads', children: [p('Box', { id: 'a', title: 'A' }), p('Box', { id: 'b', title: 'B' })] }),
    )
    assert.equal(stage.find('#heads').textContent, 'A,B')
    drawn = {}
    stage.page.tree.apply({ b: { title: 'C' } }, () => false)
    await settle(20)
    assert.equal(stage.find('#heads').textContent, 'A,C')
    assert.deepEqual(drawn, { heads: 1, b: 1 })
    stage.close()
  })

  it('are told why they are drawn, if they ask', async () => {
    const stage = await stageOf(p('Asks', { id: 'asks' }))
    assert.equal(stage.find('#asks').textContent, 'parent')
    stage.page.tree.apply({ asks: { x: 1 } }, () => false)
    await settle(20)
    assert.equal(stage.find('#asks').textContent, 'callback')
    stage.close()
  })

  it('find components where the package says they sit', async () => {
    const stage = await stageOf(p('Titled', { id: 't', title: [h('B', { children: 'bold' }), ' text'] }))
    assert.equal(stage.find('#t h2').innerHTML, '<b>bold</b> text')
    stage.close()
  })

  it('are told that they load', async () => {
    const stage = await stageOf(
      [p('Told', { id: 'told' }), p('Press', { id: 'press' })],
      [dep('told.x', 'press.n', { prevent_initial_call: true })],
    )
    assert.equal(stage.find('#told').textContent, '{"is_loading":false}')
    stage.find('#press').click()
    await settle(20)
    assert.equal(stage.find('#told').textContent, '{"is_loading":true}')
    await stage.call('told.x').reply({ told: { x: 1 } })
    await settle(20)
    assert.equal(stage.find('#told').textContent, '{"is_loading":false}')
    stage.close()
  })

  it('that fail are shown as failed, reported, and tried again with other properties', async (context) => {
    context.mock.method(console, 'error', () => undefined) // React says it too
    const stage = await stageOf(
      p('Box', { id: 'a', children: [p('Bad', { id: 'bad', bad: true }), p('Gone', { id: 'gone' })] }),
    )
    assert.deepEqual(
      [...document.querySelectorAll('.dash-failure')].map((e) => e.textContent),
      ['Bad failed.', 'There is no component pack.Gone.'],
    )
    assert.deepEqual(stage.errors, [{ text: 'Error: bad', origin: 'Bad "bad"' }])
    stage.page.tree.apply({ bad: { bad: false } }, () => false)
    await settle(20)
    assert.equal(stage.find('#bad').textContent, 'good')
    stage.close()
  })

  it('get neither markup, refs nor addresses that are scripts', async () => {
    let got: Props = {}
    const before = components.Box
    Object.assign(components, {
      Box: (props: Props) => {
        got = props
        return null
      },
    })
    const stage = await stageOf(
      p('Box', {
        id: 'a',
        ref: 'r',
        dangerouslySetInnerHTML: { __html: 'x' },
        href: 'java\nscript:alert(1)',
        src: '/fine',
      }),
    )
    Object.assign(components, { Box: before })
    assert.deepEqual(Object.keys(got).sort(), ['children', 'href', 'id', 'setProps', 'src'])
    assert.equal(got.href, 'about:blank')
    assert.equal(stage.errors.length, 1)
    stage.close()
  })
})
