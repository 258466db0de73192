import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { settle } from '../view/page.fake'
import { today } from './date-days'
import { DatePickerRange, DatePickerSingle } from './datepicker'
import { press, show, type, write } from './stage.fake'

type Props = Record<string, unknown>
const single = (props: Props = {}) => show(DatePickerSingle, { date: '2024-03-13', ...props }, 'it.date')
const range = (props: Props = {}) =>
  show(DatePickerRange, { start_date: '2024-03-05', end_date: '2024-03-09', ...props }, 'it.start_date it.end_date')

const all = (selector: string) => [...document.querySelectorAll<HTMLElement>(selector)]
const one = <T extends HTMLElement = HTMLElement>(selector: string): T => {
  const [found] = all(selector)
  assert.ok(found, `no ${selector} in ${document.body.innerHTML}`)
  return found as T
}
const isOpen = () => all('[role=dialog], dialog').length > 0
const field = '#it'
const end = '#it-end-date'
const text = (selector = field) => one<HTMLInputElement>(selector).value
const click = async (selector: string) => {
  one(selector).click()
  await settle()
}
/** The cell of a day, by the name it is read out with. */
const cell = (name: string) => `td[aria-label^="${name}"]`
const march = (date: number) =>
  cell(
    `${new Intl.DateTimeFormat('en', { weekday: 'long', timeZone: 'UTC' }).format(Date.UTC(2024, 2, date))}, March ${date}, 2024`,
  )
const cursor = () => one('td[tabindex="0"]').getAttribute('aria-label')
const key = async (name: string, options: KeyboardEventInit = {}) => {
  const event = new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true, ...options })
  one('td[tabindex="0"]').dispatchEvent(event)
  await settle()
}
const heading = () => {
  const month = one<HTMLSelectElement>('.dash-datepicker-month')
  return [month.options[month.selectedIndex]?.textContent, text('.dash-datepicker-year')]
}
const leave = async (selector = field) => {
  one(selector).dispatchEvent(new Event('blur', { bubbles: true }))
  await settle()
}

document.documentElement.lang = 'en'

describe('DatePickerSingle, closed', () => {
  it('is a field with the id, the date as it is to be shown, and a button', async () => {
    await single({ display_format: 'MMMM Do, YYYY' })
    assert.equal(text(), 'March 13th, 2024')
    assert.equal(one(field).getAttribute('aria-expanded'), 'false')
    assert.equal(one('.dash-datepicker-button').getAttribute('aria-label'), 'Choose a date')
    assert.ok(!isOpen())
  })

  it('has Dash’s defaults: format and placeholder', async () => {
    await single()
    assert.equal(text(), '2024-03-13')
    await single({ date: null })
    assert.equal(one(field).getAttribute('placeholder'), 'Select Date')
    assert.equal(text(), '')
  })

  it('disabled, nothing opens it', async () => {
    await single({ disabled: true, clearable: true })
    assert.ok(one<HTMLInputElement>(field).disabled)
    assert.ok(one<HTMLButtonElement>('.dash-datepicker-button').disabled)
    assert.equal(all('.dash-datepicker-clear').length, 0)
    await click(field)
    assert.ok(!isOpen())
  })

  it('speaks the language that stands nearest', async () => {
    document.documentElement.lang = 'de'
    try {
      await single({ display_format: 'D. MMMM YYYY' })
      assert.equal(text(), '13. März 2024')
      await click(field)
      assert.deepEqual(heading(), ['März', '2024'])
      assert.equal(all('th')[1]?.getAttribute('aria-label'), 'Montag')
    } finally {
      document.documentElement.lang = 'en'
    }
  })
})

