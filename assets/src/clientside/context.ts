// `dash_clientside.callback_context`: what a function may ask about its call, as Dash tells it.

import { idString, idValue, propId, splitPropId } from '../wire/ids'
import type { Argument, CallRequest, Props } from '../wire/records'

/** An Input or State; several of them where its id is a pattern with ALL or ALLSMALLER. */
export type Argued = Argument | Argument[]

function valuesByProp(list: Argued[]): Props {
  const values: Props = {}
  for (const { id, property, value } of list.flat()) values[propId(idString(id), property)] = value ?? null
  return values
}

export function contextOf({ inputs, state = [], outputs, changedPropIds }: CallRequest): Props {
  const values = valuesByProp(inputs)
  const [first] = changedPropIds
  return {
    triggered: changedPropIds.map((key) => ({ prop_id: key, value: values[key] })),
    triggered_id: first === undefined ? undefined : idValue(splitPropId(first).id),
    inputs: values,
    inputs_list: inputs,
    states: valuesByProp(state),
    states_list: state,
    outputs_list: outputs,
  }
}
