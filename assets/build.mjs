// Builds the front end into dist: `npm run build`.
//
//     src/index.ts ─ esbuild ─┐
//     plotly.js, in groups  ──┼─ a folder for the time being ─ go run ./pack ─ dist/*.br, dist/*.gz, dist/manifest.json
//     styles, outlines, …   ──┘
//
// The same sources give the same bytes in dist, wherever the checkout lies: esbuild hashes paths relative to this folder, and
// the compressors are the ones pinned in go.mod (Node's zlib changes with Node).
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { appOptions } from './pack/app.mjs'
import { componentFiles } from './pack/components.mjs'
import { extras } from './pack/extras.mjs'
import { thirdParty } from './pack/licences.mjs'
import { needs, scriptsOf } from './pack/needs.mjs'
import { buildPlotly, contentName } from './pack/plotly.mjs'

const root = dirname(fileURLToPath(import.meta.url))

const [plotly, beside] = await Promise.all([buildPlotly(root), extras(root)])
const app = await build(appOptions(root, { ...plotly.names, ...beside.names }, beside.outdated))

const files = new Map([...plotly.files, ...beside.files])
const manifest = {}
for (const { path, contents } of app.outputFiles) files.set(relative(join(root, 'dist'), path), contents)
for (const [path, { entryPoint, cssBundle }] of Object.entries(app.metafile.outputs)) {
  if (!entryPoint) continue
  const key = entryPoint.replace(/^src\//, '').replace(/\.tsx?$/, '')
  manifest[`${key}.js`] = relative('dist', path)
  if (!cssBundle) continue
  // Later files reach all that the first does (startTogether), its styles too, which the page has by then.
  if (key === 'index') manifest['index.css'] = relative('dist', cssBundle)
  else files.delete(relative('dist', cssBundle))
}
for (const [key, name] of Object.entries(plotly.names)) manifest[`plotly-${key}.js`] = name
manifest['plotly.css'] = beside.names.css
manifest['react.js'] = beside.names.react
manifest['outdated.js'] = beside.outdated

const licences = thirdParty(root, [app.metafile, ...plotly.metafiles])
writeFileSync(join(root, 'THIRD_PARTY.md'), licences)
manifest['licences.txt'] = contentName('licences', 'txt', licences)
files.set(manifest['licences.txt'], licences)

const staging = mkdtempSync(join(tmpdir(), 'dashi-assets-'))
try {
  for (const [name, contents] of files) {
    mkdirSync(dirname(join(staging, name)), { recursive: true })
    writeFileSync(join(staging, name), contents)
  }
  const entries = Object.fromEntries(Object.entries(manifest).sort(([a], [b]) => (a < b ? -1 : 1)))
  const page = scriptsOf(app.metafile, 'src/index.ts')
  const component = scriptsOf(app.metafile, 'src/components/graph.tsx', 'src/index.ts')
  const graph = needs({ ...plotly.names, ...beside.names }, component)
  const components = componentFiles(root, app.metafile)
  writeFileSync(join(staging, 'manifest.json'), `${JSON.stringify({ entries, page, graph, components }, null, 2)}\n`)
  execFileSync('go', ['run', './pack', staging, 'dist'], { cwd: root, stdio: 'inherit' })
} finally {
  rmSync(staging, { recursive: true })
}
