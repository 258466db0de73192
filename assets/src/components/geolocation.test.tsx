import assert from 'node:assert/strict'
import { beforeEach, describe, it } from 'node:test'
import Geolocation from './geolocation'
import { settle, show, write } from './stage.fake'

interface Asked {
  found: PositionCallback
  failed: PositionErrorCallback
  options: PositionOptions
}
let asked: Asked[] = []

const coords = {
  latitude: 1,
  longitude: 2,
  accuracy: 3,
  altitude: null,
  altitudeAccuracy: null,
  speed: 0,
  heading: Number.NaN,
}
const position = (more = {}) =>
  ({ coords: { ...coords, ...more }, timestamp: 1234.5 }) as unknown as GeolocationPosition

const know = (geolocation: unknown) =>
  Object.defineProperty(globalThis, 'navigator', { value: { geolocation }, configurable: true })

beforeEach(() => {
  asked = []
  const getCurrentPosition = (found: PositionCallback, failed: PositionErrorCallback, options: PositionOptions) =>
    asked.push({ found, failed, options })
  know({ getCurrentPosition })
})

describe('Geolocation', () => {
  it('asks once it is shown, and writes what it is told', async () => {
    const stage = await show(Geolocation, { high_accuracy: true, maximum_age: 5, timeout: 7 })
    assert.deepEqual(asked[0]?.options, { enableHighAccuracy: true, maximumAge: 5, timeout: 7 })
    asked[0]?.found(position())
    await settle()
    const { position: found, timestamp, position_error, local_date } = stage.props('it')
    assert.deepEqual(found, { lat: 1, lon: 2, accuracy: 3, alt: null, alt_accuracy: null, speed: 0, heading: null })
    assert.deepEqual([timestamp, position_error, typeof local_date], [1235, null, 'string'])
  })

  it('asks again when told to or when an option changes', async () => {
    const stage = await show(Geolocation, {})
    await write(stage, { update_now: true })
    await write(stage, { high_accuracy: true })
    assert.equal(asked.length, 3)
    asked[2]?.found(position())
    await settle()
    assert.equal(stage.props('it').update_now, false)
    assert.equal(asked.length, 3)
  })

  it('an answer that was overtaken does not count', async () => {
    const stage = await show(Geolocation, {})
    await write(stage, { update_now: true })
    asked[1]?.found(position({ latitude: 9 }))
    asked[0]?.found(position())
    await settle()
    assert.equal((stage.props('it').position as { lat: number }).lat, 9)
  })

  it('says why there is no position, and tells the user if it shall', async () => {
    const stage = await show(Geolocation, { show_alert: true })
    asked[0]?.failed({ code: 1, message: 'no' } as GeolocationPositionError)
    await settle()
    assert.deepEqual([stage.props('it').position, stage.props('it').position_error], [null, { code: 1, message: 'no' }])
    assert.equal(document.querySelector('.dash-confirm-message')?.textContent, 'ERROR(1): no')
    assert.equal(document.querySelector('.dash-confirm-cancel'), null)
  })

  it('says so where the browser knows no places', async () => {
    know(undefined)
    const stage = await show(Geolocation, {})
    assert.equal((stage.props('it').position_error as { code: number }).code, 999)
  })
})
