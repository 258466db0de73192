import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Lease } from './lease'

function shop() {
  const log: string[] = []
  let generation = 0
  const take = (lease: Lease, key: object, name: string) =>
    lease.take(
      key,
      'slot',
      () => {
        log.push(`made ${name}`)
        return name
      },
      (value) => log.push(`dropped ${value}`),
    )
  const lease = () => new Lease(() => generation)
  const lose = () => {
    generation++
  }
  return { log, take, lease, lose }
}

test('what two graphs show is made once, and dropped with the last of them', () => {
  const { log, take, lease } = shop()
  const [a, b, key] = [lease(), lease(), {}]
  assert.equal(take(a, key, 'one'), 'one')
  assert.equal(take(b, key, 'other'), 'one')
  a.settle()
  b.settle()
  a.drop()
  assert.deepEqual(log, ['made one'])
  b.drop()
  assert.deepEqual(log, ['made one', 'dropped one'])
  take(a, key, 'again')
  assert.deepEqual(log.at(-1), 'made again')
})

test('what a drawing does not take any more is dropped; what it takes again stays', () => {
  const { log, take, lease } = shop()
  const [a, x, y, z] = [lease(), {}, {}, {}]
  take(a, x, 'x')
  take(a, y, 'y')
  a.settle()
  take(a, x, 'x')
  take(a, x, 'x')
  take(a, z, 'z')
  a.settle()
  assert.deepEqual(log, ['made x', 'made y', 'made z', 'dropped y'])
  a.drop()
  assert.deepEqual(log.slice(4).sort(), ['dropped x', 'dropped z'])
})

test('after the context was lost all is made anew, and nothing of the old one is dropped in the new', () => {
  const { log, take, lease, lose } = shop()
  const [a, key] = [lease(), {}]
  take(a, key, 'old')
  a.settle()
  lose()
  assert.equal(take(a, key, 'new'), 'new')
  a.settle()
  assert.deepEqual(log, ['made old', 'made new'])
  a.drop()
  assert.deepEqual(log, ['made old', 'made new', 'dropped new'])
})
