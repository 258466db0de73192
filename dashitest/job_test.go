package dashitest_test

import (
	"context"
	"errors"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/dashitest"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
	"github.com/dashi-go/dashi/memo"
)

// inBackground is an app whose callback runs as a job and tells how far it is.
func inBackground(t *testing.T, more ...dashi.CallbackOption) *dashi.App {
	app := dashi.New(dashi.Options{})
	t.Cleanup(func() { require.NoError(t, app.Close()) })
	app.Layout(html.Main(dcc.Input{ID: "in", Value: "a"}, html.Button(html.ID("stop")), html.P(html.ID("bar")), html.P(html.ID("side")), html.P(html.ID("out"))))
	app.Callback(dashi.Output("out", "children"), dashi.Input("in", "value"), func(ctx context.Context, v string) (string, error) {
		call := dashi.CallFrom(ctx)
		err := errors.Join(call.Progress("half"), call.SetProps("side", map[string]any{"children": "aside"}), call.Progress("nearly"))
		if v == "bad" {
			err = errors.New("no")
		}
		return "got " + v, err
	}, append(more, dashi.Background(dashi.BackgroundOptions{
		Progress: dashi.Output("bar", "children"), ProgressDefault: []any{"rests"}, Cancel: dashi.Input("stop", "n_clicks"), Retries: 1, Backoff: time.Millisecond,
	}), dashi.Running(dashi.Output("bar", "title"), "on", "off"))...)
	return app
}

func TestJobsRunToTheirEnd(t *testing.T) {
	t.Parallel()
	page := dashitest.Open(t, inBackground(t), dashitest.Options{KeepErrors: true})
	require.Equal(t, "got a", page.Text("out"))
	require.Equal(t, "aside", page.Text("side"))
	require.Equal(t, "rests", page.Text("bar"))
	require.Equal(t, "off", page.Prop("bar", "title"))
	call := page.Calls()[0]
	require.Equal(t, map[string]any{"bar.children": "nearly", "side.children": "aside"}, call.Side)
	page.Set("in", "value", "b")
	require.Equal(t, "got b", page.Text("out"))
	page.Click("stop")
	require.Len(t, page.Calls(), 2, "what is for Dash's client is no callback of ours")
	page.Set("in", "value", "bad")
	require.Equal(t, 500, page.Calls()[2].Err.Status)
	require.Equal(t, "got b", page.Text("out"))
}

func TestJobsShowTheirOutputsBitByBit(t *testing.T) {
	t.Parallel()
	app := dashi.New(dashi.Options{})
	t.Cleanup(func() { require.NoError(t, app.Close()) })
	app.Layout(html.Main(html.Button(html.ID("go")), html.P(html.ID("out")), html.P(html.ID("size")), html.P(html.ID("copy"))))
	app.Callback(dashi.Outputs(dashi.Output("out", "children"), dashi.Output("size", "children")), dashi.Input("go", "n_clicks"),
		func(_ int, show func(any, any) error) error {
			var more dashi.Patch
			more.At().Add("b")
			return errors.Join(show("a", 1), show(more, dashi.NoUpdate), show(dashi.NoUpdate, 2))
		}, dashi.PreventInitialCall(), dashi.Background(dashi.BackgroundOptions{}))
	app.Callback(dashi.Output("copy", "children"), dashi.Input("out", "children"), func(s string) string { return s + "!" }, dashi.PreventInitialCall())
	page := dashitest.Open(t, app)
	page.Click("go")
	require.Equal(t, []map[string]any{{"out.children": "a", "size.children": 1.0}, {"out.children": "ab"}, {"size.children": 2.0}}, page.Calls()[0].Partials)
	require.Equal(t, map[string]any{"out.children": "ab", "size.children": 2.0}, page.Calls()[0].Updates)
	require.Equal(t, "ab!", page.Text("copy"))
	require.Len(t, page.Calls(), 2, "what depends on it is asked for once")
}

func TestJobsThatAreRemembered(t *testing.T) {
	t.Parallel()
	var calls atomic.Int32
	cache := memo.New(memo.NewLRU(10))
	t.Cleanup(func() { require.NoError(t, cache.Close()) })
	app := inBackground(t, cache.Memoize(time.Hour))
	app.Use(func(next dashi.Handler) dashi.Handler {
		return func(ctx context.Context, call *dashi.Call) error {
			err := next(ctx, call)
			if call.Cache() == memo.Miss {
				calls.Add(1)
			}
			return err
		}
	})
	for range 2 {
		page := dashitest.Open(t, app)
		require.Equal(t, "got a", page.Text("out"))
		require.Equal(t, "aside", page.Text("side"))
	}
	require.EqualValues(t, 1, calls.Load())
}

// TestWhatIsPushedWhileAJobRuns has numbers like those of the job's own events, and is for Hear.
func TestWhatIsPushedWhileAJobRuns(t *testing.T) {
	t.Parallel()
	app := dashi.New(dashi.Options{Push: &dashi.PushOptions{Topics: func(*http.Request) []string { return []string{"all"} }}})
	t.Cleanup(func() { require.NoError(t, app.Close()) })
	app.Layout(html.Main(html.Button(html.ID("run")), html.P(html.ID("bar")), html.P(html.ID("news"), "none"), html.P(html.ID("out"))))
	app.Callback(dashi.Output("out", "children"), dashi.Input("run", "n_clicks"), func(ctx context.Context, _ int) (string, error) {
		call := dashi.CallFrom(ctx)
		err := call.Progress("1")
		for range 5 {
			err = errors.Join(err, app.Push(ctx, dashi.ToTopic("all"), "news", map[string]any{"children": "some"}))
		}
		time.Sleep(50 * time.Millisecond) // so that the page has heard of that before the next step
		return "done", errors.Join(err, call.Progress("2"))
	}, dashi.PreventInitialCall(), dashi.Background(dashi.BackgroundOptions{Progress: dashi.Output("bar", "children")}))
	page := dashitest.Open(t, app)
	page.Click("run")
	require.Equal(t, map[string]any{"bar.children": "2"}, page.Calls()[0].Side)
	require.Equal(t, "2", page.Text("bar"))
	require.Equal(t, "done", page.Text("out"))
	require.Equal(t, "none", page.Text("news"))
	page.Hear()
	require.Equal(t, "some", page.Text("news"))
}
