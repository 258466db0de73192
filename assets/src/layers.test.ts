// The layers of internal/README.md, kept: arrows point down, and no file is part of a knot.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { describe, it } from 'node:test'

const allowed: Record<string, string[]> = {
  index: ['index', 'components', 'foreign', 'widgets', 'view', 'graph', 'net', 'clientside', 'wire'],
  components: ['components', 'plotly', 'view', 'graph', 'wire'],
  // Components of others, on React; nothing of ours is built on them.
  foreign: ['foreign', 'view', 'wire'],
  // Modules of apps' own.
  widgets: ['widgets', 'view', 'graph', 'wire'],
  plotly: ['plotly'],
  view: ['view', 'graph', 'wire'],
  net: ['net', 'wire'],
  clientside: ['clientside', 'wire'],
  graph: ['graph', 'wire'],
  wire: ['wire'],
}

const root = join(process.cwd(), 'src')
const files = readdirSync(root, { recursive: true })
  .map(String)
  .filter((path) => /\.tsx?$/.test(path) && !/\.(test|fake|d)\.tsx?$/.test(path))
const layerOf = (path: string) => (path.includes('/') ? path.slice(0, path.indexOf('/')) : 'index')
const textOf = (path: string) => readFileSync(join(root, path), 'utf8')

/** Files that a file takes values or types from; a dynamic import is no knot, for it runs later. */
function imports(path: string, dynamic: boolean): string[] {
  const pattern = dynamic ? /(?:from |import\(|import )['"](\.[^'"]+)['"]/g : /(?:from |import )['"](\.[^'"]+)['"]/g
  return [...textOf(path).matchAll(pattern)]
    .map((match) => normalize(join(dirname(path), match[1] ?? '')))
    .flatMap((target) => files.filter((file) => file.replace(/\.tsx?$/, '') === target))
}

describe('the layers', () => {
  it('point down', () => {
    const up = files.flatMap((path) =>
      imports(path, true)
        .filter((target) => !allowed[layerOf(path)]?.includes(layerOf(target)))
        .map((target) => `${path} → ${target}`),
    )
    assert.deepEqual(up, [])
  })

  it('hold no knot of files that import each other', () => {
    const done = new Set<string>()
    const visit = (path: string, way: string[]): void => {
      assert.ok(!way.includes(path), `knot: ${[...way, path].join(' → ')}`)
      if (done.has(path)) return
      for (const target of imports(path, false)) visit(target, [...way, path])
      done.add(path)
    }
    for (const path of files) visit(path, [])
  })

  it('keep graph pure: no DOM, no fetch, no timer', () => {
    const impure = files
      .filter((path) => layerOf(path) === 'graph')
      .filter((path) =>
        /\b(document|window|fetch|setTimeout|setInterval|queueMicrotask|localStorage)\b[.(]/.test(textOf(path)),
      )
    assert.deepEqual(impure, [])
  })
})
