import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import '../view/page.fake'
import { Files } from './files'

describe('files of packages', () => {
  it('are loaded once, and again when that failed', async () => {
    const asked: string[] = []
    let fails = true
    const load = async (address: string) => {
      asked.push(address)
      if (fails) throw new Error('offline')
    }
    const files = new Files({ script: load, style: load })
    const both = await Promise.allSettled([files.script('a.js'), files.script('a.js')])
    assert.deepEqual(
      both.map(({ status }) => status),
      ['rejected', 'rejected'],
    )
    fails = false
    await files.script('a.js')
    await files.script('a.js')
    await files.style('a.css')
    assert.deepEqual(asked, ['a.js', 'a.js', 'a.css'])
  })

  it('are elements of the page: scripts in order, styles behind ours and before the app’s own', async () => {
    document.head.innerHTML =
      '<link rel="stylesheet" href="/_dash-component-suites/dashi/index.css"><link rel="stylesheet" href="/assets/own.css">'
    const { settings } = (globalThis.window as unknown as { happyDOM: { settings: Record<string, boolean> } }).happyDOM
    settings.handleDisabledFileLoadingAsSuccess = true
    const files = new Files()
    await Promise.all([files.script('/p/a.js'), files.style('/p/a.css')])
    assert.deepEqual(
      [...document.head.children].map((e) => e.getAttribute('href') ?? e.getAttribute('src')),
      ['/_dash-component-suites/dashi/index.css', '/p/a.css', '/assets/own.css', '/p/a.js'],
    )
    assert.equal(document.querySelector('script')?.async, false)
    settings.handleDisabledFileLoadingAsSuccess = false
    await assert.rejects(files.script('/p/b.js'), /cannot load \/p\/b\.js/)
    assert.equal(document.querySelectorAll('script').length, 1)
  })
})
