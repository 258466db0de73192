import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { dep } from '../graph/page.fake'
import { h, Stage, settle } from './page.fake'

const draw = async (type: string, props: Record<string, unknown>) => (await new Stage(h(type, props)).mount()).html

describe('html elements', () => {
  const cases: [name: string, type: string, props: Record<string, unknown>, html: string][] = [
    ['className and title', 'Div', { className: 'a b', title: 't' }, '<div class="a b" title="t"></div>'],
    ['htmlFor', 'Label', { htmlFor: 'x' }, '<label for="x"></label>'],
    ['tabIndex', 'Div', { tabIndex: -1 }, '<div tabindex="-1"></div>'],
    ['colSpan', 'Td', { colSpan: 2 }, '<td colspan="2"></td>'],
    ['data and aria attributes', 'Div', { 'data-a': 'x', 'aria-label': 'l' }, '<div data-a="x" aria-label="l"></div>'],
    ['a false aria attribute', 'Div', { 'aria-hidden': false }, '<div aria-hidden="false"></div>'],
    ['spellCheck false', 'Div', { spellCheck: false }, '<div spellcheck="false"></div>'],
    ['maxLength', 'Textarea', { maxLength: 3 }, '<textarea maxlength="3"></textarea>'],
    [
      'numbers in style are pixels',
      'Div',
      { style: { width: 3, opacity: 0.5 } },
      '<div style="width: 3px; opacity: 0.5;"></div>',
    ],
    ['MapEl', 'MapEl', { name: 'm' }, '<map name="m"></map>'],
    ['no n_clicks attribute', 'B', { n_clicks: 3, disable_n_clicks: true }, '<b></b>'],
    [
      'nothing that writes markup',
      'B',
      { innerHTML: '<i>', textContent: 'x', dangerouslySetInnerHTML: { __html: '<i>' } },
      '<b></b>',
    ],
    ['no handler from a prop', 'B', { onClick: 'alert(1)', onload: 'x' }, '<b></b>'],
  ]
  for (const [name, type, props, html] of cases) {
    it(`draws ${name}`, async () => {
      assert.equal(await draw(type, props), html)
    })
  }

  const urls: [prop: string, type: string, url: string, safe: boolean][] = [
    ['href', 'A', 'https://x.org/', true],
    ['href', 'A', '/a?javascript:1', true],
    ['href', 'A', 'javascript:alert(1)', false],
    ['href', 'A', ' jAva\tscript\n:alert(1)', false],
    ['href', 'A', '\u0001javascript:alert(1)', false],
    ['href', 'A', 'vbscript:x', false],
    ['src', 'Iframe', 'data:text/html,<script>', false],
    ['src', 'Img', 'data:image/png;base64,AA', true],
    ['data', 'ObjectEl', 'javascript:1', false],
    ['action', 'Form', 'javascript:1', false],
    ['formAction', 'Button', 'javascript:1', false],
  ]
  for (const [prop, type, url, safe] of urls) {
    it(`${safe ? 'keeps' : 'blanks'} ${type} ${prop} ${JSON.stringify(url)}`, async () => {
      const stage = await new Stage(h(type, { [prop]: url })).mount()
      assert.equal(stage.root.firstElementChild?.getAttribute(prop.toLowerCase()), safe ? url : 'about:blank')
      assert.equal(stage.errors.length, safe ? 0 : 1)
    })
  }

  it('reports the same address once, however often it is drawn', async () => {
    const stage = await new Stage([h('A', { href: 'javascript:once' }), h('A', { href: 'javascript:once' })]).mount()
    assert.equal(stage.errors.length, 1)
  })

  it('counts clicks of an element with an id', async () => {
    const stage = await new Stage(
      [h('Button', { id: 'b' }), h('P', { id: 'o' })],
      [dep('o.title', 'b.n_clicks', { prevent_initial_call: true })],
    ).mount()
    stage.find('#b').click()
    stage.find('#b').click()
    await settle()
    assert.equal(stage.props('b').n_clicks, 2)
    assert.equal(typeof stage.props('b').n_clicks_timestamp, 'number')
    assert.equal(stage.sent.length, 1, 'one burst, one call')
  })

  it('does not count clicks without an id, or with disable_n_clicks', async () => {
    const stage = await new Stage([
      h('Button', { className: 'x' }),
      h('B', { id: 'b', disable_n_clicks: true }),
    ]).mount()
    stage.find('.x').click()
    stage.find('#b').click()
    assert.equal(stage.props('b').n_clicks, undefined)
  })

  it('takes away an attribute whose prop goes away', async () => {
    const stage = await new Stage(h('Textarea', { id: 't', maxLength: 3, title: 'x' })).mount()
    stage.page.tree.apply({ t: { maxLength: null, title: null } }, () => false)
    await settle()
    assert.equal(stage.find('#t').hasAttribute('maxlength'), false)
    assert.equal(stage.find('#t').title, '')
  })

  it('a style that is none, and booleans as text, break nothing', async () => {
    assert.equal(await draw('Div', { style: [null, 1] }), '<div></div>')
    assert.equal(await draw('Div', { style: 'color: red' }), '<div></div>')
    const stage = await new Stage(h('Img', { id: 'i', draggable: 'false' })).mount()
    assert.equal(stage.find('#i').hasAttribute('draggable'), false)
  })
})
