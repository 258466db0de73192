import { Component, type ComponentChildren, createRef, Fragment } from 'preact'
import type { Host } from '../view/component'
import { adopt } from '../view/styles'
import css from './dropdown.css' with { type: 'text' }
import { nextActive, TypeAhead } from './dropdown-keys'
import Menu, { type Labels } from './dropdown-menu'
import { place } from './dropdown-place'
import { SearchIndex } from './dropdown-search'
import { labelText, normalise, type Option, type Options, type Scalar } from './options'

adopt(css)

const english: Labels = {
  select_all: 'Select all',
  deselect_all: 'Deselect all',
  selected_count: '{num_selected} selected',
  search: 'Search',
  clear_search: 'Clear search',
  clear_selection: 'Clear selection',
  no_options_found: 'No options found',
}

type Value = Scalar | Scalar[] | null

export interface DropdownProps {
  options?: Options
  value?: Value
  multi?: boolean
  clearable?: boolean
  searchable?: boolean
  search_value?: string | undefined
  search_order?: 'index' | 'original'
  placeholder?: string
  disabled?: boolean
  closeOnSelect?: boolean
  optionHeight?: number | 'auto'
  maxHeight?: number
  debounce?: boolean
  labels?: Partial<Labels>
  className?: string
  style?: Record<string, string>
}

interface State {
  open: boolean
  active: number
  /** With `debounce`: chosen, and not yet in the store. */
  draft?: Scalar[] | undefined
}

/** Labels written on the closed control: more than fit on any screen. */
const most = 50

let count = 0

export default class Dropdown extends Component<DropdownProps & Host<DropdownProps>, State> {
  override state: State = { open: false, active: -1 }
  private readonly listId = `dash-dropdown-${++count}`
  private readonly wrapper = createRef<HTMLDivElement>()
  private readonly trigger = createRef<HTMLButtonElement>()
  private readonly menu = createRef<HTMLDivElement>()
  private readonly search = createRef<HTMLInputElement>()
  private readonly typeAhead = new TypeAhead()
  private readonly known: { given?: Options | undefined; options: Option[]; index?: SearchIndex } = { options: [] }
  /** The order of rows while the menu is open: what was chosen when it opened comes first. */
  private first = new Set<Scalar>()
  /** A control that is scrolled away, in the window or in a box on the page, takes its menu with it. */
  private readonly sight =
    typeof IntersectionObserver === 'undefined'
      ? undefined
      : new IntersectionObserver((entries) => {
          if (entries.at(-1)?.isIntersecting === false) this.close()
        })
  private found: { key: unknown[]; options: Option[] } = { key: [], options: [] }

  override componentDidUpdate(before: DropdownProps, was: State): void {
    if (before.options !== this.props.options) this.dropUnknown()
    if (this.props.disabled && this.state.open) this.close(false)
    if (was.open !== this.state.open) {
      if (this.state.open) this.opened()
      else this.closed()
    } else if (this.state.open) this.position()
  }

  override componentWillUnmount(): void {
    this.closed()
  }

  // ---- options and value

  private options(): Option[] {
    const { options } = this.props
    if (this.known.given !== options) {
      this.known.given = options
      this.known.options = normalise(options)
      delete this.known.index
    }
    return this.known.options
  }

  /** The rows of the menu, found anew only when the options or the query are others. */
  private rows(): Option[] {
    const options = this.options()
    const { search_value = '', search_order } = this.props
    const key = [options, search_value, search_order, this.first]
    if (key.some((part, i) => part !== this.found.key[i])) {
      this.known.index ??= new SearchIndex(options)
      const found = this.known.index.find(search_value, search_order)
      const chosen = found.filter((option) => this.first.has(option.value))
      const rest = chosen.length > 0 ? found.filter((option) => !this.first.has(option.value)) : found
      this.found = { key, options: search_value || chosen.length === 0 ? found : [...chosen, ...rest] }
    }
    return this.found.options
  }

  private values(): Scalar[] {
    const { value } = this.props
    if (this.state.draft) return this.state.draft
    return Array.isArray(value) ? value : value === null || value === undefined ? [] : [value]
  }

  private dropUnknown(): void {
    if (this.props.search_value) return
    const offered = new Set(this.options().map((option) => option.value))
    const values = this.values()
    const left = values.filter((value) => offered.has(value))
    if (left.length < values.length) this.store(left)
  }

