// Files beside the bundles: what graphs need (stylesheets, the world's outlines, MathJax), and React for packages of others. All are
// served from dist, so a page asks nothing of the internet.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createContext, runInContext } from 'node:vm'
import { transform } from 'esbuild'
import { contentName } from './plotly.mjs'

/** extras returns files (name → bytes), the name `outdated` of the script made of src/outdated.ts, and the others' names: `css`, `mapcss`, `mathjax`, `react`, and `topojson`, a folder. */
export async function extras(root) {
  const files = new Map()
  const names = {}
  const add = (key, stem, ext, bytes) => {
    names[key] = contentName(stem, ext, bytes)
    files.set(names[key], bytes)
  }
  const modules = join(root, 'node_modules')
  add('css', 'plotly', 'css', await css(join(modules, 'plotly.js/dist/plotly.css'), join(root, 'src/plotly/graph.css')))
  add('mapcss', 'plotly-map', 'css', await css(join(modules, 'maplibre-gl/dist/maplibre-gl.css')))
  add('mathjax', 'mathjax', 'js', await mathjax(join(modules, 'mathjax/es5/tex-svg.js')))

  add('react', 'react', 'js', await react(modules))
  add('outdated', 'outdated', 'js', await notice(join(root, 'src/outdated.ts')))

  // plotly.js asks for `<topojsonURL>/<name>.json`, so here the folder bears the hash.
  const topojson = await outlines(join(modules, 'plotly.js/dist/plotly-geo-assets.js'))
  names.topojson = contentName('topojson', '', JSON.stringify(topojson)).slice(0, -1)
  for (const [name, outline] of Object.entries(topojson)) {
    files.set(`${names.topojson}/${name}.json`, Buffer.from(JSON.stringify(outline)))
  }
  const { outdated, ...others } = names
  return { files, names: others, outdated }
}

/** What looks whether a page is out of date, apart from the bundle: no other file's hash may be part of its name. */
async function notice(path) {
  const { code } = await transform(await readFile(path, 'utf8'), {
    loader: 'ts',
    format: 'esm',
    target: 'es2022',
    charset: 'utf8',
    minify: true,
  })
  return Buffer.from(code)
}

/** React and ReactDOM as their publishers built them for script elements, which is how packages of components expect them: as globals. */
async function react(modules) {
  const paths = ['react/umd/react.production.min.js', 'react-dom/umd/react-dom.production.min.js']
  const sources = await Promise.all(paths.map((path) => readFile(join(modules, path), 'utf8')))
  return Buffer.from(sources.join('\n'))
}

async function css(...paths) {
  const sources = await Promise.all(paths.map((path) => readFile(path, 'utf8')))
  const { code } = await transform(sources.join('\n'), { loader: 'css', minify: true, legalComments: 'none' })
  return Buffer.from(code)
}

/** plotly-geo-assets.js is a script that leaves its data in module.exports; it is run apart from our own globals. */
async function outlines(path) {
  const sandbox = { module: { exports: {} }, exports: {}, window: {} }
  runInContext(await readFile(path, 'utf8'), createContext(sandbox), { filename: path })
  return sandbox.module.exports.topojson ?? sandbox.window.PlotlyGeoAssets.topojson
}

/** MathJax's menu, which src/plotly/mathjax.ts switches off, writes <style> elements all the same; the policy forbids them. */
async function mathjax(path) {
  const source = await readFile(path, 'utf8')
  const parts = source.split('n.innerHTML=o,r.head.appendChild(n)')
  if (parts.length !== 2) throw new Error('mathjax: the place that writes the style of its menu was not found')
  return Buffer.from(`/* MathJax 3, changed by dashi: no menu styles; see THIRD_PARTY.md */${parts.join('void 0')}`)
}
