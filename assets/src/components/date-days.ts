// Days as whole numbers. A day has no hour and no time zone: it is the number of days since 1970-01-01, and a month the number of months
// since the year 0. So nothing here knows of clocks that are set forward, and comparing and counting is that of numbers.

export type Day = number
export type Month = number

const perDay = 86_400_000

/** The day of a year, month (1 to 12) and day; what is beyond a month's end runs over into the next. */
export function dayOf(year: number, month: number, day: number): Day {
  // Date.UTC takes the years 0 to 99 for those of the twentieth century.
  return new Date(0).setUTCFullYear(year, month - 1, day) / perDay
}

export const firstDay = dayOf(1, 1, 1)
export const lastDay = dayOf(9999, 12, 31)

/** The moment a day begins in UTC, for Intl. */
export const moment = (day: Day): Date => new Date(day * perDay)

export const yearOf = (day: Day): number => moment(day).getUTCFullYear()
export const monthOf = (day: Day): Month => yearOf(day) * 12 + moment(day).getUTCMonth()
export const dateOf = (day: Day): number => moment(day).getUTCDate()
/** 0 is Sunday. */
export const weekdayOf = (day: Day): number => modulo(day + 4, 7)
/** The first day of a month. */
export const firstOf = (month: Month): Day => dayOf(Math.floor(month / 12), modulo(month, 12) + 1, 1)
export const daysIn = (month: Month): number => firstOf(month + 1) - firstOf(month)

/** The same day some months later, or the last of that month where it has none such. */
export function addMonths(day: Day, months: number): Day {
  const month = monthOf(day) + months
  return firstOf(month) + Math.min(dateOf(day), daysIn(month)) - 1
}

/** The first day of a day's week. */
export const weekOf = (day: Day, firstWeekday: number): Day => day - modulo(weekdayOf(day) - firstWeekday, 7)

/** The day of a year, month and day where there is one in the years 1 to 9999. */
export function validDay(year: number, month: number, date: number): Day | undefined {
  if (year < 1 || year > 9999 || month < 1 || month > 12 || date < 1) return undefined
  const day = dayOf(year, month, date)
  return dateOf(day) === date ? day : undefined
}

/** Reads `YYYY-MM-DD`; a time after it says nothing about the day. */
export function readDay(text: unknown): Day | undefined {
  const [, year, month, date] = /^(\d{4})-(\d\d)-(\d\d)(?:[T ].*)?$/.exec(String(text)) ?? []
  return validDay(Number(year), Number(month), Number(date))
}

/** Writes `YYYY-MM-DD`. */
export function writeDay(day: Day): string {
  return moment(day).toISOString().slice(0, 10)
}

/** The day it is where the page is looked at. */
export function today(now = new Date()): Day {
  return dayOf(now.getFullYear(), now.getMonth() + 1, now.getDate())
}

export const clamp = (value: number, from: number, to: number): number => Math.max(from, Math.min(value, to))

export function modulo(value: number, by: number): number {
  return ((value % by) + by) % by
}
