package dashitest_test

import (
	"context"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/dashitest"
)

// inBrowser is an app with functions of the browser: one named, one by its source.
func inBrowser() *dashi.App {
	return rows([]any{1, 2}, "out", "sum far", func(app *dashi.App) {
		app.ClientsideCallback(dashi.Output("sum", "children"), dashi.Input(item("in", dashi.ALL), "value"), dashi.ClientsideFunction("math", "sum"),
			dashi.Running(dashi.Output("sum", "title"), "on", "off"))
		app.ClientsideCallback(dashi.Output(item("out", dashi.MATCH), "children"), dashi.Input(item("in", dashi.MATCH), "value"), dashi.JS("v => v"))
		pass(app, "sum", "far")
	})
}

func TestFunctionsOfTheBrowserAreNoted(t *testing.T) {
	t.Parallel()
	page := dashitest.Open(t, inBrowser())
	require.Equal(t, []string{"sum.children", at("out", 1, "children"), at("out", 2, "children")}, written(page), "far has nothing to work on")
	call := page.Calls()[0]
	require.Equal(t, "math.sum", call.Clientside)
	require.Equal(t, map[string]any{at("in", 1, "value"): "v1", at("in", 2, "value"): "v2"}, call.Inputs)
	require.Empty(t, call.Updates)
	require.Equal(t, map[string]any{"sum.title": "on"}, call.Running)
	require.Equal(t, "off", page.Prop("sum", "title"))
	require.Equal(t, "JS", page.Calls()[1].Clientside)
	require.Empty(t, page.Text("sum"))
}

func TestStandInsForFunctionsOfTheBrowser(t *testing.T) {
	t.Parallel()
	js := string(item("out", dashi.MATCH)) + ".children"
	page := dashitest.Open(t, inBrowser(), dashitest.Options{Clientside: map[string]func(dashitest.Call) map[string]any{
		"math.sum": func(call dashitest.Call) map[string]any {
			return map[string]any{"sum.children": call.Values(item("in", dashi.ALL), "value")}
		},
		js: func(call dashitest.Call) map[string]any {
			if v := call.Values(item("in", dashi.MATCH), "value")[0]; v != "v1" {
				return map[string]any{call.Outputs[0]: v}
			}
			return nil
		},
	}})
	require.Equal(t, []string{"sum.children", at("out", 1, "children"), at("out", 2, "children"), "far.children"}, written(page))
	require.Equal(t, "v1v2", page.Text("sum"))
	require.Equal(t, "far([v1 v2])", page.Text("far"))
	require.Nil(t, page.Prop(item("out", 1), "children"))
	require.Equal(t, "v2", page.Text(item("out", 2)))
	require.Equal(t, map[string]any{at("out", 2, "children"): "v2"}, page.Calls()[2].Updates)
	require.Empty(t, page.Calls()[3].Clientside)
}

func TestStandInsGiveNothingButOutputs(t *testing.T) {
	t.Parallel()
	r := &recorder{TB: t}
	dashitest.Open(r, inBrowser(), dashitest.Options{Clientside: map[string]func(dashitest.Call) map[string]any{
		"sum.children": func(dashitest.Call) map[string]any { return map[string]any{"sum.children": 1, "far.children": 2} },
	}})
	require.Equal(t, []string{`dashitest: the stand-in for "sum.children" gives values for something other than its outputs, which are sum.children`}, r.failures)
}

// visits is an app that tells which cookies it gets, and sets what it is told.
func visits() http.Handler {
	app := wired("got", func(app *dashi.App) {
		app.Callback(dashi.Output("got", "children"), dashi.Input("in", "value"), func(ctx context.Context, v string) (string, error) {
			call := dashi.CallFrom(ctx)
			if v != "0" {
				if err := call.AddHeader("Set-Cookie", v); err != nil {
					return "", err
				}
			}
			return call.Request().Header.Get("Cookie"), nil
		}, dashi.Alone())
	})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet {
			http.SetCookie(w, &http.Cookie{Name: "session", Value: "1", HttpOnly: true})
		}
		app.ServeHTTP(w, r)
	})
}

func TestCookiesAreKeptUntilTheyExpire(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		page := dashitest.Open(t, visits(), dashitest.Options{Request: func(r *http.Request) *http.Request {
			r.AddCookie(&http.Cookie{Name: "own", Value: "a"})
			r.AddCookie(&http.Cookie{Name: "other", Value: "b"})
			return r
		}})
		n := 0
		sent := func() string {
			n++
			page.Set("in", "value", "last=x; Path=/"+string(rune('a'+n))) // any new value
			return page.Text("got")
		}
		require.Equal(t, "own=a; other=b; session=1", page.Text("got"), "of the page itself")
		page.Set("in", "value", "session=2")
		require.Equal(t, "own=a; other=b; session=1", page.Text("got"))
		require.Equal(t, "own=a; other=b; session=2", sent())
		page.Set("in", "value", "own=c; Max-Age=60")
		require.Equal(t, "other=b; last=x; own=c; session=2", sent(), "the app's takes the place of the test's")
		time.Sleep(time.Minute)
		require.Equal(t, "other=b; last=x; session=2", sent())
		page.Set("in", "value", "session=; Max-Age=0")
		require.Equal(t, "other=b; last=x", sent())
		page.Set("in", "value", "last=y; Expires=Mon, 01 Jan 1990 00:00:00 GMT")
		page.Set("in", "value", "session=3; Expires=Fri, 01 Jan 2100 00:00:00 GMT")
		require.Equal(t, "other=b; session=3", sent())
	})
}
