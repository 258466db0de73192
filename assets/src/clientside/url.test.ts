import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { cleanUrl } from './url'

describe('clean_url', () => {
  const harmless = [
    '',
    '/page?x=javascript:1',
    'https://example.org/#javascript:',
    'javascript/index.html',
    'mailto:a@b.c',
    'data:image/png;base64,AAAA',
    'data:text/plain,hello',
    'blob:http://localhost/1',
    ' https://example.org/a b ',
  ]
  for (const url of harmless) {
    it(`leaves ${JSON.stringify(url)} as it is`, () => {
      assert.equal(cleanUrl(url), url)
    })
  }

  const dangerous = [
    'javascript:alert(1)',
    'JavaScript:alert(1)',
    'vbscript:x',
    'data:text/html,<script>1</script>',
    'data:text/html;base64,AAAA',
    'DATA: Text/HTML;charset=utf-8,x',
    'data:application/xhtml+xml,x',
    '  javascript:1',
    '\u0000\u0001javascript:1',
    'java\tscript:1',
    'java\r\nscript\n:1',
    '\u00a0\u2028javascript:1',
    '\u200bjava\u200dscript:1',
    '\ufeffjavascript:1',
    '\u009fjavascript:1',
    'java&Tab;script:1',
    'java&NewLine;script:1',
    'javascript&colon;1',
    '&#106;avascript:1',
    '&#x6A;avascript:1',
    '&#0000106avascript:1',
    '&#1;javascript:1',
  ]
  for (const url of dangerous) {
    it(`blocks ${JSON.stringify(url)}`, () => {
      assert.equal(cleanUrl(url), 'about:blank')
    })
  }

  it('gives the fallback it is told', () => {
    assert.equal(cleanUrl('javascript:1', '#'), '#')
  })

  for (const url of [undefined, null, 7, {}]) {
    it(`gives the fallback for ${JSON.stringify(url)}, which is no address`, () => {
      assert.equal(cleanUrl(url), 'about:blank')
    })
  }

  it('takes a reference to no sign for no sign', () => {
    assert.equal(cleanUrl('&#x110000;javascript:1'), 'about:blank')
    assert.equal(cleanUrl('&#x110000;x'), '&#x110000;x')
  })
})
