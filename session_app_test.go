package dashi_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/layout/html"
	"github.com/dashi-go/dashi/memo"
)

// post makes calls of the page greeting.
func (v *visitor) post(body string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, "/_dash-update-component", strings.NewReader(body))
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	return v.send(r)
}

// TestCallbacksHaveTheSession, one by one, in batches, and when their answer is a stream.
func TestCallbacksHaveTheSession(t *testing.T) {
	t.Parallel()
	sessions := dashi.NewSessions(memo.NewLRU(10), dashi.SessionOptions{})
	app := greeting(t, dashi.Options{}, func(ctx context.Context, name string) (string, error) {
		if strings.HasPrefix(name, "stream") {
			if err := dashi.CallFrom(ctx).SetProps("name", map[string]any{"title": name}); err != nil {
				return "", err
			}
		}
		if strings.HasSuffix(name, "user") {
			if err := dashi.SessionFrom(ctx).SignIn(ctx, name); err != nil {
				return "", err
			}
		}
		all, err := words.Update(ctx, func(all []string) ([]string, error) { return append(all, name), nil })
		return strings.Join(all, ","), err
	})
	v := newVisitor(t, sessions.Handler(app))
	require.Contains(t, v.post(greet(`"a"`)).Body.String(), `"a"`)
	require.Len(t, v.last.Cookies(), 1)
	require.Equal(t, "Cookie", v.last.Header.Get("Vary"))
	body := v.post(batchOf(greet(`"b"`), greet(`"c"`)), "Accept", "application/x-ndjson").Body.String()
	require.NotContains(t, body, "error")
	body = v.post(greet(`"stream"`), "Accept", "application/x-ndjson").Body.String()
	require.Contains(t, body, "stream")
	require.NotContains(t, body, "error")
	v.within(sessions, func(ctx context.Context, _ *dashi.Session) {
		all, err := words.Get(ctx)
		require.NoError(t, err)
		require.ElementsMatch(t, []string{"a", "b", "c", "stream"}, all)
	})
	v.handler = sessions.Handler(app)
	// What needs a header is told where there is none to be had.
	before := v.clone().cookies
	body = v.post(batchOf(greet(`"b user"`)), "Accept", "application/x-ndjson").Body.String()
	require.Contains(t, body, "callback_failed")
	require.Equal(t, before, v.cookies)
	require.Contains(t, v.post(greet(`"stream user"`), "Accept", "application/x-ndjson").Body.String(), "callback_failed")
	require.Equal(t, before, v.cookies)
	require.Contains(t, v.post(greet(`"a user"`)).Body.String(), "a user")
	require.NotEqual(t, before, v.cookies)
	v.within(sessions, func(ctx context.Context, _ *dashi.Session) { require.Equal(t, "a user", dashi.SessionUser(ctx)) })
}

// TestWhatToDoWhereACallbackIsTheFirst is in the error.
func TestWhatToDoWhereACallbackIsTheFirst(t *testing.T) {
	t.Parallel()
	var got error
	app := greeting(t, dashi.Options{}, func(ctx context.Context, _ string) string {
		got = count.Set(ctx, 1)
		return "x"
	})
	v := newVisitor(t, dashi.NewSessions(memo.NewLRU(10), dashi.SessionOptions{}).Handler(app))
	v.post(batchOf(greet(`"a"`)), "Accept", "application/x-ndjson")
	require.ErrorContains(t, got, "let the layout function call Session.Start")
	require.ErrorContains(t, got, "dashi.Alone()")
}

// TestThePageMayBeginTheSession, in the layout function; an app that sets nothing leaves no trace.
func TestThePageMayBeginTheSession(t *testing.T) {
	t.Parallel()
	store := memo.NewLRU(10)
	sessions := dashi.NewSessions(store, dashi.SessionOptions{})
	app := dashi.New(dashi.Options{})
	app.Layout(func(r *http.Request) (layout.Component, error) {
		ctx := r.Context()
		if dashi.SessionFrom(ctx) == nil {
			return html.P(html.ID("p")), nil // the start's own look at the layout
		}
		if r.URL.Path == "/start" {
			if err := dashi.SessionFrom(ctx).Start(ctx); err != nil {
				return nil, err
			}
		}
		n, err := count.Get(ctx)
		return html.P(html.ID("p"), fmt.Sprint("count is ", n)), err
	})
	v := newVisitor(t, sessions.Handler(app))
	get := func(path string) string { return v.send(httptest.NewRequest(http.MethodGet, path, nil)).Body.String() }
	require.Contains(t, get("/"), "count is 0")
	get("/_favicon.ico")
	require.Empty(t, v.last.Header.Values("Vary"), "a file is everybody's")
	require.Empty(t, v.cookies)
	require.Contains(t, get("/start"), "count is 0")
	require.Len(t, v.cookies, 1)
	v.within(sessions, func(ctx context.Context, _ *dashi.Session) { require.NoError(t, count.Set(ctx, 5)) })
	v.handler = sessions.Handler(app)
	require.Contains(t, get("/start"), "count is 5")
	require.Equal(t, 1, entries(t, store))
}

