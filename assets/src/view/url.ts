const dangerous = /^(javascript:|vbscript:|data:text\/html)/

/** Attributes that a browser may navigate to or run. */
export const urlProps = new Set(['href', 'src', 'action', 'formAction', 'data'])

const urlAttributes = new Set([...urlProps].map((name) => name.toLowerCase()))

/** Whether a prop becomes such an attribute: to HTML their names are the same in all letters. */
export const isUrl = (name: string): boolean => urlAttributes.has(name.toLowerCase())

/** Blanks and control signs, which browsers skip when they read the scheme of an address. */
const skipped = /[\s\p{Cc}\p{Cf}]/gu

function plain(url: string): string {
  return url.replace(skipped, '').toLowerCase()
}

/** True for an address that would run a script of its own in this page. */
export function isDangerous(url: unknown): boolean {
  // A list of one text is that text to an element.
  return url !== null && url !== undefined && dangerous.test(plain(String(url)))
}

/** True for an address that a page may be sent to: nothing that runs, nor a document made of the address itself. */
export function mayFollow(url: string): boolean {
  return !isDangerous(url) && !plain(String(url)).startsWith('data:')
}

/** Whether following an address stays in this page's site, so that its history may hold it. */
export function isOwn(url: string): boolean {
  try {
    return new URL(url, location.href).origin === location.origin
  } catch {
    return false
  }
}

/** What happens to the address without a page load: the browser's history, and Dash's name for an entry that the page has added. */
export const pushed = '_dashprivate_pushstate'
export const navigations = ['popstate', pushed]

/** Dash's name for: the address has changed, whoever did it. For those who show it. */
export const historyChanged = '_dashprivate_historychange'
