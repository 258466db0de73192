package app

import (
	"fmt"
	"hash/fnv"
	"slices"
	"strconv"
	"time"

	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/layout/html"
	"github.com/dashi-go/dashi/memo"
)

// view is what all pages show at a moment.
type view struct {
	stats   memo.Stats
	calls   [len(kinds)][]uint32 // see Meter.columns
	failing bool
}

// sum is the same for views that look the same.
func (v view) sum() string {
	h := fnv.New64a()
	_, _ = fmt.Fprint(h, v)
	return strconv.FormatUint(h.Sum64(), 36)
}

// table is what was counted since the start: a row for each number, a column for each function and one for the cache.
func (v view) table() []layout.Component {
	all := v.stats
	all.Name = "all"
	columns := slices.Concat(v.stats.Functions, []memo.Stats{all})
	var names []layout.Component
	for _, s := range columns {
		names = append(names, html.Th(html.Scope("col"), s.Name))
	}
	row := func(name, color string, cell func(s memo.Stats) string) layout.Component {
		var cells []layout.Component
		for _, s := range columns {
			cells = append(cells, html.Td(cell(s)))
		}
		return html.Tr(html.Th(html.Scope("row"), dot(color), name), cells)
	}
	count := func(of func(s memo.Stats) uint64) func(s memo.Stats) string {
		return func(s memo.Stats) string { return strconv.FormatUint(of(s), 10) }
	}
	return []layout.Component{
		html.Thead(html.Tr(html.Td(), names)),
		html.Tbody(
			row("hits", kinds[memo.Hit].color, count(func(s memo.Stats) uint64 { return s.Hits })),
			row("stale", kinds[memo.Stale].color, count(func(s memo.Stats) uint64 { return s.Stale })),
			row("waits", kinds[memo.Wait].color, count(func(s memo.Stats) uint64 { return s.Waits })),
			row("misses", kinds[memo.Miss].color, count(func(s memo.Stats) uint64 { return s.Misses })),
			row("refreshes", kinds[refresh].color, count(func(s memo.Stats) uint64 { return s.Refreshes })),
			row("failures", failedColor, count(func(s memo.Stats) uint64 { return s.Failures })),
			row("hit rate", "transparent", hitRate),
			row("median", "transparent", func(s memo.Stats) string { return median(s.Took) }),
		),
	}
}

// hitRate is the share of the calls that found something, be it stale.
func hitRate(s memo.Stats) string {
	calls := s.Hits + s.Stale + s.Waits + s.Misses
	if calls == 0 {
		return "–"
	}
	return fmt.Sprintf("%.0f %%", 100*float64(s.Hits+s.Stale)/float64(calls))
}

// median is that of the histogram's durations, as exactly as it is known: by the end of its bucket.
func median(took [32]uint64) string {
	var all, below uint64
	for _, n := range took {
		all += n
	}
	for i, n := range took {
		switch below += n; {
		case n == 0 || 2*below < all:
		case i == len(took)-1:
			return "> " + brief(bound(i-1))
		default:
			return "< " + brief(bound(i))
		}
	}
	return "–"
}

// bound is the end of a bucket of [memo.Stats].
func bound(bucket int) time.Duration { return time.Microsecond << bucket }
