package dcc

import (
	"time"

	"github.com/dashi-go/dashi/layout"
)

// DatePickerRange is two fields for the first and last day of a range, which are typed or chosen from a calendar. Months and
// weekdays are named in the page's language.
type DatePickerRange struct {
	// ID names the control for callbacks. A label for it is the label of the field of StartDate.
	ID layout.ID `json:"id,omitzero"`
	// ClassName is CSS classes for the outer element, separated by spaces.
	ClassName string `json:"className,omitzero"`
	// Style is the inline style of the outer element.
	Style CSS `json:"style,omitzero"`
	// StartDate is the first day of the range, "" for none. The browser writes it, see UpdateMode.
	StartDate Date `json:"start_date,omitzero"`
	// EndDate is the last day of the range, "" for none. The browser writes it, see UpdateMode.
	EndDate Date `json:"end_date,omitzero"`
	// StartDateID is the id of the first field in the page. Default: ID.
	StartDateID string `json:"start_date_id,omitzero"`
	// EndDateID is the id of the second field in the page. Default: ID with "-end-date" after it.
	EndDateID string `json:"end_date_id,omitzero"`
	// StartDatePlaceholderText is shown while there is no StartDate, and names the field. Default: "Start Date".
	StartDatePlaceholderText string `json:"start_date_placeholder_text,omitzero"`
	// EndDatePlaceholderText is shown while there is no EndDate, and names the field. Default: "End Date".
	EndDatePlaceholderText string `json:"end_date_placeholder_text,omitzero"`
	// MinimumNights is the fewest days from StartDate to EndDate. Default: 0, a range may be one day.
	MinimumNights int `json:"minimum_nights,omitzero"`
	// UpdateMode tells when the dates are written. Default: [EachDate].
	UpdateMode DateUpdateMode `json:"updatemode,omitzero"`
	// MinDateAllowed is the first day that can be chosen. Default: none.
	MinDateAllowed Date `json:"min_date_allowed,omitzero"`
	// MaxDateAllowed is the last day that can be chosen. Default: none.
	MaxDateAllowed Date `json:"max_date_allowed,omitzero"`
	// DisabledDays are days between them that cannot be chosen, though a range may go across them.
	DisabledDays []Date `json:"disabled_days,omitzero"`
	// InitialVisibleMonth is a day of the month that the calendar opens with until the user chooses a date. Default: the
	// month of the range, or today's.
	InitialVisibleMonth Date `json:"initial_visible_month,omitzero"`
	// Clearable tells whether the range can be emptied, with a button or by emptying the field.
	Clearable bool `json:"clearable,omitzero"`
	// ReopenCalendarOnClear opens the calendar when the range is emptied with the button.
	ReopenCalendarOnClear bool `json:"reopen_calendar_on_clear,omitzero"`
	// StayOpenOnSelect leaves the calendar open after a choice.
	StayOpenOnSelect bool `json:"stay_open_on_select,omitzero"`
	// DisplayFormat is how dates are written in the fields, in the tokens of moment.js: YYYY, YY, MMMM, MMM, MM, M, Do, DD,
	// D, dddd, ddd and so on; L, LL and LLLL as the page's language writes dates; what stands in [brackets] stays as it is. Dates
	// may be typed in it as well as in other usual ways. Default: "YYYY-MM-DD".
	DisplayFormat string `json:"display_format,omitzero"`
	// MonthFormat is how the calendar's months are called, in the same tokens. Default: "MMMM YYYY".
	MonthFormat string `json:"month_format,omitzero"`
	// FirstDayOfWeek is the weekday that weeks begin with. Default: [time.Sunday].
	FirstDayOfWeek time.Weekday `json:"first_day_of_week,omitzero"`
	// ShowOutsideDays tells whether the days before and after the months shown are there too. Default: false.
	ShowOutsideDays *bool `json:"show_outside_days,omitzero"`
	// CalendarOrientation says how several months are arranged. Default: [CalendarHorizontal].
	CalendarOrientation CalendarOrientation `json:"calendar_orientation,omitzero"`
	// NumberOfMonthsShown is how many months are seen at once, 1 to 12. Default: 2.
	NumberOfMonthsShown int `json:"number_of_months_shown,omitzero"`
	// WithPortal shows the calendar in the middle of the window, with the page behind it at rest, and not beside the control.
	WithPortal bool `json:"with_portal,omitzero"`
	// WithFullScreenPortal shows the calendar over the whole window.
	WithFullScreenPortal bool `json:"with_full_screen_portal,omitzero"`
	// DaySize is the width and height of a day in pixels. Default: 34, and 42 where fingers point.
	DaySize float64 `json:"day_size,omitzero"`
	// IsRTL writes from right to left. Default: as the page does.
	IsRTL bool `json:"is_RTL,omitzero"`
	// Disabled takes no dates.
	Disabled bool `json:"disabled,omitzero"`

	// Persistence keeps what the user changed over a reload of the page where it is true or a text or number that is
	// not empty; another value is another memory. Needs an ID. Default: not kept.
	Persistence any `json:"persistence,omitzero"`
	// PersistedProps are the properties that are kept. Default: "start_date" and "end_date".
	PersistedProps []string `json:"persisted_props,omitzero"`
	// PersistenceType says where they are kept. Default: [PersistLocal].
	PersistenceType PersistenceType `json:"persistence_type,omitzero"`
}

// Type gives Dash's names for the control.
func (DatePickerRange) Type() (string, string) { return namespace, "DatePickerRange" }

// DateUpdateMode tells when a [DatePickerRange] writes its dates.
type DateUpdateMode string

// The update modes of a range of dates.
const (
	// EachDate writes each date once it is chosen. A new start that the end is not after empties the end.
	EachDate DateUpdateMode = "singledate"
	// BothDates writes the dates once both are chosen.
	BothDates DateUpdateMode = "bothdates"
)
