package dashi_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/memo"
)

type failure struct {
	Error struct{ Code, Message, Callback, Stack string }
}

func failureOf(t *testing.T, body string) failure {
	t.Helper()
	var f failure
	require.NoError(t, json.Unmarshal([]byte(body), &f), body)
	return f
}

// TestBadRequestsAreRefused sends what no front end of ours would; each is a 4xx with a JSON error, nothing is logged, and the
// app goes on.
func TestBadRequestsAreRefused(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		body    string
		status  int
		code    string
		message string
	}{
		"empty":              {``, 400, "malformed", "not a JSON object"},
		"not JSON":           {`hello`, 400, "malformed", "not a JSON object"},
		"cut off":            {`{"output":"greeting.children","inputs":[{"id":"na`, 400, "malformed", ""},
		"an array":           {`[7]`, 400, "malformed", "[0]"},
		"no output":          {`{"inputs":[]}`, 400, "malformed", `the key "output" is missing`},
		"output no string":   {`{"output":3}`, 400, "malformed", ""},
		"inputs no list":     {`{"output":"greeting.children","inputs":{}}`, 400, "malformed", ""},
		"input no object":    {`{"output":"greeting.children","inputs":[7]}`, 400, "malformed", "inputs[0]"},
		"input without id":   {`{"output":"greeting.children","inputs":[{"property":"value"}]}`, 400, "malformed", `inputs[0]: the key "id" is missing`},
		"input id a number":  {`{"output":"greeting.children","inputs":[{"id":1,"property":"value"}]}`, 400, "malformed", "inputs[0].id"},
		"unknown callback":   {`{"output":"nobody.children","inputs":[]}`, 404, "unknown_callback", `"nobody.children"`},
		"too few inputs":     {`{"output":"greeting.children","inputs":[]}`, 400, "wrong_arguments", `Input("name", "value") is missing`},
		"no inputs key":      {`{"output":"greeting.children"}`, 400, "wrong_arguments", `Input("name", "value") is missing`},
		"too many inputs":    {`{"output":"greeting.children","inputs":[{"id":"name","property":"value"},{"id":"name","property":"value"}]}`, 400, "wrong_arguments", "1 values more"},
		"state not declared": {`{"output":"greeting.children","inputs":[{"id":"name","property":"value"}],"state":[{"id":"x","property":"y"}]}`, 400, "wrong_arguments", "1 values more"},
		"another id":         {`{"output":"greeting.children","inputs":[{"id":"other","property":"value"}]}`, 400, "wrong_arguments", `got "other.value" where Input("name", "value")`},
		"another property":   {`{"output":"greeting.children","inputs":[{"id":"name","property":"id"}]}`, 400, "wrong_arguments", `got "name.id"`},
		"wrong type":         {greet(`{"a":1}`), 400, "wrong_arguments", `the value of Input("name", "value") does not fit`},
		"wrong type, number": {greet(`12`), 400, "wrong_arguments", `the value of Input("name", "value") does not fit`},
	}
	var log journal
	app := greeting(t, dashi.Options{Logger: log.logger()}, func(name string) string { return "Hello " + name })
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			status, body := ask(t, app, tt.body)
			require.Equal(t, tt.status, status, body)
			f := failureOf(t, body)
			require.Equal(t, tt.code, f.Error.Code)
			require.Contains(t, f.Error.Message, tt.message)
			require.Empty(t, f.Error.Stack)
		})
	}
	require.Empty(t, log.String())
	status, _ := ask(t, app, greet(`"Ada"`))
	require.Equal(t, http.StatusOK, status)
}

func TestTheSizeOfRequestsIsLimited(t *testing.T) {
	t.Parallel()
	app := greeting(t, dashi.Options{MaxRequestBytes: 1000}, func(name string) int { return len(name) })
	status, body := ask(t, app, greet(`"`+strings.Repeat("x", 1000)+`"`))
	require.Equal(t, http.StatusRequestEntityTooLarge, status)
	require.Equal(t, "too_large", failureOf(t, body).Error.Code)
	require.Contains(t, body, "1000 bytes")
	status, _ = ask(t, app, greet(`"`+strings.Repeat("x", 700)+`"`))
	require.Equal(t, http.StatusOK, status)

	byDefault := greeting(t, dashi.Options{}, func(name string) int { return len(name) })
	status, _ = ask(t, byDefault, greet(`"`+strings.Repeat("x", 9<<20)+`"`))
	require.Equal(t, http.StatusOK, status)
	status, _ = ask(t, byDefault, greet(`"`+strings.Repeat("x", 11<<20)+`"`))
	require.Equal(t, http.StatusRequestEntityTooLarge, status)
}

