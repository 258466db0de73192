import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Registered, Registry } from '../view/component'
import { h } from '../view/page.fake'
import { u } from './ui.fake'
import { early, loadEarly, unknown } from './ui-early'

const component = () => null
const lazy = (more: Partial<Registered> = {}): Registered => ({ load: async () => ({ default: component }), ...more })

const registryOf = (more: Record<string, Registered> = {}): Registry => ({
  dashi: {
    Box: lazy({ room: unknown, slots: ['title', 'list[].label'] }),
    Tabs: lazy({ room: '40px' }),
    Window: lazy(),
    Here: { component },
    ...more,
  },
})

const found = (layout: unknown, registry = registryOf()) =>
  [...early(layout, registry)].map(
    (one) => Object.entries(registry.dashi ?? {}).find(([, other]) => other === one)?.[0],
  )

describe('what the first drawing waits for', () => {
  it('is what is as high as what it shows', () => {
    assert.deepEqual(found([h('Main', { children: [u('Box'), u('Box'), u('Here'), u('Nothing')] }), 'text']), ['Box'])
  })

  it('is what holds components, if it takes room', () => {
    assert.deepEqual(found(u('Tabs', { children: [h('P')] })), ['Tabs'])
    assert.deepEqual(found(u('Tabs', { children: 'text' })), [])
    assert.deepEqual(found(u('Window', { children: h('P') })), [])
  })

  it('is found in every slot', () => {
    assert.deepEqual(found(u('Box', { title: u('Tabs', { children: h('P') }) })), ['Box', 'Tabs'])
    assert.deepEqual(found(u('Box', { list: [{ label: u('Tabs', { children: h('P') }) }] })), ['Box', 'Tabs'])
  })

  it('is loaded, and not again', async () => {
    let loads = 0
    const registry = registryOf({
      Box: lazy({
        room: unknown,
        load: async () => {
          loads++
          return { default: component }
        },
      }),
    })
    await loadEarly(u('Box'), registry)
    assert.equal(registry.dashi?.Box?.component, component)
    await loadEarly(u('Box'), registry)
    assert.equal(loads, 1)
  })

  it('does not keep the page waiting when it does not come, or not in time', async () => {
    const broken = registryOf({ Box: lazy({ room: unknown, load: () => Promise.reject(new Error('offline')) }) })
    await loadEarly(u('Box'), broken)
    assert.equal(broken.dashi?.Box?.component, undefined)
    const slow = registryOf({ Box: lazy({ room: unknown, load: () => new Promise(() => undefined) }) })
    await loadEarly(u('Box'), slow, 5)
    assert.equal(slow.dashi?.Box?.component, undefined)
  })
})