  private store(values: Scalar[]): void {
    this.props.setProps({ value: this.props.multi ? values : (values[0] ?? null) })
  }

  private choose(values: Scalar[]): void {
    if (values.length === 0 && this.props.clearable === false) return
    if (this.props.debounce && this.state.open) this.setState({ draft: values })
    else this.store(values)
  }

  private readonly pick = (option: Option): void => {
    if (option.disabled) return
    const { multi, closeOnSelect = !multi } = this.props
    const values = this.values()
    const chosen = values.includes(option.value)
    if (!multi) this.choose([option.value])
    else this.choose(chosen ? values.filter((value) => value !== option.value) : [...values, option.value])
    if (closeOnSelect) this.close()
  }

  // ---- opening and closing

  private labels(): Labels {
    return { ...english, ...this.props.labels }
  }

  private open(query?: string): void {
    if (this.props.disabled || this.state.open) return
    this.first = new Set(this.props.multi ? this.values() : [])
    if (query) this.props.setProps({ search_value: query })
    const rows = this.rows()
    const chosen = rows.findIndex((option) => this.values().includes(option.value))
    this.setState({ open: true, active: chosen >= 0 ? chosen : (nextActive('Home', -1, rows) ?? -1) })
  }

  private readonly close = (refocus: unknown = true): void => {
    if (!this.state.open) return
    if (this.state.draft) this.store(this.state.draft)
    if (this.props.search_value !== undefined) this.props.setProps({ search_value: undefined })
    this.setState({ open: false, draft: undefined })
    if (refocus !== false) this.trigger.current?.focus({ preventScroll: true })
  }

  private opened(): void {
    const menu = this.menu.current
    menu?.showPopover?.()
    this.position()
    const field: HTMLElement | null = this.search.current ?? menu?.querySelector('[role=listbox]') ?? null
    field?.focus({ preventScroll: true })
    addEventListener('pointerdown', this.outside, true)
    addEventListener('scroll', this.position, true)
    addEventListener('resize', this.position)
    if (this.trigger.current) this.sight?.observe(this.trigger.current)
  }

  private closed(): void {
    removeEventListener('pointerdown', this.outside, true)
    removeEventListener('scroll', this.position, true)
    removeEventListener('resize', this.position)
    this.sight?.disconnect()
  }

  private readonly outside = (event: Event): void => {
    if (!this.wrapper.current?.contains(event.target as Node)) this.close(false)
  }

  private readonly position = (): void => {
    const menu = this.menu.current
    const control = this.trigger.current?.getBoundingClientRect()
    if (!menu || !control) return
    menu.style.maxHeight = ''
    const { top, left, width, maxHeight } = place(control, menu.scrollHeight + 2, {
      width: document.documentElement.clientWidth,
      height: window.innerHeight,
    })
    Object.assign(menu.style, {
      top: `${top}px`,
      left: `${left}px`,
      width: `${width}px`,
      maxHeight: `${maxHeight}px`,
    })
  }

  // ---- keys

  private readonly onTriggerKey = (event: KeyboardEvent): void => {
    const { key } = event
    const { multi, searchable = true, disabled } = this.props
    if (disabled || event.ctrlKey || event.metaKey || event.altKey) return
    if (key === 'ArrowDown' || key === 'ArrowUp' || key === 'Enter' || key === ' ') {
      event.preventDefault()
      this.open()
    } else if (key === 'Backspace' || key === 'Delete') {
      if (this.values().length > 0) this.choose(multi && key === 'Backspace' ? this.values().slice(0, -1) : [])
    } else if (key.length === 1) {
      event.preventDefault()
      this.open(searchable ? key : undefined)
      if (!searchable) this.jump(key)
    }
  }

