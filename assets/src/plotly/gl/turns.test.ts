import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Drawer, Turns } from './turns'

/** Turns whose frames come when they are called for, and drawers that write down what they do. */
function stage() {
  const log: string[] = []
  const frames: (() => void)[] = []
  const turns = new Turns((run) => frames.push(run))
  const drawer = (name: string, later = true): Drawer & { ready: boolean } => {
    const self = {
      ready: false,
      draw: () => log.push(`${name} draws`) > 0 && later,
      done: () => self.ready,
      copy: () => void log.push(`${name} is copied`),
    }
    return self
  }
  const frame = () => {
    for (const run of frames.splice(0)) run()
    return log.splice(0)
  }
  return { turns, frame, drawer, log, frames }
}

test('a picture is copied in the frame in which it is done, and nothing is asked after that', () => {
  const { turns, frame, drawer, log, frames } = stage()
  const a = drawer('a')
  turns.ask(a)
  assert.deepEqual(log.splice(0), ['a draws'])
  assert.deepEqual(frame(), [])
  a.ready = true
  assert.deepEqual(frame(), ['a is copied'])
  assert.equal(frames.length, 0)
})

test('nobody draws over a picture that is on its way', () => {
  const { turns, frame, drawer } = stage()
  const [a, b, c] = [drawer('a'), drawer('b', false), drawer('c')]
  for (const each of [a, b, c]) turns.ask(each)
  assert.deepEqual(frame(), ['a draws'])
  a.ready = true
  assert.deepEqual(frame(), ['a is copied', 'b draws', 'c draws'])
})

test('who asks many times while its picture is on its way draws once more', () => {
  const { turns, frame, drawer } = stage()
  const a = drawer('a')
  for (let i = 0; i < 5; i++) turns.ask(a)
  a.ready = true
  assert.deepEqual(frame(), ['a draws', 'a is copied', 'a draws'])
  assert.deepEqual(frame(), ['a is copied'])
})

test('finish copies at once', () => {
  const { turns, frame, drawer, log } = stage()
  const [a, b] = [drawer('a'), drawer('b')]
  turns.ask(a)
  turns.ask(b)
  turns.finish()
  assert.deepEqual(log.splice(0), ['a draws', 'a is copied'])
  assert.deepEqual(frame(), ['b draws'])
})

test('a dropped drawer neither draws nor is copied, and others have its turn', () => {
  const { turns, frame, drawer } = stage()
  const [a, b, c] = [drawer('a'), drawer('b'), drawer('c')]
  for (const each of [a, b, c]) turns.ask(each)
  turns.drop(a)
  turns.drop(b)
  assert.deepEqual(frame(), ['a draws', 'c draws'])
})
