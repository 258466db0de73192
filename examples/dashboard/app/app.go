// Package app is a dashboard as a company would ship it: how punctual flights are. Filters stand in the address, charts narrow one another, the
// flights themselves are in a table whose rows stay on the server, and can be taken away as a file.
package app

import (
	"context"
	"embed"
	"errors"
	"io/fs"
	"net/http"
	"time"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/layout/plot"
	"github.com/dashi-go/dashi/memo"
	"github.com/dashi-go/dashi/table"
)

//go:embed assets
var files embed.FS

// remember is how long answers are kept. The data never changes, so this bounds memory alone.
const remember = time.Hour

// filters is what every chart and the table depend on, as inputs or as state.
func filters(as func(dashi.ID, string) dashi.InputProp) []dashi.InputProp {
	return []dashi.InputProp{
		as("dates", "start_date"), as("dates", "end_date"), as("from", "value"), as("miles", "value"), as("week", "value"), as("picks", "data"),
	}
}

// New makes the app.
func New() *dashi.App {
	own, err := fs.Sub(files, "assets")
	if err != nil {
		panic(err) // the folder is part of the program
	}
	d := load()
	cache := memo.New(memo.NewLRU(200))
	app := dashi.New(dashi.Options{Title: "On time", Description: "How punctual 200,000 flights were.", Assets: own})
	whole := d.summarize(d.query(controls{}))
	app.Layout(d.page(whole))
	for name, p := range map[string][2]string{
		"from": {"from", "value"}, "miles": {"miles", "value"}, "week": {"week", "value"}, "start": {"dates", "start_date"},
		"end": {"dates", "end_date"}, "pick": {"picks", "data"}, "tab": {"tabs", "value"},
	} {
		app.BindQuery(name, dashi.ID(p[0]), p[1])
	}
	app.Callback(
		dashi.Outputs(
			dashi.Output("kpis", "children"), dashi.Output("count", "children"), dashi.Output("picked", "children"),
			dashi.Output("daily", "figure"), dashi.Output("delays", "figure"), dashi.Output("slots", "figure"), dashi.Output("density", "figure"),
			dashi.Output("places", "figure"), dashi.Output("ranking", "figure"), dashi.Output("board", "hidden"), dashi.Output("empty", "hidden"),
		),
		dashi.Inputs(filters(dashi.Input)...),
		func(c controls) (cards layout.Fragment, count string, picked any, daily, hist, heat, dense, places, ranking plot.Figure, board, empty bool) {
			q := d.query(c)
			s := d.summarize(q)
			some := s.total.Flights > 0
			return kpis(s, whole), counted(s, whole), words(c.Picks), d.daily(s, q), delays(s, q), slots(s, q), density(s, q),
				d.places(s), d.ranking(s), !some && c.Picks.empty(), some
		}, cache.Memoize(remember))
	d.serveRows(app, cache)
	narrow(app)
	d.reset(app)
	app.ClientsideCallback(dashi.Outputs(), dashi.Inputs(dashi.Input("print", "n_clicks")), dashi.JS(`(n) => { if (n) window.print() }`), dashi.PreventInitialCall())
	return app
}

// serveRows gives the table its rows, and the file.
func (d *data) serveRows(app *dashi.App, cache *memo.Cache) {
	rows := memo.Func(cache, remember, func(_ context.Context, c controls) (*table.Rows[flight], error) { return d.rows(d.query(c)), nil })
	type asked struct {
		controls
		Request table.Request `dashi:"flights.rows_request"`
	}
	app.Callback(dashi.Output("flights", "rows_response"), dashi.Inputs(append(filters(dashi.State), dashi.Input("flights", "rows_request"))...),
		func(ctx context.Context, a asked) (table.Response, error) {
			if err := a.Request.Check(); err != nil {
				return table.Response{}, dashi.Refuse(http.StatusBadRequest, err.Error())
			}
			source, err := rows(ctx, a.controls)
			if err != nil {
				return table.Response{}, err
			}
			page, err := source.Rows(ctx, a.Request)
			if wrong, ok := errors.AsType[*table.RequestError](err); ok {
				err = dashi.Refuse(http.StatusBadRequest, wrong.Message)
			}
			return table.Response{Seq: a.Request.Seq, Rows: page.Rows, Total: page.Total}, err
		}, dashi.PreventInitialCall())
	type changed struct {
		controls
		Refresh int `dashi:"flights.refresh"`
	}
	app.Callback(dashi.Output("flights", "refresh"), dashi.Inputs(append(filters(dashi.Input), dashi.State("flights", "refresh"))...),
		func(c changed) int { return c.Refresh + 1 }, dashi.PreventInitialCall())
	type clicked struct {
		controls
		Clicks int `dashi:"save.n_clicks"`
	}
	app.Callback(dashi.Output("file", "data"), dashi.Inputs(append(filters(dashi.State), dashi.Input("save", "n_clicks"))...),
		func(ctx context.Context, c clicked) (dashi.Offered, error) {
			return app.Offer(ctx, d.file(d.query(c.controls)))
		}, dashi.PreventInitialCall())
}
