// The way into this folder: puts the API on the page and returns what runs clientside callbacks.

import type { CallResponse, Outgoing } from '../wire/records'
import { type Host, installApi } from './api'

/** `soon` says that there are such callbacks, so that what runs them is there when the first is called. */
export function installClientside(page: Host, soon: boolean): (call: Outgoing) => Promise<CallResponse | undefined> {
  const present = installApi(page)
  let run: typeof import('./run').runIn | undefined
  const bring = async () => {
    run ??= (await import('./run')).runIn
    return run
  }
  if (soon) bring().catch(() => {}) // whoever needs it asks again, and is told
  return async (call) => {
    const name = call.dependency.clientside_function
    if (!name) throw new Error(`the callback "${call.request.output}" runs on the server`)
    return (run ?? (await bring()))(present(), name, call)
  }
}
