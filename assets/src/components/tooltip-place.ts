// Where a box goes beside its anchor, in the window's coordinates: at the side asked for, or at the opposite one where there is more room.

export type Direction = 'top' | 'right' | 'bottom' | 'left'

interface Size {
  width: number
  height: number
}

export interface Anchor extends Size {
  left: number
  top: number
}

export interface Beside {
  left: number
  top: number
  direction: Direction
  /** From the box's start to where its arrow points, along its side. */
  arrow: number
}

const gap = 9
const margin = 6
const opposite = { top: 'bottom', bottom: 'top', left: 'right', right: 'left' } as const

const within = (number: number, most: number): number => Math.max(margin, Math.min(number, most - margin))

export function beside(anchor: Anchor, box: Size, wanted: Direction, view: Size): Beside {
  const room = {
    top: anchor.top - gap - box.height,
    bottom: view.height - anchor.top - anchor.height - gap - box.height,
    left: anchor.left - gap - box.width,
    right: view.width - anchor.left - anchor.width - gap - box.width,
  }
  const other = opposite[wanted]
  const direction = room[wanted] < margin && room[other] > room[wanted] ? other : wanted
  const [middleX, middleY] = [anchor.left + anchor.width / 2, anchor.top + anchor.height / 2]
  if (direction === 'top' || direction === 'bottom') {
    const left = within(Math.min(middleX - box.width / 2, view.width - box.width - margin), view.width)
    const top = direction === 'top' ? room.top : anchor.top + anchor.height + gap
    return { left, top, direction, arrow: Math.min(Math.max(middleX - left, 10), Math.max(box.width - 10, 10)) }
  }
  const top = within(Math.min(middleY - box.height / 2, view.height - box.height - margin), view.height)
  const left = direction === 'left' ? room.left : anchor.left + anchor.width + gap
  return { left, top, direction, arrow: Math.min(Math.max(middleY - top, 10), Math.max(box.height - 10, 10)) }
}