describe('DatePickerSingle, typed into', () => {
  it('takes a date at Enter, in its format or as ISO', async () => {
    const stage = await single({ display_format: 'DD.MM.YYYY' })
    await type(stage, '05.06.2024', field)
    assert.equal(stage.props('it').date, '2024-03-13', 'not before')
    await press(stage, 'Enter', field)
    assert.equal(stage.call('out.title').request.inputs[0]?.value, '2024-06-05')
    await type(stage, '2024-07-01', field)
    await press(stage, 'Enter', field)
    assert.equal(stage.props('it').date, '2024-07-01')
    assert.equal(text(), '01.07.2024')
  })

  it('takes it when it is left', async () => {
    const stage = await single()
    await type(stage, '2024-06-05', field)
    await leave()
    assert.equal(stage.props('it').date, '2024-06-05')
  })

  it('says what is wrong at Enter, and goes back to the date when it is left', async () => {
    const stage = await single({ max_date_allowed: '2024-03-20' })
    await type(stage, 'nonsense', field)
    await press(stage, 'Enter', field)
    assert.equal(one(field).getAttribute('aria-invalid'), 'true')
    assert.match(
      one(`#${one(field).getAttribute('aria-describedby')}`).textContent ?? '',
      /“nonsense” is not a date, such as 20/,
    )
    await type(stage, '2024-03-21', field)
    assert.equal(one(field).getAttribute('aria-invalid'), null)
    await press(stage, 'Enter', field)
    assert.equal(one('[role=alert]').textContent, '2024-03-21 cannot be chosen.')
    await leave()
    assert.equal(text(), '2024-03-13')
    assert.equal(one('[role=alert]').textContent, '')
    assert.equal(stage.sent.length, 0)
  })

  it('emptied, has no date where it is clearable, else the one it had', async () => {
    const kept = await single()
    await type(kept, '', field)
    await leave()
    assert.equal(kept.props('it').date, '2024-03-13')
    assert.equal(text(), '2024-03-13')
    const stage = await single({ clearable: true })
    await type(stage, '', field)
    await leave()
    assert.equal(stage.props('it').date, null)
  })

  it('shows in the open calendar what is being typed', async () => {
    const stage = await single()
    await click(field)
    await type(stage, '2025-08-02', field)
    assert.deepEqual(heading(), ['August', '2025'])
    assert.equal(cursor(), 'Saturday, August 2, 2025')
    assert.equal(stage.sent.length, 0)
  })

  it('Escape takes back what was typed', async () => {
    const stage = await single()
    await type(stage, '2025-08-02', field)
    await press(stage, 'Escape', field)
    assert.equal(text(), '2024-03-13')
  })

  it('shows what a callback writes', async () => {
    const stage = await single()
    await write(stage, { date: '2024-05-01T12:00:00' })
    assert.equal(text(), '2024-05-01')
    await write(stage, { date: 'rubbish' })
    assert.equal(text(), '')
  })
})

