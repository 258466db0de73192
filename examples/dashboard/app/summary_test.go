package app

import (
	"bytes"
	"compress/gzip"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/layout/dcc"
)

// all is read once for all tests, which do not change it.
var all = load()

func TestLoad(t *testing.T) {
	t.Parallel()
	require.Equal(t, 200_000, len(all.minute))
	require.Equal(t, "2001-01-01", all.start.Format(time.DateOnly))
	require.Equal(t, 181, all.days)
	require.Equal(t, uint8(0), all.weekday[0], "the first day of 2001 was a Monday")
	require.True(t, slices.IsSorted(all.minute))
	f := all.flight(0)
	require.Equal(t, flight{1, all.start.Add(time.Minute), "LAS", "Las Vegas, NV", "PHL", "Philadelphia, PA", 2176, 33}, f)
}

func TestReadRefuses(t *testing.T) {
	t.Parallel()
	_, err := read(strings.NewReader("no gzip"))
	require.Error(t, err)
	for _, text := range []string{"", "{]\n", `{"start":"today"}` + "\n", `{"start":"2001-01-01","flights":3}` + "\n\x01\x01"} {
		var packed bytes.Buffer
		w := gzip.NewWriter(&packed)
		_, _ = w.Write([]byte(text))
		require.NoError(t, w.Close())
		_, err := read(&packed)
		require.Error(t, err, text)
	}
}

// naive tells of one flight which of the conditions it meets, from the row that the table shows.
func naive(f flight, c controls) (within bool, missed []string) {
	day := f.Departed.Format(time.DateOnly)
	within = (c.Start == "" || day >= string(c.Start)) && (c.End == "" || day <= string(c.End)) &&
		(len(c.From) == 0 || slices.Contains(c.From, f.From)) && (len(c.Miles) == 0 || float64(f.Miles) >= c.Miles[0] && float64(f.Miles) <= c.Miles[1])
	weekend := f.Departed.Weekday() == time.Saturday || f.Departed.Weekday() == time.Sunday
	within = within && (c.Week != "weekend" || weekend) && (c.Week != "weekdays" || !weekend)
	if c.Picks == nil {
		return within, nil
	}
	p := *c.Picks
	if p.Days != nil && (day < p.Days[0] || day > p.Days[1]) {
		missed = append(missed, "day")
	}
	if p.Delay != nil && (f.Delay < p.Delay[0] || f.Delay > p.Delay[1]) {
		missed = append(missed, "delay")
	}
	if p.Slot != nil && (weekdays[p.Slot[0]] != f.Departed.Format("Mon") || p.Slot[1] != f.Departed.Hour()) {
		missed = append(missed, "slot")
	}
	if p.Miles != nil && (f.Miles < p.Miles[0] || f.Miles > p.Miles[1]) {
		missed = append(missed, "miles")
	}
	return within, missed
}

// met is a flight within the filters, and the charts whose choices it misses.
type met struct {
	flight
	missed []string
}

func meeting(c controls) (some []met) {
	for i := range all.minute {
		f := all.flight(i)
		if within, missed := naive(f, c); within {
			some = append(some, met{f, missed})
		}
	}
	return some
}

// count is a tally of the flights that keep is true of, with no chart missed but the one named.
func count(flights []met, but string, keep func(flight) bool) (sum tally) {
	for _, f := range flights {
		if len(f.missed) > 1 || len(f.missed) == 1 && f.missed[0] != but || !keep(f.flight) {
			continue
		}
		sum.Flights++
		sum.Delay += f.Delay
		if f.Delay < 15 {
			sum.OnTime++
		}
		if f.Delay >= 60 {
			sum.VeryLate++
		}
	}
	return sum
}

