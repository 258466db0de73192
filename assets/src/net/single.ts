// One call alone in its request.

import type { Column } from '../wire/arrays'
import type { Held } from '../wire/frames'
import { isFrames } from './frames'
import { columnsIn, heldOf, holds, isMuch, none } from './held'
import { ask, basePath, json, type Question, type Server } from './http'
import { type Answer, accept, endpoint, headersOf, type Job } from './job'
import { answerIn, deliver, isLines } from './stream'

/** Servers and proxies take addresses of 8000 signs, some old ones half of that. */
const longestAddress = 4000

/** The path by which a call goes by GET, which a cache can answer, where it may and the address stays short. */
function addressOf({ config }: Server, query: string | undefined): string | undefined {
  // The first look at the length spares writing out an address that only grows.
  if (query === undefined || query.length >= longestAddress) return undefined
  const path = `${endpoint}?call=${encodeURIComponent(query)}`
  const { href } = new URL(basePath(config) + path, location.href)
  return href.length < longestAddress ? path : undefined
}

interface Way {
  path: string
  question: Question
  /** What the server may leave out. */
  held: Held
}

async function postOf(job: Job, columns: Set<Column>): Promise<Way> {
  const { body, signal } = job
  const held = await heldOf(columns)
  const headers = { ...headersOf([job]), ...holds(held) }
  return { path: endpoint, question: { method: 'POST', headers, body, signal }, held }
}

/** A promise only where something is held, so that calls leave in the turn and the order they were made. */
function wayOf(server: Server, job: Job): Way | Promise<Way> {
  const { body, query, signal } = job
  const columns = columnsIn(job.held?.() ?? [])
  const path = isMuch(columns) ? undefined : addressOf(server, query)
  if (path !== undefined) return { path, question: { method: 'GET', headers: { Accept: accept }, signal }, held: none }
  if (columns.size > 0) return postOf(job, columns)
  return { path: endpoint, question: { method: 'POST', headers: headersOf([job]), body, signal }, held: none }
}

/** How long an answer may be kept, less what it lay in a cache on the way (RFC 9111, 4.2.3). The browser's own cache adds no Age,
 * hence the look at the Date: where the clocks of browser and server differ, an answer is kept for less. */
function secondsOf({ headers }: Response): number {
  const control = headers.get('Cache-Control') ?? ''
  // An answer from which columns were left out is for nobody else, so no cache may keep it.
  if (/\bno-(store|cache)\b/.test(control)) return Number(headers.get('Dashi-Fresh') ?? 0)
  const sent = Date.parse(headers.get('Date') ?? '')
  const lain = Number.isNaN(sent) ? 0 : (Date.now() - sent) / 1000
  return Number(/\bmax-age=(\d+)/.exec(control)?.[1] ?? 0) - Math.max(Number(headers.get('Age') ?? 0), lain, 0)
}

interface Whole {
  answer: Answer
  /** What came, of which the answer was made. */
  size: number
}

/** The answer, or undefined where the response is a stream, which gives it to the job. */
async function wholeOf(response: Response, job: Job, held: Held): Promise<Whole | undefined> {
  const { signal, note } = job
  if (isLines(response)) {
    note?.({ way: 'stream' })
    await deliver(response, new Map([[0, job]]), signal, held)
    return undefined
  }
  const seconds = secondsOf(response)
  if (response.status === 204) return { answer: { response: undefined, seconds, size: 0 }, size: 0 }
  if (isFrames(response)) {
    const found = await answerIn(response, job, held)
    return found && { answer: { response: found.response, seconds, size: found.weight }, size: found.size }
  }
  const { text, value } = await json(response, signal)
  if (response.status === 202 && job.taken) {
    job.taken((value as { job: string }).job)
    return undefined
  }
  return {
    answer: { response: value as NonNullable<Answer['response']>, seconds, size: text.length },
    size: text.length,
  }
}

export async function sendOne(server: Server, job: Job): Promise<void> {
  const { note } = job
  try {
    const way = wayOf(server, job)
    const { path, question, held } = way instanceof Promise ? await way : way
    if (note) question.seen = ({ headers, url }) => note({ timing: headers.get('Server-Timing'), url })
    const whole = await wholeOf(await ask(server, path, question), job, held)
    if (!whole) return
    note?.({ size: whole.size })
    job.answer(whole.answer)
  } catch (error) {
    job.fail(error)
  }
}
