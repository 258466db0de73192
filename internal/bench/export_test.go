package bench

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"
)

// For tests of the printed forms.
var (
	Span  = span
	Times = times
)

func Count(n int) string { return count(n) }

// Within is within, with a failure raised the way the kits raise one.
func Within(work func(fatal, errorf func(format string, args ...any), cleanup func(func())) error) error {
	return within(func(tb testing.TB) error { return work(tb.Fatalf, tb.Errorf, tb.Cleanup) })
}

// Gzipped is the size after gzip -9.
var Gzipped = gzipped

// ScriptTime is the time that script takes in a trace.
var ScriptTime = scriptTime

// ReadTrace reads events as Chromium writes them.
func ReadTrace(text string) (events []event, err error) {
	err = json.Unmarshal([]byte(text), &events)
	return events, err
}

// Crowds are small apps of the kinds that are measured large, by name.
func Crowds() map[string]func() error {
	return map[string]func() error{
		"fan": fanApp(40).app.Validate, "pairs": pairsApp(40, false).app.Validate, "pairs, calling": pairsApp(40, true).app.Validate,
	}
}

// GLTable is the table of own WebGL traces, every act of a kind having taken its time each: pointcloud, scattergl, heatmapgl, heatmap.
func GLTable(took ...time.Duration) *Table {
	pairs := glPairs(2)
	for i, k := range []*glKind{pairs[0].ours, pairs[0].theirs, pairs[1].ours, pairs[1].theirs} {
		for act := range k.took {
			list := []time.Duration{took[i], took[i]}
			k.took[act] = glTook{list, list, list}
		}
	}
	return glTable(pairs)
}

// GLApps are the apps of the WebGL benchmark, small, by trace type.
func GLApps() map[string]http.Handler {
	apps := map[string]http.Handler{}
	for _, p := range glPairs(4) {
		for _, k := range []*glKind{p.ours, p.theirs} {
			apps[k.name] = k.app()
		}
	}
	return apps
}

// For tests of the memo tables.
var (
	Allocs    = allocs
	Among     = among
	PerSecond = perSecond
	Pinned    = pinned
	Installed = installed
)

// PairRow is the row of a pair whose rounds took so long.
func PairRow(goal float64, most int, ours, peer []time.Duration, ourAllocs float64) []string {
	p := pair{goal: goal, allocs: most}
	return p.row(&Timing{Job: Job{Name: "hit"}, Took: ours}, &Timing{Job: Job{Name: "peer"}, Took: peer}, ourAllocs, 0)
}

// PairJobs are all that the table of pairs measures, Redis only where there is a server.
func PairJobs(tb testing.TB) (jobs []Job, err error) {
	g := ground{tb, startRedis(tb)}
	for _, maker := range pairMakers {
		made, err := maker(g)
		if err != nil {
			return nil, err
		}
		for _, p := range made {
			jobs = append(jobs, p.ours, p.peer)
		}
	}
	return jobs, nil
}

// HitAnswers are what the app and the bare handler beside it answer.
func HitAnswers(tb testing.TB) (ours, bare *httptest.ResponseRecorder, err error) {
	app := newPost(tripsApp(newCache(tb, newLRU(16)).Memoize(time.Hour)), tripsBody)
	if ours, err = app.record(); err != nil {
		return nil, nil, err
	}
	handler, err := newBareHit(ours)
	if err != nil {
		return nil, nil, err
	}
	bare, err = newPost(handler, tripsBody).record()
	return ours, bare, err
}

// PerEntry is what an entry weighs.
func PerEntry(entries int, fill func(entries int) any) (float64, error) {
	return perEntry(filler{"", func(_ testing.TB, n int) (any, error) { return fill(n), nil }}, entries)
}

// Fillers make n entries each, by name.
func Fillers(tb testing.TB, n int) map[string]func() (any, error) {
	all := map[string]func() (any, error){}
	for _, f := range append(lruFillers[:len(lruFillers):len(lruFillers)], funcFillers...) {
		all[f.name] = func() (any, error) { return f.fill(tb, n) }
	}
	return all
}

// Stampedes are what worker processes on the store count.
func Stampedes(ctx context.Context, store string, processes, threads int) ([]int, error) {
	return stampedes(func() (*child, error) { return startSelf(ctx, WorkFlag, store) }, processes, threads)
}

// ColumnsTable is the table of columns of so many points, by one round.
func ColumnsTable(points int) (*Table, error) { return columnsTable(points, 1, nil) }

// ColumnRows are the rows of a group whose floor, goal and further jobs sleep so long.
func ColumnRows(goals int, sleeps ...time.Duration) (*Table, error) {
	t := &Table{}
	var jobs []Job
	for _, d := range sleeps {
		jobs = append(jobs, Job{Name: d.String(), Elsewhere: func(n int) (time.Duration, error) { return time.Duration(n) * d, nil }})
	}
	return t, columnRows(t, 3, "group", goals, jobs)
}

// Copied is what a copier says of writes of such lengths.
func Copied(room int, lengths ...int) (all []int, err error) {
	c := &copier{to: make([]byte, room)}
	for _, n := range lengths {
		n, err := c.Write(make([]byte, n))
		if err != nil {
			return nil, err
		}
		all = append(all, n)
	}
	return all, nil
}

// PlotlyMin is the whole of plotly.js.
var PlotlyMin = plotlyMin

// Weigh is a file's weight by gzip and Brotli.
func Weigh(content []byte) (gzip, brotli int, err error) {
	w, err := weigh(content)
	return w.gzip, w.brotli, err
}

// SizesTable is the table beside a plotly.js of such a weight.
func SizesTable(gzip, brotli int) (*Table, error) { return sizesTable(weight{gzip, brotli}) }

// GraphTable is the rows of a small case whose presses took these milliseconds to begin, and twice as long to draw.
func GraphTable(points int, ours, theirs []float64) *Table {
	page := func(client string, begins []float64) *graphPage {
		c := graphCase{"some points", points, len(begins), glPoints}
		p := &graphPage{client: client, of: c, handler: c.app(), presses: map[string][]graphPress{}}
		for _, button := range presses {
			for _, ms := range begins {
				p.presses[button] = append(p.presses[button], graphPress{Begin: ms, Draw: 2 * ms, All: 3 * ms, Bytes: 100})
			}
		}
		return p
	}
	t := newGraphTable()
	graphRows(t, page("dashi", ours), page("Dash", theirs))
	return t
}

// Digits is the number that a cell holds.
func Digits(cell string) (n int) {
	for _, r := range cell {
		if '0' <= r && r <= '9' {
			n = 10*n + int(r-'0')
		}
	}
	return n
}

// DashFiles are the files of Dash that are weighed, within its packages.
func DashFiles() (names []string) {
	for _, c := range controls {
		names = append(names, c.theirs...)
	}
	return names
}

// ControlsTable is the table beside files of Dash's that have such a weight each.
func ControlsTable(folder string, each int) (*Table, error) {
	return controlsTable(folder, func([]byte) (weight, error) { return weight{each, each}, nil })
}
