package e2e_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
	"github.com/dashi-go/dashi/layout/plot"
	"github.com/dashi-go/dashi/table"
)

// added is a patch that adds to a text.
func added(text string) (p dashi.Patch) {
	p.At().Add(text)
	return p
}

// TestResultsBitByBit: ours shows them as they come, Dash's client gets the outcome; what depends on them runs once, with the same.
func TestResultsBitByBit(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		app, far := p.app(dashi.Options{}), &journal{}
		gate, gone := make(chan bool), make(chan error, 1)
		wait := func(ctx context.Context) error {
			if !p.dashi() {
				return nil // nobody sees what is in between
			}
			select {
			case <-gate:
				return nil
			case <-ctx.Done():
				gone <- ctx.Err()
				return ctx.Err()
			}
		}
		app.Layout(html.Main(
			html.Button(html.ID("go"), "Go"), html.Button(html.ID("fail"), "Fail"), dcc.Loading{Children: html.P(html.ID("text"))}, html.P(html.ID("far")), html.P(html.ID("half"), "as it was"),
			dcc.Graph{ID: "graph", Figure: plot.Figure{Data: []plot.Trace{plot.Scatter{Y: []float64{1}}}}},
		))
		app.Callback(dashi.Outputs(dashi.Output("text", "children"), dashi.Output("graph", "figure")), dashi.Input("go", "n_clicks"),
			func(ctx context.Context, n int, show func(text, figure any) error) error {
				for i := range 4 {
					var text, figure any = added(fmt.Sprint(i)), dashi.NoUpdate
					if i == 0 {
						text = fmt.Sprint(n, ":", i)
					} else {
						var more dashi.Patch
						more.At("data", 0, "y").Append(10 * i)
						figure = more
					}
					if err := show(text, figure); err != nil {
						return err
					}
					if err := wait(ctx); err != nil {
						return err
					}
				}
				return nil
			}, dashi.PreventInitialCall())
		app.Callback(dashi.Output("far", "children"), dashi.Input("text", "children"), func(text string) string {
			far.add("%s", text)
			return text + "!"
		}, dashi.PreventInitialCall())
		app.Callback(dashi.Output("half", "children"), dashi.Input("fail", "n_clicks"), func(int) iter.Seq2[string, error] {
			return func(yield func(string, error) bool) {
				_ = yield("half", nil) && yield("", errors.New("broken"))
			}
		}, dashi.PreventInitialCall())
		p.show(app)
		p.click("go")
		points := []float64{1}
		shown := plotOf("graph") + `._fullData[0].y`
		if p.dashi() {
			for i, want := range []string{"1:0", "1:01", "1:012"} {
				p.shows("text", want)
				p.loads("text", false)
				if i > 0 {
					points = append(points, float64(10*i))
				}
				p.Until(fmt.Sprintf(`[...%s].length === %d`, shown, len(points)))
				require.Empty(t, far.all())
				gate <- true
			}
			p.shows("text", "1:0123")
			gate <- true
		}
		p.shows("text", "1:0123")
		p.shows("far", "1:0123!")
		p.Until(`JSON.stringify([...` + shown + `]) === "[1,10,20,30]"`)
		require.Equal(t, []string{"1:0123"}, far.take())

		if p.dashi() { // a newer call ends the older one, which Dash's client does not tell the server
			p.click("go")
			p.shows("text", "2:0")
			p.click("go")
			require.ErrorIs(t, receive(t, gone), context.Canceled)
			p.shows("text", "3:0")
			require.Empty(t, far.all())
			for range 4 {
				gate <- true
			}
			p.shows("far", "3:0123!")
			require.Equal(t, []string{"3:0123"}, far.take())
		}
		p.Allow("half.children")
		p.Allow("500")
		p.click("fail")
		if p.dashi() {
			p.shows("half", "half")
			p.WaitContains("body", "Something went wrong")
		} else {
			p.settled()
			p.shows("half", "as it was")
		}
	})
}

// TestPartsOfComponents: points, rows and text that come faster than they are drawn are all there.
func TestPartsOfComponents(t *testing.T) {
	onOurs(t, func(t *testing.T, p *page) {
		app := p.app(dashi.Options{})
		type row struct {
			N int `json:"n"`
		}
		app.Layout(html.Main(html.Button(html.ID("go"), "Go"),
			dcc.Graph{ID: "graph", Figure: plot.Figure{Data: []plot.Trace{plot.Scatter{X: []float64{0}, Y: []float64{0}}}}},
			table.Table{ID: "table", Columns: []table.Column{{Field: "n"}}, Rows: []row{{0}}},
			dcc.Markdown{ID: "text", Children: "# Numbers\n\nzero"}, html.Div(html.ID("tree")),
		))
		click := dashi.Input("go", "n_clicks")
		app.Callback(dashi.Output("graph", "extendData"), click, func(int) iter.Seq[any] {
			return func(yield func(any) bool) {
				x, y := []float64{0}, []float64{0} // the same memory each time
				for i := range 20 {
					x[0], y[0] = float64(i+1), float64(i*i)
					if !yield([]any{map[string]any{"x": [][]float64{x}, "y": [][]float64{y}}, []int{0}}) {
						return
					}
				}
			}
		}, dashi.PreventInitialCall())
		app.Callback(dashi.Outputs(dashi.Output("table", "rows"), dashi.Output("text", "children"), dashi.Output("tree", "children")), click,
			func(_ int, show func(rows, text, tree any) error) error {
				for i := range 20 {
					var more, items dashi.Patch
					more.At().Append(row{i + 1})
					items.At().Append(html.Span(html.ID(dashi.Dict("i", i)), fmt.Sprint(i)))
					if err := show(more, added(fmt.Sprint(" *", i+1, "*")), items); err != nil {
						return err
					}
				}
				return nil
			}, dashi.PreventInitialCall())
		p.show(app)
		p.GraphReady("graph")
		p.Until(`document.querySelector("#table [role=row]") && document.querySelector("#text h1")`)
		p.Eval(`(window.heading = document.querySelector("#text h1"), 0)`, nil)
		p.click("go")
		p.Until(`[...` + plotOf("graph") + `._fullData[0].x].join() === [...Array(21).keys()].join()`)
		p.Until(`document.querySelectorAll("#text em").length === 20`)
		p.Until(`document.querySelectorAll("#tree span").length === 20`)
		p.Until(`document.querySelector("#table [aria-rowcount='22']")`)
		require.True(t, eval[bool](p, `window.heading === document.querySelector("#text h1")`), "what stays the same is not drawn again")
	})
}
