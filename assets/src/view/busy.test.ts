import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import './page.fake'
import { busyIndicator } from './busy'
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

describe('styles', () => {
  it('bare numbers are pixels, except where CSS has plain numbers', () => {
    const style = { width: 3, lineHeight: 1.5, flex: 1, margin: 0, '--gap': 4, color: 'red' }
    assert.deepEqual(css(style), { width: '3px', lineHeight: 1.5, flex: 1, margin: 0, '--gap': 4, color: 'red' })
  })
})
