package e2e_test

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/require"

	memostats "github.com/dashi-go/dashi/examples/memostats/app"
	"github.com/dashi-go/dashi/internal/e2e"
	"github.com/dashi-go/dashi/memo"
	"github.com/dashi-go/dashi/memo/memotest"
)

// station is a source that a test rules.
type station struct {
	took  atomic.Int64 // how long it takes, a time.Duration
	reads atomic.Int64
}

func (s *station) read(_ context.Context, city string) (memostats.Report, error) {
	time.Sleep(time.Duration(s.took.Load()))
	return memostats.Report{City: city, Clock: fmt.Sprint("reading ", s.reads.Add(1))}, nil
}

// serveMemostats serves the example with results that stay fresh for ttl.
func serveMemostats(t *testing.T, s *station, ttl time.Duration, policy memo.Policy) (url string, cache *memo.Cache) {
	t.Helper()
	meter := &memostats.Meter{}
	cache = memo.New(memo.NewLRU(100), memo.Options{Observer: meter})
	t.Cleanup(func() { _ = cache.Close() })
	return serve(t, memostats.New(cache, meter, memostats.Options{Read: s.read, TTL: ttl, Policy: policy})), cache
}

// newest waits until the first line of the log begins with a mark and contains a text.
func newest(tab *e2e.Tab, mark, text string) {
	tab.WaitText("#log li:first-child .mark", mark)
	tab.WaitContains("#log li:first-child span:nth-child(2)", text)
}

// counted waits until a row of the table has these numbers: weather, warmest, all.
func counted(tab *e2e.Tab, row string, want ...int) {
	tab.Until(fmt.Sprintf(`[...document.querySelectorAll("#counts tbody tr")].some((r) =>
		r.cells[0].innerText.trim() === %q && [...r.cells].slice(1).map((c) => c.innerText).join() === %q)`, row, fmt.Sprintf("%d,%d,%d", want[0], want[1], want[2])))
}

// heights waits until the last two minutes of a kind of calls add up to a number in the graph.
func heights(tab *e2e.Tab, kind string, want int) {
	tab.Until(fmt.Sprintf(`document.querySelector("#calls .js-plotly-plot")._fullData.some((trace) =>
		trace.name === %q && [...trace.y].reduce((a, b) => a + b, 0) === %d)`, kind, want))
}

// switched waits until the page shows whether the source is to fail.
func switched(tab *e2e.Tab, on bool) {
	tab.Until(fmt.Sprintf(`document.querySelector("#fail[aria-checked=%t]")`, on))
}

// TestMemostatsByKeyboard asks for what is there and what is not, forgets it and asks again.
func TestMemostatsByKeyboard(t *testing.T) {
	t.Parallel()
	url, _ := serveMemostats(t, &station{}, time.Hour, memo.Policy{})
	tab := open(t, url)
	tab.GraphReady("calls")
	tab.GraphReady("took")
	counted(tab, "misses", 2, 0, 2) // of the start
	tab.Press(kb.Tab + kb.Tab)
	tab.Until(`document.activeElement.id === "ask"`)
	tab.Press(kb.Enter)
	newest(tab, "hit", "Oslo: 0.0 °C at reading")
	choose(tab, "city", "Quito")
	tab.WaitContains("#city", "Quito")
	tab.Focus("#ask")
	tab.Press(kb.Enter)
	newest(tab, "miss", "Quito: 0.0 °C at reading 3")
	tab.Press(kb.Enter)
	newest(tab, "hit", "Quito: 0.0 °C at reading 3")
	tab.Press(kb.Tab + kb.Tab + kb.Enter) // the warmest of all reads the five others
	newest(tab, "miss", "°C at reading")
	tab.Press(kb.Tab + kb.Enter)
	newest(tab, "forgot", "Quito: results forgotten: 2")
	tab.Focus("#ask")
	tab.Press(kb.Enter)
	newest(tab, "miss", "Quito: 0.0 °C at reading 9")
	counted(tab, "hits", 5, 0, 5)
	counted(tab, "misses", 9, 1, 10)
	heights(tab, "hit", 5)
	heights(tab, "miss", 8) // what was computed at the start nobody had asked for
	tab.Click("#forget-all")
	newest(tab, "forgot", "All: results forgotten: 8")
}

