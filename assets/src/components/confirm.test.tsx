import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import ConfirmDialog from './confirmdialog'
import ConfirmDialogProvider from './confirmdialogprovider'
import { settle, show, write } from './stage.fake'

const dialog = () => document.querySelector('dialog') as HTMLDialogElement
const choose = async (name: string) => {
  document.querySelector<HTMLElement>(`.dash-confirm-${name}`)?.click()
  await settle()
}

describe('ConfirmDialog', () => {
  it('opens when it is displayed, with its question as its name', async () => {
    const stage = await show(ConfirmDialog, { message: 'Really?' })
    assert.equal(dialog().open, false)
    await write(stage, { displayed: true })
    assert.equal(dialog().open, true)
    assert.equal(dialog().getAttribute('role'), 'alertdialog')
    assert.equal(document.getElementById(dialog().getAttribute('aria-labelledby') ?? '')?.textContent, 'Really?')
    await write(stage, { displayed: false })
    assert.equal(dialog().open, false)
  })

  for (const name of ['submit', 'cancel'])
    it(`counts ${name} and closes`, async () => {
      const stage = await show(ConfirmDialog, { displayed: true, [`${name}_n_clicks`]: 4 })
      await choose(name)
      const props = stage.props('it')
      assert.deepEqual([props[`${name}_n_clicks`], props.displayed, dialog().open], [5, false, false])
      assert.ok(Number(props[`${name}_n_clicks_timestamp`]) > 0)
    })

  it('Escape is Cancel', async () => {
    const stage = await show(ConfirmDialog, { displayed: true })
    dialog().dispatchEvent(new Event('cancel', { cancelable: true }))
    await settle()
    assert.deepEqual([stage.props('it').cancel_n_clicks, stage.props('it').submit_n_clicks], [1, undefined])
  })
})

describe('ConfirmDialogProvider', () => {
  it('asks when what is inside is clicked', async () => {
    const stage = await show(ConfirmDialogProvider, { message: 'Sure?', children: 'Delete' })
    document.querySelector<HTMLElement>('.dash-confirm-provider button')?.click()
    await settle()
    assert.deepEqual([stage.props('it').displayed, dialog().open], [true, true])
    await choose('submit')
    assert.deepEqual([stage.props('it').submit_n_clicks, stage.props('it').displayed], [1, false])
  })
})
