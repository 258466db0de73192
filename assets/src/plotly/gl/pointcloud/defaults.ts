import colorscaleDefaults from 'plotly.js/src/components/colorscale/defaults'
import colorscale from 'plotly.js/src/components/colorscale/helpers'
import Lib from 'plotly.js/src/lib'
import Registry from 'plotly.js/src/registry'
import { interleaved } from '../columns'
import attributes from './attributes'

/** What plotly.js asks of a trace type: from the user's trace to the full one. A cloud without points is not visible. */
export default function supplyDefaults(from: Dict, to: Dict, defaultColor: string, layout: Dict): void {
  const coerce: Coerce = (attribute, fallback) => Lib.coerce(from, to, attributes, attribute, fallback)
  to._length = positions(from, to, layout, coerce)
  if (to._length === 0) {
    to.visible = false
    return
  }
  // By this plotly.js knows, in legends and elsewhere, that there are markers.
  to.mode = 'markers'
  const plain = [
    'text',
    'hovertext',
    'hovertemplate',
    'hovertemplatefallback',
    'xhoverformat',
    'yhoverformat',
    'zorder',
  ]
  for (const attribute of plain) coerce(attribute)
  coerce('marker.color', defaultColor)
  if (colorscale.hasColorscale(from, 'marker')) {
    colorscaleDefaults(from, to, layout, coerce, { prefix: 'marker.', cLetter: 'c' })
  }
  for (const attribute of ['opacity', 'size', 'sizemin', 'sizemax', 'blend', 'symbol', 'border.arearatio']) {
    coerce(`marker.${attribute}`)
  }
  coerce('marker.border.color', (from.marker as Dict | undefined)?.border ? '#444' : undefined)
  for (const part of ['color', 'size']) {
    coerce(`selected.marker.${part}`)
    coerce(`unselected.marker.${part}`)
  }
  Lib.coerceSelectionMarkerOpacity(to, coerce)
}

/** Takes x and y, or the two from xy, and returns the number of points. */
function positions(from: Dict, to: Dict, layout: Dict, coerce: Coerce): number {
  const xy = coerce('xy')
  if (Lib.isArrayOrTypedArray(xy)) Object.assign(to, interleaved(xy as ArrayLike<number> & object))
  else {
    coerce('x')
    coerce('y')
  }
  const handle = Registry.getComponentMethod('calendars', 'handleTraceDefaults')
  handle(from, to, ['x', 'y'], layout)
  const length = (column: unknown) => (Lib.isArrayOrTypedArray(column) ? column.length : 0)
  return Math.min(length(to.x), length(to.y))
}
