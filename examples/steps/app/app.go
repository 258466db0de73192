// Package app shows a callback at work: its steps appear as they are done, the button waits, and a failure is told where it happened.
package app

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
)

var steps = []string{"Reading the orders", "Matching the payments", "Adding it all up", "Writing the report"}

// New makes the app.
func New() *dashi.App {
	app := dashi.New(dashi.Options{Title: "Steps"})
	app.Layout(html.Main(
		html.H1("The steps of a report"),
		dcc.RadioItems{ID: "outcome", Options: dcc.Options("goes well", "fails halfway"), Value: "goes well", Inline: true},
		html.Button(html.ID("run"), "Make the report"),
		html.Ol(html.ID("log"), html.Aria("live", "polite")),
		html.P(html.ID("report")),
	))
	app.Callback(
		dashi.Output("report", "children"),
		dashi.Inputs(dashi.Input("run", "n_clicks"), dashi.State("outcome", "value")),
		func(ctx context.Context, _ int, outcome string) (string, error) {
			call := dashi.CallFrom(ctx)
			if err := call.SetProps("log", map[string]any{"children": []any{}}); err != nil {
				return "", err
			}
			start := time.Now()
			for i, step := range steps {
				var log dashi.Patch
				log.At().Append(html.Li(step))
				if err := call.SetProps("log", map[string]any{"children": log}); err != nil {
					return "", err
				}
				if err := work(ctx); err != nil {
					return "", err
				}
				if i == 1 && outcome == "fails halfway" {
					return "", errors.New("a payment has no order")
				}
			}
			return fmt.Sprintf("Done in %.1f s.", time.Since(start).Seconds()), nil
		},
		dashi.PreventInitialCall(),
		dashi.Running(dashi.Output("run", "disabled"), true, false),
		dashi.OnError(func(err error) string { return "That did not work: " + err.Error() + "." }))
	return app
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
