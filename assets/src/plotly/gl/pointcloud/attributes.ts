// The attributes of pointcloud, in the form of plotly.js's own schema.

import colorscaleAttributes from 'plotly.js/src/components/colorscale/attributes'
import formats from 'plotly.js/src/plots/cartesian/axis_format_attributes'
import templates from 'plotly.js/src/plots/template_attributes'
import scatter from 'plotly.js/src/traces/scatter/attributes'

const style = (valType: string, more: object = {}) => ({ valType, editType: 'style', ...more })
const { opacity, color, size } = scatter.selected.marker
const chosen = { marker: { opacity, color, size, editType: 'style' }, editType: 'style' }

export default {
  x: scatter.x,
  y: scatter.y,
  xy: { valType: 'data_array', editType: 'calc+clearAxisTypes' },
  text: scatter.text,
  hovertext: scatter.hovertext,
  hovertemplate: templates.hovertemplateAttrs(),
  hovertemplatefallback: templates.templatefallbackAttrs(),
  xhoverformat: formats.axisHoverFormat('x'),
  yhoverformat: formats.axisHoverFormat('y'),
  zorder: scatter.zorder,
  marker: {
    ...colorscaleAttributes('marker', {}),
    opacity: style('number', { min: 0, max: 1, dflt: 1 }),
    size: style('number', { min: 0.1, dflt: 3 }),
    sizemin: style('number', { min: 0.1 }),
    sizemax: style('number', { min: 0.1 }),
    blend: style('boolean', { dflt: false }),
    symbol: style('enumerated', { values: ['circle', 'square'], dflt: 'circle' }),
    border: {
      color: style('color'),
      arearatio: style('number', { min: 0, max: 1, dflt: 0 }),
      editType: 'style',
    },
    editType: 'calc',
  },
  selected: chosen,
  unselected: chosen,
}
