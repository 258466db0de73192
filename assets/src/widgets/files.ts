// Brings a module and its style sheet into the page.

import type { Props } from '../wire/records'

const absolute = (address: string): string => new URL(address, document.baseURI).href

/** A module that is asked for twice is the same. */
export const module = async (address: string): Promise<Props> => import(absolute(address))

const sheets = new Map<string, Promise<void>>()

/** Links a style sheet unless the page has it: behind ours, and before the app's own, which may say otherwise. */
export function style(address: string): Promise<void> {
  const href = absolute(address)
  const known = [...document.querySelectorAll<HTMLLinkElement>('link[rel="stylesheet"]')].some(
    (link) => link.href === href,
  )
  const loading = sheets.get(href)
  if (loading || known) return loading ?? Promise.resolve()
  const link = Object.assign(document.createElement('link'), { rel: 'stylesheet', href })
  const arrived = new Promise<void>((resolve, reject) => {
    link.onload = () => resolve()
    link.onerror = () => {
      link.remove()
      sheets.delete(href)
      reject(new Error(`cannot load ${address}`))
    }
  })
  sheets.set(href, arrived)
  const before = [...document.querySelectorAll('link[rel="stylesheet"][href*="_dash-component-suites/"]')].at(-1)
  if (before) before.after(link)
  else document.head.prepend(link)
  return arrived
}
