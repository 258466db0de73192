import assert from 'node:assert/strict'
import { beforeEach, describe, it } from 'node:test'
import { settle, show, write } from './stage.fake'
import Store from './store'

beforeEach(() => {
  localStorage.clear()
  sessionStorage.clear()
})

const store = (props: Record<string, unknown>) => show(Store, props, 'it.data')

describe('Store', () => {
  it('in memory, keeps its data to the page and stamps it', async () => {
    const stage = await store({ data: [1] })
    assert.ok((stage.props('it').modified_timestamp as number) > 0)
    assert.equal(localStorage.length + sessionStorage.length, 0)
  })

  for (const [kind, storage] of [
    ['local', () => localStorage],
    ['session', () => sessionStorage],
  ] as const) {
    it(`writes ${kind} data under its id, with the time`, async () => {
      await store({ storage_type: kind, data: { a: 1 } })
      assert.equal(storage().getItem('it'), '{"a":1}')
      assert.ok(Number(storage().getItem('it-timestamp')) > 0)
    })
  }

  it('what is stored wins over the app’s data, and fires', async () => {
    localStorage.setItem('it', '"stored"')
    localStorage.setItem('it-timestamp', '5')
    const stage = await store({ storage_type: 'local', data: 'given' })
    assert.equal(stage.props('it').data, 'stored')
    assert.equal(stage.props('it').modified_timestamp, 5)
    assert.equal(stage.call('out.title').request.inputs[0]?.value, 'stored')
    assert.equal(localStorage.getItem('it-timestamp'), '5', 'reading is no change')
  })

  it('stores what a callback writes, null too', async () => {
    const stage = await store({ storage_type: 'local', data: 1 })
    await write(stage, { data: { b: 2 } })
    assert.equal(localStorage.getItem('it'), '{"b":2}')
    await write(stage, { data: null })
    assert.equal(localStorage.getItem('it'), 'null')
  })

  it('keeps typed arrays', async () => {
    const stage = await store({ storage_type: 'local', data: new Float32Array([Number.NaN, 1]) })
    assert.match(localStorage.getItem('it') ?? '', /"dtype":"f4"/)
    const again = await store({ storage_type: 'local' })
    assert.deepEqual(again.props('it').data, stage.props('it').data)
  })

  it('clear_data empties the storage and the prop, and turns itself off', async () => {
    const stage = await store({ storage_type: 'local', data: 1 })
    await write(stage, { clear_data: true })
    assert.equal(localStorage.length, 0)
    assert.deepEqual([stage.props('it').data, stage.props('it').clear_data], [null, false])
  })

  it('takes what another tab stored', async () => {
    const stage = await store({ storage_type: 'local', data: 1 })
    localStorage.setItem('it', '7')
    const event = Object.assign(new Event('storage'), { key: 'it', storageArea: localStorage })
    dispatchEvent(event)
    await settle()
    assert.equal(stage.props('it').data, 7)
  })

  it('replaces what it cannot read', async () => {
    localStorage.setItem('it', 'not JSON')
    const stage = await store({ storage_type: 'local', data: 'given' })
    assert.equal(stage.props('it').data, 'given')
    assert.equal(localStorage.getItem('it'), '"given"')
  })
})
