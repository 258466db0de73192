// Answers that come as frames (internal/README.md, "Frames"). What reads them comes in a file of its own, with the first of them:
// pages without figures never need it.

import { CallError } from '../wire/errors'
import type { Frame } from '../wire/frames'
import { broken, unfinished } from './http'

export const framesType = 'application/x-dashi-frames'

export function isFrames(response: Response): boolean {
  return response.headers.get('Content-Type')?.startsWith(framesType) ?? false
}

/** True where the browser can inflate; one that cannot is not to be sent frames. */
export function inflates(): boolean {
  try {
    return Boolean(new DecompressionStream('deflate-raw'))
  } catch {
    return false
  }
}

export interface Opened {
  frame: Frame
  /** Its JSON, in which columns are not there yet. */
  head: unknown
}

/** Each frame when it is complete, unpacked. */
export async function* framesOf(response: Response, signal: AbortSignal): AsyncGenerator<Opened> {
  try {
    const { opened } = await import('./gather')
    yield* opened(response)
  } catch (error) {
    throw error instanceof CallError ? error : broken(error, unfinished, signal)
  }
}
