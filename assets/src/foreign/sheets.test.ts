import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { settle } from '../view/page.fake'
import { prepare } from './react.fake'
import { mirrorStyles } from './sheets'

const rules = (sheet: CSSStyleSheet | null | undefined) => [...(sheet?.cssRules ?? [])].map((rule) => rule.cssText)

describe('style elements of packages', () => {
  it('are sheets that the document adopts, as long as the elements are in it', async () => {
    prepare()
    mirrorStyles()
    mirrorStyles()
    const before = document.adoptedStyleSheets.length
    const element = document.createElement('style')
    assert.notEqual(element.tagName, 'STYLE')
    assert.equal(document.adoptedStyleSheets.length, before + 1)
    document.head.append(element)
    element.appendChild(document.createTextNode('@import "x.css"; p { color: red }'))
    assert.equal(rules(element.sheet).length, 1)
    assert.match(rules(element.sheet)[0] ?? '', /^p .*red/)
    element.sheet?.insertRule('b { color: blue }', 0)
    element.append('')
    assert.equal(rules(element.sheet).length, 2, 'a text that stays leaves alone what was inserted')
    element.textContent = 'i { color: green }'
    assert.deepEqual(rules(element.sheet).length, 1)
    element.remove()
    await settle(20)
    assert.equal(document.adoptedStyleSheets.length, before)
    assert.equal(document.createElement('div').tagName, 'DIV')
  })
})
