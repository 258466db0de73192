// How values before the answer come to the screen (graph/partials.ts).

import type { Engine } from '../graph/engine'
import { showIn } from '../graph/partials'
import { propId } from '../wire/ids'
import type { Outgoing, Updates } from '../wire/records'
import { drawnAtOnce } from './now'

/** Runs a function before the page is drawn next, or soon where it is not drawn at all, as it is out of sight. */
function onFrame(run: () => void): void {
  const once = (): void => {
    cancelAnimationFrame(drawn)
    clearTimeout(late)
    run()
  }
  const drawn = requestAnimationFrame(once)
  const late = setTimeout(once, 250)
}

/** Shows values of a call; `arrived` is told which outputs have some. */
export function show(
  engine: Engine,
  call: Outgoing,
  updates: Updates,
  arrived: (keys: Iterable<string>) => void,
): void {
  if (!engine.show) showIn(engine, { frame: onFrame, atOnce: drawnAtOnce })
  call.partial(updates)
  arrived(Object.entries(updates).flatMap(([id, props]) => Object.keys(props).map((property) => propId(id, property))))
}
