// Who has asked the system for less motion sees each change at once.

import type { Dict } from '../plotly/plotly'
import { isRecord } from '../wire/records'

export const isStill = () => matchMedia('(prefers-reduced-motion: reduce)').matches

const moves = { frame: { redraw: false }, transition: { duration: 750, ease: 'cubic-in-out' } }

/** Options of animation: those given, or the default, without motion where none is wanted. */
export function animationOf(options: Dict | null | undefined): Dict {
  const wanted = options ?? moves
  if (!isStill()) return wanted
  const frame = { ...(isRecord(wanted.frame) ? wanted.frame : {}), duration: 0 }
  return { ...wanted, frame, transition: { duration: 0 } }
}

/** Takes the motion out of a layout about to be drawn, which is the caller's own copy. */
export function calm(layout: Dict): void {
  if (!isStill()) return
  delete layout.transition
  for (const slider of Array.isArray(layout.sliders) ? layout.sliders : [])
    if (isRecord(slider)) slider.transition = { duration: 0 }
}
