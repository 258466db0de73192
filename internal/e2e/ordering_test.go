package e2e_test

import (
	"context"
	"fmt"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
)

// TestANewerCallCancelsTheOlder: rule 2, from the keyboard to the context of the Go function.
func TestANewerCallCancelsTheOlder(t *testing.T) {
	t.Parallel()
	started, cancelled := make(chan string, 10), make(chan string, 10)
	app := dashi.New(dashi.Options{})
	app.Layout(html.Main(dcc.Input{ID: "in"}, html.P(html.ID("out"))))
	app.Callback(dashi.Output("out", "children"), dashi.Input("in", "value"),
		func(ctx context.Context, v string) (string, error) {
			started <- v
			if v == "a" {
				<-ctx.Done()
				cancelled <- v
				return "", ctx.Err()
			}
			return "got " + v, nil
		}, dashi.PreventInitialCall())
	tab := open(t, serve(t, app))
	tab.Fill("#in", "a")
	require.Equal(t, "a", <-started)
	tab.Press("b")
	tab.WaitText("#out", "got ab")
	require.Equal(t, "a", <-cancelled)
}

// TestASlowCallbackOnAFastTimerShowsItsResults: rule 5. Each call takes three periods of the timer.
func TestASlowCallbackOnAFastTimerShowsItsResults(t *testing.T) {
	t.Parallel()
	var cancelled atomic.Int32
	app := dashi.New(dashi.Options{})
	app.Layout(html.Main(dcc.Interval{ID: "tick", Interval: 40}, html.P(html.ID("out"))))
	app.Callback(dashi.Output("out", "children"), dashi.Input("tick", "n_intervals"),
		func(ctx context.Context, n int) (string, error) {
			select {
			case <-time.After(120 * time.Millisecond):
				return strconv.Itoa(n), nil
			case <-ctx.Done():
				cancelled.Add(1)
				return "", ctx.Err()
			}
		})
	tab := open(t, serve(t, app))
	tab.Until(`Number(document.querySelector("#out").innerText) >= 5`)
	require.Zero(t, cancelled.Load())
}

// TestADiamondRunsEachCallbackOnce: rule 4. d waits for both b and c.
func TestADiamondRunsEachCallbackOnce(t *testing.T) {
	t.Parallel()
	var calls [3]atomic.Int32
	app := dashi.New(dashi.Options{})
	app.Layout(html.Main(dcc.Input{ID: "a", Value: "1"}, html.P(html.ID("b")), html.P(html.ID("c")), html.P(html.ID("d"))))
	app.Callback(dashi.Output("d", "children"), dashi.Inputs(dashi.Input("b", "children"), dashi.Input("c", "children")),
		func(b, c string) string { calls[2].Add(1); return b + c })
	app.Callback(dashi.Output("b", "children"), dashi.Input("a", "value"), func(a string) string { calls[0].Add(1); return "b" + a })
	app.Callback(dashi.Output("c", "children"), dashi.Input("a", "value"), func(a string) string {
		calls[1].Add(1)
		time.Sleep(30 * time.Millisecond)
		return "c" + a
	})
	tab := open(t, serve(t, app))
	tab.WaitText("#d", "b1c1")
	tab.Fill("#a", "2")
	tab.WaitText("#d", "b2c2")
	for i := range calls {
		require.EqualValues(t, 2, calls[i].Load(), "callback %d", i)
	}
}

// TestComponentsBroughtByACallback: rule 7. What is new runs its own callbacks; siblings keep what was typed and stay still.
func TestComponentsBroughtByACallback(t *testing.T) {
	t.Parallel()
	var echoes atomic.Int32
	app := dashi.New(dashi.Options{SuppressCallbackExceptions: true})
	app.Layout(html.Main(html.Button(html.ID("add"), "add"), html.Div(html.ID("list"))))
	app.Callback(dashi.Output("list", "children"), dashi.Input("add", "n_clicks"), func(n int) []layout.Component {
		var items []layout.Component
		for i := range n {
			items = append(items, html.Div(dcc.Input{ID: layout.ID(fmt.Sprint("in", i))}, html.P(html.ID(layout.ID(fmt.Sprint("out", i))))))
		}
		return items
	})
	for i := range 3 {
		app.Callback(dashi.Output(layout.ID(fmt.Sprint("out", i)), "children"), dashi.Input(layout.ID(fmt.Sprint("in", i)), "value"),
			func(v string) string { echoes.Add(1); return fmt.Sprintf("%d: %s", i, v) })
	}
	tab := open(t, serve(t, app))
	tab.Click("#add")
	tab.WaitText("#out0", "0:")
	tab.Fill("#in0", "kept")
	tab.WaitText("#out0", "0: kept")
	before := echoes.Load()
	tab.Eval(`document.querySelector("#in0").marked = true`, nil)
	tab.Click("#add")
	tab.WaitText("#out1", "1:")
	require.Equal(t, before+1, echoes.Load(), "only the new one ran")
	require.Equal(t, "0: kept", tab.Text("#out0"))
	var same bool
	tab.Eval(`document.querySelector("#in0").marked === true && document.querySelector("#in0").value === "kept"`, &same)
	require.True(t, same, "the sibling is the same element, with what was typed")
}

// TestTheTitleTellsOfRunningCalls: the page's title is the update title while a callback runs.
func TestTheTitleTellsOfRunningCalls(t *testing.T) {
	t.Parallel()
	release := make(chan struct{})
	app := dashi.New(dashi.Options{Title: "Calm", UpdateTitle: new("Working")})
	app.Layout(html.Main(html.P(html.ID("out")), dcc.Input{ID: "in"}))
	app.Callback(dashi.Output("out", "children"), dashi.Input("in", "value"), func(string) string { <-release; return "done" })
	tab := open(t, serve(t, app))
	tab.Until(`document.title === "Working"`)
	tab.Until(`document.querySelector("#out").dataset.dashIsLoading === "true"`)
	close(release)
	tab.WaitText("#out", "done")
	tab.Until(`document.title === "Calm"`)
	tab.Until(`document.querySelector("#out").dataset.dashIsLoading === undefined`)
}
