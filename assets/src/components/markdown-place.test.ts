import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import '../view/page.fake'
import { type Block, place } from './markdown-place'

function nodes(html: string): Node[] {
  const box = document.createElement('div')
  box.innerHTML = html
  return [...box.childNodes]
}

function shown() {
  const root = document.createElement('div')
  let blocks: Block[] = []
  const give = (html: string): number => {
    const { blocks: next, fresh } = place(root, blocks, nodes(html))
    blocks = next
    assert.equal(root.innerHTML.replaceAll(' data-kept=""', ''), html)
    assert.equal(blocks.length, root.childNodes.length)
    return fresh.length
  }
  return { root, give }
}

describe('the blocks of a text', () => {
  it('stay where the new text has them as well', () => {
    const { root, give } = shown()
    assert.equal(give('<h1>a</h1><p>b</p>'), 2)
    const first = root.firstElementChild
    first?.setAttribute('data-kept', '')
    assert.equal(give('<h1>a</h1><p>b c</p>'), 1)
    assert.equal(give('<h1>a</h1><p>b c</p><p>d</p>'), 1)
    assert.equal(root.firstElementChild, first)
    assert.ok(first?.hasAttribute('data-kept'))
  })

  it('stay behind those that change', () => {
    const { root, give } = shown()
    give('<p>a</p><p>b</p><p>c</p>')
    const last = root.lastElementChild
    assert.equal(give('<p>A</p><p>b</p><p>c</p>'), 1)
    assert.equal(give('<p>b</p><p>c</p>'), 0)
    assert.equal(give('<p>b</p><p>new</p><p>newer</p><p>c</p>'), 2)
    assert.equal(root.lastElementChild, last)
  })

  it('go all, come all, and may be alike', () => {
    const { give } = shown()
    give('<p>a</p><p>a</p><p>a</p>')
    assert.equal(give('<p>a</p><p>a</p>'), 0)
    assert.equal(give(''), 0)
    assert.equal(give('<p>a</p>text<p>a</p>'), 2)
  })
})
