import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { mayFollow } from '../view/url'
import Link from './link'
import Location from './location'
import { target } from './location-parts'
import { settle, show, write } from './stage.fake'

const address = { href: 'http://x/a?b=1#c', pathname: '/a', search: '?b=1', hash: '#c' }

describe('where parts of an address lead', () => {
  for (const [name, before, now, want] of [
    ['nowhere while nothing changed', { pathname: '/z' }, { pathname: '/z' }, undefined],
    ['nowhere where the page is', {}, { pathname: '/a', href: address.href }, undefined],
    ['to one part, the others as they are', {}, { pathname: '/n' }, 'http://x/n?b=1#c'],
    ['to several parts at once', {}, { pathname: '/n', search: '', hash: 'd' }, 'http://x/n#d'],
    ['to the href before all others', {}, { pathname: '/n', href: '/h' }, '/h'],
    ['nowhere by another spelling of the same', {}, { href: '/a?b=1#c' }, undefined],
  ] as const) {
    it(name, () => assert.equal(target(before, now, address), want))
  }
})

describe('addresses that may be followed', () => {
  for (const bad of [
    'javascript:1',
    ' java\nscript:1',
    'JaVaScRiPt:1',
    'data:text/html,x',
    'DATA:image/svg+xml,x',
    'vbscript:1',
  ]) {
    it(`are not ${JSON.stringify(bad)}`, () => assert.equal(mayFollow(bad), false))
  }
  for (const good of ['/javascript:1', 'javascript-course', 'https://x/?data:1', '#data', 'mailto:a@b.c']) {
    it(`are ${good}`, () => assert.equal(mayFollow(good), true))
  }
})

describe('Location', () => {
  it('says where the page is, and goes where it is sent without a load', async () => {
    history.replaceState({}, '', '/a?b=1')
    const stage = await show(Location, { refresh: false }, 'it.pathname')
    assert.equal(stage.call('out.title').request.inputs[0]?.value, '/a')
    await write(stage, { pathname: '/n' })
    assert.equal(location.pathname + location.search, '/n?b=1')
    assert.equal(stage.props('it').href, location.href, 'the other parts are true')
    history.replaceState({}, '', '/back')
    dispatchEvent(new Event('popstate'))
    await settle()
    assert.equal(stage.props('it').pathname, '/back')
    stage.close()
  })

  it('loads the page anew with refresh, which is how it is unless said otherwise', async () => {
    history.replaceState({}, '', '/a')
    const loaded: string[] = []
    const { assign } = location
    Object.defineProperty(location, 'assign', { value: (to: string) => loaded.push(to), configurable: true })
    const stage = await show(Location, {}, '')
    await write(stage, { pathname: '/n' })
    assert.deepEqual(
      loaded.map((to) => new URL(to, location.href).pathname),
      ['/n'],
    )
    assert.equal(location.pathname, '/a', "the load is the browser's")
    Object.defineProperty(location, 'assign', { value: assign, configurable: true })
    stage.close()
  })

  it('does not go where a script would run', async () => {
    history.replaceState({}, '', '/a')
    const stage = await show(Location, { refresh: false }, '')
    await write(stage, { href: 'javascript:alert(1)' })
    assert.equal(location.pathname, '/a')
    assert.match(String(stage.errors[0]?.text), /Dangerous address/)
    stage.close()
  })
})

describe('Link', () => {
  const click = (options: MouseEventInit = {}) => {
    const event = new MouseEvent('click', { bubbles: true, cancelable: true, ...options })
    document.querySelector('a')?.dispatchEvent(event)
    return event.defaultPrevented
  }

  it('is followed without a load, and shows its address where it has no children', async () => {
    history.replaceState({}, '', '/')
    const stage = await show(Link, { href: '/there' }, '')
    let told = 0
    addEventListener('_dashprivate_pushstate', () => told++)
    assert.equal(click(), true)
    assert.deepEqual([location.pathname, told, stage.find('a').textContent], ['/there', 1, '/there'])
  })

  for (const [name, props, options] of [
    ['with a modifier key', { href: '/x' }, { ctrlKey: true }],
    ['with refresh', { href: '/x', refresh: true }, {}],
    ['to another window', { href: '/x', target: '_blank' }, {}],
    ['to another site', { href: 'https://elsewhere.example/' }, {}],
    ['to a dangerous address', { href: 'javascript:1' }, {}],
  ] as const) {
    it(`is the browser's affair ${name}`, async () => {
      const stage = await show(Link, props, '')
      // happy-dom would follow it.
      stage.find('a').parentElement?.addEventListener('click', (event) => event.preventDefault())
      const before = location.href
      click(options)
      assert.equal(location.href, before)
    })
  }
})
