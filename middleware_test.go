package dashi_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/memo"
)

type noteKey struct{}

func TestMiddlewareIsAroundEveryCall(t *testing.T) {
	t.Parallel()
	var notes []string
	app := greeting(t, dashi.Options{}, func(ctx context.Context, name string) string {
		notes = append(notes, "callback")
		return fmt.Sprint(name, ctx.Value(noteKey{}))
	})
	note := func(name string) func(dashi.Handler) dashi.Handler {
		return func(next dashi.Handler) dashi.Handler {
			return func(ctx context.Context, call *dashi.Call) error {
				notes = append(notes, "to "+name)
				require.Same(t, call, dashi.CallFrom(ctx))
				err := next(context.WithValue(ctx, noteKey{}, name), call)
				notes = append(notes, "from "+name)
				return err
			}
		}
	}
	app.Use(note("a"), note("b"))
	app.Use(note("c"))
	_, body := ask(t, app, greet(`"Ada"`))
	require.Contains(t, body, `"Adac"`)
	require.Equal(t, []string{"to a", "to b", "to c", "callback", "from c", "from b", "from a"}, notes)
}

func TestMiddlewareMayRefuse(t *testing.T) {
	t.Parallel()
	var log journal
	ran := false
	app := greeting(t, dashi.Options{Logger: log.logger()}, func(name string) string { ran = true; return name })
	app.Use(func(next dashi.Handler) dashi.Handler {
		return func(ctx context.Context, call *dashi.Call) error {
			if _, err := call.Request().Cookie("session"); err != nil {
				return fmt.Errorf("who is it: %w", dashi.Refuse(http.StatusUnauthorized, "Please sign in."))
			}
			return next(ctx, call)
		}
	})
	status, body := ask(t, app, greet(`"Ada"`))
	require.Equal(t, http.StatusUnauthorized, status)
	require.JSONEq(t, `{"error":{"code":"refused","message":"Please sign in.","callback":"greeting.children"}}`, body)
	require.False(t, ran)
	require.Empty(t, log.String())
}

func TestRefuseTakesErrorsOnly(t *testing.T) {
	t.Parallel()
	require.PanicsWithValue(t, "dashi: Refuse: the status is 204; expected one from 400 to 599", func() { _ = dashi.Refuse(204, "") })
	require.ErrorContains(t, dashi.Refuse(403, ""), "Forbidden")
}

// A callback may answer so too.
func TestACallbackMayRefuse(t *testing.T) {
	t.Parallel()
	app := greeting(t, dashi.Options{}, func(string) (string, error) { return "", dashi.Refuse(http.StatusConflict, "Somebody was faster.") })
	status, body := ask(t, app, greet(`"Ada"`))
	require.Equal(t, http.StatusConflict, status)
	require.Contains(t, body, "Somebody was faster.")
}

func TestMiddlewareSeesWhatACallCameTo(t *testing.T) {
	t.Parallel()
	boom := errors.New("boom")
	for name, want := range map[string]error{"Ada": nil, "prevented": dashi.PreventUpdate, "fails": boom} {
		var seen error
		app := greeting(t, dashi.Options{}, func(name string) (string, error) {
			switch name {
			case "prevented":
				return "", dashi.PreventUpdate
			case "fails":
				return "", boom
			case "panics":
				panic(boom)
			}
			return name, nil
		})
		app.Use(func(next dashi.Handler) dashi.Handler {
			return func(ctx context.Context, call *dashi.Call) error {
				seen = next(ctx, call)
				return seen
			}
		})
		ask(t, app, greet(`"`+name+`"`))
		require.ErrorIs(t, seen, want)
		ask(t, app, greet(`"panics"`))
		require.ErrorIs(t, seen, boom)
	}
}

func TestMiddlewareIsAroundTheMemo(t *testing.T) {
	t.Parallel()
	cache := newCache(t, memo.NewLRU(10))
	var seen []memo.Status
	var calls atomic.Int32
	app := greeting(t, dashi.Options{}, func(name string) string { calls.Add(1); return name }, cache.Memoize(time.Minute))
	app.Use(func(next dashi.Handler) dashi.Handler {
		return func(ctx context.Context, call *dashi.Call) error {
			require.NotNil(t, call.Request(), "middleware may know who asks")
			err := next(ctx, call)
			seen = append(seen, call.Cache())
			return err
		}
	})
	ask(t, app, greet(`"Ada"`))
	ask(t, app, greet(`"Ada"`))
	require.Equal(t, []memo.Status{memo.Miss, memo.Hit}, seen)
	require.EqualValues(t, 1, calls.Load())
}

// What middleware sets besides goes with an answer out of the memo too, and does not get into it.
func TestMiddlewareSetsPropsBesidesARememberedAnswer(t *testing.T) {
	t.Parallel()
	cache := newCache(t, memo.NewLRU(10))
	n := 0
	app := greeting(t, dashi.Options{}, func(name string) string { return name }, cache.Memoize(time.Minute))
	app.Use(func(next dashi.Handler) dashi.Handler {
		return func(ctx context.Context, call *dashi.Call) error {
			n++
			if err := call.SetProps("name", map[string]any{"title": n}); err != nil {
				return err
			}
			return next(ctx, call)
		}
	})
	for i := range 3 {
		_, body := ask(t, app, greet(`"Ada"`))
		require.Equal(t, fmt.Sprintf(`{"multi":true,"response":{"greeting":{"children":"Ada"}},"sideUpdate":{"name":{"title":%d}}}`, i+1), body)
	}
}

