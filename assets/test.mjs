// Runs the unit tests: `npm test`. Every src/**/*.test.ts(x) is bundled with the options of the real build, then run by
// `node --test`. With DASHI_DIST=1 the bundles are minified as dist is (rule 61: the same tests on source and on what ships).
// Words after `npm test --` choose the test files whose path contains one of them.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { commonOptions } from './pack/app.mjs'

const root = dirname(fileURLToPath(import.meta.url))
const words = process.argv.slice(2)
const tests = readdirSync(join(root, 'src'), { recursive: true })
  .filter((path) => /\.test\.tsx?$/.test(path) && (words.length === 0 || words.some((word) => path.includes(word))))
  .map((path) => `src/${path}`)
  .sort()

// Below node_modules, so that packages left external resolve.
const outdir = mkdtempSync(join(root, 'node_modules/.tests-'))
try {
  await build({
    ...commonOptions(root, {
      core: 'core.js',
      css: 'plotly.css',
      mapcss: 'map.css',
      mathjax: 'mathjax.js',
      topojson: 'topo',
    }),
    entryPoints: tests,
    outdir,
    outbase: 'src',
    outExtension: { '.js': '.mjs' },
    write: true,
    platform: 'node',
    external: ['happy-dom'],
    sourcemap: 'inline',
    splitting: true,
    loader: { '.css': 'empty' },
    minify: process.env.DASHI_DIST === '1',
  })
  const bundles = tests.map((path) => join(outdir, path.replace(/^src\//, '').replace(/\.tsx?$/, '.mjs')))
  const { status } = spawnSync(
    process.execPath,
    ['--enable-source-maps', '--test', '--test-timeout=600000', '--test-reporter=spec', ...bundles],
    { stdio: 'inherit' },
  )
  process.exitCode = status ?? 1
} finally {
  rmSync(outdir, { recursive: true })
}
