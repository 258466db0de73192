// The groups plotly.js is cut into. One file is built for each; pack/plotly.mjs reads this table when building, and load.ts
// reads the same table (by way of a define) when a figure names its trace types, so the two cannot disagree.
//
// A path is relative to the plotly.js package. The WebGL 2-D traces are the strict ones: the others build functions from text,
// which the page's Content-Security-Policy forbids.

/** @type {(...types: string[]) => Record<string, string>} */
const lib = (...types) => Object.fromEntries(types.map((type) => [type, `lib/${type}`]))

export const core = 'lib/core'

/** @type {Record<string, Record<string, string>>} group → trace type → module */
export const groups = {
  cartesian: lib(
    ...['bar', 'box', 'candlestick', 'contour', 'funnel', 'funnelarea', 'heatmap', 'histogram', 'histogram2d'],
    ...['histogram2dcontour', 'image', 'ohlc', 'pie', 'quiver', 'violin', 'waterfall'],
  ),
  gl2d: {
    scattergl: 'src/traces/scattergl/strict',
    splom: 'src/traces/splom/strict',
    parcoords: 'src/traces/parcoords/strict',
  },
  gl3d: lib('scatter3d', 'surface', 'mesh3d', 'cone', 'streamtube', 'volume', 'isosurface'),
  polar: lib(
    ...['scatterpolar', 'barpolar', 'scattersmith', 'scatterternary', 'carpet', 'scattercarpet', 'contourcarpet'],
  ),
  polargl: { scatterpolargl: 'src/traces/scatterpolargl/strict' },
  hier: lib('sunburst', 'treemap', 'icicle'),
  flow: lib('sankey', 'parcats', 'table', 'indicator'),
  geo: lib('scattergeo', 'choropleth'),
  map: lib('scattermap', 'choroplethmap', 'densitymap'),
  // Not a trace but a component: calendars other than the Gregorian. load.ts takes the word "calendars" like a type.
  calendars: lib('calendars'),
}

/**
 * Groups that stand on others besides core: their file imports those files and takes modules from them too. The subplot
 * module of polar must not exist twice, or a figure with scatterpolar and scatterpolargl would be drawn by both.
 * @type {Record<string, string[]>}
 */
export const builtOn = { polargl: ['gl2d', 'polar'] }
