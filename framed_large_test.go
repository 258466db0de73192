package dashi_test

import (
	"math"
	"net/http"
	"os"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// sink is a client that looks at nothing.
type sink struct {
	header http.Header
	n      int64
}

func (s *sink) Header() http.Header { return s.header }

func (s *sink) WriteHeader(int) {}

func (s *sink) Write(p []byte) (int, error) { s.n += int64(len(p)); return len(p), nil }

// TestALargeFigureNeedsNoMemoryOfItsOwn: what an answer allocates does not grow with its columns. It is not parallel: what others allocate
// would count.
func TestALargeFigureNeedsNoMemoryOfItsOwn(t *testing.T) {
	floats := wave(10_000_000, 0)
	tests := map[string]struct {
		small, large any
		clients      []string // not who is far: what is deflated has a length that stands before it, so it is held
	}{
		"8 and 80 MB":           {floats[:1_000_000], floats, []string{"frames, near", "json"}},
		"1 and 8 MB":            {floats[:125_000], floats[:1_000_000], []string{"json, gzip"}},
		"1 and 8 MB, converted": {make([]int, 500_000), make([]int, 4_000_000), []string{"frames, near", "json"}},
		"times":                 {make([]time.Time, 10_000), make([]time.Time, 200_000), []string{"frames, near", "json", "json, gzip"}},
	}
	for name, tt := range tests {
		for _, client := range tt.clients {
			t.Run(name+", "+client, func(t *testing.T) {
				small, large := allocated(t, tt.small, clients[client]), allocated(t, tt.large, clients[client])
				require.Less(t, large, small+1<<19)
				require.Less(t, large, uint64(2<<20))
			})
		}
	}
}

// allocated is the number of bytes it takes to answer with a column, once all pools are filled.
func allocated(t *testing.T, column any, is func(*http.Request)) uint64 {
	figure := trace(column)
	app := graphing(t, func(int) any { return figure })
	least := uint64(math.MaxUint64)
	for range 20 { // pools are emptied now and then, with -race at random
		r := asking(draw(1))
		is(r)
		w := &sink{header: http.Header{}}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		app.ServeHTTP(w, r)
		runtime.ReadMemStats(&after)
		require.NotZero(t, w.n)
		if least = min(least, after.TotalAlloc-before.TotalAlloc); least < 1<<18 {
			break
		}
	}
	return least
}

// TestAGoneClientEndsTheAnswer: what has begun and cannot be ended must not look like an answer.
func TestAGoneClientEndsTheAnswer(t *testing.T) {
	t.Parallel()
	app := graphing(t, func(int) any { return trace(wave(100_000, 0)) })
	for client, is := range clients {
		r := asking(draw(1))
		is(r)
		require.PanicsWithValue(t, http.ErrAbortHandler, func() { app.ServeHTTP(&gone{sink{header: http.Header{}}}, r) }, client)
	}
}

// gone takes the first bytes.
type gone struct{ sink }

func (g *gone) Write(p []byte) (int, error) {
	if g.n += int64(len(p)); g.n > 10_000 {
		return 0, os.ErrClosed
	}
	return len(p), nil
}
