import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Dict, PlotElement } from '../plotly/plotly'
import { additionOf, grownBy, grownFigure, put } from './graph-extend'
import { Queue } from './graph-queue'
import { applyResponsive, fillsHeight, followsSize, hasOwnHeight, isMisfit } from './graph-size'

test('the update alone concerns the first traces', () => {
  assert.deepEqual(additionOf({ x: [[1], [2]] }), { update: { x: [[1], [2]] }, indices: [0, 1], maxPoints: undefined })
})

test('indices and limit are taken where given', () => {
  assert.deepEqual(additionOf([{ y: [[1]] }, [3], 10]), { update: { y: [[1]] }, indices: [3], maxPoints: 10 })
  assert.deepEqual(additionOf([{ y: [[1]] }, null, null]), { update: { y: [[1]] }, indices: [0], maxPoints: undefined })
})

test('one trace may stand alone', () => {
  assert.deepEqual(additionOf([{ y: [[1]] }, 2]).indices, [2])
})

/** What an extension makes of traces. */
function extended(data: Dict[], extension: Parameters<typeof additionOf>[0], front = false): Dict[] {
  for (const grown of grownBy(additionOf(extension), data, front)) put(grown)
  return data
}

test('an addition takes the kind of the array it is added to, and reaches into objects', () => {
  const data = [{ x: Float64Array.of(1), marker: { size: [1] } }]
  assert.deepEqual(extended(data, { x: [[2]], 'marker.size': [Float32Array.of(3)] }), [
    { x: Float64Array.of(1, 2), marker: { size: [1, 3] } },
  ])
})

test('a limit is one for all, or one for each list', () => {
  const data = () => [{ x: Float64Array.of(1, 2) }, { x: [1, 2, 3, 4] }]
  assert.deepEqual(extended(data(), [{ x: [[5], [5]] }, [0, -1], 4]), [
    { x: Float64Array.of(1, 2, 5) },
    { x: [2, 3, 4, 5] },
  ])
  assert.deepEqual(extended(data(), [{ x: [[5], [5]] }, [0, 1], { x: [2, 0] }]), [
    { x: Float64Array.of(2, 5) },
    { x: [] },
  ])
  assert.deepEqual(extended(data(), [{ x: [[5]] }, [1], -1]), [{ x: Float64Array.of(1, 2) }, { x: [1, 2, 3, 4, 5] }])
})

test('points put before others push the last ones out of the window', () => {
  assert.deepEqual(extended([{ x: [1, 2, 3] }], [{ x: [[8, 9]] }, [0], 4], true), [{ x: [8, 9, 1, 2] }])
})

test('what does not fit is named, and nothing is changed', () => {
  const data = [{ x: [1], y: 'no list' }]
  assert.throws(() => extended(data, { x: [[2]], y: [[2]] }), /trace 0 has no list "y"/)
  assert.throws(() => extended(data, [{ x: [[2]] }, [3]]), /no trace 3, the graph has 1/)
  assert.throws(() => extended(data, [{ x: [[2], [3]] }, [0]]), /"x" has 2 lists for 1 traces/)
  assert.deepEqual(data, [{ x: [1], y: 'no list' }])
})

/** A step that ends when told to. */
function held(log: string[], name: string) {
  let resolve = () => {}
  let reject = (_: unknown) => {}
  const gate = new Promise<void>((yes, no) => {
    resolve = yes
    reject = no
  })
  const step = () => {
    log.push(name)
    return gate
  }
  return { step, resolve, reject }
}
const unset = () => Promise.reject(new Error('unset'))
const settle = () => new Promise((resolve) => setTimeout(resolve))

test('steps run one at a time, and replace drops those that wait', async () => {
  const log: string[] = []
  const queue = new Queue(
    (error) => log.push(`error ${error}`),
    () => log.push('idle'),
  )
  const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((name) => held(log, name)) as ReturnType<typeof held>[]
  queue.replace(a?.step ?? unset)
  queue.push(b?.step ?? unset)
  const { version } = queue
  queue.replace(c?.step ?? unset)
  queue.push(d?.step ?? unset)
  assert.ok(queue.version > version)
  assert.deepEqual(log, ['a'])
  a?.resolve()
  await settle()
  assert.deepEqual(log, ['a', 'c'])
  c?.reject('broken')
  await settle()
  assert.deepEqual(log, ['a', 'c', 'error broken', 'd'])
  d?.resolve()
  await settle()
  assert.deepEqual([log.at(-1), queue.busy], ['idle', false])
})

