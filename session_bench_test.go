package dashi_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/memo"
)

// BenchmarkSessions is what a session costs a request, in memory.
func BenchmarkSessions(b *testing.B) {
	sessions := dashi.NewSessions(memo.NewLRU(10), dashi.SessionOptions{})
	w := httptest.NewRecorder()
	sessions.Handler(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		require.NoError(b, dashi.SessionFrom(r.Context()).SignIn(r.Context(), "ann"))
		require.NoError(b, words.Set(r.Context(), []string{"some", "words"}))
	})).ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/", nil))
	for name, do := range map[string]func(ctx context.Context, s *dashi.Session){
		"not asked": func(context.Context, *dashi.Session) {},
		"User":      func(ctx context.Context, s *dashi.Session) { _, _ = s.User(ctx) },
		"Set":       func(ctx context.Context, s *dashi.Session) { _ = s.Set(ctx, "count", 1) },
	} {
		h := sessions.Handler(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { do(r.Context(), dashi.SessionFrom(r.Context())) }))
		b.Run(name, func(b *testing.B) {
			r := httptest.NewRequest(http.MethodGet, "/", nil)
			r.AddCookie(w.Result().Cookies()[0])
			b.ReportAllocs()
			for b.Loop() {
				h.ServeHTTP(discardWriter{}, r)
			}
		})
	}
}

// discardWriter answers nobody.
type discardWriter struct{}

func (discardWriter) Header() http.Header { return http.Header{} }

func (discardWriter) Write(p []byte) (int, error) { return len(p), nil }

func (discardWriter) WriteHeader(int) {}