func TestSummarizeAgainstCounting(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]controls{
		"all":     {},
		"filters": {Start: "2001-02-03", End: "2001-04-01", From: []string{"ORD", "ATL"}, Miles: []float64{300, 1200}, Week: "weekdays"},
		"weekend": {Week: "weekend", Picks: &picks{Delay: []int{15, 59}}},
		"picks": {From: []string{"DFW"}, Picks: &picks{
			Days: []string{"2001-01-10", "2001-05-10"}, Delay: []int{-10, 40}, Slot: []int{4, 17}, Miles: []int{0, 999},
		}},
		"nothing": {From: []string{"???"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, some := all.summarize(all.query(c)), meeting(c)
			every := func(flight) bool { return true }
			require.Equal(t, count(some, "", every), s.total)
			require.Equal(t, s.total.Flights, len(all.matching(all.query(c))))
			require.Equal(t, count(some, "", func(f flight) bool { return f.From == "DFW" }), s.airports[slices.IndexFunc(all.airports, func(a airport) bool { return a.Code == "DFW" })])
			week := all.date(7 * 8)
			require.Equal(t, count(some, "", func(f flight) bool { return !f.Departed.Before(week) && f.Departed.Before(week.AddDate(0, 0, 7)) }), s.weeks[8])
			at := all.date(rand.IntN(all.days))
			require.Equal(t, count(some, "day", func(f flight) bool { return !f.Departed.Before(at) && f.Departed.Before(at.AddDate(0, 0, 1)) }), s.days[all.day(at)], at)
			require.Equal(t, count(some, "delay", func(f flight) bool { return f.Delay < -55 }).Flights, s.delays[0])
			require.Equal(t, count(some, "delay", func(f flight) bool { return f.Delay >= 0 && f.Delay < 5 }).Flights, s.delays[12])
			require.Equal(t, count(some, "delay", func(f flight) bool { return f.Delay >= 180 }).Flights, s.delays[delayBins-1])
			require.Equal(t, count(some, "slot", func(f flight) bool { return f.Departed.Weekday() == time.Friday && f.Departed.Hour() == 17 }), s.slots[4][17])
			require.Equal(t, count(some, "miles", func(f flight) bool { return f.Delay >= 0 && f.Delay < 10 && f.Miles >= 700 && f.Miles < 800 }).Flights, s.dense[4][7])
		})
	}
}

func TestWhatAnAddressMaySay(t *testing.T) {
	t.Parallel()
	whole := all.summarize(all.query(controls{})).total
	for name, c := range map[string]controls{
		"lists of other lengths": {Miles: []float64{5}, Picks: &picks{Days: []string{"x"}, Delay: []int{1, 2, 3}, Slot: []int{1}, Miles: []int{}}},
		"no dates":               {Picks: &picks{Days: []string{"then", "now"}}},
		"no such week":           {Week: "holidays"},
		"turned round":           {Miles: []float64{9000, 0}},
	} {
		require.Equal(t, whole, all.summarize(all.query(c)).total, name)
	}
	for _, p := range []*picks{{Slot: []int{-1, 99}}, {Slot: []int{1 << 40, -5}}, {Delay: []int{1 << 40, 1 << 41}}} {
		q := all.query(controls{Picks: p})
		s := all.summarize(q)
		require.Zero(t, s.total.Flights)
		slots(s, q)
		words(p)
	}
	require.Zero(t, all.summarize(all.query(controls{Start: "2002-01-01", End: dcc.Date("2002-02-01")})).total.Flights)
}

func TestWholeWeeks(t *testing.T) {
	t.Parallel()
	s := all.summarize(all.query(controls{}))
	require.Len(t, s.weeks, 26)
	require.Equal(t, s.weeks[:25], s.wholeWeeks())
	s = all.summarize(all.query(controls{Start: "2001-01-03", End: "2001-01-22"}))
	require.Equal(t, s.weeks[1:3], s.wholeWeeks())
}

func BenchmarkSummarize(b *testing.B) {
	for b.Loop() {
		all.summarize(all.query(controls{From: []string{"ORD", "ATL"}, Picks: &picks{Delay: []int{15, 60}}}))
	}
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		load()
	}
}
