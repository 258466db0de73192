// Everything that goes over HTTP: callbacks, and the layout when the page did not bring it.

import { decode, stringify } from '../wire/arrays'
import { CallError } from '../wire/errors'
import type { CallRequest, CallResponse, Config, ErrorBody } from '../wire/records'

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

function headers(config: Config): Record<string, string> {
  const token = cookie(config.csrf_token_name ?? '_csrf_token')
  return {
    Accept: 'application/json',
    'Content-Type': 'application/json',
    ...(token !== undefined && { [config.csrf_header_name ?? 'X-CSRFToken']: token }),
  }
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

async function ask(config: Config, path: string, init: RequestInit): Promise<Response> {
  let response: Response
  try {
    response = await fetch(basePath(config) + path, {
      credentials: 'same-origin',
      headers: headers(config),
      ...init,
    })
  } catch (error) {
    if (init.signal?.aborted) throw error
    throw new CallError({ code: 'network', message: 'the server did not respond' })
  }
  if (!response.ok) throw await failureOf(response)
  return response
}

async function body(response: Response): Promise<unknown> {
  let value: unknown
  try {
    value = await response.json()
  } catch {
    throw new CallError({ code: 'bad_answer', message: 'the server answered with something that is not JSON' })
  }
  return decode(value)
}

/** Posts one callback; undefined when there is nothing to change (204). */
export async function post(
  config: Config,
  request: CallRequest,
  signal: AbortSignal,
): Promise<CallResponse | undefined> {
  const init = { method: 'POST', body: stringify(request), signal }
  const response = await ask(config, '_dash-update-component', init)
  return response.status === 204 ? undefined : ((await body(response)) as CallResponse)
}

export async function get(config: Config, path: string): Promise<unknown> {
  return body(await ask(config, path, { method: 'GET' }))
}
