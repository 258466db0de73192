package resample

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/plot"
)

// Zoom is what one answer to a [View] was.
type Zoom struct {
	// View is what the page shows.
	View View
	// Held is how many values there are in memory: points of lines, points, or cells of a matrix.
	Held int
	// Sent is how many values were sent: points, or cells.
	Sent int
	// Took is how long the server computed.
	Took time.Duration
}

// followX and followXY run in the browser and keep the [View] of a graph. What plotly.js reports is only what has changed, and a request may be
// overtaken by one that is about something else (another axis, the size), so what is shown is kept together there.
const (
	followX = "(event, view) => {" + `
  const axes = /^(xaxis\d*)\.(range|autorange)(?:\[([01])\])?$/` + follow
	followXY = "(event, view) => {" + `
  const axes = /^([xy]axis\d*)\.(range|autorange)(?:\[([01])\])?$/` + follow
	follow = `
  const next = {...view}
  for (const [path, value] of Object.entries(event ?? {})) {
    const [, axis, what, end] = axes.exec(path) ?? []
    if (!axis) continue
    if (what === 'autorange') {
      if (value) delete next[axis]
    } else if (end) next[axis] = Object.assign([null, null], next[axis], {[end]: value})
    else if (Array.isArray(value)) next[axis] = value.slice(0, 2)
  }
  return JSON.stringify(next) === JSON.stringify(view ?? {}) ? window.dash_clientside.no_update : next
}`
)

// place is a graph with the Store of its view.
func place(graph dcc.Graph, figure func() plot.Figure) layout.Fragment {
	mustBePlain(graph.ID)
	if graph.Figure == nil {
		graph.Figure = figure()
	}
	return layout.Fragment{graph, dcc.Store{ID: ViewID(graph.ID)}}
}

func mustBePlain(graph dashi.ID) {
	if graph == "" || graph[0] == '{' {
		panic(fmt.Sprintf("resample: the graph's id is %q, expected one that is a text and not empty", graph))
	}
}

// answerer makes the patch for a view.
type answerer func(View) (p dashi.Patch, held, sent int, err error)

// register makes the two callbacks of a graph.
func register(app *dashi.App, graph dashi.ID, js string, answer answerer, onZoom func(context.Context, Zoom), options []dashi.CallbackOption) {
	mustBePlain(graph)
	view := ViewID(graph)
	app.ClientsideCallback(
		dashi.Output(view, "data"),
		dashi.Inputs(dashi.Input(graph, "relayoutData"), dashi.State(view, "data")),
		dashi.JS(js), dashi.PreventInitialCall())
	app.Callback(
		dashi.Output(graph, "figure").AllowDuplicate(),
		dashi.Input(view, "data"),
		func(ctx context.Context, v View) (dashi.Patch, error) {
			start := time.Now()
			patch, held, sent, err := answer(v)
			if err != nil {
				return patch, dashi.Refuse(http.StatusBadRequest, err.Error())
			}
			if onZoom != nil {
				onZoom(ctx, Zoom{View: v, Held: held, Sent: sent, Took: time.Since(start)})
			}
			return patch, nil
		},
		append([]dashi.CallbackOption{dashi.PreventInitialCall()}, options...)...)
}
