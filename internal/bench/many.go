package bench

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"time"

	"github.com/dashi-go/dashi/internal/dashpage"
)

const (
	manyRounds = 3
	manyLimit  = 45 * time.Second // for one page
	manyEdits  = 9
	pairs      = 10_000 // components
)

// Goals of pages with many callbacks.
const (
	fanGoal    = time.Second             // 1,000 callbacks
	growthGoal = 2                       // times per callback, of 4,000 to 1,000
	pairsGoal  = 1500 * time.Millisecond // 10,000 components
	editGoal   = 16 * time.Millisecond   // of script
)

// manyPage is a page with many callbacks or components, and what its loads gave.
type manyPage struct {
	name    string
	crowd   *crowd
	handler http.Handler
	fields  int       // where keys are pressed once the page is ready; 0 for none
	after   *manyPage // a smaller one; where that was late this is not tried

	ready []time.Duration
	used  []time.Duration // by the page's thread until then, of the CPU
	late  bool
	keys  []keyPress // of the last load
}

// keyPress is what one key cost: script in the page, all that the page's thread did, and the time until the answer was in the page.
type keyPress struct{ script, task, wall time.Duration }

// Many measures pages with many callbacks and with many components.
func Many() (*Table, error) {
	browser, err := startChrome()
	if err != nil {
		return nil, err
	}
	defer browser.stop()
	ours := manyPages("dashi", func(c *crowd) http.Handler { return c.app })
	var theirs []*manyPage
	folder, missing := dashpage.Packages()
	if missing == nil {
		theirs = manyPages("Dash 4.3", func(c *crowd) http.Handler { return dashpage.Handler(folder, c.app) })
	}
	for round := range manyRounds {
		for i, p := range ours {
			if err := p.load(browser); err != nil {
				return nil, fmt.Errorf("%s: %w", p.name, err)
			}
			if theirs == nil || round > 0 {
				continue
			}
			if err := theirs[i].load(browser); err != nil {
				return nil, fmt.Errorf("%s: %w", theirs[i].name, err)
			}
		}
	}
	t := manyTable(ours, theirs)
	if missing != nil {
		t.Note("No rows for Dash, whose packages could not be installed: %v", missing)
	}
	return t, nil
}

// The pages by their place.
const (
	fan100 = iota
	fan1000
	fan4000
	pairsFew
	pairsQuiet
	pairsCalling
)

func manyPages(client string, handler func(*crowd) http.Handler) []*manyPage {
	var pages []*manyPage
	add := func(name string, c *crowd, fields int) {
		pages = append(pages, &manyPage{name: client + ", " + name, crowd: c, handler: handler(c), fields: fields})
	}
	for _, n := range []int{100, 1000, 4000} {
		add(count(n)+" callbacks", fanApp(n), 0)
	}
	for _, n := range []int{pairs / 10, pairs} {
		add(count(n)+" components, no initial calls", pairsApp(n, false), n/2)
	}
	add(fmt.Sprintf("%s components, %s initial calls", count(pairs), count(pairs/2)), pairsApp(pairs, true), 0)
	pages[fan4000].after, pages[pairsCalling].after = pages[fan1000], pages[pairsQuiet]
	return pages
}

// load opens the page with nothing cached and waits until it is ready. Who was late once is not asked again.
func (p *manyPage) load(browser *chrome) error {
	if p.late || p.skipped() {
		return nil
	}
	server := httptest.NewServer(p.handler)
	defer server.Close()
	var ready, used time.Duration
	err := browser.with(server.URL, p.crowd.script(), manyLimit, func(t *tab) error {
		ms, err := t.number("crowdReady")
		if err != nil {
			return err
		}
		spent, err := t.counters()
		if err != nil {
			return err
		}
		ready, used = time.Duration(ms*float64(time.Millisecond)), spent.since(nil, "TaskDuration")
		p.keys = p.keys[:0]
		if p.fields == 0 {
			return nil
		}
		for i := range manyEdits {
			key, err := t.edit(i * (p.fields - 1) / (manyEdits - 1)) // all over the page
			if err != nil {
				return err
			}
			p.keys = append(p.keys, key)
		}
		return nil
	})
	if ready > 0 {
		p.ready, p.used = append(p.ready, ready), append(p.used, used)
	}
	if errors.Is(err, errLate) {
		p.late = ready == 0
		return nil
	}
	return err
}

