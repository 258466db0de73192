package bench

import (
	"fmt"
	"log/slog"
	"runtime"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
	"github.com/dashi-go/dashi/layout/plot"
	"github.com/dashi-go/dashi/render/wire/frames"
)

// memorySlack is how much more an answer with ten times the points may allocate.
const memorySlack = 64 << 10

// memoryRows has what the server allocates for an answer with a column of doubles, and for one of ten times its length.
func memoryRows(t *Table, points int) error {
	floats := doubles(10 * points)
	for _, form := range []string{"frame", "JSON"} {
		var small float64
		for i, column := range [][]float64{floats[:points], floats} {
			one, err := answered(form, column)
			if err != nil {
				return fmt.Errorf("%s answer: %w", form, err)
			}
			row := one.row(fmt.Sprintf("answer as %s, figure of %s", form, megabytes(8*len(column))), "", "")
			if i == 0 {
				small = one.Bytes
			} else {
				row[len(row)-1] = met(one.Bytes <= small+memorySlack)
			}
			t.Add(row...)
		}
	}
	return nil
}

// answered is the best of three rounds of one answer: what the garbage collector takes from the server's pools is not the answer's.
func answered(form string, column []float64) (*Timing, error) {
	p := newPost(columnApp(column), figureBody)
	p.request.Header.Del("Accept-Encoding")
	p.request.RemoteAddr = "127.0.0.1:9" // over a network, frames are deflated
	if form == "frame" {
		p.request.Header.Set("Accept", frames.MediaType)
	}
	best := &Timing{Job: Job{Do: p.do, Size: p.size()}}
	for range 3 {
		round := Timing{Job: best.Job}
		if err := round.roundWarm(); err != nil {
			return nil, err
		}
		best.Took = append(best.Took, round.Took...)
		if best.Bytes == 0 || round.Bytes < best.Bytes {
			best.Bytes, best.Allocs = round.Bytes, round.Allocs
		}
	}
	return best, nil
}

// roundWarm is one time with the pools as the times before have left them.
func (t *Timing) roundWarm() error {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	took, err := t.run(1)
	runtime.ReadMemStats(&after)
	t.Took = append(t.Took, took)
	t.Allocs, t.Bytes = float64(after.Mallocs-before.Mallocs), float64(after.TotalAlloc-before.TotalAlloc)
	return err
}

// columnApp answers with a figure of the column.
func columnApp(column []float64) *dashi.App {
	app := dashi.New(dashi.Options{Logger: slog.New(slog.DiscardHandler)})
	app.Layout(html.Div(dcc.Input{ID: "name", Value: "world"}, dcc.Input{ID: "greeting"}, dcc.Graph{ID: "out"}))
	fig := figureWith(column)
	app.Callback(dashi.Output("out", "figure"), dashi.Inputs(dashi.Input("name", "value"), dashi.State("greeting", "value")),
		func(name, greeting string) plot.Figure { return fig })
	return app
}

func megabytes(n int) string { return fmt.Sprintf("%g MB", float64(n)/1e6) }
