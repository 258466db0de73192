// The options of a Checklist or RadioItems: native boxes or buttons, each within its label, so keys, forms and screen readers work as
// everywhere.

import type { Host } from '../view/component'
import { adopt } from '../view/styles'
import css from './choices.css' with { type: 'text' }
import { type Group, grouped, normalise, type Option, type Options, optionKey } from './options'

adopt(css)

type Style = Record<string, string>

/** The properties that both have. */
export interface ChoicesProps {
  options?: Options
  inline?: boolean
  className?: string
  style?: Style
  inputStyle?: Style
  labelStyle?: Style
  inputClassName?: string
  labelClassName?: string
}

interface Drawn {
  props: ChoicesProps & Pick<Host, 'id' | 'data-dash-is-loading'>
  kind: 'checkbox' | 'radio'
  /** Unique in the page. */
  name: string
  /** What the `<label>` of the page says. */
  label: string | undefined
  isChosen(option: Option): boolean
  onChoose(option: Option, on: boolean): void
}

function Choice({ option, props, kind, name, isChosen, onChoose }: Drawn & { option: Option }) {
  return (
    <label
      class={`dash-options-list-option ${props.labelClassName ?? ''}`}
      style={props.labelStyle}
      title={option.title}
    >
      <input
        type={kind}
        class={`dash-options-list-option-checkbox ${props.inputClassName ?? ''}`}
        style={props.inputStyle}
        name={name}
        checked={isChosen(option)}
        disabled={option.disabled === true}
        onChange={(event) => onChoose(option, event.currentTarget.checked)}
      />
      <span class="dash-options-list-option-text">{option.label}</span>
    </label>
  )
}

function Headed({ group, at, ...drawn }: Drawn & { group: Group; at: number }) {
  const choices = group.options.map((option) => <Choice key={optionKey(option)} {...drawn} option={option} />)
  if (!group.name) return choices
  const id = `${drawn.name}-${at}`
  const inline = drawn.props.inline ? 'dash-options-list-group-inline' : ''
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset's legend cannot stand in a row with its options
    <div role="group" aria-labelledby={id} class={`dash-options-list-group ${inline}`}>
      <div id={id} class="dash-options-list-heading">
        {group.name}
      </div>
      {choices}
    </div>
  )
}

export function Choices(drawn: Drawn) {
  const { props, kind, label } = drawn
  const own = kind === 'radio' ? 'dash-radioitems' : 'dash-checklist'
  return (
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: both roles may be named
    <div
      id={props.id}
      class={`${own} ${props.inline ? `${own}-inline` : ''} ${props.className ?? ''}`}
      style={props.style}
      role={kind === 'radio' ? 'radiogroup' : 'group'}
      aria-label={label}
      data-dash-is-loading={props['data-dash-is-loading']}
    >
      {grouped(normalise(props.options)).map((group, at) => (
        <Headed key={group.name} {...drawn} group={group} at={at} />
      ))}
    </div>
  )
}
