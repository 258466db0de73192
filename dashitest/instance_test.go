package dashitest_test

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/dashitest"
	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
)

// item is the id of one of several alike.
func item(kind string, index any) dashi.ID { return dashi.Dict("t", kind, "i", index) }

// at is the name of a property of an item.
func at(kind string, index any, property string) string {
	return string(item(kind, index)) + "." + property
}

// rows is an app with an input "in" and an element for each of the other kinds, for each index, beside plain elements.
func rows(indexes []any, kinds, others string, wire func(app *dashi.App)) *dashi.App {
	app := dashi.New(dashi.Options{Logger: slog.New(slog.DiscardHandler), SuppressCallbackExceptions: true})
	var page layout.Fragment
	for _, index := range indexes {
		page = append(page, row(kinds, index))
	}
	for _, id := range strings.Fields(others) {
		page = append(page, html.Div(html.ID(layout.ID(id))))
	}
	app.Layout(page)
	wire(app)
	return app
}

func row(kinds string, index any) layout.Component {
	parts := []any{dcc.Input{ID: item("in", index), Value: fmt.Sprint("v", index)}}
	for _, kind := range strings.Fields(kinds) {
		parts = append(parts, html.P(html.ID(item(kind, index))))
	}
	return html.Div(parts...)
}

// echo registers a callback from each item of a kind to that of another.
func echo(app *dashi.App, from, property, to string, options ...dashi.CallbackOption) {
	app.Callback(dashi.Output(item(to, dashi.MATCH), "children"), dashi.Input(item(from, dashi.MATCH), property),
		func(v any) string { return fmt.Sprint(to, "(", v, ")") }, options...)
}

// written are the properties that calls could set, in order; those of one call stand together.
func written(page *dashitest.Page) (all []string) {
	for _, call := range page.Calls() {
		all = append(all, strings.Join(call.Outputs, " "))
	}
	return all
}

// says registers a callback that puts what it gets together.
func says(app *dashi.App, output dashi.OutputProp, inputs dashi.InputList, options ...dashi.CallbackOption) {
	app.Callback(output, inputs, func(v any) string { return fmt.Sprint(v) }, options...)
}

func TestEachInstanceStartsByItselfInLayoutOrder(t *testing.T) {
	t.Parallel()
	page := dashitest.Open(t, rows([]any{3, 1, 2}, "out", "", func(app *dashi.App) { echo(app, "in", "value", "out") }))
	require.Equal(t, []string{at("out", 3, "children"), at("out", 1, "children"), at("out", 2, "children")}, written(page))
	call := page.Calls()[1]
	require.Equal(t, string(item("out", dashi.MATCH))+".children", call.Output)
	require.Empty(t, call.Triggered)
	require.Equal(t, map[string]any{at("in", 1, "value"): "v1"}, call.Inputs)
	require.Equal(t, map[string]any{at("out", 1, "children"): "out(v1)"}, call.Updates)
	require.Equal(t, []any{"v1"}, call.Values(item("in", dashi.MATCH), "value"))
	require.Equal(t, "out(v2)", page.Text(item("out", 2)))
}

func TestAnEditCallsTheInstanceItBelongsTo(t *testing.T) {
	t.Parallel()
	page := dashitest.Open(t, rows([]any{1, "1", true, 1.5}, "out", "", func(app *dashi.App) {
		app.Callback(dashi.Output(item("out", dashi.MATCH), "children"),
			dashi.Inputs(dashi.Input(item("in", dashi.MATCH), "value"), dashi.State(item("out", dashi.MATCH), "title")),
			func(ctx context.Context, v, title string) string {
				return fmt.Sprint(v, title, dashi.CallFrom(ctx).TriggeredID() == item("in", "1"))
			})
	}))
	page.Forget()
	page.Set(item("out", "1"), "title", "!")
	require.Empty(t, page.Calls())
	page.Set(item("in", "1"), "value", "x")
	require.Equal(t, []string{at("out", "1", "children")}, written(page))
	require.Equal(t, []string{at("in", "1", "value")}, page.Calls()[0].Triggered)
	require.Equal(t, map[string]any{at("out", "1", "title"): "!"}, page.Calls()[0].State)
	require.Equal(t, "x!true", page.Text(item("out", "1")))
	require.Equal(t, "v1false", page.Text(item("out", 1)), "1 is not the text 1")
	require.True(t, page.Has(item("in", 1.5)))
	require.False(t, page.Has(item("in", 2)))
	page.Click(item("out", true))
	require.Equal(t, 1.0, page.Prop(item("out", true), "n_clicks"))
}

