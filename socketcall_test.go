package dashi_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
)

// calling is an app whose one callback takes calls over sockets.
func calling(t *testing.T, options dashi.Options, fn any, further ...dashi.CallbackOption) (*dashi.App, *httptest.Server) {
	t.Helper()
	app := dashi.New(options)
	app.Layout(html.Div(dcc.Input{ID: "in"}, html.Div(html.ID("out")), html.Div(html.ID("side"))))
	app.Callback(dashi.Output("out", "children"), dashi.Inputs(dashi.Input("in", "value")), fn, append(further, dashi.WebSocket())...)
	server := httptest.NewServer(app)
	t.Cleanup(server.Close)
	t.Cleanup(func() { require.NoError(t, app.Close()) })
	return app, server
}

// request asks for the callback as Dash's client does.
func (c *channelClient) request(id, value string) {
	c.t.Helper()
	c.send(map[string]any{"type": "callback_request", "rendererId": "r", "requestId": id, "payload": map[string]any{
		"output": "out.children", "outputs": map[string]any{"id": "out", "property": "children"},
		"inputs": []any{map[string]any{"id": "in", "property": "value", "value": value}}, "changedPropIds": []any{"in.value"},
	}})
}

// response is the payload of the next message, which must be the answer to a call.
func (c *channelClient) response(id string) map[string]any {
	c.t.Helper()
	m := c.next()
	require.Equal(c.t, []any{"callback_response", "r", id}, []any{m["type"], m["rendererId"], m["requestId"]}, m)
	return m["payload"].(map[string]any)
}

func TestACallOverASocketIsAnsweredThere(t *testing.T) {
	t.Parallel()
	_, server := calling(t, dashi.Options{}, func(ctx context.Context, value string) (string, error) {
		call := dashi.CallFrom(ctx)
		switch value {
		case "nothing":
			return "", dashi.PreventUpdate
		case "fail":
			return "", errors.New("secret")
		case "panic":
			panic("secret")
		case "exit":
			runtime.Goexit()
		case "refuse":
			return "", dashi.Refuse(http.StatusTeapot, "short and stout")
		case "header":
			return "", call.AddHeader("X", "y")
		}
		if err := call.SetProps("side", map[string]any{"children": []float64{1, 2, 3}, "title": value}); err != nil {
			return "", err
		}
		return value + " " + string(call.TriggeredID()) + " " + call.Request().Header.Get("Test-User"), nil
	})
	c, _ := dial(t, server, "ann")
	c.request("1", "a")
	m := c.next()
	require.Equal(t, map[string]any{"type": "set_props", "rendererId": "r", "requestId": "1", "payload": map[string]any{
		"componentId": "side", "props": map[string]any{"children": []any{1.0, 2.0, 3.0}, "title": "a"},
	}}, m)
	require.Equal(t, map[string]any{"status": "ok", "data": map[string]any{
		"multi": true, "response": map[string]any{"out": map[string]any{"children": "a in ann"}},
	}}, c.response("1"))
	c.request("2", "nothing")
	require.Equal(t, map[string]any{"status": "prevent_update"}, c.response("2"))
	for i, failing := range []struct {
		value, code string
		status      float64
	}{
		{"fail", "callback_failed", 500}, {"panic", "callback_panicked", 500}, {"exit", "callback_failed", 500}, {"refuse", "refused", 418}, {"header", "callback_failed", 500},
	} {
		id := fmt.Sprint("f", i)
		c.request(id, failing.value)
		p := c.response(id)
		require.Equal(t, "error", p["status"], failing.value)
		require.Equal(t, failing.code, p["error"].(map[string]any)["code"], failing.value)
		require.Equal(t, failing.status, p["code"])
		require.Equal(t, p["message"], p["error"].(map[string]any)["message"])
		require.NotContains(t, p["message"], "secret")
	}
	c.send(map[string]any{"type": "callback_request", "rendererId": "r", "requestId": "x", "payload": map[string]any{"output": "none.x", "inputs": []any{}}})
	require.Equal(t, "unknown_callback", c.response("x")["error"].(map[string]any)["code"])
	c.send(map[string]any{"type": "callback_request", "rendererId": "r", "requestId": "y", "payload": 1})
	require.Equal(t, "malformed", c.response("y")["error"].(map[string]any)["code"])
	c.request("3", "still alive")
	require.Equal(t, "set_props", c.next()["type"])
	require.Equal(t, "ok", c.response("3")["status"])
}

