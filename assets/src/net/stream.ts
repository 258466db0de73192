// Answers that come as lines (internal/README.md, "Streams"): what a call sets while it runs, then how it ended.

import { decode } from '../wire/arrays'
import { CallError } from '../wire/errors'
import { type CallResponse, type ErrorBody, isRecord, type SideUpdates } from '../wire/records'
import { broken } from './http'
import type { Answer, Job } from './job'
import { eachLine } from './lines'

interface Line {
  /** The call's place in what was sent. */
  call: number
  sideUpdate?: SideUpdates
  /** Present on the last line of a call. */
  status?: number
  answer?: CallResponse
  fresh?: number
  error?: ErrorBody['error']
  /** As Server-Timing has it. */
  timing?: string
}

const unfinished = 'the connection ended before the answer was complete'

export function isStream(response: Response): boolean {
  return response.headers.get('Content-Type')?.startsWith('application/x-ndjson') ?? false
}

function parsed(text: string): Line {
  try {
    const line: unknown = JSON.parse(text)
    if (isRecord(line)) return line as unknown as Line
  } catch {
    // Said below, as for a line that is JSON but no object.
  }
  throw new CallError({ code: 'bad_answer', message: 'the server answered with a line that is no JSON object' })
}

function answerOf({ status, answer, error, fresh = 0 }: Line, size: number): Answer {
  if (status === 200) return { response: answer, seconds: fresh, size }
  if (status === 204) return { response: undefined, seconds: fresh, size }
  throw new CallError({ code: `http_${status}`, message: `the server answered ${status}`, ...error, status })
}

/** Gives each line to the call it is for, and takes calls out of `open` as they end. Fails when the stream does or ends too
 * early; the calls that are then still open have heard nothing of it. */
export async function deliver(response: Response, open: Map<number, Job>, signal: AbortSignal): Promise<void> {
  const spoke = new Set<number>()
  const give = (text: string): void => {
    const line = parsed(text)
    const { call } = line
    const job = open.get(call)
    if (!job) return // cancelled; the server did not know yet
    // What is wrong with one call must not stop the others.
    try {
      job.note?.({ timing: line.timing, size: text.length })
      decode(line)
      if (line.status === undefined) {
        spoke.add(call)
        job.side(line.sideUpdate ?? {})
        return
      }
      const answer = answerOf(line, text.length)
      // An answer given again would come without what was set on the way to it.
      if (spoke.has(call)) answer.seconds = 0
      job.answer(answer)
    } catch (error) {
      job.fail(error)
    }
    open.delete(call)
  }
  try {
    if (response.body) await eachLine(response.body, give)
  } catch (error) {
    throw error instanceof CallError ? error : broken(error, unfinished, signal)
  }
  if (open.size > 0) throw new CallError({ code: 'network', message: unfinished })
}
