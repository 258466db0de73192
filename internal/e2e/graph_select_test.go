package e2e_test

import (
	"fmt"
	"testing"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
	"github.com/dashi-go/dashi/layout/plot"
)

// TestASelectionOutlivesItsOwnFigure: what is selected in a graph leads to a new figure for the same graph, as cross-filters do. With a
// UIRevision that stays the same, so does the selection. (Dash's client ends with an empty page here.)
func TestASelectionOutlivesItsOwnFigure(t *testing.T) {
	t.Parallel()
	app := dashi.New(dashi.Options{})
	app.Layout(html.Main(dcc.Graph{ID: "g"}, html.P(html.ID("out"))))
	app.Callback(dashi.Output("g", "figure"), dashi.Input("g", "selectedData"), func(s *dcc.PointsData) plot.Figure {
		trace := plot.Scatter{X: []int{1, 2, 3, 4}, Y: []int{1, 2, 3, 4}, Mode: "markers"}
		var chosen []int
		if s != nil {
			for _, point := range s.Points {
				chosen = append(chosen, point.PointNumber)
			}
			trace.Selectedpoints = chosen
		}
		layout := plot.Layout{UIRevision: "same", Dragmode: "select", Title: plot.Title{Text: fmt.Sprint(len(chosen), " chosen")}}
		return plot.Figure{Data: []plot.Trace{trace}, Layout: layout}
	})
	app.Callback(dashi.Output("out", "children"), dashi.Input("g", "selectedData"), func(s *dcc.PointsData) string {
		if s == nil {
			return "nothing"
		}
		return fmt.Sprint(len(s.Points), " points")
	})
	tab := open(t, serve(t, app))
	tab.GraphReady("g")
	tab.WaitText("#out", "nothing")
	tab.Drag("#g .nsewdrag", 0.02, 0.98, 0.6, 0.3)
	tab.WaitText("#out", "2 points")
	tab.Until(`document.querySelector("#g .gtitle")?.textContent === "2 chosen"`)
	tab.Drag("#g .nsewdrag", 0.5, 0.5, 0.99, 0.02) // another one follows on the figure that the first has led to
	tab.WaitText("#out", "2 points")
	tab.Until(`[...document.querySelectorAll("#g .point")].map((point) => point.style.opacity).join() === "0.2,0.2,1,1"`)
	tab.Until(`document.querySelector("#g .select-outline, #g .selectionlayer path") !== null`)
}
