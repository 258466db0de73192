import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { dedent, textOf } from './markdown-text'

describe('the text of Markdown', () => {
  it('is a string, or a list of lines', () => {
    assert.equal(textOf('a'), 'a')
    assert.equal(textOf(['a', 'b\nc', null, 4]), 'a\nb\nc\n\n4')
    assert.equal(textOf(undefined), '')
    assert.equal(textOf(null), '')
  })

  it('is nothing where components stand', () => {
    assert.equal(textOf({ namespace: 'a', type: 'b', props: {} }), undefined)
    assert.equal(textOf(['a', {}]), undefined)
    assert.equal(textOf(true), undefined)
  })
})

describe('dedent', () => {
  it('takes away what all lines begin with', () => {
    assert.equal(dedent('\n    # A\n\n      b\n    c\n  '), '\n# A\n\n  b\nc\n')
  })

  it('takes tabs for tabs', () => {
    assert.equal(dedent('\ta\n\t\tb'), 'a\n\tb')
    assert.equal(dedent('\ta\n    b'), '\ta\n    b')
  })

  it('leaves a text with a line at the margin as it is', () => {
    assert.equal(dedent('a\r\n    b'), 'a\r\n    b')
    assert.equal(dedent(''), '')
    assert.equal(dedent('   '), '   ')
  })

  it('reads every kind of line break', () => {
    assert.equal(dedent('  a\r\n  b\r  c'), 'a\nb\nc')
  })
})
