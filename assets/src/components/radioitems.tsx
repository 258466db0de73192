import { Component } from 'preact'
import type { Host } from '../view/component'
import { labelOf } from './label'
import { normalise, type Options, optionKey, type Scalar } from './options'

type Style = Record<string, string>

export interface RadioItemsProps {
  options?: Options
  value?: Scalar | null
  inline?: boolean
  className?: string
  style?: Style
  inputStyle?: Style
  labelStyle?: Style
  inputClassName?: string
  labelClassName?: string
}

let groups = 0

/** One choice among a few, on native radio buttons: arrow keys, forms and screen readers work as everywhere. */
export default class RadioItems extends Component<RadioItemsProps & Host<RadioItemsProps>> {
  private readonly group = `dash-radio-${++groups}`

  override render() {
    const { id, options, value, inline, className = '', style, setProps, ...rest } = this.props
    return (
      <div
        id={id}
        class={`dash-radioitems ${inline ? 'dash-radioitems-inline' : ''} ${className}`}
        style={style}
        role="radiogroup"
        aria-label={labelOf(id)}
        data-dash-is-loading={rest['data-dash-is-loading']}
      >
        {normalise(options).map((option) => (
          <label
            key={optionKey(option)}
            class={`dash-options-list-option ${rest.labelClassName ?? ''}`}
            style={rest.labelStyle}
            title={option.title}
          >
            <input
              type="radio"
              class={`dash-options-list-option-checkbox ${rest.inputClassName ?? ''}`}
              style={rest.inputStyle}
              name={this.group}
              checked={option.value === value}
              disabled={option.disabled === true}
              onChange={() => setProps({ value: option.value })}
            />
            <span class="dash-options-list-option-text">{option.label}</span>
          </label>
        ))}
      </div>
    )
  }
}
