// Drawing waits until all that happens at once has happened. Here it does not.

import { options } from 'preact'

/** Runs a function that changes components, and draws them before it returns. */
export function drawnAtOnce<T>(run: () => T): T {
  const { debounceRendering } = options
  options.debounceRendering = (draw) => draw()
  try {
    return run()
  } finally {
    if (debounceRendering) options.debounceRendering = debounceRendering
    else delete options.debounceRendering
  }
}
