import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { beside } from './tooltip-place'

const view = { width: 400, height: 300 }
const box = { width: 100, height: 40 }
const at = (left: number, top: number) => ({ left, top, width: 20, height: 20 })

describe('the place of a tooltip', () => {
  it('is at the side asked for, its middle beside that of the anchor', () => {
    assert.deepEqual(beside(at(200, 100), box, 'top', view), { left: 160, top: 51, direction: 'top', arrow: 50 })
    assert.deepEqual(beside(at(200, 100), box, 'right', view), { left: 229, top: 90, direction: 'right', arrow: 20 })
  })

  it('is at the other side where there is no room', () => {
    assert.equal(beside(at(370, 100), box, 'right', view).direction, 'left')
    assert.equal(beside(at(200, 0), box, 'top', view).direction, 'bottom')
  })

  it('stays within the window', () => {
    assert.equal(beside(at(0, 100), box, 'bottom', view).left, 6)
    assert.equal(beside(at(380, 100), box, 'bottom', view).left, 294)
  })
})
