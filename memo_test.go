package dashi_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
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
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
	"github.com/dashi-go/dashi/memo"
)

func newCache(t *testing.T, store memo.Store) *memo.Cache {
	cache := memo.New(store)
	t.Cleanup(func() { require.NoError(t, cache.Close()) })
	return cache
}

func post(h http.Handler, body string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/_dash-update-component", strings.NewReader(body)))
	return w
}

func TestAMemoizedAnswerLastsForItsTimeout(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		cache := memo.New(memo.NewLRU(10))
		calls := 0
		app := greeting(t, dashi.Options{}, func(name string) string { calls++; return fmt.Sprint(name, calls) }, cache.Memoize(20*time.Second))
		steps := []struct {
			wait   time.Duration
			name   string
			want   string
			status string
		}{
			{0, "Oslo", "Oslo1", "miss"},
			{19 * time.Second, "Oslo", "Oslo1", "hit"},
			{0, "Rome", "Rome2", "miss"},
			{2 * time.Second, "Oslo", "Oslo3", "miss"},
			{0, "Rome", "Rome2", "hit"},
		}
		for _, s := range steps {
			time.Sleep(s.wait)
			w := post(app, greet(`"`+s.name+`"`))
			require.Equal(t, http.StatusOK, w.Code)
			require.Equal(t, `{"multi":true,"response":{"greeting":{"children":"`+s.want+`"}}}`, w.Body.String())
			require.Equal(t, `cache;desc="`+s.status+`"`, w.Header().Get("Server-Timing"))
		}
		require.NoError(t, cache.Close())
	})
}

func TestIdenticalRequestsOnAColdKeyRunOnce(t *testing.T) {
	t.Parallel()
	const requests = 200
	var calls atomic.Int32
	entered, release := make(chan struct{}), make(chan struct{})
	cache := newCache(t, memo.NewLRU(10))
	app := greeting(t, dashi.Options{}, func(name string) string {
		if calls.Add(1) == 1 {
			close(entered)
		}
		<-release
		return "Hello " + name
	}, cache.Memoize(time.Minute))
	var group sync.WaitGroup
	var right atomic.Int32
	for range requests {
		group.Go(func() {
			if w := post(app, greet(`"Ada"`)); w.Code == http.StatusOK && strings.Contains(w.Body.String(), "Hello Ada") {
				right.Add(1)
			}
		})
	}
	<-entered
	close(release)
	group.Wait()
	require.EqualValues(t, 1, calls.Load())
	require.EqualValues(t, requests, right.Load())
}

func TestWhatIsNoAnswerIsNotRemembered(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		fn     func() (string, error)
		status int
	}{
		"error":          {func() (string, error) { return "", errors.New("down") }, http.StatusInternalServerError},
		"panic":          {func() (string, error) { panic("down") }, http.StatusInternalServerError},
		"prevent update": {func() (string, error) { return "", dashi.PreventUpdate }, http.StatusNoContent},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			calls := 0
			cache := newCache(t, memo.NewLRU(10))
			app := greeting(t, dashi.Options{}, func(string) (string, error) {
				if calls++; calls < 3 {
					return tt.fn()
				}
				return "up", nil
			}, cache.Memoize(time.Minute))
			for range 2 {
				require.Equal(t, tt.status, post(app, greet(`"x"`)).Code)
			}
			w := post(app, greet(`"x"`))
			require.Equal(t, http.StatusOK, w.Code)
			require.Contains(t, w.Body.String(), "up")
			require.Equal(t, 3, calls)
		})
	}
}

func TestArgumentsThatDifferAreRememberedApart(t *testing.T) {
	t.Parallel()
	cache := newCache(t, memo.NewLRU(10))
	calls := 0
	app := greeting(t, dashi.Options{}, func(v any) string { calls++; return fmt.Sprintf("%T %v", v, v) }, cache.Memoize(time.Minute))
	seen := map[string]bool{}
	for _, value := range []string{`"1"`, `1`, `null`, `""`, `[]`, `["1"]`, `{}`, `false`} {
		seen[post(app, greet(value)).Body.String()] = true
	}
	require.Equal(t, 8, calls)
	require.Len(t, seen, 8)
	undefined := `{"output":"greeting.children","inputs":[{"id":"name","property":"value"}]}`
	require.Contains(t, post(app, undefined).Header().Get("Server-Timing"), "miss", "no value is not null")
}

