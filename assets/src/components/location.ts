import { Component } from 'preact'
import type { Host } from '../view/component'
import { historyChanged, isOwn, mayFollow, navigations, pushed } from '../view/url'
import { type Part, partsOf, target } from './location-parts'

export interface LocationProps extends Partial<Record<Part, string | null>> {
  refresh?: boolean | 'callback-nav'
}

/** The page's address as props, without a face: what the browser does is told, and what callbacks set is done. */
export default class Location extends Component<LocationProps & Host<LocationProps>> {
  override componentDidMount(): void {
    for (const name of navigations) addEventListener(name, this.heard)
    this.fill()
    this.follow({})
  }

  override componentDidUpdate(before: LocationProps): void {
    this.fill()
    this.follow(before)
  }

  override componentWillUnmount(): void {
    for (const name of navigations) removeEventListener(name, this.heard)
  }

  /** What nobody has set is what the browser says. */
  private fill(): void {
    const parts = Object.entries(partsOf(location)).filter(([name]) => (this.props[name as Part] ?? null) === null)
    if (parts.length > 0) this.props.setProps(Object.fromEntries(parts))
  }

  private readonly heard = (): void => {
    this.props.setProps(partsOf(location))
    dispatchEvent(new CustomEvent(historyChanged))
  }

  /** Goes where the parts that have changed lead. A part that another hand has made untrue meanwhile leads nowhere. */
  private follow(before: LocationProps): void {
    const { refresh = true } = this.props
    const mounting = Object.keys(before).length === 0
    // As in Dash: what the layout says of an address without a page load is not done, only what callbacks say later.
    if (mounting && refresh !== true) return
    const to = target(before, this.props, location)
    if (to === undefined) return
    if (!mayFollow(to)) {
      this.props.reportError(new Error(`Dangerous address: ${to}. The page stays where it is.`))
      this.props.setProps(partsOf(location))
    } else if (refresh === true || !isOwn(to)) location.assign(to)
    else this.push(to)
  }

  private push(to: string): void {
    history.pushState({}, '', to)
    if (this.props.refresh === 'callback-nav') {
      dispatchEvent(new CustomEvent(pushed))
      return
    }
    // The other parts have become untrue. They are put right, and as in Dash no callback is told.
    for (const [name, value] of Object.entries(partsOf(location))) {
      this.props.swapProp(name, this.props[name as Part], value)
    }
    dispatchEvent(new CustomEvent(historyChanged))
  }

  override render() {
    return null
  }
}
