import assert from 'node:assert/strict'
import { beforeEach, describe, it } from 'node:test'
import { settle, write } from './stage.fake'
import { applyRemembered, remember, remembered } from './themeswitch-theme'
import { stageOf, u } from './ui.fake'

const shown = () => document.documentElement.dataset.theme
const show = (props = {}) => stageOf([u('ThemeSwitch', { id: 'it', ...props })], 'it.value')
const radios = () => [...document.querySelectorAll<HTMLInputElement>('#it input')]
const chosen = () =>
  radios().find((radio) => radio.checked)?.ariaLabel ??
  radios()
    .find((radio) => radio.checked)
    ?.getAttribute('aria-label')

async function tell(value: string | null): Promise<void> {
  if (value === null) localStorage.removeItem('dashi-theme')
  else localStorage.setItem('dashi-theme', value)
  dispatchEvent(Object.assign(new Event('storage'), { key: 'dashi-theme', newValue: value }))
  await settle()
}

beforeEach(() => {
  localStorage.clear()
  delete document.documentElement.dataset.theme
})

describe('ThemeSwitch', () => {
  it('is radio buttons, one for each theme, named', async () => {
    const stage = await show()
    assert.deepEqual(
      radios().map((radio) => radio.getAttribute('aria-label')),
      ['System', 'Light', 'Dark', 'High contrast'],
    )
    assert.equal(chosen(), 'System')
    assert.equal(stage.find('#it').getAttribute('aria-label'), 'Theme')
    stage.close()
  })

  it('offers what it is told, in the words it is told', async () => {
    const stage = await show({
      themes: ['dark', 'sepia', 'light'],
      labels: { dark: 'Dunkel', group: 'Aussehen' },
      show_labels: true,
    })
    assert.deepEqual(
      [...document.querySelectorAll('#it label')].map((label) => label.textContent),
      ['Dunkel', 'Light'],
    )
    assert.equal(stage.find('#it').getAttribute('aria-label'), 'Aussehen')
    stage.close()
  })

  it('shows, remembers and tells what is chosen', async () => {
    const stage = await show()
    radios()[2]?.click()
    await settle()
    assert.equal(shown(), 'dark')
    assert.equal(remembered(), 'dark')
    assert.equal(stage.call('out.title').request.inputs[0]?.value, 'dark')
    radios()[0]?.click()
    await settle()
    assert.equal(shown(), undefined, 'the system has it')
    assert.equal(remembered(), 'system')
    stage.close()
  })

  it('shows what the layout and callbacks say, until the user has chosen', async () => {
    const stage = await show({ value: 'dark' })
    assert.equal(shown(), 'dark')
    assert.equal(remembered(), undefined, 'nobody chose')
    await write(stage, { value: 'contrast' })
    assert.equal(shown(), 'contrast')
    stage.close()
    localStorage.setItem('dashi-theme', 'light')
    const again = await show({ value: 'dark' })
    assert.equal(chosen(), 'Light')
    assert.equal(shown(), 'light')
    assert.equal(again.props('it').value, 'light')
    again.close()
  })

  it('follows another tab', async () => {
    const stage = await show()
    await tell('dark')
    assert.equal(chosen(), 'Dark')
    assert.equal(shown(), 'dark')
    stage.close()
  })

  it('as a button goes from one to the next', async () => {
    const stage = await show({ variant: 'button', themes: ['light', 'dark'], value: 'light' })
    const button = stage.find<HTMLButtonElement>('#it')
    assert.equal(button.getAttribute('aria-label'), 'Theme: Light')
    button.click()
    await settle()
    assert.equal(button.getAttribute('aria-label'), 'Theme: Dark')
    button.click()
    await settle()
    assert.equal(shown(), 'light')
    stage.close()
  })
})

describe('the start of a page', () => {
  it('is told to the server, for the next page', () => {
    remember('contrast')
    assert.match(document.cookie, /(^|; )dashi-theme=contrast(;|$)/)
    remember('system')
    assert.match(document.cookie, /(^|; )dashi-theme=system(;|$)/)
  })

  it('shows it as it was left, and follows other tabs', async () => {
    localStorage.setItem('dashi-theme', 'dark')
    const stop = applyRemembered()
    assert.equal(shown(), 'dark')
    await tell('contrast')
    assert.equal(shown(), 'contrast')
    await tell('<script>')
    await tell(null)
    assert.equal(shown(), 'contrast', 'no theme is no news')
    stop()
    await tell('light')
    assert.equal(shown(), 'contrast')
  })

  it('leaves a page alone for which nothing was chosen, or nonsense, or where nothing is kept', () => {
    const { localStorage: kept } = globalThis
    for (const value of [undefined, '', 'purple']) {
      if (value !== undefined) localStorage.setItem('dashi-theme', value)
      applyRemembered()()
      assert.equal(shown(), undefined)
    }
    const broken = { getItem: () => assert.fail('denied'), setItem: () => assert.fail('denied') }
    Object.defineProperty(globalThis, 'localStorage', { value: broken, configurable: true, writable: true })
    try {
      assert.equal(remembered(), undefined)
    } finally {
      Object.defineProperty(globalThis, 'localStorage', { value: kept, configurable: true, writable: true })
    }
  })
})
