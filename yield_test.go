package dashi_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout/html"
	"github.com/dashi-go/dashi/memo"
	"github.com/dashi-go/dashi/render/wire/frames"
)

// partial is the line of a value that greeting shows before the call's end.
func partial(call int, value any) map[string]any {
	return map[string]any{"call": float64(call), "partial": map[string]any{"greeting": map[string]any{"children": value}}}
}

func stands(call int) map[string]any {
	return map[string]any{"call": float64(call), "status": 200.0, "stands": true}
}

// patchOf is a patch as JSON has it.
func patchOf(operations ...any) map[string]any {
	return map[string]any{"__dash_patch_update": "__dash_patch_update", "operations": operations}
}

func addOf(value any) map[string]any {
	return map[string]any{"operation": "Add", "location": []any{}, "params": map[string]any{"value": value}}
}

// added is a patch that adds to a text.
func added(text string) (p dashi.Patch) {
	p.At().Add(text)
	return p
}

// numberMore is a patch that adds to a number.
func numberMore(n int) (p dashi.Patch) {
	p.At().Add(n)
	return p
}

// twice is a patch that adds to a text two times.
func twice(text string) (p dashi.Patch) {
	p.At().Add(text)
	p.At().Add(text)
	return p
}

// allLines are the lines of the answer to a client that takes a stream.
func allLines(t *testing.T, h http.Handler, body string) (all []map[string]any) {
	t.Helper()
	_, next := lines(t, h, body)
	for line := next(); line != nil; line = next() {
		all = append(all, line)
	}
	return all
}

// TestValuesAreSentAsTheyAreYielded: in each form, and as the callback is still at work.
func TestValuesAreSentAsTheyAreYielded(t *testing.T) {
	t.Parallel()
	for name, form := range map[string]func(seen chan bool) any{
		"Seq": func(seen chan bool) any {
			return func(name string) iter.Seq[string] {
				return func(yield func(string) bool) {
					for i := range 3 {
						if !yield(fmt.Sprint(name, i)) {
							return
						}
						<-seen
					}
				}
			}
		},
		"Seq2": func(seen chan bool) any {
			return func(name string) iter.Seq2[any, error] {
				return func(yield func(any, error) bool) {
					for i := range 3 {
						if !yield(fmt.Sprint(name, i), nil) {
							return
						}
						<-seen
					}
				}
			}
		},
		"sink": func(seen chan bool) any {
			return func(name string, show func(string) error) error {
				for i := range 3 {
					if err := show(fmt.Sprint(name, i)); err != nil {
						return err
					}
					<-seen
				}
				return nil
			}
		},
	} {
		for _, encoding := range []string{"gzip", "identity"} {
			t.Run(name+" "+encoding, func(t *testing.T) {
				t.Parallel()
				seen := make(chan bool)
				app := greeting(t, dashi.Options{}, form(seen))
				var next func() map[string]any
				if encoding == "gzip" { // the client of net/http asks for it, and unpacks
					_, next = lines(t, app, greet(`"Ada"`))
				} else {
					_, next = lines(t, app, greet(`"Ada"`), "Accept-Encoding", encoding)
				}
				for i := range 3 {
					require.Equal(t, partial(0, fmt.Sprint("Ada", i)), next())
					seen <- true
				}
				require.Equal(t, stands(0), next())
				require.Nil(t, next())
			})
		}
	}
}

