import { Component, type ComponentChildren, createRef } from 'preact'
import type { Host } from '../view/component'
import { css as styleOf } from '../view/css'
import { adopt } from '../view/styles'
import { isRecord } from '../wire/records'
import { labelOf } from './label'
import css from './tabs.css' with { type: 'text' }
import { type Item, items, neighbour, type Step, step } from './tabs-items'

adopt(css)

type Style = Record<string, string>

export interface TabsProps {
  value?: string | null
  vertical?: boolean
  mobile_breakpoint?: number
  colors?: { border?: string; primary?: string; background?: string }
  className?: string
  style?: Style
  parent_className?: string
  parent_style?: Style
  content_className?: string
  content_style?: Style
}

let count = 0

/** A row of tabs above the content of the one that is selected. Keys, roles and names are those of the ARIA practices' tabs; selection
 * follows the focus. */
export default class Tabs extends Component<TabsProps & Host<TabsProps>, { narrow: boolean }> {
  override state = { narrow: false }
  private readonly base = `dash-tabs-${++count}`
  private readonly bar = createRef<HTMLDivElement>()
  private media: MediaQueryList | undefined

  private items(): Item[] {
    return items(this.props.children)
  }

  override componentDidMount(): void {
    const { value, setProps } = this.props
    this.look()
    // Without an id nobody has done it before this code came.
    if ((value ?? null) === null) setProps({ value: this.items()[0]?.value ?? 'tab-1' })
  }

  override componentDidUpdate(before: TabsProps): void {
    if (before.mobile_breakpoint !== this.props.mobile_breakpoint) this.look()
    if (before.value !== this.props.value) this.reveal()
  }

  override componentWillUnmount(): void {
    this.media?.removeEventListener('change', this.turned)
  }

  /** Looks whether the page is narrow, and hears when that changes. */
  private look(): void {
    this.media?.removeEventListener('change', this.turned)
    this.media = matchMedia(`(max-width: ${this.props.mobile_breakpoint ?? 800}px)`)
    this.media.addEventListener('change', this.turned)
    this.turned()
  }

  private readonly turned = (): void => this.setState({ narrow: this.media?.matches === true })

  /** Brings the selected tab into sight where the row is wider than its place, without moving the page. */
  private reveal(): void {
    const bar = this.bar.current
    const tab = bar?.querySelector<HTMLElement>('[aria-selected=true]')
    if (!bar || !tab) return
    const [outer, inner] = [bar.getBoundingClientRect(), tab.getBoundingClientRect()]
    if (inner.left < outer.left) bar.scrollLeft -= outer.left - inner.left
    else if (inner.right > outer.right) bar.scrollLeft += inner.right - outer.right
  }

  private select({ value, disabled }: Item): void {
    if (!disabled) this.props.setProps({ value })
  }

  private down(event: KeyboardEvent, item: Item, all: Item[]): void {
    if (event.target !== event.currentTarget || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return
    const bar = this.bar.current
    const rtl = bar !== null && getComputedStyle(bar).direction === 'rtl'
    const next = step(event.key, this.upright(), rtl)
    if (next === undefined) return
    event.preventDefault()
    this.go(next, item, all)
  }

  private go(to: Step, from: Item, all: Item[]): void {
    const item = to === 'here' ? from : neighbour(all, from, to)
    if (!item) return
    this.select(item)
    const tabs = this.bar.current?.querySelectorAll<HTMLElement>(':scope > [role=tab]')
    tabs?.[all.indexOf(item)]?.focus()
  }

  private upright(): boolean {
    return this.props.vertical === true || this.state.narrow
  }

  override render() {
    const { id, vertical, colors = {}, draw, ...rest } = this.props
    const all = this.items()
    const value = rest.value ?? all[0]?.value
    const selected = all.find((item) => item.value === value)
    const classes = `${vertical ? ' tab-container--vert' : ''}${this.state.narrow ? ' tab-container--narrow' : ''}`
    const own = {
      ...(colors.border && { '--dash-tabs-border': colors.border }),
      ...(colors.primary && { '--dash-tabs-primary': colors.primary }),
      ...(colors.background && { '--dash-tabs-background': colors.background }),
    }
    return (
      <div
        id={id === undefined ? undefined : `${id}-parent`}
        class={`dash-tabs tab-parent${classes.replaceAll('container', 'parent')} ${rest.parent_className ?? ''}`}
        style={{ ...own, ...rest.parent_style }}
        data-dash-is-loading={rest['data-dash-is-loading']}
      >
        <div
          id={id}
          ref={this.bar}
          class={`tab-container${classes} ${rest.className ?? ''}`}
          style={rest.style}
          role="tablist"
          aria-orientation={this.upright() ? 'vertical' : 'horizontal'}
          aria-label={labelOf(id)}
        >
          {all.map((item, at) => this.tab(item, at, all, selected))}
        </div>
        {selected && (
          <div
            key={selected.value}
            id={`${this.base}-panel`}
            class={`tab-content${classes.replaceAll('container', 'content')} ${rest.content_className ?? ''}`}
            style={rest.content_style}
            role="tabpanel"
            // biome-ignore lint/a11y/noNoninteractiveTabindex: the practices ask for it, since the content need not have anything to focus.
            tabIndex={0}
            aria-labelledby={this.tabId(selected, all.indexOf(selected))}
          >
            {draw(selected.node)}
          </div>
        )}
      </div>
    )
  }

  private tabId({ id }: Item, at: number): string {
    return id ?? `${this.base}-${at + 1}`
  }

  private tab(item: Item, at: number, all: Item[], selected: Item | undefined): ComponentChildren {
    const { props, disabled } = item
    const on = item === selected
    // One stop for the Tab key: the selected tab, or the first that can be.
    const stop = selected && !selected.disabled ? on : item === all.find((other) => !other.disabled)
    const classes = [
      'tab dash-tab',
      props.className,
      on && `tab--selected ${props.selected_className ?? ''}`,
      disabled && `tab--disabled ${props.disabled_className ?? ''}`,
    ]
    const styles = [props.style, on && props.selected_style, disabled && props.disabled_style]
    const width = props.width === undefined || props.width === null ? {} : { width: props.width, flex: 'none' }
    return (
      <div
        key={item.value}
        id={this.tabId(item, at)}
        class={classes.filter(Boolean).join(' ')}
        style={styleOf(Object.assign(width, ...styles.filter(isRecord))) as Style}
        role="tab"
        tabIndex={stop ? 0 : -1}
        aria-selected={on}
        aria-disabled={disabled || undefined}
        aria-controls={on ? `${this.base}-panel` : undefined}
        onClick={() => this.select(item)}
        onKeyDown={(event) => this.down(event, item, all)}
      >
        {this.props.draw(props.label)}
      </div>
    )
  }
}

/** What a tab shows while it is selected; everything else of it is drawn by the Tabs around it. */
export function Tab({ children, ...rest }: Host) {
  return (
    <div class="dash-tab-content" data-dash-is-loading={rest['data-dash-is-loading']}>
      {children}
    </div>
  )
}
