// Package app shows what a cache does, live: a page asks a memoized function and sees whether the answer was there, old, awaited or
// computed. All pages share the cache, and each sees what the others do.
package app

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"log/slog"
	"strconv"
	"time"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
	"github.com/dashi-go/dashi/memo"
)

//go:embed assets
var files embed.FS

// Options say what is remembered and for how long.
type Options struct {
	// Read is the source of reports. nil means one that takes 200 to 620 ms for each.
	Read func(ctx context.Context, city string) (Report, error)
	// TTL is for how long a report is fresh, and Policy what holds besides. With a TTL of 0 it is ten seconds, then a report is shown
	// while it is made anew for ten seconds more, and for a minute where that fails; two seconds before the end it is made early.
	TTL    time.Duration
	Policy memo.Policy
}

func (o *Options) complete() {
	if o.Read == nil {
		o.Read = station
	}
	if o.TTL == 0 {
		o.TTL = 10 * time.Second
		o.Policy = memo.Policy{Stale: 10 * time.Second, StaleIfError: time.Minute, Early: 2 * time.Second}
	}
}

// New makes the app with a cache that meter observes. It returns when the first two cities are in the cache.
func New(cache *memo.Cache, meter *Meter, opts ...Options) *dashi.App {
	var o Options
	if len(opts) > 0 {
		o = opts[0]
	}
	o.complete()
	own, err := fs.Sub(files, "assets")
	if err != nil {
		panic(err) // the folder is part of the program
	}
	m := remember(cache, o)
	app := dashi.New(dashi.Options{Title: "What a cache does", UpdateTitle: new(""), Assets: own})
	app.Layout(page(o))
	asks(app, m)
	watches(app, m, meter)
	warm := memo.Warming{Args: [][]any{{stations[0].city}, {stations[1].city}}}
	if _, err := cache.Warm(context.Background(), m.weather, warm); err != nil {
		slog.Warn("memostats: the first cities are not in the cache", "error", err)
	}
	return app
}

// page is what does not change.
func page(o Options) layout.Component {
	return html.Main(
		html.H1("What a cache does"),
		html.P(fmt.Sprintf("A report takes a while to arrive and stays fresh for %v. Ask twice, wait, let the source fail; open the page twice: ", o.TTL),
			"everyone shares the cache."),
		html.Div(html.Class("dashi-row"),
			html.Section(html.Class("dashi-card"),
				html.Label(html.For("city"), "City"),
				dcc.Dropdown{ID: "city", Options: dcc.Options(cities()...), Value: stations[0].city, Clearable: new(false)},
				html.Div(html.Class("buttons"),
					html.Button(html.ID("ask"), html.Class("first"), "Ask"),
					html.Button(html.ID("many"), "Ask 50 at once"),
					html.Button(html.ID("warmest"), "Ask for the warmest"),
					html.Button(html.ID("forget"), "Forget the city"),
					html.Button(html.ID("forget-all"), "Forget all"),
					html.Button(html.ID("fail"), html.Role("switch"), html.Aria("checked", "false"), "Source fails"),
				),
				html.Div(html.Role("log"), html.Aria("label", "Answers, the newest first"), html.Ol(html.ID("log"), emptyLines())),
			),
			html.Section(html.Class("dashi-card"), html.Table(html.ID("counts"), html.Class("counts"))),
		),
		html.Div(html.Class("dashi-row"),
			html.Section(html.Class("dashi-card"), html.H2("Calls per second"),
				dcc.Graph{ID: "calls", Figure: callsFigure(), Style: layout.CSS{"height": 210}}),
			html.Section(html.Class("dashi-card"), html.H2("How long computing took"),
				dcc.Graph{ID: "took", Figure: tookFigure(), Style: layout.CSS{"height": 210}}),
		),
		dcc.Interval{ID: "tick", Interval: 1000},
		dcc.Store{ID: "shown"},
	)
}

// asks registers the buttons: each does something to the cache, which becomes the first line of the log.
func asks(app *dashi.App, m *memory) {
	for _, b := range []struct {
		id dashi.ID
		do func(ctx context.Context, city string) line
	}{
		{"ask", m.ask}, {"many", m.askMany}, {"warmest", m.askWarmest}, {"forget", m.forget}, {"forget-all", m.forgetEverything},
	} {
		app.Callback(
			dashi.Output("log", "children").AllowDuplicate(),
			dashi.Inputs(dashi.Input(b.id, "n_clicks"), dashi.State("city", "value")),
			func(ctx context.Context, _ int, city string) (log dashi.Patch) {
				log.At().Prepend(b.do(ctx, city).component())
				log.At(-1).Delete()
				return log
			}, dashi.PreventInitialCall())
	}
	// The switch turns what its page shows, so that two clicks that share a call, or two pages, do not undo each other.
	app.Callback(
		dashi.Output("fail", "aria-checked").AllowDuplicate(),
		dashi.Inputs(dashi.Input("fail", "n_clicks"), dashi.State("fail", "aria-checked")),
		func(_ int, shown string) string {
			m.failing.Store(shown != "true")
			return strconv.FormatBool(shown != "true")
		}, dashi.PreventInitialCall())
}

// watches registers what each page sees of the cache, each second. Where that is what it shows already, nothing is sent.
func watches(app *dashi.App, m *memory, meter *Meter) {
	app.Callback(
		dashi.Outputs(dashi.Output("counts", "children"), dashi.Output("calls", "figure"), dashi.Output("took", "figure"),
			dashi.Output("fail", "aria-checked"), dashi.Output("shown", "data")),
		dashi.Inputs(dashi.Input("tick", "n_intervals"), dashi.State("shown", "data")),
		func(_ int, shown string) (counts []layout.Component, calls, took dashi.Patch, failing, now string, err error) {
			v := view{stats: m.cache.Stats(), calls: meter.columns(time.Now()), failing: m.failing.Load()}
			if now = v.sum(); now == shown {
				return nil, calls, took, "", "", dashi.PreventUpdate
			}
			return v.table(), v.callsPatch(), v.tookPatch(), strconv.FormatBool(v.failing), now, nil
		})
}
