// Which files the components come in that the registry loads when a page shows them, so that the page can name them beforehand.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { scriptsOf } from './needs.mjs'

const registry = 'src/components/registry.ts'

/** componentFiles returns the scripts by `namespace.Type`, without those that every page has. */
export function componentFiles(root, metafile) {
  const text = readFileSync(join(root, registry), 'utf8')
  const files = {}
  for (const [name, source] of lazyOf(text)) {
    const path = ['.tsx', '.ts']
      .map((ext) => `src/components/${source}${ext}`)
      .find((path) => existsSync(join(root, path)))
    if (!path) throw new Error(`${registry}: ${name} is loaded from ./${source}, which is not there`)
    files[name] = scriptsOf(metafile, path, 'src/index.ts')
  }
  return files
}

/** lazyOf yields [name, file] of the registry's lines that load: two spaces in stands a namespace, four a type. */
export function lazyOf(text) {
  const found = []
  let namespace = ''
  let type = ''
  for (const line of text.split('\n')) {
    namespace = line.match(/^ {2}(\w+): \{$/)?.[1] ?? namespace
    type = line.match(/^ {4}(\w+): /)?.[1] ?? type
    const source = line.match(/load: \(\) => import\('\.\/([\w-]+)'\)/)?.[1]
    if (source) found.push([`${namespace}.${type}`, source])
  }
  const loads = text.match(/import\('/g)?.length ?? 0
  if (found.length !== loads)
    throw new Error(`${registry}: ${loads} components are loaded, ${found.length} were understood`)
  return found
}
