import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Props } from '../wire/records'
import { Model } from './model'

function modelOf(props: Props) {
  const saved: Props[] = []
  const sent: unknown[][] = []
  const errors: string[] = []
  const events: unknown[] = []
  const model = new Model(props, {
    save: (patch) => saved.push(patch),
    send: (content, buffers) => sent.push([content, buffers]),
    report: (error) => errors.push(String(error)),
  })
  const scope = new AbortController()
  const face = model.face(scope.signal)
  const watch = (...names: string[]) => {
    for (const name of names) face.on(name, (...args) => events.push([name, ...args.slice(1)]))
  }
  return { model, face, scope, saved, sent, errors, events, watch }
}

const bytes = (...numbers: number[]) => new Uint8Array(numbers)
const view = (...numbers: number[]) => new DataView(bytes(...numbers).buffer)

describe("a module's model", () => {
  it('gives props, changes them here, and stores what was changed when it is told to', () => {
    const { face, saved, events, watch } = modelOf({ a: 1, b: 'x' })
    watch('change:a', 'change:b', 'change')
    face.set('a', 2)
    face.set({ b: 'y', c: [1] })
    assert.equal(face.get('a'), 2)
    assert.equal(face.get('missing'), undefined)
    assert.deepEqual(saved, [])
    face.save_changes()
    face.save_changes()
    assert.deepEqual(saved, [{ a: 2, b: 'y', c: [1] }])
    assert.deepEqual(events, [['change:a', 2], ['change'], ['change:b', 'y'], ['change']])
  })

  it('tells no change where there is none', () => {
    const { face, events, watch } = modelOf({ list: [1, { a: 2 }], bytes: bytes(1, 2) })
    watch('change')
    face.set('list', [1, { a: 2 }])
    face.set('bytes', view(1, 2))
    assert.deepEqual(events, [])
    face.set('bytes', view(1, 3))
    assert.equal(events.length, 1, 'other bytes are')
  })

  it('hears what callbacks set, but not its own edits again', () => {
    const { model, face, saved, events, watch } = modelOf({ a: 1, b: 1 })
    watch('change:a', 'change:b', 'change')
    face.set('a', 2)
    face.save_changes()
    events.length = 0
    model.receive({ a: 2, b: 1 })
    assert.deepEqual(events, [])
    model.receive({ a: 2, b: 5 })
    assert.deepEqual(events, [['change:b', 5], ['change']])
    face.set('a', 3)
    model.receive({ a: 9, b: 5 })
    assert.equal(face.get('a'), 9)
    face.save_changes()
    assert.equal(saved.length, 1, 'what was not saved gave way')
    model.receive({ b: 5 })
    assert.equal(face.get('a'), undefined, 'a prop may go')
  })

  it('gives bytes as views that the module may write into, and stores copies of what it is given', () => {
    const given = bytes(1, 2)
    const { face, saved } = modelOf({ given, deep: { list: [bytes(5)] }, floats: new Float32Array([0.5]) })
    const seen = face.get('given') as DataView
    assert.ok(seen instanceof DataView)
    assert.equal(seen, face.get('given'), 'it stays the same one')
    seen.setUint8(0, 77)
    assert.deepEqual(given, bytes(1, 2))
    assert.equal((face.get('deep') as { list: DataView[] }).list[0]?.getUint8(0), 5)
    assert.deepEqual(face.get('floats'), new Float32Array([0.5]))
    const mine = bytes(1, 2, 3, 4)
    const floats = new Float32Array([1.5])
    face.set({
      a: mine.buffer,
      b: new DataView(mine.buffer, 1, 2),
      c: mine,
      d: { e: [new BigInt64Array([1n])] },
      floats,
    })
    face.save_changes()
    mine.fill(0)
    floats[0] = 9
    assert.deepEqual(saved, [
      {
        a: bytes(1, 2, 3, 4),
        b: bytes(2, 3),
        c: bytes(1, 2, 3, 4),
        d: { e: [bytes(1, 0, 0, 0, 0, 0, 0, 0)] },
        floats: new Float32Array([1.5]),
      },
    ])
  })

  it('takes several events at once, and listeners away', () => {
    const { face, model, events } = modelOf({ a: 1, b: 1 })
    const hear = () => events.push('hear')
    const other = () => events.push('other')
    face.on('change:a change:b', hear)
    face.on('change:a', other)
    model.receive({ a: 2, b: 2 })
    assert.deepEqual(events.splice(0), ['hear', 'other', 'hear'])
    face.off('change:a', hear)
    model.receive({ a: 3, b: 3 })
    assert.deepEqual(events.splice(0), ['other', 'hear'])
    face.off('change:b')
    model.receive({ a: 4, b: 4 })
    assert.deepEqual(events.splice(0), ['other'])
    face.off(null, other)
    model.receive({ a: 5, b: 5 })
    assert.deepEqual(events, [])
  })

  it('keeps listeners of one call apart from those of another, and drops them with it', () => {
    const { model, face, scope, events } = modelOf({ a: 1 })
    const second = new AbortController()
    const view = model.face(second.signal)
    face.on('change:a', () => events.push('first'))
    view.on('change:a', () => events.push('second'))
    face.off()
    model.receive({ a: 2 })
    assert.deepEqual(events.splice(0), ['second'])
    face.on('change:a', () => events.push('first'))
    second.abort()
    view.on('change:a', () => events.push('too late'))
    model.receive({ a: 3 })
    assert.deepEqual(events.splice(0), ['first'])
    scope.abort()
    model.receive({ a: 4 })
    assert.deepEqual(events, [])
  })

  it('reports a listener that throws and goes on', () => {
    const { model, face, errors, events, watch } = modelOf({ a: 1 })
    face.on('change:a', () => assert.fail('as told'))
    watch('change:a')
    model.receive({ a: 2 })
    assert.match(errors[0] ?? '', /as told/)
    assert.deepEqual(events, [['change:a', 2]])
  })

  it('sends messages with copies of buffers, of whatever kind', () => {
    const { face, sent } = modelOf({})
    const mine = bytes(1, 2, 3)
    face.send({ a: 1 }, { iopub: {} }, [mine.buffer, new DataView(mine.buffer, 1), new Uint16Array([258])])
    face.send('plain')
    mine.fill(0)
    assert.deepEqual(sent, [
      [{ a: 1 }, [bytes(1, 2, 3), bytes(2, 3), bytes(2, 1)]],
      ['plain', []],
    ])
    assert.throws(() => face.send(1, undefined, ['text']), /an ArrayBuffer or a view of one/)
  })

  it('hears a reply once: when it listens, and not again when its component comes anew', () => {
    const reply = { content: { a: 1 }, buffers: [bytes(4)] }
    const { model, face } = modelOf({ reply })
    const events: unknown[][] = []
    face.on('msg:custom', (...args) => events.push(args))
    assert.deepEqual(events, [], 'it does not listen yet')
    model.listen()
    model.receive({ reply })
    assert.equal(events.length, 1)
    assert.deepEqual(events[0]?.[0], { a: 1 })
    const [first = []] = events as unknown[][]
    assert.equal((first[1] as DataView[])[0]?.getUint8(0), 4)
    model.receive({ reply: { content: { a: 1 }, buffers: [] } })
    assert.equal(events.length, 2, 'another one that says the same is another')
    const anew = modelOf({ reply })
    anew.watch('msg:custom')
    anew.model.listen()
    assert.deepEqual(anew.events, [])
  })

  it('keeps the props that are not its own: id, children, message and reply', () => {
    const { model, face, saved, events, watch } = modelOf({ id: 'x', message: { count: 1 } })
    watch('change')
    assert.equal(face.get('id'), undefined)
    face.set('id', 'y')
    face.save_changes()
    assert.deepEqual(saved, [])
    events.length = 0
    model.receive({ id: 'x', message: { count: 2 } })
    assert.deepEqual(events, [])
  })

  it('has no other models to give', async () => {
    await assert.rejects(modelOf({}).face.widget_manager.get_model('x'), /no models of other widgets/)
  })
})