// TestMemostatsOfACrowd: however many ask on however many pages, it is computed once, and both pages see it. The source is made slower
// until some of those who ask come while it reads.
func TestMemostatsOfACrowd(t *testing.T) {
	t.Parallel()
	s := &station{}
	url, cache := serveMemostats(t, s, time.Hour, memo.Policy{})
	one, two := open(t, url), open(t, url)
	for took := 100 * time.Millisecond; ; took *= 2 {
		require.Less(t, took, 30*time.Second, "nobody ever waits")
		one.Click("#forget")
		newest(one, "forgot", "Oslo: results forgotten: 1")
		s.took.Store(int64(took))
		before := cache.Stats()
		two.Eval(`document.querySelector("#many").click()`, nil)
		one.Click("#many")
		newest(one, "50 ×", "Oslo: ")
		newest(two, "50 ×", "Oslo: ")
		after := cache.Stats()
		require.EqualValues(t, 1, after.Misses-before.Misses)
		require.EqualValues(t, 99, after.Waits-before.Waits+after.Hits-before.Hits)
		if after.Waits > before.Waits {
			break
		}
		two.Click("#ask") // so that the next round's line is another
		newest(two, "hit", "Oslo")
	}
	now := cache.Stats()
	for _, tab := range []*e2e.Tab{one, two} {
		counted(tab, "waits", int(now.Waits), 0, int(now.Waits))
		counted(tab, "misses", int(now.Misses), 0, int(now.Misses))
		heights(tab, "wait", int(now.Waits))
	}
}

// TestMemostatsOfASourceThatFails: what has run out at once is shown all the same, and both pages show the switch.
func TestMemostatsOfASourceThatFails(t *testing.T) {
	t.Parallel()
	url, cache := serveMemostats(t, &station{}, time.Nanosecond, memo.Policy{StaleIfError: time.Hour})
	tab, other := open(t, url), open(t, url)
	tab.Click("#ask")
	newest(tab, "miss", "Oslo: 0.0 °C at reading 3")
	tab.Focus("#fail")
	tab.Press(" ")
	switched(tab, true)
	switched(other, true)
	tab.Click("#ask")
	newest(tab, "stale", "Oslo: 0.0 °C at reading 3")
	choose(tab, "city", "Lima")
	tab.WaitContains("#city", "Lima")
	tab.Click("#ask")
	newest(tab, "failed", "No report: the source does not answer.")
	failures := int(cache.Stats().Failures)
	require.GreaterOrEqual(t, failures, 2)
	counted(tab, "failures", failures, 0, failures)
	counted(other, "failures", failures, 0, failures)
	other.Click("#fail")
	switched(other, false)
	tab.Click("#ask")
	newest(tab, "miss", "Lima: 0.0 °C at reading")
	switched(tab, false)
}

// TestMemostatsOnEveryBackend runs the example as a program: each store takes its results, and forgets them.
func TestMemostatsOnEveryBackend(t *testing.T) {
	t.Parallel()
	binary := e2e.Build(t, "github.com/dashi-go/dashi/examples/memostats")
	for _, where := range []string{"lru", "dir:" + t.TempDir(), "redis://" + memotest.Redis(t).Addr() + "/0"} {
		p := e2e.Launch(t, binary, "-cache", where)
		tab := open(t, p.URL)
		tab.Click("#warmest")
		newest(tab, "miss", " °C at ")
		tab.Click("#forget-all")
		newest(tab, "forgot", "All: results forgotten: 9")
		tab.Click("#many")
		newest(tab, "50 ×", "Oslo: 1 miss")
		require.NotContains(t, p.Log(), "WARN", where)
	}
}

// TestMemostatsLooks is the example as it is, for people.
func TestMemostatsLooks(t *testing.T) {
	t.Parallel()
	meter := &memostats.Meter{}
	cache := memo.New(memo.NewLRU(100), memo.Options{Observer: meter})
	t.Cleanup(func() { _ = cache.Close() })
	tab := open(t, serve(t, memostats.New(cache, meter)))
	tab.GraphReady("calls")
	tab.GraphReady("took")
	tab.Click("#many")
	newest(tab, "50 ×", "Oslo: ")
	tab.Click("#warmest")
	newest(tab, "miss", "Dakar: ")
	counted(tab, "misses", 8, 1, 9)
	tab.Screenshot("memostats-desktop")
	tab.Size(phoneWidth, phoneHeight)
	tab.Until(`document.documentElement.scrollWidth <= document.documentElement.clientWidth`)
	tab.Screenshot("memostats-phone")
	tab.Dark()
	tab.Screenshot("memostats-phone-dark")
	tab.Size(desktopWidth, desktopHeight)
	tab.Screenshot("memostats-desktop-dark")
}
