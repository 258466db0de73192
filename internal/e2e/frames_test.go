package e2e_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/internal/dashpage"
	"github.com/dashi-go/dashi/internal/e2e"
	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
	"github.com/dashi-go/dashi/memo"
)

// Figures whose columns travel as frames, and columns that the page holds, from the user's slices to what plotly.js draws.

// measured is n numbers that no smaller element type holds.
func measured(n int, phase float64) []float64 {
	out := make([]float64, n)
	for i := range out {
		out[i] = math.Sin(float64(i)/50+phase) + 1e-9
	}
	return out
}

// hours are n times, an hour apart, over the end of summer time in Berlin and in New York.
func hours(n int, zone *time.Location) []time.Time {
	out := make([]time.Time, n)
	for i := range out {
		out[i] = time.Date(2026, 10, 24, 0, 30, 0, 123456000, zone).Add(time.Duration(i) * time.Hour)
	}
	return out
}

// counts are n integers from 0 to most.
func counts(n, most int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i * most / (n - 1)
	}
	return out
}

// matrixOf is rows of measured numbers.
func matrixOf(rows, cols int, phase float64) [][]float64 {
	out := make([][]float64, rows)
	for i := range out {
		out[i] = measured(cols, phase+float64(i)/10)
	}
	return out
}

// graphed is an app whose graph "g" shows what fn makes of the value of "in", which set_props sets.
func graphed(fn any, options ...dashi.CallbackOption) *dashi.App {
	app := dashi.New(dashi.Options{})
	app.Layout(html.Main(dcc.Store{ID: "in", Data: "start"}, dcc.Graph{ID: "g"}, html.P(html.ID("said"))))
	app.Callback(dashi.Output("g", "figure"), dashi.Input("in", "data"), fn, options...)
	return app
}

// frameTools are functions for scripts in the page: set makes the app draw another figure, and waits for it; sizes are the lengths of the
// answers since they were asked for last; whole is the figure as the server writes it in JSON, besideOf plotly.js's own drawing of it.
const frameTools = `
const settled = async () => {
	for (let still = 0; still < 4; still++) {
		await frame()
		if (document.querySelector("._dash-loading, ._dash-loading-callback, .dash-graph--pending")) still = -1
	}
}
const set = async (value) => { dash_clientside.set_props("in", {data: value}); await settled() }
const calls = () => performance.getEntriesByType("resource").filter((e) => e.name.includes("_dash-update-component"))
let known = calls().length
const sizes = () => { const all = calls().slice(known); known += all.length; return all.map((e) => e.encodedBodySize) }
const whole = async (value) => {
	const response = await fetch("_dash-update-component", {method: "POST", headers: {"Content-Type": "application/json", Accept: "application/json"},
		body: JSON.stringify({output: "g.figure", outputs: {id: "g", property: "figure"}, inputs: [{id: "in", property: "data", value}], changedPropIds: ["in.data"]})})
	known++
	return (await response.json()).response.g.figure
}
const knownOf = async (P, plot) => {
	const points = plot.calcdata.map((points) => points.map(({x, y}) => [x, y]))
	P.Fx.hover(plot, [{curveNumber: 0, pointNumber: 3}])
	await frame()
	const hover = plot._hoverdata?.map(({x, y, text}) => [x, y, text].map(String)) ?? []
	const label = [...plot.querySelectorAll(".hovertext")].map((e) => e.textContent).join("|")
	P.Fx.unhover(plot)
	await frame()
	return {points, range: plot._fullLayout.xaxis.range, hover, label}
}
const besideOf = async (value) => {
	const P = ` + plotlyOf + `
	const [ours, beside] = [plotOf("g"), document.createElement("div")]
	document.body.append(beside)
	beside.style.width = ours.clientWidth + "px"
	const {data, layout} = await whole(value)
	const config = {displaylogo: false, topojsonURL: ours._context.topojsonURL, typesetMath: false, responsive: ours._context.responsive}
	await P.react(beside, {data, layout: {...layout, template: ours.layout.template, width: ours._fullLayout.width, height: ours._fullLayout.height}, config})
	await frame()
	const svg = pictureOf(beside).svg
	const seen = {...await knownOf(P, beside), svg}
	beside.remove()
	return seen
}
`

