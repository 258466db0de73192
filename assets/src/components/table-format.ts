// How the values of a column are written, and which addresses may be followed.

import type { Column } from './table-types'

type Writer = (value: unknown) => string

/** The language of the page, where it names one that can be used. */
export function languageOf(locale: string | undefined): string | undefined {
  for (const tag of [locale, document.documentElement.lang]) {
    try {
      if (tag) return Intl.getCanonicalLocales(tag)[0]
    } catch {
      // Not a tag: the next one.
    }
  }
  return undefined
}

/** What writes the values of a column. Throws where the format names a currency or unit that is none. */
export function writerOf({ kind, format }: Column, locale?: string): Writer {
  if (kind === 'number') return numberWriter(format ?? {}, locale)
  if (kind === 'date') return dateWriter(format ?? {}, locale)
  return (value) =>
    value === undefined || value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value)
}

function numberWriter(format: NonNullable<Column['format']>, locale: string | undefined): Writer {
  const { style, currency, unit, precision, prefix = '', suffix = '' } = format
  const options: Intl.NumberFormatOptions = {}
  if (style) options.style = style
  if (currency) options.currency = currency
  if (unit) options.unit = unit
  if (precision !== undefined)
    Object.assign(options, { minimumFractionDigits: precision, maximumFractionDigits: precision })
  if (format.compact) options.notation = 'compact'
  if (format.no_groups) options.useGrouping = false
  if (format.sign) options.signDisplay = 'exceptZero'
  const writer = new Intl.NumberFormat(locale, options)
  return (value) => {
    if (value === undefined || value === null || value === '') return ''
    return typeof value === 'number' ? prefix + writer.format(value) + suffix : String(value)
  }
}

/** Dates are shown as the clock at their own place shows them: what their text says, without regard to where the reader is. */
function dateWriter({ time, long }: NonNullable<Column['format']>, locale: string | undefined): Writer {
  const writer = new Intl.DateTimeFormat(locale, {
    dateStyle: long ? 'long' : 'medium',
    ...(time && { timeStyle: 'short' }),
    timeZone: 'UTC',
  })
  return (value) => {
    if (value === undefined || value === null) return ''
    const at = wall(String(value))
    return at === undefined ? String(value) : writer.format(at)
  }
}

/** Milliseconds of what a text's clock shows, as if in UTC; undefined for what is no date. */
export function wall(text: string): number | undefined {
  const [found, date, clock = '00:00:00'] = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?))?/.exec(text) ?? []
  const ms = found ? Date.parse(`${date}T${clock}Z`) : Number.NaN
  return Number.isNaN(ms) ? undefined : ms
}

/** A day that was entered in place of a date: with the time of day that the date had. */
export function withTime(day: unknown, before: unknown): unknown {
  if (typeof day !== 'string' || typeof before !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(day)) return day
  return /^\d{4}-\d\d-\d\d[T ]/.test(before) ? day + before.slice(10) : day
}

const followed = new Set(['http:', 'https:', 'mailto:', 'tel:'])

/** An address that a link may lead to, or undefined. */
export function hrefOf(value: unknown): string | undefined {
  if (typeof value !== 'string' || value.trim() === '') return undefined
  try {
    const url = new URL(value, document.baseURI)
    return followed.has(url.protocol) ? url.href : undefined
  } catch {
    return undefined
  }
}

/** A text as a spreadsheet must get it: one that begins like a formula would be run as one. */
export function cellOfCSV(value: unknown): string {
  if (value === undefined || value === null) return ''
  if (typeof value === 'object') return JSON.stringify(value)
  const text = String(value)
  return typeof value === 'string' && /^[=+\-@\t\r]/.test(text) && Number.isNaN(Number(text)) ? `'${text}` : text
}
