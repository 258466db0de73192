// What Markdown is given, made one text.

/** The text of the property `children`: a string, or a list whose items are lines. Undefined where it holds anything else. */
export function textOf(children: unknown): string | undefined {
  const parts = (Array.isArray(children) ? children : [children]).map((part) => part ?? '')
  return parts.every((part) => typeof part === 'string' || typeof part === 'number') ? parts.join('\n') : undefined
}

/** The text without the blanks that all of its lines begin with. Lines of blanks only do not count. */
export function dedent(text: string): string {
  const lines = text.split(/\r\n|\r|\n/)
  let common: string | undefined
  for (const line of lines) {
    if (!line.trim()) continue
    const blanks = line.slice(0, line.length - line.trimStart().length)
    common = common === undefined ? blanks : shared(common, blanks)
    if (!common) break
  }
  return common ? lines.map((line) => (line.startsWith(common) ? line.slice(common.length) : '')).join('\n') : text
}

function shared(a: string, b: string): string {
  let length = 0
  while (length < a.length && a[length] === b[length]) length++
  return a.slice(0, length)
}
