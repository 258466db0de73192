import assert from 'node:assert/strict'
import { beforeEach, describe, it } from 'node:test'
import './page.fake' // brings a document
import { Focus } from './focus'

describe('the keyboard', () => {
  let box: HTMLElement
  let button: HTMLButtonElement
  let other: HTMLButtonElement
  beforeEach(() => {
    document.body.innerHTML = '<div><button>a</button></div><button>b</button>'
    box = document.querySelector('div') as HTMLElement
    ;[button, other] = [...document.querySelectorAll('button')] as [HTMLButtonElement, HTMLButtonElement]
    button.focus()
  })
  const active = () => document.activeElement?.textContent

  it('comes back to what was disabled for a while', () => {
    const focus = new Focus()
    focus.before(box)
    button.blur()
    focus.after(true)
    assert.notEqual(active(), 'a', 'not while it is disabled')
    focus.after(false)
    assert.equal(active(), 'a')
    button.blur()
    focus.after(false)
    assert.notEqual(active(), 'a', 'once')
  })

  it('stays where it went in the meantime', () => {
    const focus = new Focus()
    focus.before(box)
    other.focus()
    focus.after(false)
    assert.equal(active(), 'b')
  })

  it('does not come to what never had it, or is gone', () => {
    const focus = new Focus()
    focus.before(other)
    focus.before(null)
    button.blur()
    focus.after(false)
    assert.notEqual(active(), 'a')
    button.focus()
    focus.before(box)
    button.remove()
    focus.after(false)
    assert.equal(document.activeElement, document.body)
  })
})
