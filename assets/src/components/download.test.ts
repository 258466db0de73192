import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import Download from './download'
import { show, write } from './stage.fake'

interface Saved {
  href: string
  name: string
  blob: Blob | undefined
}

/** Notes what links would save. */
function saving(): Saved[] {
  const saved: Saved[] = []
  const blobs = new Map<string, Blob>()
  Object.assign(globalThis, { location: new URL('http://localhost/deep/page') })
  URL.createObjectURL = (blob) => {
    const url = `blob:http://localhost/${blobs.size}`
    blobs.set(url, blob as Blob)
    return url
  }
  const make = document.createElement.bind(document)
  document.createElement = ((tag: string) => {
    const element = make(tag)
    if (tag === 'a')
      element.click = () => {
        const link = element as HTMLAnchorElement
        const href = link.getAttribute('href') ?? ''
        saved.push({ href, name: link.download, blob: blobs.get(href) })
      }
    return element
  }) as typeof document.createElement
  return saved
}

const timers = setTimeout
/** What is taken back in a minute would keep the test process alive. */
const unref = (): void => {
  globalThis.setTimeout = ((run: () => void, ms?: number) => {
    const timer = timers(run, ms)
    if ((ms ?? 0) > 10_000) timer.unref()
    return timer
  }) as typeof setTimeout
}

describe('Download', () => {
  it('saves each new value, and not what the page came with', async () => {
    unref()
    const saved = saving()
    const stage = await show(Download, { data: { filename: 'old', content: 'old' } }, '')
    await write(stage, { base64: false })
    assert.equal(saved.length, 0)
    await write(stage, { data: { filename: 'a.txt', content: 'naïve' } })
    await write(stage, { data: { filename: 'a.txt', content: 'naïve' } })
    assert.equal(saved.length, 2, 'an equal one too')
    assert.equal(saved[0]?.name, 'a.txt')
    assert.equal(saved[0]?.blob?.type, 'text/plain')
    assert.equal(await saved[0]?.blob?.text(), 'naïve')
    await write(stage, { data: null })
    assert.equal(saved.length, 2)
  })

  it('takes base64 and type from the data, else from its own props', async () => {
    unref()
    const saved = saving()
    const stage = await show(Download, { base64: true, type: 'image/png' }, '')
    await write(stage, { data: { filename: 'a', content: 'AP8=' } })
    await write(stage, { data: { filename: 'b', content: 'AP8=', base64: false, type: 'text/csv' } })
    assert.deepEqual([...new Uint8Array((await saved[0]?.blob?.arrayBuffer()) as ArrayBuffer)], [0, 255])
    assert.equal(saved[0]?.blob?.type, 'image/png')
    assert.equal(await saved[1]?.blob?.text(), 'AP8=')
    assert.equal(saved[1]?.blob?.type, 'text/csv')
  })

  it('fetches an offered file below the app’s prefix', async () => {
    const saved = saving()
    const stage = await show(Download, {}, '')
    const block = document.createElement('script')
    block.id = '_dash-config'
    block.setAttribute('type', 'application/json')
    block.textContent = '{"requests_pathname_prefix":"/team/app/"}'
    document.head.append(block)
    await write(stage, { data: { url: '_dashi-download/abc/x%20y.csv', filename: 'x y.csv' } })
    block.remove()
    assert.deepEqual(saved[0], {
      ...{ href: 'http://localhost/team/app/_dashi-download/abc/x%20y.csv', name: 'x y.csv', blob: undefined },
    })
  })

  it('follows no address of another site, and none that runs', async () => {
    const saved = saving()
    const stage = await show(Download, {}, '')
    for (const url of [
      'https://evil.example/x',
      '//evil.example/x',
      'javascript:alert(1)',
      ' jAvascript:alert(1)',
      'data:text/html,x',
    ])
      await write(stage, { data: { url, filename: 'x' } })
    await write(stage, { data: 'text' })
    await write(stage, { data: { filename: 'x', content: '%%%', base64: true } })
    assert.equal(saved.length, 0)
    assert.equal(stage.errors.length, 7)
  })
})