func TestOtherMethodsAreRefused(t *testing.T) {
	t.Parallel()
	app := greeting(t, dashi.Options{}, func(string) string { return "" })
	for _, tt := range []struct{ method, path, allow string }{
		{http.MethodGet, "/_dash-update-component", "POST"},
		{http.MethodPost, "/", "GET, HEAD"},
		{http.MethodDelete, "/_dash-layout", "GET, HEAD"},
	} {
		w := httptest.NewRecorder()
		app.ServeHTTP(w, httptest.NewRequest(tt.method, tt.path, nil))
		require.Equal(t, http.StatusMethodNotAllowed, w.Code)
		require.Equal(t, tt.allow, w.Header().Get("Allow"))
		require.Equal(t, "method_not_allowed", failureOf(t, w.Body.String()).Error.Code)
	}
}

func TestRequestsFromOtherSitesAreRefused(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		header http.Header
		status int
	}{
		"another site":         {http.Header{"Sec-Fetch-Site": {"cross-site"}}, http.StatusForbidden},
		"another origin":       {http.Header{"Origin": {"https://evil.example"}}, http.StatusForbidden},
		"a trusted origin":     {http.Header{"Origin": {"https://dash.example"}, "Sec-Fetch-Site": {"cross-site"}}, http.StatusOK},
		"the same origin":      {http.Header{"Sec-Fetch-Site": {"same-origin"}}, http.StatusOK},
		"no browser":           {http.Header{}, http.StatusOK},
		"the same old browser": {http.Header{"Origin": {"http://example.com"}}, http.StatusOK},
	}
	app := greeting(t, dashi.Options{TrustedOrigins: []string{"https://dash.example"}}, func(string) string { return "" })
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := httptest.NewRequest(http.MethodPost, "/_dash-update-component", strings.NewReader(greet(`"x"`)))
			r.Header = tt.header
			w := httptest.NewRecorder()
			app.ServeHTTP(w, r)
			require.Equal(t, tt.status, w.Code)
			if tt.status != http.StatusOK {
				require.Equal(t, "cross_origin", failureOf(t, w.Body.String()).Error.Code)
			}
		})
	}
}

// TestFailuresOfCallbacks: users see a calm sentence, developers the cause, and the log has everything in both modes.
func TestFailuresOfCallbacks(t *testing.T) {
	t.Parallel()
	type table struct{ rows []int }
	tests := map[string]struct {
		fn    any
		code  string
		cause string
		stack bool
	}{
		"error":          {func(string) (string, error) { return "", errors.New("the database is gone") }, "callback_failed", "the database is gone", false},
		"panic":          {func(string) string { panic("out of cheese") }, "callback_panicked", "panic: out of cheese", true},
		"runtime panic":  {func(string) int { var t *table; return t.rows[3] }, "callback_panicked", "nil pointer dereference", true},
		"cannot encode":  {func(string) any { return map[string]any{"f": func() {}} }, "callback_failed", `the value for Output("greeting", "children") cannot be encoded: .f: a func() cannot be encoded as JSON`, false},
		"panics encoded": {func(string) any { return explosive{} }, "callback_panicked", "boom", true},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, debug := range []bool{false, true} {
				var log journal
				app := greeting(t, dashi.Options{Logger: log.logger(), Debug: debug}, tt.fn)
				status, body := ask(t, app, greet(`"x"`))
				require.Equal(t, http.StatusInternalServerError, status)
				f := failureOf(t, body)
				require.Equal(t, tt.code, f.Error.Code)
				require.Equal(t, "greeting.children", f.Error.Callback)
				require.Contains(t, log.String(), "greeting.children")
				require.Contains(t, strings.ReplaceAll(log.String(), `\"`, `"`), tt.cause)
				if tt.stack {
					require.Contains(t, log.String(), "update_test.go")
				}
				if debug {
					require.Contains(t, f.Error.Message, tt.cause)
					require.Contains(t, f.Error.Message, "app_test.go:")
					require.Equal(t, tt.stack, strings.Contains(f.Error.Stack, "update_test.go"))
				} else {
					require.Equal(t, "The callback failed.", f.Error.Message)
					require.Empty(t, f.Error.Stack)
				}
				status, _ = ask(t, app, greet(`"x"`))
				require.Equal(t, http.StatusInternalServerError, status, "the app goes on")
			}
		})
	}
}

type explosive struct{}

func (explosive) MarshalJSON() ([]byte, error) { panic("boom") }

// nilError is what a function returns that declares its error as a pointer: not nil, and of no use.
type nilError struct{ cause error }

func (e *nilError) Error() string { return e.cause.Error() }

func (e *nilError) Unwrap() error { return e.cause }

