import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { again } from './again'
import { dep, Page } from './page.fake'

const lasting = { no_output: true, persistent: true, output: 'hash' }

describe('a connection that is back', () => {
  it('begins anew what has neither inputs nor outputs, unless it still runs', async () => {
    const page = new Page([{ ...dep('out.v', 'in.v') }, { ...dep('out.v', 'in.v'), ...lasting, inputs: [] }], {
      in: {},
      out: {},
    }).start()
    await page.take('out.v').prevent()
    const first = page.take('hash')
    assert.equal(page.busy, false)
    again(page.engine)
    page.turn()
    assert.deepEqual(page.outputs(), [])
    await first.prevent()
    again(page.engine)
    page.turn()
    assert.deepEqual(page.outputs(), ['hash'])
  })
})
