import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nextThin, thinnest } from './pace'

test('a card that is behind gets fewer points, and one with time to spare gets them back', () => {
  assert.equal(nextThin(1, 51, true), 2)
  assert.equal(nextThin(thinnest, 500, true), thinnest)
  assert.equal(nextThin(4, 16, false), 2)
  assert.equal(nextThin(1, 16, false), 1)
})

test('a pause of the user is no slowness of the card', () => {
  assert.equal(nextThin(1, 5000, false), 1)
  assert.equal(nextThin(4, 5000, false), 4)
  assert.equal(nextThin(4, 40, true), 4)
})
