// Columns of times: milliseconds since 1970 of what a clock on the wall shows, as numbers, so that a million of them need not be
// a million texts. They are a class of their own: what is cut out of one or added to one is one too, and a column of times never
// passes for one of equal numbers.

export class Times extends Float64Array {}

export function isTimes(value: unknown): value is Times {
  return value instanceof Times
}

const minute = 60_000
/** What a Date can hold. */
const farthest = 8.64e15

/** `05`, or `05.25`: seconds, given in microseconds. */
function seconds(micros: number): string {
  const whole = Math.floor(micros / 1e6)
  const text = whole < 10 ? `0${whole}` : String(whole)
  const rest = micros - whole * 1e6
  return rest === 0 ? text : `${text}.${String(rest).padStart(6, '0').replace(/0+$/, '')}`
}

function write(times: Times): (string | null)[] {
  const texts = new Array<string | null>(times.length)
  // Neighbours mostly share all down to the minute.
  let [last, upToMinute] = [Number.NaN, '']
  for (let i = 0; i < times.length; i++) {
    const ms = times[i] as number
    texts[i] = null
    if (!(Math.abs(ms) < farthest)) continue
    let at = Math.floor(ms / minute)
    // A number of this size holds a quarter of a microsecond; digits below that would be made up.
    let micros = Math.round((ms - at * minute) * 1000)
    if (micros === minute * 1000) [at, micros] = [at + 1, 0]
    if (at !== last) {
      last = at
      upToMinute = new Date(at * minute).toISOString().slice(0, -7)
    }
    texts[i] = upToMinute + seconds(micros)
  }
  return texts
}

const written = new WeakMap<Times, (string | null)[]>()

/** The times as texts, `2006-01-02T15:04:05.999999`; null where there is none. Always the same list, which is not to be changed. */
export function textsOf(times: Times): (string | null)[] {
  const texts = written.get(times) ?? write(times)
  written.set(times, texts)
  return texts
}

const wall = /^\s*(-?\d{4})(?:-(\d\d?)(?:-(\d\d?)(?:[ Tt](\d\d?)(?::(\d\d?)(?::(\d\d?(?:\.\d*)?))?)?)?)?)?/

/** The milliseconds of a text as plotly.js reads it, whatever time zone stands behind; NaN where it is none. */
function millis(text: unknown): number {
  if (typeof text === 'number') return text
  const [, year, month = 1, day = 1, hour = 0, minute = 0, second = 0] = wall.exec(String(text)) ?? []
  const date = new Date(0)
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day))
  return date.setUTCHours(Number(hour), Number(minute)) + Number(second) * 1000
}

/** A column of the times that texts say; numbers are taken as they are. */
export function timesOf(list: ArrayLike<unknown>): Times {
  return isTimes(list) ? list : Times.from(list, millis)
}
