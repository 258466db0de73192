// Names of months and weekdays in the language of the page, as the browser knows them.

import { type Day, dayOf, moment } from './date-days'

type Width = 'long' | 'short' | 'narrow'

/** The names of one language. */
export class Names {
  private readonly formats = new Map<string, Intl.DateTimeFormat>()
  readonly language: string

  /** Takes a BCP 47 tag; one that is none, or none at all, gives the browser's language. */
  constructor(tag: string | null | undefined) {
    let language = new Intl.DateTimeFormat().resolvedOptions().locale
    try {
      if (tag) language = Intl.getCanonicalLocales(tag)[0] ?? language
    } catch {
      // Not a tag: the page's author meant no language that anyone knows.
    }
    this.language = language
  }

  private format(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
    const key = JSON.stringify(options)
    let format = this.formats.get(key)
    if (!format) {
      // Dates are those of the wire in every language: Gregorian, in digits that can be typed back.
      const fixed = { timeZone: 'UTC', calendar: 'gregory', numberingSystem: 'latn' }
      format = new Intl.DateTimeFormat(this.language, { ...options, ...fixed })
      this.formats.set(key, format)
    }
    return format
  }

  private part(day: Day, type: string, options: Intl.DateTimeFormatOptions): string {
    const parts = this.format(options).formatToParts(moment(day))
    // "1月" and "Mai" are a name as a whole; beside a day the name is one part of several.
    return options.day
      ? (parts.find((part) => part.type === type)?.value ?? '')
      : parts.map((part) => part.value).join('')
  }

  /** The name of a day's month; `beside` a day many languages use another case (января for январь). */
  month(day: Day, width: Width, beside = false): string {
    const name = this.part(day, 'month', { month: width, ...(beside && { day: 'numeric' }) })
    // Where the month is a number beside a day, as in Japanese, its name stands alone.
    return /^\d+$/.test(name) ? this.part(day, 'month', { month: width }) : name
  }

  weekday(day: Day, width: Width): string {
    return this.part(day, 'weekday', { weekday: width })
  }

  /** The whole date in words, as it is read out. */
  spoken(day: Day): string {
    return this.format({ dateStyle: 'full' }).format(moment(day))
  }

  /** A moment pattern of how the language writes dates: in digits, in words, or with the weekday; `short` has short names, no noughts. */
  pattern(width: 'digits' | 'words' | 'full', short = false): string {
    const digits = width === 'digits'
    const options: Intl.DateTimeFormatOptions = {
      year: 'numeric',
      month: digits ? '2-digit' : 'long',
      day: digits ? '2-digit' : 'numeric',
      ...(width === 'full' && { weekday: 'long' }),
    }
    const tokens: Record<string, string> = {
      year: 'YYYY',
      month: digits ? (short ? 'M' : 'MM') : short ? 'MMM' : 'MMMM',
      day: digits && !short ? 'DD' : 'D',
      weekday: short ? 'ddd' : 'dddd',
    }
    return this.format(options)
      .formatToParts(moment(dayOf(2024, 3, 5)))
      .map(({ type, value }) => tokens[type] ?? `[${value}]`)
      .join('')
  }

  /** A number with the ending that makes it an ordinal, as in 2nd. */
  ordinal(value: number): string {
    const [language = ''] = this.language.split('-')
    if (language === 'en') {
      const endings: Record<string, string> = { one: 'st', two: 'nd', few: 'rd' }
      return value + (endings[new Intl.PluralRules('en', { type: 'ordinal' }).select(value)] ?? 'th')
    }
    if (language === 'fr') return value + (value === 1 ? 'er' : '')
    const ending = Object.entries(ordinals).find(([languages]) => languages.split(' ').includes(language))?.[1]
    return value + (ending ?? '')
  }
}

const ordinals = {
  'de da nb nn no fi is fo cs sk pl hu hr sr bs sl lv et eu': '.',
  'es it pt gl': 'º',
  nl: 'e',
  sv: ':e',
  'ja zh': '日',
  ko: '일',
}
