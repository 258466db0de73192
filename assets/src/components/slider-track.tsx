import { Component, createRef } from 'preact'
import { adopt } from '../view/styles'
import { labelOf } from './label'
import css from './slider.css' with { type: 'text' }
import { fraction, type Mark, type MarkLabel, marksOf, move, type Scale, scaleOf, snap } from './slider-marks'
import { Dots, MarkLabels, type Tip, tipPlace, tipText } from './slider-parts'
import { arrange, meant, nearest, type Rules, slide } from './slider-values'

adopt(css)

/** What Slider and RangeSlider have in common. */
export interface LineProps {
  min?: number
  max?: number
  step?: number | null
  marks?: Record<string, MarkLabel> | null
  updatemode?: 'mouseup' | 'drag'
  disabled?: boolean
  dots?: boolean
  reverse?: boolean
  vertical?: boolean
  included?: boolean
  verticalHeight?: number
  tooltip?: Tip
  allow_direct_input?: boolean
  className?: string
}

interface TrackProps extends LineProps {
  id?: string | undefined
  'data-dash-is-loading'?: 'true' | undefined
  /** What the app or the user chose; undefined for nothing yet. Ascending. */
  given: number[] | undefined
  /** Where the thumbs stand while nothing is chosen. */
  unset(scale: Scale, marks: Mark[]): number[]
  rules: Rules
  /** A group of thumbs, each with a name of its own, rather than one control. */
  several: boolean
  write(patch: { value?: number[]; drag_value?: number[] }): void
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

/** A pointer that moves this far, in pixels, drags; one that does not has clicked. */
const slack = 3

/** What the pointer holds while it is down. */
interface Grab {
  pointer: number
  /** Where it went down, in pixels and on the line. */
  x: number
  y: number
  from: number
  start: number[]
  /** The thumbs it may mean; none: all together. */
  candidates: number[]
  at?: number | undefined
  /** From the pointer to the middle of the thumb it took hold of. */
  offset: number
  moved: boolean
}

const name = (i: number, count: number): string =>
  count === 1 ? 'Value' : i === 0 ? 'Minimum' : i === count - 1 ? 'Maximum' : `Value ${i + 1} of ${count}`

/** Thumbs on a line. Native range fields carry them, which brings focus, screen readers and forms; the pointer is followed here, so that
 * it finds the nearest thumb or takes hold of the whole range. */
export default class Track extends Component<
  TrackProps,
  { length: number; label?: string | undefined; rtl?: boolean }
> {
  override state = { length: 330, rtl: false }
  private readonly root = createRef<HTMLDivElement>()
  private readonly fields: (HTMLInputElement | null)[] = []
  private observer: ResizeObserver | undefined
  /** Where the thumbs are while they are being dragged: the app's value waits. */
  private held: number[] | undefined
  private grab: Grab | undefined

  override componentDidMount(): void {
    this.follow()
    this.named()
    const root = this.root.current
    if (!root || this.props.vertical || typeof ResizeObserver === 'undefined') return
    this.observer = new ResizeObserver(([entry]) => {
      const length = Math.round(entry?.contentRect.width ?? 0)
      if (length > 0 && length !== this.state.length) this.setState({ length })
    })
    this.observer.observe(root)
  }

  override componentDidUpdate(before: TrackProps): void {
    if (String(before.given) !== String(this.props.given)) this.follow()
    this.named()
  }

  override componentWillUnmount(): void {
    this.observer?.disconnect()
  }

  private follow(): void {
    const { given } = this.props
    if (given) this.props.write({ drag_value: given })
  }

  /** Whether the smallest number is at the end: that is the left where text runs from right to left, as in the browser's own range fields. */
  private flipped(): boolean {
    const { reverse, vertical } = this.props
    return Boolean(reverse) !== (this.state.rtl && !vertical)
  }

  /** The label is on the page only once all of the page is, and so is the direction of its text. */
  private named(): void {
    const label = labelOf(this.props.id)
    if (label !== (this.state as { label?: string }).label) this.setState({ label })
    const outer = this.root.current?.parentElement
    const rtl = outer ? getComputedStyle(outer).direction === 'rtl' : false
    if (rtl !== this.state.rtl) this.setState({ rtl })
  }

  private scale(): Scale {
    return scaleOf(this.props)
  }

  private marks(scale: Scale): Mark[] {
    const { marks, vertical, verticalHeight = 400 } = this.props
    // Standing labels need their height only, about a third of what they take side by side.
    return marksOf(marks, scale, vertical ? verticalHeight * 1.5 : this.state.length)
  }

  private now(): number[] {
    const { given, unset } = this.props
    if (this.held || given) return (this.held ?? given) as number[]
    const scale = this.scale()
    return unset(scale, this.marks(scale))
  }

  // ---- moving

  private drag(values: number[]): void {
    if (String(values) === String(this.now())) return
    this.held = values
    this.props.write({ drag_value: values, ...(this.props.updatemode === 'drag' && { value: values }) })
    this.setState({})
  }

  private commit(values: number[]): void {
    this.held = undefined
    this.props.write({ value: values, drag_value: values })
    this.setState({})
  }

  /** Where the thumbs are when one goes to a number; the keyboard goes along when it passes another. */
  private arranged(values: number[], at: number, to: number): number[] {
    const scale = this.scale()
    const arranged = arrange(values, at, to, this.props.rules, scale, this.marks(scale))
    if (arranged.at !== at && document.activeElement === this.fields[at]) this.fields[arranged.at]?.focus()
    return arranged.values
  }

  private settle(at: number, to: number): void {
    const now = this.now()
    const values = this.arranged(now, at, to)
    if (String(values) !== String(now)) this.commit(values)
  }

  private onInput(at: number, event: Event): void {
    const field = event.currentTarget as HTMLInputElement
    const scale = this.scale()
    const values = this.arranged(this.now(), at, snap(Number(field.value), scale, this.marks(scale)))
    field.value = String(values[at])
    this.drag(values)
  }

  private readonly onChange = (): void => {
    if (this.held) this.commit(this.held)
  }

  private onKeyDown(at: number, event: KeyboardEvent): void {
    const scale = this.scale()
    const marks = this.marks(scale)
    const values = this.now()
    const now = values[at] as number
    const steps = (keys[event.key] ?? 0) * (event.shiftKey ? 10 : 1)
    const sideways = event.key === 'ArrowLeft' || event.key === 'ArrowRight'
    // Ends are those of its own stretch: Home on the upper thumb goes to the lower one.
    const next =
      event.key === 'Home'
        ? (values[at - 1] ?? snap(scale.min, scale, marks))
        : event.key === 'End'
          ? (values[at + 1] ?? snap(scale.max, scale, marks))
          : steps !== 0
            ? move(now, this.flipped() && sideways ? -steps : steps, scale, marks)
            : undefined
    if (next === undefined) return
    event.preventDefault()
    this.settle(at, next)
  }

  // ---- the pointer

  /** The number below the pointer, between steps too, and how many pixels the line has for all numbers. */
  private under(event: PointerEvent): { number: number; pixels: number; thumb: number } {
    const root = this.root.current as HTMLElement
    const box = root.getBoundingClientRect()
    const thumb = Number.parseFloat(getComputedStyle(root).getPropertyValue('--dashi-thumb')) || 18
    const { vertical } = this.props
    const pixels = Math.max((vertical ? box.height : box.width) - thumb, 1)
    const along = vertical ? box.bottom - event.clientY : event.clientX - box.left
    const share = Math.min(Math.max((along - thumb / 2) / pixels, 0), 1)
    const { min, max } = this.scale()
    return { number: min + (this.flipped() ? 1 - share : share) * Math.max(max - min, 0), pixels, thumb }
  }

  private readonly onPointerDown = (event: PointerEvent): void => {
    const { disabled, several, included = true } = this.props
    if (disabled || event.button !== 0 || this.grab) return
    if ((event.target as Element).closest('.dash-slider-mark')) return
    const start = this.now()
    const { number, pixels, thumb } = this.under(event)
    const near = nearest(start, number)
    const { min, max } = this.scale()
    const reach = ((thumb / 2 + 2) / pixels) * (max - min)
    const offset = (start[near[0] ?? 0] as number) - number
    const onThumb = Math.abs(offset) <= reach
    const between = number > (start[0] as number) && number < (start.at(-1) as number)
    const all = several && included && between && !onThumb
    this.grab = {
      pointer: event.pointerId,
      x: event.clientX,
      y: event.clientY,
      from: number,
      start,
      candidates: all ? [] : near,
      at: all ? undefined : meant(start, near, onThumb && near.length > 1 ? (start[near[0] ?? 0] as number) : number),
      offset: onThumb ? offset : 0,
      moved: false,
    }
    this.root.current?.setPointerCapture?.(event.pointerId)
    if (!all) this.fields[this.grab.at ?? near[0] ?? 0]?.focus({ preventScroll: true })
    if (!all && !onThumb) this.to(number)
    this.setState({})
  }

  /** Moves what the pointer holds to the number below it. */
  private to(number: number): void {
    const grab = this.grab as Grab
    const scale = this.scale()
    const marks = this.marks(scale)
    if (grab.candidates.length === 0) {
      this.drag(slide(grab.start, number - grab.from, scale, marks))
      return
    }
    grab.at ??= meant(grab.start, grab.candidates, number + grab.offset)
    if (grab.at === undefined) return
    const { values, at } = arrange(
      grab.start,
      grab.at,
      snap(number + grab.offset, scale, marks),
      this.props.rules,
      scale,
      marks,
    )
    const field = this.fields[at]
    if (field && document.activeElement !== field) field.focus({ preventScroll: true })
    this.drag(values)
  }

  private readonly onPointerMove = (event: PointerEvent): void => {
    const { grab } = this
    if (grab?.pointer !== event.pointerId) return
    grab.moved ||= Math.hypot(event.clientX - grab.x, event.clientY - grab.y) > slack
    if (grab.moved) this.to(this.under(event).number)
  }

  private readonly onPointerUp = (event: PointerEvent): void => {
    const { grab } = this
    if (grab?.pointer !== event.pointerId) return
    if (!grab.moved && grab.candidates.length === 0) {
      // A click between the thumbs moves the nearest, as one beside them does.
      grab.candidates = nearest(grab.start, grab.from)
      grab.at = grab.candidates[0]
      this.fields[grab.at ?? 0]?.focus({ preventScroll: true })
      this.to(grab.from)
    }
    this.grab = undefined
    if (this.held && String(this.held) !== String(grab.start)) this.commit(this.held)
    this.held = undefined
    this.setState({})
  }

  /** The browser scrolls instead: nothing was chosen. */
  private readonly onPointerCancel = (event: PointerEvent): void => {
    const { grab } = this
    if (grab?.pointer !== event.pointerId) return
    this.grab = undefined
    if (this.held) this.drag(grab.start)
    this.held = undefined
    this.setState({})
  }

  // ---- drawing

  private called(i: number, count: number): string {
    const { label } = this.state as { label?: string }
    const own = name(i, count)
    return label === undefined ? own : count === 1 ? label : `${label}, ${own.toLowerCase()}`
  }

  private renderDirect(at: number, values: number[], scale: Scale, marks: Mark[]) {
    const { disabled } = this.props
    const take = (event: Event): void => {
      const field = event.currentTarget as HTMLInputElement
      if (field.value !== '') this.settle(at, snap(Number(field.value), scale, marks))
      field.value = String(this.now()[at])
    }
    return (
      <input
        type="number"
        class="dash-range-slider-input"
        aria-label={this.called(at, values.length)}
        min={scale.min}
        max={scale.max}
        step={scale.step || 'any'}
        value={values[at]}
        disabled={disabled === true}
        onChange={take}
        onKeyDown={(event) => {
          if (event.key === 'Enter') take(event)
        }}
      />
    )
  }

  private renderThumb(at: number, values: number[], scale: Scale, marks: Mark[]) {
    const { id, vertical, disabled, tooltip, several } = this.props
    const now = values[at] as number
    const marked = marks.find((mark) => mark.value === now)
    const place = tipPlace(tooltip, vertical)
    return (
      <span
        key={at}
        class="dash-slider-handle"
        style={{ '--at': String(fraction(now, scale)) }}
        data-held={this.grab && document.activeElement === this.fields[at] ? 'true' : undefined}
      >
        <input
          ref={(field) => {
            this.fields[at] = field
          }}
          type="range"
          id={several ? undefined : id}
          class="dash-slider-range"
          min={scale.min}
          max={scale.max}
          step="any"
          value={now}
          disabled={disabled === true}
          aria-label={several ? this.called(at, values.length) : undefined}
          aria-orientation={vertical ? 'vertical' : 'horizontal'}
          aria-valuetext={tooltip ? tipText(tooltip, now) : (marked?.label ?? String(now))}
          onInput={(event) => this.onInput(at, event)}
          onChange={this.onChange}
          onKeyDown={(event) => this.onKeyDown(at, event)}
        />
        {tooltip && (
          <output
            class={`dash-slider-tooltip dash-slider-tooltip-${place}`}
            data-always={tooltip.always_visible ? 'true' : undefined}
            style={tooltip.style}
          >
            {tipText(tooltip, now)}
          </output>
        )}
      </span>
    )
  }

  private classes(marks: Mark[]): string {
    const { vertical, disabled, tooltip, several, className } = this.props
    const classes = ['dash-slider-container', className]
    if (several) classes.push('dash-slider-several')
    if (vertical) classes.push('dash-slider-vertical')
    if (this.flipped()) classes.push('dash-slider-reverse')
    if (disabled) classes.push('dash-slider-disabled')
    if (marks.length > 0) classes.push('dash-slider-marked')
    const tipped = tooltip?.always_visible && tipPlace(tooltip, vertical) !== 'bottom' && !vertical
    if (tipped) classes.push('dash-slider-tipped')
    return classes.filter(Boolean).join(' ')
  }

  override render() {
    const {
      id,
      vertical,
      verticalHeight = 400,
      included = true,
      several,
      disabled,
      dots,
      allow_direct_input,
    } = this.props
    const scale = this.scale()
    const marks = this.marks(scale)
    const values = this.now()
    const direct = allow_direct_input !== false && !vertical && scale.step !== null && values.length <= 2
    const [low, high] = [several ? (values[0] as number) : scale.min, values.at(-1) as number]
    const fill = {
      '--from': String(fraction(low, scale)),
      '--to': String(fraction(high, scale)),
      ...(!several && { '--fill-start': '0px' }),
    }
    const group = several ? { id, role: 'group' as const, 'aria-label': (this.state as { label?: string }).label } : {}
    return (
      <div
        {...group}
        class={this.classes(marks)}
        style={vertical ? { height: `${verticalHeight}px` } : undefined}
        data-dash-is-loading={this.props['data-dash-is-loading']}
      >
        {direct && several && values.length === 2 && this.renderDirect(0, values, scale, marks)}
        {/* biome-ignore lint/a11y/noStaticElementInteractions: the pointer's way; keys move the thumbs themselves */}
        <div
          class="dash-slider-root"
          ref={this.root}
          style={fill}
          data-held={this.grab?.moved && this.grab.candidates.length === 0 ? 'all' : undefined}
          onPointerDown={this.onPointerDown}
          onPointerMove={this.onPointerMove}
          onPointerUp={this.onPointerUp}
          onPointerCancel={this.onPointerCancel}
          // The thumb keeps the keyboard that it was given.
          onMouseDown={(event) => event.preventDefault()}
        >
          <div class={`dash-slider-track ${included ? 'dash-slider-included' : ''}`} />
          <Dots shown={dots} scale={scale} />
          {values.map((_, at) => this.renderThumb(at, values, scale, marks))}
          <MarkLabels
            marks={marks}
            scale={scale}
            length={vertical ? verticalHeight : this.state.length}
            vertical={vertical}
            active={(value) => included && value >= low && value <= high}
            choose={(value) => {
              if (!disabled) this.settle(nearest(values, value)[0] ?? 0, snap(value, scale, marks))
            }}
          />
        </div>
        {direct && this.renderDirect(values.length - 1, values, scale, marks)}
      </div>
    )
  }
}
