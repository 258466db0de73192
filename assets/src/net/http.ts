// One HTTP request to the server, and what it means when that fails.

import { decode } from '../wire/arrays'
import { CallError } from '../wire/errors'
import type { Config } from '../wire/records'
import { basePath, csrf, failureOf } from '../wire/server'

export { basePath }

/** Where requests go; `heard` is told whenever the server answers well. */
export interface Server {
  config: Config
  heard?: (() => void) | undefined
}

export interface Question {
  method: 'GET' | 'POST' | 'DELETE'
  headers?: Record<string, string>
  body?: string
  signal?: AbortSignal
  /** Told of every answer, also of one that is a failure. */
  seen?: ((response: Response) => void) | undefined
}

export const unfinished = 'the connection ended before the answer was complete'

/** The failure behind a connection that broke. An abort is the asker's own doing and stays what it is. */
export function broken(error: unknown, message: string, signal?: AbortSignal): unknown {
  return signal?.aborted ? error : new CallError({ code: 'network', message })
}

/** Asks the server; fails with a CallError unless the answer is a success. */
export async function ask({ config, heard }: Server, path: string, question: Question): Promise<Response> {
  const { headers, seen, ...rest } = question
  let response: Response
  try {
    response = await fetch(basePath(config) + path, {
      credentials: 'same-origin',
      headers: { ...headers, ...csrf(config), ...(config.push && { 'Dashi-Page': config.push.page }) },
      ...rest,
    })
  } catch (error) {
    throw broken(error, 'the server did not respond', question.signal)
  }
  seen?.(response)
  if (!response.ok) {
    throw failureOf(response.status, response.statusText, await response.json().catch(() => undefined))
  }
  heard?.()
  return response
}

/** The text of an answer that is one JSON value, and the value. */
export async function json(response: Response, signal?: AbortSignal): Promise<{ text: string; value: unknown }> {
  let text: string
  try {
    text = await response.text()
  } catch (error) {
    throw broken(error, unfinished, signal)
  }
  try {
    return { text, value: decode(JSON.parse(text)) }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    throw new CallError({ code: 'bad_answer', message: 'the server answered with something that is not JSON' })
  }
}

export async function get(config: Config, path: string): Promise<unknown> {
  const response = await ask({ config }, path, { method: 'GET', headers: { Accept: 'application/json' } })
  return (await json(response)).value
}
