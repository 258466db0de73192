// pointcloud: millions of points of one size. plotly.js had a trace type of this name until its version 3.

import Cartesian from 'plotly.js/src/plots/cartesian'
import { plot, style } from '../painters'
import attributes from './attributes'
import calc from './calc'
import supplyDefaults from './defaults'
import hoverPoints from './hover'
import selectPoints from './select'

export default {
  moduleType: 'trace',
  name: 'pointcloud',
  basePlotModule: Cartesian,
  // svg: plotly.js calls plot for each subplot, and moves its layer while the user drags, of which only the event counts.
  categories: ['cartesian', 'svg', 'symbols', 'showLegend'],
  attributes,
  supplyDefaults,
  calc,
  colorbar: { container: 'marker', min: 'cmin', max: 'cmax' },
  plot,
  style,
  hoverPoints,
  selectPoints,
  meta: { hrName: 'point_cloud' },
}
