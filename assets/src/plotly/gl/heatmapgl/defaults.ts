import colorscaleDefaults from 'plotly.js/src/components/colorscale/defaults'
import Lib from 'plotly.js/src/lib'
import Registry from 'plotly.js/src/registry'
import attributes from './attributes'

/** What plotly.js asks of a trace type: from the user's trace to the full one. Without a matrix in z it is not visible. */
export default function supplyDefaults(from: Dict, to: Dict, _color: string, layout: Dict): void {
  const coerce: Coerce = (attribute, fallback) => Lib.coerce(from, to, attributes, attribute, fallback)
  if (!isMatrix(coerce('z'))) {
    to.visible = false
    return
  }
  for (const letter of ['x', 'y']) {
    const given = coerce(letter)
    const kind = given ? coerce(`${letter}type`, 'array') : 'scaled'
    if (kind !== 'scaled') continue
    coerce(`${letter}0`)
    coerce(`d${letter}`)
  }
  // Not a list of points: plotly.js shall not cut anything to a length.
  to._length = null
  Registry.getComponentMethod('calendars', 'handleTraceDefaults')(from, to, ['x', 'y'], layout)
  const plain = ['text', 'hovertext', 'hovertemplate', 'hovertemplatefallback', 'hoverongaps', 'transpose', 'zsmooth']
  for (const attribute of [...plain, 'xhoverformat', 'yhoverformat', 'zhoverformat', 'zorder']) coerce(attribute)
  colorscaleDefaults(from, to, layout, coerce, { prefix: '', cLetter: 'z' })
}

/** A list of lists, of which one at least has something in it. */
function isMatrix(z: unknown): boolean {
  if (!Lib.isArrayOrTypedArray(z) || z.length === 0) return false
  const rows = Array.from(z)
  return rows.every((row) => Lib.isArrayOrTypedArray(row)) && rows.some((row) => (row as ArrayLike<unknown>).length > 0)
}
