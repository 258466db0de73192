import { Component } from 'preact'
import type { Host } from '../view/component'

export interface IntervalProps {
  /** Milliseconds. */
  interval?: number
  disabled?: boolean
  n_intervals?: number
  /** -1: without end. */
  max_intervals?: number
}

/** The longest time a browser counts; it takes a longer one for none. */
const longest = 2 ** 31 - 1

/** How often a due tick looks again whether its callbacks have ended. */
const patience = 50

/** Counts up n_intervals. A tick that falls due while callbacks of the one before still run waits for them: each would
 * supersede the last, and a slow callback would never show anything (ordering rule 5). */
export default class Interval extends Component<IntervalProps & Host<IntervalProps>> {
  private timer: ReturnType<typeof setTimeout> | undefined

  override componentDidMount(): void {
    this.restart()
  }

  override componentDidUpdate(before: IntervalProps): void {
    const { interval, disabled, max_intervals } = this.props
    const anew = interval !== before.interval || disabled !== before.disabled || max_intervals !== before.max_intervals
    // The count was set back after the last tick.
    if (anew || (this.timer === undefined && !this.ended())) this.restart()
  }

  override componentWillUnmount(): void {
    clearTimeout(this.timer)
  }

  private period(): number {
    const period = Number(this.props.interval ?? 1000)
    return Number.isNaN(period) ? 1000 : Math.min(period, longest)
  }

  private ended(): boolean {
    const { disabled, n_intervals = 0, max_intervals = -1 } = this.props
    return Boolean(disabled) || (max_intervals >= 0 && n_intervals >= max_intervals)
  }

  private restart(): void {
    clearTimeout(this.timer)
    this.timer = this.ended() ? undefined : setTimeout(this.due, this.period())
  }

  private readonly due = (): void => {
    if (this.props.isPending('n_intervals')) {
      this.timer = setTimeout(this.due, Math.min(patience, this.period()))
      return
    }
    this.restart()
    const { n_intervals, setProps } = this.props
    if (!this.ended()) setProps({ n_intervals: (Number(n_intervals) || 0) + 1 })
  }

  override render() {
    return null
  }
}
