// What a request to the server carries, and what an answer says that is no success.

import { CallError } from './errors'
import type { Config, ErrorBody } from './records'

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

/** The header by which a server in front of ours knows its own pages. */
export function csrf(config: Config): Record<string, string> {
  const token = cookie(config.csrf_token_name ?? '_csrf_token')
  return token === undefined ? {} : { [config.csrf_header_name ?? 'X-CSRFToken']: token }
}

/** What an answer that is no success says; a proxy in between may not speak our JSON. */
export function failureOf(status: number, statusText: string, body: unknown): CallError {
  const { error } = (body ?? {}) as Partial<ErrorBody>
  if (error?.code) return new CallError({ ...error, status })
  return new CallError({
    code: `http_${status}`,
    message: `the server answered ${status} ${statusText}`.trim(),
    status,
  })
}
