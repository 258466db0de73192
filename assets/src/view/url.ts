const dangerous = /^(javascript|vbscript|data:text\/html)/

/** Attributes that a browser may navigate to or run. */
export const urlProps = new Set(['href', 'src', 'action', 'formAction', 'data'])

/** Blanks and control signs, which browsers skip when they read the scheme of an address. */
const skipped = /[\s\p{Cc}\p{Cf}]/gu

/** True for an address that would run a script of its own in this page. */
export function isDangerous(url: unknown): boolean {
  return typeof url === 'string' && dangerous.test(url.replace(skipped, '').toLowerCase())
}
