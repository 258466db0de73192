import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { press, settle, show, write } from './stage.fake'
import Upload from './upload'
import { FakeServer } from './upload.fake'
import type { Uploaded } from './upload-queue'

const file = (name: string, content = name, type = 'text/plain') =>
  new File([content], name, { type, lastModified: 2_500 })

async function choose(...files: File[]): Promise<void> {
  const input = document.querySelector('input') as HTMLInputElement
  Object.defineProperty(input, 'files', { value: files, configurable: true })
  input.dispatchEvent(new Event('change', { bubbles: true }))
  await settle(10)
}

const dragged = (...files: File[]) => ({
  types: ['Files'],
  dropEffect: '',
  items: files.map((one) => ({
    kind: 'file',
    type: one.type,
    webkitGetAsEntry: () => ({ isDirectory: false }),
    getAsFile: () => one,
  })),
})

async function fire(name: string, dataTransfer: unknown): Promise<Event> {
  const event = Object.assign(new Event(name, { bubbles: true, cancelable: true }), { dataTransfer })
  document.querySelector('#it')?.dispatchEvent(event)
  await settle(10)
  return event
}

const rows = () =>
  [...document.querySelectorAll('.dash-upload-file')].map(
    (row) =>
      `${row.querySelector('.dash-upload-name')?.textContent}: ${row.querySelector('.dash-upload-state')?.textContent}`,
  )

const area = () => document.querySelector('#it') as HTMLElement

describe('Upload, as in Dash', () => {
  it('gives contents, name and time of one file in one edit', async () => {
    new FakeServer().install()
    const stage = await show(Upload, {}, 'it.contents it.filename it.last_modified')
    await choose(file('a.txt', 'hi'))
    const { request } = stage.call('out.title')
    assert.deepEqual(
      request.inputs.map(({ value }) => value),
      ['data:text/plain;base64,aGk=', 'a.txt', 2.5],
    )
    assert.equal(stage.sent.length, 0)
    assert.equal(stage.props('it').progress, undefined)
    assert.deepEqual(rows(), [])
  })

  it('gives lists with multiple, in the order of the choice', async () => {
    new FakeServer().install()
    const stage = await show(Upload, { multiple: true }, '')
    await choose(file('b'), file('a'))
    assert.deepEqual(stage.props('it').filename, ['b', 'a'])
    assert.equal((stage.props('it').contents as string[]).length, 2)
    await choose(file('c'))
    assert.deepEqual(stage.props('it').filename, ['c'])
  })

  it('says what it rejects, and why', async () => {
    new FakeServer().install()
    const stage = await show(Upload, { accept: '.txt', max_size: 3, labels: { wrong_type: 'Falscher Typ' } }, '')
    await choose(file('a.exe'), file('b.txt', 'long'), file('c.txt', 'c'), file('d.txt', 'd'))
    assert.equal(stage.props('it').filename, 'c.txt')
    assert.deepEqual(rows(), ['a.exe: Falscher Typ', 'b.txt: Larger than 3 B', 'd.txt: Only one file is taken'])
    assert.match(document.querySelector('[role=status]')?.textContent ?? '', /a\.exe: Falscher Typ/)
    assert.deepEqual((stage.props('it').progress as { state: string }[])[0], {
      ...{ name: 'a.exe', loaded: 0, total: 5, state: 'rejected', error: 'Falscher Typ' },
    })
  })

  it('takes what is dropped, and looks so while it is dragged', async () => {
    new FakeServer().install()
    const stage = await show(
      Upload,
      { accept: 'text/*', style_active: { outlineWidth: 3 }, className_reject: 'no' },
      '',
    )
    const over = await fire('dragover', dragged(file('a')))
    assert.equal(over.defaultPrevented, true)
    assert.equal(area().style.outlineWidth, '3px')
    await fire('dragover', dragged(file('a', 'a', 'image/png')))
    assert.match(area().className, /\bno\b/)
    assert.equal(area().style.outlineWidth, '')
    await fire('drop', dragged(file('a')))
    assert.equal(stage.props('it').filename, 'a')
    assert.equal(area().className, 'dash-upload dash-upload-plain')
    const text = await fire('dragover', { types: ['text/plain'], items: [] })
    assert.equal(text.defaultPrevented, false, 'a text that is dragged is none of its business')
  })

  it('takes nothing while disabled', async () => {
    new FakeServer().install()
    const stage = await show(Upload, { disabled: true, style: { width: '9px' }, style_disabled: { color: 'red' } }, '')
    await fire('dragover', dragged(file('a')))
    await fire('drop', dragged(file('a')))
    assert.equal(stage.props('it').filename, undefined)
    assert.equal(area().style.color, 'red')
    assert.equal(area().style.width, '9px')
    assert.equal(area().className, 'dash-upload', 'what has a style of its own has no look of ours')
    await write(stage, { disabled: false })
    assert.equal(area().style.color, '')
  })

  it('opens its dialog by a button in it, and not by a click with disable_click', async () => {
    new FakeServer().install()
    const button = { namespace: 'dash_html_components', type: 'Button', props: { children: 'Choose' } }
    const stage = await show(Upload, { children: button }, '')
    const input = stage.find<HTMLInputElement>('input')
    let opened = 0
    input.addEventListener('click', () => opened++)
    const click = (selector: string, detail: number) =>
      stage
        .find(selector)
        .dispatchEvent(Object.assign(new Event('click', { bubbles: true, cancelable: true }), { detail }))
    click('button', 1)
    assert.equal(opened, 1)
    assert.equal(input.tabIndex, -1, 'one stop of the keyboard')
    await write(stage, { disable_click: true })
    click('button', 1)
    assert.equal(opened, 1)
    click('button', 0)
    assert.equal(opened, 2, 'the keyboard still opens it')
    await write(stage, { children: 'text' })
    assert.equal(stage.find<HTMLInputElement>('input').tabIndex, 0)
  })
})

