import assert from 'node:assert/strict'
import { test } from 'node:test'
import { glSupported } from './supported'

test('without a page there is no WebGL, which is an answer and no error', () => {
  assert.equal(glSupported(), false)
})
