import './page.fake'
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { adopt } from './styles'

describe('the style sheet of a component', () => {
  it('is given to the page once, beside those that are there', () => {
    const first = new CSSStyleSheet()
    document.adoptedStyleSheets = [first]
    adopt('.a { color: red }')
    adopt('.a { color: red }')
    adopt('.b { color: red }')
    const sheets = [...document.adoptedStyleSheets]
    assert.equal(sheets.length, 3)
    assert.equal(sheets[0], first)
    assert.match(sheets[1]?.cssRules[0]?.cssText ?? '', /^\.a/)
    assert.match(sheets[2]?.cssRules[0]?.cssText ?? '', /^\.b/)
  })
})
