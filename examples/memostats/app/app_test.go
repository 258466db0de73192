package app_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/dashitest"
	"github.com/dashi-go/dashi/examples/memostats/app"
	"github.com/dashi-go/dashi/memo"
)

// inBubble runs a test with a page of the app, under a clock of its own: what takes 300 ms takes 300 ms.
func inBubble(t *testing.T, test func(t *testing.T, page *page), opts ...app.Options) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		meter := &app.Meter{}
		cache := memo.New(memo.NewLRU(100), memo.Options{Observer: meter})
		defer cache.Close()
		a := app.New(cache, meter, opts...)
		test(t, &page{Page: dashitest.Open(t, a), app: a, t: t})
	})
}

type page struct {
	*dashitest.Page
	app   *dashi.App
	t     *testing.T
	ticks int
}

// after clicks a button and returns the first line of the log.
func (p *page) after(button dashi.ID) string {
	p.Click(button)
	return text(p.Prop("log", "children").([]any)[0])
}

// tick lets a second's update of the page come.
func (p *page) tick() {
	p.ticks++
	p.Set("tick", "n_intervals", p.ticks)
}

// row is a row of the table: weather, warmest, all.
func (p *page) row(name string) []string {
	var rows []any
	for _, part := range p.Prop("counts", "children").([]any) {
		rows = append(rows, children(part)...)
	}
	for _, row := range rows {
		if cells := children(row); len(cells) > 0 && text(cells[0]) == name {
			var texts []string
			for _, cell := range cells[1:] {
				texts = append(texts, text(cell))
			}
			return texts
		}
	}
	require.Fail(p.t, "there is no such row", "%q in %v", name, p.Prop("counts", "children"))
	return nil
}

// children are those of a component as JSON.
func children(component any) []any {
	c, ok := component.(map[string]any)
	if !ok {
		return nil
	}
	switch list := c["props"].(map[string]any)["children"].(type) {
	case nil:
		return nil
	case []any:
		return list
	default:
		return []any{list}
	}
}

// text is what a component as JSON reads as, its parts apart.
func text(component any) string {
	if s, ok := component.(string); ok {
		return s
	}
	var parts []string
	for _, child := range children(component) {
		if s := text(child); s != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, " | ")
}

// heights are the y values of each trace of a graph, by the trace's name.
func (p *page) heights(graph dashi.ID) map[string][]float64 {
	var figure struct {
		Data []struct {
			Name string
			Y    []float64
		}
	}
	p.Decode(graph, "figure", &figure)
	all := map[string][]float64{}
	for _, trace := range figure.Data {
		all[trace.Name] = trace.Y
	}
	return all
}

func TestTheFirstCitiesAreWarm(t *testing.T) {
	inBubble(t, func(t *testing.T, p *page) {
		require.Equal(t, []string{"2", "0", "2"}, p.row("misses"))
		require.True(t, strings.HasPrefix(p.after("ask"), "hit | Oslo: "))
		require.True(t, strings.HasSuffix(p.after("ask"), " | 0 µs"))
		p.Set("city", "value", "Lisbon")
		require.True(t, strings.HasPrefix(p.after("ask"), "hit | Lisbon: "))
		p.Set("city", "value", "Berlin")
		answer := p.after("ask")
		require.True(t, strings.HasPrefix(answer, "miss | Berlin: "), answer)
		require.True(t, strings.HasSuffix(answer, " | 240 ms"), answer)
	})
}

// TestAReportGrowsOld goes through the life of a report: fresh for 10 s, of which the last two make a new one; shown for 10 s more.
func TestAReportGrowsOld(t *testing.T) {
	inBubble(t, func(t *testing.T, p *page) {
		fresh := p.after("ask")
		time.Sleep(7 * time.Second)
		require.Equal(t, fresh, p.after("ask"))
		p.tick()
		require.Equal(t, []string{"0", "0", "0"}, p.row("refreshes"))

		time.Sleep(2 * time.Second) // within 2 s of the end
		require.Equal(t, fresh, p.after("ask"))
		time.Sleep(time.Second)
		renewed := p.after("ask")
		require.NotEqual(t, fresh, renewed)
		require.True(t, strings.HasPrefix(renewed, "hit | "), renewed)

		time.Sleep(15 * time.Second)
		require.True(t, strings.HasPrefix(p.after("ask"), "stale | "), p.Text("log"))
		time.Sleep(time.Second)
		require.True(t, strings.HasPrefix(p.after("ask"), "hit | "), p.Text("log"))
		time.Sleep(25 * time.Second)
		require.True(t, strings.HasPrefix(p.after("ask"), "miss | "), p.Text("log"))
		p.tick()
		require.Equal(t, []string{"2", "0", "2"}, p.row("refreshes"))
		require.Equal(t, []string{"67 %", "–", "67 %"}, p.row("hit rate"), "6 of 9 calls, those of the start included")
	})
}

func TestFiftyShareOneComputation(t *testing.T) {
	inBubble(t, func(t *testing.T, p *page) {
		p.Set("city", "value", "Lima")
		require.Equal(t, "50 × | Lima: 1 miss, 49 wait | 560 ms", p.after("many"))
		require.Equal(t, "50 × | Lima: 50 hit | 0 µs", p.after("many"))
		p.tick()
		require.Equal(t, []string{"50", "0", "50"}, p.row("hits"))
		require.Equal(t, []string{"49", "0", "49"}, p.row("waits"))
		require.Equal(t, []string{"3", "0", "3"}, p.row("misses"))
		calls := p.heights("calls")
		require.EqualValues(t, 50, calls["hit"][119])
		require.EqualValues(t, 49, calls["wait"][119])
		require.EqualValues(t, 1, calls["miss"][119])
		took := p.heights("took")
		require.Equal(t, 3.0, sum(took["weather"]))
		require.Equal(t, 1.0, took["weather"][20], "560 ms are less than 2^20 µs")
	})
}

