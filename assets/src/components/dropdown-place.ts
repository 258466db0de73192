// Where the menu goes: below its control, above it when there is no room. It lies in the browser's top layer (popover), so
// no ancestor clips it, and its place is in the window's coordinates.

const margin = 8
const gap = 4

export interface Place {
  top: number
  left: number
  width: number
  maxHeight: number
  above: boolean
}

interface Box {
  top: number
  bottom: number
  left: number
  width: number
}

export function place(control: Box, wanted: number, viewport: { width: number; height: number }): Place {
  const below = viewport.height - control.bottom - gap - margin
  const over = control.top - gap - margin
  const above = wanted > below && over > below
  const maxHeight = Math.max(Math.min(wanted, above ? over : below), 80)
  const width = Math.min(control.width, viewport.width - 2 * margin)
  return {
    top: above ? control.top - gap - maxHeight : control.bottom + gap,
    left: Math.max(margin, Math.min(control.left, viewport.width - width - margin)),
    width,
    maxHeight,
    above,
  }
}
