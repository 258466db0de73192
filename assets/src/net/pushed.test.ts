import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { SideUpdates } from '../wire/records'
import { Pushed } from './pushed'

class Frames {
  readonly written: SideUpdates[] = []
  cancelled = 0
  private waiting: (() => void)[] = []
  readonly pushed = new Pushed(
    (updates) => this.written.push(updates),
    (run) => {
      this.waiting.push(run)
      return () => {
        this.cancelled++
        this.waiting = this.waiting.filter((other) => other !== run)
      }
    },
  )

  add(...all: SideUpdates[]): this {
    for (const updates of all) this.pushed.add(updates)
    return this
  }

  frame(): void {
    for (const run of this.waiting.splice(0)) run()
  }

  get awaited(): number {
    return this.waiting.length
  }
}

const patch = (...values: number[]) => ({
  __dash_patch_update: '__dash_patch_update',
  operations: values.map((value) => ({ operation: 'Append', location: [], params: { value } })),
})

describe('what is pushed', () => {
  it('is written once in a frame, the latest value of each prop', () => {
    const frames = new Frames().add({ a: { v: 1, w: 1 } }, { b: { v: 1 } }, { a: { v: 2 } })
    assert.deepEqual(frames.written, [])
    assert.equal(frames.awaited, 1)
    frames.frame()
    assert.deepEqual(frames.written, [{ b: { v: 1 }, a: { v: 2, w: 1 } }])
    frames.frame()
    assert.equal(frames.written.length, 1)
    frames.add({ a: { v: 3 } }).frame()
    assert.deepEqual(frames.written[1], { a: { v: 3 } })
  })

  it('joins patches, after the value they are about', () => {
    const frames = new Frames().add(
      { a: { v: patch(1), w: 5 } },
      { a: { v: patch(2), w: patch(3) } },
      { a: { w: patch(4) } },
    )
    frames.frame()
    frames.frame()
    assert.deepEqual(frames.written, [{ a: { v: patch(1, 2), w: 5 } }, { a: { w: patch(3, 4) } }])
  })

  it('forgets patches of what is overwritten', () => {
    const frames = new Frames().add({ a: { v: patch(1) } }, { a: { v: 7 } })
    frames.frame()
    assert.deepEqual(frames.written, [{ a: { v: 7 } }])
    assert.equal(frames.awaited, 0)
  })

  it('writes each deed in a frame of its own', () => {
    const frames = new Frames().add({ g: { extendData: 1 } }, { g: { extendData: 2 } }, { g: { extendData: 2, v: 1 } })
    for (let i = 0; i < 5; i++) frames.frame()
    assert.deepEqual(frames.written, [
      { g: { extendData: 1, v: 1 } },
      { g: { extendData: 2 } },
      { g: { extendData: 2 } },
    ])
  })

  it('writes what came last last: wildcards may mean the same prop', () => {
    const frames = new Frames().add({ '{"i":1}': { v: 1 } }, { '{"i":["ALL"]}': { v: 2 } }, { '{"i":1}': { v: 3 } })
    frames.frame()
    assert.deepEqual(Object.keys(frames.written[0] ?? {}), ['{"i":["ALL"]}', '{"i":1}'])
  })

  it('waits in another way when the tab is shown or hidden meanwhile', () => {
    const frames = new Frames()
    frames.pushed.hurry()
    assert.equal(frames.awaited, 0)
    frames.add({ a: { v: 1 } }).pushed.hurry()
    assert.equal(frames.cancelled, 1)
    assert.equal(frames.awaited, 1)
    frames.frame()
    assert.deepEqual(frames.written, [{ a: { v: 1 } }])
  })

  it('ignores what sets nothing', () => {
    const frames = new Frames().add({}, { a: 'no props' })
    assert.equal(frames.awaited, 0)
  })
})
