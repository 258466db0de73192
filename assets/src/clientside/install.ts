// The way into this folder: puts the API on the page and returns what runs clientside callbacks.

import type { CallResponse, Outgoing } from '../wire/records'
import { type Host, installApi } from './api'
import { runIn } from './run'

export function installClientside(page: Host): (call: Outgoing) => Promise<CallResponse | undefined> {
  const present = installApi(page)
  return async (call) => {
    const name = call.dependency.clientside_function
    if (!name) throw new Error(`the callback "${call.request.output}" runs on the server`)
    return runIn(present(), name, call)
  }
}
