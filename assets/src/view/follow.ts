// Following a link of the app without a page load: the address changes, `Location` and whatever is bound to the address hear of it.

import { isOwn, mayFollow, pushed } from './url'

/** A click that asks for nothing but to go there: not for another window, not for a download, and nobody has answered it yet. */
export function isPlain(event: MouseEvent): boolean {
  const held = event.metaKey || event.ctrlKey || event.shiftKey || event.altKey
  return event.button === 0 && !held && !event.defaultPrevented
}

/** Goes to an address of the app and tells whether it did; another site, or nothing to go to, is the browser's own affair. */
export function follow(href: string): boolean {
  if (!mayFollow(href) || !isOwn(href)) return false
  history.pushState({}, '', href)
  dispatchEvent(new CustomEvent(pushed))
  const place = location.hash.length > 1 ? document.getElementById(decoded(location.hash.slice(1))) : null
  if (place) place.scrollIntoView()
  else scrollTo(0, 0)
  return true
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
