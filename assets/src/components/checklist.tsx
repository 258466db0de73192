import type { Host } from '../view/component'
import { adopt } from '../view/styles'
import css from './checklist.css' with { type: 'text' }
import { Choices, type ChoicesProps } from './choices'
import { Labelled } from './label'
import type { Option, Scalar } from './options'

adopt(css)

export interface ChecklistProps extends ChoicesProps {
  value?: Scalar[] | null
}

let lists = 0

/** Several choices among a few. */
export default class Checklist extends Labelled<ChecklistProps & Host<ChecklistProps>> {
  private readonly list = `dash-checklist-${++lists}`

  private values(): Scalar[] {
    const { value } = this.props
    return Array.isArray(value) ? value : value === null || value === undefined ? [] : [value]
  }

  /** What is ticked comes last, as in Dash: a callback sees the order in which the user went. */
  private readonly choose = ({ value }: Option, on: boolean): void => {
    const others = this.values().filter((other) => other !== value)
    this.props.setProps({ value: on ? [...others, value] : others })
  }

  override render() {
    const chosen = new Set(this.values())
    return (
      <Choices
        props={this.props}
        kind="checkbox"
        name={this.list}
        label={this.label()}
        isChosen={(option) => chosen.has(option.value)}
        onChoose={this.choose}
      />
    )
  }
}