  private readonly onMenuKey = (event: KeyboardEvent): void => {
    const { key } = event
    const rows = this.rows()
    const inSearch = event.target === this.search.current
    // In a query Home and End belong to the text.
    const next =
      inSearch && this.props.search_value && (key === 'Home' || key === 'End')
        ? undefined
        : nextActive(key, this.state.active, rows)
    const onButton = event.target instanceof HTMLButtonElement
    if (key === 'Tab') {
      if (!this.tabStays(event)) this.close()
      return
    }
    if (key === 'Escape') this.close()
    else if (next !== undefined) this.setState({ active: next })
    else if (!onButton && (key === 'Enter' || (key === ' ' && !inSearch))) {
      const option = rows[this.state.active]
      if (option) this.pick(option)
    } else if (!inSearch && !onButton && key.length === 1 && !event.ctrlKey && !event.metaKey) this.jump(key)
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  /** Tab goes through the menu's own buttons before it leaves; leaving closes the menu with the focus on its control, from
   * where the browser's own step goes on. */
  private tabStays(event: KeyboardEvent): boolean {
    const stops = [...(this.menu.current?.querySelectorAll<HTMLElement>('input, button') ?? [])]
    const at = stops.indexOf(event.target as HTMLElement)
    return event.shiftKey ? at > 0 : at >= 0 && at < stops.length - 1
  }

  private jump(char: string): void {
    const texts = this.rows().map((option) => labelText(option).toLowerCase())
    const at = this.typeAhead.next(char, Date.now(), this.state.active, texts)
    if (at !== undefined) this.setState({ active: at })
  }

  private readonly onSearch = (query: string): void => {
    this.props.setProps({ search_value: query || undefined })
    this.setState({ active: 0 })
  }

  // ---- drawing

  private summary(): ComponentChildren {
    const values = this.values().slice(0, most)
    const options = this.options()
    const chosen = values.map((value) => options.find((option) => option.value === value)?.label ?? String(value))
    return chosen.map((label, i) => (
      <Fragment key={typeof values[i] + String(values[i])}>
        {i > 0 && ', '}
        {label}
      </Fragment>
    ))
  }

  private renderMenu() {
    const { multi = false, searchable = true, clearable = true, search_value = '', ...props } = this.props
    const rows = this.rows()
    const labels = this.labels()
    return (
      <Menu
        id={this.listId}
        box={this.menu}
        field={this.search}
        options={rows}
        active={Math.min(this.state.active, rows.length - 1)}
        multi={multi}
        searchable={searchable}
        clearable={clearable}
        labels={labels}
        label={props.placeholder ?? labels.search}
        query={search_value}
        values={this.values()}
        rowHeight={typeof props.optionHeight === 'number' ? props.optionHeight : undefined}
        maxHeight={props.maxHeight ?? 200}
        onKey={this.onMenuKey}
        onSearch={this.onSearch}
        onChoose={(values) => this.choose(values)}
        onPick={this.pick}
        onHover={(index) => this.setState({ active: index })}
      />
    )
  }

  override render() {
    const { id, multi, placeholder = 'Select', disabled = false, clearable = true, className = '', style } = this.props
    const { open } = this.state
    const labels = this.labels()
    const values = this.values()
    // A <label> of the page names the control; without one the placeholder does.
    const labelled = (this.trigger.current?.labels?.length ?? 0) > 0
    return (
      <div
        ref={this.wrapper}
        class={`dash-dropdown-wrapper ${open ? 'dash-dropdown-open' : ''} ${className}`}
        style={style}
        data-dash-is-loading={this.props['data-dash-is-loading']}
      >
        <button
          ref={this.trigger}
          type="button"
          id={id}
          class="dash-dropdown"
          role="combobox"
          aria-haspopup="listbox"
          aria-expanded={open}
          aria-controls={this.listId}
          aria-label={labelled ? undefined : placeholder}
          disabled={disabled}
          onClick={() => (open ? this.close() : this.open())}
          onKeyDown={this.onTriggerKey}
        >
          <span class={values.length > 0 ? 'dash-dropdown-value' : 'dash-dropdown-placeholder'}>
            {values.length > 0 ? this.summary() : placeholder}
          </span>
          {multi && values.length > 1 && (
            <span class="dash-dropdown-value-count">
              {labels.selected_count.replace('{num_selected}', String(values.length))}
            </span>
          )}
        </button>
        {clearable && !disabled && values.length > 0 && (
          <button
            type="button"
            class="dash-dropdown-clear"
            aria-label={labels.clear_selection}
            onClick={() => {
              this.choose([])
              this.trigger.current?.focus()
            }}
          />
        )}
        <span class="dash-dropdown-arrow" aria-hidden="true" />
        {open && this.renderMenu()}
      </div>
    )
  }
}
