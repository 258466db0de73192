import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { at, pathOf } from './paths'

const node = () => ({
  namespace: 'p',
  type: 'Tab',
  props: { label: 'one', list: [{ body: 'deep' }] } as Record<string, unknown>,
})

describe('paths', () => {
  it('are the same list for the same component, and others for others', () => {
    const [a, b] = [node(), node()]
    assert.equal(pathOf(a), pathOf(a))
    assert.notDeepEqual(pathOf(a), pathOf(b))
  })

  it('lead to the component as it is now, and into it', () => {
    const tab = node()
    const path = pathOf(tab)
    assert.equal(at(path), tab)
    assert.equal(at([...path, 'type']), 'Tab')
    assert.equal(at([...path, 'props', 'list', 0, 'body']), 'deep')
    tab.props = { label: 'two' }
    assert.equal(at([...path, 'props', 'label']), 'two')
  })

  it('lead nowhere where nothing stands', () => {
    const path = pathOf(node())
    for (const steps of [['props', 'none'], ['props', 'label', 'x', 'y'], ['props', 'toString'], ['__proto__']])
      assert.equal(at([...path, ...steps]), undefined)
    assert.equal(at(['dashi-0']), undefined)
    assert.equal(at([]), undefined)
  })
})
