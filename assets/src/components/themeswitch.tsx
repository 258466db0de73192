import { Component } from 'preact'
import type { Host } from '../view/component'
import { adopt } from '../view/styles'
import { labelOf } from './label'
import css from './themeswitch.css' with { type: 'text' }
import { applyTheme, isTheme, remember, remembered, type Theme, themes } from './themeswitch-theme'
import { Icon } from './ui-icons'

adopt(css)

const english: Record<Theme, string> = { system: 'System', light: 'Light', dark: 'Dark', contrast: 'High contrast' }

export interface ThemeSwitchProps {
  value?: Theme | null
  themes?: Theme[]
  variant?: 'segmented' | 'button'
  show_labels?: boolean
  labels?: Partial<Record<Theme | 'group', string>>
  className?: string
  style?: Record<string, string>
}

let groups = 0

/** Light, dark, high contrast, or as the system has it; what the user chose before wins over what the layout says. */
export default class ThemeSwitch extends Component<ThemeSwitchProps & Host<ThemeSwitchProps>> {
  private readonly group = `dash-theme-${++groups}`

  override componentDidMount(): void {
    const before = remembered()
    if (before === undefined) this.apply(this.props.value)
    else if (before !== this.props.value) this.props.setProps({ value: before })
    addEventListener('storage', this.follow)
    if (labelOf(this.props.id) !== undefined) this.forceUpdate() // which came into the page together with this
  }

  override componentDidUpdate(old: ThemeSwitchProps): void {
    const { value } = this.props
    if (old.value === value) return
    this.apply(value)
    if (isTheme(value)) remember(value)
  }

  override componentWillUnmount(): void {
    removeEventListener('storage', this.follow)
  }

  /** Another tab chose. */
  private readonly follow = (): void => {
    const value = remembered()
    if (value !== undefined) this.props.setProps({ value })
  }

  private apply(value: unknown): void {
    if (isTheme(value)) applyTheme(value)
  }

  private value(): Theme {
    return isTheme(this.props.value) ? this.props.value : 'system'
  }

  private offered(): Theme[] {
    const given = this.props.themes?.filter(isTheme) ?? []
    return given.length > 0 ? given : [...themes]
  }

  private button() {
    const { id, className = '', style, labels } = this.props
    const offered = this.offered()
    const value = this.value()
    const words = { ...english, group: 'Theme', ...labels }
    const next = offered[(offered.indexOf(value) + 1) % offered.length] ?? 'system'
    return (
      <button
        type="button"
        id={id}
        class={`dash-theme-switch dash-theme-button ${className}`}
        style={style}
        aria-label={`${labelOf(id) ?? words.group}: ${words[value]}`}
        title={words[value]}
        data-dash-is-loading={this.props['data-dash-is-loading']}
        onClick={() => this.props.setProps({ value: next })}
      >
        <Icon name={value} />
      </button>
    )
  }

  override render() {
    const { id, className = '', style, labels, show_labels } = this.props
    if (this.props.variant === 'button') return this.button()
    const words = { ...english, group: 'Theme', ...labels }
    return (
      <div
        id={id}
        class={`dash-theme-switch dash-theme-segments ${className}`}
        style={style}
        role="radiogroup"
        aria-label={labelOf(id) ?? words.group}
        data-dash-is-loading={this.props['data-dash-is-loading']}
      >
        {this.offered().map((theme) => (
          <label key={theme} class="dash-theme-option" title={show_labels ? undefined : words[theme]}>
            <input
              type="radio"
              class="dash-theme-radio"
              name={this.group}
              checked={theme === this.value()}
              aria-label={words[theme]}
              onChange={() => this.props.setProps({ value: theme })}
            />
            <Icon name={theme} />
            {show_labels && <span>{words[theme]}</span>}
          </label>
        ))}
      </div>
    )
  }
}
