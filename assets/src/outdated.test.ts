import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, it } from 'node:test'
import { look } from './outdated'

const config = { requests_pathname_prefix: '/app/', version: 'one' }
const original = globalThis.fetch
let events: string[] = []
let asked: string[] = []

function answered(answer: () => Response): void {
  globalThis.fetch = async (url) => {
    asked.push(String(url))
    return answer()
  }
}

beforeEach(() => {
  events = []
  asked = []
  const document = new EventTarget()
  document.addEventListener('dashi:outdated', ({ type }) => events.push(type))
  Object.assign(globalThis, { document })
})

afterEach(() => {
  globalThis.fetch = original
})

const notice = {
  origin: 'the page',
  message: 'This page is out of date.',
  stack: '',
  refused: true,
  again: 'Reload',
}

describe('a failure of a page', () => {
  it('is that it is out of date, where the server is of another version', async () => {
    assert.deepEqual(await look(config, 'two'), notice)
    assert.deepEqual(events, ['dashi:outdated'])
  })

  it('is what it is where the server is of the same', async () => {
    assert.equal(await look(config, 'one'), undefined)
    assert.deepEqual(events, [])
  })

  it('that is a file which did not come makes it ask for the version', async () => {
    for (const version of ['one', 'two']) {
      answered(() => Response.json({ reloadHash: null, version }))
      assert.deepEqual(await look(config, true), version === 'two' ? notice : undefined)
    }
    assert.deepEqual(asked, ['/app/_reload-hash', '/app/_reload-hash'])
  })

  it('stays what it is where nothing can be learned', async () => {
    for (const answer of [
      () => new Response('a proxy', { status: 502 }),
      () => Response.json(null),
      () => Response.json({ reloadHash: null }),
      () => {
        throw new TypeError('the server is away')
      },
    ]) {
      answered(answer)
      assert.equal(await look(config, true), undefined)
    }
    assert.deepEqual(events, [])
  })
})
