import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { clearedAfterEach, Stage } from './page.fake'

clearedAfterEach()
const ours = ['PreventUpdate', 'Patch', 'clean_url', 'no_update', 'set_props']
const members = (space: object) => ours.filter((name) => name in space)
// biome-ignore lint/suspicious/noExplicitAny: scripts of users are not typed
const componentApi = (): any => globalThis.dash_component_api

describe('window.dash_clientside', () => {
  it('is there from the start', () => {
    assert.deepEqual(members(new Stage().space), ours)
  })

  it('keeps the object and what scripts have put there before', async () => {
    const before = { ns: { fn: () => 'early' }, clean_url: () => 'mine' }
    globalThis.dash_clientside = before
    const stage = new Stage()
    assert.equal(stage.space, before)
    assert.equal(stage.space.clean_url(), 'mine')
    assert.deepEqual((await stage.callNamed('ns', 'fn'))?.response, { out: { v: 'early' } })
  })

  it('takes part in the copy a script makes', () => {
    const stage = new Stage()
    const { no_update } = stage.space
    stage.add('ns', {})
    assert.equal(stage.space.no_update, no_update)
    assert.deepEqual(members(stage.space), ours)
  })

  it('is there at a call when a script put an object of its own in its place', async () => {
    const stage = new Stage()
    globalThis.dash_clientside = { ns: { fn: () => members(stage.space) } }
    assert.deepEqual((await stage.callNamed('ns', 'fn'))?.response, { out: { v: ours } })
  })

  it('knows its marks again when a script took them and then put others in their place', async () => {
    const stage = new Stage()
    const { no_update, PreventUpdate } = stage.space
    Object.assign(stage.space, { no_update: {}, PreventUpdate: {} })
    assert.deepEqual(await stage.updates(() => no_update), {})
    const prevented = await stage.call(() => {
      throw PreventUpdate
    })
    assert.equal(prevented, undefined)
  })

  it('takes marks that a script brought itself for what they are', async () => {
    const no_update = { mine: true }
    const PreventUpdate = { mine: true }
    globalThis.dash_clientside = { no_update, PreventUpdate }
    const stage = new Stage()
    assert.deepEqual(await stage.updates(() => no_update), {})
    const prevented = await stage.call(() => {
      throw PreventUpdate
    })
    assert.equal(prevented, undefined)
  })
})

describe('set_props', () => {
  it('sets props by id, plain or dictionary', () => {
    const stage = new Stage()
    stage.space.set_props('a', { v: 1, w: 2 })
    stage.space.set_props({ type: 't', index: 1 }, { v: 3 })
    assert.deepEqual(stage.props, { a: { v: 1, w: 2 }, '{"index":1,"type":"t"}': { v: 3 } })
  })

  it('takes patches, built or not', () => {
    const stage = new Stage()
    const patch = new stage.space.Patch().append([], 1)
    stage.space.set_props('a', { v: patch, w: patch.build() })
    assert.deepEqual(stage.props, { a: { v: patch.build(), w: patch.build() } })
  })

  it('says that it takes no path', () => {
    assert.throws(() => new Stage().space.set_props(['props', 'children', 0], {}), /by id, not by path/)
  })
})

describe('window.dash_component_api', () => {
  it('gives a component’s present props', () => {
    const stage = new Stage()
    stage.space.set_props({ type: 't', index: 1 }, { v: 3 })
    assert.deepEqual(componentApi().getLayout({ index: 1, type: 't' }), { props: { v: 3 } })
    assert.equal(componentApi().getLayout('none'), undefined)
    assert.throws(() => componentApi().getLayout(['props']), /by id, not by path/)
  })

  it('writes ids as the wire does', () => {
    new Stage()
    const { stringifyId } = componentApi()
    assert.equal(stringifyId({ type: 't', index: 1 }), '{"index":1,"type":"t"}')
    assert.equal(stringifyId('a'), 'a')
    assert.equal(stringifyId(null), null)
  })

  it('keeps what is there', () => {
    globalThis.dash_component_api = { mine: 1 }
    new Stage()
    assert.equal(componentApi().mine, 1)
  })
})
