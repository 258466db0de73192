import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { harmless } from './markdown-clean'
import { languageOf, languages } from './markdown-languages'

describe('styles in HTML that somebody has written', () => {
  it('may change how a thing looks', () => {
    for (const [property, value] of [
      ['color', 'red'],
      ['background-color', 'rgb(1, 2, 3)'],
      ['margin-top', '3px'],
      ['border-left-width', '1px'],
      ['text-align', 'center'],
    ] as const)
      assert.ok(harmless(property, value), property)
  })

  it('may not put it elsewhere', () => {
    for (const property of [
      'position',
      'inset',
      'top',
      'z-index',
      'transform',
      'translate',
      'animation-name',
      '--x',
      'content',
      'filter',
    ])
      assert.ok(!harmless(property, '1px'), property)
    assert.ok(!harmless('margin-left', '-100px'))
    assert.ok(!harmless('margin', '0 -1px'))
    assert.ok(!harmless('text-indent', 'calc(-1px)'))
  })

  it('may not load anything', () => {
    for (const value of ['url(a)', 'URL("a")', 'image-set("a" 1x)', 'var(--x)', '\\75rl(a)', 'attr(title)'])
      assert.ok(!harmless('list-style-image', value), value)
    assert.ok(!harmless('background-image', 'none'))
  })
})

describe('the languages of code', () => {
  it('have the names people give them', () => {
    assert.equal(languageOf('go'), 'go')
    assert.equal(languageOf('PY'), 'python')
    assert.equal(languageOf('ts'), 'typescript')
    assert.equal(languageOf('c++'), 'cpp')
    assert.equal(languageOf('html'), 'xml')
  })

  it('are none of the names that objects have', () => {
    for (const name of ['constructor', '__proto__', 'toString', '', 'none']) assert.equal(languageOf(name), undefined)
  })

  it('are all there', async () => {
    for (const [name, load] of Object.entries(languages))
      assert.equal(typeof (await load?.())?.default, 'function', name)
  })
})
