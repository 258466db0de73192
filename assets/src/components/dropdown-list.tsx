// The rows of a menu, under their headings. Long lists draw only the rows in sight, at one fixed height.

import { Component, createRef } from 'preact'
import { type Group, type Option, optionKey } from './options'

export interface ListProps {
  id: string
  options: Option[]
  groups: Group[]
  active: number
  multi: boolean
  rowHeight: number | undefined
  maxHeight: number
  label: string
  loading: boolean
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

/** One group's part of the list. `line` counts headings too: it is the place of its first line among all lines. */
interface Part extends Group {
  row: number
  line: number
}

/** A row is somewhat lower than a control, so it follows what the page's theme and the pointer make of that. */
function usualHeight(): number {
  const control = window.getComputedStyle(document.documentElement).getPropertyValue('--dashi-control')
  return (Number.parseFloat(control) || 38) - 2
}

export default class List extends Component<ListProps, { top: number }> {
  override state = { top: 0 }
  private readonly box = createRef<HTMLDivElement>()
  private readonly usual = usualHeight()
  private hovered = -1
  private laid: { groups?: Group[]; parts: Part[] } = { parts: [] }

  override componentDidMount(): void {
    this.reveal()
  }

  override componentDidUpdate(before: ListProps): void {
    const { active, options } = this.props
    // A row that the pointer is on is in sight, and scrolling would take it away from the pointer.
    if (before.options !== options || (before.active !== active && this.hovered !== active)) this.reveal()
    if (this.hovered !== active) this.hovered = -1
  }

  private rowHeight(): number | undefined {
    return this.props.rowHeight ?? (this.props.options.length > few ? this.usual : undefined)
  }

  private parts(): Part[] {
    const { groups } = this.props
    if (this.laid.groups !== groups) {
      let [row, line] = [0, 0]
      const parts = groups.map((group) => {
        const part = { ...group, row, line }
        row += group.options.length
        line += group.options.length + (group.name ? 1 : 0)
        return part
      })
      this.laid = { groups, parts }
    }
    return this.laid.parts
  }

  private lines(): number {
    const last = this.parts().at(-1)
    return last ? last.line + last.options.length + (last.name ? 1 : 0) : 0
  }

  /** The place of a row, with the heading above it where it is the first, because that cannot be reached otherwise. */
  private span(active: number): [top: number, bottom: number] | undefined {
    const height = this.rowHeight()
    const part = this.parts().findLast(({ row }) => row <= active)
    if (!part) return undefined
    const heading = part.name ? 1 : 0
    if (height !== undefined) {
      const line = part.line + heading + active - part.row
      return [(line - (active === part.row ? heading : 0)) * height, (line + 1) * height]
    }
    const row = document.getElementById(optionId(this.props.id, active))
    if (!row) return undefined
    // A heading stays at the top while its rows pass below it.
    const head = heading ? (row.parentElement?.firstElementChild as HTMLElement | null) : null
    const covered = head?.offsetHeight ?? 0
    return [row.offsetTop - covered, row.offsetTop + row.offsetHeight]
  }

  /** Scrolls the active row into the box, and nothing else on the page. */
  private reveal(): void {
    const box = this.box.current
    const span = this.span(this.props.active)
    if (!box || !span) return
    const [top, bottom] = span
    if (top < box.scrollTop) box.scrollTop = top
    else if (bottom > box.scrollTop + box.clientHeight) box.scrollTop = bottom - box.clientHeight
    if (this.rowHeight() !== undefined && box.scrollTop !== this.state.top) this.setState({ top: box.scrollTop })
  }

  private row(option: Option, index: number, line: number, height: number | undefined) {
    const { id, active, multi, options, isSelected, onPick, onHover } = this.props
    const { label, title } = option
    return (
      // biome-ignore lint/a11y/useKeyWithClickEvents: keys act on the field that aria-activedescendant belongs to
      <div
        key={optionKey(option)}
        id={optionId(id, index)}
        class={`dash-dropdown-option ${index === active ? 'dash-dropdown-option-active' : ''}`}
        role="option"
        tabIndex={-1}
        aria-selected={isSelected(option)}
        aria-disabled={option.disabled === true}
        aria-setsize={options.length}
        aria-posinset={index + 1}
        title={title ?? (height !== undefined && typeof label === 'string' ? label : undefined)}
        style={
          height === undefined ? undefined : { position: 'absolute', top: `${line * height}px`, height: `${height}px` }
        }
        onPointerMove={() => {
          if (index === active) return
          this.hovered = index
          onHover(index)
        }}
        onPointerDown={(event) => event.preventDefault()}
        onClick={(event) => {
          // In a <label> the click would go on to the control and open it again.
          event.preventDefault()
          onPick(option)
        }}
      >
        <span class={multi ? 'dash-dropdown-check' : 'dash-dropdown-tick'} aria-hidden="true" />
        <span class="dash-dropdown-option-label">{label}</span>
      </div>
    )
  }

  /** The rows of a part from `from` up to `to`, and the active one: assistive technology must find what it is told of. */
  private rows(part: Part, from: number, to: number, height: number | undefined) {
    const { active } = this.props
    const line = part.line - part.row + (part.name ? 1 : 0)
    const own = active >= part.row && active < part.row + part.options.length
    const rows = part.options
      .slice(Math.max(0, from - part.row), Math.max(0, to - part.row))
      .map((option, i) => [option, Math.max(part.row, from) + i] as const)
    const option = part.options[active - part.row]
    if (own && option && (active < from || active >= to)) rows.push([option, active])
    return rows.map(([option, index]) => this.row(option, index, line + index, height))
  }

  private part(part: Part, at: number, height: number | undefined) {
    const { top } = this.state
    const heading = part.name ? 1 : 0
    let [from, to] = [part.row, part.row + part.options.length]
    if (height !== undefined) {
      const first = Math.floor(top / height) - spare - part.line - heading + part.row
      const last = Math.ceil((top + this.props.maxHeight) / height) + spare - part.line - heading + part.row
      from = Math.max(from, first)
      to = Math.min(to, last)
    }
    const rows = this.rows(part, from, Math.max(from, to), height)
    if (!part.name) return rows
    if (rows.length === 0) return null
    const id = `${this.props.id}-group-${at}`
    const place =
      height === undefined ? undefined : { position: 'absolute', top: `${part.line * height}px`, height: `${height}px` }
    return (
      // biome-ignore lint/a11y/useSemanticElements: a fieldset does not belong in a listbox
      <div key={`group ${part.name}`} role="group" aria-labelledby={id} class="dash-dropdown-group">
        <div id={id} role="presentation" class="dash-dropdown-heading" style={place}>
          {part.name}
        </div>
        {rows}
      </div>
    )
  }

  override render() {
    const { id, active, multi, maxHeight, label, loading } = this.props
    const height = this.rowHeight()
    return (
      <div
        ref={this.box}
        id={id}
        class="dash-dropdown-options"
        role="listbox"
        tabIndex={-1}
        aria-label={label}
        aria-multiselectable={multi}
        aria-busy={loading}
        aria-activedescendant={active >= 0 ? optionId(id, active) : undefined}
        style={{ maxHeight: `${maxHeight}px` }}
        onScroll={(event) => height !== undefined && this.setState({ top: event.currentTarget.scrollTop })}
      >
        <div
          role="presentation"
          class="dash-dropdown-rows"
          style={height === undefined ? undefined : { height: `${this.lines() * height}px` }}
        >
          {this.parts().map((part, at) => this.part(part, at, height))}
        </div>
      </div>
    )
  }
}
