import assert from 'node:assert/strict'
import { it } from 'node:test'
import { Versions } from './versions'

it('a prop is newer than a version when it was written later', () => {
  const versions = new Versions()
  const early = versions.tick()
  const late = versions.tick()
  versions.write('a', 'v', late)
  assert.equal(versions.newer(early, 'a', 'v'), true)
  assert.equal(versions.newer(late, 'a', 'v'), false)
  assert.equal(versions.newer(early, 'a', 'w'), false)
})

it('a component is newer than what was asked for before it came, under an old id too', () => {
  const versions = new Versions()
  const call = versions.tick()
  versions.write('a', 'v', call)
  versions.forget('a')
  assert.equal(versions.newer(call, 'a', 'v'), false)
  versions.birth('a', undefined)
  assert.equal(versions.newer(call, 'a', 'v'), true)
  assert.equal(versions.newer(versions.tick(), 'a', 'v'), false)
})

it('the call that brings a component may go on to write to it, and only that call', () => {
  const versions = new Versions()
  const [before, bringer, during] = [versions.tick(), versions.tick(), versions.tick()]
  versions.birth('a', bringer)
  assert.equal(versions.newer(bringer, 'a', 'v'), false)
  assert.equal(versions.newer(before, 'a', 'v'), true)
  assert.equal(versions.newer(during, 'a', 'v'), true)
  versions.write('a', 'v', versions.tick())
  assert.equal(versions.newer(bringer, 'a', 'v'), true, 'an edit still counts')
})

it('keeps nothing of components that are gone', () => {
  const versions = new Versions()
  for (let n = 0; n < 100; n++) {
    versions.birth(`c${n}`, undefined)
    versions.write(`c${n}`, 'v', versions.tick())
    versions.forget(`c${n}`)
  }
  const { components } = versions as unknown as { components: Map<string, unknown> }
  assert.equal(components.size, 0)
})