func TestALLIsAListInLayoutOrder(t *testing.T) {
	t.Parallel()
	page := dashitest.Open(t, rows([]any{3, 1, 2}, "out", "total", func(app *dashi.App) {
		app.Callback(dashi.Outputs(dashi.Output("total", "children"), dashi.Output(item("out", dashi.ALL), "children")),
			dashi.Inputs(dashi.Input(item("in", dashi.ALL), "value"), dashi.State(item("in", dashi.ALL), "placeholder")),
			func(values []string, titles []any) (string, []string) { return strings.Join(values, " "), values })
	}))
	require.Equal(t, "v3 v1 v2", page.Text("total"))
	call := page.Calls()[0]
	require.Equal(t, []string{"total.children", at("out", 3, "children"), at("out", 1, "children"), at("out", 2, "children")}, call.Outputs)
	require.Equal(t, map[string]any{at("in", 1, "value"): "v1", at("in", 2, "value"): "v2", at("in", 3, "value"): "v3"}, call.Inputs)
	require.Equal(t, []any{"v3", "v1", "v2"}, call.Values(item("in", dashi.ALL), "value"))
	require.Equal(t, []any{nil, nil, nil}, call.Values(item("in", dashi.ALL), "placeholder"))
	require.Empty(t, call.State)
	require.Equal(t, "v1", page.Text(item("out", 1)))
	page.Set(item("in", 1), "value", "x")
	require.Equal(t, "v3 x v2", page.Text("total"))
	require.Equal(t, []string{at("in", 1, "value")}, page.Calls()[1].Triggered)
}

func TestEmptyListsAreEnoughToRun(t *testing.T) {
	t.Parallel()
	total := dashi.Output("total", "children")
	for name, tt := range map[string]struct {
		output dashi.OutputProp
		inputs dashi.InputList
		want   []string
	}{
		"a list alone":                {total, dashi.Input(item("in", dashi.ALL), "value"), []string{"total.children"}},
		"beside a missing component":  {total, dashi.Inputs(dashi.Input(item("in", dashi.ALL), "value"), dashi.Input("gone", "value")), nil},
		"with a list of outputs":      {dashi.Output(item("out", dashi.ALL), "children"), dashi.Input(item("in", dashi.ALL), "value"), nil},
		"where the output is missing": {dashi.Output("gone", "children"), dashi.Input(item("in", dashi.ALL), "value"), nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			page := dashitest.Open(t, rows(nil, "", "total", func(app *dashi.App) {
				if name == "beside a missing component" {
					app.Callback(tt.output, tt.inputs, func(a, b any) any { return "x" })
				} else {
					app.Callback(tt.output, tt.inputs, func(a any) any { return "x" })
				}
			}))
			require.Equal(t, tt.want, written(page))
		})
	}
}

func TestWhichInstancesAnInputConcerns(t *testing.T) {
	t.Parallel()
	out := dashi.Output(item("out", dashi.MATCH), "children")
	outs := func(indexes ...any) (names []string) {
		for _, i := range indexes {
			names = append(names, at("out", i, "children"))
		}
		return names
	}
	for name, tt := range map[string]struct {
		input dashi.InputProp
		edit  dashi.ID
		want  []string
	}{
		"a single component": {dashi.Input("one", "title"), "one", outs(1, 10, "b", 2, true)},
		"ALL":                {dashi.Input(item("in", dashi.ALL), "placeholder"), item("in", 2), outs(1, 10, "b", 2, true)},
		"ALLSMALLER":         {dashi.Input(item("in", dashi.ALLSMALLER), "placeholder"), item("in", 2), outs(10, "b", true)},
		"ALLSMALLER, a text": {dashi.Input(item("in", dashi.ALLSMALLER), "placeholder"), item("in", "b"), nil},
		"MATCH":              {dashi.Input(item("in", dashi.MATCH), "placeholder"), item("in", 2), outs(2)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			page := dashitest.Open(t, rows([]any{1, 10, "b", 2, true}, "out", "one", func(app *dashi.App) {
				says(app, out, tt.input, dashi.PreventInitialCall())
			}))
			property := "placeholder"
			if tt.edit == "one" {
				property = "title"
			}
			page.Set(tt.edit, property, "x")
			require.Equal(t, tt.want, written(page))
			if name == "ALLSMALLER" {
				require.Equal(t, "[<nil> x]", page.Text(item("out", 10)))
			}
		})
	}
}

// cell is the id of one of a table.
func cell(row, column any) dashi.ID { return dashi.Dict("r", row, "c", column) }

