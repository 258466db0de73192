import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { withPackages } from './register'

const ours = { dash_core_components: { Input: {} } }

describe('packages in the registry', () => {
  it('none change nothing', () => {
    assert.deepEqual(
      withPackages(ours, undefined, () => assert.fail()),
      ours,
    )
  })

  it('have a line for all components, and one for each of which something is known', () => {
    const packages = {
      p: { scripts: ['p.js'], children: { Tab: ['label'] }, persisted: { Tabs: ['active'], Tab: ['x'] } },
    }
    const registry = withPackages(ours, packages, () => assert.fail())
    assert.deepEqual(Object.keys(registry), ['dash_core_components', 'p'])
    assert.deepEqual(Object.keys(registry.p ?? {}), ['*', 'Tab', 'Tabs'])
    assert.deepEqual(registry.p?.Tab?.slots, ['label'])
    assert.deepEqual(registry.p?.Tab?.persisted, ['x'])
    assert.deepEqual(registry.p?.Tabs?.persisted, ['active'])
    assert.equal(registry.p?.['*']?.island, true)
    assert.equal(registry.p?.Tab?.island, true)
  })

  it('are loaded once, and again when that failed', async () => {
    const asked: string[] = []
    let fails = true
    const packages = { p: { scripts: ['p.js'], children: { Tab: ['label'] } } }
    const lines = withPackages({}, packages, async (namespace, files) => {
      asked.push(`${namespace} ${files.scripts}`)
      if (fails) throw new Error('offline')
      return { default: 'drawn' }
    }).p
    await assert.rejects(lines?.Tab?.load?.() ?? Promise.resolve())
    fails = false
    assert.deepEqual(await lines?.['*']?.load?.(), { default: 'drawn' })
    assert.deepEqual(await lines?.Tab?.load?.(), { default: 'drawn' })
    assert.deepEqual(asked, ['p p.js', 'p p.js'])
  })
})