// inPage runs statements in the page with all tools.
func inPage[T any](tab *e2e.Tab, statements string) T { return do[T](tab, frameTools+statements) }

// many is a figure of all kinds of columns, in steps each of which changes one thing.
func many(step string) attr {
	phase := func(name string) float64 {
		if name == step {
			return 1
		}
		return 0
	}
	most := 250
	if step == "counts" {
		most = 70_000
	}
	berlin, _ := time.LoadLocation("Europe/Berlin")
	title := "as ever"
	if step == "title" {
		title = "another"
	}
	return attr{
		"data": []attr{
			{"type": "scatter", "mode": "lines", "x": measured(50_000, 3), "y": measured(50_000, phase("y"))},
			{"type": "scatter", "mode": "lines", "xaxis": "x2", "yaxis": "y2", "x": hours(5000+int(phase("hours")), berlin), "y": counts(5001, most)},
			{"type": "heatmap", "xaxis": "x3", "yaxis": "y3", "showscale": false, "z": matrixOf(30, 40, phase("z"))},
		},
		"layout": attr{"title": attr{"text": title}, "grid": attr{"rows": 1, "columns": 3, "pattern": "independent"}, "showlegend": false},
	}
}

const columnsOfMany = `
const columns = () => {
	const [line, dated, field] = plotOf("g").data
	return {x: line.x, y: line.y, hours: dated.x, counts: dated.y, z: field.z}
}
const kinds = () => Object.fromEntries(Object.entries(columns()).map(([name, c]) => [name, Array.isArray(c) ? c[0].constructor.name + "[]" : Object.getPrototypeOf(c.constructor) === Float64Array ? "times" : c.constructor.name]))
`

// TestOnlyColumnsThatChangedTravel, whatever kind they are: the others stay the very arrays they are, which plotly.js sees, and what is drawn is
// what it would draw of the whole.
func TestOnlyColumnsThatChangedTravel(t *testing.T) {
	t.Parallel()
	tests := map[string]func(string) attr{"asked each time": many}
	for name, fn := range tests {
		for _, remembered := range []bool{false, true} {
			t.Run(fmt.Sprint(name, remembered), func(t *testing.T) {
				t.Parallel()
				var options []dashi.CallbackOption
				if remembered {
					cache := memo.New(memo.NewLRU(100))
					t.Cleanup(func() { require.NoError(t, cache.Close()) })
					options = append(options, cache.Memoize(time.Hour))
				}
				tab := open(t, serve(t, graphed(fn, options...)))
				tab.GraphReady("g")
				type step struct {
					Name, Want string
					Changed    []string
					Size       []int
					Kinds      map[string]string
					Same       bool
				}
				steps := inPage[[]step](tab, columnsOfMany+`
					const steps = []
					for (const name of ["title", "start", "y", "start", "hours", "start", "counts", "start", "z", "title"]) {
						const before = columns()
						await set(name)
						const after = columns()
						const changed = Object.keys(after).filter((key) => after[key] !== before[key])
						const size = sizes()
						steps.push({name, changed, size, kinds: kinds(), same: pictureOf(plotOf("g")).svg === (await besideOf(name)).svg})
					}
					return steps
				`)
				before := "start"
				seen := map[string]bool{"start": true}
				for _, s := range steps {
					want := []string{}
					for _, key := range []string{"x", "y", "hours", "counts", "z"} {
						if key == s.Name || key == before {
							want = append(want, key)
						}
					}
					require.Equal(t, want, s.Changed, "%s after %s", s.Name, before)
					require.True(t, s.Same, "%s after %s is drawn otherwise", s.Name, before)
					most := map[int]int{0: 2000, 1: 410_000, 2: 420_000}[len(want)]
					if remembered && seen[s.Name] && s.Name != "start" {
						require.Empty(t, s.Size, "%s was kept", s.Name)
					} else if !remembered {
						require.Len(t, s.Size, 1)
					}
					for _, size := range s.Size {
						require.Less(t, size, most, "%s after %s", s.Name, before)
					}
					counted := "Uint8Array"
					if s.Name == "counts" {
						counted = "Uint32Array"
					}
					require.Equal(t, map[string]string{"x": "Float64Array", "y": "Float64Array", "hours": "times", "counts": counted, "z": "Float64Array[]"}, s.Kinds)
					before = s.Name
					seen[s.Name] = true
				}
			})
		}
	}
}

