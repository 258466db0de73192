// How our own sources are bundled, for dist (build.mjs) and for the tests (test.mjs).
import { readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { transform } from 'esbuild'
import { also, builtOn, groups } from '../src/plotly/groups.mjs'

/** options common to both; `names` are the files load.ts asks for (see src/plotly/files.ts). */
export function commonOptions(root, names) {
  const types = Object.entries(groups).map(([group, of]) => [group, Object.keys(of)])
  return {
    absWorkingDir: root,
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
    target: 'es2022',
    charset: 'utf8',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    logLevel: 'warning',
    define: {
      DASHI_PLOTLY: JSON.stringify({ names, types: Object.fromEntries(types), builtOn, also }),
      DASHI_REACT: JSON.stringify(names.react ?? 'react.js'),
      'process.env.NODE_ENV': '"production"',
    },
  }
}

/** `outdated` is the name of what src/outdated.ts was made of, which is no part of the bundle. */
export function appOptions(root, names, outdated) {
  return {
    ...commonOptions(root, names),
    entryPoints: ['src/index.ts'],
    outdir: 'dist',
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    assetNames: '[name]-[hash]',
    splitting: true,
    minify: true,
    legalComments: 'none',
    plugins: [sheets, beside(/\/outdated$/, outdated), startTogether(join(root, 'src/index.ts'))],
  }
}

/**
 * startTogether keeps what the page starts with in one chunk. esbuild makes a chunk of the modules that the same entry points reach, and
 * each file that comes later, an entry point as well, reaches some of those that the first has: a chunk for each such set. Here every
 * later file reaches the first as a whole, which has been loaded by then.
 */
function startTogether(first) {
  return {
    name: 'start-together',
    setup(build) {
      build.onResolve({ filter: /^\./ }, async ({ path, kind, resolveDir, pluginData }) => {
        if (kind !== 'dynamic-import' || pluginData === startTogether) return undefined
        const { path: found, errors } = await build.resolve(path, { kind, resolveDir, pluginData: startTogether })
        return errors.length > 0 ? { errors } : { path: found, pluginData: startTogether }
      })
      build.onLoad({ filter: /\.tsx?$/ }, async ({ path, pluginData }) => {
        if (pluginData !== startTogether) return undefined
        const contents = `${await readFile(path, 'utf8')}\nimport ${JSON.stringify(first)}\n`
        return { contents, loader: extname(path).slice(1) }
      })
    },
  }
}

/** beside has imports of a module load a file that was made before. */
function beside(filter, name) {
  return {
    name: 'beside',
    setup(build) {
      build.onResolve({ filter }, () => ({ path: `./${name}`, external: true }))
    },
  }
}

/** sheets makes the style sheets that a script brings as texts as small as those of the page. */
const sheets = {
  name: 'sheets',
  setup(build) {
    build.onLoad({ filter: /\.css$/ }, async ({ path, with: attributes }) => {
      if (attributes.type !== 'text') return undefined
      const { code } = await transform(await readFile(path, 'utf8'), { loader: 'css', minify: true })
      return { contents: code.trim(), loader: 'text' }
    })
  },
}