func TestFewerKeysInTheInputCallAllThatAgree(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		column any
		want   []string
	}{
		"each cell":     {dashi.MATCH, []string{string(cell(1, 2)) + ".children", string(cell(1, 1)) + ".children"}},
		"a row at once": {dashi.ALL, []string{string(cell(1, 2)) + ".children " + string(cell(1, 1)) + ".children"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			app := dashi.New(dashi.Options{})
			app.Layout(layout.Fragment{
				html.P(html.ID(cell(1, 2))), html.P(html.ID(cell(2, 1))), html.P(html.ID(cell(1, 1))),
				dcc.Input{ID: dashi.Dict("r", 1)}, dcc.Input{ID: dashi.Dict("r", 2)},
			})
			app.Callback(dashi.Output(cell(dashi.MATCH, tt.column), "children"), dashi.Input(dashi.Dict("r", dashi.MATCH), "value"),
				func(v string) any {
					if tt.column == dashi.ALL {
						return []string{"a", "b"}
					}
					return v
				}, dashi.PreventInitialCall())
			page := dashitest.Open(t, app)
			page.Set(dashi.Dict("r", 1), "value", "x")
			require.Equal(t, tt.want, written(page))
		})
	}
}

// TestMATCHInInputsOnly: the input that changed tells the calls apart, though all of them set one output.
func TestMATCHInInputsOnly(t *testing.T) {
	t.Parallel()
	page := dashitest.Open(t, rows([]any{1, 2}, "", "log", func(app *dashi.App) {
		app.Callback(dashi.Output("log", "children"),
			dashi.Inputs(dashi.Input(item("in", dashi.MATCH), "value"), dashi.State(item("in", dashi.MATCH), "id"), dashi.State("log", "children")),
			func(v string, id dashi.ID, log string) string { return log + " " + v })
	}))
	require.Equal(t, " v1 v2", page.Text("log"), "one for each")
	page.Forget()
	page.Set(item("in", 2), "value", "x")
	require.Len(t, page.Calls(), 1)
	require.Equal(t, map[string]any{at("in", 2, "value"): "x"}, page.Calls()[0].Inputs)
	require.Equal(t, " v1 v2 x", page.Text("log"))
}

func TestCallbacksWithoutOutputs(t *testing.T) {
	t.Parallel()
	var got []string
	page := dashitest.Open(t, rows([]any{1, 2}, "", "other", func(app *dashi.App) {
		app.Callback(dashi.Outputs(), dashi.Input(item("in", dashi.MATCH), "value"), func(v string) { got = append(got, v) })
		app.Callback(dashi.Outputs(), dashi.Inputs(), func() { got = append(got, "no inputs") })
		app.Callback(dashi.Outputs(), dashi.Input("gone", "value"), func(any) { got = append(got, "never") })
	}))
	require.Equal(t, []string{"v1", "v2", "no inputs"}, got)
	for _, call := range page.Calls() {
		require.Empty(t, call.Outputs)
		require.Empty(t, call.Updates)
		require.Regexp(t, "^[0-9a-f]+$", call.Output)
	}
	page.Set(item("in", 2), "value", "x")
	require.Equal(t, []string{"v1", "v2", "no inputs", "x"}, got)
}

// TestInstancesWaitForTheirOwnSources, and for no sibling's.
func TestInstancesWaitForTheirOwnSources(t *testing.T) {
	t.Parallel()
	page := dashitest.Open(t, rows([]any{1, 2}, "mid out", "side total", func(app *dashi.App) {
		app.Callback(dashi.Output("total", "children"), dashi.Input(item("out", dashi.ALL), "children"), // registered first, runs last
			func(v []string) string { return strings.Join(v, " ") }, dashi.PreventInitialCall())
		app.Callback(dashi.Output(item("out", dashi.MATCH), "children"),
			dashi.Inputs(dashi.Input(item("mid", dashi.MATCH), "children"), dashi.Input("side", "title")),
			func(v, side any) string { return fmt.Sprint(v, side) }, dashi.PreventInitialCall())
		echo(app, "in", "value", "mid", dashi.PreventInitialCall())
		says(app, dashi.Output("side", "title"), dashi.Input(item("in", dashi.ALL), "value"), dashi.PreventInitialCall())
	}))
	page.Set(item("in", 1), "value", "x")
	order := written(page)
	require.Len(t, order, 5)
	require.ElementsMatch(t, []string{at("mid", 1, "children"), "side.title"}, order[:2])
	require.ElementsMatch(t, []string{at("out", 1, "children"), at("out", 2, "children")}, order[2:4])
	require.Equal(t, "total.children", order[4])
	require.Equal(t, "mid(x)[x v2] <nil>[x v2]", page.Text("total"))
	require.ElementsMatch(t, []string{at("mid", 1, "children"), "side.title"}, page.Calls()[2].Triggered)
}