function configured(uploads: string[]): void {
  document.querySelector('#_dash-config')?.remove()
  const block = document.createElement('script')
  block.id = '_dash-config'
  block.setAttribute('type', 'application/json')
  block.textContent = JSON.stringify({ requests_pathname_prefix: '/', uploads })
  document.head.append(block)
}

describe('Upload, streamed', () => {
  it('where the app has a handler: one edit when all files of a drop are done', async () => {
    configured(['it'])
    const server = new FakeServer().install().takes((content) => content.length)
    const stage = await show(Upload, { multiple: true, chunk_size: 3 }, 'it.uploaded')
    await choose(file('a', 'aaaaa'), file('b', 'bb'))
    await settle(20)
    const { request } = stage.call('out.title')
    const uploaded = request.inputs[0]?.value as Uploaded[]
    assert.deepEqual(
      uploaded.map(({ timestamp, ...rest }) => [rest, timestamp > 1e12]),
      [
        [{ name: 'a', size: 5, type: 'text/plain', last_modified: 2.5, result: 5 }, true],
        [{ name: 'b', size: 2, type: 'text/plain', last_modified: 2.5, result: 2 }, true],
      ],
    )
    assert.equal(stage.sent.length, 0)
    assert.equal(stage.props('it').contents, undefined)
    assert.deepEqual(rows(), ['a: Done', 'b: Done'])
    assert.equal(server.asked.length, 5, 'two announcements, two pieces and one')
    assert.match(document.querySelector('[role=status]')?.textContent ?? '', /a: Done\. b: Done/)
    await choose(file('c', 'c'))
    await settle(20)
    assert.deepEqual(rows(), ['c: Done'], 'what has ended makes room')
  })

  it('as its property says, whatever the app has', async () => {
    configured(['it'])
    const server = new FakeServer().install().takes(() => null)
    let stage = await show(Upload, { stream: false }, '')
    await choose(file('a'))
    assert.equal(stage.props('it').filename, 'a')
    assert.equal(server.asked.length, 0)
    configured([])
    stage = await show(Upload, { stream: true }, '')
    await choose(file('a'))
    assert.equal(stage.props('it').filename, undefined)
    assert.equal((stage.props('it').uploaded as unknown[]).length, 1)
  })

  it('tells of a file that failed, leaves it out, and sends it again', async () => {
    configured(['it'])
    const server = new FakeServer().install()
    server.answer = ({ reply }) => reply(422, { error: { code: 'refused', message: 'No header.' } })
    const stage = await show(Upload, {}, '')
    await choose(file('a'))
    assert.deepEqual(rows(), ['a: No header.'])
    assert.equal(stage.props('it').uploaded, undefined)
    assert.deepEqual(stage.errors, [], 'a refusal is the user’s to see, and no error of the app')
    server.answer = ({ reply }) => reply(500, { error: { code: 'callback_failed', message: 'The upload failed.' } })
    stage.find('[aria-label="Send a again"]').click()
    await settle(20)
    assert.deepEqual(rows(), ['a: The upload failed.'])
    assert.equal(stage.errors.length, 1)
    server.takes(() => 1)
    stage.find('[aria-label="Send a again"]').click()
    await settle(20)
    assert.deepEqual(rows(), ['a: Done'])
    stage.find('[aria-label="Remove a from the list"]').click()
    await settle(20)
    assert.deepEqual(rows(), [])
    assert.deepEqual(stage.props('it').progress, [])
  })

  it('shows how far a file is, and cancels it', async () => {
    configured(['it'])
    const server = new FakeServer().install()
    const stage = await show(Upload, { multiple: true, chunk_size: 2 }, '')
    await choose(file('a', 'aaaa'), file('b'), file('c'), file('d'))
    assert.equal(server.asked.length, 3, 'three side by side')
    server.asked.shift()?.reply(200, { upload: 't', offset: 0 })
    await settle(5)
    server.asked.at(-1)?.reply(200, { offset: 2 })
    await settle(250)
    assert.deepEqual(rows()[0], 'a: 2 B / 4 B')
    assert.equal(stage.find<HTMLProgressElement>('progress').getAttribute('value'), '0.5')
    assert.deepEqual((stage.props('it').progress as unknown[])[0], {
      ...{ name: 'a', loaded: 2, total: 4, state: 'sending' },
    })
    assert.match(document.querySelector('[role=status]')?.textContent ?? '', /\d+ %|Sending/)
    stage.find('[aria-label="Cancel a"]').click()
    stage.find('[aria-label="Cancel d"]').click()
    await settle(20)
    assert.equal(rows()[0], 'a: Cancelled')
    assert.equal(rows()[3], 'd: Cancelled')
    assert.ok(server.asked.some(({ method }) => method === 'DELETE'))
    stage.close()
    await settle(5)
    assert.ok(server.asked.filter(({ body }) => typeof body === 'string').every(({ aborted }) => aborted))
  })

  it('with one file, the next takes its place', async () => {
    configured(['it'])
    const server = new FakeServer().install()
    await show(Upload, {}, '')
    await choose(file('a'))
    await choose(file('b'))
    assert.deepEqual(
      rows().map((row) => row.split(':')[0]),
      ['b'],
    )
    assert.equal(server.asked[0]?.aborted, true)
  })

  it('is named by its label and by what it shows', async () => {
    configured(['it'])
    new FakeServer().install()
    const stage = await show(Upload, { labels: { drop: 'Hierher' } }, '')
    assert.equal(area().tagName, 'LABEL')
    assert.match(area().textContent ?? '', /Hierher/)
    assert.equal(stage.find('input').getAttribute('aria-label'), null)
    await press(stage, 'Tab', 'input')
    assert.equal(stage.find<HTMLInputElement>('input').disabled, false)
  })
})
