import { addMonths, type Day, weekOf } from './date-days'

/** The day that a key leads to from another in a grid of weeks, as in the date pickers of the ARIA practices; undefined for other keys. */
export function moveBy(
  { key, shiftKey }: { key: string; shiftKey: boolean },
  day: Day,
  firstWeekday: number,
  rightToLeft: boolean,
): Day | undefined {
  const forward = rightToLeft ? -1 : 1
  switch (key) {
    case 'ArrowRight':
      return day + forward
    case 'ArrowLeft':
      return day - forward
    case 'ArrowDown':
      return day + 7
    case 'ArrowUp':
      return day - 7
    case 'Home':
      return weekOf(day, firstWeekday)
    case 'End':
      return weekOf(day, firstWeekday) + 6
    case 'PageDown':
      return addMonths(day, shiftKey ? 12 : 1)
    case 'PageUp':
      return addMonths(day, shiftKey ? -12 : -1)
    default:
      return undefined
  }
}