func TestMiddlewareIsAroundCallsOverASocket(t *testing.T) {
	t.Parallel()
	app, server := calling(t, dashi.Options{}, func(value string) string { return value })
	app.Use(func(next dashi.Handler) dashi.Handler {
		return func(ctx context.Context, c *dashi.Call) error {
			if c.Request().Header.Get("Test-User") != "ann" {
				return dashi.Refuse(http.StatusForbidden, "only ann")
			}
			return next(ctx, c)
		}
	})
	ann, _ := dial(t, server, "ann")
	ann.request("1", "a")
	require.Equal(t, "ok", ann.response("1")["status"])
	bob, _ := dial(t, server, "bob")
	bob.request("1", "a")
	require.Equal(t, "only ann", bob.response("1")["message"])
}

func TestACallbackThatIsNotForSocketsIsRefusedThere(t *testing.T) {
	t.Parallel()
	app := dashi.New(dashi.Options{})
	app.Layout(html.Div(dcc.Input{ID: "in"}, html.Div(html.ID("out"))))
	app.Callback(dashi.Output("out", "children"), dashi.Inputs(dashi.Input("in", "value")), func(value string) string { return value })
	server := httptest.NewServer(app)
	t.Cleanup(server.Close)
	t.Cleanup(func() { require.NoError(t, app.Close()) })
	require.NotContains(t, get(app, "/").Body.String(), `"websocket":{`)
	c, _ := dial(t, server, "")
	c.request("1", "a")
	require.Equal(t, "error", c.response("1")["status"])
}

func TestACallAsksThePage(t *testing.T) {
	t.Parallel()
	_, server := calling(t, dashi.Options{}, func(ctx context.Context, id string) (string, error) {
		value, err := dashi.CallFrom(ctx).GetProp(ctx, dashi.ID(id), "value")
		if err != nil {
			return err.Error(), nil
		}
		return "it is " + string(value), nil
	})
	c, _ := dial(t, server, "")
	says := func(id string) any {
		return c.response(id)["data"].(map[string]any)["response"].(map[string]any)["out"].(map[string]any)["children"]
	}
	for i, asked := range []struct {
		props map[string]any
		says  string
	}{
		{map[string]any{"value": []int{1, 2}}, "it is [1,2]"},
		{map[string]any{"value": nil}, "it is "},
		{map[string]any{}, `dashi: GetProp("field", "value"): the page holds no component with this id, or it has no such property`},
	} {
		id := fmt.Sprint(i)
		c.request(id, "field")
		q := c.next()
		require.Equal(t, "get_props_request", q["type"])
		require.Equal(t, "r", q["rendererId"])
		require.Equal(t, map[string]any{"componentId": "field", "properties": []any{"value"}}, q["payload"])
		c.send(map[string]any{"type": "get_props_response", "requestId": "another", "payload": map[string]any{"value": "wrong"}})
		c.send(map[string]any{"type": "get_props_response", "requestId": q["requestId"], "payload": asked.props})
		require.Equal(t, asked.says, says(id))
	}
	c.request("bad", "a.b")
	require.Contains(t, says("bad"), "GetProp")
	_, err := (*dashi.Call)(nil).GetProp(t.Context(), "a", "b")
	require.Error(t, err)
}

func TestGetPropNeedsASocket(t *testing.T) {
	t.Parallel()
	app, _ := calling(t, dashi.Options{}, func(ctx context.Context, id string) string {
		_, err := dashi.CallFrom(ctx).GetProp(ctx, "in", "value")
		return fmt.Sprint(err)
	})
	_, body := ask(t, app, `{"output":"out.children","outputs":{"id":"out","property":"children"},"inputs":[{"id":"in","property":"value","value":"x"}],"changedPropIds":[]}`)
	require.Contains(t, body, "does not come over a socket")
}