func TestMiddlewareThatPanicsOrIsNone(t *testing.T) {
	t.Parallel()
	var log journal
	app := greeting(t, dashi.Options{Logger: log.logger()}, func(name string) string { return name })
	app.Use(func(next dashi.Handler) dashi.Handler {
		return func(ctx context.Context, call *dashi.Call) error { panic("a mistake") }
	})
	status, _ := ask(t, app, greet(`"Ada"`))
	require.Equal(t, 500, status)
	require.Contains(t, log.String(), "a mistake")
	require.Panics(t, func() { app.Use(func(next dashi.Handler) dashi.Handler { return next }) }, "the app has started")
	require.Panics(t, func() { dashi.New(dashi.Options{}).Use(nil) })

	none := greeting(t, dashi.Options{Debug: true}, func(name string) string { return name })
	none.Use(func(next dashi.Handler) dashi.Handler { return nil })
	status, body := ask(t, none, greet(`"Ada"`))
	require.Equal(t, 500, status)
	require.Contains(t, body, "middleware 1: it gave no Handler")
}

func TestOnError(t *testing.T) {
	t.Parallel()
	boom := errors.New("boom")
	fails := func(ctx context.Context, name string) (string, error) {
		switch name {
		case "prevented":
			return "", dashi.PreventUpdate
		case "refused":
			return "", dashi.Refuse(403, "No.")
		case "panics":
			panic("a mistake")
		case "unencodable":
			return "", fmt.Errorf("wrapped: %w", boom)
		}
		return "", boom
	}
	tests := map[string]struct {
		name     string
		callback any // OnError of the callback
		app      func(context.Context, error) error
		status   int
		body     string
		logged   bool
	}{
		"a value takes the output's place": {"x", func(err error) string { return "failed: " + err.Error() }, nil, 200, `{"greeting":{"children":"failed: boom"}}`, false},
		"with a context":                   {"x", func(ctx context.Context, err error) (string, error) { return dashi.CallFrom(ctx).ID(), nil }, nil, 200, `"greeting.children"`, false},
		"a panic too":                      {"panics", func(err error) string { return err.Error() }, nil, 200, `"panic: a mistake"`, false},
		"nothing to say":                   {"x", func(err error) error { return nil }, nil, 204, ``, false},
		"another error":                    {"x", func(err error) error { return dashi.Refuse(503, "Later.") }, nil, 503, `Later.`, false},
		"the same error":                   {"x", func(err error) error { return err }, nil, 500, `The callback failed.`, true},
		"the handler panics":               {"x", func(err error) error { panic("again") }, nil, 500, `callback_panicked`, true},
		"side props": {"x", func(ctx context.Context, err error) error {
			return dashi.CallFrom(ctx).SetProps("name", map[string]any{"title": "oh"})
		}, nil, 200, `"sideUpdate":{"name":{"title":"oh"}}`, false},
		"not for PreventUpdate": {"prevented", func(err error) string { return "never" }, nil, 204, ``, false},
		"not for Refuse":        {"refused", func(err error) string { return "never" }, nil, 403, `No.`, false},
		"the app's":             {"x", nil, func(ctx context.Context, err error) error { return nil }, 204, ``, false},
		"the app's with side props": {"x", nil, func(ctx context.Context, err error) error {
			return dashi.CallFrom(ctx).SetProps("name", map[string]any{"title": err.Error()})
		}, 200, `{"title":"boom"}`, false},
		"the app's gives it back": {"x", nil, func(ctx context.Context, err error) error { return err }, 500, `The callback failed.`, true},
		"the callback's first":    {"x", func(err error) string { return "mine" }, func(ctx context.Context, err error) error { panic("never") }, 200, `"mine"`, false},
		"then the app's":          {"x", func(err error) error { return err }, func(ctx context.Context, err error) error { return nil }, 204, ``, false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var log journal
			var options []dashi.CallbackOption
			if tt.callback != nil {
				options = append(options, dashi.OnError(tt.callback))
			}
			app := greeting(t, dashi.Options{Logger: log.logger(), OnError: tt.app}, fails, options...)
			status, body := ask(t, app, greet(`"`+tt.name+`"`))
			require.Equal(t, tt.status, status, body)
			require.Contains(t, body, tt.body)
			require.Equal(t, tt.logged, log.String() != "", log.String())
		})
	}
}

func TestAHandledFailureIsNotRemembered(t *testing.T) {
	t.Parallel()
	cache := newCache(t, memo.NewLRU(10))
	calls := 0
	app := greeting(t, dashi.Options{}, func(name string) (string, error) { calls++; return "", errors.New("boom") },
		cache.Memoize(time.Minute), dashi.OnError(func(err error) string { return "sorry" }))
	for range 2 {
		w := post(app, greet(`"Ada"`))
		require.Contains(t, w.Body.String(), "sorry")
		require.Equal(t, "no-cache", w.Header().Get("Cache-Control"))
	}
	require.Equal(t, 2, calls)
}

func TestOnErrorOfTheWrongForm(t *testing.T) {
	t.Parallel()
	for _, handler := range []any{nil, "x", func() {}, func(string) string { return "" }, func(error) (string, string) { return "", "" }, func(error, ...int) error { return nil }} {
		require.Panics(t, func() {
			greeting(t, dashi.Options{}, func(string) string { return "" }, dashi.OnError(handler))
		}, "%T", handler)
	}
	app := greeting(t, dashi.Options{}, func(string) string { return "" })
	app.Callback(dashi.Output("greeting", "title"), dashi.Input("name", "value"), func(string) string { return "" }, dashi.OnError(func(error) int { return 0 }))
	require.ErrorContains(t, app.Validate(), "result 1 of the OnError function")
}