// TestOfAllThatIsYieldedOthersGetTheOutcome: Dash's client, and who calls an endpoint.
func TestOfAllThatIsYieldedOthersGetTheOutcome(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		yields []any
		want   any // nil for none
	}{
		"the last value":           {[]any{"a", "b"}, "b"},
		"nothing":                  {nil, nil},
		"a text and more of it":    {[]any{"a", added(`b"c\`), added("\u2028é😀"), added("")}, "ab\"c\\\u2028é😀"},
		"a value and patches":      {[]any{1, numberMore(2), numberMore(3)}, patchOf(map[string]any{"operation": "Assign", "location": []any{}, "params": map[string]any{"value": 1.0}}, addOf(2.0), addOf(3.0))},
		"a text and other patches": {[]any{"a", twice("b"), added("c")}, patchOf(map[string]any{"operation": "Assign", "location": []any{}, "params": map[string]any{"value": "a"}}, addOf("b"), addOf("b"), addOf("c"))},
		"patches":                  {[]any{added("a"), added("b")}, patchOf(addOf("a"), addOf("b"))},
		"a value after patches":    {[]any{added("a"), "b"}, "b"},
		"NoUpdate in between":      {[]any{"a", dashi.NoUpdate}, "a"},
		"empty patches":            {[]any{dashi.Patch{}, added("a"), dashi.Patch{}}, patchOf(addOf("a"))},
		"an empty patch and none":  {[]any{"a", dashi.Patch{}}, "a"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			app := greeting(t, dashi.Options{}, func(string) iter.Seq[any] { return slices.Values(tt.yields) }, dashi.APIEndpoint("greet"))
			status, body := ask(t, app, greet(`"Ada"`))
			w := httptest.NewRecorder()
			app.ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/greet", strings.NewReader(`{}`)))
			if tt.want == nil {
				require.Equal(t, http.StatusNoContent, status)
				require.Equal(t, http.StatusNoContent, w.Code)
				return
			}
			require.Equal(t, http.StatusOK, status)
			require.Equal(t, map[string]any{"multi": true, "response": map[string]any{"greeting": map[string]any{"children": tt.want}}}, parsed(t, []byte(body)))
			require.Equal(t, tt.want, parsed(t, w.Body.Bytes()))
		})
	}
}

func TestNothingButNoUpdateChangesNothing(t *testing.T) {
	t.Parallel()
	app := greeting(t, dashi.Options{}, func(string) iter.Seq[any] { return slices.Values([]any{dashi.NoUpdate, dashi.NoUpdate}) })
	status, body := ask(t, app, greet(`"Ada"`))
	require.Equal(t, 200, status)
	require.JSONEq(t, `{"multi":true,"response":{}}`, body)
	require.Equal(t, []map[string]any{{"multi": true, "response": map[string]any{}}}, allLines(t, app, greet(`"Ada"`)), "there was nothing to begin a stream for")
}

func TestASinkSetsSeveralOutputs(t *testing.T) {
	t.Parallel()
	app := dashi.New(dashi.Options{})
	t.Cleanup(func() { require.NoError(t, app.Close()) })
	app.Layout(html.Div(html.P(html.ID("a")), html.P(html.ID("b"))))
	app.Callback(dashi.Outputs(dashi.Output("a", "children"), dashi.Output("b", "children"), dashi.Output("a", "title")), dashi.Inputs(),
		func(ctx context.Context, show func(string, any, any) error) error {
			return errors.Join(show("1", dashi.NoUpdate, 1), dashi.CallFrom(ctx).SetProps("b", map[string]any{"title": "side"}), show("2", "x", dashi.NoUpdate))
		})
	request := `{"output":"..a.children...b.children...a.title..","outputs":[{"id":"a","property":"children"},{"id":"b","property":"children"},{"id":"a","property":"title"}],"inputs":[],"changedPropIds":[]}`
	require.Equal(t, []map[string]any{
		{"call": 0.0, "partial": map[string]any{"a": map[string]any{"children": "1", "title": 1.0}}},
		{"call": 0.0, "sideUpdate": map[string]any{"b": map[string]any{"title": "side"}}},
		{"call": 0.0, "partial": map[string]any{"a": map[string]any{"children": "2"}, "b": map[string]any{"children": "x"}}},
		stands(0),
	}, allLines(t, app, request))
	status, body := ask(t, app, request)
	require.Equal(t, 200, status)
	require.JSONEq(t, `{"multi":true,"response":{"a":{"children":"2","title":1},"b":{"children":"x"}},"sideUpdate":{"b":{"title":"side"}}}`, body)
}

// TestYieldsOfABatchComeAsTheyAre, between the answers of the others.
func TestYieldsOfABatchComeAsTheyAre(t *testing.T) {
	t.Parallel()
	seen := make(chan bool)
	app := greeting(t, dashi.Options{}, func(name string) iter.Seq[string] {
		return func(yield func(string) bool) {
			if name == "short" {
				yield(name)
				return
			}
			for i := range 2 {
				yield(fmt.Sprint(name, i))
				<-seen
			}
		}
	})
	_, next := lines(t, app, batchOf(greet(`"long"`), greet(`"short"`)))
	got := []map[string]any{next(), next(), next()}
	require.ElementsMatch(t, []map[string]any{partial(0, "long0"), partial(1, "short"), stands(1)}, got)
	seen <- true
	require.Equal(t, partial(0, "long1"), next())
	seen <- true
	require.Equal(t, stands(0), next())
	require.Nil(t, next())
}

// TestColumnsOfYieldsAreTheCallbacksAgain: it may write into them as soon as yield has returned, whoever the client is.
func TestColumnsOfYieldsAreTheCallbacksAgain(t *testing.T) {
	t.Parallel()
	cache := newCache(t, memo.NewLRU(10))
	for name, options := range map[string][]dashi.CallbackOption{"plain": nil, "memoized": {cache.Memoize(time.Minute)}} {
		app := graphing(t, func(n int) iter.Seq[any] {
			return func(yield func(any) bool) {
				column := wave(600, 0)
				if !yield(trace(column)) {
					return
				}
				for i := range n {
					copy(column, wave(600, float64(i)))
					var p dashi.Patch
					p.At("data", 0, "x").Extend(column)
					if !yield(p) {
						return
					}
				}
				clear(column)
			}
		}, options...)
		want := slices.Concat(wave(600, 0), wave(600, 0), wave(600, 1))
		for kind, as := range clients {
			r := asking(draw(2))
			as(r)
			w := serve(app, r)
			if name == "memoized" || w.Header().Get("Content-Type") != framesType {
				require.Equal(t, want, numbers(t, valueOf(t, w)), "%s, %s", name, kind)
				continue
			}
			var got []float64
			all := framesIn(t, w)
			for _, f := range all {
				text, err := f.AppendJSON(nil)
				require.NoError(t, err)
				got = append(got, numbers(t, parsed(t, text))...)
			}
			require.Equal(t, want, got, kind)
			require.Len(t, all, 4, kind)
			require.Equal(t, `{"call":0,"status":200,"stands":true}`, string(all[3].Head))
		}
	}
}

// numbers are those of all columns in a value that has one object with columns at most at each place.
func numbers(t testing.TB, value any) (all []float64) {
	t.Helper()
	switch value := value.(type) {
	case []any:
		for _, item := range value {
			all = append(all, numbers(t, item)...)
		}
	case map[string]any:
		if data, ok := value["bdata"].(string); ok {
			raw, err := base64.StdEncoding.DecodeString(data)
			require.NoError(t, err)
			all = make([]float64, len(raw)/8)
			require.NoError(t, binary.Read(bytes.NewReader(raw), binary.LittleEndian, all))
		}
		for _, item := range value {
			all = append(all, numbers(t, item)...)
		}
	}
	return all
}

// TestAFrameOfYieldsIsOneOfColumns, which are not text on the way.
func TestAFrameOfYieldsIsOneOfColumns(t *testing.T) {
	t.Parallel()
	app := graphing(t, func(int) iter.Seq[any] { return slices.Values([]any{trace(wave(600, 0))}) })
	all := framesIn(t, serve(app, asking(draw(1), "Accept", framesType)))
	require.Equal(t, []frames.Form{frames.Whole}, forms(all[0]))
	require.Contains(t, string(all[0].Head), `"bdata":0`)
	all = framesIn(t, serve(app, asking(batchOf(draw(1)), "Accept", framesType, "Dashi-Holds", holding(wave(600, 0)))))
	require.Equal(t, []frames.Form{frames.Held}, forms(all[0]), "what the page holds is not sent again")
}

// outcomes are how calls end whose function yields, by what the function does after it has yielded "a".
var outcomes = map[string]struct {
	fail    func(context.Context) error
	options []dashi.CallbackOption
	status  int    // for who takes no stream
	want    any    // the value there
	last    string // the last line for who does
}{
	"fails": {func(context.Context) error { return errors.New("no") }, nil, 500, nil,
		`{"call":0,"error":{"callback":"greeting.children","code":"callback_failed","message":"The callback failed."},"status":500}`},
	"panics": {func(context.Context) error { panic("no") }, nil, 500, nil,
		`{"call":0,"error":{"callback":"greeting.children","code":"callback_panicked","message":"The callback failed."},"status":500}`},
	"is refused": {func(context.Context) error { return dashi.Refuse(409, "No.") }, nil, 409, nil,
		`{"call":0,"error":{"callback":"greeting.children","code":"refused","message":"No."},"status":409}`},
	"has no more to say": {func(context.Context) error { return dashi.PreventUpdate }, nil, 200, "a", `{"call":0,"stands":true,"status":200}`},
	"has a handler": {func(context.Context) error { return errors.New("no") },
		[]dashi.CallbackOption{dashi.OnError(func(err error) string { return "sorry: " + err.Error() })}, 200, "sorry: no",
		`{"answer":{"multi":true,"response":{"greeting":{"children":"sorry: no"}}},"call":0,"status":200}`},
	"has a handler that adds": {func(context.Context) error { return errors.New("no") },
		[]dashi.CallbackOption{dashi.OnError(func(err error) dashi.Patch { return added("!") })}, 200,
		"a!",
		`{"answer":{"multi":true,"response":{"greeting":{"children":{"__dash_patch_update":"__dash_patch_update","operations":[{"location":[],"operation":"Add","params":{"value":"!"}}]}}}},"call":0,"status":200}`},
	"has a silent handler": {func(context.Context) error { return errors.New("no") },
		[]dashi.CallbackOption{dashi.OnError(func(error) error { return nil })}, 200, "a", `{"call":0,"stands":true,"status":200}`},
	"has a handler that prevents": {func(context.Context) error { return errors.New("no") },
		[]dashi.CallbackOption{dashi.OnError(func(error) error { return dashi.PreventUpdate })}, 200, "a", `{"call":0,"stands":true,"status":200}`},
}

// TestWhatWasShownStaysHoweverTheCallEnds, and who cannot see it come gets the same where the call has not failed.
func TestWhatWasShownStaysHoweverTheCallEnds(t *testing.T) {
	t.Parallel()
	for name, tt := range outcomes {
		for form, fn := range map[string]any{
			"sink": func(ctx context.Context, _ string, show func(any) error) error {
				if err := show("a"); err != nil {
					return err
				}
				return tt.fail(ctx)
			},
			"Seq2": func(ctx context.Context, _ string) iter.Seq2[any, error] {
				return func(yield func(any, error) bool) {
					if yield("a", nil) {
						yield("dropped", tt.fail(ctx))
					}
				}
			},
		} {
			t.Run(name+" "+form, func(t *testing.T) {
				t.Parallel()
				app := greeting(t, dashi.Options{}, fn, tt.options...)
				status, body := ask(t, app, greet(`"Ada"`))
				require.Equal(t, tt.status, status)
				if tt.want != nil {
					require.Equal(t, answerWith(tt.want), parsed(t, []byte(body)))
				}
				all := allLines(t, app, greet(`"Ada"`))
				require.Len(t, all, 2)
				require.Equal(t, partial(0, "a"), all[0])
				require.JSONEq(t, tt.last, string(must(json.Marshal(all[1]))))
			})
		}
	}
}

func answerWith(value any) map[string]any {
	return map[string]any{"multi": true, "response": map[string]any{"greeting": map[string]any{"children": value}}}
}

// TestAYieldThatCannotBeEncodedEndsTheCall, whatever the function makes of it, and in whatever goroutine.
func TestAYieldThatCannotBeEncodedEndsTheCall(t *testing.T) {
	t.Parallel()
	for name, value := range map[string]any{"an error": func() {}, "a panic": explosive{}} {
		var log journal
		heard := make(chan error, 1)
		app := greeting(t, dashi.Options{Logger: log.logger()}, func(_ string, show func(any) error) {
			_ = show("a")
			var other sync.WaitGroup
			other.Go(func() { heard <- show(value) })
			other.Wait()
		})
		require.Equal(t, 500.0, allLines(t, app, greet(`"Ada"`))[1]["status"], name)
		require.Error(t, <-heard, name)
		status, _ := ask(t, app, greet(`"Ada"`))
		require.Equal(t, 500, status, name)
		<-heard
		require.Contains(t, log.String(), "callback failed")
	}
}

// TestWhenTheCallerGoesYieldSaysSo, for one call as for one of a batch.
func TestWhenTheCallerGoesYieldSaysSo(t *testing.T) {
	t.Parallel()
	for _, body := range []string{greet(`"Ada"`), batchOf(greet(`"Ada"`))} {
		ended := make(chan error, 1)
		app := greeting(t, dashi.Options{}, func(ctx context.Context, _ string) iter.Seq[string] {
			return func(yield func(string) bool) {
				for i := 0; yield(fmt.Sprint(i)); i++ {
					time.Sleep(time.Millisecond) // so that the socket's buffer is not what ends it
				}
				ended <- ctx.Err()
			}
		})
		res, next := lines(t, app, body)
		require.Equal(t, partial(0, "0"), next())
		require.NoError(t, res.Body.Close())
		select {
		case err := <-ended:
			require.ErrorIs(t, err, context.Canceled)
		case <-time.After(patience):
			t.Fatal("the sequence goes on")
		}
	}
}

// TestAMemberThatIsCancelledEnds, and the others of its batch go on.
func TestAMemberThatIsCancelledEnds(t *testing.T) {
	t.Parallel()
	ended, release := make(chan error, 1), make(chan bool)
	app := greeting(t, dashi.Options{}, func(ctx context.Context, name string, show func(string) error) error {
		if name == "other" {
			<-release
			return show(name)
		}
		for {
			if err := show(name); err != nil {
				ended <- err
				return err
			}
			time.Sleep(time.Millisecond)
		}
	})
	_, next := lines(t, app, batchOf(greet(`"Ada"`), greet(`"other"`)), "Dashi-Batch", "a-name")
	require.Equal(t, partial(0, "Ada"), next())
	w := httptest.NewRecorder()
	app.ServeHTTP(w, httptest.NewRequest(http.MethodDelete, "/_dash-update-component?batch=a-name&call=0", nil))
	require.ErrorIs(t, <-ended, context.Canceled)
	release <- true
	for line := next(); ; line = next() {
		require.NotNil(t, line)
		if line["call"] == 1.0 {
			require.Equal(t, partial(1, "other"), line)
			break
		}
	}
}

// stuck is a client that reads nothing until it is told to. That it cannot flush either must not end a stream.
type stuck struct {
	http.ResponseWriter
	read chan bool
}

func (s stuck) Write(p []byte) (int, error) {
	<-s.read
	return s.ResponseWriter.Write(p)
}

// TestTheFunctionWaitsForASlowReader: nothing gathers in memory, however fast values are made.
func TestTheFunctionWaitsForASlowReader(t *testing.T) {
	t.Parallel()
	for name, body := range map[string]string{"one": greet(`"Ada"`), "batch": batchOf(greet(`"Ada"`), greet(`"Bob"`))} {
		calls := strings.Count(body, "greeting.children")
		var mu sync.Mutex
		made := 0
		app := greeting(t, dashi.Options{}, func(string) iter.Seq[string] {
			return func(yield func(string) bool) {
				for range 50 {
					mu.Lock()
					made++
					mu.Unlock()
					if !yield("x") {
						return
					}
				}
			}
		})
		w := stuck{httptest.NewRecorder(), make(chan bool)}
		done := make(chan bool)
		r := httptest.NewRequest(http.MethodPost, "/_dash-update-component", strings.NewReader(body))
		r.Header.Set("Accept", "application/x-ndjson")
		go func() {
			app.ServeHTTP(w, r)
			close(done)
		}()
		for writes, over := 0, false; !over; {
			select {
			case w.read <- true:
				writes++
				mu.Lock()
				// A call has made what was written, what is being written, and what waits to be.
				require.LessOrEqual(t, made, (writes+2)*calls, name)
				mu.Unlock()
			case <-done:
				over = true
			case <-time.After(patience):
				t.Fatal(name, "stands still")
			}
		}
		require.Equal(t, 50*calls, made, name)
	}
}

// TestAMemoKeepsTheOutcomeAndNotTheWay.
func TestAMemoKeepsTheOutcomeAndNotTheWay(t *testing.T) {
	t.Parallel()
	runs := 0
	app := greeting(t, dashi.Options{}, func(ctx context.Context, name string) iter.Seq[any] {
		return func(yield func(any) bool) {
			runs++
			_ = dashi.CallFrom(ctx).SetProps("name", map[string]any{"title": "side"})
			_ = yield(name) && yield(added("!"))
		}
	}, newCache(t, memo.NewLRU(10)).Memoize(time.Minute))
	var bodies []string
	for range 2 {
		for _, body := range []string{greet(`"Ada"`), batchOf(greet(`"Ada"`))} {
			all := allLines(t, app, body)
			require.Len(t, all, 1)
			delete(all[0], "fresh")
			bodies = append(bodies, string(must(json.Marshal(all[0]))))
		}
	}
	require.Equal(t, 1, runs)
	want := answerWith("Ada!")
	want["sideUpdate"] = map[string]any{"name": map[string]any{"title": "side"}}
	require.JSONEq(t, string(must(json.Marshal(want))), bodies[0])
	require.Equal(t, bodies[0], bodies[2])
	require.Equal(t, bodies[1], bodies[3])
}

func TestAMemoKeepsNoErrorAndNoSilenceOfASequence(t *testing.T) {
	t.Parallel()
	runs := 0
	app := greeting(t, dashi.Options{}, func(name string) iter.Seq2[string, error] {
		return func(yield func(string, error) bool) {
			if runs++; name == "fails" {
				_ = yield("a", nil) && yield("", errors.New("no"))
			}
		}
	}, newCache(t, memo.NewLRU(10)).Memoize(time.Minute))
	for range 2 {
		status, _ := ask(t, app, greet(`"fails"`))
		require.Equal(t, 500, status)
		status, _ = ask(t, app, greet(`"silent"`))
		require.Equal(t, 204, status)
	}
	require.Equal(t, 4, runs)
}

// TestMiddlewareIsAroundTheWholeSequence, and what it sets comes with the outcome.
func TestMiddlewareIsAroundTheWholeSequence(t *testing.T) {
	t.Parallel()
	app := greeting(t, dashi.Options{}, func(name string) iter.Seq[string] { return slices.Values([]string{name}) })
	var seen []string
	app.Use(func(next dashi.Handler) dashi.Handler {
		return func(ctx context.Context, call *dashi.Call) error {
			seen = append(seen, "before")
			err := next(ctx, call)
			seen = append(seen, fmt.Sprint("after ", err))
			return errors.Join(err, call.SetProps("name", map[string]any{"title": "set"}))
		}
	})
	require.Equal(t, []map[string]any{
		partial(0, "Ada"), {"call": 0.0, "sideUpdate": map[string]any{"name": map[string]any{"title": "set"}}}, stands(0),
	}, allLines(t, app, greet(`"Ada"`)))
	require.Equal(t, []string{"before", "after <nil>"}, seen)
}

func TestHeadersAreSetBeforeTheFirstYield(t *testing.T) {
	t.Parallel()
	app := greeting(t, dashi.Options{}, func(ctx context.Context, name string, show func(string) error) error {
		call := dashi.CallFrom(ctx)
		return errors.Join(call.AddHeader("X-Early", "1"), show(name), call.AddHeader("X-Late", "1"))
	})
	res, next := lines(t, app, greet(`"Ada"`))
	require.Equal(t, "1", res.Header.Get("X-Early"))
	require.Equal(t, partial(0, "Ada"), next())
	require.Equal(t, 500.0, next()["status"])
}

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}