func TestACallEndsWithItsConnectionOrWhenItIsCancelled(t *testing.T) {
	t.Parallel()
	started, ended := make(chan string, 300), make(chan string, 300)
	app, server := calling(t, dashi.Options{}, func(ctx context.Context, value string) (string, error) {
		started <- value
		<-ctx.Done()
		ended <- value
		return "", ctx.Err()
	})
	c, _ := dial(t, server, "")
	c.request("1", "cancelled")
	<-started
	c.request("1", "the same id")
	require.Equal(t, "busy", c.response("1")["error"].(map[string]any)["code"])
	c.send(map[string]any{"type": "callback_cancel", "requestId": "1"})
	c.send(map[string]any{"type": "callback_cancel", "requestId": "none"})
	require.Equal(t, "cancelled", <-ended)
	require.Equal(t, "error", c.response("1")["status"])

	for i := range 257 {
		c.request(fmt.Sprint("n", i), "many")
	}
	require.Equal(t, "busy", c.response("n256")["error"].(map[string]any)["code"])
	require.NoError(t, c.socket.CloseNow())
	for range 256 {
		<-started
		require.Equal(t, "many", <-ended)
	}
	c, _ = dial(t, server, "")
	c.request("1", "closed")
	<-started
	require.NoError(t, app.Close(), "which waits for the call")
	require.Equal(t, "closed", <-ended)
}

func TestPersistentCallbacksAreDeclared(t *testing.T) {
	t.Parallel()
	app := dashi.New(dashi.Options{})
	app.Layout(html.Div(html.ID("out")))
	var calls atomic.Int32
	app.Callback(dashi.Outputs(), dashi.Inputs(), func() { calls.Add(1) }, dashi.Persistent())
	t.Cleanup(func() { require.NoError(t, app.Close()) })
	d := dependencies(t, app)[0]
	require.Equal(t, []any{true, true, true}, []any{d["websocket"], d["persistent"], d["no_output"]})
	page := get(app, "/").Body.String()
	require.Contains(t, page, `"websocket":{"enabled":false,"url":"/_dash-ws-callback"}`)
	require.Contains(t, page, `"push":{"page":"`)
	require.NotContains(t, page, `"open":true`, "nothing is pushed, so the channel waits for the first call")
}

func TestACallKnowsThePageOfItsSocket(t *testing.T) {
	t.Parallel()
	app, server := calling(t, dashi.Options{User: byHeader, Push: &dashi.PushOptions{}}, func(ctx context.Context, _ string) string {
		return dashi.CallFrom(ctx).Page()
	})
	page := openPage(t, server, "ann")
	c := connect(t, server, "ann", page)
	c.request("1", "x")
	m, _ := json.Marshal(c.response("1"))
	require.Contains(t, string(m), page.Page)
	require.NoError(t, app.Push(t.Context(), dashi.ToPage(page.Page), "out", map[string]any{"children": "hi"}))
	require.Equal(t, shows("hi"), c.event())
}

func TestOptionsThatContradictASocketPanic(t *testing.T) {
	t.Parallel()
	app := dashi.New(dashi.Options{})
	t.Cleanup(func() { require.NoError(t, app.Close()) })
	require.Panics(t, func() {
		app.Callback(dashi.Output("out", "children"), dashi.Input("in", "value"), strings.ToUpper, dashi.WebSocket(), dashi.Alone())
	})
	require.Panics(t, func() {
		app.ClientsideCallback(dashi.Output("out", "children"), dashi.Input("in", "value"), dashi.JS("(v) => v"), dashi.WebSocket())
	})
	require.Panics(t, func() {
		app.ClientsideCallback(dashi.Output("out", "children"), dashi.Input("in", "value"), dashi.JS("(v) => v"), dashi.Persistent())
	})
}
