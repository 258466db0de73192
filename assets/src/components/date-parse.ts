// Reads dates that people type: by the pattern they are shown in, or in the ways that everyone expects.

import { type Day, dateOf, dayOf, monthOf, validDay, yearOf } from './date-days'
import { type Piece, pieces } from './date-format'
import type { Names } from './date-names'

/** What a text has said so far. */
interface Said {
  year?: number
  month?: number
  date?: number
  yearDay?: number
  quarter?: number
  seconds?: number
  milliseconds?: number
}

/** What the tokens of numbers say, and how many digits they have at most. The others say nothing that these do not. */
const numbers: [token: RegExp, says: keyof Said, digits: number][] = [
  [/^YYYY$/, 'year', 4],
  [/^Y/, 'year', 6],
  [/^M/, 'month', 2],
  [/^DDD/, 'yearDay', 3],
  [/^D/, 'date', 2],
  [/^Q/, 'quarter', 1],
  [/^X$/, 'seconds', 12],
  [/^x$/, 'milliseconds', 15],
]

type Taken = [value: number, rest: string] | undefined

/** Takes a number of at most so many digits from the beginning of a text. */
function takeNumber(text: string, digits: number): Taken {
  const found = new RegExp(`^\\+?(\\d{1,${digits}})`).exec(text)
  return found ? [Number(found[1]), text.slice(found[0].length)] : undefined
}

/** Takes the longest of some names from the beginning of a text; gives its index. */
function takeName(text: string, all: string[][]): Taken {
  let found: Taken
  let longest = 0
  all.forEach((spellings, index) => {
    for (const spelling of spellings) {
      const plain = spelling.replace(/\.$/, '')
      if (plain.length <= longest || text.slice(0, plain.length).toLowerCase() !== plain.toLowerCase()) continue
      longest = plain.length
      found = [index, text.slice(plain.length).replace(/^\./, '')]
    }
  })
  return found
}

function monthNames(names: Names): string[][] {
  return Array.from({ length: 12 }, (_, i) => {
    const day = dayOf(2024, i + 1, 1)
    return (['long', 'short'] as const).flatMap((width) => [names.month(day, width), names.month(day, width, true)])
  })
}

function weekdayNames(names: Names): string[][] {
  return Array.from({ length: 7 }, (_, i) => {
    const short = names.weekday(i, 'short')
    return [names.weekday(i, 'long'), short, [...short].slice(0, 2).join('')]
  })
}

/** Reads one token off a text and returns what is left of it, or undefined where it does not fit. */
function readToken(token: string, text: string, said: Said, names: Names): string | undefined {
  if (/^M{3,4}$/.test(token)) {
    const found = takeName(text, monthNames(names))
    if (found) said.month = found[0] + 1
    return found?.[1]
  }
  if (/^d{2,4}$/.test(token)) return takeName(text, weekdayNames(names))?.[1]
  if (/^a$/i.test(token)) return text.replace(/^[ap]\.?m\.?/i, '')
  const [, says, digits] = numbers.find(([pattern]) => pattern.test(token)) ?? [token, undefined, 4]
  // Four digits are a year in full, also where two are shown.
  const two = token === 'YY' && !/^\d{4}/.test(text)
  const found = takeNumber(text, token === 'YY' ? (two ? 2 : 4) : digits)
  if (!found) return undefined
  // As moment: 68 is 2068, 69 is 1969.
  if (says) said[says] = two ? found[0] + (found[0] > 68 ? 1900 : 2000) : found[0]
  return token.endsWith('o') ? found[1].replace(/^(:?\p{L}{1,2}(?!\p{L})|[.º日일])/u, '') : found[1]
}

/** Separators may be others than the pattern's, and more or fewer of them. */
const separators = /^[\s\p{P}\p{S}]+/u

function readText(text: string, expected: string): string | undefined {
  if (text.toLowerCase().startsWith(expected.toLowerCase())) return text.slice(expected.length)
  if (expected.replace(separators, '') !== '') return undefined
  return separators.test(text) || expected.trim() === '' ? text.replace(separators, '') : undefined
}

function readPieces(parts: Piece[], given: string, names: Names): Day | undefined {
  const said: Said = {}
  let text: string | undefined = given
  for (const piece of parts) {
    text = 'text' in piece ? readText(text, piece.text) : readToken(piece.token, text, said, names)
    if (text === undefined) return undefined
  }
  return text.trim() === '' ? dayOfSaid(said) : undefined
}

function dayOfSaid({
  year = 0,
  quarter = 1,
  month = quarter * 3 - 2,
  date = 1,
  yearDay,
  ...said
}: Said): Day | undefined {
  const seconds = said.seconds ?? (said.milliseconds === undefined ? undefined : said.milliseconds / 1000)
  if (seconds !== undefined) {
    const day = Math.floor(seconds / 86_400)
    return validDay(yearOf(day), (monthOf(day) % 12) + 1, dateOf(day))
  }
  if (yearDay === undefined) return validDay(year, month, date)
  const first = validDay(year, 1, 1)
  return first !== undefined && yearDay > 0 && yearOf(first + yearDay - 1) === year ? first + yearDay - 1 : undefined
}

/** Digits of every script as those of ours. */
function latin(text: string): string {
  return text.replace(/\p{Nd}/gu, (digit) => {
    const code = digit.codePointAt(0) ?? 0
    let zero = code
    while (code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--
    return String(code - zero)
  })
}

/**
 * Reads a date that was typed: by the pattern; else as YYYY-MM-DD or YYYYMMDD; else in digits or in words as the page's language writes
 * dates. What a pattern does not say is the first: a month without a day is its first day.
 */
export function parseDay(typed: string, pattern: string, names: Names): Day | undefined {
  const text = latin(typed).trim()
  const [, year, month, date] = /^(\d{4})-(\d\d?)-(\d\d?)$/.exec(text) ?? /^(\d{4})(\d\d)(\d\d)$/.exec(text) ?? []
  return (
    readPieces(pieces(pattern, names), text, names) ??
    validDay(Number(year), Number(month), Number(date)) ??
    readPieces(pieces('L', names), text, names) ??
    readPieces(pieces('LL', names), text, names)
  )
}
