import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { press, settle, write } from './stage.fake'
import { stageOf, u } from './ui.fake'

const show = (props = {}) => stageOf([u('Toast', { id: 'it', children: 'text', ...props })], 'it.open')
const place = () => document.getElementById('it')
const note = () => document.querySelector('#it .dash-toast')

describe('Toast', () => {
  it('has its place in the page before it is shown, so that it is told', async () => {
    const stage = await show({ title: 'T', kind: 'success' })
    assert.equal(place()?.getAttribute('role'), 'status')
    assert.equal(note(), null)
    await write(stage, { open: true })
    assert.equal(note()?.textContent, 'Ttext')
    assert.ok(note()?.classList.contains('dash-toast-success'))
    stage.close()
    assert.equal(place(), null, 'it goes with its component')
  })

  it('interrupts only for what is urgent', async () => {
    for (const [kind, role] of [
      ['neutral', 'status'],
      ['info', 'status'],
      ['nonsense', 'status'],
      ['warning', 'alert'],
      ['danger', 'alert'],
    ]) {
      const stage = await show({ kind })
      assert.equal(place()?.getAttribute('role'), role, kind)
      stage.close()
    }
  })

  it('stands below the others of its corner', async () => {
    const stage = await stageOf([
      u('Toast', { id: 'a', open: true }),
      u('Toast', { id: 'b', open: true }),
      u('Toast', { id: 'c', open: true, position: 'top' }),
      u('Toast', { id: 'd', open: true, position: 'nowhere' as never }),
    ])
    const ids = (corner: string) =>
      [...(document.getElementById(`dash-toasts-${corner}`)?.children ?? [])].map((e) => e.id)
    assert.deepEqual(ids('bottom-end'), ['a', 'b', 'd'])
    assert.deepEqual(ids('top'), ['c'])
    stage.close()
  })

  it('is dismissed by its button and by Escape, and counts that', async () => {
    const stage = await show({ open: true })
    document.querySelector<HTMLButtonElement>('#it button')?.click()
    await settle()
    assert.equal(stage.call('out.title').request.inputs[0]?.value, false)
    assert.equal(stage.props('it').n_dismiss, 1)
    await write(stage, { open: true })
    await press(stage, 'Escape', '#it button')
    assert.equal(note(), null)
    assert.equal(stage.props('it').n_dismiss, 2)
    stage.close()
  })

  it('without dismissable stays', async () => {
    const stage = await show({ open: true, dismissable: false })
    assert.equal(document.querySelector('#it button'), null)
    await press(stage, 'Escape', '#it .dash-toast')
    assert.ok(note())
    stage.close()
  })

  it('closes when its time is over, which is no dismissal', async () => {
    const stage = await show({ open: true, duration: 20 })
    await settle(60)
    assert.equal(note(), null)
    assert.equal(stage.props('it').open, false)
    assert.equal(stage.props('it').n_dismiss, undefined)
    stage.close()
  })

  it('has its whole time again when a callback shows it again', async () => {
    const stage = await show({ open: true, duration: 100_000 })
    await write(stage, { duration: 20, open: true })
    await settle(60)
    assert.equal(note(), null)
    await write(stage, { open: true })
    assert.ok(note())
    stage.close()
  })

  it('waits while the pointer is on it', async () => {
    const stage = await show({ open: true, duration: 30 })
    place()?.dispatchEvent(new Event('pointerenter'))
    await settle(80)
    assert.ok(note())
    place()?.dispatchEvent(new Event('pointerleave'))
    assert.ok(note(), 'there is a second left for it')
    stage.close()
  })
})
