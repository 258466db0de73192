import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Fetcher, newLoader, UnknownTraceError } from './load'

const types = {
  cartesian: ['bar', 'box', 'heatmap', 'ohlc'],
  gl2d: ['scattergl'],
  splom: ['splom'],
  map: ['scattermap'],
  range: ['layout.rangeslider'],
  images: ['layout.images'],
}
const catalogue = {
  names: {
    core: 'core.js',
    css: 'p.css',
    mapcss: 'm.css',
    ...Object.fromEntries(Object.keys(types).map((group) => [group, `${group}.js`])),
  },
  types,
  builtOn: { splom: ['gl2d'] },
  also: { ohlc: ['layout.rangeslider'] },
}

/** A page that notes what it is asked for, and fails where `fail` says so. */
function page(fail: (name: string) => boolean = () => false) {
  const asked: string[] = []
  const registered: unknown[] = []
  const core = { version: 'fake', register: (modules: unknown) => registered.push(modules) }
  const files: Fetcher = {
    async script(name) {
      asked.push(name)
      if (fail(name)) throw new Error(`no ${name}`)
      return { default: name === 'core.js' ? core : [name] }
    },
    async style(name) {
      asked.push(name)
      if (fail(name)) throw new Error(`no ${name}`)
    },
  }
  return { asked, registered, core, plotlyFor: newLoader(catalogue, files) }
}

test('a line needs the core and its style, and nothing else', async () => {
  const { plotlyFor, asked, core } = page()
  assert.equal(await plotlyFor(['scatter']), core)
  assert.deepEqual(asked, ['core.js', 'p.css'])
})

test('a group is loaded and registered once, however many types and callers want it', async () => {
  const { plotlyFor, asked, registered } = page()
  await Promise.all([plotlyFor(['bar', 'box']), plotlyFor(['heatmap', 'scatter']), plotlyFor(['bar'])])
  await plotlyFor(['box'])
  assert.deepEqual(asked, ['core.js', 'p.css', 'cartesian.js'])
  assert.deepEqual(registered, [['cartesian.js']])
})

test('several groups are asked for before any has arrived', async () => {
  const { plotlyFor, asked, registered } = page()
  const loading = plotlyFor(['bar', 'scattergl'])
  assert.deepEqual(asked, ['core.js', 'p.css', 'cartesian.js', 'gl2d.js'])
  await loading
  assert.deepEqual(registered, [['cartesian.js'], ['gl2d.js']])
})

test('maps bring their own style', async () => {
  const { plotlyFor, asked } = page()
  await plotlyFor(['scattermap'])
  assert.ok(asked.includes('m.css'))
})

test('a word for a part of the layout loads its group, and is not taken for a trace type that was meant', async () => {
  const { plotlyFor, asked, registered } = page()
  await plotlyFor(['scatter', 'layout.images'])
  assert.deepEqual(asked, ['core.js', 'p.css', 'images.js'])
  assert.deepEqual(registered, [['images.js']])
  await assert.rejects(plotlyFor(['layout.image']), (error: Error) => !error.message.includes('layout.images'))
})

test('a type brings what it shows without naming it', async () => {
  const { plotlyFor, asked, registered } = page()
  await plotlyFor(['ohlc'])
  assert.deepEqual(asked, ['core.js', 'p.css', 'cartesian.js', 'range.js'])
  assert.deepEqual(registered, [['cartesian.js'], ['range.js']])
})

test('what a group stands on is asked for with it, but registered only when it is wanted itself', async () => {
  const { plotlyFor, asked, registered } = page()
  await plotlyFor(['splom'])
  assert.deepEqual(asked, ['core.js', 'p.css', 'gl2d.js', 'splom.js'])
  assert.deepEqual(registered, [['splom.js']])
  await plotlyFor(['scattergl'])
  assert.equal(asked.length, 4)
  assert.deepEqual(registered, [['splom.js'], ['gl2d.js']])
})

test('an unknown type is refused by name, with the nearest known one, before anything is loaded', async () => {
  const { plotlyFor, asked } = page()
  await assert.rejects(plotlyFor(['heatmaps']), (error: UnknownTraceError) => {
    assert.ok(error instanceof UnknownTraceError)
    assert.equal(error.type, 'heatmaps')
    assert.match(error.message, /"heatmaps".*"heatmap"/)
    return true
  })
  await assert.rejects(plotlyFor(['scater']), /"scater".*"scatter"/)
  assert.deepEqual(asked, [])
})

for (const broken of ['core.js', 'p.css', 'cartesian.js']) {
  test(`a failed load of ${broken} is told, and tried again by the next call`, async () => {
    let down = true
    const { plotlyFor, asked, registered } = page((name) => down && name === broken)
    await assert.rejects(plotlyFor(['bar']), { message: `no ${broken}` })
    down = false
    await plotlyFor(['bar'])
    assert.equal(asked.filter((name) => name === broken).length, 2)
    assert.deepEqual(registered, [['cartesian.js']])
  })
}
