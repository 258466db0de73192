// What the server must know of graphs, so that a page may name their files before its scripts run: which files every graph
// loads, and which more each word of src/plotly/groups.mjs. load.ts loads the same ones.
import { relative } from 'node:path'
import { also, builtOn, groups } from '../src/plotly/groups.mjs'

/**
 * `names` are the files by group and by `css` and `mapcss`; `graph` are the scripts of the component. Returns
 * {scripts, styles, words: {word: {scripts, styles?}}}.
 */
export function needs(names, graph) {
  const groupOf = Object.fromEntries(
    Object.entries(groups).flatMap(([group, of]) => Object.keys(of).map((word) => [word, group])),
  )
  const words = { scatter: { scripts: [] } }
  for (const word of Object.keys(groupOf)) {
    const wanted = [word, ...(also[word] ?? [])].map((w) => groupOf[w])
    const files = new Set(wanted.flatMap((group) => [...(builtOn[group] ?? []), group]).map((group) => names[group]))
    words[word] = { scripts: [...files] }
    if (wanted.includes('map')) words[word].styles = [names.mapcss]
  }
  return { scripts: [...graph, names.core], styles: [names.css], words }
}

/** The output file of an entry point and the chunks it imports, less those of `page`, an entry point that is there already. */
export function scriptsOf({ outputs }, entry, page) {
  const there = page ? closure(outputs, pathOf(outputs, page)) : new Set()
  const paths = [...closure(outputs, pathOf(outputs, entry))].filter((path) => !there.has(path))
  return paths.map((path) => relative('dist', path))
}

const pathOf = (outputs, entry) => Object.keys(outputs).find((path) => outputs[path].entryPoint === entry)

function closure(outputs, path, seen = new Set()) {
  if (seen.has(path)) return seen
  seen.add(path)
  for (const { path: to, kind } of outputs[path].imports) if (kind === 'import-statement') closure(outputs, to, seen)
  return seen
}
