import { type ComponentType, render } from 'preact'

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
  /** What the button says that loads the page anew, where that alone helps. */
  again?: string | false
}

export interface PanelProps {
  reports: Report[]
  clear(): void
  /** Loads the page anew: what guards it knows where to sign in, and the way back. */
  reload(): void
}

/** The button that loads the page anew, where a report has one. */
export function Again({ report, reload }: { report: Report | undefined; reload(): void }) {
  return report?.again ? (
    <button type="button" class="dash-error-sign-in" onClick={reload}>
      {report.again}
    </button>
  ) : null
}

function Toast({ reports, clear, reload }: PanelProps) {
  const offline = reports.every((report) => report.offline)
  const last = reports.findLast((report) => report.again) ?? reports.at(-1)
  return (
    <div class="dash-error-toast">
      <span>
        {offline
          ? 'The server does not answer. Try again in a moment.'
          : last?.refused
            ? last.message
            : last?.again
              ? 'You are not signed in any more.'
              : 'Something went wrong. Try again; if it persists, tell the app’s owner.'}
      </span>
      <Again report={last} reload={reload} />
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
  private View: ComponentType<PanelProps> = Toast
  /** Whether the developer's panel is there, or cannot be had: then the line has to do. */
  readonly ready: Promise<void>

  constructor(
    private readonly debug: boolean,
    private readonly reload = () => location.reload(),
  ) {
    this.host.className = 'dash-errors'
    // Present before its content, so that a screen reader speaks what comes.
    this.host.setAttribute('role', 'alert')
    document.body.append(this.host)
    this.ready = debug ? this.load() : Promise.resolve()
  }

  /** At the start, for the network may be gone when there is something to tell. */
  private async load(): Promise<void> {
    try {
      this.View = (await import('./errors-panel')).Panel
    } catch {
      return
    }
    this.draw(this.reports)
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
    const { View } = this
    const { reload } = this
    render(
      reports.length > 0 ? <View reports={reports} clear={() => this.draw([])} reload={reload} /> : null,
      this.host,
    )
  }
}
