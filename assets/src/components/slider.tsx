import { Component, createRef } from 'preact'
import type { Host } from '../view/component'
import { adopt } from '../view/styles'
import css from './slider.css' with { type: 'text' }
import {
  apart,
  fraction,
  type Mark,
  type MarkLabel,
  marksOf,
  move,
  numberOf,
  type Scale,
  scaleOf,
  snap,
} from './slider-marks'

adopt(css)

interface Tooltip {
  always_visible?: boolean
  placement?: string
  template?: string
  style?: Record<string, string>
  /** Name of a function below window.dccFunctions. */
  transform?: string
}

export interface SliderProps {
  min?: number
  max?: number
  step?: number | null
  marks?: Record<string, MarkLabel> | null
  value?: number | null
  drag_value?: number | null
  updatemode?: 'mouseup' | 'drag'
  disabled?: boolean
  dots?: boolean
  reverse?: boolean
  vertical?: boolean
  included?: boolean
  verticalHeight?: number
  tooltip?: Tooltip
  allow_direct_input?: boolean
  className?: string
}

interface State {
  /** Where the thumb is while it is being dragged. */
  drag?: number | undefined
  length: number
}

/** Steps that a key makes; Home and End are of their own. */
const keys: Record<string, number> = {
  ArrowRight: 1,
  ArrowUp: 1,
  ArrowLeft: -1,
  ArrowDown: -1,
  PageUp: 10,
  PageDown: -10,
}

/** The most dots drawn: more would be a line. */
const maxDots = 200

/** One number on a line. A native range field carries it, which brings touch, focus and screen readers; marks, track and
 * tooltip are drawn around it. */
export default class Slider extends Component<SliderProps & Host<SliderProps>, State> {
  override state: State = { length: 330 }
  private readonly root = createRef<HTMLDivElement>()
  private observer: ResizeObserver | undefined

  override componentDidMount(): void {
    this.follow(this.props.value)
    const root = this.root.current
    if (!root || this.props.vertical || typeof ResizeObserver === 'undefined') return
    this.observer = new ResizeObserver(([entry]) => {
      const length = Math.round(entry?.contentRect.width ?? 0)
      if (length > 0 && length !== this.state.length) this.setState({ length })
    })
    this.observer.observe(root)
  }

  override componentDidUpdate(before: SliderProps): void {
    if (before.value !== this.props.value) this.follow(this.props.value)
  }

  override componentWillUnmount(): void {
    this.observer?.disconnect()
  }

  private follow(value: SliderProps['value']): void {
    if (value !== undefined && value !== null) this.props.setProps({ drag_value: value })
  }

  private scale(): Scale {
    return scaleOf(this.props)
  }

  private marks(scale: Scale): Mark[] {
    const { marks, vertical, verticalHeight = 400 } = this.props
    // Standing labels need their height only, about a third of what they take side by side.
    return marksOf(marks, scale, vertical ? verticalHeight * 1.5 : this.state.length)
  }

  private now(scale: Scale): number {
    return this.state.drag ?? numberOf(this.props.value) ?? scale.min
  }

  private drag(number: number): void {
    this.setState({ drag: number })
    this.props.setProps({ drag_value: number, ...(this.props.updatemode === 'drag' && { value: number }) })
  }

  private commit(number: number): void {
    this.setState({ drag: undefined })
    this.props.setProps({ value: number, drag_value: number })
  }

  private readonly onInput = (event: Event): void => {
    const field = event.currentTarget as HTMLInputElement
    const scale = this.scale()
    const number = snap(Number(field.value), scale, this.marks(scale))
    field.value = String(number)
    if (number !== this.now(scale)) this.drag(number)
  }

  private readonly onChange = (): void => {
    if (this.state.drag !== undefined) this.commit(this.state.drag)
  }

  private readonly onKeyDown = (event: KeyboardEvent): void => {
    const scale = this.scale()
    const marks = this.marks(scale)
    const now = this.now(scale)
    const steps = (keys[event.key] ?? 0) * (event.shiftKey ? 10 : 1)
    const sideways = event.key === 'ArrowLeft' || event.key === 'ArrowRight'
    const next =
      event.key === 'Home'
        ? snap(scale.min, scale, marks)
        : event.key === 'End'
          ? snap(scale.max, scale, marks)
          : steps !== 0
            ? move(now, this.props.reverse && sideways ? -steps : steps, scale, marks)
            : undefined
    if (next === undefined) return
    event.preventDefault()
    if (next !== now) this.commit(next)
  }

