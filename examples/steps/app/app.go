// Package app shows a callback at work: its steps appear as they are done, the button waits, and a failure is told where it happened.
package app

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
)

var steps = []string{"Read the orders", "Match the payments", "Add it all up", "Write the report"}

// New makes the app.
func New() *dashi.App {
	app := dashi.New(dashi.Options{Title: "Steps"})
	app.Layout(html.Main(html.Style(layout.CSS{"maxWidth": 560}),
		html.H1("The steps of a report"),
		html.Fieldset(html.Legend("This time it"),
			dcc.RadioItems{ID: "outcome", Options: dcc.Options("goes well", "fails halfway"), Value: "goes well", Inline: true}),
		html.Button(html.ID("run"), "Make the report"),
		html.Div(html.Class("dashi-card"),
			html.Progress(html.ID("bar"), html.Max(float64(len(steps))), html.Value(0), html.Aria("label", "Steps done")),
			html.Ol(html.ID("log"), html.Aria("live", "polite"), checklist(-1)),
			html.P(html.ID("report"), html.Role("status"), "No report yet."),
		),
	))
	app.Callback(
		dashi.Output("report", "children"),
		dashi.Inputs(dashi.Input("run", "n_clicks"), dashi.State("outcome", "value")),
		func(ctx context.Context, _ int, outcome string) (string, error) {
			start := time.Now()
			for i := range steps {
				if err := tell(ctx, i); err != nil {
					return "", err
				}
				if err := work(ctx); err != nil {
					return "", err
				}
				if i == 1 && outcome == "fails halfway" {
					return "", errors.New("a payment has no order")
				}
			}
			return fmt.Sprintf("Done in %.1f s.", time.Since(start).Seconds()), tell(ctx, len(steps))
		},
		dashi.PreventInitialCall(),
		dashi.Running(dashi.Output("run", "disabled"), true, false),
		dashi.Running(dashi.Output("report", "style"), layout.CSS{"visibility": "hidden"}, layout.CSS{}), // it is the last run's
		dashi.OnError(func(err error) string { return "That did not work: " + err.Error() + "." }))
	return app
}

// tell shows how far a call is. What it sets need not be an output, and reaches the page while the callback runs.
func tell(ctx context.Context, done int) error {
	call := dashi.CallFrom(ctx)
	if err := call.SetProps("bar", map[string]any{"value": done}); err != nil {
		return err
	}
	return call.SetProps("log", map[string]any{"children": checklist(done)})
}

// checklist is the steps, of which some are done and the next is under way.
func checklist(done int) (list []layout.Component) {
	for i, step := range steps {
		switch {
		case i < done:
			list = append(list, html.Li(step+" ✓"))
		case i == done:
			list = append(list, html.Li(html.Strong(step+" …")))
		default:
			list = append(list, html.Li(html.Style(layout.CSS{"opacity": 0.75}), step))
		}
	}
	return list
}

// work stands for something slow. It honours its context, so that a report nobody waits for any more is given up.
func work(ctx context.Context) error {
	select {
	case <-time.After(600 * time.Millisecond):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
