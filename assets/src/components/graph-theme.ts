// How figures look that bring no template: in the page's own colours, light or dark, read from its custom properties. It is a
// plotly.js template, so whatever the figure says wins.

import type { Dict } from '../plotly/plotly'

/** Hues that are told apart on light and dark ground, also by most who see colours otherwise. */
const colorway = [
  '#4a6fe3',
  '#e07b39',
  '#2a9d8f',
  '#c94f6d',
  '#8e6bd1',
  '#c99a1a',
  '#3f9ac4',
  '#a0675b',
  '#6f9a3e',
  '#7d8597',
]

const clear = 'rgba(0,0,0,0)'

/** One template, one identity, for as long as the colours stay: plotly.js compares it anew otherwise. */
const known = new Map<string, Dict>()

const names = [
  '--Dash-Text-Primary',
  '--Dash-Text-Strong',
  '--Dash-Text-Weak',
  '--Dash-Stroke-Weak',
  '--dashi-axis',
  '--Dash-Fill-Inverse-Strong',
]

/** The template for graphs below an element, or undefined where the page has no colours of ours. */
export function themeOf(element: Element): Dict | undefined {
  const style = getComputedStyle(element)
  const given = names.map((name) => style.getPropertyValue(name).trim())
  if (given.some((color) => color === '')) return undefined
  // What a color for two schemes comes to depends on these.
  const key = [...given, style.fontFamily, style.colorScheme, isDark().matches].join('\n')
  const theme = known.get(key) ?? template(resolved(element), style.fontFamily)
  known.set(key, theme)
  return theme
}

/** The colors as they are here: the value of a custom property may be `light-dark(…)`, which only a real property decides. */
function resolved(element: Element): Colors {
  const probe = document.createElement('span')
  probe.hidden = true
  element.append(probe)
  const colors = names.map((name) => {
    probe.style.color = `var(${name})`
    return getComputedStyle(probe).color
  })
  probe.remove()
  return colors as Colors
}

const isDark = () => matchMedia('(prefers-color-scheme: dark)')

type Colors = [text: string, strong: string, weak: string, grid: string, line: string, ground: string]

function template([text, strong, weak, grid, line, ground]: Colors, family: string): Dict {
  const axis = { gridcolor: grid, linecolor: line, zerolinecolor: line, tickcolor: line, automargin: true }
  const solid = { ...axis, backgroundcolor: clear, showbackground: false }
  return {
    layout: {
      font: { family, size: 13, color: text },
      title: { font: { size: 16, color: strong }, x: 0, xref: 'paper', xanchor: 'left' },
      paper_bgcolor: clear,
      plot_bgcolor: clear,
      colorway,
      margin: { t: 48, r: 24, b: 48, l: 56 },
      xaxis: axis,
      yaxis: axis,
      polar: { bgcolor: clear, radialaxis: axis, angularaxis: axis },
      ternary: { bgcolor: clear, aaxis: axis, baxis: axis, caxis: axis },
      geo: {
        ...{ bgcolor: clear, lakecolor: clear, landcolor: grid, subunitcolor: line, coastlinecolor: line },
        ...{ countrycolor: line, framecolor: line, lonaxis: { gridcolor: line }, lataxis: { gridcolor: line } },
      },
      scene: { xaxis: solid, yaxis: solid, zaxis: solid },
      // Shown while the pointer is on the graph, it may lie over a title or a legend.
      modebar: { bgcolor: ground, color: weak, activecolor: strong },
      legend: { bgcolor: clear },
      hoverlabel: { font: { family } },
    },
    data: {
      table: [
        {
          header: { fill: { color: grid }, line: { color: line } },
          cells: { fill: { color: clear }, line: { color: grid } },
        },
      ],
      pie: [{ marker: { line: { width: 1, color: grid } } }],
    },
  }
}

/** What on the root element says how the page looks. */
const says = ['data-theme', 'class', 'style']

/** Calls back when the system or the page changes between themes; returns how to stop. */
export function watchScheme(onChange: () => void): () => void {
  const queries = [isDark(), matchMedia('(prefers-contrast: more)')]
  for (const query of queries) query.addEventListener('change', onChange)
  // Others change the root as well: plotly.js its style while the user drags, when a drawing would end the drag.
  let before = themeOf(document.documentElement)
  const look = (): void => {
    const now = themeOf(document.documentElement)
    if (now !== before) onChange()
    before = now
  }
  const page = typeof MutationObserver === 'undefined' ? undefined : new MutationObserver(look)
  page?.observe(document.documentElement, { attributeFilter: says })
  return () => {
    for (const query of queries) query.removeEventListener('change', onChange)
    page?.disconnect()
  }
}
