import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dep, Page } from './page.fake'

const patch = (...operations: [operation: string, location: (string | number)[], params?: object][]) => ({
  __dash_patch_update: '__dash_patch_update',
  operations: operations.map(([operation, location, params = {}]) => ({ operation, location, params })),
})

function stage() {
  const page = new Page(
    [
      dep('list.data', 'in.v', { order: 0, prevent_initial_call: true }),
      dep('out.v', 'list.data', { order: 1, prevent_initial_call: true }),
    ],
    { in: {}, list: { data: [1] }, out: {} },
  ).start()
  page.change('in', { v: 1 })
  return page
}

test('a patch changes the present value, and what depends on it gets the whole', async () => {
  const page = stage()
  await page.take('list.data').reply({ list: { data: patch(['Append', [], { value: 2 }]) } })
  assert.deepEqual(page.props.get('list')?.data, [1, 2])
  assert.deepEqual(page.take('out.v').request.inputs, [{ id: 'list', property: 'data', value: [1, 2] }])
})

test('a patch that changes nothing fires nothing', async () => {
  const page = stage()
  await page.take('list.data').reply({ list: { data: patch() } })
  assert.deepEqual(page.outputs(), [])
})

test('a patch that does not fit is reported, and the value stays', async () => {
  const page = stage()
  await page.take('list.data').reply({ list: { data: patch(['Append', ['x'], { value: 2 }]) } })
  assert.deepEqual(page.props.get('list')?.data, [1])
  assert.equal(page.failures.length, 1)
  assert.match(String(page.failures[0]?.error), /Append at x/)
  assert.deepEqual(page.outputs(), [])
  assert.equal(page.busy, false)
})
