// Hears jobs again that ran when the page was left. Pages that left none do without this file.

import { resume } from './graph/rejoin'
import type { Page } from './view/page'
import type { Config } from './wire/records'

export async function rejoin({ engine }: Page, config: Config): Promise<void> {
  const { leftOver } = await import('./net/jobs')
  resume(engine, leftOver(config))
}