test('responsive writes over layout and config, "auto" leaves them', () => {
  const of = (responsive: boolean | 'auto' | undefined) => {
    const [layout, config] = [{ width: 1, height: 2 }, {}]
    applyResponsive(responsive, layout, config)
    return [layout, config]
  }
  assert.deepEqual(of(true), [{ autosize: true }, { responsive: true }])
  assert.deepEqual(of(false), [{ width: 1, height: 2, autosize: false }, { responsive: false }])
  assert.deepEqual(of('auto'), [{ width: 1, height: 2 }, {}])
  assert.deepEqual(of(undefined), of('auto'))
})

test('"auto" follows the container when config and layout let it', () => {
  const config = { responsive: true }
  assert.equal(followsSize({}), true)
  assert.equal(followsSize({ config: { responsive: false } }), false)
  assert.equal(followsSize({ config, figure: { layout: { autosize: false } } }), false)
  assert.equal(followsSize({ figure: { layout: { width: 1 } } }), true)
  assert.equal(followsSize({ config, figure: { layout: { width: 1, height: 1 } } }), false)
  assert.equal(followsSize({ responsive: true, figure: { layout: { width: 1, height: 1 } } }), true)
  assert.equal(followsSize({ responsive: false, config }), false)
  assert.equal(hasOwnHeight({}), false)
  assert.equal(hasOwnHeight({ figure: { layout: { height: 300 } } }), true)
  assert.equal(hasOwnHeight({ responsive: true, figure: { layout: { height: 300 } } }), false)
  assert.equal(fillsHeight({}), false)
  assert.equal(fillsHeight({ config }), true)
  assert.equal(fillsHeight({ responsive: true }), true)
  assert.equal(fillsHeight({ responsive: false, config }), false)
})

test('an element that is hidden or drawn in its size needs no resize', () => {
  const sized = (clientWidth: number, clientHeight: number, width = 700, height = 450) =>
    ({ clientWidth, clientHeight, _fullLayout: { width, height } }) as unknown as PlotElement
  assert.equal(isMisfit(sized(700, 450)), false)
  assert.equal(isMisfit(sized(700, 450, 700.4)), false)
  assert.equal(isMisfit(sized(0, 0)), false)
  assert.equal(isMisfit(sized(600, 450)), true)
})

for (const wrong of ['abc', [], [null], { y: null }, { y: [1] }, [1, [0]]]) {
  test(`${JSON.stringify(wrong)} adds nothing, and is told in words`, () => {
    assert.throws(() => additionOf(wrong as never), /Points to add come as/)
  })
}

test('a figure grows with what is drawn, and stays itself as it was', () => {
  const values = Float64Array.of(1)
  const figure = {
    data: [
      { y: [1], name: 'a' },
      { dimensions: [{ values }], y: [2] },
    ],
    layout: {},
  }
  const kept = structuredClone(figure)
  const drawn: Dict[] = [{ y: [1] }, { dimensions: [{ values }], y: [2] }]
  const grown = grownBy(additionOf([{ 'dimensions.0.values': [[5]], y: [[3]] }, [-1]]), drawn, false)
  const next = grownFigure(figure, grown)
  assert.deepEqual(next.data?.[1], { dimensions: [{ values: Float64Array.of(1, 5) }], y: [2, 3] })
  assert.equal(next.data?.[0], figure.data[0])
  assert.equal(next.layout, figure.layout)
  assert.deepEqual(figure, kept)
})

test('a figure without the columns that have grown stays what it is', () => {
  const grown = grownBy(additionOf({ y: [[2]] }), [{ y: [1] }], false)
  for (const figure of [{}, { data: null }, { data: [] }, { data: [{ x: [1] }] }]) {
    assert.equal(grownFigure(figure, grown), figure)
  }
})
