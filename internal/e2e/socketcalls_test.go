package e2e_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/internal/e2e"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
)

func TestCallsGoOverTheSocket(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		app := p.app(dashi.Options{})
		t.Cleanup(func() { require.NoError(t, app.Close()) })
		app.Layout(html.Div(
			dcc.Input{ID: "name", Value: "Ada"}, dcc.Store{ID: "rows", Data: []int{1, 2}},
			html.Button(html.ID("go"), "Go"), html.Div(html.ID("out")), html.Div(html.ID("step")), html.Div(html.ID("way")),
			html.Div(html.ID("tick")), html.Div(html.ID("begun")), html.Div(html.ID("kept"), "kept"),
		))
		next := make(chan struct{})
		app.Callback(dashi.Output("out", "children"), dashi.Inputs(dashi.Input("go", "n_clicks")), func(ctx context.Context, n int) (string, error) {
			call := dashi.CallFrom(ctx)
			if err := call.SetProps("step", map[string]any{"children": fmt.Sprint("step ", n)}); err != nil {
				return "", err
			}
			select {
			case <-next:
			case <-ctx.Done():
			}
			name, err := call.GetProp(ctx, "name", "value")
			if err != nil {
				return "", err
			}
			rows, err := call.GetProp(ctx, "rows", "data")
			if err != nil {
				return "", err
			}
			_, err = call.GetProp(ctx, "none", "value")
			if err == nil {
				return "", fmt.Errorf("there is no such component")
			}
			way := call.Request().Header.Get("Upgrade")
			return fmt.Sprintf("%s %s %s", name, rows, way), call.SetProps("way", map[string]any{"children": way})
		}, dashi.PreventInitialCall(), dashi.WebSocket())
		app.Callback(dashi.Output("kept", "children"), dashi.Inputs(dashi.Input("go", "n_clicks")), func(int) (string, error) {
			return "", dashi.PreventUpdate
		}, dashi.WebSocket())
		var begun, running atomic.Int32
		ticks := make(chan string)
		app.Callback(dashi.Outputs(), dashi.Inputs(), func(ctx context.Context) error {
			call := dashi.CallFrom(ctx)
			running.Add(1)
			defer running.Add(-1)
			if err := call.SetProps("begun", map[string]any{"children": begun.Add(1)}); err != nil {
				return err
			}
			for {
				select {
				case tick := <-ticks:
					if err := call.SetProps("tick", map[string]any{"children": tick}); err != nil {
						return err
					}
				case <-ctx.Done():
					return ctx.Err()
				}
			}
		}, dashi.Persistent())
		require.NoError(t, app.Validate())
		line := e2e.NewLine(t, strings.TrimPrefix(serve(t, p.handler(app)), "http://"))
		p.open("http://" + line.Addr)
		p.Allow("WebSocket")
		p.Allow("net::ERR_")
		p.Allow("GET_PROPS_REQUEST: Component none not found") // as Dash's client says itself

		p.shows("begun", "1")
		ticks <- "one"
		p.shows("tick", "one")
		p.settled() // what goes on does not make the page busy
		p.click("go")
		p.shows("step", "step 1") // while the callback still runs
		p.fill("name", "Grace")
		next <- struct{}{}
		p.shows("out", `"Grace" [1,2] websocket`)
		p.shows("way", "websocket")
		require.Equal(t, "kept", p.Text("#kept"))

		line.Cut()
		require.Eventually(t, func() bool { return running.Load() == 0 }, time.Minute, 10*time.Millisecond, "the context ends with the connection")
		line.Mend()
		p.shows("begun", "2")
		ticks <- "two"
		p.shows("tick", "two")
		p.click("go")
		p.shows("step", "step 2")
		next <- struct{}{}
		p.shows("out", `"Grace" [1,2] websocket`)
		require.EqualValues(t, 1, running.Load())
	})
}

func TestWhereASocketIsRefusedItsCallsAreRequests(t *testing.T) {
	onOurs(t, func(t *testing.T, p *page) {
		app := p.app(dashi.Options{})
		t.Cleanup(func() { require.NoError(t, app.Close()) })
		app.Layout(html.Div(html.Button(html.ID("go"), "Go"), html.Div(html.ID("out")), html.Div(html.ID("begun"))))
		app.Callback(dashi.Output("out", "children"), dashi.Inputs(dashi.Input("go", "n_clicks")), func(ctx context.Context, n int) string {
			_, err := dashi.CallFrom(ctx).GetProp(ctx, "go", "n_clicks")
			return fmt.Sprint(n, " ", err != nil)
		}, dashi.WebSocket())
		app.Callback(dashi.Outputs(), dashi.Inputs(), func(ctx context.Context) error {
			if err := dashi.CallFrom(ctx).SetProps("begun", map[string]any{"children": "begun"}); err != nil {
				return err
			}
			<-ctx.Done()
			return nil
		}, dashi.Persistent())
		p.show(app)
		p.Allow("WebSocket")
		p.shows("begun", "begun")

		other := &page{t: t, front: ours}
		other.open(serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.Header.Get("Upgrade") != "" {
				http.Error(w, "this proxy knows of no sockets", http.StatusBadGateway)
				return
			}
			app.ServeHTTP(w, r)
		})))
		other.Allow("WebSocket")
		other.shows("begun", "begun")
		other.click("go")
		other.shows("out", "1 true")
	})
}
