import type { Host } from '../view/component'
import { Choices, type ChoicesProps } from './choices'
import { Labelled } from './label'
import type { Scalar } from './options'

export interface RadioItemsProps extends ChoicesProps {
  value?: Scalar | null
}

let groups = 0

/** One choice among a few. */
export default class RadioItems extends Labelled<RadioItemsProps & Host<RadioItemsProps>> {
  private readonly group = `dash-radio-${++groups}`

  override render() {
    const { value, setProps } = this.props
    return (
      <Choices
        props={this.props}
        kind="radio"
        name={this.group}
        label={this.label()}
        isChosen={(option) => option.value === value}
        onChoose={(option) => setProps({ value: option.value })}
      />
    )
  }
}
