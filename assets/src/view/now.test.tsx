import assert from 'node:assert/strict'
import { it } from 'node:test'
import { Component, options } from 'preact'
import { dep } from '../graph/page.fake'
import type { DashComponent } from './component'
import { drawnAtOnce } from './now'
import { c, h, Stage, settle } from './page.fake'

Object.assign(globalThis, {
  requestAnimationFrame: (run: () => void) => setTimeout(run, 0),
  cancelAnimationFrame: clearTimeout,
})

interface Seen {
  extendData?: unknown
  figure?: unknown
}

/** A page with a Graph that notes what it is told, whose callback runs. */
async function stage() {
  const seen: Seen[] = []
  class Graph extends Component<Seen> {
    override componentDidUpdate(): void {
      seen.push({ extendData: this.props.extendData, figure: this.props.figure })
    }
    override render() {
      return <p />
    }
  }
  const stage = await new Stage(
    h('Div', { children: [h('P', { id: 'in' }), c('Graph', { id: 'out' })] }),
    [dep('..out.extendData...out.figure..', 'in.title')],
    { dash_core_components: { Graph: { component: Graph as unknown as DashComponent } } },
  ).mount()
  const [call] = stage.sent
  assert.ok(call)
  await import('./partial') // which the page does with the first value
  seen.length = 0
  return { call, seen }
}

it('what is to be done is told of each time, however fast it comes', async () => {
  const { call, seen } = await stage()
  const all = [1, 2, 3].map((n) => ({ y: [[n]] }))
  for (const extendData of all) call.partial({ out: { extendData } })
  await settle(50)
  assert.deepEqual(
    seen.map(({ extendData }) => extendData),
    all,
  )
})

it('of how things are, only the last is', async () => {
  const { call, seen } = await stage()
  for (const figure of [1, 2, 3]) call.partial({ out: { figure } })
  await settle(50)
  assert.deepEqual(
    seen.map(({ figure }) => figure),
    [3],
  )
})

it('drawing waits again afterwards, also after a failure', () => {
  const before = options.debounceRendering
  assert.equal(
    drawnAtOnce(() => 5),
    5,
  )
  assert.throws(() =>
    drawnAtOnce(() => {
      throw new Error('no')
    }),
  )
  assert.equal(options.debounceRendering, before)
})
