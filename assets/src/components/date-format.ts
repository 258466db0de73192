// Dates as people write them, by patterns in moment's tokens: YYYY-MM-DD, MMMM Do YYYY, [week] W. The same pattern writes a date and
// reads one that was typed, see date-parse.ts.

import { type Day, dateOf, dayOf, moment, monthOf, weekdayOf, weekOf, yearOf } from './date-days'
import type { Names } from './date-names'

/** One piece of a pattern: a token, or a text that stands as it is. */
export type Piece = { token: string } | { text: string }

const tokens =
  /\[([^\]]*)\]|(YYYYYY|YYYYY|YYYY|YY|Y|GGGG|GG|gggg|gg|Qo|Q|MMMM|MMM|MM|Mo|M|DDDD|DDDo|DDD|DD|Do|D|dddd|ddd|dd|do|d|E|e|WW|Wo|W|ww|wo|w|LLLL|LLL|LL|L|llll|lll|ll|l|X|x|HH|H|kk|k|hh|h|mm|m|ss|s|A|a)|([^[]|\[)/g

export function pieces(pattern: string, names: Names): Piece[] {
  const result: Piece[] = []
  for (const [, escaped, token, text] of pattern.matchAll(tokens)) {
    if (token === undefined) result.push({ text: escaped ?? text ?? '' })
    else if (/^[Ll]/.test(token)) result.push(...pieces(local(token, names), names))
    else result.push({ token })
  }
  return result
}

function local(token: string, names: Names): string {
  const width = token.length === 1 ? 'digits' : token.length === 4 ? 'full' : 'words'
  return names.pattern(width, token.startsWith('l'))
}

const pad = (value: number, digits: number): string => String(value).padStart(digits, '0')

/** A week's number and the year it counts in: weeks begin on a weekday, and the first of a year has its `holds`th of January in it. */
function week(day: Day, begins: number, holds: number): { number: number; year: number } {
  const first = (year: number): Day => weekOf(dayOf(year, 1, holds), begins)
  let year = yearOf(day)
  if (day >= first(year + 1)) year++
  else if (day < first(year)) year--
  return { number: (weekOf(day, begins) - first(year)) / 7 + 1, year }
}

type Writer = (day: Day, names: Names, beside: boolean) => string

const dayOfYear = (day: Day): number => day - dayOf(yearOf(day), 1, 1) + 1
const quarter = (day: Day): number => Math.floor((monthOf(day) % 12) / 3) + 1
const isoWeek = (day: Day) => week(day, 1, 4)
const usWeek = (day: Day) => week(day, 0, 1)

/** How each token is written. A day begins at midnight, so the tokens of time are all noughts. */
const writers: Record<string, Writer> = {
  YYYYYY: (day) => `+${pad(yearOf(day), 6)}`,
  YYYYY: (day) => pad(yearOf(day), 5),
  YYYY: (day) => pad(yearOf(day), 4),
  YY: (day) => pad(yearOf(day) % 100, 2),
  Y: (day) => String(yearOf(day)),
  GGGG: (day) => pad(isoWeek(day).year, 4),
  GG: (day) => pad(isoWeek(day).year % 100, 2),
  gggg: (day) => pad(usWeek(day).year, 4),
  gg: (day) => pad(usWeek(day).year % 100, 2),
  Q: (day) => String(quarter(day)),
  Qo: (day, names) => names.ordinal(quarter(day)),
  MMMM: (day, names, beside) => names.month(day, 'long', beside),
  MMM: (day, names, beside) => names.month(day, 'short', beside),
  MM: (day) => pad((monthOf(day) % 12) + 1, 2),
  M: (day) => String((monthOf(day) % 12) + 1),
  Mo: (day, names) => names.ordinal((monthOf(day) % 12) + 1),
  DDDD: (day) => pad(dayOfYear(day), 3),
  DDDo: (day, names) => names.ordinal(dayOfYear(day)),
  DDD: (day) => String(dayOfYear(day)),
  DD: (day) => pad(dateOf(day), 2),
  Do: (day, names) => names.ordinal(dateOf(day)),
  D: (day) => String(dateOf(day)),
  dddd: (day, names) => names.weekday(day, 'long'),
  ddd: (day, names) => names.weekday(day, 'short'),
  dd: (day, names) => [...names.weekday(day, 'short')].slice(0, 2).join(''),
  do: (day, names) => names.ordinal(weekdayOf(day)),
  d: (day) => String(weekdayOf(day)),
  e: (day) => String(weekdayOf(day)),
  E: (day) => String(weekdayOf(day) || 7),
  WW: (day) => pad(isoWeek(day).number, 2),
  Wo: (day, names) => names.ordinal(isoWeek(day).number),
  W: (day) => String(isoWeek(day).number),
  ww: (day) => pad(usWeek(day).number, 2),
  wo: (day, names) => names.ordinal(usWeek(day).number),
  w: (day) => String(usWeek(day).number),
  X: (day) => String(moment(day).getTime() / 1000),
  x: (day) => String(moment(day).getTime()),
  hh: () => '12',
  h: () => '12',
  kk: () => '24',
  k: () => '24',
  A: () => 'AM',
  a: () => 'am',
}

const hasDay = (parts: Piece[]): boolean => parts.some((piece) => 'token' in piece && /^D{1,2}$|^Do$/.test(piece.token))

export function writePieces(parts: Piece[], day: Day, names: Names): string {
  const beside = hasDay(parts)
  return parts
    .map((piece) =>
      'text' in piece ? piece.text : (writers[piece.token]?.(day, names, beside) ?? pad(0, piece.token.length)),
    )
    .join('')
}

export const formatDay = (day: Day, pattern: string, names: Names): string =>
  writePieces(pieces(pattern, names), day, names)
