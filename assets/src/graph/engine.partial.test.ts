import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { dep, Page } from './page.fake'

const add = (value: unknown) => ({
  __dash_patch_update: '__dash_patch_update',
  operations: [{ operation: 'Add', location: [], params: { value } }],
})

/** in.v → out.v → far.v; out's callback switches `flag` while it runs. */
function stage() {
  const running = { running: { 'flag.v': true }, runningOff: { 'flag.v': false } }
  const page = new Page(
    [
      dep('out.v', 'in.v', { order: 0, prevent_initial_call: true, running }),
      dep('far.v', 'out.v', { order: 1, prevent_initial_call: true }),
      dep('new.v', 'in.v', { order: 1 }),
      dep('all.v', '{"t":["ALL"]}.v', { order: 2, prevent_initial_call: true }),
    ],
    { in: {}, out: {}, far: {}, flag: {}, all: {} },
  ).start()
  page.change('in', { v: 1 })
  return page
}

const out = (page: Page) => page.props.get('out')?.v

describe('values before the answer', () => {
  it('are shown with the next frame, and fire nothing until the call has ended', async () => {
    const page = stage()
    const call = page.take('out.v')
    call.partial({ out: { v: 'a' } })
    assert.equal(out(page), undefined)
    page.frame()
    assert.equal(out(page), 'a')
    call.partial({ out: { v: add('b') } })
    call.partial({ out: { v: add('c') } })
    page.frame()
    assert.equal(out(page), 'abc')
    assert.deepEqual(page.outputs(), [])
    assert.equal(page.props.get('flag')?.v, true)
    await call.prevent()
    assert.equal(page.props.get('flag')?.v, false)
    assert.deepEqual(page.take('far.v').request.inputs, [{ id: 'out', property: 'v', value: 'abc' }])
    assert.deepEqual(page.outputs(), [])
  })

  it('that come within a frame are written as one, but for patches', async () => {
    const page = stage()
    const call = page.take('out.v')
    const before = page.applied.length
    for (const v of [1, 2, 3]) call.partial({ out: { v } })
    page.frame()
    assert.deepEqual(page.applied.slice(before), [{ out: { v: 3 } }])
    call.partial({ out: { v: add(1) } })
    call.partial({ out: { v: add(1) } })
    page.frame()
    assert.equal(out(page), 5)
  })

  it('are written before the answer where no frame came between them', async () => {
    const page = stage()
    const call = page.take('out.v')
    call.partial({ out: { v: 'a' } })
    await call.reply({ out: { v: add('b') } })
    assert.equal(out(page), 'ab')
    page.frame()
    assert.equal(out(page), 'ab')
    assert.equal(page.outputs().length, 1, 'far.v runs once')
  })

  it('give way to the answer', async () => {
    const page = stage()
    const call = page.take('out.v')
    call.partial({ out: { v: 'half' } })
    page.frame()
    await call.reply({ out: { v: 'whole' } })
    assert.equal(out(page), 'whole')
    assert.deepEqual(page.take('far.v').request.inputs, [{ id: 'out', property: 'v', value: 'whole' }])
    assert.deepEqual(page.outputs(), [])
  })

  it('stay when the call fails, and the failure is told', async () => {
    const page = stage()
    const call = page.take('out.v')
    call.partial({ out: { v: 'half' } })
    await call.fail(new Error('no'))
    assert.equal(out(page), 'half')
    assert.deepEqual(page.failures, [{ error: new Error('no'), callback: 'out.v' }])
    assert.deepEqual(page.outputs(), ['far.v'])
  })

  it('of a superseded call are written no more; who reads what was shown hears it from the newer call', async () => {
    const page = stage()
    const old = page.take('out.v')
    old.partial({ out: { v: 'old' } })
    page.frame()
    old.partial({ out: { v: 'older' } })
    page.change('in', { v: 2 })
    assert.equal(old.signal.aborted, true)
    old.partial({ out: { v: 'late' } })
    page.frame()
    assert.equal(out(page), 'old')
    assert.deepEqual(page.outputs(), ['out.v'])
    await page.take('out.v').prevent()
    assert.equal(out(page), 'old')
    assert.deepEqual(page.take('far.v').request.inputs, [{ id: 'out', property: 'v', value: 'old' }])
  })

  it('after the call has ended are nothing', async () => {
    const page = stage()
    const call = page.take('out.v')
    await call.reply({ out: { v: 'whole' } })
    call.partial({ out: { v: 'late' } })
    page.frame()
    assert.equal(out(page), 'whole')
  })

  it('do not touch what the user has edited meanwhile, unless they are patches', async () => {
    const page = stage()
    const call = page.take('out.v')
    page.change('out', { v: 'mine' })
    call.partial({ out: { v: 'yours' } })
    page.frame()
    assert.equal(out(page), 'mine')
    call.partial({ out: { v: add('!') } })
    page.frame()
    assert.equal(out(page), 'mine!')
  })

  it('end the waiting for their output, and not the call', async () => {
    const page = stage()
    const call = page.take('out.v')
    assert.equal(page.loading.get('out'), true)
    call.partial({ out: { v: 'a' } })
    page.frame()
    assert.equal(page.loading.get('out'), false)
    assert.equal(page.busy, true)
    await call.prevent()
    assert.equal(page.loading.get('out'), false)
    page.change('in', { v: 2 })
    assert.equal(page.loading.get('out'), true)
    await page.take('out.v').prevent()
    assert.equal(page.loading.get('out'), false)
  })

  it('that do not fit are reported, and the others written', async () => {
    const page = stage()
    const call = page.take('out.v')
    call.partial({ out: { v: 'a' } })
    call.partial({
      out: { v: { __dash_patch_update: 1, operations: [{ operation: 'Append', location: [], params: {} }] } },
    })
    call.partial({ out: { v: add('b') } })
    page.frame()
    assert.equal(out(page), 'ab')
    assert.equal(page.failures.length, 1)
    await call.prevent()
  })
})

