import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { h } from '../view/page.fake'
import { settle, write } from './stage.fake'
import { stageOf, u } from './ui.fake'

Object.assign(globalThis, { innerWidth: 1000 })

const show = (props = {}) =>
  stageOf([u('Modal', { id: 'it', title: 'Title', children: h('P', { children: 'text' }), ...props })], 'it.open')
const dialog = () => document.getElementById('it') as HTMLDialogElement
const locked = () => document.documentElement.classList.contains('dash-modal-open')

async function fire(target: Element | null, ...names: string[]): Promise<Event[]> {
  const events = names.map((name) => new Event(name, { bubbles: true, cancelable: true }))
  for (const event of events) target?.dispatchEvent(event)
  await settle()
  return events
}

describe('Modal', () => {
  it('is a dialog named by its title', async () => {
    const stage = await show({ footer: h('Button', { children: 'OK' }) })
    assert.equal(dialog().open, false)
    const name = dialog().getAttribute('aria-labelledby') ?? ''
    assert.equal(document.getElementById(name)?.textContent, 'Title')
    assert.equal(dialog().querySelector('footer button')?.textContent, 'OK')
    stage.close()
    await show({ title: undefined, label: 'Named' })
    assert.equal(dialog().getAttribute('aria-label'), 'Named')
    assert.equal(dialog().hasAttribute('aria-labelledby'), false)
  })

  it('opens and closes as callbacks say, and holds the page still meanwhile', async () => {
    const stage = await show()
    await write(stage, { open: true })
    assert.ok(dialog().open)
    assert.ok(locked())
    await write(stage, { open: false })
    assert.equal(dialog().open, false)
    assert.equal(locked(), false)
    assert.equal(stage.props('it').n_close, undefined, 'nobody but the user is counted')
    await write(stage, { open: true })
    stage.close()
    assert.equal(locked(), false, 'the page is free when the window goes with its component')
  })

  it('is closed by its button, by Escape and by a click beside it', async () => {
    const stage = await show({ open: true })
    dialog().querySelector<HTMLButtonElement>('.dash-modal-close')?.click()
    await settle()
    assert.equal(stage.call('out.title').request.inputs[0]?.value, false)
    await write(stage, { open: true })
    const [cancel] = await fire(dialog(), 'cancel')
    assert.ok(cancel?.defaultPrevented)
    assert.equal(dialog().open, false)
    await write(stage, { open: true })
    await fire(dialog(), 'pointerdown', 'click')
    assert.equal(dialog().open, false)
    assert.equal(stage.props('it').n_close, 3)
  })

  it('stays for a click that began in it, or that is in it', async () => {
    await show({ open: true })
    await fire(dialog().querySelector('p'), 'pointerdown')
    await fire(dialog(), 'click')
    await fire(dialog().querySelector('p'), 'pointerdown', 'click')
    assert.ok(dialog().open)
  })

  it('static, stays for a click beside it', async () => {
    await show({ open: true, backdrop: 'static' })
    await fire(dialog(), 'pointerdown', 'click')
    assert.ok(dialog().open)
    await fire(dialog(), 'cancel')
    assert.equal(dialog().open, false)
  })

  it('that cannot be closed has no button and stays, even when the browser closes it', async () => {
    const stage = await show({ open: true, closable: false })
    assert.equal(dialog().querySelector('.dash-modal-close'), null)
    await fire(dialog(), 'cancel', 'pointerdown', 'click')
    assert.ok(dialog().open)
    dialog().close()
    await settle()
    assert.ok(dialog().open)
    assert.equal(stage.props('it').open, true)
  })

  it('hears nothing of a dialog within it', async () => {
    await show({ open: true, children: h('Dialog', { id: 'inner' }) })
    await fire(document.getElementById('inner'), 'cancel', 'close')
    assert.ok(dialog().open)
  })

  it('has the size it is told', async () => {
    await show({ size: 'lg' })
    assert.ok(dialog().classList.contains('dash-modal-lg'))
    await show({ size: '300' })
    assert.equal(dialog().style.getPropertyValue('--dash-modal-width'), '300px')
  })
})
