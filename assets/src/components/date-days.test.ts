import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  addMonths,
  dateOf,
  dayOf,
  daysIn,
  firstDay,
  firstOf,
  lastDay,
  monthOf,
  readDay,
  today,
  validDay,
  weekdayOf,
  weekOf,
  writeDay,
  yearOf,
} from './date-days'

const day = (text: string): number => readDay(text) as number

describe('A day', () => {
  it('is read and written, from the year 1 to 9999', () => {
    for (const text of ['0001-01-01', '0099-12-31', '1969-12-31', '1970-01-01', '2024-02-29', '9999-12-31']) {
      assert.equal(writeDay(day(text)), text)
    }
    assert.equal(readDay('1970-01-01'), 0)
    assert.equal(readDay('1969-12-31'), -1)
    assert.equal(readDay('0001-01-01'), firstDay)
    assert.equal(readDay('9999-12-31'), lastDay)
  })

  it('may be followed by a time, which says nothing', () => {
    assert.equal(readDay('2024-03-31T23:59:59.999-11:00'), day('2024-03-31'))
    assert.equal(readDay('2024-03-31 01:00'), day('2024-03-31'))
  })

  it('is undefined for what is none', () => {
    for (const text of [
      '2023-02-29',
      '2024-13-01',
      '2024-00-10',
      '2024-01-00',
      '0000-01-01',
      '24-01-01',
      'x',
      '',
      null,
    ]) {
      assert.equal(readDay(text), undefined, String(text))
    }
    assert.equal(validDay(10_000, 1, 1), undefined)
  })

  it('knows its year, month, date and weekday, before 1970 too', () => {
    for (const [text, weekday] of [
      ['2024-02-29', 4],
      ['1970-01-01', 4],
      ['1969-07-20', 0],
      ['0001-01-01', 1],
    ] as const) {
      const it = day(text)
      assert.equal(weekdayOf(it), weekday, text)
      assert.deepEqual([yearOf(it), (monthOf(it) % 12) + 1, dateOf(it)], text.split('-').map(Number))
    }
  })

  it('has months after it that end where they end', () => {
    const tests: [string, number, string][] = [
      ['2024-01-31', 1, '2024-02-29'],
      ['2023-01-31', 1, '2023-02-28'],
      ['2024-03-31', -1, '2024-02-29'],
      ['2024-02-29', 12, '2025-02-28'],
      ['2024-12-15', 1, '2025-01-15'],
      ['2024-01-15', -13, '2022-12-15'],
    ]
    for (const [from, months, to] of tests) assert.equal(writeDay(addMonths(day(from), months)), to)
  })

  it('has a week that begins on any weekday', () => {
    assert.equal(writeDay(weekOf(day('2024-05-08'), 0)), '2024-05-05')
    assert.equal(writeDay(weekOf(day('2024-05-08'), 1)), '2024-05-06')
    assert.equal(writeDay(weekOf(day('2024-05-08'), 4)), '2024-05-02')
    assert.equal(writeDay(weekOf(day('2024-05-05'), 1)), '2024-04-29')
  })

  it('months have their lengths, centuries too', () => {
    assert.equal(daysIn(monthOf(day('1900-02-01'))), 28)
    assert.equal(daysIn(monthOf(day('2000-02-01'))), 29)
    assert.equal(firstOf(monthOf(day('2024-05-31'))), day('2024-05-01'))
  })
})

describe('Days in time zones', () => {
  const zones = [
    'UTC',
    'Pacific/Kiritimati',
    'Pacific/Pago_Pago',
    'America/Sao_Paulo',
    'Asia/Kathmandu',
    'Australia/Lord_Howe',
  ]

  it('are the same everywhere, and follow each other without gap over every change of clocks', () => {
    const before = process.env.TZ
    try {
      for (const zone of zones) {
        process.env.TZ = zone
        // Samoa had no 2011-12-30, and midnight did not exist in São Paulo on 2018-11-04.
        for (let at = day('2011-01-01'); at <= day('2019-01-01'); at++) {
          assert.equal(readDay(writeDay(at)), at, zone)
          assert.equal(dayOf(yearOf(at), (monthOf(at) % 12) + 1, dateOf(at)), at, zone)
        }
      }
    } finally {
      if (before === undefined) delete process.env.TZ
      else process.env.TZ = before
    }
  })

  it('today is the day on the wall where one is', () => {
    const before = process.env.TZ
    const now = new Date(Date.UTC(2024, 2, 31, 10, 30))
    try {
      for (const [zone, want] of [
        ['UTC', '2024-03-31'],
        ['Pacific/Kiritimati', '2024-04-01'],
        ['Pacific/Pago_Pago', '2024-03-30'],
      ]) {
        process.env.TZ = zone as string
        assert.equal(writeDay(today(now)), want)
      }
    } finally {
      if (before === undefined) delete process.env.TZ
      else process.env.TZ = before
    }
  })
})
