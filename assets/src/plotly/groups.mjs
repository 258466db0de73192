// The groups plotly.js is cut into. One file is built for each; pack/plotly.mjs reads this table when building, and load.ts
// reads the same table (by way of a define) when a figure names its trace types, so the two cannot disagree.
//
// A path is relative to the plotly.js package, or to the folder of package.json where it begins with a dot. The WebGL 2-D traces
// are the strict ones: the others build functions from text, which the page's Content-Security-Policy forbids.

/** @type {(...types: string[]) => Record<string, string>} */
const lib = (...types) => Object.fromEntries(types.map((type) => [type, `lib/${type}`]))

export const core = 'lib/core'

/** Components of plotly.js that are no part of core but of groups below; true where the layout has them as a list. */
export const late = {
  annotations3d: false,
  images: true,
  updatemenus: true,
  sliders: true,
  rangeslider: false,
  rangeselector: false,
}

/** @type {(...names: (keyof typeof late)[]) => Record<string, string>} */
const parts = (...names) => Object.fromEntries(names.map((name) => [`layout.${name}`, `src/components/${name}`]))

/** @type {Record<string, Record<string, string>>} group → trace type or part of the layout → module */
export const groups = {
  bars: lib(
    ...['bar', 'box', 'candlestick', 'funnel', 'funnelarea', 'histogram', 'ohlc', 'pie', 'violin', 'waterfall'],
  ),
  fields: lib('contour', 'heatmap', 'histogram2d', 'histogram2dcontour', 'image', 'quiver'),
  gl2d: {
    scattergl: 'src/traces/scattergl/strict',
  },
  splom: { splom: 'src/traces/splom/strict' },
  parcoords: { parcoords: 'src/traces/parcoords/strict' },
  gl3d: {
    ...lib('scatter3d', 'surface', 'mesh3d', 'cone', 'streamtube', 'volume', 'isosurface'),
    // A scene takes hold of it when it is made, so it cannot come later.
    ...parts('annotations3d'),
  },
  polar: lib(
    ...['scatterpolar', 'barpolar', 'scattersmith', 'scatterternary', 'carpet', 'scattercarpet', 'contourcarpet'],
  ),
  polargl: { scatterpolargl: 'src/traces/scatterpolargl/strict' },
  hier: lib('sunburst', 'treemap', 'icicle'),
  flow: lib('sankey', 'parcats', 'table', 'indicator'),
  geo: lib('scattergeo', 'choropleth'),
  // Our own, drawn with one WebGL context for the whole page.
  gl: { pointcloud: './src/plotly/gl/pointcloud/index.ts', heatmapgl: './src/plotly/gl/heatmapgl/index.ts' },
  map: lib('scattermap', 'choroplethmap', 'densitymap'),
  // Not traces but parts of the layout; load.ts takes their words, `layout.sliders` and the like, as types.
  range: parts('rangeslider', 'rangeselector'),
  menus: parts('updatemenus', 'sliders'),
  images: parts('images'),
  // Not a trace but a component: calendars other than the Gregorian. load.ts takes the word "calendars" like a type.
  calendars: lib('calendars'),
}

/**
 * Groups that stand on others besides core: their file imports those files and takes modules from them too. The subplot
 * module of polar must not exist twice, or a figure with scatterpolar and scatterpolargl would be drawn by both.
 * @type {Record<string, string[]>}
 */
export const builtOn = { polargl: ['gl2d', 'polar'], splom: ['gl2d'] }

/**
 * Words that a trace type asks for without naming them: these show a range slider unless told not to.
 * @type {Record<string, string[]>}
 */
export const also = { candlestick: ['layout.rangeslider'], ohlc: ['layout.rangeslider'] }