// TestRapidChangesEndWithTheRightFigure: while answers with columns left out are under way, calls are superseded and the columns that the page
// held are replaced. No figure is ever drawn of columns of two, and the last is the right one.
func TestRapidChangesEndWithTheRightFigure(t *testing.T) {
	t.Parallel()
	for _, remembered := range []bool{false, true} {
		t.Run(fmt.Sprint(remembered), func(t *testing.T) {
			t.Parallel()
			var calls atomic.Int64
			fn := func(v any) attr {
				n, _ := v.(float64)
				time.Sleep(time.Duration(calls.Add(1)*7%5) * 4 * time.Millisecond) // so that answers overtake each other
				x, y := measured(3000, math.Mod(n, 2)), measured(3000, math.Mod(n, 3))
				return attr{
					"data":   []attr{{"type": "scatter", "mode": "lines", "x": x, "y": y, "name": strconv.Itoa(int(n))}},
					"layout": attr{"title": attr{"text": fmt.Sprint("figure ", n)}},
				}
			}
			var options []dashi.CallbackOption
			if remembered {
				cache := memo.New(memo.NewLRU(100))
				t.Cleanup(func() { require.NoError(t, cache.Close()) })
				options = append(options, cache.Memoize(time.Hour))
			}
			tab := open(t, serve(t, graphed(fn, options...)))
			tab.GraphReady("g")
			found := inPage[struct {
				Mixed []string
				Last  string
				Want  string
				Drawn int
			}](tab, `
				performance.setResourceTimingBufferSize(1000)
				let seed = 5
				const random = () => (seed = (seed * 1103515245 + 12345) % 2147483648) / 2147483648
				const mixed = []
				let times = 0
				const check = () => {
					const {data: [{x, y, name}], layout} = plotOf("g")
					const n = Number(name)
					const near = (a, b) => Math.abs(a - b) < 1e-12
					times++
					if (!near(x[0], Math.sin(n % 2) + 1e-9) || !near(y[0], Math.sin(n % 3) + 1e-9) || layout.title.text !== "figure " + n)
						mixed.push([name, x[0], y[0], layout.title.text].join(" "))
				}
				plotOf("g").on("plotly_afterplot", check)
				let n = 0
				for (let i = 0; i < 100; i++) {
					n = 1 + Math.floor(random() * 12)
					dash_clientside.set_props("in", {data: n})
					await new Promise((done) => setTimeout(done, random() * 25))
				}
				await settled()
				check()
				return {mixed, last: plotOf("g").data[0].name, want: String(n), drawn: times}
			`)
			require.Empty(t, found.Mixed)
			require.Equal(t, found.Want, found.Last)
			require.Positive(t, found.Drawn)
			t.Logf("drawn %d times", found.Drawn)
		})
	}
}

