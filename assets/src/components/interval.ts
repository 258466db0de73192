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
    if (interval !== before.interval || disabled !== before.disabled || max_intervals !== before.max_intervals) {
      this.restart()
    }
  }

  override componentWillUnmount(): void {
    clearTimeout(this.timer)
  }

  private period(): number {
    return this.props.interval ?? 1000
  }

  private restart(): void {
    clearTimeout(this.timer)
    const { disabled, n_intervals = 0, max_intervals = -1 } = this.props
    if (disabled || (max_intervals >= 0 && n_intervals >= max_intervals)) return
    this.timer = setTimeout(this.due, this.period())
  }

  private readonly due = (): void => {
    if (this.props.isPending('n_intervals')) {
      this.timer = setTimeout(this.due, Math.min(patience, this.period()))
      return
    }
    const { n_intervals = 0, max_intervals = -1, setProps } = this.props
    if (max_intervals >= 0 && n_intervals >= max_intervals) return
    this.timer = setTimeout(this.due, this.period())
    setProps({ n_intervals: n_intervals + 1 })
  }

  override render() {
    return null
  }
}
