package dashitest_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/dashitest"
	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
)

// growing is an app whose "list" holds as many rows as the "count" says, beside plain elements.
func growing(kinds, others string, wire func(app *dashi.App)) *dashi.App {
	return rows(nil, "", "count list "+others, func(app *dashi.App) {
		app.Callback(dashi.Output("list", "children"), dashi.Input("count", "n_clicks"), func(n int) (list layout.Fragment) {
			for i := range n {
				list = append(list, row(kinds, i+1))
			}
			return list
		}, dashi.PreventInitialCall())
		wire(app)
	})
}

// opened is a page with so many rows, and no calls yet.
func opened(t *testing.T, app *dashi.App, count int) *dashitest.Page {
	page := dashitest.Open(t, app)
	page.Set("count", "n_clicks", count)
	page.Forget()
	return page
}

// TestNewComponentsBringTheirOwnCalls, and their siblings stay still.
func TestNewComponentsBringTheirOwnCalls(t *testing.T) {
	t.Parallel()
	page := opened(t, growing("out other", "", func(app *dashi.App) {
		echo(app, "in", "value", "out")
		echo(app, "in", "value", "other", dashi.PreventInitialCall())
	}), 2)
	page.Set(item("in", 1), "value", "typed")
	page.Forget()
	page.Set("count", "n_clicks", 3)
	require.Equal(t, []string{"list.children", at("out", 3, "children")}, written(page))
	require.Empty(t, page.Calls()[1].Triggered)
	require.Equal(t, "typed", page.Prop(item("in", 1), "value"))
	require.Equal(t, "out(typed)", page.Text(item("out", 1)))
}

func TestListsAreToldOfNewItemsAndOfLostOnes(t *testing.T) {
	t.Parallel()
	page := opened(t, growing("", "total far", func(app *dashi.App) {
		app.Callback(dashi.Output("total", "children"), dashi.Input(item("in", dashi.ALL), "value"), func(v []string) string { return strings.Join(v, " ") },
			dashi.PreventInitialCall())
		app.Callback(dashi.Output("gone", "children"), dashi.Input(item("in", dashi.ALL), "value"), func(v []string) string { return "never" })
		pass(app, "total", "far", dashi.PreventInitialCall())
	}), 1)
	page.Set("count", "n_clicks", 3)
	require.Equal(t, []string{"list.children", "total.children", "far.children"}, written(page), "once, though it is prevented at first")
	require.Equal(t, []string{at("in", 2, "value"), at("in", 3, "value")}, page.Calls()[1].Triggered)
	require.Equal(t, "v1 v2 v3", page.Text("total"))
	page.Forget()
	page.Set("count", "n_clicks", 0)
	require.Equal(t, []string{"list.children", "total.children", "far.children"}, written(page))
	require.Empty(t, page.Calls()[1].Triggered)
	require.Empty(t, page.Calls()[1].Inputs)
	require.Equal(t, []any{}, page.Calls()[1].Values(item("in", dashi.ALL), "value"))
	require.Empty(t, page.Text("total"))
	require.False(t, page.Has(item("in", 1)))
}

func TestWhoeverMakesAListShorterIsNotToldOfIt(t *testing.T) {
	t.Parallel()
	page := dashitest.Open(t, rows([]any{1}, "", "list go", func(app *dashi.App) {
		app.Layout(html.Main(html.Button(html.ID("go")), html.Div(html.ID("list"), row("", 1), row("", 2))))
		app.Callback(dashi.Output("list", "children"), dashi.Inputs(dashi.Input("go", "n_clicks"), dashi.Input(item("in", dashi.ALL), "value")),
			func(int, []string) layout.Component { return row("", 2) }, dashi.PreventInitialCall())
	}))
	page.Click("go")
	require.Equal(t, []string{"list.children"}, written(page))
	require.False(t, page.Has(item("in", 1)))
}

func TestALLSMALLERIsToldOfALossBelow(t *testing.T) {
	t.Parallel()
	page := dashitest.Open(t, rows(nil, "", "go", func(app *dashi.App) {
		app.Layout(html.Main(html.Button(html.ID("go")), html.Div(html.ID("list"), row("out", 1), row("out", 2), row("out", 3))))
		app.Callback(dashi.Output("list", "children"), dashi.Input("go", "n_clicks"),
			func(int) []any { return []any{row("out", 1), row("out", 3)} }, dashi.PreventInitialCall())
		app.Callback(dashi.Output(item("out", dashi.MATCH), "children"), dashi.Input(item("in", dashi.ALLSMALLER), "value"),
			func(v []string) string { return strings.Join(v, " ") })
	}))
	require.Equal(t, "v1 v2", page.Text(item("out", 3)))
	page.Forget()
	page.Click("go")
	require.Equal(t, []string{"list.children", at("out", 3, "children")}, written(page))
	require.Equal(t, "v1", page.Text(item("out", 3)))
}

// TestRequestsThatNobodyWaitsForAreDropped, though the component comes again before their turn.
func TestRequestsThatNobodyWaitsForAreDropped(t *testing.T) {
	t.Parallel()
	app := dashi.New(dashi.Options{})
	app.Layout(html.Main(html.Button(html.ID("go")), html.Div(html.ID("one"), html.P(html.ID("x"))), html.Div(html.ID("two"))))
	app.Callback(dashi.Output("one", "children"), dashi.Input("go", "n_clicks"), func(int) any { return nil }, dashi.PreventInitialCall())
	app.Callback(dashi.Output("two", "children"), dashi.Input("go", "n_clicks"), func(int) any { return html.P(html.ID("x")) }, dashi.PreventInitialCall())
	app.Callback(dashi.Output("x", "children"), dashi.Input("go", "n_clicks"), func(int) string { return "never" }, dashi.PreventInitialCall())
	page := dashitest.Open(t, app)
	page.Click("go")
	require.Equal(t, []string{"one.children", "two.children"}, written(page))
	require.Empty(t, page.Text("x"))
}

