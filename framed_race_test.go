package dashi_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/memo"
)

// TestColumnsAreReadByManyAtOnce: one slice of the user's, or one stored frame, goes to clients of all kinds side by side, some of which go
// away; middleware and OnError stand around. Run it with -race.
func TestColumnsAreReadByManyAtOnce(t *testing.T) {
	t.Parallel()
	x, y := wave(20_000, 0), wave(20_000, 1)
	for name, options := range map[string][]dashi.CallbackOption{
		"asked each time": nil,
		"remembered":      {newCache(t, memo.NewLRU(10)).Memoize(time.Hour)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			app := graphing(t, func(int) any { return trace(x, y) }, options...)
			app.Use(func(next dashi.Handler) dashi.Handler {
				return func(ctx context.Context, call *dashi.Call) error { return next(ctx, call) }
			})
			server := httptest.NewServer(app)
			defer server.Close()
			want := valueOf(t, serve(app, asking(draw(1))))
			kinds := [][]string{
				{"Accept", framesType},
				{"Accept", framesType, "X-Forwarded-For", "192.0.2.1"},
				{"Accept", framesType, "Dashi-Holds", holding(x)},
				{"Accept", "application/json"},
				{"Accept", "application/json", "Accept-Encoding", "gzip"},
			}
			var all sync.WaitGroup
			for i := range 40 {
				all.Go(func() {
					kind := kinds[i%len(kinds)]
					if i%4 == 3 {
						leave(t, server, kind)
						return
					}
					w := serve(app, asking(draw(1), kind...))
					if i%len(kinds) == 2 {
						require.Less(t, w.Body.Len(), 200_000)
						return
					}
					require.Equal(t, want, valueOf(t, w))
				})
			}
			all.Wait()
		})
	}
}

// leave asks, and goes away when the answer has begun.
func leave(t *testing.T, server *httptest.Server, headers []string) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, server.URL+"/_dash-update-component", strings.NewReader(draw(1)))
	require.NoError(t, err)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	response, err := server.Client().Do(r)
	require.NoError(t, err)
	_, _ = io.CopyN(io.Discard, response.Body, 100)
	cancel()
	_ = response.Body.Close()
}

// TestAGetOverTheNetwork: the length that is said is the length that comes, for frames and JSON; what has not changed names what it depends on.
func TestAGetOverTheNetwork(t *testing.T) {
	t.Parallel()
	app := graphing(t, func(int) any { return trace(wave(2000, 0)) }, newCache(t, memo.NewLRU(10)).Memoize(time.Hour))
	server := httptest.NewServer(app)
	defer server.Close()
	for _, accept := range []string{framesType, "application/json"} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL+"/_dash-update-component?call="+url.QueryEscape(draw(1)), nil)
		require.NoError(t, err)
		r.Header.Set("Accept", accept)
		r.Header.Set("Accept-Encoding", "identity")
		response, err := server.Client().Do(r)
		require.NoError(t, err)
		body, err := io.ReadAll(response.Body)
		require.NoError(t, err)
		require.NoError(t, response.Body.Close())
		require.Equal(t, fmt.Sprint(len(body)), response.Header.Get("Content-Length"), accept)
		r.Header.Set("If-None-Match", response.Header.Get("ETag"))
		again, err := server.Client().Do(r)
		require.NoError(t, err)
		require.NoError(t, again.Body.Close())
		require.Equal(t, http.StatusNotModified, again.StatusCode)
		for _, header := range []string{"ETag", "Vary", "Cache-Control"} {
			require.NotEmpty(t, again.Header.Get(header), header)
			require.Equal(t, response.Header.Get(header), again.Header.Get(header), header)
		}
	}
}
