// Calls a callback's function in the browser (dash-parity 2.10).

import type { CallRequest, CallResponse, Outgoing } from '../wire/records'
import { noUpdate, PreventUpdate, type Space } from './api'
import { type Argued, contextOf } from './context'
import { updatesOf } from './updates'

type UserFunction = (...values: unknown[]) => unknown

interface FunctionName {
  namespace: string
  function_name: string
}

/** Functions are looked up at every call: the script that brings them may come later than the page. */
function bound(space: Space, { namespace, function_name }: FunctionName): UserFunction {
  const functions = space[namespace] as Record<string, unknown> | undefined
  const found = functions?.[function_name]
  if (typeof found === 'function') return (...values) => Reflect.apply(found, functions, values)
  const missing = functions
    ? `dash_clientside.${namespace} has no such function`
    : `dash_clientside has no "${namespace}"`
  throw new Error(`cannot find the function "${function_name}" of the namespace "${namespace}": ${missing}`)
}

function valuesOf({ inputs, state = [] }: CallRequest): unknown[] {
  const all: Argued[] = [...inputs, ...state]
  return all.map((item) => (Array.isArray(item) ? item.map(({ value }) => value) : item.value))
}

/** The context is there for the function itself, not for what it awaits: by then other calls may run. */
function within(space: Space, request: CallRequest, run: UserFunction): unknown {
  space.callback_context = contextOf(request)
  try {
    return run(...valuesOf(request))
  } finally {
    delete space.callback_context
  }
}

function named(error: unknown, { namespace, function_name }: FunctionName): Error {
  const cause = error instanceof Error ? error : new Error(String(error))
  const told = new Error(`${cause.message} (via clientside function ${namespace}.${function_name})`, { cause })
  if (cause.stack !== undefined) told.stack = cause.stack // it points into the user's script
  return told
}

/** Resolves to undefined when nothing is to change. */
export async function runIn(
  space: Space,
  name: FunctionName,
  { request, signal }: Outgoing,
): Promise<CallResponse | undefined> {
  // A script may have brought its own marks, before ours were there.
  const leaves = (value: unknown): boolean => value === noUpdate || value === space.no_update
  const prevents = (error: unknown): boolean =>
    error === PreventUpdate || error === space.PreventUpdate || error instanceof PreventUpdate
  try {
    const result = await within(space, request, bound(space, name))
    if (signal.aborted || !request.outputs) return undefined
    return { multi: true, response: updatesOf(request.outputs, result, leaves, request.output) }
  } catch (error) {
    if (prevents(error)) return undefined
    throw named(error, name)
  }
}
