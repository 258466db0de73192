package dashi_test

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"math"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
	"github.com/dashi-go/dashi/memo"
	"github.com/dashi-go/dashi/render/wire/frames"
)

// graphing is an app with a graph that fn draws of a number.
func graphing(t testing.TB, fn any, options ...dashi.CallbackOption) *dashi.App {
	t.Helper()
	app := dashi.New(dashi.Options{Logger: slog.New(slog.DiscardHandler)})
	t.Cleanup(func() { require.NoError(t, app.Close()) })
	app.Layout(html.Div(dcc.Input{ID: "n"}, dcc.Graph{ID: "graph"}, dcc.Graph{ID: "other"}, html.P(html.ID("status"))))
	app.Callback(dashi.Output("graph", "figure"), dashi.Input("n", "value"), fn, options...)
	return app
}

func draw(n int) string {
	return fmt.Sprintf(`{"output":"graph.figure","outputs":{"id":"graph","property":"figure"},`+
		`"inputs":[{"id":"n","property":"value","value":%d}],"changedPropIds":["n.value"]}`, n)
}

// wave is a column of n measured numbers.
func wave(n int, phase float64) []float64 {
	out := make([]float64, n)
	for i := range out {
		out[i] = math.Sin(float64(i)/50 + phase)
	}
	return out
}

func trace(columns ...any) map[string]any {
	t := map[string]any{"type": "scatter"}
	for i, c := range columns {
		t[[]string{"x", "y", "z", "customdata"}[i]] = c
	}
	return map[string]any{"data": []any{t}}
}

const framesType = "application/x-dashi-frames"

// asking posts body with headers, from this machine.
func asking(body string, headers ...string) *http.Request {
	r := httptest.NewRequest(http.MethodPost, "/_dash-update-component", strings.NewReader(body))
	r.RemoteAddr = "127.0.0.1:1234"
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	return r
}

func serve(h http.Handler, r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// framesIn reads all frames of an answer.
func framesIn(t testing.TB, w *httptest.ResponseRecorder) []*frames.Frame {
	t.Helper()
	require.Equal(t, http.StatusOK, w.Code, w.Body.String())
	require.Equal(t, framesType, w.Header().Get("Content-Type"))
	require.Empty(t, w.Header().Get("Content-Encoding"))
	return framesOf(t, w.Body.Bytes())
}

func framesOf(t testing.TB, data []byte) (all []*frames.Frame) {
	t.Helper()
	for len(data) > 0 {
		f, rest, err := frames.Parse(data)
		require.NoError(t, err)
		all, data = append(all, f), rest
	}
	return all
}

// valueOf is the JSON value an answer stands for, whatever its form.
func valueOf(t testing.TB, w *httptest.ResponseRecorder) any {
	t.Helper()
	text := w.Body.Bytes()
	switch {
	case w.Header().Get("Content-Type") == framesType:
		all := framesIn(t, w)
		require.Len(t, all, 1)
		var err error
		text, err = all[0].AppendJSON(nil)
		require.NoError(t, err)
	case w.Header().Get("Content-Encoding") == "gzip":
		z, err := gzip.NewReader(w.Body)
		require.NoError(t, err)
		text, err = io.ReadAll(z)
		require.NoError(t, err)
	}
	return parsed(t, text)
}

func parsed(t testing.TB, text []byte) (v any) {
	t.Helper()
	require.NoError(t, json.Unmarshal(text, &v), string(text[:min(len(text), 300)]))
	return v
}

// clients are the kinds of clients an answer may be for.
var clients = map[string]func(*http.Request){
	"json":         func(*http.Request) {},
	"json, gzip":   func(r *http.Request) { r.Header.Set("Accept-Encoding", "gzip") },
	"frames, near": func(r *http.Request) { r.Header.Set("Accept", framesType+", application/json") },
	"frames, far":  func(r *http.Request) { r.Header.Set("Accept", framesType); r.RemoteAddr = "192.0.2.1:99" },
}

// TestEveryClientGetsTheSameAnswer, in the form it takes, from the callback and from what a memo has kept.
func TestEveryClientGetsTheSameAnswer(t *testing.T) {
	t.Parallel()
	times := make([]time.Time, 5000)
	for i := range times {
		times[i] = time.Date(2024, 5, 1, 0, i, 0, i*1000, time.FixedZone("", 7200))
	}
	figures := map[string]any{
		"small":   trace(wave(20, 0)),
		"large":   trace(times, wave(40_000, 1), [][]int{{1: 3, 30: 9}, make([]int, 31)}, wave(3000, 2)),
		"titled":  map[string]any{"data": []any{map[string]any{"y": wave(40_000, 1)}}, "layout": strings.Repeat("title ", 1000)},
		"no data": map[string]any{"data": []any{}},
	}
	stores := map[string]func(t *testing.T) []dashi.CallbackOption{
		"none": func(*testing.T) []dashi.CallbackOption { return nil },
		"LRU": func(t *testing.T) []dashi.CallbackOption {
			return []dashi.CallbackOption{newCache(t, memo.NewLRU(10)).Memoize(time.Hour)}
		},
		"Dir": func(t *testing.T) []dashi.CallbackOption {
			return []dashi.CallbackOption{newCache(t, memo.NewDir(t.TempDir())).Memoize(time.Hour)}
		},
	}
	for name, figure := range figures {
		plain := serve(graphing(t, func(int) any { return figure }), asking(draw(1)))
		want := valueOf(t, plain)
		for kind, options := range stores {
			t.Run(name+", "+kind, func(t *testing.T) {
				t.Parallel()
				app := graphing(t, func(int) any { return figure }, options(t)...)
				for range 2 { // a miss and hits
					for client, is := range clients {
						r := asking(draw(1))
						is(r)
						w := serve(app, r)
						require.Equal(t, want, valueOf(t, w), client)
						framed := strings.Contains(client, "frames") && name != "no data"
						require.Equal(t, framed, w.Header().Get("Content-Type") == framesType, client)
						require.Equal(t, "no-cache", orNoCache(kind, w.Header().Get("Cache-Control")))
						if framed {
							require.Equal(t, strconv.Itoa(w.Body.Len()), w.Header().Get("Content-Length"))
						}
						if name != "no data" {
							require.Equal(t, []string{"Accept, Accept-Encoding"}, w.Header()["Vary"])
						}
					}
				}
			})
		}
	}
}

// orNoCache is the Cache-Control of an answer, but that of memoized ones.
func orNoCache(kind, got string) string {
	if kind != "none" && strings.HasPrefix(got, "private, max-age=") {
		return "no-cache"
	}
	return got
}

func TestColumnsAreDeflatedForWhoIsFar(t *testing.T) {
	t.Parallel()
	app := graphing(t, func(int) any {
		return map[string]any{
			"data":   []any{map[string]any{"x": wave(100, 0), "y": wave(10_000, 0)}},
			"layout": map[string]any{"title": strings.Repeat("again ", 1000)},
		}
	})
	tests := map[string]struct {
		from, header string
		near         bool
	}{
		"here":             {"127.0.0.1:5", "", true},
		"here, by IPv6":    {"[::1]:5", "", true},
		"here, mapped":     {"[::ffff:127.0.0.1]:5", "", true},
		"elsewhere":        {"192.0.2.7:5", "", false},
		"by a proxy":       {"127.0.0.1:5", "X-Forwarded-For", false},
		"by a newer proxy": {"127.0.0.1:5", "Forwarded", false},
		"nobody knows":     {"@", "", false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := asking(draw(1), "Accept", framesType)
			r.RemoteAddr = tt.from
			if tt.header != "" {
				r.Header.Set(tt.header, "for=192.0.2.7")
			}
			f := framesIn(t, serve(app, r))[0]
			require.Equal(t, frames.Whole, f.Sections[0].Form, "a short one")
			if tt.near {
				require.Equal(t, frames.Whole, f.Sections[1].Form)
				require.Len(t, f.Head, f.Text)
			} else {
				require.Equal(t, frames.Deflated, f.Sections[1].Form)
				require.Less(t, len(f.Head), f.Text/2)
			}
		})
	}
}

