package app

import (
	"context"
	"fmt"
	"log"
	"os"
	"time"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
	"github.com/dashi-go/dashi/layout/ui"
)

// step is how long a step of a job takes.
const step = 500 * time.Millisecond

// lanes are the jobs that a page can have, side by side.
var lanes = []struct {
	name  string
	steps int
}{{"short", 12}, {"medium", 24}, {"long", 600}}

// part is the id of a part of a lane; name may be a wildcard.
func part(part string, name any) dashi.ID { return dashi.Dict("part", part, "lane", name) }

// addJobs has each lane run as a job: on any process that works, and again on another one where that is killed.
func (p *process) addJobs(app *dashi.App) {
	app.Callback(
		dashi.Output(part("ends", dashi.MATCH), "children"),
		dashi.Inputs(dashi.Input(part("run", dashi.MATCH), "n_clicks"), dashi.State(part("steps", dashi.MATCH), "data")),
		p.run, dashi.PreventInitialCall(),
		dashi.Background(dashi.BackgroundOptions{
			Progress:        dashi.Outputs(dashi.Output(part("bar", dashi.MATCH), "value"), dashi.Output(part("bar", dashi.MATCH), "label")),
			ProgressDefault: []any{0, "Ready"},
			Cancel:          dashi.Input(part("stop", dashi.MATCH), "n_clicks"),
		}),
		dashi.Running(dashi.Output(part("run", dashi.MATCH), "disabled"), true, false),
		dashi.Running(dashi.Output(part("stop", dashi.MATCH), "disabled"), false, true))
}

// run is the work. It may be done twice, as a job must where its worker can be killed: only its end counts.
func (p *process) run(ctx context.Context, clicks, steps int) (ends dashi.Patch, err error) {
	p.running.Add(1)
	defer p.running.Add(-1)
	began := time.Now()
	call := dashi.CallFrom(ctx)
	for n := 1; n <= steps; n++ {
		select {
		case <-ctx.Done():
			return ends, ctx.Err()
		case <-time.After(step):
		}
		if err := call.Progress(100*float64(n)/float64(steps), fmt.Sprintf("%s, step %d of %d", p.Name, n, steps)); err != nil {
			log.Printf("step %d of a job could not be told: %v", n, err) // which is no reason to stop: the next one may be
		}
	}
	p.ended.Add(1)
	ends.At().Prepend(html.Li(
		html.Dataset("run", fmt.Sprint(clicks)),
		fmt.Sprintf("No. %d: %d steps by ", clicks, steps), html.B(p.Name), fmt.Sprintf(" (%d) in %s", os.Getpid(), time.Since(began).Round(100*time.Millisecond)),
	))
	return ends, nil
}

// lane is a job as the page shows it.
func lane(name string, steps int) layout.Component {
	took := fmt.Sprintf("%g s", (time.Duration(steps) * step).Seconds())
	return html.Div(html.Class("lane"),
		html.Div(html.Class("line"),
			html.Strong(fmt.Sprintf("%s, %s", name, took)),
			dcc.Button{ID: part("run", name), ClassName: dcc.ButtonPrimary, Children: "Run"},
			dcc.Button{ID: part("stop", name), Disabled: true, Children: "Cancel"},
		),
		ui.Progress{ID: part("bar", name), Value: new(0.0), Label: "Ready", ShowValue: true},
		dcc.Store{ID: part("steps", name), Data: steps},
		html.Ol(html.ID(part("ends", name)), html.Class("ends"), html.Aria("label", "Runs of "+name), html.Aria("live", "polite")),
	)
}
