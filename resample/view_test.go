package resample_test

import (
	"encoding/json"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/resample"
)

func TestEndsAreReadAsPlotlyWritesThem(t *testing.T) {
	t.Parallel()
	ms := func(s string) float64 {
		at, err := time.Parse(time.RFC3339Nano, s)
		require.NoError(t, err)
		return float64(at.UnixNano()) / 1e6
	}
	for name, c := range map[string]struct {
		end       any
		date, log bool
		want      float64
	}{
		"number":               {1.5, false, false, 1.5},
		"text of a number":     {"-1e3", false, false, -1000},
		"open":                 {nil, false, false, math.Inf(1)},
		"logarithm":            {2.0, false, true, 100},
		"beyond all numbers":   {400.0, false, true, math.Inf(1)},
		"milliseconds":         {86400000.0, true, false, 86400000},
		"date to 0.1 µs":       {"2024-05-06 07:08:09.1234", true, false, ms("2024-05-06T07:08:09.1234Z")},
		"date to the minute":   {"2024-05-06 07:08", true, false, ms("2024-05-06T07:08:00Z")},
		"date to the hour":     {"2024-05-06 07", true, false, ms("2024-05-06T07:00:00Z")},
		"day":                  {"2024-05-06", true, false, ms("2024-05-06T00:00:00Z")},
		"month":                {"2024-05", true, false, ms("2024-05-01T00:00:00Z")},
		"year":                 {"2024", true, false, ms("2024-01-01T00:00:00Z")},
		"T and Z":              {"2024-05-06T07:08:09Z", true, false, ms("2024-05-06T07:08:09Z")},
		"a zone is not heeded": {"2024-05-06T07:08:09.5+02:00", true, false, ms("2024-05-06T07:08:09.5Z")},
	} {
		got, err := resample.End(c.end, c.date, c.log)
		require.NoError(t, err, name)
		require.Equal(t, c.want, got, name)
	}
	for name, c := range map[string]struct {
		end  any
		date bool
		want string
	}{
		"no number": {"abc", false, `an end is "abc", expected a number`},
		"too great": {"1e999", false, "expected a number"},
		"NaN":       {"NaN", false, "not a number"},
		"no date":   {"yesterday", true, `an end is "yesterday", expected a date such as`},
		"an object": {map[string]any{}, false, "an end is a map[string]interface {}, expected a number or a text"},
		"long":      {strings.Repeat("1", 65), false, "a text of 65 bytes, expected at most 64"},
		"long date": {strings.Repeat("1", 1<<20), true, "expected at most 64"},
	} {
		_, err := resample.End(c.end, c.date, false)
		require.ErrorContains(t, err, c.want, name)
	}
}

func TestARangeMayBeTurned(t *testing.T) {
	t.Parallel()
	view := resample.View{"xaxis": {9.0, 3.0}, "xaxis2": {nil, 4.0}, "yaxis": {1.0, nil}}
	for axis, want := range map[string][2]float64{
		"xaxis": {3, 9}, "xaxis2": {math.Inf(-1), 4}, "yaxis": {1, math.Inf(1)}, "yaxis2": {math.Inf(-1), math.Inf(1)},
	} {
		from, to, err := resample.Span(view, axis, false, false)
		require.NoError(t, err)
		require.Equal(t, want, [2]float64{from, to}, axis)
	}
	_, _, err := resample.Span(resample.View{"xaxis": {1.0, "?"}}, "xaxis", false, false)
	require.ErrorContains(t, err, `resample: the range of "xaxis": an end is "?"`)
}

// FuzzView: whatever a browser claims to show is an error, or points of the data as many as asked for.
func FuzzView(f *testing.F) {
	for _, seed := range []string{
		`{}`, `null`, `[]`, `{"xaxis":[1,2]}`, `{"xaxis":[2,1],"yaxis":["a",null]}`, `{"xaxis":["2024-01-01 00:00:00.5","2025"]}`, `{"xaxis":[-1e308,1e308]}`,
		`{"xaxis":[1e308,-1e308,3,4]}`, `{"xaxis":{"0":1}}`, `{"xaxis":["NaN","Inf"]}`, `{"xaxis":[{},[]]}`, `{"xaxis":[308,309]}`, `{"xaxis":"ab"}`, `{"xaxis":[5e-324,5e-324]}`,
	} {
		f.Add(seed)
	}
	x, y := uneven(1, 5000), noise(1, 5000, 5)
	var views []*resample.Lines
	for _, method := range methods {
		for _, kind := range []string{"", "log", "date"} {
			options := resample.LinesOptions{Width: 100, Method: method}
			options.Layout.XAxis.Type = kind
			lines, err := resample.NewLines(options, resample.Line{X: x, Y: y})
			if err != nil {
				f.Fatal(err)
			}
			views = append(views, lines)
		}
	}
	f.Fuzz(func(t *testing.T, text string) {
		var view resample.View
		if json.Unmarshal([]byte(text), &view) != nil {
			return
		}
		for _, lines := range views {
			if sent, err := resample.Sent(lines, view); err == nil && sent > 600 {
				t.Fatalf("%d points for %s", sent, text)
			}
		}
	})
}
