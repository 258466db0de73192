package dashitest_test

import (
	"errors"
	"iter"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/dashitest"
	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/layout/html"
)

// yielding is an app whose button has "out" set by fn; "far" follows "out", and "born" is what may come with it.
func yielding(fn any) *dashi.App {
	app := dashi.New(dashi.Options{})
	app.Layout(html.Div(html.Button(html.ID("go")), html.P(html.ID("out")), html.P(html.ID("far")), html.P(html.ID("source"), html.TitleAttr("s"))))
	app.Callback(dashi.Output("out", "children"), dashi.Input("go", "n_clicks"), fn, dashi.PreventInitialCall())
	app.Callback(dashi.Output("far", "children"), dashi.Input("out", "children"), func(v any) any { return []any{v, "!"} }, dashi.PreventInitialCall())
	app.Callback(dashi.Output("born", "title"), dashi.Input("source", "title"), func(s string) string { return s + "t" }, dashi.Optional())
	return app
}

func TestPartialsAreWhatThePageShowed(t *testing.T) {
	t.Parallel()
	page := dashitest.Open(t, yielding(func(int, func(any) error) error { return nil }))
	page.Click("go")
	require.Empty(t, page.Calls()[0].Partials)
	require.Len(t, page.Calls(), 1, "nothing was set")

	page = dashitest.Open(t, yielding(func(_ int, show func(any) error) error {
		var more dashi.Patch
		more.At().Add("b")
		return errors.Join(show("a"), show(more), show(dashi.NoUpdate), show(more))
	}))
	page.Click("go")
	calls := page.Calls()
	require.Equal(t, []map[string]any{{"out.children": "a"}, {"out.children": "ab"}, {"out.children": "abb"}}, calls[0].Partials)
	require.Equal(t, map[string]any{"out.children": "abb"}, calls[0].Updates)
	require.Len(t, calls, 2, "what depends on it ran once")
	require.Equal(t, []any{"abb", "!"}, page.Prop("far", "children"))
}

func TestPartialsStayWhenTheCallFails(t *testing.T) {
	t.Parallel()
	page := dashitest.Open(t, yielding(func(int) iter.Seq2[string, error] {
		return func(yield func(string, error) bool) {
			_ = yield("half", nil) && yield("", dashi.Refuse(http.StatusConflict, "No."))
		}
	}), dashitest.Options{KeepErrors: true})
	page.Click("go")
	require.Equal(t, "half", page.Prop("out", "children"))
	require.Equal(t, 409, page.Calls()[0].Err.Status)
	require.Equal(t, []any{"half", "!"}, page.Prop("far", "children"))
}

// TestComponentsOfPartials are on the page at once, and those that are there at the end run their callbacks then.
func TestComponentsOfPartials(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		last any
		runs int
	}{"that stay": {html.P(html.ID("born"), "again"), 3}, "that go": {"nothing", 2}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			page := dashitest.Open(t, yielding(func(int) iter.Seq[any] {
				return func(yield func(any) bool) {
					_ = yield(html.P(html.ID("born"))) && yield(layout.Fragment{html.P(html.ID("born"), "other"), html.P("x")}) && yield(tt.last)
				}
			}))
			page.Click("go")
			require.Len(t, page.Calls(), tt.runs)
			require.Equal(t, tt.runs == 3, page.Has("born"))
			if page.Has("born") {
				require.Equal(t, "st", page.Prop("born", "title"))
			}
		})
	}
}
