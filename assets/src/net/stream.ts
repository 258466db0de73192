// Answers that come bit by bit (internal/README.md, "Streams"): what a call sets while it runs, then how it ended, each as a line
// of JSON or as a frame.

import { decode } from '../wire/arrays'
import { CallError } from '../wire/errors'
import type { Held } from '../wire/frames'
import { type CallResponse, type ErrorBody, isRecord, type SideUpdates, type Updates } from '../wire/records'
import { framesOf, isFrames, type Opened } from './frames'
import { broken, unfinished } from './http'
import type { Answer, Job } from './job'
import { eachLine } from './lines'

interface Line {
  /** The call's place in what was sent. */
  call: number
  sideUpdate?: SideUpdates
  /** Values that the outputs have until the call ends. They stand where it then has no answer. */
  partial?: Updates
  /** Present on the last line of a call. */
  status?: number
  answer?: CallResponse
  fresh?: number
  error?: ErrorBody['error']
  /** With status 202: what the call has become. */
  job?: string
  /** As Server-Timing has it. */
  timing?: string
}

/** A line as it came, in which columns are not there yet. */
interface Raw {
  line: Line
  /** What came, and the room it takes. */
  size: number
  weight: number
  fill(): void
}

export function isLines(response: Response): boolean {
  return response.headers.get('Content-Type')?.startsWith('application/x-ndjson') ?? false
}

function parsed(text: string): Raw {
  try {
    const line: unknown = JSON.parse(text)
    if (isRecord(line)) {
      return { line: line as unknown as Line, size: text.length, weight: text.length, fill: () => decode(line) }
    }
  } catch {
    // Said below, as for a line that is JSON but no object.
  }
  throw new CallError({ code: 'bad_answer', message: 'the server answered with a line that is no JSON object' })
}

function isLine(head: unknown): head is Line {
  return isRecord(head) && typeof head.call === 'number'
}

function answerOf({ status, answer, error, fresh = 0 }: Line, size: number): Answer {
  // Where what was shown stands, there is no answer.
  if (status === 200) return { response: answer, seconds: fresh, size }
  if (status === 204) return { response: undefined, seconds: fresh, size }
  throw new CallError({ code: `http_${status}`, message: `the server answered ${status}`, ...error, status })
}

/** Gives each line to the call it is for, and takes calls out of `open` as they end. */
class Delivery {
  private readonly spoke = new Set<number>()

  constructor(private readonly open: Map<number, Job>) {}

  give({ line, size, weight, fill }: Raw): void {
    const { call } = line
    const job = this.open.get(call)
    if (!job) return // cancelled; the server did not know yet
    // What is wrong with one call must not stop the others.
    try {
      job.note?.({ timing: line.timing, size })
      fill()
      if (line.status === undefined) {
        this.spoke.add(call)
        if (line.partial) job.partial?.(line.partial)
        else job.side(line.sideUpdate ?? {})
        return
      }
      if (line.status === 202 && line.job !== undefined && job.taken) {
        this.open.delete(call)
        job.taken(line.job)
        return
      }
      const answer = answerOf(line, weight)
      // An answer given again would come without what was set on the way to it.
      if (this.spoke.has(call)) answer.seconds = 0
      job.answer(answer)
    } catch (error) {
      job.fail(error)
    }
    this.open.delete(call)
  }
}

/** Delivers all lines of an answer. Fails when the stream does or ends too early; the calls that are then still open have heard
 * nothing of it. */
export async function deliver(
  response: Response,
  open: Map<number, Job>,
  signal: AbortSignal,
  held: Held,
): Promise<void> {
  if (isFrames(response)) return deliverFrames(framesOf(response, signal), open, held)
  const delivery = new Delivery(open)
  try {
    if (response.body) await eachLine(response.body, (text) => delivery.give(parsed(text)))
  } catch (error) {
    throw error instanceof CallError ? error : broken(error, unfinished, signal)
  }
  ended(open)
}

async function deliverFrames(frames: AsyncIterable<Opened>, open: Map<number, Job>, held: Held): Promise<void> {
  const delivery = new Delivery(open)
  for await (const { frame, head } of frames) {
    if (!isLine(head))
      throw new CallError({ code: 'bad_answer', message: 'the server answered with a frame of no call' })
    const { size, weight } = frame
    delivery.give({ line: head, size, weight, fill: () => frame.fill(head, held) })
  }
  ended(open)
}

function ended(open: Map<number, Job>): void {
  if (open.size > 0) throw new CallError({ code: 'network', message: unfinished })
}

/** Takes what came in answer to one call: a frame is its answer, or the first of its lines. Returns the answer, unless its lines
 * have said what it is. */
export async function answerIn(
  response: Response,
  job: Job,
  held: Held,
): Promise<{ response: CallResponse; size: number; weight: number } | undefined> {
  const frames = framesOf(response, job.signal)
  const first = await frames.next()
  if (first.done) throw new CallError({ code: 'network', message: unfinished })
  const { frame, head } = first.value
  if (isLine(head)) {
    job.note?.({ way: 'stream' })
    await deliverFrames(preceded(first.value, frames), new Map([[0, job]]), held)
    return undefined
  }
  // The body's end is awaited by nobody, but its connection is free for the next request only then.
  frames.next().catch(() => undefined)
  const { size, weight } = frame
  return { response: frame.fill(head, held) as CallResponse, size, weight }
}

async function* preceded<T>(first: T, rest: AsyncIterable<T>): AsyncGenerator<T> {
  yield first
  yield* rest
}
