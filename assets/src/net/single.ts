// One call alone in its request.

import { ask, basePath, json, type Question, type Server } from './http'
import { type Answer, accept, endpoint, type Job, postHeaders } from './job'
import { deliver, isStream } from './stream'

/** Servers and proxies take addresses of 8000 signs, some old ones half of that. */
const longestAddress = 4000

/** How a call is asked for: by GET, which a cache can answer, where it may and the address stays short. */
function questionOf({ config }: Server, { body, query, signal }: Job): [path: string, question: Question] {
  // The first look at the length spares writing out an address that only grows.
  if (query !== undefined && query.length < longestAddress) {
    const path = `${endpoint}?call=${encodeURIComponent(query)}`
    const { href } = new URL(basePath(config) + path, location.href)
    if (href.length < longestAddress) return [path, { method: 'GET', headers: { Accept: accept }, signal }]
  }
  return [endpoint, { method: 'POST', headers: postHeaders, body, signal }]
}

/** How long an answer may be kept, less what it lay in a cache on the way (RFC 9111, 4.2.3). The browser's own cache adds no Age,
 * hence the look at the Date: where the clocks of browser and server differ, an answer is kept for less. */
function secondsOf({ headers }: Response): number {
  const control = headers.get('Cache-Control') ?? ''
  if (/\bno-(store|cache)\b/.test(control)) return 0
  const sent = Date.parse(headers.get('Date') ?? '')
  const lain = Number.isNaN(sent) ? 0 : (Date.now() - sent) / 1000
  return Number(/\bmax-age=(\d+)/.exec(control)?.[1] ?? 0) - Math.max(Number(headers.get('Age') ?? 0), lain, 0)
}

async function whole(response: Response, signal: AbortSignal): Promise<Answer> {
  const seconds = secondsOf(response)
  if (response.status === 204) return { response: undefined, seconds, size: 0 }
  const { text, value } = await json(response, signal)
  return { response: value as NonNullable<Answer['response']>, seconds, size: text.length }
}

export async function sendOne(server: Server, job: Job): Promise<void> {
  const { note, signal } = job
  try {
    const [path, question] = questionOf(server, job)
    if (note) question.seen = ({ headers, url }) => note({ timing: headers.get('Server-Timing'), url })
    const response = await ask(server, path, question)
    if (isStream(response)) {
      note?.({ way: 'stream' })
      await deliver(response, new Map([[0, job]]), signal)
      return
    }
    const answer = await whole(response, signal)
    note?.({ size: answer.size })
    job.answer(answer)
  } catch (error) {
    job.fail(error)
  }
}
