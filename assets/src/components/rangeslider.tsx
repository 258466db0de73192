import { Component } from 'preact'
import type { Host } from '../view/component'
import { numberOf } from './slider-marks'
import Track, { type LineProps } from './slider-track'
import { rulesOf, spread } from './slider-values'

export interface RangeSliderProps extends LineProps {
  value?: number[] | null
  drag_value?: number[] | null
  /** Thumbs may pass one another. */
  allowCross?: boolean
  /** True, or a number of steps: a thumb pushes others that are nearer. */
  pushable?: boolean | number
  /** Stretches between thumbs, where `value` does not say it. */
  count?: number
}

/** Thumbs, without a value: more would cover the line. */
const most = 50

function ascending(value: unknown): number[] | undefined {
  const numbers = (Array.isArray(value) ? value : [value]).map(numberOf).filter((number) => number !== undefined)
  return numbers.length > 0 ? numbers.sort((a, b) => a - b) : undefined
}

/** Two or more numbers on a line, always in ascending order. */
export default class RangeSlider extends Component<RangeSliderProps & Host<RangeSliderProps>> {
  override render() {
    const { value, drag_value: _, allowCross, pushable, count, setProps, ...props } = this.props
    const thumbs = Math.min(Math.max(Math.round(numberOf(count) ?? 1), 0) + 1, most)
    return (
      <Track
        {...props}
        given={ascending(value)}
        unset={(scale, marks) => spread(thumbs, scale, marks)}
        rules={rulesOf({ allowCross, pushable })}
        several={true}
        write={setProps}
      />
    )
  }
}
