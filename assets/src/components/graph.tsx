// Graph: a plotly.js figure. The component owns two elements and says what is pending or failed; drawing is graph-driver.ts's.

import { Component, createRef } from 'preact'
import type { PlotElement } from '../plotly/plotly'
import { Driver, type World } from './graph-driver'
import { fillsHeight, hasOwnHeight, watchSize } from './graph-size'
import { watchScheme } from './graph-theme'
import type { GraphProps, Hooks } from './graph-types'

interface State {
  error: string | null
  notice: string | null
}

/** `world` is the tests' way in. */
export type Props = GraphProps & Hooks & { world?: World }

export default class Graph extends Component<Props, State> {
  override state: State = { error: null, notice: null }
  readonly #root = createRef<HTMLDivElement>()
  readonly #plot = createRef<HTMLDivElement>()
  readonly #voice = createRef<HTMLDivElement>()
  #driver: Driver | undefined
  #unwatch: (() => void)[] = []
  #pending = true

  override componentDidMount(): void {
    const plot = this.#plot.current as PlotElement
    const face = {
      pending: (is: boolean) => this.#setPending(is),
      failed: (error: string | null) => {
        if (error !== this.state.error) this.setState({ error })
      },
      notice: (notice: string | null) => {
        if (notice !== this.state.notice) this.setState({ notice })
      },
      say: (text: string) => {
        if (this.#voice.current) this.#voice.current.textContent = text
      },
    }
    this.#driver = new Driver(plot, this.props, face, this.props.world)
    this.#unwatch = [watchSize(plot, () => this.#driver?.resize()), watchScheme(() => this.#driver?.recolor())]
  }

  override componentDidUpdate(): void {
    this.#driver?.update(this.props)
  }

  override componentWillUnmount(): void {
    for (const stop of this.#unwatch) stop()
    this.#driver?.destroy()
  }

  /** Straight to the element: every draw would otherwise render twice more. The next render gives the same class. */
  #setPending(is: boolean): void {
    this.#pending = is
    if (this.#root.current) this.#root.current.className = this.#className()
  }

  #className(): string {
    const { className } = this.props
    const names = [
      'dash-graph',
      fillsHeight(this.props) && 'dash-graph--responsive',
      hasOwnHeight(this.props) && 'dash-graph--sized',
      this.#pending && 'dash-graph--pending',
      className,
    ]
    return names.filter(Boolean).join(' ')
  }

  override render() {
    const { id, style, alt, config, 'data-dash-is-loading': loading } = this.props
    const { error, notice } = this.state
    // The keys and the text that is made of the figure come with graph-access.ts.
    const focus: { tabIndex?: number } = config?.staticPlot === true ? {} : { tabIndex: 0 }
    const about = { role: 'figure' as const, 'aria-label': alt || 'Graph', ...focus }
    return (
      <div id={id} ref={this.#root} className={this.#className()} style={style ?? {}} data-dash-is-loading={loading}>
        <div ref={this.#plot} className="dash-graph-plot" {...about} />
        <div ref={this.#voice} className="dash-graph-voice" aria-live="polite" />
        {notice !== null && (
          <div className="dash-graph-notice" role="status">
            {notice}
          </div>
        )}
        {error !== null && (
          <div className="dash-graph-error" role="alert">
            {error}
          </div>
        )}
      </div>
    )
  }
}
