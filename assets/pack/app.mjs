// How our own sources are bundled, for dist (build.mjs) and for the tests (test.mjs).
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
      'process.env.NODE_ENV': '"production"',
    },
  }
}

export function appOptions(root, names) {
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
  }
}
