// Graph: a plotly.js figure. The component owns two elements and says what is pending or failed; drawing is graph-driver.ts's.

import { Component, createRef } from 'preact'
import type { PlotElement } from '../plotly/plotly'
import { Driver, type World } from './graph-driver'
import { fillsHeight, hasOwnHeight, watchSize } from './graph-size'
import { watchScheme } from './graph-theme'
import type { GraphProps, Hooks } from './graph-types'

interface State {
  error: string | null
}

/** `world` is the tests' way in. */
export type Props = GraphProps & Hooks & { world?: World }

export default class Graph extends Component<Props, State> {
  override state: State = { error: null }
  readonly #root = createRef<HTMLDivElement>()
  readonly #plot = createRef<HTMLDivElement>()
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
    const { id, style, 'data-dash-is-loading': loading } = this.props
    const { error } = this.state
    return (
      <div id={id} ref={this.#root} className={this.#className()} style={style ?? {}} data-dash-is-loading={loading}>
        <div ref={this.#plot} className="dash-graph-plot" />
        {error !== null && (
          <div className="dash-graph-error" role="alert">
            {error}
          </div>
        )}
      </div>
    )
  }
}
