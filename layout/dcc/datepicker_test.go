package dcc_test

import (
	"encoding/json"
	"maps"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/layout/dcc"
)

const bothPickers = ` min_date_allowed max_date_allowed initial_visible_month disabled_days clearable reopen_calendar_on_clear
	stay_open_on_select display_format month_format first_day_of_week show_outside_days calendar_orientation
	number_of_months_shown with_portal with_full_screen_portal day_size is_RTL disabled style`

// Dash's properties of both pickers.
func TestDatePickerNames(t *testing.T) {
	t.Parallel()
	tests := []struct {
		typ   string
		c     layout.Component
		names string
	}{
		{"DatePickerSingle", dcc.DatePickerSingle{}, basic + "date placeholder" + bothPickers + persistence},
		{"DatePickerRange", dcc.DatePickerRange{}, basic + `start_date end_date start_date_id end_date_id start_date_placeholder_text
			end_date_placeholder_text minimum_nights updatemode` + bothPickers + persistence},
	}
	for _, tt := range tests {
		t.Run(tt.typ, func(t *testing.T) {
			t.Parallel()
			var s layout.Schema
			namespace, name := tt.c.Type()
			require.Equal(t, "dash_core_components", namespace)
			require.Equal(t, tt.typ, name)
			require.ElementsMatch(t, strings.Fields(tt.names), s.PropNames(tt.c))
			require.Empty(t, maps.Collect(s.Props(tt.c)), "an empty control sets nothing")
			for f := range reflect.TypeOf(tt.c).Fields() {
				require.Contains(t, f.Tag.Get("json"), ",omitzero", f.Name)
			}
		})
	}
}

func TestDatePickerProps(t *testing.T) {
	t.Parallel()
	var s layout.Schema
	date := reflect.TypeFor[dcc.Date]()
	for _, name := range []string{"start_date", "end_date", "min_date_allowed", "max_date_allowed", "initial_visible_month"} {
		typ, found := s.PropType(dcc.DatePickerRange{}, name)
		require.True(t, found)
		require.Equal(t, date, typ, name)
	}
	typ, _ := s.PropType(dcc.DatePickerSingle{}, "date")
	require.Equal(t, date, typ)

	value, set := s.Prop(dcc.DatePickerSingle{ShowOutsideDays: new(false)}, "show_outside_days")
	require.True(t, set)
	require.Equal(t, false, value)
}

// What the fields become on the wire.
func TestDatePickerValues(t *testing.T) {
	t.Parallel()
	var s layout.Schema
	text, err := json.Marshal(maps.Collect(s.Props(dcc.DatePickerRange{
		StartDate:           "2024-02-29",
		EndDate:             dcc.DateOf(time.Date(2024, 3, 2, 12, 0, 0, 0, time.UTC)),
		DisabledDays:        []dcc.Date{"2024-03-01"},
		FirstDayOfWeek:      time.Monday,
		UpdateMode:          dcc.BothDates,
		CalendarOrientation: dcc.CalendarVertical,
	})))
	require.NoError(t, err)
	require.JSONEq(t, `{"start_date":"2024-02-29","end_date":"2024-03-02","disabled_days":["2024-03-01"],"first_day_of_week":1,
		"updatemode":"bothdates","calendar_orientation":"vertical"}`, string(text))

	_, err = json.Marshal(maps.Collect(s.Props(dcc.DatePickerSingle{Date: "2023-02-29"})))
	require.ErrorContains(t, err, `"2023-02-29" is no date`)
}