func forms(f *frames.Frame) (all []frames.Form) {
	for _, s := range f.Sections {
		all = append(all, s.Form)
	}
	return all
}

func TestAnAPIAnswersWithJSON(t *testing.T) {
	t.Parallel()
	app := graphing(t, func(int) any { return trace(wave(30, 0)) }, dashi.APIEndpoint("draw"))
	r := httptest.NewRequest(http.MethodPost, "/draw", strings.NewReader(`{"n":1}`))
	r.Header.Set("Accept", framesType)
	w := serve(app, r)
	require.Equal(t, "application/json", w.Header().Get("Content-Type"))
	require.Contains(t, w.Body.String(), `{"data":[{"type":"scatter","x":{"dtype":"f8","bdata":"`)
}

func TestFailuresAreJSONForEveryClient(t *testing.T) {
	t.Parallel()
	app := graphing(t, func(int) (any, error) { return nil, io.ErrUnexpectedEOF })
	w := serve(app, asking(draw(1), "Accept", framesType))
	require.Equal(t, http.StatusInternalServerError, w.Code)
	require.Equal(t, "application/json", w.Header().Get("Content-Type"))
}

func TestRowsOfAMatrixArriveInOrder(t *testing.T) {
	t.Parallel()
	rows := make([][]float64, 300)
	for i := range rows {
		rows[i] = wave(70, float64(i))
	}
	app := graphing(t, func(int) any { return trace(rows) })
	f := framesIn(t, serve(app, asking(draw(1), "Accept", framesType)))[0]
	require.Contains(t, string(f.Head), `"shape":"300, 70"`)
	var got bytes.Buffer
	for piece := range f.Sections[0].Data.Pieces {
		got.Write(piece)
	}
	var want []byte
	for _, row := range rows {
		want, _ = binary.Append(want, binary.LittleEndian, row)
	}
	require.Equal(t, want, got.Bytes())
}
