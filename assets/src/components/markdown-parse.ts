// Markdown to HTML that nobody has looked through yet: markdown-clean.ts does, before any of it comes near the page.

import { Marked, type RendererObject, type TokenizerAndRendererExtension } from 'marked'

export interface Reading {
  /** Formulas between dollars, and between \( \) and \[ \]. */
  math: boolean
  /** HTML in the text stays; without it its tags are dropped, and what stands between them is text. */
  html: boolean
}

/** Classes of what a formula is in, its TeX as text. */
export const formula = 'dash-math'
export const displayed = 'dash-math-display'

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

// Between single dollars no blank stands at one end only, and no digit follows: "$5 and $6" is money.
const inline =
  /^(?:\$\$((?:\\[\s\S]|[^\\$])+?)\$\$|\$((?! )(?:\\[\s\S]|[^\\$])*?[^\\$\s]|(?! )\\[^\s]| (?:\\[\s\S]|[^\\$])+? )\$(?!\d)|\\\(([\s\S]+?)\\\)|\\\[([\s\S]+?)\\\])/
const block = /^ {0,3}(?:\$\$((?:\\[\s\S]|[^\\$])+?)\$\$|\\\[([\s\S]+?)\\\])[ \t]*(?:\n+|$)/

/** The formula that a text begins with. */
export function inlineFormula(text: string): { raw: string; tex: string; display: boolean } | undefined {
  const match = inline.exec(text)
  if (!match) return undefined
  const display = match[1] ?? match[4]
  return { raw: match[0], tex: (display ?? match[2] ?? match[3] ?? '').trim(), display: display !== undefined }
}

const formulas: TokenizerAndRendererExtension[] = [
  {
    name: 'formula',
    level: 'inline',
    start: (text) => {
      const at = text.search(/\$|\\[([]/)
      return at < 0 ? undefined : at
    },
    tokenizer(text) {
      const found = inlineFormula(text)
      return found && { type: 'formula', ...found }
    },
    renderer: ({ tex, display }) =>
      `<span class="${display ? `${formula} ${displayed}` : formula}">${escaped(String(tex))}</span>`,
  },
  {
    name: 'formulas',
    level: 'block',
    start: (text) => {
      const at = text.search(/\n {0,3}(?:\$\$|\\\[)/)
      return at < 0 ? undefined : at + 1
    },
    tokenizer(text) {
      const match = block.exec(text)
      return match ? { type: 'formulas', raw: match[0], tex: (match[1] ?? match[2] ?? '').trim() } : undefined
    },
    renderer: ({ tex }) => `<div class="${formula} ${displayed}">${escaped(String(tex))}</div>\n`,
  },
]

const tag = /<(?:!--[\s\S]*?(?:-->|$)|[/!?a-z](?:[^>"']|"[^"]*"|'[^']*')*(?:>|$))/gi
const unseen = /<(script|style|template|noscript|iframe|object|title|textarea|select)\b[\s\S]*?(?:<\/\1\s*>|$)/gi

/** The text between the tags. */
export function untagged(html: string): string {
  // What two tags have held together may be a tag itself when they are gone: it is text then.
  return html.replace(unseen, '').replace(tag, '').replaceAll('<', '&lt;')
}

/** Dash's own two tags may end in themselves, which in HTML only its own may. */
const ownTag = /<(dccLink|dccMarkdown)\b((?:[^>"']|"[^"]*"|'[^']*')*?)\/>/gi

const checkmark: RendererObject = {
  checkbox: ({ checked }) =>
    checked
      ? '<span class="dash-markdown-check dash-markdown-done" role="img" aria-label="done"></span> '
      : '<span class="dash-markdown-check" role="img" aria-label="to do"></span> ',
}

const parsers = new Map<string, Marked>()

function parserOf({ math, html }: Reading): Marked {
  const key = `${math} ${html}`
  let parser = parsers.get(key)
  if (!parser) {
    parser = new Marked({ gfm: true }, { renderer: checkmark })
    parser.use({
      renderer: { html: ({ text }) => (html ? text.replace(ownTag, '<$1$2></$1>') : untagged(text)) },
      extensions: math ? formulas : [],
    })
    parsers.set(key, parser)
  }
  return parser
}

export function parse(text: string, reading: Reading): string {
  return parserOf(reading).parse(text, { async: false })
}
