import assert from 'node:assert/strict'
import { afterEach, describe, it } from 'node:test'
import { outdated } from '../outdated'
import Errors from './errors'
import { settle } from './stage.fake'

const alert = () => document.querySelector<HTMLElement>('[role=alert]')
const button = (text: string) =>
  [...document.querySelectorAll<HTMLElement>('.dash-errors button')].find(
    (button) => button.textContent === text || button.getAttribute('aria-label') === text,
  )
const report = (n: number) => ({ origin: `out${n}.children`, message: `message ${n}`, stack: `goroutine ${n}` })

afterEach(() => alert()?.remove())

describe('errors', () => {
  it('in production are one calm line without details, which can be dismissed', async () => {
    const errors = new Errors(false)
    errors.show(report(1))
    errors.show(report(2))
    assert.match(
      alert()?.textContent ?? '',
      /^Something went wrong\. Try again; if it persists, tell the app’s owner\./,
    )
    assert.doesNotMatch(alert()?.textContent ?? '', /message|goroutine|out1/)
    button('Dismiss')?.click()
    await settle()
    assert.equal(alert()?.textContent, '')
  })

  it('while developing are listed, the newest first, each with callback, message and stack', async () => {
    const errors = new Errors(true)
    await errors.ready
    errors.show(report(1))
    errors.show(report(2))
    await settle()
    const items = [...document.querySelectorAll('.dash-errors li')].map((item) => item.textContent)
    assert.deepEqual(items, ['out2.childrenmessage 2Stackgoroutine 2', 'out1.childrenmessage 1Stackgoroutine 1'])
    assert.equal(document.querySelector('.dash-error-title')?.textContent, '2 errors')
  })

  it('are told in a line until the panel is there', async () => {
    const errors = new Errors(true)
    errors.show(report(1))
    assert.match(alert()?.textContent ?? '', /^Something went wrong/)
    await errors.ready
    assert.equal(document.querySelectorAll('.dash-errors li').length, 1)
  })

  it('fold and unfold', async () => {
    const errors = new Errors(true)
    await errors.ready
    errors.show(report(1))
    const title = button('1 error')
    assert.equal(title?.getAttribute('aria-expanded'), 'true')
    title?.click()
    await settle()
    assert.equal(title?.getAttribute('aria-expanded'), 'false')
    assert.equal(document.querySelector('.dash-errors li'), null)
  })

  it('can be copied as text', async () => {
    let copied = ''
    const clipboard = {
      writeText: async (text: string) => {
        copied = text
      },
    }
    Object.defineProperty(globalThis, 'navigator', { configurable: true, value: { clipboard } })
    const errors = new Errors(true)
    await errors.ready
    errors.show(report(1))
    button('Copy')?.click()
    await settle()
    assert.equal(copied, 'out1.children\nmessage 1\ngoroutine 1')
    assert.ok(button('Copied'))
  })

  it('are kept to the last fifty', async () => {
    const errors = new Errors(true)
    for (let n = 0; n < 60; n++) errors.show(report(n))
    await settle()
    assert.equal(document.querySelectorAll('.dash-errors li').length, 50)
    assert.match(document.querySelector('.dash-errors li')?.textContent ?? '', /message 59/)
  })

  it('say that the server does not answer until it does', async () => {
    const errors = new Errors(false)
    errors.show({ ...report(1), offline: true })
    assert.match(alert()?.textContent ?? '', /^The server does not answer\. Try again in a moment\./)
    errors.show(report(2))
    assert.match(alert()?.textContent ?? '', /^Something went wrong/)
    errors.online()
    assert.match(alert()?.textContent ?? '', /^Something went wrong/, 'the other error is still one')
    button('Dismiss')?.click()
    errors.show({ ...report(1), offline: true })
    errors.online()
    assert.equal(alert()?.textContent, '')
  })

  it('offer to sign in again when the server does not know who asks, whatever else went wrong', async () => {
    for (const debug of [false, true]) {
      let reloads = 0
      const errors = new Errors(debug, () => {
        reloads++
      })
      await errors.ready
      errors.show(report(1))
      assert.equal(button('Sign in again'), undefined)
      errors.show({ ...report(2), refused: true, again: 'Sign in again' })
      errors.show(report(3))
      await settle()
      if (!debug) assert.match(alert()?.textContent ?? '', /^message 2Sign in again/)
      button('Sign in again')?.click()
      assert.equal(reloads, 1)
      alert()?.remove()
    }
  })

  it('say who is signed out also where the server has no words for it', () => {
    new Errors(false).show({ ...report(1), again: 'Sign in again' })
    assert.match(alert()?.textContent ?? '', /^You are not signed in any more\.Sign in again/)
  })

  it('offer to load a page anew that is out of date, and tell the app’s scripts', async () => {
    for (const debug of [false, true]) {
      let [reloads, told] = [0, 0]
      document.addEventListener('dashi:outdated', () => told++)
      const errors = new Errors(debug, () => {
        reloads++
      })
      await errors.ready
      errors.show(report(1))
      errors.show({ ...report(3), ...outdated() })
      errors.show(report(2))
      await settle()
      if (!debug) assert.equal(alert()?.textContent, 'This page is out of date.Reload×')
      button('Reload')?.click()
      assert.deepEqual([reloads, told], [1, 1])
      alert()?.remove()
    }
  })

  it('of one page are not those of another', async () => {
    const errors = new Errors(true)
    await errors.ready
    errors.show(report(1))
    alert()?.remove()
    const others = new Errors(true)
    await others.ready
    others.show(report(2))
    assert.match(alert()?.textContent ?? '', /^1 error.*out2/)
  })
})
