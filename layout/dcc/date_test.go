package dcc_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/layout/dcc"
)

func TestDateOfTime(t *testing.T) {
	t.Parallel()
	late := time.Date(2024, time.March, 31, 23, 59, 59, 999, time.FixedZone("far", -11*3600))
	require.Equal(t, dcc.Date("2024-03-31"), dcc.DateOf(late), "the day on the clock's own wall")
	require.Equal(t, dcc.Date("2024-04-01"), dcc.DateOf(late.UTC()))
	require.Equal(t, dcc.Date(""), dcc.DateOf(time.Time{}))
	require.Equal(t, dcc.Date("0099-12-31"), dcc.DateOf(time.Date(99, 12, 31, 0, 0, 0, 0, time.UTC)))
}

func TestTimeOfDate(t *testing.T) {
	t.Parallel()
	require.Equal(t, time.Date(2024, time.February, 29, 0, 0, 0, 0, time.UTC), dcc.Date("2024-02-29").Time())
	require.True(t, dcc.Date("").Time().IsZero())
	require.True(t, dcc.Date("2023-02-29").Time().IsZero())
}

func TestAddDays(t *testing.T) {
	t.Parallel()
	require.Equal(t, dcc.Date("2024-03-01"), dcc.Date("2024-02-28").AddDays(2))
	require.Equal(t, dcc.Date("2023-12-31"), dcc.Date("2024-01-01").AddDays(-1))
	require.Equal(t, dcc.Date(""), dcc.Date("").AddDays(1))
}

func TestDateAsJSON(t *testing.T) {
	t.Parallel()
	tests := []struct {
		text string
		want dcc.Date
	}{
		{`"2024-02-29"`, "2024-02-29"},
		{`"0001-01-01"`, "0001-01-01"},
		{`"9999-12-31"`, "9999-12-31"},
		{`""`, ""},
		{`null`, ""},
		{`"2024-02-29T23:59:59"`, "2024-02-29"},
		{`"2024-02-29 12:00"`, "2024-02-29"},
	}
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			t.Parallel()
			var date dcc.Date
			require.NoError(t, json.Unmarshal([]byte(tt.text), &date))
			require.Equal(t, tt.want, date)
			back, err := json.Marshal(date)
			require.NoError(t, err)
			require.Equal(t, `"`+string(tt.want)+`"`, string(back))
		})
	}
}

func TestDateErrors(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"2023-02-29", "2024-13-01", "0000-01-01", "24-01-01", "2024-01-01x", "tomorrow", "2024-1-1"} {
		t.Run(text, func(t *testing.T) {
			t.Parallel()
			want := `"` + text + `" is no date: expected a day of the years 1 to 9999`
			_, err := json.Marshal(dcc.Date(text))
			require.ErrorContains(t, err, want)
			date := dcc.Date("2024-01-01")
			require.ErrorContains(t, json.Unmarshal([]byte(`"`+text+`"`), &date), want)
			require.Equal(t, dcc.Date("2024-01-01"), date, "unchanged")
		})
	}
	require.Error(t, json.Unmarshal([]byte(`5`), new(dcc.Date)))
}
