// Calls that are to run for as long as there is a connection.

import type { Engine } from './engine'
import { initialAtStart } from './initial'
import type { Instance } from './instances'
import { beginning } from './trail'

/** The connection is back: what has neither inputs nor outputs begins again, unless it still runs. */
export function again(engine: Engine): void {
  const gone = (node: Instance): boolean =>
    node.callback.inputs.length + node.callback.outputs.length === 0 && !engine.waits.get(node)?.pending
  engine.requestGroup(initialAtStart(engine.instances).filter(gone), beginning)
  engine.wake()
}