describe('A calendar', () => {
  it('opens with a click, keeping the keyboard in the field; with ArrowDown or the button it gets it', async () => {
    const stage = await single()
    one(field).focus()
    await click(field)
    assert.ok(isOpen())
    assert.equal(document.activeElement, one(field))
    await press(stage, 'ArrowDown', field)
    assert.equal(document.activeElement, one(march(13)))
    await press(stage, 'Escape', 'td[tabindex="0"]')
    assert.ok(!isOpen())
    assert.equal(document.activeElement, one(field))
    await click('.dash-datepicker-button')
    assert.equal(document.activeElement, one(march(13)))
    await click('.dash-datepicker-button')
    assert.ok(!isOpen())
  })

  it('a first tap gives it the keyboard, a tap on the field beside it gives it back', async () => {
    await single()
    const tap = async () => {
      one(field).dispatchEvent(Object.assign(new Event('pointerdown', { bubbles: true }), { pointerType: 'touch' }))
      const down = new Event('mousedown', { bubbles: true, cancelable: true })
      // What a browser does unless it is told not to.
      if (one(field).dispatchEvent(down)) one(field).focus()
      await click(field)
    }
    await tap()
    assert.equal(document.activeElement, one(march(13)))
    await tap()
    assert.equal(document.activeElement, one(field))
    assert.ok(isOpen())
    await click(march(14))
    assert.equal(document.activeElement, one('.dash-datepicker-button'), 'no keyboard on the screen')
  })

  it('is a dialog with a grid of weeks, whose cells say what they are', async () => {
    await single({ disabled_days: ['2024-03-14'], min_date_allowed: '2024-03-02' })
    await click(field)
    assert.equal(one('[role=dialog]').id, one(field).getAttribute('aria-controls'))
    assert.equal(one('[role=grid]').getAttribute('aria-label'), 'March 2024')
    assert.equal(
      all('th')
        .map((th) => th.textContent)
        .join(),
      'Sun,Mon,Tue,Wed,Thu,Fri,Sat',
    )
    const says = (date: number) =>
      ['aria-selected', 'aria-disabled', 'tabindex'].map((name) => one(march(date)).getAttribute(name))
    assert.deepEqual(says(13), ['true', 'false', '0'])
    assert.deepEqual(says(14), ['false', 'true', '-1'])
    assert.deepEqual(says(1), ['false', 'true', '-1'])
    assert.equal(all('td[data-day]').length, 42, 'with the days before and after')
  })

  it('marks today', async () => {
    await single({ date: null })
    await click(field)
    assert.equal(one('[aria-current=date]').getAttribute('data-day'), String(today()))
    assert.equal(one('[aria-current=date]').tabIndex, 0)
  })

  it('goes where keys lead, over months and years, and says the month', async () => {
    await single({ first_day_of_week: 1 })
    await click('.dash-datepicker-button')
    const steps: [string, boolean, string][] = [
      ['ArrowRight', false, 'Thursday, March 14, 2024'],
      ['ArrowDown', false, 'Thursday, March 21, 2024'],
      ['Home', false, 'Monday, March 18, 2024'],
      ['End', false, 'Sunday, March 24, 2024'],
      ['PageDown', false, 'Wednesday, April 24, 2024'],
      ['PageUp', true, 'Monday, April 24, 2023'],
      ['ArrowUp', false, 'Monday, April 17, 2023'],
      ['ArrowLeft', false, 'Sunday, April 16, 2023'],
    ]
    for (const [name, shiftKey, want] of steps) {
      await key(name, { shiftKey })
      assert.equal(cursor(), want, name)
      assert.equal(document.activeElement, one('td[tabindex="0"]'), name)
    }
    assert.equal(one('[role=status]').textContent, 'April 2023')
    assert.deepEqual(heading(), ['April', '2023'])
  })

  it('does not go past the first and last day', async () => {
    await single({ min_date_allowed: '2024-03-10', max_date_allowed: '2024-04-05' })
    await click('.dash-datepicker-button')
    await key('PageUp')
    assert.equal(cursor(), 'Sunday, March 10, 2024')
    await key('PageDown', { shiftKey: true })
    assert.equal(cursor(), 'Friday, April 5, 2024')
    assert.equal(one('.dash-datepicker-next').getAttribute('aria-disabled'), 'true')
    await click('.dash-datepicker-next')
    assert.deepEqual(heading(), ['April', '2024'])
    const closed = all('.dash-datepicker-month option').filter((option) => !(option as HTMLOptionElement).disabled)
    assert.deepEqual(
      closed.map((option) => option.textContent),
      ['March', 'April'],
    )
  })

  it('picks with Enter, Space and a click, closes, and gives the keyboard back', async () => {
    for (const name of ['Enter', ' ', 'click']) {
      const stage = await single()
      await click('.dash-datepicker-button')
      await key('ArrowRight')
      if (name === 'click') await click(march(14))
      else await key(name)
      assert.equal(stage.call('out.title').request.inputs[0]?.value, '2024-03-14', name)
      assert.ok(!isOpen())
      assert.equal(document.activeElement, one(field))
    }
  })

  it('does not pick what is disabled', async () => {
    const stage = await single({ disabled_days: ['2024-03-14'] })
    await click('.dash-datepicker-button')
    await key('ArrowRight')
    await key('Enter')
    await click(march(14))
    assert.ok(isOpen())
    assert.equal(stage.sent.length, 0)
  })

  it('stays open where it is told to', async () => {
    const stage = await single({ stay_open_on_select: true })
    await click('.dash-datepicker-button')
    await click(march(20))
    assert.ok(isOpen())
    assert.equal(stage.props('it').date, '2024-03-20')
  })

  it('has arrows, a month and a year to go directly, the cursor with them', async () => {
    await single({ date: '2024-01-31' })
    await click(field)
    await click('.dash-datepicker-next')
    assert.deepEqual(heading(), ['February', '2024'])
    assert.equal(cursor(), 'Thursday, February 29, 2024')
    const month = one<HTMLSelectElement>('.dash-datepicker-month')
    month.value = month.options[9]?.value ?? ''
    month.dispatchEvent(new Event('change', { bubbles: true }))
    await settle()
    assert.deepEqual(heading(), ['October', '2024'])
    const year = one<HTMLInputElement>('.dash-datepicker-year')
    const enter = async (value: string, event: string) => {
      year.value = value
      year.dispatchEvent(new Event(event, { bubbles: true }))
      await settle()
    }
    await enter('19', 'input')
    assert.equal(cursor(), 'Tuesday, October 29, 2024', 'a year is not gone to by half')
    await enter('1999', 'input')
    assert.equal(cursor(), 'Friday, October 29, 1999')
    await enter('800', 'change')
    assert.deepEqual(heading(), ['October', '800'])
  })

  it('names its months as month_format says, keeping both to be chosen', async () => {
    await single({ month_format: '[In] MMM YY' })
    await click(field)
    assert.equal(one('[role=grid]').getAttribute('aria-label'), 'In Mar 24')
    assert.equal(one('.dash-datepicker-heading').firstElementChild?.textContent, 'In')
    assert.deepEqual(heading(), ['Mar', '2024'])
    await single({ month_format: 'YYYY' })
    await click(field)
    assert.deepEqual(heading(), ['March', '2024'])
  })

  it('opens at the initial month until a date is chosen', async () => {
    await single({ initial_visible_month: '2022-06-15' })
    await click(field)
    assert.deepEqual(heading(), ['June', '2022'])
    const stage = await single({ initial_visible_month: '2022-06-15', date: null })
    await click(field)
    assert.deepEqual(heading(), ['June', '2022'])
    await click(cell('Sunday, June 5, 2022'))
    await write(stage, { date: '2021-01-05' })
    await click(field)
    assert.deepEqual(heading(), ['January', '2021'])
  })

  it('shows as many months as it is told, each day once, in the direction it is told', async () => {
    await single({ number_of_months_shown: 3, calendar_orientation: 'vertical', day_size: 50 })
    await click(field)
    assert.deepEqual(
      all('[role=grid]').map((grid) => grid.getAttribute('aria-label')),
      ['March 2024', 'April 2024', 'May 2024'],
    )
    const days = all('td[data-day]').map((td) => td.dataset.day)
    assert.equal(new Set(days).size, days.length)
    assert.ok(one('.dash-datepicker-calendar-container').classList.contains('dash-datepicker-vertical'))
    assert.equal(one('.dash-datepicker-calendar-container').style.getPropertyValue('--dash-day-size'), '50px')
  })

  it('leaves out the days outside where it is told to', async () => {
    await single({ show_outside_days: false })
    await click(field)
    assert.equal(all('td[data-day]').length, 31)
  })

  it('closes with a press outside and when the keyboard goes elsewhere', async () => {
    const stage = await single()
    await click(field)
    stage.find('#out').dispatchEvent(new Event('pointerdown', { bubbles: true }))
    await settle()
    assert.ok(!isOpen())
    await click(field)
    const away = Object.assign(new Event('focusout', { bubbles: true }), { relatedTarget: stage.find('#out') })
    one(field).dispatchEvent(away)
    await settle()
    assert.ok(!isOpen())
  })

  it('is a modal dialog as a portal, with a button to close it', async () => {
    for (const prop of ['with_portal', 'with_full_screen_portal']) {
      await single({ [prop]: true })
      await click(field)
      assert.equal(one('dialog').classList.contains('dash-datepicker-full'), prop === 'with_full_screen_portal')
      await click('.dash-datepicker-close')
      assert.ok(!isOpen())
      await click(field)
      one('dialog').dispatchEvent(new Event('cancel', { cancelable: true }))
      await settle()
      assert.ok(!isOpen(), 'Escape')
    }
  })

  it('ends at the last day there is', async () => {
    const stage = await single({ date: '9999-12-31', number_of_months_shown: 2 })
    await click('.dash-datepicker-button')
    assert.equal(cursor(), 'Friday, December 31, 9999')
    await key('ArrowRight')
    assert.equal(cursor(), 'Friday, December 31, 9999')
    await write(stage, { date: '0001-01-01' })
    await click('.dash-datepicker-button')
    await click('.dash-datepicker-button')
    await key('PageUp', { shiftKey: true })
    assert.equal(cursor()?.startsWith('Monday, January 1, 1'), true, cursor() ?? '')
  })
})

