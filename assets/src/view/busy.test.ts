import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import './page.fake'
import { busyIndicator, Crowd } from './busy'
import { css } from './css'

describe('the busy indicator', () => {
  const line = () => document.querySelector('._dash-loading-callback')

  it('shows the title and the line while busy, and puts the title back', () => {
    document.title = 'App'
    const busy = busyIndicator('Updating...')
    busy(true)
    busy(true)
    assert.equal(document.title, 'Updating...')
    assert.ok(line())
    busy(false)
    assert.equal(document.title, 'App')
    assert.equal(line(), null)
  })

  it('leaves alone a title that someone else set meanwhile', () => {
    document.title = 'App'
    const busy = busyIndicator('Updating...')
    busy(true)
    document.title = 'Other'
    busy(false)
    assert.equal(document.title, 'Other')
  })

  for (const title of [null, undefined, '']) {
    it(`does not touch the title for ${JSON.stringify(title)}`, () => {
      document.title = 'App'
      busyIndicator(title)(true)
      assert.equal(document.title, 'App')
    })
  }
})

describe('a crowd of loading components', () => {
  const noted = () => document.body.classList.contains('_dash-crowd')

  it('is noted on the body from the fifty-first component on, each counted once', () => {
    const crowd = new Crowd()
    for (let i = 0; i < 50; i++) crowd.set(`c${i}`, true)
    crowd.set('c0', true)
    assert.equal(noted(), false)
    crowd.set('c50', true)
    assert.equal(noted(), true)
    crowd.set('never loaded', false)
    assert.equal(noted(), true)
    crowd.set('c3', false)
    assert.equal(noted(), false)
  })
})

describe('styles', () => {
  it('bare numbers are pixels, except where CSS has plain numbers', () => {
    const style = { width: 3, lineHeight: 1.5, flex: 1, margin: 0, '--gap': 4, color: 'red' }
    assert.deepEqual(css(style), { width: '3px', lineHeight: 1.5, flex: 1, margin: 0, '--gap': 4, color: 'red' })
  })
})
