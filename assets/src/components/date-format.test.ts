import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { readDay, writeDay } from './date-days'
import { formatDay } from './date-format'
import { Names } from './date-names'
import { parseDay } from './date-parse'

const day = (text: string): number => readDay(text) as number
const english = new Names('en')

describe('A date as a pattern of tokens', () => {
  // Day, pattern, what moment writes.
  const tests: [string, string, string][] = [
    ['2024-03-05', 'YYYY-MM-DD', '2024-03-05'],
    ['2024-03-05', 'YY/M/D', '24/3/5'],
    ['2024-03-05', 'MMMM Do, YYYY', 'March 5th, 2024'],
    ['2024-03-01', 'Do', '1st'],
    ['2024-03-02', 'Do', '2nd'],
    ['2024-03-03', 'Do', '3rd'],
    ['2024-03-11', 'Do', '11th'],
    ['2024-03-22', 'Do Mo Qo', '22nd 3rd 1st'],
    ['2024-03-05', 'ddd, MMM D', 'Tue, Mar 5'],
    ['2024-03-05', 'dddd dd d E', 'Tuesday Tu 2 2'],
    ['2024-03-10', 'd E', '0 7'],
    ['2024-03-05', '[week] W [of] GGGG', 'week 10 of 2024'],
    ['2021-01-03', 'WW GGGG', '53 2020'],
    ['2024-12-30', 'WW GGGG', '01 2025'],
    ['2024-12-29', 'ww gggg', '01 2025'],
    ['2024-03-05', 'DDD DDDD DDDo', '65 065 65th'],
    ['2024-11-05', 'Q', '4'],
    ['2024-03-05', 'X', '1709596800'],
    ['2024-03-05', 'x', '1709596800000'],
    ['2024-03-05', 'HH:mm:ss h A', '00:00:00 12 AM'],
    ['2024-03-05', 'L', '03/05/2024'],
    ['2024-03-05', 'l', '3/5/2024'],
    ['2024-03-05', 'LL', 'March 5, 2024'],
    ['2024-03-05', 'll', 'Mar 5, 2024'],
    ['2024-03-05', 'LLLL', 'Tuesday, March 5, 2024'],
    ['0001-01-01', 'YYYY Y', '0001 1'],
    ['9999-12-31', 'DD.MM.YYYY', '31.12.9999'],
    ['2024-03-05', 'YYYY[', '2024['],
  ]
  for (const [date, pattern, want] of tests) {
    it(`${pattern} of ${date}`, () => assert.equal(formatDay(day(date), pattern, english), want))
  }

  it('has the names of the language, and their case beside a day', () => {
    const write = (language: string, pattern: string) => formatDay(day('2024-03-05'), pattern, new Names(language))
    assert.equal(write('de', 'dddd, D. MMMM YYYY'), 'Dienstag, 5. März 2024')
    assert.equal(write('de', 'Do MMMM'), '5. März')
    assert.equal(write('fr', 'Do MMMM'), '5 mars')
    assert.equal(write('ru', 'D MMMM YYYY'), '5 марта 2024')
    assert.equal(write('ru', 'MMMM YYYY'), 'март 2024')
    assert.equal(write('ja', 'YYYY年MMMM'), '2024年3月')
    assert.equal(write('fa', 'D'), '5')
    assert.equal(write('th', 'YYYY'), '2024')
    assert.equal(write('de', 'L'), '05.03.2024')
  })

  it('a language that is none is the browser’s', () => {
    const browser = new Intl.DateTimeFormat().resolvedOptions().locale
    assert.equal(new Names('no language').language, browser)
    assert.equal(new Names('').language, browser)
    assert.equal(new Names('pt-br').language, 'pt-BR')
  })
})

describe('A date that is typed', () => {
  const tests: [string, string, string | undefined][] = [
    ['2024-03-05', 'YYYY-MM-DD', '2024-03-05'],
    [' 2024-3-5 ', 'YYYY-MM-DD', '2024-03-05'],
    ['2024/03/05', 'YYYY-MM-DD', '2024-03-05'],
    ['20240305', 'YYYY-MM-DD', '2024-03-05'],
    ['05-03-2024', 'DD-MM-YYYY', '2024-03-05'],
    ['5.3.2024', 'DD-MM-YYYY', '2024-03-05'],
    ['2024-03-05', 'DD-MM-YYYY', '2024-03-05'],
    ['03/05/2024', 'YYYY-MM-DD', '2024-03-05'],
    ['March 5, 2024', 'YYYY-MM-DD', '2024-03-05'],
    ['march 5th 2024', 'MMMM Do, YYYY', '2024-03-05'],
    ['Mar 5 2024', 'MMMM Do, YYYY', '2024-03-05'],
    ['Tue, March 5th, 2024', 'ddd, MMMM Do, YYYY', '2024-03-05'],
    ['05/03/24', 'DD/MM/YY', '2024-03-05'],
    ['05/03/69', 'DD/MM/YY', '1969-03-05'],
    ['05/03/68', 'DD/MM/YY', '2068-03-05'],
    ['05/03/1910', 'DD/MM/YY', '1910-03-05'],
    ['March 24', 'MMMM YY', '2024-03-01'],
    ['2024', 'YYYY', '2024-01-01'],
    ['2024 065', 'YYYY DDDD', '2024-03-05'],
    ['2023 366', 'YYYY DDDD', undefined],
    ['1709596800', 'X', '2024-03-05'],
    ['Q2 2024', '[Q]Q YYYY', '2024-04-01'],
    ['٢٠٢٤-٠٣-٠٥', 'YYYY-MM-DD', '2024-03-05'],
    ['２０２４-０３-０５', 'YYYY-MM-DD', '2024-03-05'],
    ['2024-02-30', 'YYYY-MM-DD', undefined],
    ['2024-13-01', 'YYYY-MM-DD', undefined],
    ['0000-01-01', 'YYYY-MM-DD', undefined],
    ['tomorrow', 'YYYY-MM-DD', undefined],
    ['2024-03-05x', 'YYYY-MM-DD', undefined],
    ['', 'YYYY-MM-DD', undefined],
    ['5', 'D', undefined],
  ]
  for (const [text, pattern, want] of tests) {
    it(`${JSON.stringify(text)} as ${pattern}`, () => {
      const found = parseDay(text, pattern, english)
      assert.equal(found === undefined ? undefined : writeDay(found), want)
    })
  }

  it('is read back from every pattern that says the whole date, in every language', () => {
    const patterns = [
      'YYYY-MM-DD',
      'D.M.YY',
      'MMMM Do, YYYY',
      'ddd DD MMM YYYY',
      'dddd, D MMMM YYYY',
      'L',
      'LL',
      'll',
      'LLLL',
      'YYYYMMDD',
    ]
    for (const language of [
      'en',
      'en-GB',
      'de',
      'fr',
      'es',
      'it',
      'pt-BR',
      'nl',
      'sv',
      'pl',
      'ru',
      'tr',
      'el',
      'he',
      'ar',
      'fa',
      'hi',
      'ja',
      'ko',
      'zh',
    ]) {
      const names = new Names(language)
      for (let month = 1; month <= 12; month++) {
        const at = day(`2024-${String(month).padStart(2, '0')}-23`)
        for (const pattern of patterns) {
          const text = formatDay(at, pattern, names)
          assert.equal(parseDay(text, pattern, names), at, `${language} ${pattern}: ${text}`)
        }
      }
    }
  })
})