// TestAnAnswerIsDrawnAsItIs where points were added to the figure whose columns it has: by an answer that leaves them out, and by one that was
// kept. What was added belongs to the figure in the page's state, which callbacks read and patch.
func TestAnAnswerIsDrawnAsItIs(t *testing.T) {
	t.Parallel()
	utc := time.UTC
	for _, remembered := range []bool{false, true} {
		t.Run(fmt.Sprint(remembered), func(t *testing.T) {
			t.Parallel()
			var options []dashi.CallbackOption
			if remembered {
				cache := memo.New(memo.NewLRU(100))
				t.Cleanup(func() { require.NoError(t, cache.Close()) })
				options = append(options, cache.Memoize(time.Hour))
			}
			app := graphed(func(v string) attr {
				return attr{
					"data":   []attr{{"type": "scatter", "mode": "lines", "x": hours(1000, utc), "y": measured(1000, 0)}},
					"layout": attr{"title": attr{"text": v}},
				}
			}, options...)
			app.Callback(dashi.Output("said", "children"), dashi.Inputs(dashi.Input("said", "title"), dashi.State("g", "figure")),
				func(title string, figure map[string]any) (string, error) {
					trace := figure["data"].([]any)[0].(map[string]any)
					x := trace["x"].([]any)
					y, err := json.Marshal(trace["y"])
					return fmt.Sprint(title, " ", len(x), " ", x[0], " ", x[len(x)-1], " ", len(y)), err
				}, dashi.PreventInitialCall())
			tab := open(t, serve(t, app))
			tab.GraphReady("g")
			found := inPage[map[string][]any](tab, `
				const seen = {}
				const note = (key) => {
					const {data: [{x, y}], layout, _fullData: [{x: drawn}]} = plotOf("g")
					seen[key] = [x.length, y.length, drawn.length, layout.title.text]
				}
				const say = async (title) => { dash_clientside.set_props("said", {title}); await settled(); seen["said " + title] = [document.querySelector("#said").innerText] }
				let more = 6
				const grow = async () => { dash_clientside.set_props("g", {extendData: [{x: [["2027-01-01 12:00:00.5"]], y: [[++more]]}, [0]]}); await settled(); await frame() }
				await set("a")
				note("a")
				await grow()
				note("a grown")
				await say("grown")
				await set("b")
				note("b")
				await set("a")
				note("a again")
				await grow()
				dash_clientside.set_props("g", {figure: new dash_clientside.Patch().assign(["layout", "title", "text"], "patched").build()})
				await settled()
				note("patched")
				await say("patched")
				dash_clientside.set_props("g", {figure: new dash_clientside.Patch().extend(["data", 0, "x"], ["2027-01-02"]).extend(["data", 0, "y"], [8]).build()})
				await settled()
				note("extended")
				await say("extended")
				await set("c")
				note("c")
				return seen
			`)
			y := func(n int) int { return len(`{"bdata":"","dtype":"f8"}`) + (8*n+2)/3*4 }
			first, last := "2026-10-24T00:30:00.123456", "2027-01-01T12:00:00.5"
			require.Equal(t, map[string][]any{
				"a": {1000.0, 1000.0, 1000.0, "a"}, "a grown": {1001.0, 1001.0, 1001.0, "a"},
				"said grown": {fmt.Sprint("grown 1001 ", first, " ", last, " ", y(1001))},
				"b":          {1000.0, 1000.0, 1000.0, "b"}, "a again": {1000.0, 1000.0, 1000.0, "a"},
				"patched": {1001.0, 1001.0, 1001.0, "patched"}, "said patched": {fmt.Sprint("patched 1001 ", first, " ", last, " ", y(1001))},
				"extended": {1002.0, 1002.0, 1002.0, "patched"}, "said extended": {fmt.Sprint("extended 1002 ", first, " 2027-01-02 ", y(1002))},
				"c": {1000.0, 1000.0, 1000.0, "c"},
			}, found)
		})
	}
}

