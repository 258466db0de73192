package e2e_test

import (
	"encoding/json"
	"fmt"
	"math"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/internal/e2e"
	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
	"github.com/dashi-go/dashi/layout/plot"
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

// TestFieldsByThemselves is a page with what the browser itself has a part in: its places on Earth and on the screen, its own checks of what
// is typed, and the direction of its text.
func TestFieldsByThemselves(t *testing.T) {
	t.Parallel()
	tab := open(t, serve(t, fieldsByThemselves()))
	for _, step := range []struct {
		name string
		test func(*e2e.Tab)
	}{
		{"geolocation", whereItIs}, {"a tip at a point", tipAtAPoint}, {"a tip of a component", tipOfAComponent}, {"a question", aQuestion},
		{"sliders", sliders}, {"inputs", inputs},
	} {
		if !t.Run(step.name, func(*testing.T) { step.test(tab) }) {
			return
		}
	}
	tab.Screenshot("fields-themselves")
}

func fieldsByThemselves() *dashi.App {
	app := dashi.New(dashi.Options{})
	low, high := new(0.0), new(10.0)
	app.Layout(html.Main(
		dcc.Geolocation{ID: "place", Timeout: 20_000}, html.Button(html.ID("again"), "Where now?"),
		html.Pre(html.ID("at")), toldProp[*dcc.PositionError](app, "place", "position_error"), toldProp[bool](app, "place", "update_now"),
		html.Div(html.ID("around"), html.Style(layout.CSS{"position": "relative", "marginInlineStart": "40px", "width": "500px"}), html.H2("A heading above"),
			dcc.Graph{ID: "graph", Style: layout.CSS{"height": 240}, ClearOnUnhover: true, Figure: plot.Figure{
				Data:   []plot.Trace{plot.Scatter{Y: []float64{1, 3, 2}, Mode: "markers", Hoverinfo: "none"}},
				Layout: plot.Layout{Hoverdistance: new(40)},
			}},
			dcc.Tooltip{ID: "point", Direction: dcc.DirectionTop}),
		dcc.Button{ID: "ask", Children: "Ask"}, dcc.ConfirmDialog{ID: "sure", Message: "Really?"}, html.Button(html.ID("far"), "Far"),
		dcc.Tooltip{ID: "tip", Target: "far", Children: html.P(html.ID("inside"), "Further away")},
		html.Pre(html.ID("answers")),
		html.Div(html.Dir("rtl"), dcc.Slider{ID: "rtl", Min: low, Max: high, Value: new(2.0)}),
		dcc.Slider{ID: "up", Min: low, Max: high, Value: new(2.0), Vertical: true, VerticalHeight: 120, Reverse: true},
		dcc.RangeSlider{ID: "three", Min: low, Max: high, Value: []float64{2, 5, 8}, AllowCross: new(false)},
		dcc.Slider{ID: "off", Min: low, Max: high, Value: new(2.0), Disabled: true},
		toldProp[float64](app, "rtl", "value"), toldProp[float64](app, "up", "value"), toldProp[[]float64](app, "three", "value"),
		toldProp[float64](app, "off", "value"),
		dcc.Input{ID: "mail", Kind: dcc.InputEmail, Debounce: true}, dcc.Input{ID: "search", Kind: dcc.InputSearch, Debounce: true, Value: "old"},
		dcc.Input{ID: "secret", Kind: dcc.InputPassword, Value: "pass"}, dcc.Input{ID: "short", Size: 5}, toldProp[string](app, "search", "value"),
	))
	app.Callback(dashi.Output("at", "children"), dashi.Inputs(dashi.Input("place", "position"), dashi.Input("place", "timestamp")),
		func(at *dcc.Position, when int64) string {
			if at == nil {
				return "nowhere"
			}
			return fmt.Sprintf("%v %v within %v, %v, %v", at.Lat, at.Lon, at.Accuracy, at.Heading == nil, when > 0)
		})
	app.Callback(dashi.Output("place", "update_now"), dashi.Input("again", "n_clicks"), func(int) bool { return true }, dashi.PreventInitialCall())
	app.Callback(dashi.Outputs(dashi.Output("point", "bbox"), dashi.Output("point", "children")), dashi.Input("graph", "hoverData"),
		func(hover *dcc.PointsData) (*dcc.BBox, string) {
			if hover == nil || len(hover.Points) == 0 {
				return nil, ""
			}
			return &hover.Points[0].BBox, fmt.Sprint("the value ", hover.Points[0].Y)
		})
	app.Callback(dashi.Output("sure", "displayed"), dashi.Input("ask", "n_clicks"), func(int) bool { return true }, dashi.PreventInitialCall())
	app.Callback(dashi.Output("answers", "children"),
		dashi.Inputs(dashi.Input("sure", "submit_n_clicks"), dashi.Input("sure", "cancel_n_clicks"), dashi.Input("sure", "displayed")),
		func(ok, cancel int, open bool) string { return fmt.Sprint(ok, " ", cancel, " ", open) })
	return app
}

func whereItIs(tab *e2e.Tab) {
	tab.Stands(59.9, 10.7, 25)
	tab.Click("#again")
	tab.WaitText("#at", "59.9 10.7 within 25, true, true")
	tab.WaitText("#place-position_error", "null")
	tab.WaitText("#place-update_now", "false")
	tab.Lost()
	tab.Click("#again")
	tab.WaitContains("#place-position_error", `{"code":2,"message":`)
	tab.WaitText("#at", "nowhere")
	tab.WaitText("#place-update_now", "false")
}

// tipAtAPoint: the arrow points to the middle of the marker, although a heading moves the graph away from the corner of what is around.
func tipAtAPoint(tab *e2e.Tab) {
	tab.GraphReady("graph")
	tab.Hover("#graph .scatterlayer .points path:nth-of-type(2)")
	tab.WaitText("#point", "the value 3")
	tab.Until(`document.querySelector("#point").parentElement.matches(":popover-open")`)
	var off struct{ Across, Above float64 }
	tab.Eval(`(() => {
		const arrow = document.querySelector("#point").parentElement.querySelector(".dash-tooltip-arrow").getBoundingClientRect()
		const point = document.querySelectorAll("#graph .points path")[1].getBoundingClientRect()
		const middle = (box) => box.left + box.width / 2
		return {across: middle(arrow) - middle(point), above: point.top - arrow.bottom}
	})()`, &off)
	tab.Until(fmt.Sprint(math.Abs(off.Across) < 3 && math.Abs(off.Above) < 14) + fmt.Sprintf(" /* %+v */", off))
	tab.Hover("h2")
	tab.Until(`!document.querySelector("#point").parentElement.matches(":popover-open")`)
}

func tipOfAComponent(tab *e2e.Tab) {
	const shown = `document.querySelector("#tip").parentElement.matches(":popover-open")`
	tab.Hover("#far")
	tab.Until(shown)
	tab.Hover("#inside") // the pointer may go into it
	var stays bool
	tab.Eval(`new Promise((done) => setTimeout(() => done(`+shown+`), 400))`, &stays)
	tab.Until(fmt.Sprint(stays))
	tab.Press(kb.Escape)
	tab.Until("!" + shown)
	tab.Focus("#far")
	tab.Until(shown)
	tab.Focus("#ask")
	tab.Until("!" + shown)
}

func aQuestion(tab *e2e.Tab) {
	for _, step := range []struct{ key, answers string }{{kb.Escape, "0 1 false"}, {kb.Enter, "1 1 false"}, {kb.Shift, "1 2 false"}} {
		tab.Focus("#ask")
		tab.Press(kb.Enter)
		tab.Until(`document.querySelector("#sure").matches(":modal") && document.activeElement.className === "dash-confirm-submit"`)
		if step.key == kb.Shift {
			tab.Click("#sure .dash-confirm-cancel")
		} else {
			tab.Press(step.key)
		}
		tab.WaitText("#answers", step.answers)
		tab.Until(`document.activeElement.id === "ask"`)
	}
}

// sliders: where text runs from right to left so do numbers, and an arrow goes where it points.
func sliders(tab *e2e.Tab) {
	press := func(selector, key, told, value string) {
		tab.Focus(selector)
		tab.Press(key)
		tab.WaitText("#"+told+"-value", value)
	}
	press("#rtl", kb.ArrowLeft, "rtl", "3")
	press("#rtl", kb.ArrowUp, "rtl", "4")
	press("#rtl", kb.ArrowRight, "rtl", "3")
	tab.Drag(".dash-slider-container:has(#rtl) .dash-slider-root", 0.7, 0.5, 0.1, 0.5)
	tab.WaitText("#rtl-value", "9")
	press("#up", kb.ArrowUp, "up", "3")
	tab.Drag(".dash-slider-container:has(#up) .dash-slider-root", 0.5, 0.3, 0.5, 0.99)
	tab.WaitText("#up-value", "10") // the greatest is at the foot
	thumb := func(n int) string { return fmt.Sprintf("#three .dash-slider-handle:nth-of-type(%d) input", n) }
	press(thumb(2), kb.ArrowRight, "three", "[2,6,8]")
	press(thumb(2), kb.Home, "three", "[2,2,8]")
	press(thumb(3), kb.End, "three", "[2,2,10]")
	press(thumb(1), kb.ArrowDown, "three", "[1,2,10]")
	tab.Until(`document.querySelector("#off").disabled`)
	tab.Drag(".dash-slider-container:has(#off) .dash-slider-root", 0.2, 0.5, 0.8, 0.5)
	tab.WaitText("#off-value", "2")
}

func inputs(tab *e2e.Tab) {
	const mail = `document.querySelector("#mail")`
	tab.Focus("#mail")
	tab.Press("nobody")
	tab.Until(`!` + mail + `.ariaInvalid`)
	tab.Focus("#search")
	tab.Until(mail + `.ariaInvalid === "true" && document.getElementById(` + mail + `.getAttribute("aria-describedby")).innerText === ` + mail + `.validationMessage`)
	tab.Focus("#mail")
	tab.Press("@example.org")
	tab.Until(`!` + mail + `.ariaInvalid && !document.querySelector(".dash-input-wrong")`)

	tab.Focus("#search") // Escape is the cross's key
	tab.Press(kb.Escape)
	tab.WaitText("#search-value", `""`)

	tab.Focus("#secret")
	tab.Press(kb.Tab + " ")
	tab.Until(`document.querySelector("#secret").type === "text" && document.activeElement.ariaPressed === "true" && document.querySelector("#secret").value === "pass"`)
	tab.Press(" ")
	tab.Until(`document.querySelector("#secret").type === "password"`)
	tab.Until(`document.querySelector("#short").getBoundingClientRect().width < 100`)
}
