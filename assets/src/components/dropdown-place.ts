// Where the menu goes: below its control, above it when there is no room. It lies in the browser's top layer (popover), so
// no ancestor clips it, and its place is in the window's coordinates.

const margin = 8
const gap = 4
/** A menu is no narrower, however narrow its control. */
const narrowest = 180
/** A menu that has so much room stays on its side, so that it does not jump while a search makes it shorter and longer. */
const enough = 160

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

/** What can be seen of the window: less than all of it where a phone shows its keyboard. */
export interface View {
  width: number
  height: number
  top?: number
}

function isAbove(wanted: number, below: number, over: number, before: boolean | undefined): boolean {
  const kept = before === undefined ? 0 : Math.min(wanted, enough)
  if (before === true && over >= kept) return true
  if (before === false && below >= kept) return false
  return wanted > below && over > below
}

/** `before` is the side where the menu is already. */
export function place(control: Box, wanted: number, view: View, rtl = false, before?: boolean): Place {
  const start = (view.top ?? 0) + margin
  const end = (view.top ?? 0) + view.height - margin
  const below = end - control.bottom - gap
  const over = control.top - gap - start
  const above = isAbove(wanted, below, over, before)
  const maxHeight = Math.min(Math.max(Math.min(wanted, above ? over : below), 80), end - start)
  const width = Math.min(Math.max(control.width, narrowest), view.width - 2 * margin)
  const top = above ? control.top - gap - maxHeight : control.bottom + gap
  const left = rtl ? control.left + control.width - width : control.left
  return {
    top: Math.max(start, Math.min(top, end - maxHeight)),
    left: Math.max(margin, Math.min(left, view.width - width - margin)),
    width,
    maxHeight,
    above,
  }
}
