package e2e_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
	"github.com/dashi-go/dashi/memo"
)

// vault is an app in which everything belongs to somebody: what it says to a user has "secret of <user>" in it.
type vault struct {
	t     *testing.T
	app   *dashi.App
	url   string
	store *dashi.ServerStore
	work  chan *errand // jobs and calls that have begun

	mu       sync.Mutex
	computed int                      // guarded by mu: how often the cached callback ran
	last     map[string]*http.Request // guarded by mu: of each user, the last request with a tab's name
}

// errand is a call that goes on until it is ended.
type errand struct {
	ctx    context.Context
	user   string
	finish chan string
}

// fate is whether somebody has ended an errand.
func (e *errand) fate() string {
	if err := context.Cause(e.ctx); err != nil {
		return "ended: " + err.Error()
	}
	return "goes on"
}

func secretOf(ctx context.Context) string { return "secret of " + dashi.SessionUser(ctx) }

// run is what jobs do.
func (v *vault) run(ctx context.Context) (string, error) {
	if call := dashi.CallFrom(ctx); call.ID() == "out.children" {
		if err := call.Progress(secretOf(ctx)); err != nil {
			return "", err
		}
	}
	e := &errand{ctx, dashi.SessionUser(ctx), make(chan string, 1)}
	v.work <- e
	select {
	case <-ctx.Done():
		return "", ctx.Err()
	case text := <-e.finish:
		return text, nil
	}
}

// newVault makes the app and serves it. GET /sign-in?user= signs in, and /who says who asks.
func newVault(t *testing.T) *vault {
	v := &vault{t: t, work: make(chan *errand, 100), last: map[string]*http.Request{}}
	v.store = dashi.NewServerStore(memo.NewLRU(100), dashi.ServerStoreOptions{})
	v.app = dashi.New(dashi.Options{Logger: slog.New(slog.DiscardHandler), Push: &dashi.PushOptions{}})
	t.Cleanup(func() { require.NoError(t, v.app.Close()) })
	var parts []any
	for _, id := range []dashi.ID{"out", "bar", "side", "joined", "slow", "shared", "mine", "room", "asked", "kept", "look", "save"} {
		parts = append(parts, html.P(html.ID(id), "-"))
	}
	v.app.Layout(html.Main(html.Button(html.ID("go"), "go"), html.Button(html.ID("other"), "other"), html.Button(html.ID("stop"), "stop"), dcc.Upload{ID: "up"}, parts))
	v.callbacks()
	require.NoError(t, v.app.Validate())
	sessions := dashi.NewSessions(memo.NewLRU(100), dashi.SessionOptions{})
	mux := http.NewServeMux()
	mux.HandleFunc("GET /sign-in", func(w http.ResponseWriter, r *http.Request) {
		if err := dashi.SessionFrom(r.Context()).SignIn(r.Context(), r.URL.Query().Get("user")); err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		http.Redirect(w, r, "/", http.StatusFound)
	})
	mux.HandleFunc("GET /who", func(w http.ResponseWriter, r *http.Request) { _, _ = io.WriteString(w, secretOf(r.Context())) })
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Dashi-Tab") != "" {
			v.mu.Lock()
			v.last[dashi.SessionUser(r.Context())] = r.Clone(context.Background())
			v.mu.Unlock()
		}
		v.app.ServeHTTP(w, r)
	})
	v.url = serve(t, sessions.Handler(mux))
	return v
}

func (v *vault) callbacks() {
	add := func(out dashi.ID, fn any, options ...dashi.CallbackOption) {
		in := dashi.Input("other", "n_clicks")
		if out == "out" {
			in = dashi.Input("go", "n_clicks")
		}
		v.app.Callback(dashi.Output(out, "children"), in, fn, append(options, dashi.PreventInitialCall())...)
	}
	job := func(ctx context.Context, _ int) (string, error) { return v.run(ctx) }
	add("out", job, dashi.Background(dashi.BackgroundOptions{Progress: dashi.Output("bar", "children"), Cancel: dashi.Input("stop", "n_clicks")}))
	add("joined", job, dashi.Background(dashi.BackgroundOptions{Policy: "join"}))
	add("slow", job)
	cache := memo.New(memo.NewLRU(100))
	v.t.Cleanup(func() { require.NoError(v.t, cache.Close()) })
	add("mine", func(ctx context.Context, n int) string {
		v.mu.Lock()
		defer v.mu.Unlock()
		v.computed++
		return fmt.Sprint(secretOf(ctx), ", computed ", v.computed)
	}, cache.Memoize(time.Hour, memo.PerUser(dashi.SessionUser)))
	add("shared", func(ctx context.Context, n int) string { return fmt.Sprint("for all ", n) }, cache.Memoize(time.Hour))
	add("room", func(ctx context.Context, _ int) (string, error) {
		call := dashi.CallFrom(ctx)
		if call.Page() == "" {
			return "no page of yours", nil
		}
		return "a page of " + dashi.SessionUser(ctx), call.Subscribe("room of " + dashi.SessionUser(ctx))
	})
	add("asked", func(ctx context.Context, _ int) (string, error) {
		call := dashi.CallFrom(ctx)
		value, err := call.GetProp(ctx, "side", "title")
		return string(value), err
	}, dashi.WebSocket())
	add("kept", func(ctx context.Context, _ int) (dashi.Handle, error) { return v.store.Put(ctx, secretOf(ctx)) })
	v.app.Callback(dashi.Output("look", "children"), dashi.Input("kept", "children"), func(ctx context.Context, handle dashi.Handle) (text string, err error) {
		err = v.store.Get(ctx, handle, &text)
		return text, err
	}, dashi.PreventInitialCall())
	add("save", func(ctx context.Context, _ int) (string, error) {
		text := secretOf(ctx)
		offered, err := v.app.Offer(ctx, dashi.File{Name: "it.txt", Open: func(context.Context) (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil }})
		return offered.URL, err
	})
	v.app.HandleUpload("up", dashi.UploadOptions{}, func(ctx context.Context, file *dashi.UploadFile) (any, error) {
		e := &errand{ctx: ctx, user: dashi.SessionUser(ctx)}
		v.work <- e
		content, err := io.ReadAll(file)
		return secretOf(ctx) + ": " + string(content), err
	})
}

// next is the call that began last.
func (v *vault) next() *errand {
	v.t.Helper()
	return receive(v.t, v.work)
}
