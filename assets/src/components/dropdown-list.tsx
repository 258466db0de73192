// The rows of a menu. Long lists draw only the rows in sight, at one fixed height.

import { Component, createRef } from 'preact'
import { type Option, optionKey } from './options'

export interface ListProps {
  id: string
  options: Option[]
  active: number
  multi: boolean
  empty: string
  rowHeight: number | undefined
  maxHeight: number
  label: string
  isSelected(option: Option): boolean
  onPick(option: Option): void
  onHover(index: number): void
}

/** Rows drawn beyond either edge, so that scrolling shows no gap before the next frame. */
const spare = 6
/** Up to this many options all rows are drawn, at their natural height. */
const few = 200

export function optionId(listId: string, index: number): string {
  return `${listId}-${index}`
}

export default class List extends Component<ListProps, { top: number }> {
  override state = { top: 0 }
  private readonly box = createRef<HTMLDivElement>()

  override componentDidMount(): void {
    this.reveal()
  }

  override componentDidUpdate(before: ListProps): void {
    if (before.active !== this.props.active || before.options !== this.props.options) this.reveal()
  }

  private rowHeight(): number | undefined {
    const touch = typeof matchMedia === 'function' && matchMedia('(pointer: coarse)').matches
    return this.props.rowHeight ?? (this.props.options.length > few ? (touch ? 44 : 36) : undefined)
  }

  /** Scrolls the active row into the box, and nothing else on the page. */
  private reveal(): void {
    const box = this.box.current
    const { active, id } = this.props
    if (!box || active < 0) return
    const height = this.rowHeight()
    const row = height === undefined ? document.getElementById(optionId(id, active)) : undefined
    const top = height === undefined ? (row?.offsetTop ?? 0) : active * height
    const bottom = top + (height ?? row?.offsetHeight ?? 0)
    if (top < box.scrollTop) box.scrollTop = top
    else if (bottom > box.scrollTop + box.clientHeight) box.scrollTop = bottom - box.clientHeight
  }

  private row(option: Option, index: number, height: number | undefined) {
    const { id, active, multi, options, isSelected, onPick, onHover } = this.props
    const selected = isSelected(option)
    return (
      // biome-ignore lint/a11y/useKeyWithClickEvents: keys act on the field that aria-activedescendant belongs to
      <div
        key={optionKey(option)}
        id={optionId(id, index)}
        class={`dash-dropdown-option ${index === active ? 'dash-dropdown-option-active' : ''}`}
        role="option"
        tabIndex={-1}
        aria-selected={selected}
        aria-disabled={option.disabled === true}
        aria-setsize={options.length}
        aria-posinset={index + 1}
        title={option.title}
        style={
          height === undefined ? undefined : { position: 'absolute', top: `${index * height}px`, height: `${height}px` }
        }
        onPointerMove={() => {
          if (index !== active) onHover(index)
        }}
        onPointerDown={(event) => event.preventDefault()}
        onClick={() => onPick(option)}
      >
        <span class={multi ? 'dash-dropdown-check' : 'dash-dropdown-tick'} aria-hidden="true" />
        <span class="dash-dropdown-option-label">{option.label}</span>
      </div>
    )
  }

  override render() {
    const { id, options, multi, maxHeight, empty, label } = this.props
    const height = this.rowHeight()
    const first = height === undefined ? 0 : Math.max(0, Math.floor(this.state.top / height) - spare)
    const last = height === undefined ? options.length : Math.ceil((this.state.top + maxHeight) / height) + spare
    return (
      <div
        ref={this.box}
        id={id}
        class="dash-dropdown-options"
        role="listbox"
        tabIndex={-1}
        aria-label={label}
        aria-multiselectable={multi}
        style={{ maxHeight: `${maxHeight}px` }}
        onScroll={(event) => this.setState({ top: event.currentTarget.scrollTop })}
      >
        {options.length === 0 && <div class="dash-dropdown-empty">{empty}</div>}
        <div
          role="presentation"
          class="dash-dropdown-rows"
          style={height === undefined ? undefined : { height: `${options.length * height}px` }}
        >
          {options.slice(first, last).map((option, i) => this.row(option, first + i, height))}
        </div>
      </div>
    )
  }
}
