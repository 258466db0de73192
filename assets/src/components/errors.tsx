import { Component, render } from 'preact'

export interface Report {
  /** The callback's id, or the component's name. */
  origin: string
  message: string
  /** The server's stack, or the component's. */
  stack: string
  /** The server did not answer at all. */
  offline?: boolean
  /** The app refused, with a message that is meant for the user. */
  refused?: boolean
}

interface PanelProps {
  reports: Report[]
  clear(): void
}

function asText({ origin, message, stack }: Report): string {
  return [origin, message, stack].filter(Boolean).join('\n')
}

/** For the developer: every error with its callback and stack; beside the page, not over it. */
class Panel extends Component<PanelProps, { open: boolean; copied: boolean }> {
  override state = { open: true, copied: false }

  private readonly copy = (): void => {
    const text = this.props.reports.map(asText).join('\n\n')
    navigator.clipboard?.writeText(text).then(
      () => this.setState({ copied: true }),
      () => undefined,
    )
  }

  override render() {
    const { reports, clear } = this.props
    const { open, copied } = this.state
    return (
      <section class="dash-error-panel" aria-label="Errors">
        <header>
          <button
            type="button"
            class="dash-error-title"
            aria-expanded={open}
            onClick={() => this.setState({ open: !open, copied: false })}
          >
            {reports.length === 1 ? '1 error' : `${reports.length} errors`}
          </button>
          <button type="button" onClick={this.copy}>
            {copied ? 'Copied' : 'Copy'}
          </button>
          <button type="button" onClick={clear}>
            Clear
          </button>
        </header>
        {open && (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: the list scrolls, also for those without a pointer
          <ol tabIndex={0}>
            {reports.toReversed().map((report, i) => (
              <li key={reports.length - i}>
                <strong>{report.origin}</strong>
                <p>{report.message}</p>
                {report.stack && (
                  <details open={i === 0}>
                    <summary>Stack</summary>
                    <pre>{report.stack}</pre>
                  </details>
                )}
              </li>
            ))}
          </ol>
        )}
      </section>
    )
  }
}

function Toast({ reports, clear }: PanelProps) {
  const offline = reports.every((report) => report.offline)
  const last = reports.at(-1)
  return (
    <div class="dash-error-toast">
      <span>
        {offline
          ? 'The server does not answer. Try again in a moment.'
          : last?.refused
            ? last.message
            : 'Something went wrong. Try again; if it persists, tell the app’s owner.'}
      </span>
      <button type="button" aria-label="Dismiss" onClick={clear}>
        ×
      </button>
    </div>
  )
}

/** The most errors kept: a broken interval should not fill the memory. */
const most = 50

/** Shows errors: their details to a developer, one calm line to everyone else. */
export default class Errors {
  private readonly host = document.createElement('div')
  private reports: Report[] = []

  constructor(private readonly debug: boolean) {
    this.host.className = 'dash-errors'
    // Present before its content, so that a screen reader speaks what comes.
    this.host.setAttribute('role', 'alert')
    document.body.append(this.host)
  }

  show(report: Report): void {
    this.draw([...this.reports.slice(1 - most), report])
  }

  /** The server answers again: only a developer still wants to know that it did not. */
  online(): void {
    if (!this.debug && this.reports.some((report) => report.offline)) {
      this.draw(this.reports.filter((report) => !report.offline))
    }
  }

  private draw(reports: Report[]): void {
    this.reports = reports
    const View = this.debug ? Panel : Toast
    render(reports.length > 0 ? <View reports={reports} clear={() => this.draw([])} /> : null, this.host)
  }
}
