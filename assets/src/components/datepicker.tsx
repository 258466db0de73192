// DatePickerSingle and DatePickerRange, in one file of the page.

import type { Host } from '../view/component'
import { adopt } from '../view/styles'
import type { Values } from './date-choice'
import { type Day, readDay, writeDay } from './date-days'
import css from './datepicker.css' with { type: 'text' }
import Picker from './datepicker-picker'
import type { CommonProps } from './datepicker-props'
import { labelOf } from './label'

adopt(css)

const written = (day: Day | undefined): string | null => (day === undefined ? null : writeDay(day))

export interface DatePickerSingleProps extends CommonProps {
  date?: string | null
  placeholder?: string
}

export function DatePickerSingle(props: DatePickerSingleProps & Host<DatePickerSingleProps>) {
  const { id, placeholder = 'Select Date' } = props
  return (
    <Picker
      common={props}
      ends={[{ id, class: 'dash-datepicker-start-date', placeholder, label: undefined }]}
      values={[readDay(props.date)]}
      label={labelOf(id)}
      store={([day]) => props.setProps({ date: written(day) })}
    />
  )
}

export interface DatePickerRangeProps extends CommonProps {
  start_date?: string | null
  end_date?: string | null
  start_date_placeholder_text?: string
  end_date_placeholder_text?: string
  start_date_id?: string
  end_date_id?: string
  minimum_nights?: number
  updatemode?: 'singledate' | 'bothdates'
}

export function DatePickerRange(props: DatePickerRangeProps & Host<DatePickerRangeProps>) {
  const { id, start_date_placeholder_text: first = 'Start Date', end_date_placeholder_text: last = 'End Date' } = props
  const values: Values = [readDay(props.start_date), readDay(props.end_date)]
  const label = labelOf(id)
  const named = (fieldId: string | undefined, own: string): string | undefined =>
    labelOf(fieldId) && fieldId !== id ? undefined : [label, own].filter(Boolean).join(', ')
  const start = props.start_date_id ?? id
  const stop = props.end_date_id ?? (id === undefined ? undefined : `${id}-end-date`)
  return (
    <Picker
      common={props}
      ends={[
        { id: start, class: 'dash-datepicker-start-date', placeholder: first, label: named(start, first) },
        { id: stop, class: 'dash-datepicker-end-date', placeholder: last, label: named(stop, last) },
      ]}
      values={values}
      label={label}
      nights={props.minimum_nights}
      whole={props.updatemode === 'bothdates'}
      store={([from, to]) => {
        const changed: Partial<DatePickerRangeProps> = {}
        if (from !== values[0]) changed.start_date = written(from)
        if (to !== values[1]) changed.end_date = written(to)
        props.setProps(changed)
      }}
    />
  )
}
