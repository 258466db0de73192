package dashi_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/memo"
)

// postAs posts for a user, and gives the greeting and the state of the cache.
func postAs(h http.Handler, user, name string) (greeting, cache string, code int) {
	r := httptest.NewRequest(http.MethodPost, "/_dash-update-component", strings.NewReader(greet(`"`+name+`"`)))
	r.Header.Set("X-User", user)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	_, after, _ := strings.Cut(w.Body.String(), `"children":"`)
	greeting, _, _ = strings.Cut(after, `"`)
	cache = strings.TrimSuffix(strings.TrimPrefix(w.Header().Get("Server-Timing"), `cache;desc="`), `"`)
	return greeting, cache, w.Code
}

func userOf(ctx context.Context) string { return dashi.CallFrom(ctx).Request().Header.Get("X-User") }

// An answer that depends on who asks is that user's alone, whatever the memo was told.
func TestAnAnswerThatDependsOnTheRequestIsNotRemembered(t *testing.T) {
	t.Parallel()
	var log journal
	app := greeting(t, dashi.Options{Logger: log.logger()}, func(ctx context.Context, name string) string {
		if name == "public" {
			return "all"
		}
		return name + " " + userOf(ctx)
	}, newCache(t, memo.NewLRU(10)).Memoize(time.Minute))
	for range 2 {
		for _, user := range []string{"ada", "bob"} {
			text, cache, code := postAs(app, user, "hi")
			require.Equal(t, []any{"hi " + user, "miss", 200}, []any{text, cache, code})
		}
	}
	_, cache, _ := postAs(app, "ada", "public")
	require.Equal(t, "miss", cache)
	text, cache, _ := postAs(app, "bob", "public")
	require.Equal(t, []string{"all", "hit"}, []string{text, cache}, "what does not depend on it is remembered")
	require.Equal(t, 1, strings.Count(log.String(), "depends on who asks"), log.String())
	require.Contains(t, log.String(), "by=Call.Request")
}

// Those who waited for the answer of one user get their own.
func TestWhoWaitsForAnothersAnswerGetsItsOwn(t *testing.T) {
	t.Parallel()
	const users = 20
	var inside atomic.Int32
	release := make(chan struct{})
	app := greeting(t, dashi.Options{Logger: new(journal).logger()}, func(ctx context.Context, name string) string {
		if inside.Add(1) == 1 {
			<-release
		}
		return userOf(ctx)
	}, newCache(t, memo.NewLRU(10)).Memoize(time.Minute))
	var group sync.WaitGroup
	for i := range users {
		group.Go(func() {
			user := fmt.Sprint("user", i)
			if text, _, _ := postAs(app, user, "x"); text != user {
				t.Errorf("%s got the answer of %q", user, text)
			}
		})
	}
	for inside.Load() == 0 {
		time.Sleep(time.Millisecond)
	}
	close(release)
	group.Wait()
}

func TestInDebugModeTheRequestIsRefusedToAMemoizedCallback(t *testing.T) {
	t.Parallel()
	app := greeting(t, dashi.Options{Debug: true, Logger: new(journal).logger()}, func(ctx context.Context, _ string) string { return userOf(ctx) },
		newCache(t, memo.NewLRU(10)).Memoize(time.Minute))
	w := post(app, greet(`"x"`))
	require.Equal(t, http.StatusInternalServerError, w.Code)
	require.Contains(t, w.Body.String(), "Call.Request in the memoized callback registered at app_test.go:")
	require.Contains(t, w.Body.String(), "memo.PerUser")
}

func TestPerUserKeepsAnswersApart(t *testing.T) {
	t.Parallel()
	for _, debug := range []bool{false, true} {
		calls := 0
		app := greeting(t, dashi.Options{Debug: debug, Logger: new(journal).logger()}, func(ctx context.Context, name string) string {
			calls++
			return name + " " + userOf(ctx)
		}, newCache(t, memo.NewLRU(10)).Memoize(time.Minute, memo.PerUser(userOf)))
		for _, want := range []string{"miss", "hit"} {
			for _, user := range []string{"ada", "bob"} {
				text, cache, _ := postAs(app, user, "hi")
				require.Equal(t, []string{"hi " + user, want}, []string{text, cache})
			}
		}
		require.Equal(t, 2, calls)
		require.Empty(t, post(app, greet(`"hi"`)).Header().Get("Cache-Control")[len("no-cache"):], "the next user may sit at the same browser")
	}
}

