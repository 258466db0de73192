// From a callback and the present props to the record that is sent.

import { idValue, propId, splitPropId } from '../wire/ids'
import type { Argument, CallRequest, Endpoint, OutputSpec, Props } from '../wire/records'
import type { Callback } from './callbacks'

/** The present props of a component, or undefined when the page does not hold it. */
export type Read = (id: string) => Props | undefined

export class MissingComponent extends Error {
  constructor(role: 'Input' | 'State' | 'Output', callback: Callback, endpoint: { id: string; property: string }) {
    super(
      `The callback "${callback.output}" has the ${role} "${propId(endpoint.id, endpoint.property)}", ` +
        `but the page holds no component with the id "${endpoint.id}".`,
    )
    this.name = 'MissingComponent'
  }
}

function argument(endpoint: Endpoint, props: Props | undefined): Argument {
  const { id, property } = endpoint
  if (!props) return { id: idValue(id), property, allow_optional: true, value: null }
  const value = props[property]
  return value === undefined ? { id: idValue(id), property } : { id: idValue(id), property, value }
}

function outputSpec(callback: Callback): OutputSpec | OutputSpec[] | undefined {
  const specs = callback.outputs.map(({ id, property }) => ({ id: idValue(id), property }))
  return callback.multi ? specs : specs[0]
}

/** Builds the request, or returns undefined when there is nothing to call for: none of the inputs, or none of the
 * outputs, is on the page. Throws MissingComponent when only some are. */
export function buildRequest(callback: Callback, changed: string[], read: Read): CallRequest | undefined {
  const { inputs, outputs, state } = callback
  const absent = (endpoint: { id: string }): boolean => read(endpoint.id) === undefined
  if (inputs.length > 0 && inputs.every(absent)) return undefined
  if (outputs.length > 0 && outputs.every(absent)) return undefined
  const need = (role: 'Input' | 'State', endpoints: Endpoint[]): void => {
    const missing = endpoints.find((endpoint) => absent(endpoint) && !endpoint.allow_optional)
    if (missing) throw new MissingComponent(role, callback, missing)
  }
  need('Input', inputs)
  need('State', state)
  const lost = outputs.find(absent)
  if (lost) throw new MissingComponent('Output', callback, lost)

  const specs = outputSpec(callback)
  return {
    output: callback.output,
    ...(specs && { outputs: specs }),
    inputs: inputs.map((input) => argument(input, read(input.id))),
    changedPropIds: changed,
    parsedChangedPropsIds: changed.map((key) => (key[0] === '{' ? idValue(splitPropId(key).id) : key)),
    ...(state.length > 0 && { state: state.map((item) => argument(item, read(item.id))) }),
  }
}