// TestTimesAreWhatClocksShow in any time zone of the browser: places, ranges, hover texts and events are those that texts would give.
func TestTimesAreWhatClocksShow(t *testing.T) {
	t.Parallel()
	newYork, err := time.LoadLocation("America/New_York")
	require.NoError(t, err)
	for _, zone := range []string{"UTC", "America/New_York", "Asia/Kolkata"} {
		t.Run(zone, func(t *testing.T) {
			t.Parallel()
			app := graphed(func(v string) attr {
				when := hours(48, newYork)
				if v == "autumn" { // the night that has an hour twice
					when = hours(240, newYork)[180:240]
				}
				return attr{
					"data":   []attr{{"type": "scatter", "mode": "markers", "x": when, "y": counts(len(when), 5000), "text": when}},
					"layout": attr{"hovermode": "closest", "title": attr{"text": v}},
				}
			})
			tab := browser.OpenIn(t, serve(t, app), desktopWidth, desktopHeight, zone)
			tab.GraphReady("g")
			type seen struct {
				Points [][][2]float64
				Range  []string
				Hover  [][]string
				Label  string
				SVG    string
			}
			found := inPage[[]struct {
				Ours, Theirs seen
				Offset       int
			}](tab, `
				const all = []
				for (const value of ["spring", "autumn"]) {
					await set(value)
					const plot = plotOf("g")
					const P = `+plotlyOf+`
					const {svg} = pictureOf(plot)
					const ours = {...await knownOf(P, plot), svg}
					all.push({ours, theirs: await besideOf(value), offset: new Date(2026, 6, 1).getTimezoneOffset()})
				}
				return all
			`)
			require.Equal(t, map[string]int{"UTC": 0, "America/New_York": 240, "Asia/Kolkata": -330}[zone], found[0].Offset, "the zone is the tab's")
			for i, f := range found {
				require.Equal(t, f.Theirs, f.Ours)
				text := []string{"2026-10-24T03:30:00.123456", "2026-10-31T15:30:00.123456"}[i]
				require.Equal(t, text, f.Ours.Hover[0][2])
				require.Equal(t, text[:10]+" "+text[11:19], f.Ours.Hover[0][0][:19])
				require.Contains(t, f.Ours.Label, text[11:16])
			}
		})
	}
}

// TestManyGraphsAtOnce: a batch of calls is a row of frames; one of them sets a figure before it ends, and all leave out what the page holds.
func TestManyGraphsAtOnce(t *testing.T) {
	t.Parallel()
	const count = 6
	app := dashi.New(dashi.Options{})
	children := []any{dcc.Store{ID: "in", Data: "a"}, dcc.Graph{ID: "side"}}
	shared := measured(4000, 0)
	figure := func(v string, i int) attr {
		return attr{"data": []attr{{"type": "scatter", "mode": "lines", "x": shared, "y": measured(4000, float64(i)), "name": fmt.Sprint(v, i)}}}
	}
	for i := range count {
		id := layout.ID(fmt.Sprint("g", i))
		children = append(children, dcc.Graph{ID: id})
		app.Callback(dashi.Output(id, "figure"), dashi.Input("in", "data"), func(ctx context.Context, v string) (attr, error) {
			if i == 0 {
				if err := dashi.CallFrom(ctx).SetProps("side", map[string]any{"figure": figure("side of "+v, 9)}); err != nil {
					return nil, err
				}
			}
			return figure(v, i), nil
		})
	}
	app.Layout(html.Main(children...))
	tab := open(t, serve(t, app))
	found := inPage[[]struct {
		Names []string
		Same  bool
		Size  []int
		Right bool
	}](tab, `
		await settled()
		const ids = ["g0", "g1", "g2", "g3", "g4", "g5", "side"]
		const look = () => ids.map((id) => plotOf(id).data[0])
		const all = []
		let before
		for (const value of ["a", "b", "c"]) {
			if (before) await set(value)
			const now = look()
			const right = now.every(({x, y}, i) => x.length === 4000 && Math.abs(y[0] - Math.sin(i === 6 ? 9 : i) - 1e-9) < 1e-12 && Math.abs(x[100] - Math.sin(2) - 1e-9) < 1e-12)
			const same = before ? now.slice(0, 6).every(({x, y}, i) => x === before[i].x && y === before[i].y) : true
			all.push({names: now.map(({name}) => name), same, size: sizes(), right})
			before = now
		}
		return all
	`)
	for i, v := range []string{"a", "b", "c"} {
		require.Equal(t, []string{v + "0", v + "1", v + "2", v + "3", v + "4", v + "5", "side of " + v + "9"}, found[i].Names)
		require.True(t, found[i].Right, v)
		require.True(t, found[i].Same, v)
		if i > 0 {
			require.Len(t, found[i].Size, 1)
			require.Less(t, found[i].Size[0], 70_000, "the side's figure, and names")
		}
	}
}

