import assert from 'node:assert/strict'
import { it } from 'node:test'
import { golden } from '../wire/golden.fake'
import { none } from './held'
import type { Answer, Job } from './job'
import { deliver } from './stream'

it('the golden case lines reaches the calls it is for', async () => {
  const heard: unknown[] = []
  const job = (call: number): Job => ({
    body: '',
    alone: false,
    signal: new AbortController().signal,
    side: (updates) => heard.push([call, 'side', updates]),
    answer: ({ response, seconds }: Answer) => heard.push([call, 'answer', response, seconds]),
    fail: (error) => heard.push([call, 'fail', `${error}`, (error as { code: string }).code]),
  })
  const open = new Map([0, 1, 2, 13].map((call) => [call, job(call)]))
  await deliver(new Response(golden('lines', 'response.ndjson')), open, new AbortController().signal, none)
  assert.deepEqual(heard, [
    [0, 'side', { status: { children: 'half done' } }],
    [1, 'answer', { multi: true, response: { out: { children: 'a' } } }, 18],
    [0, 'answer', { multi: true, response: {} }, 0],
    [2, 'answer', undefined, 0],
    [13, 'fail', 'CallError: The callback failed.', 'callback_failed'],
  ])
  assert.equal(open.size, 0)
})