func TestProcessesShareAFolder(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	process := func(answer string, options dashi.Options) *dashi.App {
		// What a process of its own would have: its own cache on the shared folder.
		return greeting(t, options, greeter(answer), newCache(t, memo.NewDir(folder)).Memoize(time.Minute))
	}
	first, second := process("first", dashi.Options{}), process("second", dashi.Options{})
	other := process("other", dashi.Options{Name: "tenant b"})
	require.Contains(t, post(first, greet(`"x"`)).Body.String(), "first")
	require.Contains(t, post(second, greet(`"x"`)).Body.String(), "first")
	require.Contains(t, post(other, greet(`"x"`)).Body.String(), "other", "an app of another name shares nothing")
}

func greeter(answer string) func(string) string { return func(string) string { return answer } }

func TestTwoCallbacksWithOneKeyAreRefused(t *testing.T) {
	t.Parallel()
	cache := newCache(t, memo.NewLRU(10))
	register := func(name string) (panicked any) {
		defer func() { panicked = recover() }()
		// One function with another captured value in each app: its name tells nothing of that.
		greeting(t, dashi.Options{Name: name}, greeter(name), cache.Memoize(time.Minute))
		return nil
	}
	require.Nil(t, register("a"))
	require.Contains(t, register("a"), "Options.Name")
	require.Nil(t, register("b"))
}

// TestLargeAnswersAreStoredCompressed: a hit must not compress again, and a client that takes no gzip gets text.
func TestLargeAnswersAreStoredCompressed(t *testing.T) {
	t.Parallel()
	spy := &spyStore{Store: memo.NewLRU(10)}
	cache := newCache(t, spy)
	app := greeting(t, dashi.Options{}, func(n any) string { return strings.Repeat("dashi ", int(n.(float64))) }, cache.Memoize(time.Minute))
	for range 2 {
		r := httptest.NewRequest(http.MethodPost, "/_dash-update-component", strings.NewReader(greet(`10000`)))
		r.Header.Set("Accept-Encoding", "br, gzip")
		w := httptest.NewRecorder()
		app.ServeHTTP(w, r)
		require.Equal(t, "gzip", w.Header().Get("Content-Encoding"))
		require.Equal(t, "Accept-Encoding", w.Header().Get("Vary"))
		require.Less(t, w.Body.Len(), 2000)
	}
	require.Len(t, spy.sizes, 1)
	require.Less(t, spy.sizes[0], 2000)
	w := post(app, greet(`10000`))
	require.Empty(t, w.Header().Get("Content-Encoding"))
	require.Equal(t, 60000, strings.Count(w.Body.String(), "dashi ")*6)
}

// TestBothKindsOfBodiesAreSealed: repetitive text as it is sent, and numbers without repetitions as a frame.
func TestBothKindsOfBodiesAreSealed(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	noise := make([]float64, 50_000)
	for i := range noise {
		noise[i] = random.Float64()
	}
	bodies := map[string]struct {
		value any
		most  int // bytes stored
	}{
		"a tree":   {strings.Repeat(`{"props":{"children":"x"},"type":"Div"}`, 10_000), 20_000},
		"a figure": {noise, 50_000 * 8 * 4 / 3 * 9 / 10},
	}
	for name, body := range bodies {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			spy := &spyStore{Store: memo.NewLRU(10)}
			app := dashi.New(dashi.Options{})
			app.Layout(html.Div(dcc.Input{ID: "in"}, dcc.Graph{ID: "out"}))
			app.Callback(dashi.Output("out", "figure"), dashi.Input("in", "value"), func(any) any {
				return map[string]any{"data": []any{map[string]any{"y": body.value}}}
			}, newCache(t, spy).Memoize(time.Minute))
			r := httptest.NewRequest(http.MethodPost, "/_dash-update-component", strings.NewReader(
				`{"output":"out.figure","inputs":[{"id":"in","property":"value"}]}`))
			r.Header.Set("Accept-Encoding", "gzip")
			w := httptest.NewRecorder()
			app.ServeHTTP(w, r)
			require.Equal(t, http.StatusOK, w.Code)
			require.Len(t, spy.sizes, 1)
			require.Less(t, spy.sizes[0], body.most)
			if name == "a tree" {
				require.True(t, bytes.HasSuffix(spy.last, w.Body.Bytes()), "what is stored is what is sent, after what is known of it")
				require.Less(t, spy.sizes[0]-w.Body.Len(), 200)
			}
			require.True(t, json.Valid(gunzip(t, w.Body.Bytes())))
		})
	}
}

type spyStore struct {
	memo.Store
	sizes []int
	last  []byte
}