describe('components that come before the answer', () => {
  it('are on the page at once, and run their callbacks when the call has ended', async () => {
    const page = stage()
    const call = page.take('out.v')
    page.tree = ({ out }) => (out?.v === 'tree' ? { added: ['new', '{"t":1}'] } : {})
    call.partial({ out: { v: 'tree' } })
    page.frame()
    assert.deepEqual(page.outputs(), [])
    page.tree = () => ({})
    await call.prevent()
    assert.deepEqual(page.outputs().sort(), ['all.v', 'far.v', 'new.v'])
  })

  it('and go before it never ran', async () => {
    const page = stage()
    const call = page.take('out.v')
    page.tree = ({ out }) => (out?.v === 'tree' ? { added: ['new'] } : { removed: ['new'] })
    call.partial({ out: { v: 'tree' } })
    page.frame()
    call.partial({ out: { v: 'none' } })
    page.frame()
    page.tree = () => ({})
    await call.prevent()
    assert.deepEqual(page.outputs(), ['far.v'])
  })

  it('may take the place of the one the call was for, which ends it', async () => {
    const page = stage()
    const call = page.take('out.v')
    page.tree = () => ({ removed: ['out'] })
    call.partial({ out: { v: 'gone' } })
    page.frame()
    page.tree = () => ({})
    assert.equal(call.signal.aborted, true)
    assert.equal(page.busy, false)
  })

  it('can be used before the call ends', async () => {
    const page = stage()
    const call = page.take('out.v')
    page.tree = ({ out }) => (out?.v === 'tree' ? { added: ['{"t":1}'] } : {})
    call.partial({ out: { v: 'tree' } })
    page.frame()
    page.tree = () => ({})
    page.change('{"t":1}', { v: 5 })
    assert.deepEqual(page.outputs(), ['all.v'])
    await call.prevent()
    assert.deepEqual(page.outputs(), ['all.v', 'far.v', 'all.v'])
  })
})
