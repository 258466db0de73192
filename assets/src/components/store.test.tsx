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

  const elsewhere = async (key: string | null) => {
    dispatchEvent(Object.assign(new Event('storage'), { key, storageArea: localStorage }))
    await settle()
  }

  for (const key of ['it', null]) {
    it(`is emptied when another tab ${key ? 'cleared it' : 'cleared the whole storage'}`, async () => {
      const stage = await store({ storage_type: 'local', data: 1 })
      localStorage.clear()
      await elsewhere(key)
      assert.equal(stage.props('it').data, null)
      assert.equal(localStorage.length, 0, 'and does not store that it is empty')
    })
  }

  it('has stamped its data before another tab can read them', async () => {
    const order: string[] = []
    const real = localStorage
    Object.assign(globalThis, { localStorage: { getItem: () => null, setItem: (key: string) => order.push(key) } })
    try {
      await store({ storage_type: 'local', data: 1 })
    } finally {
      Object.assign(globalThis, { localStorage: real })
    }
    assert.deepEqual(order, ['it-timestamp', 'it'])
  })

  it('moves to another kind of storage: what is there wins, else its data go there', async () => {
    const stage = await store({ data: 1 })
    await write(stage, { storage_type: 'local' })
    assert.equal(localStorage.getItem('it'), '1')
    sessionStorage.setItem('it', '2')
    await write(stage, { storage_type: 'session' })
    assert.equal(stage.props('it').data, 2)
    await write(stage, { storage_type: 'memory' })
    assert.equal(stage.props('it').data, 2)
  })

  it('where storage is forbidden, says so once and keeps the data to the page', async () => {
    const storage = Object.getOwnPropertyDescriptor(globalThis, 'localStorage')
    Object.defineProperty(globalThis, 'localStorage', {
      configurable: true,
      get() {
        throw new Error('access denied')
      },
    })
    try {
      const stage = await store({ storage_type: 'local', data: 1 })
      await write(stage, { data: 2 })
      assert.equal(stage.props('it').data, 2)
      assert.deepEqual(
        stage.errors.map(({ text }) => text),
        ['Error: access denied'],
      )
    } finally {
      Object.defineProperty(globalThis, 'localStorage', storage as PropertyDescriptor)
    }
  })
})
