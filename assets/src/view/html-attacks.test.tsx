import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { h, Stage } from './page.fake'
import { isDangerous, isUrl, mayFollow } from './url'

const draw = async (type: string, props: Record<string, unknown>) => (await new Stage(h(type, props)).mount()).html

describe('props made to get past the names that are withheld', () => {
  it('are withheld in capitals', async () => {
    assert.equal(await draw('B', { ONCLICK: 'x', OnLoad: 'x', oNerror: 'x' }), '<b></b>')
  })

  it('are addresses in any letters', async () => {
    assert.equal(await draw('A', { HREF: 'javascript:x' }), '<a href="about:blank"></a>')
    assert.equal(await draw('Button', { formaction: 'javascript:x' }), '<button formaction="about:blank"></button>')
    assert.ok(['href', 'SRC', 'formaction', 'Data', 'aCtion'].every(isUrl))
    assert.ok(!isUrl('title'))
  })

  it('are no lists either, which are texts to an element', async () => {
    assert.equal(await draw('A', { href: ['javascript:x'] }), '<a href="about:blank"></a>')
    assert.ok(isDangerous([['java\nscript:x']]))
    assert.ok(!mayFollow(['data:x'] as unknown as string))
    assert.ok(!isDangerous(null) && !isDangerous(undefined) && !isDangerous(3))
  })

  it('do not come with another prototype', async () => {
    const props = JSON.parse('{"__proto__": {"onclick": "x", "dangerouslySetInnerHTML": {"__html": "<i></i>"}}}')
    assert.ok(Object.hasOwn(props, '__proto__'))
    assert.equal(await draw('B', props), '<b></b>')
  })
})
