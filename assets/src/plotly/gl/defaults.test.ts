import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Window } from 'happy-dom'

// plotly.js looks for a page when it is loaded.
const window = new Window()
Object.assign(globalThis, { window, document: window.document, self: window })
const { default: cloud } = await import('./pointcloud/defaults')
const { default: heat } = await import('./heatmapgl/defaults')

const layout = () => ({ _colorAxes: {}, font: {}, autotypenumbers: 'convert types' })
function full(supply: typeof cloud, from: Dict): Dict & { marker: Dict } {
  const to: Dict = { visible: true, _module: {} }
  supply(from, to, '#123456', layout())
  return to as Dict & { marker: Dict }
}

test('a cloud of x and y has points of 3 pixels in the color of its turn', () => {
  const { marker, _length, visible } = full(cloud, { x: [1, 2, 3], y: Float32Array.of(1, 2) })
  assert.equal(visible, true)
  assert.equal(_length, 2)
  assert.deepEqual(
    [marker.color, marker.size, marker.opacity, marker.blend, marker.symbol],
    ['#123456', 3, 1, false, 'circle'],
  )
  assert.equal(marker.sizemin, undefined)
  assert.equal(marker.colorscale, undefined)
})

test('typed columns stay the arrays they are, and xy comes apart', () => {
  const x = Float32Array.of(1, 2)
  assert.equal(full(cloud, { x, y: x }).x, x)
  assert.deepEqual(full(cloud, { xy: Float32Array.of(1, 2, 3, 4) }).y, Float32Array.of(2, 4))
})

test('a cloud without points is not visible', () => {
  for (const from of [{}, { x: [1] }, { x: [], y: [] }, { xy: [1] }]) assert.equal(full(cloud, from).visible, false)
})

test('numbers in marker.color bring a color scale, and nonsense its default', () => {
  const { marker } = full(cloud, { x: [1], y: [1], marker: { color: [5], size: -1, symbol: 'star', opacity: 3 } })
  assert.equal(marker.autocolorscale, true)
  assert.deepEqual([marker.size, marker.symbol, marker.opacity], [3, 'circle', 1])
})

test('a heatmap counts its bricks from 0 where nothing else is said', () => {
  const { visible, xtype, zsmooth, transpose, x0, dx } = full(heat, { z: [[1, 2], [3]], showscale: false })
  assert.deepEqual([visible, xtype, zsmooth, transpose, x0, dx], [true, undefined, false, false, 0, 1])
  assert.equal(full(heat, { z: [[1]], showscale: false, x: [1, 2], x0: 7 }).xtype, 'array')
  assert.equal(full(heat, { z: [[1]], showscale: false, x: [1, 2], x0: 7 }).x0, undefined)
  assert.equal(full(heat, { z: [[1]], showscale: false, x: [1, 2], xtype: 'scaled', x0: 7 }).x0, 7)
})

test('without rows in z there is no heatmap', () => {
  for (const z of [undefined, [], [[], []], [1, 2], Float32Array.of(1), 'z'])
    assert.equal(full(heat, { z }).visible, false)
})