func (s *spyStore) Set(ctx context.Context, key string, value []byte, ttl time.Duration) error {
	s.sizes, s.last = append(s.sizes, len(value)), value
	return s.Store.Set(ctx, key, value, ttl)
}

func TestAGoneBrowserCancelsTheCall(t *testing.T) {
	t.Parallel()
	for name, options := range map[string][]dashi.CallbackOption{
		"plain":    nil,
		"memoized": {newCache(t, memo.NewLRU(10)).Memoize(time.Minute)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var log journal
			started, ended := make(chan struct{}), make(chan error, 1)
			app := greeting(t, dashi.Options{Logger: log.logger()}, func(ctx context.Context, _ string) (string, error) {
				close(started)
				<-ctx.Done()
				ended <- ctx.Err()
				return "", ctx.Err()
			}, options...)
			ctx, cancel := context.WithCancel(t.Context())
			go func() { <-started; cancel() }()
			r := httptest.NewRequestWithContext(ctx, http.MethodPost, "/_dash-update-component", strings.NewReader(greet(`"x"`)))
			app.ServeHTTP(httptest.NewRecorder(), r)
			require.ErrorIs(t, <-ended, context.Canceled)
			require.Empty(t, log.String(), "a superseded call is no error")
		})
	}
}

// damagedStore hands out what it holds as damage makes it.
type damagedStore struct {
	memo.Store
	damage func([]byte) []byte
}

func (s damagedStore) Get(ctx context.Context, key string) ([]byte, bool, error) {
	value, found, err := s.Store.Get(ctx, key)
	if found {
		value = s.damage(bytes.Clone(value))
	}
	return value, found, err
}

// TestADamagedAnswerIsNeverShown: whatever a store hands back, the browser gets the right answer or none.
func TestADamagedAnswerIsNeverShown(t *testing.T) {
	t.Parallel()
	damages := map[string]func([]byte) []byte{
		"nothing":         func([]byte) []byte { return nil },
		"one byte":        func(b []byte) []byte { return b[:1] },
		"unknown form":    func(b []byte) []byte { b[0] = 'x'; return b },
		"the other form":  func(b []byte) []byte { b[0] ^= 'i' ^ 'z'; return b },
		"cut off":         func(b []byte) []byte { return b[:len(b)-9] },
		"a flipped bit":   func(b []byte) []byte { b[len(b)/2] ^= 4; return b },
		"of someone else": func([]byte) []byte { return []byte(`i{"multi":true,"response":{}}`) },
	}
	for name, damage := range damages {
		for _, size := range []int{10, 5000} {
			t.Run(fmt.Sprint(name, size), func(t *testing.T) {
				t.Parallel()
				want := strings.Repeat("dashi ", size)
				cache := newCache(t, damagedStore{memo.NewLRU(10), damage})
				app := greeting(t, dashi.Options{}, func(string) string { return want }, cache.Memoize(time.Minute))
				for _, accept := range []string{"", "gzip", ""} {
					r := httptest.NewRequest(http.MethodPost, "/_dash-update-component", strings.NewReader(greet(`"x"`)))
					r.Header.Set("Accept-Encoding", accept)
					w := httptest.NewRecorder()
					app.ServeHTTP(w, r)
					require.Equal(t, http.StatusOK, w.Code)
					body := w.Body.Bytes()
					if w.Header().Get("Content-Encoding") == "gzip" {
						body = gunzip(t, body)
					}
					require.Equal(t, `{"multi":true,"response":{"greeting":{"children":"`+want+`"}}}`, string(body))
				}
			})
		}
	}
}

// TestADamagedAnswerIsReplaced: one bad entry must not cost a computation with every request.
func TestADamagedAnswerIsReplaced(t *testing.T) {
	t.Parallel()
	var sets atomic.Int32
	cache := newCache(t, keepingStore{memo.NewLRU(10), func(value []byte) []byte {
		if sets.Add(1) == 1 {
			value[len(value)-1] ^= 1
		}
		return value
	}})
	calls := 0
	app := greeting(t, dashi.Options{}, func(string) int { calls++; return calls }, cache.Memoize(time.Minute))
	for range 5 {
		require.Equal(t, http.StatusOK, post(app, greet(`"x"`)).Code)
	}
	require.Equal(t, 2, calls)
}

// keepingStore keeps what keep makes of a value.
type keepingStore struct {
	memo.Store
	keep func(value []byte) []byte
}

func (s keepingStore) Set(ctx context.Context, key string, value []byte, ttl time.Duration) error {
	return s.Store.Set(ctx, key, s.keep(bytes.Clone(value)), ttl)
}
