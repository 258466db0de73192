// `style` objects are written as in React: numbers are pixels, except for these.
const plain = new Set(
  (
    'animationIterationCount aspectRatio borderImageOutset borderImageSlice borderImageWidth columnCount columns ' +
    'fillOpacity flex flexGrow flexShrink floodOpacity fontWeight gridArea gridColumn gridColumnEnd gridColumnStart ' +
    'gridRow gridRowEnd gridRowStart initialLetter lineClamp lineHeight mathDepth opacity order orphans scale ' +
    'shapeImageThreshold stopOpacity strokeMiterlimit strokeOpacity tabSize widows WebkitLineClamp zIndex zoom'
  ).split(' '),
)

/** The style with pixels added to bare numbers; Preact sets the rest as CSSOM properties. */
export function css(style: Record<string, unknown>): Record<string, unknown> {
  const result: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(style)) {
    const bare = typeof value === 'number' && value !== 0 && !plain.has(name) && !name.startsWith('--')
    result[name] = bare ? `${value}px` : value
  }
  return result
}
