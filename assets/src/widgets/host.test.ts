import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { dep } from '../graph/page.fake'
import { h, Stage, settle } from '../view/page.fake'
import type { LayoutNode, Props } from '../wire/records'
import { load } from './host'
import type { Face } from './model'
import { withWidgets } from './register'

const path = 'widgets/x.mjs'
const widget = (props: Props): LayoutNode => ({ namespace: path, type: 'X', props })
const from = (widget: unknown) => ({ module: async () => ({ default: widget }), style: async () => undefined })

async function stageOf(module: unknown, props: Props, ...watched: string[]): Promise<Stage> {
  const registry = withWidgets({}, { [path]: { module: '/x.mjs' } }, (name, files) => load(name, files, from(module)))
  const callbacks = watched.map((prop) => dep(`out.${prop}`, `it.${prop}`, { prevent_initial_call: true }))
  const stage = new Stage(
    [widget({ id: 'it', ...props }), h('P', { id: 'out' }), h('Div', { id: 'place', children: widget({ n: 7 }) })],
    [...callbacks, dep('place.children', 'out.n_clicks', { prevent_initial_call: true })],
    registry,
  )
  await stage.mount()
  await settle()
  return stage
}

const models: Record<string, Face> = {}
const plain = {
  render: ({ model, el }: { model: Face; el: HTMLElement }) => {
    models[String(model.get('n'))] = model
    const draw = () => {
      el.textContent = String(model.get('n'))
    }
    model.on('change:n', draw)
    draw()
    return () => {
      document.title = `gone ${model.get('n')}`
    }
  },
}

describe('a component that is a module', () => {
  it('stands in an element of its own, with the id, class and style of its props', async () => {
    const stage = await stageOf(plain, { n: 1, className: 'mine', style: { maxWidth: 20 }, map_style: 'dark' })
    const it = stage.find('#it')
    assert.equal(it.className, 'dash-widget mine')
    assert.equal(it.style.maxWidth, '20px')
    assert.equal(it.textContent, '1')
    assert.equal(models['1']?.get('map_style'), 'dark', 'not taken for a style')
    assert.equal(stage.find('#place').textContent, '7', 'one without an id as well')
    stage.close()
  })

  it('stores what is saved, which callbacks hear, and draws what they set', async () => {
    const stage = await stageOf(plain, { n: 1 }, 'n')
    models['1']?.set('n', 2)
    models['1']?.save_changes()
    await settle()
    assert.equal(stage.props('it').n, 2)
    const call = stage.call('out.n')
    assert.equal(call.request.inputs[0]?.value, 2)
    await call.reply({ it: { n: 30 } })
    assert.equal(stage.find('#it').textContent, '30')
    stage.close()
  })

  it('sends messages one after the other, as callbacks have read them', async () => {
    const stage = await stageOf(plain, { n: 1, message: { content: 0, buffers: [], count: 4 } }, 'message')
    models['1']?.send('a')
    models['1']?.send('a', undefined, [new Uint8Array([1])])
    await settle(30)
    const first = stage.call('out.message')
    assert.deepEqual(first.request.inputs[0]?.value, { content: 'a', buffers: [], count: 5 })
    assert.throws(() => stage.call('out.message'), /no call/)
    await first.reply({ out: { message: 1 } })
    await settle(60)
    const second = stage.call('out.message')
    assert.deepEqual(second.request.inputs[0]?.value, { content: 'a', buffers: [new Uint8Array([1])], count: 6 })
    stage.close()
  })

  it('is cleaned up when it goes', async () => {
    const stage = await stageOf(plain, { n: 1 })
    document.title = ''
    stage.close()
    assert.match(document.title, /gone/)
  })

  it('that fails says so in its place, and tells', async () => {
    const stage = await stageOf({ render: () => assert.fail('as told') }, { n: 1 })
    assert.equal(stage.find('#it .dash-failure').textContent, 'X failed.')
    assert.match(stage.errors[0]?.text ?? '', /as told/)
    assert.equal(stage.errors[0]?.origin, 'X "it" (widgets/x.mjs)')
    stage.close()
  })

  it('names the module that does not come', async () => {
    const broken = { module: () => Promise.reject(new Error('404')), style: async () => undefined }
    await assert.rejects(load(path, { module: '/x.mjs' }, broken), /the module widgets\/x\.mjs: 404/)
  })

  it('waits for its style sheet', async () => {
    const asked: string[] = []
    const style = async (address: string) => void asked.push(address)
    await load(path, { module: '/x.mjs', style: '/x.css' }, { ...from(plain), style })
    await load(path, { module: '/x.mjs' }, { ...from(plain), style })
    assert.deepEqual(asked, ['/x.css'])
  })

  it('is made once, however many ask, and again when that failed', async () => {
    let made = 0
    const line = withWidgets({}, { [path]: { module: '/x.mjs' } }, async () => {
      if (made++ === 0) throw new Error('offline')
      return { default: made }
    })[path]?.['*']
    await assert.rejects(line?.load?.() ?? Promise.resolve())
    assert.deepEqual(await Promise.all([line?.load?.(), line?.load?.()]), [{ default: 2 }, { default: 2 }])
  })

  it('has no line where the app has none', () => {
    const ours = { dashi: { Card: {} } }
    assert.deepEqual(
      withWidgets(ours, undefined, () => assert.fail()),
      ours,
    )
  })
})
