// From clean HTML to what the page shows: links with their target, tables and code that scroll, Dash's own tags, colors and formulas.

import { mayFollow } from '../view/url'
import { cleanHtml } from './markdown-clean'
import { languageOf } from './markdown-languages'
import { displayed, formula, parse, type Reading } from './markdown-parse'

export interface Dress extends Reading {
  /** The target of links that name none. */
  target: string
  reportError(error: unknown): void
}

/** Marks links that stay in the page however they are written: dccLink. */
export const stays = 'data-dash-link'
/** Marks links that load their page anew: a dccLink with `refresh`. */
export const reloads = 'data-dash-refresh'

/** The nodes of a text, in a document that is not shown. */
export function nodesOf(text: string, dress: Dress): Node[] {
  const fragment = cleanHtml(parse(text, dress))
  for (const element of fragment.querySelectorAll('[classname]')) {
    element.setAttribute('class', element.getAttribute('classname') ?? '')
    element.removeAttribute('classname')
  }
  for (const element of fragment.querySelectorAll('dcclink')) element.replaceWith(linkOf(element))
  for (const element of fragment.querySelectorAll('dccmarkdown')) element.replaceWith(markdownOf(element, dress))
  for (const link of fragment.querySelectorAll('a')) dressLink(link, dress.target)
  for (const table of fragment.querySelectorAll('table')) wrap(table)
  return [...fragment.childNodes].filter((node) => node.nodeType !== 3 || node.textContent?.trim())
}

function linkOf(element: Element): HTMLElement {
  const link = document.createElement('a')
  for (const name of ['href', 'id', 'class', 'style', 'target', 'title']) {
    const value = element.getAttribute(name)
    if (value !== null) link.setAttribute(name, value)
  }
  const refresh = element.getAttribute('refresh')
  link.setAttribute(refresh === null || refresh === 'false' ? stays : reloads, '')
  link.append(...element.childNodes)
  if (!link.textContent) link.textContent = element.getAttribute('children') ?? link.getAttribute('href')
  return link
}

function markdownOf(element: Element, dress: Dress): HTMLElement {
  const box = document.createElement('div')
  const { className } = element
  box.className = `dash-markdown ${className}`
  const target = element.getAttribute('link_target') ?? dress.target
  box.append(...nodesOf(element.getAttribute('children') ?? element.textContent ?? '', { ...dress, target }))
  return box
}

function dressLink(link: HTMLAnchorElement, target: string): void {
  const href = link.getAttribute('href')
  if (href !== null && !mayFollow(href)) link.removeAttribute('href')
  if (target && !link.hasAttribute('target') && !link.hasAttribute(stays)) link.setAttribute('target', target)
  // Another window gets no way back into this one.
  if (link.hasAttribute('target')) link.setAttribute('rel', 'noopener')
}

/** A wide table scrolls by itself, and the page does not. */
function wrap(table: Element): void {
  const box = document.createElement('div')
  box.className = 'dash-markdown-scroll'
  table.replaceWith(box)
  box.append(table)
}

/** Colors and formulas of a block that is on the page, once what draws them is loaded. */
export async function finish(block: Element, dress: Dress): Promise<void> {
  const tasks: Promise<unknown>[] = []
  for (const code of block.querySelectorAll('pre > code[class*="language-"]')) {
    const name = languageOf(/language-(\S+)/.exec(code.className)?.[1] ?? '')
    if (name) tasks.push(import('./markdown-code').then(({ highlight }) => highlight(code, name)))
  }
  const found = dress.math ? [...block.querySelectorAll(`.${formula}`)] : []
  if (dress.math && block.matches(`.${formula}`)) found.push(block)
  if (found.length > 0) {
    tasks.push(
      import('./markdown-math').then(({ draw }) => {
        for (const one of found) draw(one, one.classList.contains(displayed))
      }),
    )
  }
  for (const result of await Promise.allSettled(tasks))
    if (result.status === 'rejected') dress.reportError(result.reason)
}
