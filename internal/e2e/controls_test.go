package e2e_test

import (
	"encoding/json"
	"testing"

	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/internal/e2e"
	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
)

// echo shows one control and the JSON of one of its properties.
func echo(t *testing.T, control layout.Component, id layout.ID, property string) *e2e.Tab {
	t.Helper()
	app := dashi.New(dashi.Options{})
	app.Layout(html.Main(control, html.Pre(html.ID("echo"))))
	app.Callback(dashi.Output("echo", "children"), dashi.Input(id, property), func(v any) (string, error) {
		b, err := json.Marshal(v)
		return string(b), err
	})
	return open(t, serve(t, app))
}

// TestControlsByKeyboard uses each control with nothing but keys.
func TestControlsByKeyboard(t *testing.T) {
	t.Parallel()
	t.Run("dropdown", func(t *testing.T) {
		t.Parallel()
		tab := echo(t, dcc.Dropdown{ID: "c", Options: dcc.Options("one", "two", "three"), Value: "one"}, "c", "value")
		tab.WaitText("#echo", `"one"`)
		tab.Press(kb.Tab + kb.ArrowDown)
		tab.Until(`document.querySelector("[role=option]")`)
		tab.Press(kb.ArrowDown + kb.Enter)
		tab.WaitText("#echo", `"two"`)
	})
	t.Run("dropdown, several", func(t *testing.T) {
		t.Parallel()
		tab := echo(t, dcc.Dropdown{ID: "c", Options: dcc.Options(1, 2, 3), Value: []int{2}, Multi: true}, "c", "value")
		tab.WaitText("#echo", `[2]`)
		choose(tab, "c", "3")
		tab.WaitText("#echo", `[2,3]`)
		tab.Press(kb.Escape)
		tab.Until(`!document.querySelector("[role=option]")`)
	})
	t.Run("radio items", func(t *testing.T) {
		t.Parallel()
		tab := echo(t, dcc.RadioItems{ID: "c", Options: []dcc.Option{{Label: "A", Value: 1}, {Label: "B", Value: 2}}, Value: 1}, "c", "value")
		tab.WaitText("#echo", `1`)
		tab.Press(kb.Tab + kb.ArrowDown)
		tab.WaitText("#echo", `2`)
	})
	t.Run("slider", func(t *testing.T) {
		t.Parallel()
		tab := echo(t, dcc.Slider{ID: "c", Min: new(0.0), Max: new(10.0), Step: 2, Value: new(4.0)}, "c", "value")
		tab.WaitText("#echo", `4`)
		tab.Focus("#c")
		tab.Press(kb.ArrowRight)
		tab.WaitText("#echo", `6`)
		tab.Press(kb.End)
		tab.WaitText("#echo", `10`)
	})
	t.Run("input", func(t *testing.T) {
		t.Parallel()
		tab := echo(t, dcc.Input{ID: "c", Debounce: true}, "c", "value")
		tab.WaitText("#echo", `null`)
		tab.Press(kb.Tab + "typed")
		require.Equal(t, "null", tab.Text("#echo"), "a debounced field waits")
		tab.Press(kb.Enter)
		tab.WaitText("#echo", `"typed"`)
	})
	t.Run("number input", func(t *testing.T) {
		t.Parallel()
		tab := echo(t, dcc.Input{ID: "c", Kind: dcc.InputNumber, Value: 1}, "c", "value")
		tab.WaitText("#echo", `1`)
		tab.Fill("#c", "2.5")
		tab.WaitText("#echo", `2.5`)
	})
	t.Run("button", func(t *testing.T) {
		t.Parallel()
		tab := echo(t, html.Button(html.ID("c"), "press"), "c", "n_clicks")
		tab.WaitText("#echo", `null`)
		tab.Press(kb.Tab + kb.Enter)
		tab.WaitText("#echo", `1`)
	})
	t.Run("interval that ends", func(t *testing.T) {
		t.Parallel()
		tab := echo(t, dcc.Interval{ID: "c", Interval: 10, MaxIntervals: new(3)}, "c", "n_intervals")
		tab.WaitText("#echo", `3`)
	})
}

// TestWhatUsersChangeOutlivesAReload: persistence and stores.
func TestWhatUsersChangeOutlivesAReload(t *testing.T) {
	t.Parallel()
	app := dashi.New(dashi.Options{})
	app.Layout(html.Main(
		dcc.Input{ID: "name", Value: "before", Persistence: true},
		html.Button(html.ID("save"), "save"),
		dcc.Store{ID: "kept", StorageType: dcc.StoreLocal},
		html.P(html.ID("out")),
	))
	app.Callback(dashi.Output("kept", "data"), dashi.Inputs(dashi.Input("save", "n_clicks"), dashi.State("name", "value")),
		func(_ int, name string) map[string]string { return map[string]string{"name": name} }, dashi.PreventInitialCall())
	app.Callback(dashi.Output("out", "children"), dashi.Input("kept", "data"),
		func(data map[string]string) string { return "kept " + data["name"] })
	tab := open(t, serve(t, app))
	tab.WaitText("#out", "kept")
	tab.Fill("#name", "after")
	tab.Click("#save")
	tab.WaitText("#out", "kept after")
	tab.Reload()
	tab.WaitText("#out", "kept after")
	tab.Until(`document.querySelector("#name").value === "after"`)
}
