package e2e_test

import (
	"encoding/json"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
)

// toldProp shows the JSON of a property beside the components of a page, in an element named after it.
func toldProp[T any](app *dashi.App, id layout.ID, property string) layout.Component {
	out := layout.ID(string(id) + "-" + property)
	app.Callback(dashi.Output(out, "children"), dashi.Input(id, property), func(v T) (string, error) {
		b, err := json.Marshal(v)
		return string(b), err
	})
	return html.Pre(html.ID(out))
}

// TestFields uses the fields and buttons of one page, and what they tell arrives with the types of the structs.
func TestFields(t *testing.T) {
	t.Parallel()
	app := dashi.New(dashi.Options{})
	app.Layout(html.Main(
		html.Label(html.For("text"), "Text"), dcc.Textarea{ID: "text", Rows: 3},
		dcc.Button{ID: "press", ClassName: dcc.ButtonPrimary, Children: "Press"},
		dcc.Tooltip{ID: "tip", Target: "press", Children: "What it does"},
		html.Label(html.For("price"), "Price"),
		dcc.RangeSlider{ID: "price", Min: new(0.0), Max: new(100.0), Value: []float64{20, 60}},
		dcc.ConfirmDialogProvider{ID: "ask", Message: "Really?", Children: dcc.Button{ID: "delete", Children: "Delete"}},
		toldProp[string](app, "text", "value"), toldProp[int](app, "press", "n_clicks"), toldProp[[]float64](app, "price", "value"),
		toldProp[int](app, "ask", "submit_n_clicks"), toldProp[int](app, "ask", "cancel_n_clicks"), toldProp[int](app, "delete", "n_clicks"),
	))
	tab := open(t, serve(t, app))

	tab.Focus("#text")
	tab.Press("ab" + kb.Enter + "c")
	tab.WaitText("#text-value", `"ab\nc"`)

	tab.Focus("#press")
	tab.Until(`document.querySelector(".dash-tooltip").matches(":popover-open")`)
	tab.Until(`document.querySelector("#press").getAttribute("aria-describedby") === "tip"`)
	tab.Press(kb.Escape)
	tab.Until(`!document.querySelector(".dash-tooltip").matches(":popover-open")`)
	tab.Press(kb.Enter)
	tab.WaitText("#press-n_clicks", "1")

	tab.Until(`document.querySelector("#price")?.getAttribute("aria-label") === "Price"`)
	tab.Focus("#price .dash-slider-handle:nth-of-type(1) input")
	tab.Press(kb.ArrowRight)
	tab.WaitText("#price-value", "[21,60]")
	tab.Drag("#price .dash-slider-root", 0.4, 0.5, 0.5, 0.5) // between the thumbs: all of them
	tab.Until(`(([low, high]) => low > 25 && high - low === 39)(JSON.parse(document.querySelector("#price-value").innerText))`)

	tab.Click("#delete")
	tab.Until(`document.querySelector("dialog[open] .dash-confirm-submit") === document.activeElement`)
	tab.Press(kb.Escape)
	tab.WaitText("#ask-cancel_n_clicks", "1")
	tab.Until(`document.activeElement.id === "delete"`)
	tab.Press(kb.Enter)
	tab.Until(`document.querySelector("dialog[open]")`)
	tab.Press(kb.Enter)
	tab.WaitText("#ask-submit_n_clicks", "1")
	tab.WaitText("#delete-n_clicks", "0")
	tab.Screenshot("fields")
}
