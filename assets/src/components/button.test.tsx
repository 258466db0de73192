import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import Button from './button'
import { settle, show } from './stage.fake'

const button = () => document.querySelector('button') as HTMLButtonElement

describe('Button', () => {
  it('counts clicks, also those that come before it is drawn anew', async () => {
    const stage = await show(Button, { children: 'Go', n_clicks: 3 }, 'it.n_clicks')
    button().click()
    button().click()
    await settle()
    assert.equal(stage.props('it').n_clicks, 5)
    assert.ok(Number(stage.props('it').n_clicks_timestamp) > 0)
    assert.equal(button().textContent, 'Go')
  })

  it('counts leaving', async () => {
    const stage = await show(Button, {})
    button().dispatchEvent(new Event('blur'))
    await settle()
    assert.equal(stage.props('it').n_blur, 1)
  })

  it('does nothing while disabled', async () => {
    const stage = await show(Button, { disabled: true })
    button().click()
    await settle()
    assert.equal(stage.props('it').n_clicks, undefined)
  })

  it('is a plain button of its form unless told otherwise', async () => {
    await show(Button, {})
    assert.equal(button().type, 'button')
    await show(Button, { type: 'submit', name: 'n', value: 'v', className: 'mine', title: 't' })
    const last = [...document.querySelectorAll('button')].at(-1) as HTMLButtonElement
    assert.deepEqual([last.type, last.name, last.value, last.title], ['submit', 'n', 'v', 't'])
    assert.ok(last.classList.contains('mine') && last.classList.contains('dash-button'))
  })

  it('sends a form to no script', async () => {
    await show(Button, { formAction: 'javascript:alert(1)' })
    assert.equal(button().getAttribute('formaction'), 'about:blank')
  })
})