// edit presses a key in the field with this index.
func (t *tab) edit(index int) (key keyPress, err error) {
	if _, err = t.number(fmt.Sprintf(edit, index)); err != nil {
		return key, err
	}
	before, err := t.counters()
	if err != nil {
		return key, err
	}
	events, err := t.trace(func() error {
		if err := t.press('7'); err != nil {
			return err
		}
		ms, err := t.number("crowdEdit")
		key.wall = time.Duration(ms * float64(time.Millisecond))
		return err
	})
	if err != nil {
		return key, err
	}
	after, err := t.counters()
	key.script, key.task = scriptTime(events), after.since(before, "TaskDuration")
	return key, err
}

func (p *manyPage) skipped() bool { return p.after != nil && p.after.late }

func (p *manyPage) readyText() string {
	switch {
	case p.skipped():
		return "not tried"
	case p.late:
		return fmt.Sprintf("not in %.0f s", manyLimit.Seconds())
	}
	return span(Median(p.ready))
}

func (p *manyPage) row(us *manyPage) []string {
	row := []string{p.name, p.readyText(), "-", "-", "-", "-", "-", "-"}
	if len(p.ready) > 0 {
		row[2] = span(Quantile(p.ready, 0))
		row[3], row[4] = span(Median(p.used)), times(Ratio(p.used, us.used))
	}
	if len(p.keys) > 0 {
		script := pick(p.keys, func(k keyPress) time.Duration { return k.script })
		row[5] = span(Median(script)) + ", " + span(Quantile(script, 1))
		for i, get := range []func(keyPress) time.Duration{
			func(k keyPress) time.Duration { return k.task }, func(k keyPress) time.Duration { return k.wall },
		} {
			spans := pick(p.keys, get)
			row[6+i] = span(Median(spans)) + ", " + span(Quantile(spans, 1))
		}
	}
	return row
}

func manyTable(ours, theirs []*manyPage) *Table {
	t := &Table{
		Title: "5. Pages with many callbacks",
		Head:  []string{"page", "ready", "least", "CPU until then", "CPU: this/dashi", "edit: script", "edit: CPU", "edit: until changed"},
	}
	for i, p := range ours {
		t.Add(p.row(p)...)
		if theirs != nil {
			t.Add(theirs[i].row(p)...)
		}
	}
	t.Note("callbacks: a chain of %d, each of which feeds as many leaves; ready is from navigation to the frame with the last leaf's value.", hubs)
	t.Note("components: half of them Inputs, half P, with dictionary ids and one MATCH callback; ready when all are drawn, with their values.")
	t.Note("CPU is that of the page's thread, all it does: script, style, layout, painting. edit: a key in one of %d Inputs all over the page,", manyEdits)
	t.Note("median and most; script is its part of the CPU, from Chromium's trace, with garbage collection and layouts that it waited for;")
	t.Note("until changed is the time from the key to the changed text. Medians of %d loads into an empty cache, with Dash's front end of one;", manyRounds)
	t.Note("what is not ready in %.0f s is given up, and a larger page of its kind is not tried.", manyLimit.Seconds())
	goal := func(text string, ok bool, args ...any) { t.Note("Goal: "+text+": "+met(ok)+".", args...) }
	fan := Median(ours[fan1000].ready)
	goal("1 000 callbacks ready in %s: %s", fan > 0 && fan < fanGoal, span(fanGoal), ours[fan1000].readyText())
	growth := Ratio(ours[fan4000].ready, ours[fan1000].ready) / 4
	goal("a callback of 4 000 takes at most %d x one of 1 000: %s", growth > 0 && growth <= growthGoal, growthGoal, times(growth))
	quiet := Median(ours[pairsQuiet].ready)
	goal("10 000 components ready in %s: %s", quiet > 0 && quiet < pairsGoal, span(pairsGoal), ours[pairsQuiet].readyText())
	script := pick(ours[pairsQuiet].keys, func(k keyPress) time.Duration { return k.script })
	goal("an edit takes less than %s of script: %s, at most %s", len(script) > 0 && Median(script) < editGoal, span(editGoal),
		span(Median(script)), span(Quantile(script, 1)))
	return t
}
