// From an instance and the present props to the record that is sent.

import { idValue, propId, splitPropId } from '../wire/ids'
import type { Argument, CallRequest, OneOrAll, OutputSpec, Props } from '../wire/records'
import type { Callback, Port } from './callbacks'
import type { Components } from './components'
import type { Instance } from './instances'
import { isDict } from './patterns'

/** The present props of a component, or undefined when the page does not hold it. */
export type Read = (id: string) => Props | undefined

type Role = 'Input' | 'State' | 'Output'

export class MissingComponent extends Error {
  override name = 'MissingComponent'

  constructor(role: Role, { callback, id, property }: Port) {
    super(
      `The callback "${callback.output}" has the ${role} "${propId(id, property)}", ` +
        `but the page holds no component with the id "${id}".`,
    )
  }
}

export class AmbiguousComponent extends Error {
  override name = 'AmbiguousComponent'

  constructor(role: Role, { callback, id, property }: Port, ids: string[]) {
    super(
      `The callback "${callback.output}" has the ${role} "${propId(id, property)}", ` +
        `which stands for one component, but the page holds several: ${ids.join(', ')}.`,
    )
  }
}

/** A port with the components that it stands for in this call. */
interface Found {
  port: Port
  ids: string[]
}

function spec({ port: { property, multi }, ids }: Found): OneOrAll<OutputSpec> {
  const specs = ids.map((id) => ({ id: idValue(id), property }))
  return multi ? specs : (specs[0] as OutputSpec)
}

function outputSpecs({ listed }: Callback, found: Found[]): Pick<CallRequest, 'outputs'> {
  const [first] = found
  if (!first) return {}
  return { outputs: listed ? found.map(spec) : spec(first) }
}

function argumentOf(id: string, property: string, read: Read): Argument {
  const value = read(id)?.[property]
  return value === undefined ? { id: idValue(id), property } : { id: idValue(id), property, value }
}

function argument({ port: { id, property, multi }, ids }: Found, read: Read): OneOrAll<Argument> {
  const found = ids.map((each) => argumentOf(each, property, read))
  if (multi) return found
  return found[0] ?? { id: idValue(id), property, allow_optional: true, value: null }
}

/** Throws when a port that stands for one component has none, or several. */
function check(role: Role, found: Found[]): void {
  for (const { port, ids } of found) {
    if (port.multi) continue
    if (ids.length === 0 && !port.optional) throw new MissingComponent(role, port)
    if (ids.length > 1) throw new AmbiguousComponent(role, port, ids)
  }
}

const nowhere = (found: Found[]): boolean => found.every(({ ids }) => ids.length === 0)

/** Builds the request, or returns undefined when there is nothing to call for: none of the inputs, or none of the outputs, is
 * on the page; but lists may be empty where there are no other inputs. Throws when only some are there. */
export function buildRequest(
  { callback, match }: Instance,
  changed: string[],
  components: Components,
  read: Read,
): CallRequest | undefined {
  const find = (ports: Port[]): Found[] => ports.map((port) => ({ port, ids: components.inOrder(port, match) }))
  const inputs = find(callback.inputs)
  const outputs = find(callback.outputs)
  if (callback.inputs.some((input) => !input.multi) && nowhere(inputs)) return undefined
  if (outputs.length > 0 && nowhere(outputs)) return undefined
  const state = find(callback.state)
  check('Input', inputs)
  check('State', state)
  check('Output', outputs)
  return {
    output: callback.output,
    ...outputSpecs(callback, outputs),
    inputs: inputs.map((input) => argument(input, read)),
    changedPropIds: changed,
    parsedChangedPropsIds: changed.map((key) => (isDict(key) ? idValue(splitPropId(key).id) : key)),
    ...(state.length > 0 && { state: state.map((item) => argument(item, read)) }),
  }
}
