package dashi_test

import (
	"fmt"
	"net/http"
	"net/url"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/memo"
)

// freshPath is the address of a call of the greeting.
func freshPath(name string) string {
	return "/_dash-update-component?call=" + url.QueryEscape(`{"output":"greeting.children","inputs":[{"id":"name","property":"value","value":"`+name+`"}]}`)
}

func TestAMemoizedAnswerSaysHowLongItIsGood(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		cache := memo.New(memo.NewLRU(10))
		calls := 0
		app := greeting(t, dashi.Options{}, func(name string) string { calls++; return fmt.Sprint(name, calls) }, cache.Memoize(20*time.Second))
		require.Equal(t, true, dependencies(t, app)[0]["fresh"])
		for _, step := range []struct {
			wait time.Duration
			want string
		}{
			{0, "private, max-age=20"},
			{5500 * time.Millisecond, "private, max-age=14"},
			{14 * time.Second, "no-cache"}, // half a second is left
			{time.Second, "private, max-age=20"},
		} {
			time.Sleep(step.wait)
			for _, w := range []interface{ Header() http.Header }{post(app, greet(`"Ada"`)), get(app, freshPath("Ada"))} {
				require.Equal(t, step.want, w.Header().Get("Cache-Control"))
			}
		}
		require.Equal(t, 2, calls)
		require.NoError(t, cache.Close())
	})
}

func TestGetAnswersWhatMayBeKept(t *testing.T) {
	t.Parallel()
	cache := newCache(t, memo.NewLRU(10))
	app := greeting(t, dashi.Options{}, func(name string) (string, error) {
		if name == "none" {
			return "", dashi.PreventUpdate
		}
		return "Hello " + name, nil
	}, cache.Memoize(time.Minute), dashi.Public())
	w := get(app, freshPath("Ada"))
	require.Equal(t, 200, w.Code, w.Body)
	require.Equal(t, `{"multi":true,"response":{"greeting":{"children":"Hello Ada"}}}`, w.Body.String())
	require.Equal(t, "public, max-age=59", w.Header().Get("Cache-Control"))
	tag := w.Header().Get("ETag")
	require.Regexp(t, `^W/"[0-9a-f]{24}"$`, tag)

	for _, match := range []string{tag, `"other", ` + tag, tag[2:], "*"} {
		w = get(app, freshPath("Ada"), "If-None-Match", match)
		require.Equal(t, http.StatusNotModified, w.Code, match)
		require.Empty(t, w.Body.String())
		require.Equal(t, tag, w.Header().Get("ETag"))
		require.Equal(t, "public, max-age=59", w.Header().Get("Cache-Control"))
	}
	require.Equal(t, 200, get(app, freshPath("Rome"), "If-None-Match", tag).Code)
	require.NotEqual(t, tag, get(app, freshPath("Rome")).Header().Get("ETag"))
	w = get(app, freshPath("none"))
	require.Equal(t, 204, w.Code)
	require.Empty(t, w.Header().Get("Cache-Control"))
}

func TestGetRefusesWhatMayNotBeKept(t *testing.T) {
	t.Parallel()
	ran := false
	plain := greeting(t, dashi.Options{}, func(name string) string { ran = true; return name })
	cache := newCache(t, memo.NewLRU(10))
	noStore := greeting(t, dashi.Options{}, func(name string) string { ran = true; return name }, cache.Memoize(time.Minute), dashi.NoStore())
	for _, app := range []*dashi.App{plain, noStore} {
		w := get(app, freshPath("Ada"))
		require.Equal(t, http.StatusMethodNotAllowed, w.Code)
		require.Equal(t, "POST", w.Header().Get("Allow"))
		require.Contains(t, w.Body.String(), "method_not_allowed")
		require.NotContains(t, dependencies(t, app)[0], "fresh")
	}
	require.False(t, ran)
	require.Equal(t, "no-cache", post(noStore, greet(`"Ada"`)).Header().Get("Cache-Control"))

	for path, want := range map[string]struct {
		status int
		code   string
	}{
		"/_dash-update-component":             {405, "method_not_allowed"},
		"/_dash-update-component?call=":       {400, "malformed"},
		"/_dash-update-component?call=%7B%7D": {400, "malformed"},
		"/_dash-update-component?call=%5B%5D": {400, "malformed"},
		"/_dash-update-component?call=" + url.QueryEscape(`{"output":"nobody.children","inputs":[]}`):   {404, "unknown_callback"},
		"/_dash-update-component?call=" + url.QueryEscape(`{"output":"greeting.children","inputs":[]}`): {405, "method_not_allowed"},
	} {
		w := get(plain, path)
		require.Equal(t, want.status, w.Code, path)
		require.Equal(t, want.code, failureOf(t, w.Body.String()).Error.Code)
	}
	memoized := greeting(t, dashi.Options{}, func(name string) string { return name }, cache.Memoize(time.Hour))
	w := get(memoized, "/_dash-update-component?call="+url.QueryEscape(`{"output":"greeting.children","inputs":[]}`))
	require.Equal(t, 400, w.Code)
	require.Equal(t, "wrong_arguments", failureOf(t, w.Body.String()).Error.Code)
}

func TestOptionsForMemoizedCallbacksNeedOne(t *testing.T) {
	t.Parallel()
	for _, option := range []dashi.CallbackOption{dashi.NoStore(), dashi.Public()} {
		require.Panics(t, func() { greeting(t, dashi.Options{}, func(string) string { return "" }, option) })
	}
}