  private tooltipText(number: number): string {
    const { template = '{value}', transform } = this.props.tooltip ?? {}
    const functions = (window as { dccFunctions?: Record<string, (value: number) => unknown> }).dccFunctions
    const shown = transform ? functions?.[transform]?.(number) : number
    return String(template).replaceAll('{value}', String(shown ?? number))
  }

  /** A place along the line; the thumb's middle stops half a thumb before the ends, and so do the marks. */
  private place(number: number, scale: Scale): Record<string, string> {
    return { '--at': String(fraction(number, scale)) }
  }

  private dots(scale: Scale) {
    const { min, max, step } = scale
    if (!this.props.dots || !step || (max - min) / step > maxDots) return null
    return Array.from({ length: Math.floor((max - min) / step + 1e-9) + 1 }, (_, i) => (
      <span key={i} class="dash-slider-dot" style={this.place(min + i * step, scale)} />
    ))
  }

  private renderMarks(marks: Mark[], scale: Scale, now: number) {
    if (marks.length === 0) return null
    const { included = true, disabled, vertical, verticalHeight = 400 } = this.props
    const shown = vertical
      ? apart(marks, scale, verticalHeight, () => 15)
      : apart(marks, scale, this.state.length, (label) => label.length * 7.5 + 4)
    return (
      <div class="dash-slider-marks" aria-hidden="true">
        {shown.map((mark) => (
          // biome-ignore lint/a11y/noStaticElementInteractions: a shortcut for the pointer; keys move the thumb itself
          // biome-ignore lint/a11y/useKeyWithClickEvents: see above
          <span
            key={mark.value}
            class={`dash-slider-mark ${included && mark.value <= now ? 'dash-slider-mark-active' : ''}`}
            style={{ ...mark.style, ...this.place(mark.value, scale) }}
            onClick={() => {
              if (!disabled) this.commit(snap(mark.value, scale, marks))
            }}
          >
            {mark.label}
          </span>
        ))}
      </div>
    )
  }

  private renderDirect(scale: Scale, marks: Mark[], now: number) {
    const { allow_direct_input = true, vertical, disabled } = this.props
    if (!allow_direct_input || vertical || scale.step === null) return null
    const take = (event: Event): void => {
      const field = event.currentTarget as HTMLInputElement
      const number = field.value === '' ? now : snap(Number(field.value), scale, marks)
      field.value = String(number)
      if (number !== now) this.commit(number)
    }
    return (
      <input
        type="number"
        class="dash-range-slider-input"
        aria-label="Value"
        min={scale.min}
        max={scale.max}
        step={scale.step || 'any'}
        value={now}
        disabled={disabled === true}
        onChange={take}
        onKeyDown={(event) => {
          if (event.key === 'Enter') take(event)
        }}
      />
    )
  }

  override render() {
    const { id, vertical, verticalHeight = 400, reverse, included = true, disabled, tooltip } = this.props
    const scale = this.scale()
    const marks = this.marks(scale)
    const now = this.now(scale)
    const marked = marks.find((mark) => mark.value === now)
    const classes = ['dash-slider-container', this.props.className]
    if (vertical) classes.push('dash-slider-vertical')
    if (reverse) classes.push('dash-slider-reverse')
    if (marks.length > 0) classes.push('dash-slider-marked')
    const placement = String(tooltip?.placement ?? (vertical ? 'right' : 'top')).replace(/[A-Z].*/, '')
    if (tooltip?.always_visible && placement !== 'bottom' && !vertical) classes.push('dash-slider-tipped')
    return (
      <div
        class={classes.filter(Boolean).join(' ')}
        style={vertical ? { height: `${verticalHeight}px` } : undefined}
        data-dash-is-loading={this.props['data-dash-is-loading']}
      >
        <div class="dash-slider-root" ref={this.root} style={this.place(now, scale)}>
          <div class={`dash-slider-track ${included ? 'dash-slider-included' : ''}`} />
          {this.dots(scale)}
          <input
            type="range"
            id={id}
            class="dash-slider-range"
            min={scale.min}
            max={scale.max}
            step="any"
            value={now}
            disabled={disabled === true}
            aria-orientation={vertical ? 'vertical' : 'horizontal'}
            aria-valuetext={tooltip ? this.tooltipText(now) : (marked?.label ?? String(now))}
            onInput={this.onInput}
            onChange={this.onChange}
            onKeyDown={this.onKeyDown}
          />
          {this.renderMarks(marks, scale, now)}
          {tooltip && (
            <output
              class={`dash-slider-tooltip dash-slider-tooltip-${placement}`}
              data-always={tooltip.always_visible ? 'true' : undefined}
              style={tooltip.style}
            >
              {this.tooltipText(now)}
            </output>
          )}
        </div>
        {this.renderDirect(scale, marks, now)}
      </div>
    )
  }
}
