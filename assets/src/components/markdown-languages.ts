// The languages whose code is shown in colors, and what else they are called.

import type { LanguageFn } from 'highlight.js'

type Load = () => Promise<{ default: LanguageFn }>

export const languages: Record<string, Load | undefined> = {
  bash: () => import('highlight.js/lib/languages/bash'),
  c: () => import('highlight.js/lib/languages/c'),
  cpp: () => import('highlight.js/lib/languages/cpp'),
  css: () => import('highlight.js/lib/languages/css'),
  diff: () => import('highlight.js/lib/languages/diff'),
  go: () => import('highlight.js/lib/languages/go'),
  java: () => import('highlight.js/lib/languages/java'),
  javascript: () => import('highlight.js/lib/languages/javascript'),
  json: () => import('highlight.js/lib/languages/json'),
  markdown: () => import('highlight.js/lib/languages/markdown'),
  python: () => import('highlight.js/lib/languages/python'),
  r: () => import('highlight.js/lib/languages/r'),
  rust: () => import('highlight.js/lib/languages/rust'),
  sql: () => import('highlight.js/lib/languages/sql'),
  typescript: () => import('highlight.js/lib/languages/typescript'),
  xml: () => import('highlight.js/lib/languages/xml'),
  yaml: () => import('highlight.js/lib/languages/yaml'),
}

const aliases = new Map(
  Object.entries({
    bash: 'console sh shell zsh',
    c: 'h',
    cpp: 'c++ cc cxx hpp',
    diff: 'patch',
    go: 'golang',
    javascript: 'cjs js jsx mjs',
    json: 'geojson json5 jsonc',
    markdown: 'md',
    python: 'py py3 python3',
    rust: 'rs',
    typescript: 'ts tsx',
    xml: 'htm html svg xhtml',
    yaml: 'yml',
  }).flatMap(([name, others]) => others.split(' ').map((other) => [other, name] as const)),
)

/** The key of `languages` for what an author calls a language, undefined for one that is not known. */
export function languageOf(called: string): string | undefined {
  const name = called.toLowerCase()
  return Object.hasOwn(languages, name) ? name : aliases.get(name)
}
