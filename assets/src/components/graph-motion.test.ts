import assert from 'node:assert/strict'
import { test } from 'node:test'
import { animationOf, calm } from './graph-motion'

const prefer = (matches: boolean) => Object.assign(globalThis, { matchMedia: () => ({ matches }) })

test('animations are as the app wants them, or as Dash has them', () => {
  prefer(false)
  const options = { frame: { duration: 9 } }
  assert.equal(animationOf(options), options)
  assert.deepEqual(animationOf(null), { frame: { redraw: false }, transition: { duration: 750, ease: 'cubic-in-out' } })
  const layout = { transition: { duration: 5 } }
  calm(layout)
  assert.deepEqual(layout, { transition: { duration: 5 } })
})

test('who wants less motion sees none', () => {
  prefer(true)
  assert.deepEqual(animationOf({ mode: 'next', frame: { redraw: true, duration: 9 } }), {
    mode: 'next',
    frame: { redraw: true, duration: 0 },
    transition: { duration: 0 },
  })
  const layout = { transition: { duration: 5 }, sliders: [{ active: 1, transition: { duration: 5 } }] }
  calm(layout)
  assert.deepEqual(layout, { sliders: [{ active: 1, transition: { duration: 0 } }] })
})
