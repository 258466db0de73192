/** The properties that both pickers have, as in Dash. Dates are `YYYY-MM-DD`. */
export interface CommonProps {
  id?: string
  min_date_allowed?: string | null
  max_date_allowed?: string | null
  initial_visible_month?: string | null
  disabled_days?: string[] | null
  clearable?: boolean
  reopen_calendar_on_clear?: boolean
  stay_open_on_select?: boolean
  display_format?: string
  month_format?: string
  first_day_of_week?: number
  show_outside_days?: boolean
  calendar_orientation?: 'horizontal' | 'vertical'
  number_of_months_shown?: number
  with_portal?: boolean
  with_full_screen_portal?: boolean
  day_size?: number
  is_RTL?: boolean
  disabled?: boolean
  className?: string
  style?: Record<string, string>
  'data-dash-is-loading'?: 'true' | undefined
}

/** One text field. */
export interface EndProps {
  id: string | undefined
  class: string
  placeholder: string
  /** Its accessible name where no label of the page gives one. */
  label: string | undefined
}
