// Formulas: TeX to MathML, which browsers draw with a font of the system. It comes when the first formula is shown.

import temml from 'temml'
import { cleanMath } from './markdown-clean'

/** Puts the formula in place of its TeX. One that cannot be read stays as it was written, in red, and says why. */
export function draw(element: Element, display: boolean): void {
  const tex = element.textContent ?? ''
  try {
    element.replaceChildren(drawn(tex, display))
  } catch (error) {
    element.classList.add('dash-math-error')
    element.setAttribute('title', error instanceof Error ? error.message : String(error))
  }
}

function drawn(tex: string, display: boolean): DocumentFragment {
  // Without trust there are no links, classes and ids of the author's; the limits bound what a formula may take.
  const html = temml.renderToString(tex, {
    displayMode: display,
    throwOnError: true,
    trust: false,
    maxSize: [40, 40],
    maxExpand: 1000,
  })
  const fragment = cleanMath(html)
  if (!fragment.querySelector('math')) throw new Error('This is no formula.')
  return fragment
}
