import assert from 'node:assert/strict'
import { it } from 'node:test'
import { golden } from '../wire/golden.fake'
import { none } from './held'
import type { Answer, Job } from './job'
import { deliver } from './stream'

/** What calls hear of the golden case of this name. */
async function heardOf(name: string, calls: number[]): Promise<unknown[]> {
  const heard: unknown[] = []
  const job = (call: number): Job => ({
    body: '',
    alone: false,
    signal: new AbortController().signal,
    side: (updates) => heard.push([call, 'side', updates]),
    partial: (updates) => heard.push([call, 'partial', updates]),
    answer: ({ response, seconds }: Answer) => heard.push([call, 'answer', response, seconds]),
    fail: (error) => heard.push([call, 'fail', `${error}`, (error as { code: string }).code]),
  })
  const open = new Map(calls.map((call) => [call, job(call)]))
  await deliver(new Response(golden(name, 'response.ndjson')), open, new AbortController().signal, none)
  assert.equal(open.size, 0)
  return heard
}

it('the golden case lines reaches the calls it is for', async () => {
  assert.deepEqual(await heardOf('lines', [0, 1, 2, 13]), [
    [0, 'side', { status: { children: 'half done' } }],
    [1, 'answer', { multi: true, response: { out: { children: 'a' } } }, 18],
    [0, 'answer', { multi: true, response: {} }, 0],
    [2, 'answer', undefined, 0],
    [13, 'fail', 'CallError: The callback failed.', 'callback_failed'],
  ])
})

it('the golden case lines-partial reaches them too: what was sent last stands, or another answer comes, or a failure', async () => {
  const add = { operation: 'Add', location: [], params: { value: 'b' } }
  assert.deepEqual(await heardOf('lines-partial', [0, 1, 2]), [
    [0, 'partial', { out: { children: 'a' } }],
    [1, 'partial', { x: { value: 1 }, y: { value: 2 } }],
    [0, 'partial', { out: { children: { __dash_patch_update: '__dash_patch_update', operations: [add] } } }],
    [2, 'partial', { z: { value: 1 } }],
    [0, 'answer', undefined, 0],
    [1, 'answer', { multi: true, response: { x: { value: 3 } } }, 0],
    [2, 'fail', 'CallError: The callback failed.', 'callback_failed'],
  ])
})