// TestABrokenFrameIsAnError that says what is wrong, in the page as well; the next call works, and what the page held it still holds.
func TestABrokenFrameIsAnError(t *testing.T) {
	t.Parallel()
	app := graphed(func(v string) attr {
		return attr{"data": []attr{{"type": "scatter", "mode": "lines", "y": measured(3000, float64(len(v))), "name": v}}}
	})
	var breaks atomic.Value
	breaks.Store("")
	tab := open(t, serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if how := breaks.Load(); how != "" && r.Method == http.MethodPost {
			w = &breaking{ResponseWriter: w, how: how.(string)}
		}
		app.ServeHTTP(w, r)
	})))
	tab.Allow("g.figure failed")
	tab.Allow("ERR_") // what the browser says of a body cut short
	tab.GraphReady("g")
	for _, how := range []string{"magic", "length", "head", "cut"} {
		breaks.Store(how)
		inPage[any](tab, `await set("`+how+`, broken")`)
		tab.Until(`document.querySelector("[role=alert], .dash-errors, .dash-error")`)
		breaks.Store("")
		name := inPage[string](tab, `await set("`+how+`"); return plotOf("g").data[0].name + " " + plotOf("g").data[0].y.length`)
		require.Equal(t, how+" 3000", name)
	}
}

// breaking falsifies a frame on its way.
type breaking struct {
	http.ResponseWriter
	how  string
	seen int
}

func (b *breaking) Write(p []byte) (int, error) {
	if b.ResponseWriter.Header().Get("Content-Type") != "application/x-dashi-frames" {
		return b.ResponseWriter.Write(p)
	}
	out := append([]byte(nil), p...)
	at := map[string]int{"magic": 0, "length": 5, "head": 24 + 48 + 3}[b.how]
	if b.how == "cut" && b.seen+len(p) > 1000 {
		panic(http.ErrAbortHandler)
	}
	if at -= b.seen; b.how != "cut" && at >= 0 && at < len(out) {
		out[at] ^= 0x55
	}
	b.seen += len(p)
	return b.ResponseWriter.Write(out)
}

// TestPicturesAreTheSameByWayOfAProxy: far clients get deflated planes.
func TestPicturesAreTheSameByWayOfAProxy(t *testing.T) {
	t.Parallel()
	app := graphed(many)
	near := open(t, serve(t, app))
	far := open(t, serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Header.Set("X-Forwarded-For", "192.0.2.1")
		app.ServeHTTP(w, r)
	})))
	type seen struct {
		Size []int
		SVG  string
	}
	look := func(tab *e2e.Tab) seen {
		tab.GraphReady("g")
		return inPage[seen](tab, `known = 0; await settled(); const size = sizes(); return {size, svg: pictureOf(plotOf("g")).svg}`)
	}
	a, b := look(near), look(far)
	require.Equal(t, a.SVG, b.SVG)
	require.Len(t, b.Size, 1)
	require.Less(t, b.Size[0], a.Size[0]*95/100)
}

