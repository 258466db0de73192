// Takes the attribute `description` out of object literals, where its value is made of texts.

const blank = /(?:\s|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*/y
const text = /'(?:[^'\\\n]|\\[\s\S])*'|"(?:[^"\\\n]|\\[\s\S])*"|`(?:[^`\\]|\\[\s\S])*`/y
const other = /[^'"`/]/y
const key = /(?<=[{,]\s*(?:\/\/[^\n]*\n\s*)*)\bdescription\s*:/g

/**
 * withoutDescriptions returns a source without its descriptions. A value is what stands up to the comma or brace that ends
 * it, and is left where it is an object: then it is an attribute called so.
 */
export function withoutDescriptions(source, path = 'source') {
  let out = ''
  let from = 0
  for (const {
    index,
    0: { length },
  } of source.matchAll(key)) {
    if (index < from) throw new Error(`descriptions: ${path}: one within another at ${index}`)
    const start = skip(blank, source, index + length)
    if (source[start] === '{') continue
    const end = endOf(source, start, path)
    out += source.slice(from, index)
    from = source[end] === ',' ? end + 1 : end
  }
  return out + source.slice(from)
}

/** The place of the comma or closing brace that ends the value which starts here. */
function endOf(source, start, path) {
  let depth = 0
  for (let at = start; at < source.length; ) {
    const c = source[at]
    if (depth === 0 && (c === ',' || c === '}')) return at
    if ('([{'.includes(c)) depth++
    if (')]}'.includes(c)) depth--
    const next = [blank, text, other].map((kind) => skip(kind, source, at)).find((to) => to > at)
    if (next === undefined || depth < 0) break
    at = next
  }
  throw new Error(`descriptions: ${path}: cannot tell where the one at ${start} ends`)
}

/** The place after what the expression matches here, or here. */
function skip(kind, source, at) {
  kind.lastIndex = at
  return at + (kind.exec(source)?.[0].length ?? 0)
}
