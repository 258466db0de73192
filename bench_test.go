package dashi_test

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
	"github.com/dashi-go/dashi/memo"
)

// BenchmarkHit is a small answer that the memo has: all of a request but net/http.
func BenchmarkHit(b *testing.B) {
	cache := memo.New(memo.NewLRU(10))
	b.Cleanup(func() { _ = cache.Close() })
	for name, options := range map[string][]dashi.CallbackOption{"hit": {cache.Memoize(time.Hour)}, "call": nil} {
		b.Run(name, func(b *testing.B) {
			app := dashi.New(dashi.Options{Logger: slog.New(slog.DiscardHandler)})
			app.Layout(html.Div(dcc.Input{ID: "name"}, html.H1(html.ID("greeting"))))
			app.Callback(dashi.Output("greeting", "children"), dashi.Input("name", "value"), func(name string) string { return "Hello, " + name }, options...)
			benchmarkPost(b, app, greet(`"Ada"`))
		})
	}
}

// BenchmarkFigure is an answer with 8 MB of numbers, for every kind of client.
func BenchmarkFigure(b *testing.B) {
	cache := memo.New(memo.NewLRU(10))
	b.Cleanup(func() { _ = cache.Close() })
	figure := map[string]any{"data": []any{map[string]any{"type": "scatter", "y": randoms(1_000_000)}}}
	for name, options := range map[string][]dashi.CallbackOption{"hit": {cache.Memoize(time.Hour)}, "call": nil} {
		app := dashi.New(dashi.Options{Logger: slog.New(slog.DiscardHandler)})
		app.Layout(html.Div(dcc.Input{ID: "n"}, dcc.Graph{ID: "graph"}))
		app.Callback(dashi.Output("graph", "figure"), dashi.Input("n", "value"), func(int) any { return figure }, options...)
		for client, headers := range map[string][]string{
			"frames": {"Accept", "application/x-dashi-frames"}, "json": nil, "json, gzip": {"Accept-Encoding", "gzip"},
		} {
			b.Run(name+", "+client, func(b *testing.B) {
				benchmarkPost(b, app, `{"output":"graph.figure","outputs":{"id":"graph","property":"figure"},`+
					`"inputs":[{"id":"n","property":"value","value":1}]}`, headers...)
			})
		}
	}
}

func randoms(n int) []float64 {
	out, state := make([]float64, n), uint64(1)
	for i := range out {
		state = state*6364136223846793005 + 1442695040888963407
		out[i] = float64(state>>11) / (1 << 53)
	}
	return out
}

type blackHole struct{ header http.Header }

func (b blackHole) Header() http.Header { return b.header }

func (b blackHole) WriteHeader(int) {}

func (b blackHole) Write(p []byte) (int, error) { return io.Discard.Write(p) }

func benchmarkPost(b *testing.B, app http.Handler, body string, headers ...string) {
	b.ReportAllocs()
	for b.Loop() {
		r := httptest.NewRequest(http.MethodPost, "/_dash-update-component", strings.NewReader(body))
		r.RemoteAddr = "127.0.0.1:1234"
		for i := 0; i < len(headers); i += 2 {
			r.Header.Set(headers[i], headers[i+1])
		}
		app.ServeHTTP(blackHole{http.Header{}}, r)
	}
}
