import { Component } from 'preact'
import type { Host } from '../view/component'
import { numberOf } from './slider-marks'
import Track, { type LineProps } from './slider-track'

export interface SliderProps extends LineProps {
  value?: number | null
  drag_value?: number | null
}

/** One number on a line. */
export default class Slider extends Component<SliderProps & Host<SliderProps>> {
  private readonly write = (patch: { value?: number[]; drag_value?: number[] }): void => {
    this.props.setProps(Object.fromEntries(Object.entries(patch).map(([name, values]) => [name, values?.[0]])))
  }

  override render() {
    const { value, drag_value: _, setProps: __, ...props } = this.props
    const number = numberOf(value)
    return (
      <Track
        {...props}
        given={number === undefined ? undefined : [number]}
        unset={({ min }) => [min]}
        rules={{ cross: true }}
        several={false}
        write={this.write}
      />
    )
  }
}
