// One HTTP request to the server, and what it means when that fails.

import { decode } from '../wire/arrays'
import { CallError } from '../wire/errors'
import type { Config, ErrorBody } from '../wire/records'

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

export function basePath(config: Config): string {
  return config.requests_pathname_prefix ?? config.url_base_pathname ?? '/'
}

function cookie(name: string): string | undefined {
  for (const pair of document.cookie.split(';')) {
    const at = pair.indexOf('=')
    if (pair.slice(0, at).trim() === name) return decodeURIComponent(pair.slice(at + 1))
  }
  return undefined
}

function csrf(config: Config): Record<string, string> {
  const token = cookie(config.csrf_token_name ?? '_csrf_token')
  return token === undefined ? {} : { [config.csrf_header_name ?? 'X-CSRFToken']: token }
}

/** What an answer that is no success says; a proxy in between may not speak our JSON. */
async function failureOf(response: Response): Promise<CallError> {
  const { status, statusText } = response
  const body = (await response.json().catch(() => undefined)) as Partial<ErrorBody> | undefined
  if (body?.error?.code) return new CallError({ ...body.error, status })
  return new CallError({
    code: `http_${status}`,
    message: `the server answered ${status} ${statusText}`.trim(),
    status,
  })
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
      headers: { ...headers, ...csrf(config) },
      ...rest,
    })
  } catch (error) {
    throw broken(error, 'the server did not respond', question.signal)
  }
  seen?.(response)
  if (!response.ok) throw await failureOf(response)
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