describe('Clearing', () => {
  it('empties the date and closes, or opens the calendar', async () => {
    const stage = await single({ clearable: true })
    await click(field)
    await click('.dash-datepicker-clear')
    assert.equal(stage.props('it').date, null)
    assert.ok(!isOpen())
    assert.equal(document.activeElement, one(field))
    assert.equal(all('.dash-datepicker-clear').length, 0)
    const again = await single({ clearable: true, reopen_calendar_on_clear: true })
    await click('.dash-datepicker-clear')
    assert.equal(again.props('it').date, null)
    assert.ok(isOpen())
  })

  it('empties both dates of a range in one go', async () => {
    const stage = await range({ clearable: true, updatemode: 'bothdates' })
    await click('.dash-datepicker-clear')
    const { request } = stage.call('out.title')
    assert.deepEqual(
      request.inputs.map((input) => input.value),
      [null, null],
    )
    assert.equal(stage.sent.length, 0)
  })
})

describe('DatePickerRange', () => {
  const dates = (stage: { props(id: string): Props }) => [stage.props('it').start_date, stage.props('it').end_date]
  const painted = () =>
    all('.dash-datepicker-calendar-date-in-range')
      .map((td) => td.textContent)
      .join()

  it('is a group of two fields with ids and names', async () => {
    await range({ end_date: null, end_date_placeholder_text: 'Until' })
    assert.equal(text(), '2024-03-05')
    assert.equal(one(end).getAttribute('placeholder'), 'Until')
    assert.equal(one(end).getAttribute('aria-label'), 'Until')
    assert.equal(one(field).getAttribute('aria-label'), 'Start Date')
    await range({ start_date_id: 'from', end_date_id: 'to' })
    assert.equal(text('#from'), '2024-03-05')
    assert.equal(text('#to'), '2024-03-09')
    assert.equal(one('#it').getAttribute('role'), 'group')
  })

  it('takes a start, then an end, writing each, and closes', async () => {
    const stage = await range({ start_date: null, end_date: null, initial_visible_month: '2024-03-01' })
    await click(field)
    assert.equal(all('[role=grid]').length, 2)
    await click(march(20))
    assert.deepEqual(stage.call('out.title').request.changedPropIds, ['it.start_date'])
    assert.ok(isOpen())
    await click(march(24))
    assert.deepEqual(stage.call('out.title').request.changedPropIds, ['it.end_date'])
    assert.deepEqual(dates(stage), ['2024-03-20', '2024-03-24'])
    assert.ok(!isOpen())
    assert.equal(document.activeElement, one(end))
  })

  it('writes both dates at once where updatemode says so', async () => {
    const stage = await range({ updatemode: 'bothdates' })
    await click(field)
    await click(march(20))
    assert.equal(text(), '2024-03-20', 'shown')
    assert.equal(text(end), '')
    assert.equal(stage.sent.length, 0)
    assert.deepEqual(dates(stage), ['2024-03-05', '2024-03-09'])
    await click(march(24))
    const { request } = stage.call('out.title')
    assert.deepEqual(
      request.inputs.map((input) => input.value),
      ['2024-03-20', '2024-03-24'],
    )
    assert.equal(stage.sent.length, 0)
  })

  it('with both dates, a new start alone is written when the calendar closes', async () => {
    const stage = await range({ updatemode: 'bothdates' })
    await click(field)
    await click(march(7))
    assert.equal(stage.sent.length, 0)
    await press(stage, 'Escape', 'td[tabindex="0"]')
    assert.deepEqual(dates(stage), ['2024-03-07', '2024-03-09'])
  })

  it('with both dates, a new start and a new end are written together, and clearing drops what is half chosen', async () => {
    const stage = await range({ updatemode: 'bothdates', clearable: true })
    await click(field)
    await click(march(7))
    await click(march(12))
    assert.deepEqual(dates(stage), ['2024-03-07', '2024-03-12'])
    assert.deepEqual(stage.call('out.title').request.changedPropIds.sort(), ['it.end_date', 'it.start_date'])
    assert.equal(stage.sent.length, 0)
    await click(field)
    await click(march(8))
    await click('.dash-datepicker-clear')
    assert.deepEqual(dates(stage), [null, null])
    assert.equal(text(), '')
  })

  it('the end first, then the start, gives the keyboard back at the end', async () => {
    const stage = await range({ start_date: null, end_date: null, initial_visible_month: '2024-03-01' })
    await click(end)
    await click(march(20))
    await click(march(12))
    assert.deepEqual(dates(stage), ['2024-03-12', '2024-03-20'])
    assert.ok(!isOpen())
    assert.equal(document.activeElement, one(end))
  })

  it('opened at the end, takes an end', async () => {
    const stage = await range()
    await click(end)
    await click(march(12))
    assert.deepEqual(dates(stage), ['2024-03-05', '2024-03-12'])
    assert.ok(!isOpen())
  })

  it('keeps the fewest nights, typed or picked', async () => {
    const stage = await range({ minimum_nights: 3 })
    await click(end)
    assert.equal(one(march(7)).getAttribute('aria-disabled'), 'true')
    await click(march(7))
    assert.equal(stage.props('it').end_date, '2024-03-09')
    await type(stage, '2024-03-07', end)
    await press(stage, 'Enter', end)
    assert.equal(one(end).getAttribute('aria-invalid'), 'true')
    await type(stage, '2024-03-08', end)
    await press(stage, 'Enter', end)
    assert.equal(stage.props('it').end_date, '2024-03-08')
  })

  it('paints the range, and while it is chosen what it would be', async () => {
    const stage = await range()
    await click(field)
    assert.equal(painted(), '5,6,7,8,9')
    await click(march(20))
    const over = (selector: string) => {
      one(selector).dispatchEvent(Object.assign(new Event('pointerover', { bubbles: true }), { pointerType: 'mouse' }))
      return settle()
    }
    await over(march(22))
    assert.equal(painted(), '20,21,22')
    await over(march(18))
    assert.equal(painted(), '18,19,20')
    await click(march(20))
    assert.deepEqual(dates(stage), ['2024-03-20', '2024-03-20'])
  })

  it('the keyboard previews too', async () => {
    await range()
    await click('.dash-datepicker-button')
    await key('Enter')
    await key('ArrowRight')
    await key('ArrowRight')
    assert.equal(painted(), '5,6,7')
    assert.match(one(march(5)).getAttribute('aria-label') ?? '', /Start Date$/)
  })

  it('typing a start after the end empties the end', async () => {
    const stage = await range()
    await type(stage, '2024-03-20', field)
    await press(stage, 'Enter', field)
    assert.deepEqual(dates(stage), ['2024-03-20', null])
  })

  it('drops what is half chosen when a callback writes other dates', async () => {
    const stage = await range({ updatemode: 'bothdates' })
    await click(field)
    await click(march(20))
    await write(stage, { start_date: '2024-03-01' })
    assert.equal(text(), '2024-03-01')
    assert.equal(text(end), '2024-03-09')
  })

  it('is written from right to left where it is told to', async () => {
    await range({ is_RTL: true })
    assert.equal(one('.dash-datepicker').getAttribute('dir'), 'rtl')
  })
})
