// HTML that somebody has written, made harmless: DOMPurify with lists of what may be, and nothing beside. What comes out are nodes of a
// document that is not shown, so nothing of them has been loaded or run.

import DOMPurify, { type Config } from 'dompurify'

const tags = (
  'a abbr address article aside audio b bdi bdo blockquote br caption center cite code col colgroup data dd del details dfn div dl ' +
  'dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hgroup hr i img ins kbd li main mark nav ol p picture pre q rp rt ruby ' +
  's samp section small source span strike strong sub summary sup table tbody td tfoot th thead time tr tt u ul var video wbr ' +
  'dcclink dccmarkdown'
).split(' ')

const attributes = (
  'abbr align alt border cellpadding cellspacing cite class classname color colspan controls datetime dir headers height href hreflang ' +
  'id lang loop media muted open poster reversed role rowspan scope size sizes span src srcset start style target title type valign ' +
  'value width children refresh link_target'
).split(' ')

// Relative addresses, and those of these schemes.
const addresses = /^(?:(?:https?|mailto|tel|sms|ftp):|[^a-z]|[a-z+.-]+(?:[^a-z+.\-:]|$))/i

const written: Config = {
  ALLOWED_TAGS: tags,
  ALLOWED_ATTR: attributes,
  ALLOWED_URI_REGEXP: addresses,
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: true,
  // Names and ids get a beginning of their own, so none stands before the page's.
  SANITIZE_NAMED_PROPS: true,
  RETURN_DOM_FRAGMENT: true,
}

/** What the highlighter makes: spans with classes. */
const colored: Config = {
  ALLOWED_TAGS: ['span'],
  ALLOWED_ATTR: ['class'],
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
  RETURN_DOM_FRAGMENT: true,
}

/** What a formula is made of: MathML that shows something. */
const mathematical: Config = {
  ALLOWED_TAGS: (
    'math menclose merror mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts mroot mrow ms mspace msqrt mstyle msub msubsup ' +
    'msup mtable mtd mtext mtr munder munderover none'
  ).split(' '),
  ALLOWED_ATTR: (
    'accent accentunder class columnalign columnlines columnspacing columnspan depth display displaystyle fence form height largeop ' +
    'linebreak linethickness lquote lspace mathcolor mathbackground mathsize mathvariant maxsize minsize movablelimits notation rowalign ' +
    'rowlines rowspacing rowspan rquote rspace scriptlevel separator stretchy style symmetric voffset width'
  ).split(' '),
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
  RETURN_DOM_FRAGMENT: true,
}

function clean(html: string, config: Config): DocumentFragment {
  const found = DOMPurify.sanitize(html, config) as unknown
  // Where DOMPurify cannot work it gives back what it got: a text, never to be shown as HTML.
  if (typeof found === 'string') throw new Error('Markdown: this browser cannot make HTML harmless')
  return found as DocumentFragment
}

export const cleanHtml = (html: string): DocumentFragment => restyled(clean(html, written))
export const cleanCode = (html: string): DocumentFragment => clean(html, colored)
export const cleanMath = (html: string): DocumentFragment => restyled(clean(html, mathematical))

/** Properties that change how something looks where it stands. Not those that put it elsewhere: position, transform, inset, z-index. */
const looks =
  /^(?:align|aspect-ratio|background-color$|block-size|border|caption-side|clear|color$|column|direction|display|flex|float|font|gap|grid|height|hyphens|inline-size|justify|letter-spacing|line-|list-style|margin|math|max-|min-|object-|opacity|overflow|padding|row-gap|table-layout|tab-size|text-|unicode-bidi|vertical-align|white-space|width|word-)/

/** Whether a value loads something, or reaches out of the element's place. */
const reaches = /url|image|src\s*\(|element\s*\(|attr\s*\(|var\s*\(|\\/i

/** One declaration that may stay. */
export function harmless(property: string, value: string): boolean {
  if (!looks.test(property) || reaches.test(value)) return false
  return !(/^(margin|text-indent|letter-spacing|word-spacing)/.test(property) && /(^|[\s(])-/.test(value))
}

function restyled(fragment: DocumentFragment): DocumentFragment {
  for (const element of fragment.querySelectorAll<HTMLElement>('[style]')) {
    const { style } = element
    const kept = [...style]
      .map((property) => [property, style.getPropertyValue(property)] as const)
      .filter(([property, value]) => harmless(property, value))
    element.removeAttribute('style')
    for (const [property, value] of kept) element.style.setProperty(property, value)
  }
  return fragment
}
