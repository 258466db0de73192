// Package app is a market that all pages watch: one goroutine makes the trades and pushes them, and no page asks for anything.
package app

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"strings"
	"time"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
	"github.com/dashi-go/dashi/layout/plot"
)

//go:embed assets
var files embed.FS

// trades is the topic that all pages hear; one hears quotes of the share that it has chosen, too.
const trades = "trades"

func quotesOf(symbol string) string { return "quotes of " + symbol }

// New makes the app. Its market is open until the app is closed.
func New() *dashi.App {
	own, err := fs.Sub(files, "assets")
	if err != nil {
		panic(err) // the folder is part of the program
	}
	app := dashi.New(dashi.Options{Title: "Ticker", UpdateTitle: new(""), Assets: own, Push: &dashi.PushOptions{
		Topics: func(*http.Request) []string { return []string{trades} },
	}})
	m := newMarket(time.Now())
	app.Layout(func() layout.Component { return page(m) })
	app.Callback(
		dashi.Outputs(dashi.Output("spot", "children"), dashi.Output("watched", "data")),
		dashi.Inputs(dashi.Input("choice", "value"), dashi.State("watched", "data")),
		func(ctx context.Context, symbol, before string) (layout.Component, string, error) {
			call := dashi.CallFrom(ctx)
			if before != "" {
				if err := call.Unsubscribe(quotesOf(before)); err != nil {
					return nil, "", err
				}
			}
			return spot(m, symbol), symbol, call.Subscribe(quotesOf(symbol))
		})
	go trade(app, m)
	return app
}

// trade makes trades and tells the pages, until the app is closed.
func trade(app *dashi.App, m *market) {
	for now := range time.Tick(pause) {
		m.trade(now)
		if err := tell(app, m); errors.Is(err, dashi.ErrClosed) {
			return
		}
	}
}

// tell pushes the last trades: to the table and the chart of every page, and to those who watch a share.
func tell(app *dashi.App, m *market) error {
	ctx := context.Background()
	to := dashi.ToTopic(trades)
	var errs []error
	for i, s := range shares {
		q := m.quote(i)
		errs = append(errs,
			app.Push(ctx, to, dashi.Dict("last", s.symbol), map[string]any{"children": q.last(), "className": q.direction()}),
			app.Push(ctx, to, dashi.Dict("change", s.symbol), map[string]any{"children": q.sinceOpen()}),
			app.Push(ctx, dashi.ToTopic(quotesOf(s.symbol)), dashi.Dict("spot", s.symbol), map[string]any{"children": q.last(), "className": q.direction()}))
	}
	times, changes := m.history(1)
	x, traces := make([][]time.Time, len(shares)), make([]int, len(shares))
	for i := range shares {
		x[i], traces[i] = times, i
	}
	points := []any{map[string]any{"x": x, "y": changes}, traces, window}
	return errors.Join(append(errs, app.Push(ctx, to, "chart", map[string]any{"extendData": points}))...)
}

func (q quote) last() string { return fmt.Sprintf("%.2f", q.price) }

// sinceOpen has a minus that is as wide as a plus, as the axis of the chart has it.
func (q quote) sinceOpen() string {
	return strings.Replace(fmt.Sprintf("%+.2f %%", q.change), "-", "\u2212", 1)
}

// direction is the class of a price that went up or down; the style sheet gives it an arrow.
func (q quote) direction() string {
	switch {
	case q.moved > 0:
		return "price up"
	case q.moved < 0:
		return "price down"
	}
	return "price"
}

// page is the market as it is now. What happens from here on is pushed.
func page(m *market) layout.Component {
	var rows []layout.Component
	var choices []dcc.Option
	for i, s := range shares {
		q := m.quote(i)
		rows = append(rows, html.Tr(
			html.Th(html.Scope("row"), html.Span(html.Class("symbol"), s.symbol), html.Span(html.Class("name"), s.name)),
			html.Td(html.Span(html.ID(dashi.Dict("last", s.symbol)), html.Class(q.direction()), q.last())),
			html.Td(html.Span(html.ID(dashi.Dict("change", s.symbol)), q.sinceOpen())),
		))
		choices = append(choices, dcc.Option{Label: s.symbol, Value: s.symbol})
	}
	return html.Main(
		html.H1("The market, live"),
		html.P("One goroutine trades four times a second and pushes what has changed to every open page."),
		html.Div(html.Class("floor"),
			html.Section(html.Class("dashi-card"),
				html.Div(html.Class("watch"), dcc.RadioItems{ID: "choice", Options: choices, Value: shares[0].symbol, Inline: true, ClassName: "choice"}, html.Div(html.ID("spot"))),
				html.Table(
					html.Thead(html.Tr(html.Th(html.Scope("col"), "Share"), html.Th(html.Scope("col"), "Last"), html.Th(html.Scope("col"), "Since open"))),
					html.Tbody(rows),
				),
			),
			html.Section(html.Class("dashi-card"), dcc.Graph{ID: "chart", Figure: chart(m), Style: html.CSS{"height": "min(62vh, 560px)", "minHeight": 340}}),
		),
		dcc.Store{ID: "watched"},
	)
}

// spot is the price of the share that a page watches.
func spot(m *market, symbol string) layout.Component {
	for i, s := range shares {
		if s.symbol == symbol {
			q := m.quote(i)
			return html.Div(html.Class("spot"), html.Span(s.name), html.Strong(html.ID(dashi.Dict("spot", symbol)), html.Class(q.direction()), q.last()))
		}
	}
	return html.Div("There is no such share.")
}

func chart(m *market) plot.Figure {
	times, changes := m.history(window)
	figure := plot.Figure{Layout: plot.Layout{
		XAxis: plot.Axis{Fixedrange: true, Tickangle: new(0.0), NTicks: 4}, YAxis: plot.Axis{Fixedrange: true, Title: plot.Title{Text: "since open, %"}},
		Margin: plot.Margin{T: new(30.0), R: new(12.0), L: new(52.0), B: new(36.0)}, Hovermode: "x unified", UIRevision: "same",
		Legend: plot.Legend{Orientation: "h", Y: new(1.02), YAnchor: "bottom"},
	}}
	for i, s := range shares {
		figure.Data = append(figure.Data, plot.Scatter{X: times, Y: changes[i], Name: s.symbol, Mode: "lines", Line: plot.Line{Width: 1.8}})
	}
	return figure
}