func TestAnErrorWhoseMethodsPanicIsAFailureLikeOthers(t *testing.T) {
	t.Parallel()
	cache := newCache(t, memo.NewLRU(10))
	for name, options := range map[string][]dashi.CallbackOption{"plain": nil, "memoized": {cache.Memoize(time.Minute)}} {
		for _, debug := range []bool{false, true} {
			var log journal
			app := greeting(t, dashi.Options{Name: fmt.Sprint(name, debug), Logger: log.logger(), Debug: debug}, func(string) (string, error) {
				var e *nilError
				return "", e
			}, options...)
			status, body := ask(t, app, greet(`"x"`))
			require.Equal(t, http.StatusInternalServerError, status)
			require.Equal(t, "callback_panicked", failureOf(t, body).Error.Code)
			require.Contains(t, log.String(), "nil pointer dereference")
			require.Contains(t, log.String(), "nilError")
		}
	}
}

// secretive can be decoded from the layout's value only, and its error tells what only the log may know.
type secretive struct{ text string }

func (s *secretive) UnmarshalJSON(raw []byte) error {
	if s.text = string(raw); s.text != `"world"` {
		return errors.New("no such row for admin:hunter2")
	}
	return nil
}

func TestWhyAnArgumentDoesNotFitIsForDevelopers(t *testing.T) {
	t.Parallel()
	for _, debug := range []bool{false, true} {
		app := greeting(t, dashi.Options{Debug: debug}, func(v secretive) string { return v.text })
		status, body := ask(t, app, greet(`"x"`))
		require.Equal(t, http.StatusBadRequest, status)
		message := failureOf(t, body).Error.Message
		require.Contains(t, message, `Input("name", "value")`)
		require.Equal(t, debug, strings.Contains(message, "hunter2"))
		require.Equal(t, debug, strings.Contains(message, "secretive"), "the names of Go types are the program's")
	}
}

// TestACallThatIsCutShortIsNotTakenForAnAnswer: without a word from the handler net/http would answer 200 and nothing.
func TestACallThatIsCutShortIsNotTakenForAnAnswer(t *testing.T) {
	t.Parallel()
	waits := func(ctx context.Context, _ string) (string, error) { <-ctx.Done(); return "", ctx.Err() }
	for name, limited := range map[string]func(context.Context) (context.Context, context.CancelFunc){
		"time limit": func(ctx context.Context) (context.Context, context.CancelFunc) {
			return context.WithTimeout(ctx, time.Millisecond)
		},
		"cancelled": func(ctx context.Context) (context.Context, context.CancelFunc) {
			ctx, cancel := context.WithCancel(ctx)
			time.AfterFunc(time.Millisecond, cancel)
			return ctx, cancel
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var log journal
			app := greeting(t, dashi.Options{Logger: log.logger()}, waits)
			ctx, cancel := limited(t.Context())
			defer cancel()
			w := httptest.NewRecorder()
			app.ServeHTTP(w, httptest.NewRequestWithContext(ctx, http.MethodPost, "/_dash-update-component", strings.NewReader(greet(`"x"`))))
			require.Equal(t, http.StatusInternalServerError, w.Code)
			require.Equal(t, "callback_failed", failureOf(t, w.Body.String()).Error.Code)
			require.Equal(t, name == "time limit", strings.Contains(log.String(), "deadline exceeded"), log.String())
		})
	}
}

// TestAPanicIsLoggedThoughTheBrowserHasGone: it is a mistake in the program, whoever waits.
func TestAPanicIsLoggedThoughTheBrowserHasGone(t *testing.T) {
	t.Parallel()
	for name, cached := range map[string]bool{"plain": false, "memoized": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var log journal
			var options []dashi.CallbackOption
			cache := memo.New(memo.NewLRU(10))
			if cached {
				options = append(options, cache.Memoize(time.Minute))
			}
			ctx, cancel := context.WithCancel(t.Context())
			app := greeting(t, dashi.Options{Logger: log.logger()}, func(ctx context.Context, _ string) string {
				cancel()
				<-ctx.Done()
				panic("out of cheese")
			}, options...)
			app.ServeHTTP(httptest.NewRecorder(), httptest.NewRequestWithContext(ctx, http.MethodPost, "/_dash-update-component", strings.NewReader(greet(`"x"`))))
			require.NoError(t, cache.Close()) // joins the flight
			require.Equal(t, 1, strings.Count(log.String(), "out of cheese"), log.String())
		})
	}
}

func TestNoUpdateWithinAValueIsAnError(t *testing.T) {
	t.Parallel()
	for name, value := range map[string]any{
		"pointer": &dashi.NoUpdate, "list": []any{"a", dashi.NoUpdate}, "map": map[string]any{"a": dashi.NoUpdate},
	} {
		var log journal
		status, _ := ask(t, greeting(t, dashi.Options{Logger: log.logger()}, func(string) any { return value }), greet(`"x"`))
		require.Equal(t, http.StatusInternalServerError, status, name)
		require.Contains(t, log.String(), "NoUpdate", name)
	}
}
