// The attributes of heatmapgl, in the form of plotly.js's own schema.

import colorscaleAttributes from 'plotly.js/src/components/colorscale/attributes'
import baseAttributes from 'plotly.js/src/plots/attributes'
import formats from 'plotly.js/src/plots/cartesian/axis_format_attributes'
import templates from 'plotly.js/src/plots/template_attributes'
import scatter from 'plotly.js/src/traces/scatter/attributes'

const array = { valType: 'data_array', editType: 'calc' }
const kind = { valType: 'enumerated', values: ['array', 'scaled'], editType: 'calc+clearAxisTypes' }
const implying = (attribute: object | undefined, impliedEdits: object) => ({ ...attribute, impliedEdits })

export default {
  z: array,
  x: implying(scatter.x, { xtype: 'array' }),
  x0: implying(scatter.x0, { xtype: 'scaled' }),
  dx: implying(scatter.dx, { xtype: 'scaled' }),
  y: implying(scatter.y, { ytype: 'array' }),
  y0: implying(scatter.y0, { ytype: 'scaled' }),
  dy: implying(scatter.dy, { ytype: 'scaled' }),
  xtype: kind,
  ytype: kind,
  text: array,
  hovertext: array,
  hovertemplate: templates.hovertemplateAttrs(),
  hovertemplatefallback: templates.templatefallbackAttrs(),
  hoverongaps: { valType: 'boolean', dflt: true, editType: 'none' },
  transpose: { valType: 'boolean', dflt: false, editType: 'calc' },
  zsmooth: { valType: 'enumerated', values: ['fast', false], dflt: false, editType: 'style' },
  xhoverformat: formats.axisHoverFormat('x'),
  yhoverformat: formats.axisHoverFormat('y'),
  zhoverformat: formats.axisHoverFormat('z', true),
  showlegend: { ...baseAttributes.showlegend, dflt: false },
  zorder: scatter.zorder,
  ...colorscaleAttributes('', { cLetter: 'z', autoColorDflt: false }),
}
