import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { h } from '../view/page.fake'
import Dropdown from './dropdown'
import { press, settle, show, type, write } from './stage.fake'

const cities = ['Oslo', 'Rome', { label: 'Tokyo', value: 'tyo', disabled: true, title: 't' }, 'Lima']
const drop = (props: Record<string, unknown> = {}) => show(Dropdown, { options: cities, ...props })
const rows = () => [...document.querySelectorAll<HTMLElement>('[role=option]')]
const texts = () => rows().map((row) => row.textContent)
const trigger = '#it'
const search = '.dash-dropdown-search'
const list = '[role=listbox]'
const active = () => document.querySelector('.dash-dropdown-option-active')?.textContent
const isOpen = () => document.querySelector('.dash-dropdown-content') !== null

describe('Dropdown, closed', () => {
  it('is a combobox button with the id, showing label or placeholder', async () => {
    const stage = await drop({ value: 'tyo' })
    const button = stage.find(trigger)
    assert.equal(button.getAttribute('role'), 'combobox')
    assert.equal(button.getAttribute('aria-expanded'), 'false')
    assert.equal(button.textContent, 'Tokyo')
    const empty = await drop({ placeholder: 'City' })
    assert.equal(empty.find(trigger).textContent, 'City')
    assert.equal(empty.find(trigger).getAttribute('aria-label'), 'City')
  })

  it('opens with arrows, Enter, Space and a click; not when disabled', async () => {
    for (const key of ['ArrowDown', 'ArrowUp', 'Enter', ' ']) {
      const stage = await drop()
      await press(stage, key, trigger)
      assert.ok(isOpen(), key)
    }
    const stage = await drop()
    stage.find(trigger).click()
    await settle()
    assert.ok(isOpen())
    const off = await drop({ disabled: true })
    off.find(trigger).click()
    await settle()
    assert.ok(!isOpen())
  })

  it('a typed letter opens it with that letter as the query', async () => {
    const stage = await drop()
    await press(stage, 'l', trigger)
    assert.equal(stage.props('it').search_value, 'l')
    assert.deepEqual(texts(), ['Lima', 'Oslo'])
  })

  it('Delete and the button clear the value; not when clearable is false', async () => {
    const stage = await drop({ value: 'Oslo' })
    await press(stage, 'Delete', trigger)
    assert.equal(stage.props('it').value, null)
    const other = await drop({ value: 'Oslo' })
    other.find('.dash-dropdown-clear').click()
    await settle()
    assert.equal(other.props('it').value, null)
    const kept = await drop({ value: 'Oslo', clearable: false })
    await press(kept, 'Delete', trigger)
    assert.equal(kept.props('it').value, 'Oslo')
    assert.equal(document.querySelector('.dash-dropdown-clear'), null)
  })
})

