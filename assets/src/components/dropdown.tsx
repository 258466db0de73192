import { type ComponentChildren, createRef, Fragment } from 'preact'
import type { Host } from '../view/component'
import { adopt } from '../view/styles'
import css from './dropdown.css' with { type: 'text' }
import { Float } from './dropdown-float'
import { nextActive, TypeAhead } from './dropdown-keys'
import Menu, { type Labels } from './dropdown-menu'
import { Offer, type Rows } from './dropdown-offer'
import { Labelled } from './label'
import { labelText, type Option, type Options, type Scalar } from './options'

adopt(css)

const english: Labels = {
  select_all: 'Select all',
  deselect_all: 'Deselect all',
  selected_count: '{num_selected} selected',
  search: 'Search',
  clear_search: 'Clear search',
  clear_selection: 'Clear selection',
  no_options_found: 'No options found',
  loading: 'Loading…',
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

const nothing: Scalar[] = []

let count = 0

export default class Dropdown extends Labelled<DropdownProps & Host<DropdownProps>, State> {
  override state: State = { open: false, active: -1 }
  private readonly listId = `dash-dropdown-${++count}`
  private readonly wrapper = createRef<HTMLDivElement>()
  private readonly trigger = createRef<HTMLButtonElement>()
  private readonly menu = createRef<HTMLDivElement>()
  private readonly search = createRef<HTMLInputElement>()
  private readonly typeAhead = new TypeAhead()
  private readonly offer = new Offer()
  private readonly float = new Float(
    () => this.wrapper.current,
    () => this.trigger.current,
    () => this.close(false),
  )
  /** The order of rows while the menu is open: what was chosen when it opened comes first. */
  private first = new Set<Scalar>()
  /** The options differ since the values were last compared with them. */
  private anew = false
  /** A callback reads the search: options that come meanwhile are its answer. */
  private asks = false
  /** A finger opened the menu: it gets the rows, and the keyboard of the screen when it asks for that. */
  private touched = false
  private single: { value: Value; values: Scalar[] } = { value: null, values: nothing }

  override componentDidMount(): void {
    // What the app begins with is its own affair, as in Dash.
    this.anew = false
    if (this.labelled()) this.forceUpdate()
    else super.componentDidMount()
  }

  override componentDidUpdate(_: DropdownProps, was: State): void {
    if (this.anew) this.optionsChanged()
    if (this.props.disabled && this.state.open) this.close(false)
    if (was.open !== this.state.open) {
      if (this.state.open) this.opened()
      else this.float.close()
    } else if (was.active === this.state.active) this.float.position()
  }

  override componentWillUnmount(): void {
    this.float.close()
  }

  // ---- options and value

  private rows(): Rows {
    const { search_value, search_order } = this.props
    return this.offer.rows(search_value ?? '', search_order, this.first)
  }

  /** The same list as long as the value is the same. */
  private values(): Scalar[] {
    const { value } = this.props
    if (this.state.draft) return this.state.draft
    if (Array.isArray(value)) return value
    if (value === null || value === undefined) return nothing
    if (this.single.value !== value) this.single = { value, values: [value] }
    return this.single.values
  }

  private optionsChanged(): void {
    this.anew = false
    const { search_value = '' } = this.props
    if (this.state.open && (search_value || this.state.active < 0)) this.activateFirst(search_value)
    if (!search_value) this.dropUnknown()
  }

  private dropUnknown(): void {
    const values = this.values()
    const left = this.offer.among(values)
    if (left.length === values.length) return
    if (this.state.draft) this.setState({ draft: left })
    else this.store(left)
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
    const chosen = this.offer.set(values).has(option.value)
    if (!multi) this.choose([option.value])
    else this.choose(chosen ? values.filter((value) => value !== option.value) : [...values, option.value])
    if (closeOnSelect) this.close()
  }

  // ---- opening and closing

  private labels(): Labels {
    return { ...english, ...this.props.labels }
  }

  private setQuery(query: string | undefined): void {
    this.props.setProps({ search_value: query || undefined })
    this.asks = Boolean(query) && this.props.isPending('search_value')
  }

  private open(query?: string, key = ''): void {
    if (this.props.disabled || this.state.open) return
    this.first = new Set(this.props.multi ? this.values() : [])
    if (query) this.setQuery(query)
    const { options } = this.rows()
    const chosen = this.offer.set(this.values())
    const at = chosen.size > 0 ? options.findIndex((option) => chosen.has(option.value)) : -1
    const end = nextActive(key === 'End' ? 'End' : 'Home', -1, options) ?? -1
    this.setState({ open: true, active: at >= 0 && key !== 'Home' && key !== 'End' ? at : end })
  }

  private readonly close = (refocus: unknown = true): void => {
    if (!this.state.open) return
    if (this.state.draft) this.store(this.state.draft)
    if (this.props.search_value !== undefined) this.setQuery(undefined)
    this.setState({ open: false, draft: undefined })
    if (refocus !== false) this.trigger.current?.focus({ preventScroll: true })
  }

  private opened(): void {
    const menu = this.menu.current
    if (!menu) return
    this.float.open(menu)
    const list = menu.querySelector<HTMLElement>('[role=listbox]')
    const field = this.touched ? list : (this.search.current ?? list)
    field?.focus({ preventScroll: true })
    if (this.search.current) globalThis.requestIdleCallback?.(() => this.offer.prepare())
  }

  /** The focus may leave without a key that is heard here: by a phone's own keys, or a script. */
  private readonly onFocusOut = (event: FocusEvent): void => {
    const to = event.relatedTarget
    if (to instanceof Node && !this.wrapper.current?.contains(to)) this.close(false)
  }

  // ---- keys

  private readonly onTriggerKey = (event: KeyboardEvent): void => {
    const { key } = event
    const { multi, searchable = true, disabled } = this.props
    this.touched = false
    const down = key === 'ArrowDown'
    if (disabled || event.ctrlKey || event.metaKey || (event.altKey && !down)) return
    if (down || key === 'ArrowUp' || key === 'Enter' || key === ' ' || key === 'Home' || key === 'End') {
      event.preventDefault()
      this.open(undefined, key)
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
    // What an input method writes is not yet typed, nor are its keys for the menu.
    if (event.isComposing) return
    const rows = this.rows().options
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
    if (key === 'Escape' || (event.altKey && key === 'ArrowUp')) this.close()
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
    const texts = this.rows().options.map((option) => labelText(option).toLowerCase())
    const at = this.typeAhead.next(char, Date.now(), this.state.active, texts)
    if (at !== undefined) this.setState({ active: at })
  }

  private activateFirst(query: string): void {
    const { options } = this.offer.rows(query, this.props.search_order, this.first)
    this.setState({ active: nextActive('Home', -1, options) ?? -1 })
  }

  private readonly onSearch = (query: string): void => {
    this.setQuery(query)
    this.activateFirst(query)
  }

  // ---- drawing

  private summary(): ComponentChildren {
    const values = this.values()
    return this.offer.labels(values).map((label, i) => (
      <Fragment key={typeof values[i] + String(values[i])}>
        {i > 0 && ', '}
        {label}
      </Fragment>
    ))
  }

  private renderMenu(name: string) {
    const { multi = false, searchable = true, clearable = true, search_value = '', ...props } = this.props
    const rows = this.rows()
    const values = this.values()
    const chosen = this.offer.set(values)
    return (
      <Menu
        {...rows}
        id={this.listId}
        box={this.menu}
        field={this.search}
        active={Math.min(this.state.active, rows.options.length - 1)}
        multi={multi}
        searchable={searchable}
        clearable={clearable}
        labels={this.labels()}
        label={name}
        loading={props['data-dash-is-loading'] === 'true'}
        query={search_value}
        values={values}
        rowHeight={typeof props.optionHeight === 'number' ? props.optionHeight : undefined}
        maxHeight={props.maxHeight ?? 200}
        isSelected={(option) => chosen.has(option.value)}
        onKey={this.onMenuKey}
        onSearch={this.onSearch}
        onChoose={(values) => this.choose(values)}
        onPick={this.pick}
        onHover={(index) => this.setState({ active: index })}
      />
    )
  }

  /** A `<label>` of the page names the control, also one around it; without one the placeholder does. */
  private labelled(): boolean {
    return (this.trigger.current?.labels?.length ?? 0) > 0
  }

  private renderClear(labels: Labels) {
    return (
      <button
        type="button"
        class="dash-dropdown-clear"
        aria-label={labels.clear_selection}
        onClick={() => {
          this.choose([])
          this.trigger.current?.focus()
        }}
      />
    )
  }

  override render() {
    const { id, multi, options, placeholder = 'Select', disabled = false, clearable = true, style } = this.props
    const { open } = this.state
    const labels = this.labels()
    const values = this.values()
    if (this.offer.take(options, values, this.asks ? this.props.search_value : undefined)) this.anew = true
    const name = this.label()
    return (
      <div
        ref={this.wrapper}
        class={`dash-dropdown-wrapper ${open ? 'dash-dropdown-open' : ''} ${this.props.className ?? ''}`}
        style={style}
        data-dash-is-loading={this.props['data-dash-is-loading']}
        onFocusOut={this.onFocusOut}
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
          aria-label={this.labelled() ? undefined : (name ?? placeholder)}
          disabled={disabled}
          onPointerDown={(event) => {
            this.touched = event.pointerType === 'touch'
          }}
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
        {clearable && !disabled && values.length > 0 && this.renderClear(labels)}
        <span class="dash-dropdown-arrow" aria-hidden="true" />
        {open && this.renderMenu(name ?? placeholder)}
      </div>
    )
  }
}
