// Package app runs a long computation as a job: it tells how far it is and what it has come to so far, can be stopped, goes on while the page is loaded anew, and is its user's alone. Open it in two
// browsers: they share two workers, take turns, and do not see each other's runs.
package app

import (
	"context"
	"crypto/rand"
	"embed"
	"fmt"
	"io/fs"
	"net/http"
	"time"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
	"github.com/dashi-go/dashi/layout/ui"
)

//go:embed assets
var files embed.FS

// cookie tells the browsers apart. An app with accounts would name those.
const cookie = "dashi-background"

// New makes the app.
func New() http.Handler { return named(newApp()) }

func newApp() *dashi.App {
	own, err := fs.Sub(files, "assets")
	if err != nil {
		panic(err) // the folder is part of the program
	}
	app := dashi.New(dashi.Options{Title: "In the background", Assets: own, Workers: 2, User: user})
	app.Layout(page)
	app.Callback(
		dashi.Outputs(dashi.Output("figure", "figure"), dashi.Output("answer", "children"), dashi.Output("log", "children")),
		dashi.Inputs(dashi.Input("run", "n_clicks"), dashi.State("throws", "value")),
		run, dashi.PreventInitialCall(),
		dashi.Background(dashi.BackgroundOptions{
			Progress:        dashi.Outputs(dashi.Output("bar", "value"), dashi.Output("bar", "label")),
			ProgressDefault: []any{0, "Ready"},
			Cancel:          dashi.Input("stop", "n_clicks"),
			PerUser:         1,
			Timeout:         5 * time.Minute,
		}),
		dashi.Running(dashi.Output("run", "disabled"), true, false),
		dashi.Running(dashi.Output("stop", "disabled"), false, true),
		dashi.Running(dashi.Output("throws", "disabled"), true, false))
	return app
}

// run throws darts at a square and counts those in the circle. It shows its outputs bit by bit: what a run that is stopped has shown stays.
func run(ctx context.Context, clicks int, millions float64, show func(figure, answer, log any) error) error {
	call := dashi.CallFrom(ctx)
	began := time.Now()
	board := newBoard()
	if err := show(board.figure(), "π ≈ ?", note("Run %d begins: %.0f million darts.", clicks, millions)); err != nil {
		return err
	}
	const steps = 100
	for step := 1; step <= steps; step++ {
		if err := board.throw(ctx, int(millions*1e6/steps)); err != nil {
			return err // it was stopped
		}
		if err := call.Progress(step, fmt.Sprintf("Step %d of %d", step, steps)); err != nil {
			return err
		}
		if step%5 != 0 {
			continue
		}
		if err := show(board.figure(), fmt.Sprintf("π ≈ %.5f", board.pi()), dashi.NoUpdate); err != nil {
			return err
		}
	}
	return show(dashi.NoUpdate, dashi.NoUpdate, note("Run %d ends after %s.", clicks, time.Since(began).Round(100*time.Millisecond)))
}

// note puts a line on top of the log.
func note(format string, args ...any) (log dashi.Patch) {
	log.At().Prepend(line(format, args...))
	return log
}

func line(format string, args ...any) layout.Component {
	return html.Li(html.Time(time.Now().Format("15:04:05")), " ", fmt.Sprintf(format, args...))
}

func page(r *http.Request) layout.Component {
	return html.Main(
		html.Header(html.Class("top"),
			html.H1("In the background"),
			html.P("A computation that takes its time: the page shows how far it is, finds it again when it is loaded anew, and may stop it. Open a second browser: "+
				"both share two workers, and neither sees the other's runs."),
		),
		html.Section(html.Class("dashi-card controls"),
			html.Div(html.Class("field"), html.Label(html.For("throws"), "Darts, millions"),
				dcc.Slider{ID: "throws", Min: new(10.0), Max: new(400.0), Step: 10, Value: new(100.0), Marks: dcc.MarksAt(10, 100, 200, 300, 400)}),
			html.Div(html.Class("buttons"),
				dcc.Button{ID: "run", ClassName: dcc.ButtonPrimary, Children: "Run"},
				dcc.Button{ID: "stop", Disabled: true, Children: "Stop"},
				html.Output(html.ID("answer"), html.Class("answer"), "π ≈ ?"),
			),
			ui.Progress{ID: "bar", Value: new(0.0), Label: "Ready", ShowValue: true},
		),
		html.Div(html.Class("results"),
			html.Section(html.Class("dashi-card"), html.H2("Estimate"), dcc.Graph{ID: "figure", Figure: newBoard().figure(), Style: html.CSS{"height": 340}}),
			html.Section(html.Class("dashi-card"), html.H2("Log"), html.P(html.Class("who"), "You are ", html.Code(shown(user(r))), "."), html.Ol(html.ID("log"), html.Class("log"), html.Aria("live", "polite"))),
		),
	)
}

// user is who asks, by a name that the browser was given.
func user(r *http.Request) string {
	if c, err := r.Cookie(cookie); err == nil {
		return c.Value
	}
	return ""
}

func shown(user string) string { return user[:min(6, len(user))] }

// named gives each browser a name with its first request.
func named(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if user(r) == "" {
			c := &http.Cookie{Name: cookie, Value: rand.Text(), Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode}
			http.SetCookie(w, c)
			r.AddCookie(c)
		}
		next.ServeHTTP(w, r)
	})
}
