// A page for tests of functions that run in the browser: props in a map, calls made by hand.

import { afterEach } from 'node:test'
import { idString } from '../wire/ids'
import type { CallRequest, CallResponse, Outgoing, Props } from '../wire/records'
import { installClientside } from './install'

// It comes with the first call. Here it is there.
await import('./run')

export class Stage {
  readonly props: Record<string, Props> = {}
  readonly run: (call: Outgoing) => Promise<CallResponse | undefined>

  constructor() {
    this.run = installClientside(
      {
        set: (id, props) => {
          this.props[idString(id)] = { ...this.props[idString(id)], ...props }
        },
        read: (id) => this.props[idString(id)],
      },
      false,
    )
  }

  /** The API as a script finds it. */
  // biome-ignore lint/suspicious/noExplicitAny: scripts of users are not typed
  get space(): any {
    return globalThis.dash_clientside
  }

  /** Adds a function the way Dash's documentation tells its users to. */
  add(namespace: string, functions: Record<string, unknown>): void {
    globalThis.dash_clientside = Object.assign({}, globalThis.dash_clientside, { [namespace]: functions })
  }

  /** Calls a function with a record; what the record leaves out is one input and one output. */
  call(body: unknown, record: object = {}, signal = new AbortController().signal) {
    this.add('ns', { fn: body })
    return this.callNamed('ns', 'fn', record, signal)
  }

  callNamed(namespace: string, function_name: string, record: object = {}, signal = new AbortController().signal) {
    return this.run(outgoing(record, { namespace, function_name }, signal))
  }

  /** What the call sets. */
  async updates(body: unknown, record: object = {}) {
    return (await this.call(body, record))?.response
  }
}

export function outgoing(
  record: object,
  clientside_function: { namespace: string; function_name: string } | null,
  signal = new AbortController().signal,
): Outgoing {
  const plain = {
    output: 'out.v',
    outputs: { id: 'out', property: 'v' },
    inputs: [{ id: 'in', property: 'v', value: 1 }],
    changedPropIds: ['in.v'],
    parsedChangedPropsIds: ['in.v'],
  }
  const request: CallRequest = { ...plain, ...record }
  return {
    request,
    dependency: { output: request.output, inputs: [], clientside_function },
    signal,
    side: () => undefined,
    partial: () => undefined,
  }
}

/** Takes the API off the window after each test of a file. */
export function clearedAfterEach(): void {
  afterEach(() => {
    globalThis.dash_clientside = undefined
    globalThis.dash_component_api = undefined
  })
}
