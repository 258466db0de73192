import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { inlineFormula, parse, untagged } from './markdown-parse'

const plain = (text: string) => parse(text, { math: false, html: false }).trim()
const math = (text: string) => parse(text, { math: true, html: false }).trim()
const html = (text: string) => parse(text, { math: false, html: true }).trim()

describe('Markdown as GitHub has it', () => {
  it('has tables, tasks, strikethrough and links without brackets', () => {
    assert.match(plain('|a|b|\n|:-|-:|\n|1|2|'), /<td align="right">2<\/td>/)
    assert.match(plain('- [x] done\n- [ ] not'), /aria-label="done".*done[\s\S]*aria-label="to do".*not/)
    assert.equal(plain('~~no~~'), '<p><del>no</del></p>')
    assert.match(plain('see https://example.org/a.'), /<a href="https:\/\/example.org\/a">/)
  })

  it('gives headings no ids', () => {
    assert.equal(plain('# location'), '<h1>location</h1>')
  })

  it('names the language of code', () => {
    assert.match(plain('```go\na < b\n```'), /<pre><code class="language-go">a &lt; b/)
  })

  it('has no inputs', () => {
    assert.doesNotMatch(plain('- [x] done'), /<input/)
  })
})

describe('HTML in Markdown', () => {
  it('is dropped unless it is allowed', () => {
    assert.equal(plain('a <b>bold</b> word'), '<p>a bold word</p>')
    assert.equal(plain('<div class="x">\ntext &amp; more\n</div>'), 'text &amp; more')
    assert.equal(html('a <b>bold</b> word'), '<p>a <b>bold</b> word</p>')
  })

  it('leaves no tag when tags are taken out of tags', () => {
    for (const text of [
      '<<b>img src=x onerror=y>',
      '<scr<script></script>ipt>x</script>',
      '<b title="<img src=x>">t</b>',
      '<!-- --><img <!-- --> src=x>',
      '<img src=x',
      '<a\nhref="x>y"',
    ])
      assert.doesNotMatch(untagged(text), /</)
  })

  it('drops what stands in scripts and styles', () => {
    assert.equal(untagged('<script>alert(1)</script>a<style>b{}</style>'), 'a')
    assert.equal(untagged('a<script>never closed'), 'a')
  })

  it('is quick with tags that never end', () => {
    const start = performance.now()
    untagged('<a '.repeat(20_000))
    untagged(`<a ${'"'.repeat(20_001)}`)
    html('<dccLink '.repeat(5_000))
    assert.ok(performance.now() - start < 20_000)
  })

  it("closes Dash's own tags", () => {
    assert.match(html('<dccLink href="/a" children="a > b" />'), /<dccLink href="\/a" children="a > b" ><\/dccLink>/)
    assert.match(html('<dccMarkdown children="*a*"/>'), /<dccMarkdown children="\*a\*"><\/dccMarkdown>/)
  })
})

describe('formulas', () => {
  const tex = (text: string) => inlineFormula(text)?.tex

  it('stand between dollars or in parentheses', () => {
    assert.equal(tex('$a_1$ b'), 'a_1')
    assert.equal(tex('$ x $'), 'x')
    assert.equal(tex('$a\\$b$'), 'a\\$b')
    assert.equal(tex('\\(a_b\\) c'), 'a_b')
    assert.deepEqual(inlineFormula('$$x$$ y'), { raw: '$$x$$', tex: 'x', display: true })
    assert.deepEqual(inlineFormula('\\[x\\]'), { raw: '\\[x\\]', tex: 'x', display: true })
  })

  it('are no amounts of money', () => {
    assert.equal(tex('$5 and $6'), undefined)
    assert.equal(tex('$5, or 6$ '), '5, or 6')
    assert.equal(tex('$'), undefined)
    assert.equal(tex('$$'), undefined)
    assert.equal(math('It costs $5 and $6.'), '<p>It costs $5 and $6.</p>')
    assert.equal(math('\\$a$'), '<p>$a$</p>')
  })

  it('are not read as Markdown, and their signs are no tags', () => {
    assert.equal(math('a $x_1*y_1 < z*2$ b'), '<p>a <span class="dash-math">x_1*y_1 &lt; z*2</span> b</p>')
    assert.equal(math('`$a$`'), '<p><code>$a$</code></p>')
  })

  it('take lines of their own', () => {
    const shown = '<div class="dash-math dash-math-display">a\n\nb</div>'
    assert.equal(math('$$\na\n\nb\n$$'), shown)
    assert.equal(math('\\[\na\n\nb\n\\]'), shown)
    assert.equal(
      math('t\n$$\na\n$$\nu').replace(/\n/g, ''),
      '<p>t</p><div class="dash-math dash-math-display">a</div><p>u</p>',
    )
  })

  it('are dollars without mathjax', () => {
    assert.equal(plain('$a$'), '<p>$a$</p>')
  })
})