describe('Dropdown, open', () => {
  it('has the focus in its search field, wired to a list whose rows say what they are', async () => {
    const stage = await drop({ value: 'Rome' })
    await press(stage, 'Enter', trigger)
    const field = stage.find(search)
    assert.equal(document.activeElement, field)
    assert.equal(field.getAttribute('aria-controls'), stage.find(list).id)
    assert.equal(field.getAttribute('aria-activedescendant'), rows()[1]?.id)
    assert.deepEqual(
      rows().map((row) => [
        row.getAttribute('aria-selected'),
        row.getAttribute('aria-disabled'),
        row.getAttribute('aria-posinset'),
      ]),
      [
        ['false', 'false', '1'],
        ['true', 'false', '2'],
        ['false', 'true', '3'],
        ['false', 'false', '4'],
      ],
    )
  })

  it('arrows pass over disabled rows and Enter picks, closes, gives the focus back and sends', async () => {
    const stage = await drop({ value: 'Rome' })
    await press(stage, 'Enter', trigger)
    await press(stage, 'ArrowDown', search)
    assert.equal(active(), 'Lima')
    await press(stage, 'Enter', search)
    assert.equal(stage.call('out.title').request.inputs[0]?.value, 'Lima')
    assert.ok(!isOpen())
    assert.equal(document.activeElement, stage.find(trigger))
  })

  it('Escape and a press outside close it without a change', async () => {
    const stage = await drop({ value: 'Rome' })
    await press(stage, 'Enter', trigger)
    await press(stage, 'ArrowDown', search)
    await press(stage, 'Escape', search)
    assert.ok(!isOpen())
    await press(stage, 'Enter', trigger)
    stage.find('#out').dispatchEvent(new Event('pointerdown', { bubbles: true }))
    await settle()
    assert.ok(!isOpen())
    assert.equal(stage.sent.length, 0)
  })

  it('the query filters, is a prop, and is gone when the menu closes', async () => {
    const stage = await drop()
    await press(stage, 'Enter', trigger)
    await type(stage, 'om', search)
    assert.equal(stage.props('it').search_value, 'om')
    assert.deepEqual(texts(), ['Rome'])
    await press(stage, 'Enter', search)
    assert.equal(stage.props('it').value, 'Rome')
    assert.equal(stage.props('it').search_value, undefined)
  })

  it('says when nothing is found', async () => {
    const stage = await drop({ labels: { no_options_found: 'Nada' } })
    await press(stage, 'Enter', trigger)
    await type(stage, 'zzz', search)
    assert.equal(stage.find('.dash-dropdown-empty').textContent, 'Nada')
  })

  it('a click picks, but not on a disabled row', async () => {
    const stage = await drop()
    await press(stage, 'Enter', trigger)
    rows()[2]?.click()
    await settle()
    assert.equal(stage.props('it').value, undefined)
    rows()[0]?.click()
    await settle()
    assert.equal(stage.props('it').value, 'Oslo')
  })

  it('without search the list has the focus, and letters jump', async () => {
    const stage = await drop({ searchable: false })
    await press(stage, 'Enter', trigger)
    assert.equal(document.activeElement, stage.find(list))
    await press(stage, 'l', list)
    assert.equal(active(), 'Lima')
    await press(stage, ' ', list)
    assert.equal(stage.props('it').value, 'Lima')
  })

  it('draws only the rows in sight of a long list, and starts at the chosen one', async () => {
    const options = Array.from({ length: 20_000 }, (_, i) => i)
    const stage = await show(Dropdown, { options, value: 3 })
    await press(stage, 'Enter', trigger)
    assert.ok(rows().length < 40, `${rows().length} rows`)
    assert.equal(stage.find('.dash-dropdown-rows').style.height, `${20_000 * 36}px`)
    assert.equal(rows()[0]?.getAttribute('aria-setsize'), '20000')
    assert.equal(active(), '3')
  })

  it('gives rows the height it is told', async () => {
    const stage = await drop({ optionHeight: 50, maxHeight: 300 })
    await press(stage, 'Enter', trigger)
    assert.equal(rows()[1]?.style.top, '50px')
    assert.equal(stage.find(list).style.maxHeight, '300px')
  })

  it('takes a dictionary of options, and components as labels', async () => {
    const stage = await show(Dropdown, { options: { a: 'Alpha' }, value: 'a' })
    assert.equal(stage.find(trigger).textContent, 'Alpha')
    const rich = await show(Dropdown, { options: [{ label: h('B', { children: 'bold' }), value: 1 }], value: 1 })
    assert.equal(rich.find(`${trigger} b`).textContent, 'bold')
    await press(rich, 'Enter', trigger)
    assert.equal(rich.find('[role=option] b').textContent, 'bold')
  })
})

describe('Dropdown of several values', () => {
  const several = (props: Record<string, unknown> = {}) => drop({ multi: true, value: ['Lima', 'Oslo'], ...props })

  it('shows them with their number', async () => {
    const stage = await several({ labels: { selected_count: '{num_selected} Orte' } })
    assert.equal(stage.find('.dash-dropdown-value').textContent, 'Lima, Oslo')
    assert.equal(stage.find('.dash-dropdown-value-count').textContent, '2 Orte')
  })

  it('toggles and stays open, with the chosen ones first', async () => {
    const stage = await several()
    await press(stage, 'Enter', trigger)
    assert.deepEqual(texts(), ['Oslo', 'Lima', 'Rome', 'Tokyo'])
    await press(stage, 'Enter', search)
    assert.deepEqual(stage.props('it').value, ['Lima'])
    assert.ok(isOpen())
    assert.deepEqual(texts(), ['Oslo', 'Lima', 'Rome', 'Tokyo'], 'rows do not jump while it is open')
  })

  it('selects and deselects what is in sight', async () => {
    const stage = await several()
    await press(stage, 'Enter', trigger)
    await type(stage, 'o', search)
    const [all, none] = [...document.querySelectorAll<HTMLElement>('.dash-dropdown-action-button')]
    all?.click()
    await settle()
    assert.deepEqual(stage.props('it').value, ['Lima', 'Oslo', 'Rome'])
    none?.click()
    await settle()
    assert.deepEqual(stage.props('it').value, ['Lima'])
  })

  it('refuses to be emptied when it is not clearable', async () => {
    const stage = await several({ value: ['Oslo'], clearable: false })
    await press(stage, 'Enter', trigger)
    await press(stage, 'Enter', search)
    assert.deepEqual(stage.props('it').value, ['Oslo'])
  })

  it('Backspace takes the last one away', async () => {
    const stage = await several()
    await press(stage, 'Backspace', trigger)
    assert.deepEqual(stage.props('it').value, ['Lima'])
  })

  it('with debounce, sends when the menu closes', async () => {
    const stage = await several({ debounce: true })
    await press(stage, 'Enter', trigger)
    await press(stage, 'Enter', search)
    assert.equal(stage.sent.length, 0)
    assert.equal(stage.find('.dash-dropdown-value').textContent, 'Lima')
    await press(stage, 'Escape', search)
    assert.deepEqual(stage.call('out.title').request.inputs[0]?.value, ['Lima'])
  })

  it('closes on a pick when closeOnSelect says so', async () => {
    const stage = await several({ closeOnSelect: true })
    await press(stage, 'Enter', trigger)
    await press(stage, 'Enter', search)
    assert.ok(!isOpen())
  })
})

