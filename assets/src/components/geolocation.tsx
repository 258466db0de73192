import { Component } from 'preact'
import type { Host } from '../view/component'
import { Box } from './confirm-box'

export interface GeolocationProps {
  update_now?: boolean
  high_accuracy?: boolean
  /** Milliseconds. */
  maximum_age?: number
  /** Milliseconds; none: without end. */
  timeout?: number | null
  show_alert?: boolean
  position?: Record<string, number | null> | null
  local_date?: string
  /** Milliseconds since 1970. */
  timestamp?: number
  position_error?: { code: number; message: string } | null
}

/** Asks the browser where it is: when shown, when an option changes, and when update_now says so. */
export default class Geolocation extends Component<GeolocationProps & Host<GeolocationProps>, { alert?: string }> {
  /** The question whose answer counts; those before it and those of a component that is gone do not. */
  private asked = 0

  override componentDidMount(): void {
    this.ask()
  }

  override componentDidUpdate(before: GeolocationProps): void {
    const { update_now, high_accuracy, maximum_age, timeout } = this.props
    const other =
      high_accuracy !== before.high_accuracy || maximum_age !== before.maximum_age || timeout !== before.timeout
    if (other || (update_now && !before.update_now)) this.ask()
  }

  override componentWillUnmount(): void {
    this.asked = -1
  }

  private ask(): void {
    const { high_accuracy, maximum_age = 0, timeout } = this.props
    const turn = ++this.asked
    if (!navigator.geolocation) {
      this.fail(999, 'Your browser does not support Geolocation')
      return
    }
    navigator.geolocation.getCurrentPosition(
      (found) => {
        if (turn === this.asked) this.take(found)
      },
      ({ code, message }) => {
        if (turn === this.asked) this.fail(code, message)
      },
      {
        enableHighAccuracy: high_accuracy === true,
        maximumAge: maximum_age,
        timeout: timeout ?? Number.POSITIVE_INFINITY,
      },
    )
  }

  private take({ coords, timestamp }: GeolocationPosition): void {
    this.props.setProps({
      update_now: false,
      local_date: new Date(timestamp).toLocaleString(),
      timestamp: Math.round(timestamp),
      position: {
        lat: coords.latitude,
        lon: coords.longitude,
        accuracy: coords.accuracy,
        alt: coords.altitude,
        alt_accuracy: coords.altitudeAccuracy,
        speed: coords.speed,
        // Standing still has no direction: NaN, which JSON does not know.
        heading: Number.isNaN(coords.heading) ? null : coords.heading,
      },
      position_error: null,
    })
  }

  private fail(code: number, message: string): void {
    this.props.setProps({ update_now: false, position: null, position_error: { code, message } })
    if (this.props.show_alert) this.setState({ alert: `ERROR(${code}): ${message}` })
  }

  override render() {
    const { alert = '' } = this.state
    if (!this.props.show_alert) return null
    return <Box message={alert} shown={alert !== ''} submit={() => this.setState({ alert: '' })} />
  }
}