// TestMiddlewareGuardsByTheSession: with Use around callbacks, and with net/http around everything.
func TestMiddlewareGuardsByTheSession(t *testing.T) {
	t.Parallel()
	sessions := dashi.NewSessions(memo.NewLRU(10), dashi.SessionOptions{})
	app := greeting(t, dashi.Options{}, func(name string) string { return name })
	app.Use(func(next dashi.Handler) dashi.Handler {
		return func(ctx context.Context, call *dashi.Call) error {
			user, err := dashi.SessionFrom(ctx).User(ctx)
			if err != nil {
				return err
			}
			if user == "" {
				return dashi.ErrSessionEnded
			}
			return next(ctx, call)
		}
	})
	v := newVisitor(t, sessions.Handler(app))
	w := v.post(greet(`"a"`))
	require.Equal(t, http.StatusUnauthorized, w.Code)
	require.JSONEq(t, `{"error":{"code":"refused","message":"Your session has ended.","callback":"greeting.children"}}`, w.Body.String())
	v.within(sessions, func(ctx context.Context, s *dashi.Session) { require.NoError(t, s.SignIn(ctx, "ann")) })
	v.handler = sessions.Handler(app)
	require.Equal(t, http.StatusOK, v.post(greet(`"a"`)).Code)
}

// TestAFailingStoreIsTold to the page as what it is.
func TestAFailingStoreIsTold(t *testing.T) {
	t.Parallel()
	var log journal
	store := &failing{LRU: memo.NewLRU(10)}
	sessions := dashi.NewSessions(store, dashi.SessionOptions{Logger: log.logger()})
	app := greeting(t, dashi.Options{Logger: log.logger()}, func(ctx context.Context, _ string) (string, error) {
		return dashi.SessionFrom(ctx).User(ctx)
	})
	v := newVisitor(t, nil)
	v.within(sessions, func(ctx context.Context, s *dashi.Session) { require.NoError(t, s.SignIn(ctx, "ann")) })
	v.handler = sessions.Handler(app)
	store.get = context.DeadlineExceeded
	for range 3 {
		w := v.post(greet(`"a"`))
		require.Equal(t, http.StatusServiceUnavailable, w.Code)
		require.Contains(t, w.Body.String(), "Your session cannot be read just now.")
	}
	require.Equal(t, 1, strings.Count(log.String(), "the store fails"))
	require.NotContains(t, log.String(), "callback failed")
	store.get = nil
	require.Contains(t, v.post(greet(`"a"`)).Body.String(), "ann")
}

// TestMemoizedCallbacksDoNotDependOnTheSession, unless the memo keeps users apart.
func TestMemoizedCallbacksDoNotDependOnTheSession(t *testing.T) {
	t.Parallel()
	sessions := dashi.NewSessions(memo.NewLRU(10), dashi.SessionOptions{})
	cache := newCache(t, memo.NewLRU(10))
	var shared error
	runs := 0
	app := greeting(t, dashi.Options{}, func(ctx context.Context, name string) (string, error) {
		_, shared = count.Get(ctx)
		return name, nil
	}, cache.Memoize(time.Minute))
	app.Callback(dashi.Output("greeting", "title"), dashi.Input("name", "value"), func(ctx context.Context, name string) (string, error) {
		runs++
		require.ErrorContains(t, dashi.SessionFrom(ctx).SignIn(ctx, "eve"), "memoized callback sets no headers")
		user, err := dashi.SessionFrom(ctx).User(ctx)
		return "of " + user, err
	}, cache.Memoize(time.Minute, memo.PerUser(dashi.SessionUser)))
	var all []*visitor
	for _, user := range []string{"ann", "bob", "ann"} {
		v := newVisitor(t, nil)
		v.within(sessions, func(ctx context.Context, s *dashi.Session) { require.NoError(t, s.SignIn(ctx, user)) })
		v.handler = sessions.Handler(app)
		v.post(greet(`"a"`))
		require.ErrorIs(t, shared, dashi.ErrNoSession)
		body := v.post(strings.ReplaceAll(greet(`"a"`), "greeting.children", "greeting.title")).Body.String()
		require.Contains(t, body, "of "+user)
		all = append(all, v)
	}
	require.Equal(t, 2, runs, "both browsers of one user share the answer")
	require.Len(t, all, 3)
}

// TestUploadsAndEndpointsHaveTheSession: each in the request that begins it.
func TestUploadsAndEndpointsHaveTheSession(t *testing.T) {
	t.Parallel()
	sessions := dashi.NewSessions(memo.NewLRU(10), dashi.SessionOptions{})
	app := taking(t, dashi.Options{}, dashi.UploadOptions{}, func(ctx context.Context, file *dashi.UploadFile) (any, error) {
		if _, err := reading(ctx, file); err != nil {
			return nil, err
		}
		all, err := words.Update(ctx, func(all []string) ([]string, error) { return append(all, file.Name), nil })
		return dashi.SessionUser(ctx) + ":" + strings.Join(all, ","), err
	})
	v := newVisitor(t, nil)
	v.within(sessions, func(ctx context.Context, s *dashi.Session) { require.NoError(t, s.SignIn(ctx, "ann")) })
	h := sessions.Handler(app)
	v.handler = sessions.Handler(greeting(t, dashi.Options{}, func(ctx context.Context, name string) string {
		return name + " " + dashi.SessionUser(ctx)
	}, dashi.APIEndpoint("api/who")))
	require.Contains(t, v.send(httptest.NewRequest(http.MethodPost, "/api/who", strings.NewReader(`{"name":"Hello"}`))).Body.String(), "Hello ann")
	as := func(r *http.Request) {
		for name, value := range v.cookies {
			r.AddCookie(&http.Cookie{Name: name, Value: value})
		}
	}
	token := announce(t, h, 3, as)
	got := sendFile(t, h, http.MethodPost, "upload="+token+"&offset=0", strings.NewReader("abc"), as)
	require.True(t, got.body.Done)
	require.Contains(t, got.body.Result, "ann:")
	v.within(sessions, func(ctx context.Context, _ *dashi.Session) {
		all, err := words.Get(ctx)
		require.NoError(t, err)
		require.Len(t, all, 1)
	})
}
