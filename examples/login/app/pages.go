package app

import (
	"context"
	"fmt"
	"hash/fnv"
	"math"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
	"github.com/dashi-go/dashi/layout/plot"
	"github.com/dashi-go/dashi/memo"
)

// note is what a user has written: it stays on the server, until the session ends.
const note = dashi.SessionKey[string]("note")

// signInPage is a small app of its own, open to all.
func (s *site) signInPage() http.Handler {
	app := dashi.New(dashi.Options{Title: "Sign in", Assets: own()})
	app.Layout(func(r *http.Request) layout.Component {
		query := r.URL.Query()
		regret := "Your readings are for your eyes only."
		if query.Has("failed") {
			regret = "That did not work. Please try once more."
		}
		begin := s.prefix + signInPath + "begin?" + url.Values{"next": {s.local(query.Get("next"))}}.Encode()
		return html.Main(html.Class("sign-in"),
			html.P(html.Class("mark"), "Meter"),
			html.H1("The power you use, month by month"),
			html.P(html.Role("status"), regret),
			html.A(html.Class("go"), html.Href(begin), "Sign in with Example ID"),
		)
	})
	return app
}

// dashboard is what the guard guards.
func (s *site) dashboard() http.Handler {
	app := dashi.New(dashi.Options{Title: "Meter", Assets: own(), Name: "login"})
	app.Layout(func(r *http.Request) (layout.Component, error) {
		ctx := r.Context()
		if dashi.SessionFrom(ctx) == nil {
			return s.home("", ""), nil // the check before the first request
		}
		name, err := fullName.Get(ctx)
		if err != nil {
			return nil, err
		}
		written, err := note.Get(ctx)
		return s.home(name, written), err
	})
	cache := memo.New(memo.NewLRU(1000))
	app.Callback(
		dashi.Outputs(dashi.Output("use", "figure"), dashi.Output("total", "children"), dashi.Output("when", "children")),
		dashi.Input("year", "value"),
		func(ctx context.Context, year int) (plot.Figure, string, string, error) {
			user, err := dashi.SessionFrom(ctx).User(ctx)
			use, total := readings(user, year)
			return chart(use), fmt.Sprintf("%.0f kWh", total), "Computed at " + time.Now().Format("15:04:05") + ", for you alone", err
		}, cache.Memoize(time.Minute, memo.PerUser(dashi.SessionUser)))
	app.Callback(
		dashi.Output("kept", "children"),
		dashi.Input("note", "value"),
		func(ctx context.Context, text string) (string, error) {
			return "Kept on the server while you are signed in.", note.Set(ctx, text)
		}, dashi.PreventInitialCall())
	return app
}

// home is the page of a user.
func (s *site) home(name, written string) layout.Component {
	first, _, _ := strings.Cut(name, " ")
	return html.Main(html.Class("home"),
		html.Header(
			html.P(html.Class("mark"), "Meter"),
			html.P(html.ID("who"), "Signed in as ", html.Strong(name)),
			html.Form(html.Method("post"), html.Action(s.prefix+"sign-out"), html.Button(html.ID("out"), html.Type("submit"), "Sign out")),
		),
		html.H1("Good to see you, "+first),
		html.Div(html.Class("row"),
			html.Fieldset(html.Legend("Year"), dcc.RadioItems{ID: "year", Options: dcc.Options(2023, 2024, 2025), Value: 2025, Inline: true}),
			html.P(html.Class("total"), html.ID("total"), html.Aria("live", "polite")),
		),
		dcc.Graph{ID: "use", Style: html.CSS{"height": 320}},
		html.P(html.Class("small"), html.ID("when")),
		html.Label(html.For("note"), "A note to yourself"),
		dcc.Textarea{ID: "note", Value: new(written), Rows: 3, Placeholder: "Ask about the night tariff"},
		html.P(html.Class("small"), html.ID("kept"), html.Aria("live", "polite")),
	)
}

// readings stands for a query of one user's data: the same each time.
func readings(user string, year int) (use []float64, total float64) {
	seed := fnv.New64a()
	_, _ = seed.Write([]byte(user)) // it never fails
	chance := rand.New(rand.NewPCG(seed.Sum64(), uint64(year)))
	base, winter := 120+120*chance.Float64(), 40+160*chance.Float64()
	for month := range 12 {
		kWh := math.Round(base + winter*(1+math.Cos(float64(month)/6*math.Pi)) + 30*chance.Float64())
		use, total = append(use, kWh), total+kWh
	}
	return use, total
}

func chart(use []float64) plot.Figure {
	months := []string{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"}
	return plot.Figure{
		Data: []plot.Trace{plot.Bar{X: months, Y: use, Marker: plot.Marker{Color: "#d98324"}, Hovertemplate: "%{x}: %{y} kWh<extra></extra>"}},
		Layout: plot.Layout{
			Margin: plot.Margin{T: new(10.0), R: new(10.0), L: new(45.0), B: new(35.0)},
			YAxis:  plot.Axis{Title: plot.Title{Text: "kWh"}},
		},
	}
}
