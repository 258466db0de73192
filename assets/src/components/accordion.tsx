// Sections of which one or several are open, by the pattern of the ARIA practices: a button in a heading, and what it opens.

import { Component, type ComponentChildren, createRef, h } from 'preact'
import type { Host } from '../view/component'
import { adopt } from '../view/styles'
import css from './accordion.css' with { type: 'text' }
import { type Fold, Folds } from './accordion-context'
import { Icon } from './ui-icons'

adopt(css)

export interface AccordionProps {
  value?: string | string[] | null
  multiple?: boolean
  collapsible?: boolean
  level?: number
  children?: ComponentChildren
  className?: string
  style?: Record<string, string>
}

const heads = '.dash-accordion-button:not([disabled])'

export default class Accordion extends Component<AccordionProps & Host<AccordionProps>> {
  private readonly root = createRef<HTMLDivElement>()

  private values(): string[] {
    const { value, multiple } = this.props
    const all = Array.isArray(value) ? value : value === undefined || value === null ? [] : [value]
    return multiple ? all : all.slice(0, 1)
  }

  private readonly toggle = (value: string): void => {
    const { multiple, collapsible = true } = this.props
    const values = this.values()
    const rest = values.filter((other) => other !== value)
    const closes = rest.length < values.length
    if (closes && !collapsible && rest.length === 0) return
    if (multiple) this.props.setProps({ value: closes ? rest : [...values, value] })
    else this.props.setProps({ value: closes ? null : value })
  }

  private readonly onKeyDown = (event: KeyboardEvent): void => {
    const { target, key } = event
    if (!(target instanceof HTMLElement) || !target.matches(heads)) return
    const root = this.root.current
    // Those of an accordion within this one are its own.
    const all = [...(root?.querySelectorAll<HTMLElement>(heads) ?? [])].filter(
      (button) => button.closest('.dash-accordion') === root,
    )
    const at = all.indexOf(target)
    if (at < 0) return
    const to = { ArrowDown: (at + 1) % all.length, ArrowUp: at - 1, Home: 0, End: -1 }[key]
    if (to === undefined) return
    event.preventDefault()
    all.at(to)?.focus()
  }

  override render() {
    const { id, children, className = '', style, level = 3 } = this.props
    const values = this.values()
    const fold: Fold = { isOpen: (value) => values.includes(value), toggle: this.toggle, level }
    return (
      // biome-ignore lint/a11y/noStaticElementInteractions: the keys are those of the buttons in it
      <div
        id={id}
        ref={this.root}
        class={`dash-accordion ${className}`}
        style={style}
        data-dash-is-loading={this.props['data-dash-is-loading']}
        onKeyDown={this.onKeyDown}
      >
        <Folds.Provider value={fold}>{children}</Folds.Provider>
      </div>
    )
  }
}

export interface AccordionItemProps {
  title?: ComponentChildren
  value?: string
  disabled?: boolean
  children?: ComponentChildren
  className?: string
  style?: Record<string, string>
}

let count = 0

export class AccordionItem extends Component<AccordionItemProps & Host<AccordionItemProps>, { open: boolean }> {
  static override contextType = Folds
  override state = { open: false }
  private readonly name = `dash-accordion-${++count}`

  private fold(): Fold {
    // Alone, an item opens and closes by itself.
    const alone: Fold = {
      isOpen: () => this.state.open,
      toggle: () => this.setState({ open: !this.state.open }),
      level: 3,
    }
    return (this.context as Fold | undefined) ?? alone
  }

  override render() {
    const { id, title, value = id ?? this.name, disabled, children, className = '', style } = this.props
    const { isOpen, toggle, level } = this.fold()
    const open = isOpen(value)
    const head = (
      <button
        type="button"
        id={`${this.name}-head`}
        class="dash-accordion-button"
        aria-expanded={open}
        aria-controls={`${this.name}-panel`}
        disabled={disabled}
        onClick={() => toggle(value)}
      >
        <span class="dash-accordion-label">{title}</span>
        <Icon name="chevron" />
      </button>
    )
    return (
      <div
        id={id}
        class={`dash-accordion-item ${className}`}
        style={style}
        data-dash-is-loading={this.props['data-dash-is-loading']}
      >
        {h(`h${Math.min(6, Math.max(1, level))}`, { class: 'dash-accordion-heading' }, head)}
        <section
          id={`${this.name}-panel`}
          class="dash-accordion-panel"
          aria-labelledby={`${this.name}-head`}
          hidden={!open}
        >
          <div class="dash-accordion-content">{children}</div>
        </section>
      </div>
    )
  }
}
