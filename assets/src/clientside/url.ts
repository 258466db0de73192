// `dash_clientside.clean_url`: an address that runs no script of its own when it is followed.

const runsScript = /^(javascript:|vbscript:|data:(text\/html|application\/xhtml\+xml))/

/** Blanks, control signs and signs without width, which browsers skip when they read the scheme of an address. */
const skipped = /[\s\p{Cc}\p{Cf}]/gu

/** References that HTML would turn into signs, if the address is put into markup. */
const references = /&(?:#(\d+)|#x([\da-f]+)|(tab|newline)|(colon));?/gi

function sign(_text: string, decimal?: string, hex?: string, blank?: string): string {
  if (blank) return ''
  const code = decimal ? Number(decimal) : hex ? Number.parseInt(hex, 16) : 0x3a
  return code <= 0x10ffff ? String.fromCodePoint(code) : ''
}

/** The address as it was given, or the fallback for one that is no text or would run a script. */
export function cleanUrl(url: unknown, fallback = 'about:blank'): string {
  if (typeof url !== 'string') return fallback
  const plain = url.replace(skipped, '').replace(references, sign).replace(skipped, '').toLowerCase()
  return runsScript.test(plain) ? fallback : url
}
