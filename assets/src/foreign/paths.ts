// Dash tells each component its place in the layout, a list of steps from the root, and packages ask for what stands there:
// `dash_component_api.getLayout([...path, 'props', 'label'])`. Our components are found by what they are, not by where they stand, so a path
// here is one step, a name for the component, behind which steps into it may follow.

import type { LayoutNode } from '../wire/records'

export type Path = readonly (string | number)[]

const paths = new WeakMap<LayoutNode, Path>()
const nodes = new Map<string, WeakRef<LayoutNode>>()
const gone = new FinalizationRegistry<string>((name) => nodes.delete(name))
let last = 0

/** The path of a component; always the same list for the same one. */
export function pathOf(node: LayoutNode): Path {
  let path = paths.get(node)
  if (!path) {
    const name = `dashi-${++last}`
    path = Object.freeze([name])
    paths.set(node, path)
    nodes.set(name, new WeakRef(node))
    gone.register(node, name)
  }
  return path
}

/** What stands at a path: a component as it is on the wire, or something of its properties; undefined where nothing does. */
export function at([name, ...steps]: Path): unknown {
  let found: unknown = nodes.get(String(name))?.deref()
  for (const step of steps) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, step)) return undefined
    found = (found as Record<string | number, unknown>)[step]
  }
  return found
}
