// What the server says unasked, written to the page.

import type { SideUpdates } from '../wire/records'
import type { Page } from './page'

/** Sets props as an edit would. They are meant for whoever shows them: a component that the page does not hold is no mistake. */
export function push(page: Page, updates: SideUpdates): void {
  try {
    page.engine.set(updates)
  } catch (error) {
    page.report(error, 'a push')
  }
}
