// What a page does when the server has gone on to another version of the app. This file imports nothing, so its name, which has a hash of its content, hardly ever
// changes: the next version's server has it as well.

import type { Report } from './components/errors'
import type { Config } from './wire/records'

/** What is said in place of a failure, and the event by which the app's scripts hear of it. */
export function outdated(): Partial<Report> {
  document.dispatchEvent(new CustomEvent('dashi:outdated'))
  return { origin: 'the page', message: 'This page is out of date.', stack: '', refused: true, again: 'Reload' }
}

/** Looks at a failure that a page of another version may have: given what the server said is its version, or true where a file did not come. */
export async function look(config: Config, version: string | boolean): Promise<Partial<Report> | undefined> {
  const servers = version === true ? await ask(config) : version
  return servers && servers !== config.version ? outdated() : undefined
}

/** The server's version, which it says when it is asked for nothing. */
async function ask({ requests_pathname_prefix, url_base_pathname }: Config): Promise<string | undefined> {
  try {
    const answer = await fetch(`${requests_pathname_prefix ?? url_base_pathname ?? '/'}_reload-hash`)
    return (await answer.json()).version
  } catch {
    // Nothing can be learned: the server is away, or somebody else has answered.
    return undefined
  }
}