func TestPublicAnswersAreNotOneUsers(t *testing.T) {
	t.Parallel()
	require.PanicsWithValue(t, registeredAt(t, "Public gives one user's answers to others, which PerUser keeps apart"), func() {
		greeting(t, dashi.Options{}, func(name string) string { return name },
			newCache(t, memo.NewLRU(10)).Memoize(time.Minute, memo.PerUser(userOf)), dashi.Public())
	})
}

// What a middleware of net/http puts into the context is the first asker's: a computation for all does not see it.
func TestAMemoizedCallbackSeesNoValuesOfTheContext(t *testing.T) {
	t.Parallel()
	type user struct{}
	app := greeting(t, dashi.Options{}, func(ctx context.Context, name string) string { return fmt.Sprint(ctx.Value(user{})) },
		newCache(t, memo.NewLRU(10)).Memoize(time.Minute))
	r := httptest.NewRequest(http.MethodPost, "/_dash-update-component", strings.NewReader(greet(`"x"`)))
	w := httptest.NewRecorder()
	app.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), user{}, "ada")))
	require.Contains(t, w.Body.String(), `"children":"\u003cnil\u003e"`)
}

func TestStaleAnswersAreShownWhileNewOnesAreMade(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		cache := memo.New(memo.NewLRU(10))
		calls := 0
		app := greeting(t, dashi.Options{Logger: new(journal).logger()}, func(name string) (string, error) {
			if calls++; calls == 3 {
				return "", errors.New("down")
			}
			return fmt.Sprint(name, calls), nil
		}, cache.Memoize(10*time.Second, memo.Policy{Stale: 10 * time.Second, StaleIfError: time.Hour}))
		for _, step := range []struct {
			wait        time.Duration
			text, cache string
		}{
			{0, "x1", "miss"},
			{9 * time.Second, "x1", "hit"},
			{2 * time.Second, "x1", "stale"},
			{0, "x2", "hit"},
			{30 * time.Second, "x2", "stale"}, // the third computation fails
			{30 * time.Second, "x4", "miss"},
		} {
			time.Sleep(step.wait)
			text, cache, code := postAs(app, "", "x")
			require.Equal(t, []any{step.text, step.cache, 200}, []any{text, cache, code})
			synctest.Wait()
		}
		require.NoError(t, cache.Close())
	})
}

func TestTheResultDecidesHowLongItLasts(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		cache := memo.New(memo.NewLRU(10))
		calls := 0
		app := greeting(t, dashi.Options{}, func(name string) string { calls++; return name },
			cache.Memoize(time.Minute, memo.Lifetime(func(text string) (time.Duration, bool) {
				return map[string]time.Duration{"short": time.Second, "long": time.Hour}[text], text != "never"
			})))
		for name, lasts := range map[string]time.Duration{"never": 0, "short": time.Second, "usual": time.Minute, "long": time.Hour} {
			w := post(app, greet(`"`+name+`"`))
			want := "private, max-age=" + fmt.Sprint(int(lasts.Seconds()))
			if lasts == 0 {
				want = "no-cache"
			}
			require.Equal(t, want, w.Header().Get("Cache-Control"), name)
			_, state, _ := postAs(app, "", name)
			require.Equal(t, map[bool]string{true: "hit", false: "miss"}[lasts > 0], state, name)
			time.Sleep(lasts)
			_, state, _ = postAs(app, "", name)
			require.Equal(t, "miss", state, name)
		}
		require.NoError(t, cache.Close())
	})
	require.PanicsWithValue(t, registeredAt(t, "memo: Lifetime takes a int, but the result is a string (callbacks: or give the app its own Options.Name)"), func() {
		greeting(t, dashi.Options{}, func(name string) string { return name },
			newCache(t, memo.NewLRU(10)).Memoize(time.Minute, memo.Lifetime(func(int) (time.Duration, bool) { return 0, true })))
	})
}

// registeredAt is what a panic of greeting says.
func registeredAt(t *testing.T, what string) string {
	t.Helper()
	defer func() { recover() }()
	var text string
	func() {
		defer func() { text = fmt.Sprint(recover()) }()
		greeting(t, dashi.Options{}, func(int, int) string { return "" })
	}()
	where, _, _ := strings.Cut(strings.TrimPrefix(text, "dashi: Callback at "), ": ")
	return "dashi: Callback at " + where + ": " + what
}

