// Where components of packages stand among ours: each has an element of its own that is the root of a React tree.

import { Component } from 'preact'
import type { Context } from '../view/context'
import type { LayoutNode, PackageConfig } from '../wire/records'
import { dashContextOf, installApi } from './api'
import { Files } from './files'
import { type Nodes, nodesOf } from './nodes'
import { type Portals, Within } from './ours'
import { propTypes } from './proptypes'
import { library, type ReactRoot, shared } from './react'
import { mirrorStyles } from './sheets'

const files = new Files()

/** The React side of a page. */
const sides = new WeakMap<Context, Nodes>()

function sideOf(page: Context): Nodes {
  let side = sides.get(page)
  if (!side) {
    const found = library()
    const context = dashContextOf(found.react, page)
    side = nodesOf(found, page, context)
    sides.set(page, side)
    installApi(found.react, page, context, side.within)
  }
  return side
}

interface IslandProps {
  node: LayoutNode
  page: Context
}

export class Island extends Component<IslandProps> {
  static override contextType = Within
  declare context: Portals | undefined
  private place: HTMLElement | null = null
  private root: ReactRoot | undefined
  private portals: Portals | undefined

  override componentDidMount(): void {
    const { dom } = library()
    const { place } = this
    if (!place) return
    this.portals = this.context
    if (this.portals) {
      this.show()
      return
    }
    this.root = dom.createRoot(place)
    // At once: what stands below must not move a moment later.
    dom.flushSync(() => this.show())
  }

  override componentDidUpdate(): void {
    this.show()
  }

  override componentWillUnmount(): void {
    const { portals, root, place } = this
    if (portals && place) portals.show(place, undefined)
    // React may be about its own work just now.
    if (root) queueMicrotask(() => root.unmount())
  }

  private show(): void {
    const { node, page } = this.props
    const drawn = sideOf(page).within(node)
    if (this.portals && this.place) this.portals.show(this.place, drawn)
    else this.root?.render(drawn)
  }

  private readonly keep = (place: HTMLElement | null): void => {
    if (place) this.place = place
  }

  override render() {
    return <div ref={this.keep} class="dashi-island" style={{ display: 'contents' }} />
  }
}

/** Gets a package ready: React first, then the package's own scripts, in their order, and its style sheets beside them. */
export async function load(
  namespace: string,
  { scripts, styles = [] }: PackageConfig,
  page: () => Context,
  from = files,
): Promise<{ default: unknown }> {
  const dressed = Promise.all(styles.map((href) => from.style(href)))
  dressed.catch(() => undefined) // heard of below
  await from.script(new URL(`./${DASHI_REACT}`, import.meta.url).href)
  shared.PropTypes ??= propTypes()
  mirrorStyles()
  sideOf(page())
  await Promise.all(scripts.map((src) => from.script(src)))
  await dressed
  if (!shared[namespace]) throw new Error(`the scripts of the package "${namespace}" do not set window.${namespace}`)
  return { default: Island }
}
