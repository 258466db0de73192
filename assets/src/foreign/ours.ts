// A control of ours within a component of a package: an element that React makes and leaves to our view. Components of packages below it are drawn
// by the same React tree, by way of portals into the elements that our view has for them.

import { createContext, h, render } from 'preact'
import type { Context } from '../view/context'
import { draw } from '../view/node'
import type { LayoutNode } from '../wire/records'
import type { Library, ReactNode } from './react'

/** Somebody who shows components of packages that stand within ours within theirs. */
export interface Portals {
  /** Shows a component in a place; again with another element; undefined when it goes. */
  show(place: Element, node: ReactNode | undefined): void
}

/** Who that is, for what our view draws. */
export const Within = createContext<Portals | undefined>(undefined)

/** Packages hide things (react-bootstrap: modals, alerts) once the transition of their element has ended, or a little after it should have. Any
 * transition that ends below makes their clock stop, and where the element itself has none, as under reduced motion, they wait for ever. So
 * the ends of ours, such as that of the border of a field which loses the focus, stay within ours. */
const keepEnds = (place: Element): void => place.addEventListener('transitionend', (event) => event.stopPropagation())

/** The React component that holds one of ours, given as `node`. */
export function oursOf({ react, dom }: Library, page: Context): unknown {
  return class Ours extends react.Component<{ node: LayoutNode }> {
    private place: Element | null = null
    private readonly portals = new Map<Element, { node: ReactNode; key: string }>()
    private next = 0
    private readonly keep = (place: Element | null): void => {
      if (place) this.place = place
    }

    readonly show = (place: Element, node: ReactNode | undefined): void => {
      if (node === undefined) this.portals.delete(place)
      else this.portals.set(place, { node, key: this.portals.get(place)?.key ?? `portal ${this.next++}` })
      this.forceUpdate()
    }

    private draw(): void {
      const { place } = this
      if (place) render(h(Within.Provider, { value: this }, draw(this.props.node, page)), place)
    }

    componentDidMount(): void {
      if (this.place) keepEnds(this.place)
      this.draw()
    }

    componentDidUpdate(): void {
      this.draw()
    }

    /** React has taken the place out of the page by now, with the portals in it. */
    componentWillUnmount(): void {
      if (this.place) render(null, this.place)
    }

    render(): ReactNode {
      const portals = [...this.portals].map(([place, { node, key }]) => dom.createPortal(node, place, key))
      const place = { ref: this.keep, className: 'dashi-within', style: { display: 'contents' } }
      return react.createElement(react.Fragment, null, react.createElement('div', place), portals)
    }
  }
}
