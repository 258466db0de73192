package dashitest_test

import (
	"context"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/dashitest"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
)

// board is an app that shows what is pushed to it.
func board(t *testing.T) *dashi.App {
	app := dashi.New(dashi.Options{Push: &dashi.PushOptions{Topics: func(*http.Request) []string { return []string{"all"} }}})
	t.Cleanup(func() { require.NoError(t, app.Close()) })
	app.Layout(html.Div(html.Div(html.ID("text")), html.Div(html.ID("twice")), dcc.Store{ID: "list", Data: []int{1}}, html.Button(html.ID("go")), html.Div(html.ID("page"))))
	app.Callback(dashi.Output("twice", "children"), dashi.Inputs(dashi.Input("text", "children")), func(text string) string { return text + text },
		dashi.PreventInitialCall())
	app.Callback(dashi.Output("page", "children"), dashi.Inputs(dashi.Input("go", "n_clicks")), func(ctx context.Context, n int) (string, error) {
		call := dashi.CallFrom(ctx)
		if n > 1 {
			return call.Page(), call.Unsubscribe("news")
		}
		return call.Page(), call.Subscribe("news")
	}, dashi.PreventInitialCall())
	app.Callback(dashi.Outputs(), dashi.Inputs(), func(ctx context.Context) { <-ctx.Done() }, dashi.Persistent())
	return app
}

func say(t *testing.T, app *dashi.App, to dashi.Audience, text string) {
	t.Helper()
	require.NoError(t, app.Push(t.Context(), to, "text", map[string]any{"children": text}))
}

func TestAPageHearsWhatIsPushed(t *testing.T) {
	t.Parallel()
	app := board(t)
	page := dashitest.Open(t, app)
	all := dashi.ToTopic("all")
	say(t, app, all, "one")
	say(t, app, all, "two")
	var p dashi.Patch
	p.At().Append(2)
	require.NoError(t, app.Push(t.Context(), all, "list", map[string]any{"data": p}))
	require.NoError(t, app.Push(t.Context(), all, "nobody", map[string]any{"data": 1}))
	page.Hear()
	require.Equal(t, "two", page.Text("text"))
	require.Equal(t, "twotwo", page.Text("twice"), "callbacks run as after an edit")
	require.Equal(t, []any{1.0, 2.0}, page.Prop("list", "data"))

	go func() {
		_ = app.Push(context.WithoutCancel(t.Context()), all, "text", map[string]any{"children": "later"})
	}()
	page.Hear()
	require.Equal(t, "later", page.Text("text"))

	page.Click("go")
	say(t, app, dashi.ToTopic("news"), "news")
	page.Hear()
	require.Equal(t, "news", page.Text("text"))
	say(t, app, dashi.ToPage(page.Text("page")), "own")
	page.Hear()
	require.Equal(t, "own", page.Text("text"))
	page.Click("go")
	say(t, app, dashi.ToTopic("news"), "unheard")
	say(t, app, all, "heard")
	page.Hear()
	require.NotEqual(t, "own", page.Text("text"))
	say(t, app, all, "last")
	page.Hear()
	require.Equal(t, "last", page.Text("text"))
}