describe('Dropdown whose options change', () => {
  it('drops values that are offered no more, and fires', async () => {
    const stage = await drop({ multi: true, value: ['Oslo', 'Rome'] })
    await write(stage, { options: ['Rome', 'Bern'] })
    assert.deepEqual(stage.call('out.title').request.inputs[0]?.value, ['Rome'])
    const single = await drop({ value: 'Oslo' })
    await write(single, { options: ['Bern'] })
    assert.equal(single.props('it').value, null)
  })

  it('keeps values while a search is on: the options may be its result', async () => {
    const stage = await drop({ value: 'Oslo' })
    await press(stage, 'b', trigger)
    await write(stage, { options: ['Bern'] })
    assert.equal(stage.props('it').value, 'Oslo')
  })

  it('closes when it is disabled while open', async () => {
    const stage = await drop()
    await press(stage, 'Enter', trigger)
    assert.ok(isOpen())
    await write(stage, { disabled: true })
    assert.ok(!isOpen())
  })

  it('with thousands chosen, writes as many labels as can be seen, and counts all', async () => {
    const options = Array.from({ length: 10_000 }, (_, i) => i)
    const stage = await drop({ options, value: options, multi: true })
    assert.ok((stage.find('.dash-dropdown-value').textContent?.length ?? 0) < 500)
    assert.match(stage.find(trigger).textContent ?? '', /10000 selected$/)
  })
})

describe('Dropdown of groups', () => {
  const options = [
    { label: 'Oslo', value: 1, group: 'Europe' },
    { label: 'Anywhere', value: 2 },
    { label: 'Lima', value: 3, group: 'America' },
    { label: 'Rome', value: 4, group: 'Europe' },
  ]

  it('shows each under its heading, which names it, and options without one first', async () => {
    const stage = await drop({ options })
    await press(stage, 'Enter', trigger)
    assert.deepEqual(texts(), ['Anywhere', 'Oslo', 'Rome', 'Lima'])
    const groups = [...document.querySelectorAll('[role=listbox] [role=group]')]
    assert.deepEqual(
      groups.map((group) => document.getElementById(group.getAttribute('aria-labelledby') ?? '')?.textContent),
      ['Europe', 'America'],
    )
  })

  it('counts headings as lines where rows have one height', async () => {
    const stage = await drop({ options, optionHeight: 50 })
    await press(stage, 'Enter', trigger)
    assert.deepEqual(
      rows().map((row) => row.style.top),
      ['0px', '100px', '150px', '250px'],
    )
    assert.equal(stage.find('.dash-dropdown-rows').style.height, '300px')
  })
})

describe('Dropdown that asks a callback for its options', () => {
  const ask = async () => {
    const stage = await show(Dropdown, { options: cities, value: ['Oslo'], multi: true }, 'it.search_value')
    await press(stage, 'x', trigger)
    return stage
  }

  it('shows all that the callback gives, what matches first, and keeps what is chosen with its label', async () => {
    const stage = await ask()
    await write(stage, { options: [{ label: 'other', value: 'o' }, 'xylophone'] })
    assert.deepEqual(texts(), ['xylophone', 'other'])
    assert.equal(active(), 'xylophone')
    assert.deepEqual(stage.props('it').value, ['Oslo'])
    assert.equal(stage.find('.dash-dropdown-value').textContent, 'Oslo')
    assert.equal(document.activeElement, stage.find(search))
  })

  it('filters again when the text goes on, until the next answer', async () => {
    const stage = await ask()
    await write(stage, { options: [{ label: 'other', value: 'o' }, 'xylophone'] })
    await type(stage, 'xy', search)
    assert.deepEqual(texts(), ['xylophone'])
  })
})
