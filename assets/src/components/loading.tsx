import { Component, type ComponentChildren, createRef } from 'preact'
import type { Host, Output } from '../view/component'
import { Focus } from '../view/focus'
import { adopt } from '../view/styles'
import css from './loading.css' with { type: 'text' }
import Spinner, { type SpinnerType } from './loading-spinner'

adopt(css)

type Style = Record<string, string>

export interface LoadingProps {
  type?: SpinnerType
  custom_spinner?: ComponentChildren
  display?: 'auto' | 'show' | 'hide'
  color?: string
  fullscreen?: boolean
  debug?: boolean
  delay_show?: number
  delay_hide?: number
  show_initially?: boolean
  target_components?: Record<string, string | string[]>
  className?: string
  style?: Style
  parent_className?: string
  parent_style?: Style
  overlay_style?: Style
}

interface State {
  shown: boolean
}

/** Covers what it holds with a spinner while callbacks are on their way to any of it. */
export default class Loading extends Component<LoadingProps & Host<LoadingProps>, State> {
  override state: State = { shown: this.props.show_initially !== false }
  private readonly content = createRef<HTMLDivElement>()
  private readonly focus = new Focus()
  private loading = false
  /** The turn that is to come, after a delay. */
  private turn: { shown: boolean; timer: ReturnType<typeof setTimeout> } | undefined

  override componentDidMount(): void {
    this.plan()
  }

  override componentDidUpdate(): void {
    this.focus.after(this.shown())
    this.plan()
  }

  override componentWillUnmount(): void {
    this.cancel()
  }

  private shown(): boolean {
    const { display } = this.props
    return display === 'show' || (display !== 'hide' && this.state.shown)
  }

  private cancel(): void {
    clearTimeout(this.turn?.timer)
    this.turn = undefined
  }

  /** Goes over to what is so now, when it has been so for the delay. Going out always takes a task of its own: a callback that follows from
   * another begins in between. */
  private plan(): void {
    const { delay_show = 0, delay_hide = 0 } = this.props
    const shown = this.loading
    if (this.turn?.shown === shown) return
    this.cancel()
    if (shown === this.state.shown) return
    const go = (): void => {
      this.turn = undefined
      // What is hidden loses the keyboard, and gets it back afterwards.
      if (shown) this.focus.before(this.content.current)
      this.setState({ shown })
    }
    if (shown && delay_show <= 0) go()
    else this.turn = { shown, timer: setTimeout(go, shown ? delay_show : delay_hide) }
  }

  private concerns({ id, property }: Output): boolean {
    const { target_components } = this.props
    if (!target_components) return true
    if (!Object.hasOwn(target_components, id)) return false
    const wanted = [target_components[id]].flat()
    return wanted.includes('*') || wanted.includes(property)
  }

  override render() {
    const { id, type, custom_spinner, color, fullscreen, debug, children, overlay_style, loadingBelow, ...rest } =
      this.props
    const outputs = loadingBelow().filter((output) => this.concerns(output))
    this.loading = outputs.length > 0
    const shown = this.shown()
    return (
      <div
        id={id}
        class={`dash-loading-parent ${rest.parent_className ?? ''}`}
        style={rest.parent_style}
        aria-busy={shown}
        data-dash-is-loading={rest['data-dash-is-loading']}
      >
        <div
          ref={this.content}
          class="dash-loading-children"
          style={shown ? { visibility: 'hidden', ...overlay_style } : {}}
        >
          {children}
        </div>
        <div class={`dash-loading-cover ${shown && fullscreen ? 'dash-loading-fullscreen' : ''}`} role="status">
          {shown &&
            (custom_spinner || (
              <Spinner type={type ?? 'default'} color={color} className={rest.className} style={rest.style} />
            ))}
          {shown && debug && (
            <span class="dash-loading-debug">{outputs.map(({ id, property }) => `${id}.${property}`).join(', ')}</span>
          )}
        </div>
      </div>
    )
  }
}