func TestErrorsAreRememberedOnRequest(t *testing.T) {
	t.Parallel()
	calls := map[string]int{}
	app := greeting(t, dashi.Options{Logger: new(journal).logger()}, func(name string) (string, error) {
		calls[name]++
		switch name {
		case "error":
			return "", errors.New("down")
		case "panic":
			panic("down")
		case "refused":
			return "", dashi.Refuse(http.StatusForbidden, "no")
		}
		return "", dashi.PreventUpdate
	}, newCache(t, memo.NewLRU(10)).Memoize(time.Hour, memo.Policy{Errors: time.Minute}))
	for name, code := range map[string]int{"error": 500, "panic": 500, "refused": 403, "nothing": 204} {
		for range 2 {
			require.Equal(t, code, post(app, greet(`"`+name+`"`)).Code, name)
		}
	}
	require.Equal(t, map[string]int{"error": 1, "panic": 2, "refused": 2, "nothing": 2}, calls)
}

// A callback's function names its answers, for forgetting and for computing ahead.
func TestACallbacksFunctionIsForgottenAndWarmed(t *testing.T) {
	t.Parallel()
	cache := newCache(t, memo.NewLRU(10))
	calls := 0
	fn := func(name string) string { calls++; return name + fmt.Sprint(calls) }
	app := greeting(t, dashi.Options{}, fn, cache.Memoize(time.Minute, memo.Policy{Tags: []string{"greetings"}}))
	ctx := t.Context()

	n, err := cache.Warm(ctx, fn, memo.Warming{Args: [][]any{{"Ada"}, {"\"<ü>\u2028\\u2028"}}, Concurrency: 1})
	require.NoError(t, err)
	require.Equal(t, 2, n)
	text, state, _ := postAs(app, "", "Ada")
	require.Equal(t, []string{"Ada1", "hit"}, []string{text, state})
	w := post(app, greet("\"\\\"<ü>\u2028\\\\u2028\""))
	require.Equal(t, `cache;desc="hit"`, w.Header().Get("Server-Timing"), "as JSON.stringify writes it")

	n, err = cache.Forget(ctx, fn, "Ada")
	require.NoError(t, err)
	require.Equal(t, 1, n)
	text, state, _ = postAs(app, "", "Ada")
	require.Equal(t, []string{"Ada3", "miss"}, []string{text, state})
	for _, forget := range []func() (int, error){
		func() (int, error) { return cache.Forget(ctx, fn) },
		func() (int, error) { return cache.ForgetTag(ctx, "greetings") },
	} {
		n, err = forget()
		require.NoError(t, err)
		require.Positive(t, n)
		_, state, _ = postAs(app, "", "Ada")
		require.Equal(t, "miss", state)
	}
	_, err = cache.Forget(ctx, fn, "Ada", 1)
	require.EqualError(t, err, "memo: Forget: greeting.children takes 1 arguments besides a context, not 2")
	_, err = cache.Forget(ctx, fn, make(chan int))
	require.ErrorContains(t, err, "argument 1, for Input(\"name\", \"value\")")
	stats := cache.Stats()
	require.Len(t, stats.Functions, 1)
	require.Equal(t, "greeting.children", stats.Functions[0].Name)
}

// In debug mode the lines of a stream tell what the header of a single answer does.
func TestLinesTellTheirTimingsInDebugMode(t *testing.T) {
	t.Parallel()
	for _, debug := range []bool{true, false} {
		app := greeting(t, dashi.Options{Debug: debug}, func(ctx context.Context, name string) string { return name },
			newCache(t, memo.NewLRU(10)).Memoize(time.Minute))
		for _, state := range []string{"miss", "hit"} {
			_, next := lines(t, app, batchOf(greet(`"a"`)))
			line := next()
			line["fresh"] = nil
			want := map[string]any{"call": 0.0, "status": 200.0, "answer": answerOf("a"), "fresh": nil}
			if debug {
				want["timing"] = `cache;desc="` + state + `"`
			}
			require.Equal(t, want, line)
			require.Nil(t, next())
		}
	}
}

// The announced length of a body is taken at its word as far as the server lets bodies be, and no further.
func TestABodyThatIsShorterThanAnnouncedIsMalformed(t *testing.T) {
	t.Parallel()
	app := greeting(t, dashi.Options{MaxRequestBytes: 1000}, func(name string) string { return name })
	for announced, code := range map[int64]int{0: 200, -1: 200, int64(len(greet(`"x"`))): 200, 900: 400, 2000: 413} {
		r := httptest.NewRequest(http.MethodPost, "/_dash-update-component", strings.NewReader(greet(`"x"`)))
		if r.ContentLength = announced; announced == 2000 {
			r.Body = io.NopCloser(strings.NewReader(strings.Repeat(" ", 2000)))
		}
		w := httptest.NewRecorder()
		app.ServeHTTP(w, r)
		require.Equal(t, code, w.Code, "%d: %s", announced, w.Body)
	}
}