// TestASiblingFiresOnlyWhereTheTreeChangedIt: what the server repeats stays as the user left it.
func TestASiblingFiresOnlyWhereTheTreeChangedIt(t *testing.T) {
	t.Parallel()
	page := dashitest.Open(t, wired("list a b seen", func(app *dashi.App) {
		app.Callback(dashi.Output("list", "children"), dashi.Input("in", "value"), func(v string) []any {
			return []any{
				html.P("nameless"),
				dcc.Input{ID: "same", Value: "x"}, dcc.Input{ID: "new", Value: "for " + v},
				dcc.Dropdown{ID: "drop", Options: []dcc.Option{{Value: 1, Label: html.B(html.ID("label"), "one")}}},
			}
		})
		for from, to := range map[dashi.ID]dashi.ID{"same": "a", "new": "b"} {
			app.Callback(dashi.Output(to, "children"), dashi.Input(from, "value"), func(v string) string { return v })
		}
		app.Callback(dashi.Output("seen", "children"), dashi.Input("list", "children"), func(v []any) int { return len(v) })
	}))
	require.True(t, page.Has("label"), "components are in the labels of options too")
	require.ElementsMatch(t, []string{"list.children", "a.children", "b.children", "seen.children"}, written(page))
	page.Set("same", "value", "typed")
	page.Set("label", "title", "kept")
	page.Forget()
	page.Set("in", "value", "1")
	require.Equal(t, []string{"list.children", "b.children"}, written(page), "the list is the same, for its parts are")
	require.Equal(t, []string{"new.value"}, page.Calls()[1].Triggered)
	require.Equal(t, "typed", page.Text("a"))
	require.Equal(t, "for 1", page.Text("b"))
	require.Equal(t, "kept", page.Prop("label", "title"))
}

// TestTheOrderOfTheLayoutIsThatOfNow, when items moved too.
func TestTheOrderOfTheLayoutIsThatOfNow(t *testing.T) {
	t.Parallel()
	page := dashitest.Open(t, wired("list total", func(app *dashi.App) {
		app.Callback(dashi.Output("list", "children"), dashi.Input("in", "value"), func(v string) (list []any) {
			for i := range v {
				list = append(list, html.P(html.ID(item("p", v[i:i+1])), v[i:i+1]))
			}
			return list
		})
		app.Callback(dashi.Output("total", "children"), dashi.Inputs(dashi.Input("list", "children"), dashi.State(item("p", dashi.ALL), "children")),
			func(_ any, v []string) string { return strings.Join(v, "") })
	}))
	page.Set("in", "value", "abc")
	require.Equal(t, "abc", page.Text("total"))
	page.Set("in", "value", "cba")
	require.Equal(t, "cba", page.Text("total"))
	page.Set("in", "value", "bda")
	require.Equal(t, "bda", page.Text("total"))
}

// TestComponentsThatComeAgainAreNew: of another type, or after they were gone.
func TestComponentsThatComeAgainAreNew(t *testing.T) {
	t.Parallel()
	page := dashitest.Open(t, wired("list out", func(app *dashi.App) {
		app.Callback(dashi.Output("list", "children"), dashi.Input("in", "value"), func(v string) any {
			switch v {
			case "p":
				return html.P(html.ID("x"))
			case "none":
				return nil
			}
			return html.Div(html.ID("x"))
		})
		app.Callback(dashi.Output("x", "children"), dashi.Input("x", "title"), func(title string) string { return "x" + title })
	}))
	for i, v := range []string{"p", "none", "p", "div"} {
		if page.Has("x") {
			page.Set("x", "title", fmt.Sprint(i))
		}
		page.Forget()
		page.Set("in", "value", v)
		if v == "none" {
			require.False(t, page.Has("x"))
			continue
		}
		require.Equal(t, []string{"list.children", "x.children"}, written(page), v)
		require.Equal(t, "x", page.Text("x"), v)
	}
}

func TestCallsKeepTheValuesOfTheirTime(t *testing.T) {
	t.Parallel()
	page := dashitest.Open(t, wired("list out", func(app *dashi.App) {
		app.Callback(dashi.Output("list", "children"), dashi.Input("in", "value"), func(string) any { return html.P(html.ID("x"), "first") })
		app.Callback(dashi.Output("out", "children"), dashi.Input("list", "children"), func(any) int { return 1 })
	}))
	children := page.Prop("list", "children")
	page.Set("x", "children", "second")
	want := map[string]any{"children": "first", "id": "x"}
	for _, value := range []any{children, page.Calls()[0].Updates["list.children"], page.Calls()[1].Inputs["list.children"]} {
		require.Equal(t, want, value.(map[string]any)["props"])
	}
	require.Equal(t, "second", page.Text("list"))
}

// TestNullIsAValue, other than none.
func TestNullIsAValue(t *testing.T) {
	t.Parallel()
	page := dashitest.Open(t, wired("a b", func(app *dashi.App) {
		app.Callback(dashi.Output("a", "title"), dashi.Input("in", "value"), func(string) any { return nil })
		says(app, dashi.Output("b", "children"), dashi.Input("a", "title"), dashi.PreventInitialCall())
	}))
	require.Equal(t, []string{"a.title", "b.children"}, written(page))
	require.Equal(t, map[string]any{"a.title": nil}, page.Calls()[1].Inputs)
	page.Forget()
	page.Set("in", "value", "1")
	require.Equal(t, []string{"a.title"}, written(page), "the same again")
}