func sum(numbers []float64) (sum float64) {
	for _, n := range numbers {
		sum += n
	}
	return sum
}

func TestForgetting(t *testing.T) {
	inBubble(t, func(t *testing.T, p *page) {
		require.True(t, strings.HasPrefix(p.after("warmest"), "miss | Dakar: "), "the others are too cold")
		require.True(t, strings.HasPrefix(p.after("warmest"), "hit | Dakar: "))
		require.Equal(t, "forgot | Oslo: results forgotten: 2 | 0 µs", p.after("forget"), "its report, and which is the warmest")
		require.True(t, strings.HasPrefix(p.after("warmest"), "miss | Dakar: "))
		p.Set("city", "value", "Quito")
		require.True(t, strings.HasPrefix(p.after("ask"), "hit | "))
		require.Equal(t, "forgot | All: results forgotten: 9 | 0 µs", p.after("forget-all"))
		require.True(t, strings.HasPrefix(p.after("ask"), "miss | "))
	})
}

func TestAFailingSource(t *testing.T) {
	inBubble(t, func(t *testing.T, p *page) {
		p.Click("fail")
		require.Equal(t, "true", p.Prop("fail", "aria-checked"))
		time.Sleep(30 * time.Second) // past ttl and Stale
		require.True(t, strings.HasPrefix(p.after("ask"), "stale | Oslo: "), p.Text("log"))
		p.Set("city", "value", "Osaka")
		require.Equal(t, "failed | No report: the source does not answer. | 620 ms", p.after("ask"))
		require.Equal(t, "50 × | Osaka: 1 miss, 49 wait, 50 failed | 620 ms", p.after("many"))
		p.tick()
		require.Equal(t, "true", p.Prop("fail", "aria-checked"))
		require.NotEqual(t, "0", p.row("failures")[0])

		other := dashitest.Open(t, p.app)
		require.Equal(t, "true", other.Prop("fail", "aria-checked"), "every page shows it")
		p.Click("fail")
		require.True(t, strings.HasPrefix(p.after("ask"), "miss | Osaka: "), p.Text("log"))
		other.Set("tick", "n_intervals", 1)
		require.Equal(t, "false", other.Prop("fail", "aria-checked"))
	})
}

func TestNothingIsSentWhereNothingChanged(t *testing.T) {
	inBubble(t, func(t *testing.T, p *page) {
		p.Forget()
		p.tick()
		require.Len(t, p.Calls(), 1)
		require.Empty(t, p.Calls()[0].Updates)
		p.Click("ask")
		p.tick()
		require.NotEmpty(t, p.Calls()[2].Updates)
		time.Sleep(time.Second)
		p.tick()
		require.NotEmpty(t, p.Calls()[3].Updates, "the bar has moved")
		require.EqualValues(t, 1, p.heights("calls")["hit"][118])
		time.Sleep(2 * time.Minute)
		p.tick()
		require.Zero(t, sum(p.heights("calls")["hit"]), "the bar has gone")
		p.tick()
		require.Empty(t, p.Calls()[5].Updates)
	})
}

func TestTheLogKeepsItsLength(t *testing.T) {
	inBubble(t, func(t *testing.T, p *page) {
		length := len(p.Prop("log", "children").([]any))
		for range 2 * length {
			p.Click("ask")
		}
		require.Len(t, p.Prop("log", "children"), length)
	})
}

// TestAnAppWithoutItsSource starts all the same.
func TestAnAppWithoutItsSource(t *testing.T) {
	inBubble(t, func(t *testing.T, p *page) {
		require.Equal(t, "failed | No report: no line. | 0 µs", p.after("ask"))
		require.Equal(t, "failed | No report: no line. | 0 µs", p.after("warmest"))
	}, app.Options{TTL: time.Hour, Read: func(context.Context, string) (app.Report, error) { return app.Report{}, errors.New("no line") }})
}

// TestOnAStoreOutsideTheProcess: reports survive being written.
func TestOnAStoreOutsideTheProcess(t *testing.T) {
	t.Parallel()
	read := func(_ context.Context, city string) (app.Report, error) {
		return app.Report{City: city, Degrees: 12.34, Clock: time.Now().String()}, nil
	}
	folder := t.TempDir()
	open := func() *page {
		meter := &app.Meter{}
		cache := memo.New(memo.NewDir(folder), memo.Options{Observer: meter})
		t.Cleanup(func() { _ = cache.Close() })
		a := app.New(cache, meter, app.Options{TTL: time.Hour, Read: read})
		return &page{Page: dashitest.Open(t, a), app: a, t: t}
	}
	one, two := open(), open()
	mine, theirs := one.after("ask"), two.after("ask")
	require.True(t, strings.HasPrefix(mine, "hit | Oslo: 12.3 °C at "), mine)
	without := func(line string) string { return line[:strings.LastIndex(line, " | ")] }
	require.Equal(t, without(mine), without(theirs))
	require.Equal(t, []string{"2", "0", "2"}, one.row("misses"))
	require.Equal(t, []string{"0", "0", "0"}, two.row("misses"), "the first has filled the folder")
}
