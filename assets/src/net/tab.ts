// What names this tab of the browser to the server.

import type { Config } from '../wire/records'
import { basePath } from '../wire/server'

/** A text that nobody can guess. */
export function randomToken(): string {
  // randomUUID exists in secure contexts only, which a page served by plain HTTP in a house's own network is not.
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID()
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

let name = ''

/** The tab's name, which outlives the page: the policy of a callback is about its calls from one tab. */
export function tabName(): string {
  try {
    name = sessionStorage.getItem('dashi-tab') ?? name
  } catch {
    // Without storage the name ends with the page.
  }
  if (name !== '') return name
  name = randomToken()
  try {
    sessionStorage.setItem('dashi-tab', name)
  } catch {
    // As above.
  }
  return name
}

/** Where the handles of jobs that run are kept. */
export function jobStore(config: Config): string {
  return `dashi-jobs ${basePath(config)}`
}

/** Whether jobs ran when the page was left. */
export function hasJobs(config: Config): boolean {
  try {
    return sessionStorage.getItem(jobStore(config)) !== null
  } catch {
    return false
  }
}
