// Builds plotly.js as one core file and one file per group of trace types, no module of core twice.
//
// esbuild's own splitting cuts plotly.js into 44 files for the first plot alone. Instead core is built as one module that
// hands out, by number, the modules a group wants of it (its table), and in a group each of those modules is replaced by
// one line that takes it from there. The groups therefore hold only what is theirs.
//
//     plotly-core.js   export default Plotly; export const module = (i) => rows[i]()
//     plotly-gl2d.js   import {module} from "./plotly-core.js"; … module.exports = module(17) …
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'esbuild'
import { builtOn, core, groups } from '../src/plotly/groups.mjs'
import { trims } from './trim.mjs'

/** contentName names a file after its content, so that it may be cached for ever. */
export function contentName(stem, ext, bytes) {
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 10)
  return `${stem}-${hash}.${ext}`
}

/** buildPlotly returns the files (name → bytes), their names by group and esbuild's metafiles. */
export async function buildPlotly(root) {
  const out = { files: new Map(), names: {}, metafiles: [] }
  const tables = await sharedModules(root)
  for (const group of ['core', ...Object.keys(groups)]) {
    const bases = basesOf(group)
    const taken = bases.flatMap((base) =>
      tables[base].map((path, row) => [join(root, path), `${handle(base)}(${row})`]),
    )
    const imports = bases.map((base) => `import{module as ${handle(base)}}from"./${out.names[base]}";`)
    const { outputFiles, metafile } = await bundle(root, source(group, tables[group]), {
      banner: { js: imports.join('') },
      plugins: [takeFromBases(new Map(taken)), noInjectedStyle, readBack, ...trims(root)],
    })
    const name = contentName(`plotly-${group}`, 'js', outputFiles[0].contents)
    out.files.set(name, outputFiles[0].contents)
    out.names[group] = name
    out.metafiles.push(metafile)
  }
  return out
}

const basesOf = (group) => (group === 'core' ? [] : ['core', ...(builtOn[group] ?? [])])
const handle = (base) => `__dashi_${base}`

/** The entry of a file: what it exports, and the table of the modules others take from it. */
function source(group, rows = []) {
  const modules = Object.values(groups[group] ?? {}).map((path) =>
    path.startsWith('.') ? `require("${path}").default` : `require("plotly.js/${path}")`,
  )
  const exported = group === 'core' ? `require("plotly.js/${core}")` : `[${modules.join(',\n')}]`
  return `export default ${exported};
const rows = [${rows.map((path) => `() => require(${JSON.stringify(`./${path}`)})`).join(',\n')}];
export const module = (i) => rows[i]();`
}

/** sharedModules finds, for each file, which of its modules are imported by a module that only a file built on it holds. */
async function sharedModules(root) {
  const held = {}
  const tables = {}
  for (const group of ['core', ...Object.keys(groups)]) {
    const options = { minify: false, plugins: [noInjectedStyle, ...trims(root)] }
    const { inputs } = (await bundle(root, source(group), options)).metafile
    const bases = basesOf(group)
    const isBased = (path) => bases.some((base) => held[base].has(path))
    held[group] = new Set(Object.keys(inputs).filter((path) => !isBased(path)))
    tables[group] = new Set()
    for (const path of held[group]) {
      for (const edge of inputs[path].imports) {
        const base = bases.find((b) => held[b].has(edge.path))
        if (base) tables[base].add(edge.path)
      }
    }
  }
  return Object.fromEntries(Object.entries(tables).map(([group, paths]) => [group, [...paths].sort()]))
}

function takeFromBases(taken) {
  return {
    name: 'take-from-bases',
    setup(b) {
      b.onLoad({ filter: /\.(js|mjs|cjs)$|regl-codegen/ }, ({ path }) => {
        const expression = taken.get(path)
        return expression && { contents: `module.exports = ${expression};`, loader: 'js' }
      })
    },
  }
}

/** Style goes out as files that the Graph links: the policy forbids the <style> elements plotly.js would write. */
const noInjectedStyle = {
  name: 'no-injected-style',
  setup(b) {
    b.onLoad({ filter: /plotly\.js[/\\]build[/\\]plotcss\.js$/ }, () => ({ contents: '' }))
    b.onLoad({ filter: /maplibre-gl\.css$/ }, () => ({ contents: '', loader: 'js' }))
  },
}

/** Canvases whose pixels are read back say so; browsers else write a warning to the console, which is to stay empty. */
const readBack = {
  name: 'read-back',
  setup(b) {
    const filter = /[/\\](font-measure|font-atlas|bitmap-sdf|stackgl_modules)[/\\]index\.js$/
    b.onLoad({ filter }, async ({ path }) => {
      const source = await readFile(path, 'utf8')
      return { contents: source.replace(/getContext\((["'])2d\1\)/g, "getContext('2d', {willReadFrequently: true})") }
    })
  },
}

function bundle(root, contents, options) {
  return build({
    stdin: { contents, resolveDir: root, loader: 'js' },
    absWorkingDir: root,
    outfile: 'dist/plotly.js',
    bundle: true,
    write: false,
    metafile: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    charset: 'utf8',
    legalComments: 'none',
    logLevel: 'error',
    // regl is taken in plotly's own version; image and typed-array pools want Node's stream and buffer.
    alias: { regl: '@plotly/regl', stream: 'stream-browserify' },
    define: { global: 'globalThis', 'define.amd': 'false', 'process.env.NODE_DEBUG': 'false' },
    ...options,
  })
}
