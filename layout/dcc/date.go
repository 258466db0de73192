package dcc

import (
	"fmt"
	"time"
)

// Date is a day of the calendar, written as "2006-01-02", with no hour and no time zone; "" is no date. Its years are 1 to 9999.
//
// A callback may take the dates of a [DatePickerSingle] or [DatePickerRange] as a Date or as a string.
type Date string

// DateOf is the day that t falls on in its own time zone, "" for the zero time.
func DateOf(t time.Time) Date {
	if t.IsZero() {
		return ""
	}
	return Date(t.Format(time.DateOnly))
}

// Time is midnight in UTC at the beginning of the day, or the zero time for what is no date.
func (d Date) Time() time.Time {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return time.Time{}
	}
	return t
}

// AddDays is the date so many days later.
func (d Date) AddDays(days int) Date {
	if d == "" {
		return ""
	}
	return DateOf(d.Time().AddDate(0, 0, days))
}

// MarshalText writes the date; the error names one that the calendar does not have.
func (d Date) MarshalText() ([]byte, error) {
	if err := d.check(); err != nil {
		return nil, err
	}
	return []byte(d), nil
}

// UnmarshalText reads what MarshalText writes. A time after the date, which other front ends may send, is left out.
func (d *Date) UnmarshalText(text []byte) error {
	date := Date(text)
	if len(date) > len(time.DateOnly) && (date[10] == 'T' || date[10] == ' ') {
		date = date[:10]
	}
	if err := date.check(); err != nil {
		return err
	}
	*d = date
	return nil
}

func (d Date) check() error {
	if d == "" {
		return nil
	}
	if t, err := time.Parse(time.DateOnly, string(d)); err != nil || t.Year() < 1 {
		return fmt.Errorf(`dcc: %q is no date: expected a day of the years 1 to 9999, as "2006-01-02"`, string(d))
	}
	return nil
}
