// What a developer sees of errors; it comes in debug mode only.

import { Component } from 'preact'
import { Again, type PanelProps, type Report } from './errors'

function asText({ origin, message, stack }: Report): string {
  return [origin, message, stack].filter(Boolean).join('\n')
}

/** For the developer: every error with its callback and stack; beside the page, not over it. */
export class Panel extends Component<PanelProps, { open: boolean; copied: boolean }> {
  override state = { open: true, copied: false }

  private readonly copy = (): void => {
    const text = this.props.reports.map(asText).join('\n\n')
    navigator.clipboard?.writeText(text).then(
      () => this.setState({ copied: true }),
      () => undefined,
    )
  }

  override render() {
    const { reports, clear, reload } = this.props
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
          <Again report={reports.findLast((report) => report.again)} reload={reload} />
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