// TestOneStoredFrameServesAll: the same memo, in memory and on disk, answers our page, Dash's, and a program that wants JSON.
func TestOneStoredFrameServesAll(t *testing.T) {
	t.Parallel()
	stores := map[string]func(t *testing.T) memo.Store{
		"memory": func(*testing.T) memo.Store { return memo.NewLRU(100) },
		"folder": func(t *testing.T) memo.Store {
			return memo.NewDir(t.TempDir())
		},
	}
	for name, store := range stores {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cache := memo.New(store(t))
			t.Cleanup(func() { require.NoError(t, cache.Close()) })
			var made atomic.Int32
			app := graphed(func(v string) attr { made.Add(1); return many(v) }, cache.Memoize(time.Hour))
			address := serve(t, app)
			tab := open(t, address)
			tab.GraphReady("g")
			require.True(t, inPage[bool](tab, `await set("title"); return pictureOf(plotOf("g")).svg === (await besideOf("title")).svg`))
			theirs := open(t, serve(t, dashpage.Handler(dashFiles, app)))
			theirs.Until(`document.querySelector("#g .js-plotly-plot")?._fullData?.[2]?.z?.length === 30`)
			got := do[[]any](theirs, `const {_fullData: [line, dated]} = document.querySelector("#g .js-plotly-plot"); return [line.x[7], line.y[7], dated.x[3], dated.y.length]`)
			require.InDelta(t, measured(8, 3)[7], got[0], 1e-15)
			require.InDelta(t, measured(8, 0)[7], got[1], 1e-15)
			require.Equal(t, []any{"2026-10-24T03:30:00.123456", 5001.0}, got[2:])
			require.EqualValues(t, 2, made.Load())
		})
	}
}

// TestTheServerMayChangeUnderAPage: what a page holds it names by content, so another process leaves it out as well.
func TestTheServerMayChangeUnderAPage(t *testing.T) {
	t.Parallel()
	var now atomic.Pointer[dashi.App]
	now.Store(graphed(many))
	tab := open(t, serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { now.Load().ServeHTTP(w, r) })))
	tab.GraphReady("g")
	inPage[any](tab, `await settled()`)
	now.Store(graphed(many))
	found := inPage[struct {
		Size []int
		Same bool
	}](tab, columnsOfMany+`
		const before = columns()
		await set("title")
		const [after, size] = [columns(), sizes()]
		return {size, same: Object.keys(after).every((key) => after[key] === before[key])}
	`)
	require.True(t, found.Same)
	require.Len(t, found.Size, 1)
	require.Less(t, found.Size[0], 2000)
}

// TestPatchesCarryColumns: one put into a figure, and one that is added to what is there.
func TestPatchesCarryColumns(t *testing.T) {
	t.Parallel()
	app := graphed(func(v string) any {
		if v == "start" {
			return many(v)
		}
		var p dashi.Patch
		p.At("data", 0, "y").Assign(measured(50_000, 2))
		p.At("data", 1, "x").Extend(hours(20, time.UTC))
		p.At("data", 1, "y").Extend(counts(19, 18))
		return p
	})
	tab := open(t, serve(t, app))
	tab.GraphReady("g")
	found := inPage[struct {
		Y, Hours, Counts []any
		Size             []int
		X                bool
	}](tab, columnsOfMany+`
		const {x} = columns()
		await set("patched")
		const now = columns()
		return {y: [now.y.constructor.name, now.y.length, now.y[0]], hours: [now.hours.length, now.hours[0], now.hours.at(-1)], counts: [now.counts.length, now.counts.at(-1)], size: sizes(), x: now.x === x}
	`)
	require.Equal(t, []any{"Float64Array", 50_000.0}, found.Y[:2])
	require.InDelta(t, math.Sin(2)+1e-9, found.Y[2], 1e-15)
	require.EqualValues(t, 5020, found.Hours[0])
	require.Equal(t, "2026-10-24T19:30:00.123456", found.Hours[2])
	require.Equal(t, []any{5020.0, 18.0}, found.Counts)
	require.True(t, found.X)
	require.Len(t, found.Size, 1)
	require.Less(t, found.Size[0], 402_000)
}
