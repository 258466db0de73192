import { Component, render } from 'preact'

export interface Report {
  /** The callback's id, or the component's name. */
  origin: string
  message: string
  /** The server's stack, or the component's. */
  stack: string
}

interface PanelProps {
  reports: Report[]
  debug: boolean
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
          <ol>
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

function Toast({ clear }: { clear(): void }) {
  return (
    <div class="dash-error-toast">
      <span>Something went wrong. Try again; if it persists, tell the app’s owner.</span>
      <button type="button" aria-label="Dismiss" onClick={clear}>
        ×
      </button>
    </div>
  )
}

/** The most errors kept: a broken interval should not fill the memory. */
const most = 50

let host: HTMLElement | undefined
let reports: Report[] = []

/** Shows an error: its details to a developer, one calm line to everyone else. */
export default function show(report: Report, debug: boolean): void {
  if (!host) {
    host = document.createElement('div')
    host.className = 'dash-errors'
    // Present before its content, so that a screen reader speaks what comes.
    host.setAttribute('role', 'alert')
    document.body.append(host)
  }
  reports = [...reports.slice(1 - most), report]
  draw(debug)
}

function draw(debug: boolean): void {
  const clear = (): void => {
    reports = []
    draw(debug)
  }
  const some = reports.length > 0
  const panel = debug ? <Panel reports={reports} debug={debug} clear={clear} /> : <Toast clear={clear} />
  if (host) render(some ? panel : null, host)
}