func TestALLSMALLERLeadsFromInstanceToInstance(t *testing.T) {
	t.Parallel()
	page := dashitest.Open(t, rows([]any{3, 1, 2}, "sum", "", func(app *dashi.App) {
		app.Callback(dashi.Output(item("sum", dashi.MATCH), "children"),
			dashi.Inputs(dashi.Input(item("in", dashi.MATCH), "value"), dashi.Input(item("sum", dashi.ALLSMALLER), "children")),
			func(v string, below []string) string { return v + "+" + strings.Join(below, ",") })
	}))
	up := []string{at("sum", 1, "children"), at("sum", 2, "children"), at("sum", 3, "children")}
	require.Equal(t, up, written(page), "from the bottom")
	page.Forget()
	page.Set(item("in", 1), "value", "x")
	require.Equal(t, up, written(page))
	require.Equal(t, "v3+x+,v2+x+", page.Text(item("sum", 3)))
	page.Forget()
	page.Set(item("in", 3), "value", "y")
	require.Equal(t, up[2:], written(page))
}

func TestWhatNobodyFeedsIsLeftOutInstanceByInstance(t *testing.T) {
	t.Parallel()
	page := dashitest.Open(t, rows([]any{1}, "a b", "", func(app *dashi.App) {
		// Items of "a" and "b" with index 2 are there, but no input.
		app.Layout(layout.Fragment{row("a b", 1), html.P(html.ID(item("a", 2))), html.P(html.ID(item("b", 2)))})
		echo(app, "a", "children", "b")
		echo(app, "in", "value", "a")
	}))
	require.Equal(t, []string{at("a", 1, "children"), at("b", 1, "children")}, written(page))
}

func TestDuplicateOutputs(t *testing.T) {
	t.Parallel()
	page := dashitest.Open(t, rows([]any{1}, "", "a b log", func(app *dashi.App) {
		for _, id := range []dashi.ID{"a", "b"} {
			app.Callback(dashi.Output("log", "children").AllowDuplicate(), dashi.Input(id, "n_clicks"),
				func(n int) string { return fmt.Sprint(id, n) }, dashi.PreventInitialCall())
		}
		app.Callback(dashi.Output(item("in", dashi.MATCH), "value").AllowDuplicate(), dashi.Input("log", "children"),
			func(v string) string { return v }, dashi.PreventInitialCall())
	}))
	page.Click("b")
	page.Click("a")
	require.Equal(t, "a1", page.Text("log"))
	require.Equal(t, "a1", page.Prop(item("in", 1), "value"))
	require.Equal(t, []string{"log.children", at("in", 1, "value"), "log.children", at("in", 1, "value")}, written(page))
	require.Contains(t, page.Calls()[0].Output, "log.children@")
	require.Equal(t, map[string]any{"log.children": "b1"}, page.Calls()[0].Updates)
}

func TestOptionalInputs(t *testing.T) {
	t.Parallel()
	page := dashitest.Open(t, wired("a b c", func(app *dashi.App) {
		app.Callback(dashi.Output("a", "children"),
			dashi.Inputs(dashi.Input("in", "value"), dashi.Input("gone", "value").Optional(), dashi.State(item("gone", 1), "value").Optional()),
			func(v, gone string, state *string) string { return fmt.Sprint(v, "-", gone, "-", state == nil) })
		app.Callback(dashi.Output("b", "children"), dashi.Input("gone", "value").Optional(), func(string) string { return "never" })
		app.Callback(dashi.Output("c", "children"), dashi.Input("gone", "value"), func(string) string { return "never" }, dashi.Optional())
	}))
	require.Equal(t, []string{"a.children"}, outputs(page), "a callback none of whose inputs is there does not run")
	require.Equal(t, "0--true", page.Text("a"))
	call := page.Calls()[0]
	require.Equal(t, map[string]any{"in.value": "0"}, call.Inputs)
	require.Empty(t, call.Values("gone", "value"))
}

// TestAThousandInstances: an event costs what follows from it.
func TestAThousandInstances(t *testing.T) {
	t.Parallel()
	const count = 1000
	indexes := make([]any, count)
	for i := range indexes {
		indexes[i] = i
	}
	page := dashitest.Open(t, rows(indexes, "mid out", "total all", func(app *dashi.App) {
		echo(app, "in", "value", "mid")
		echo(app, "mid", "children", "out")
		app.Callback(dashi.Output("total", "children"), dashi.Input(item("out", dashi.ALL), "children"), func(v []string) int { return len(v) })
		app.Callback(dashi.Output(item("out", dashi.ALL), "title"), dashi.Input("all", "n_clicks"),
			func(context.Context, int) any { return dashi.NoUpdate })
	}))
	require.Len(t, page.Calls(), 2*count+2)
	require.Equal(t, "1000", page.Text("total"))
	for i := range 100 {
		page.Set(item("in", i), "value", "x")
	}
	require.Len(t, page.Calls(), 2*count+2+300)
}
