// How a Graph takes its size: the `responsive` prop, and one ResizeObserver for all graphs of the page.

import type { Dict, PlotElement } from '../plotly/plotly'
import type { GraphProps } from './graph-types'

/** Whether the graph follows the width, and where its container has one the height, of its element. "auto" does, unless
 * config.responsive or the layout forbids it; Dash asks for config.responsive there, and so cuts graphs off on phones. */
export function followsSize({ responsive = 'auto', config, figure }: GraphProps): boolean {
  if (responsive !== 'auto') return responsive
  const layout = figure?.layout ?? {}
  return config?.responsive !== false && layout.autosize !== false && !(layout.width && layout.height)
}

/** Whether the graph takes all the height its container has: only when that is asked for in so many words. */
export function fillsHeight(props: GraphProps): boolean {
  return followsSize(props) && (props.responsive === true || props.config?.responsive === true)
}

/** Whether the figure says how high it is. */
export function hasOwnHeight({ figure, responsive }: GraphProps): boolean {
  return responsive !== true && typeof figure?.layout?.height === 'number'
}

/** Writes what `responsive` demands over the layout and config about to be drawn; both are the caller's own copies. */
export function applyResponsive(responsive: GraphProps['responsive'], layout: Dict, config: Dict): void {
  if (responsive === undefined || responsive === 'auto') return
  layout.autosize = responsive
  config.responsive = responsive
  if (!responsive) return
  delete layout.width
  delete layout.height
}

/** Whether plotly.js has drawn in another size than the element now has. An element that is not shown has no size. */
export function isMisfit(plot: PlotElement): boolean {
  const { clientWidth, clientHeight, _fullLayout } = plot
  if (!clientWidth || !clientHeight || !_fullLayout) return false
  const off = (is: number, drawn = 0) => Math.abs(is - drawn) >= 1
  return off(clientWidth, _fullLayout.width) || off(clientHeight, _fullLayout.height)
}

const watched = new WeakMap<Element, () => void>()
let observer: ResizeObserver | undefined

/** Made apart from watchSize: its scope, which lives as long as the page, would hold the first graph for ever. */
function newObserver(): ResizeObserver {
  return new ResizeObserver((entries) => {
    for (const { target } of entries) watched.get(target)?.()
  })
}

/** Calls `onSize` whenever the element's size changes, and once at the start; returns how to stop. */
export function watchSize(element: Element, onSize: () => void): () => void {
  observer ??= newObserver()
  watched.set(element, onSize)
  observer.observe(element)
  return () => {
    watched.delete(element)
    observer?.unobserve(element)
  }
}
