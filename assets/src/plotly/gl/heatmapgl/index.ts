// heatmapgl: a heatmap as a texture. plotly.js had a trace type of this name until its version 3.

import Cartesian from 'plotly.js/src/plots/cartesian'
import { plot, style } from '../painters'
import attributes from './attributes'
import calc from './calc'
import supplyDefaults from './defaults'
import hoverPoints from './hover'

export default {
  moduleType: 'trace',
  name: 'heatmapgl',
  basePlotModule: Cartesian,
  categories: ['cartesian', 'svg', '2dMap', 'showLegend'],
  attributes,
  supplyDefaults,
  calc,
  colorbar: { min: 'zmin', max: 'zmax' },
  plot,
  style,
  hoverPoints,
  meta: { hrName: 'heatmap_gl' },
}
