// What plotly.js brings along and a page never uses, left out while bundling. Each cut is one plugin; where the sources no
// longer are as it expects the build fails, so that an upgrade of plotly.js loses nothing in silence.
import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { build } from 'esbuild'
import { late } from '../src/plotly/groups.mjs'
import { withoutDescriptions } from './descriptions.mjs'

/** trims returns the plugins, in the order esbuild is to ask them. */
export const trims = (root) => [lateComponents, noDescriptions(root), nativePromise, usedParts(root), cssColors(root)]

/** What the range slider itself keeps of a figure without any. */
const noRangeSliders = 'makeData: (full) => { full._rangeSliderData = [] }'

/**
 * Components that few figures use are groups of their own. In their place core registers what stands for a figure without
 * any: the order of components stays plotly.js's own, and a graph drawn before the real one came (with lists it then
 * walks, at a zoom, without making defaults anew) has the empty list it would have had.
 */
const lateComponents = {
  name: 'late-components',
  setup(b) {
    b.onLoad({ filter: /plotly\.js[/\\]src[/\\]core\.js$/ }, async ({ path }) => {
      let contents = await readFile(path, 'utf8')
      for (const [name, isList] of Object.entries(late)) {
        const list = `supplyLayoutDefaults: (given, full) => { full.${name} = [] }`
        const empty = isList ? `, ${list}` : name === 'rangeslider' ? `, ${noRangeSliders}` : ''
        contents = replaced(
          contents,
          `require('./components/${name}'),`,
          `{moduleType: 'component', name: '${name}'${empty}},`,
        )
      }
      return { contents }
    })
  },
}

/** The texts of attributes are read by the generators of documentation alone; plotly.js's own bundles lack them too. */
function noDescriptions(root) {
  const made = d3(root)
  const filter = /plotly\.js[/\\]src[/\\](components|constants|lib|plots|plot_api|traces)[/\\].*\.js$/
  return {
    name: 'no-descriptions',
    setup(b) {
      b.onLoad({ filter }, async ({ path }) => {
        const source = await readFile(path, 'utf8')
        checkCallsOfD3(made, source, path)
        return { contents: withoutDescriptions(source, path) }
      })
    },
  }
}

/** A polyfill that plotly.js requires for its effect: every browser that reads ES2022 has promises. */
const nativePromise = {
  name: 'native-promise',
  setup(b) {
    b.onResolve({ filter: /^native-promise-only$/ }, ({ path }) => ({ path, namespace: 'nothing' }))
    b.onLoad({ filter: /^native-promise-only$/, namespace: 'nothing' }, () => ({ contents: '' }))
  },
}

/** The modules of d3 3 that plotly.js and its groups call; what these need they name themselves. */
const d3Parts = [
  'compat/',
  ...['arrays/extent', 'arrays/max', 'arrays/min', 'behavior/', 'color/rgb', 'core/rebind', 'event/', 'format/round'],
  ...[
    'interpolate/ease',
    'scale/linear',
    'scale/ordinal',
    'selection/',
    'svg/arc',
    'svg/axis',
    'transition/',
    'xhr/json',
  ],
]

/** d3 3 is made to be put together of parts: in each, `import "…"` stands where another is to be, unless it is there already. */
function d3(root) {
  const begun = new Set()
  const part = (folder, name) => {
    const path = join(folder, name.endsWith('/') ? `${name}index.js` : `${name}.js`)
    if (begun.has(path)) return ''
    begun.add(path)
    return readFileSync(path, 'utf8').replace(/^import "(.+)";$/gm, (_, needed) => part(dirname(path), needed))
  }
  const folder = join(root, 'node_modules/@plotly/d3/src')
  return ['start', ...d3Parts, 'end'].map((name) => part(folder, name)).join('\n')
}

function usedParts(root) {
  return {
    name: 'd3-parts',
    setup(b) {
      b.onLoad({ filter: /@plotly[/\\]d3[/\\]d3\.js$/ }, () => ({ contents: d3(root) }))
    },
  }
}

/** Fails where a module of plotly.js calls what is in none of the parts. */
function checkCallsOfD3(made, source, path) {
  if (!/\bd3 = require\('@plotly\/d3'\)/.test(source)) return
  const code = source.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')
  for (const [name] of code.matchAll(/\bd3\.(?:(?:scale|svg)\.|behavior\b\.?)?\w*/g)) {
    if (!made.includes(`${name} = `)) throw new Error(`plotly: ${path} uses ${name}; add it to d3Parts`)
  }
}

/** Of culori the color spaces that CSS can name, and the functions that plotly.js takes of it, which is in one place. */
function cssColors(root) {
  return {
    name: 'css-colors',
    setup(b) {
      b.onLoad({ filter: /culori[/\\]bundled[/\\]culori\.cjs$/ }, async () => {
        const user = await readFile(join(root, 'node_modules/plotly.js/src/components/color/index.js'), 'utf8')
        const [, taken] = user.match(/const \{([^}]+)\} = require\('culori'\)/)
        const names = taken.split(',').map((name) => name.replace(/:.*/, '').trim())
        const contents = `import 'culori/css'; export {${names}} from 'culori/fn'`
        const { outputFiles } = await build({
          stdin: { contents, resolveDir: root },
          absWorkingDir: root,
          bundle: true,
          write: false,
          format: 'cjs',
          target: 'es2022',
        })
        return { contents: outputFiles[0].text }
      })
    },
  }
}

/** The text with the one place changed that must be there. */
function replaced(text, from, to) {
  const parts = text.split(from)
  if (parts.length !== 2)
    throw new Error(`plotly: ${JSON.stringify(from)} is there ${parts.length - 1} times, want once`)
  return parts.join(to)
}
