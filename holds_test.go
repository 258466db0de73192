package dashi_test

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/memo"
	"github.com/dashi-go/dashi/render/wire/frames"
)

func holding(columns ...[]float64) string {
	var items []string
	for _, c := range columns {
		data, _ := binary.Append(nil, binary.LittleEndian, c)
		hash := frames.Sum(frames.Bytes(data))
		items = append(items, fmt.Sprintf("%d-%s", len(data), hex.EncodeToString(hash[:])))
	}
	return strings.Join(items, ", ")
}

// TestColumnsThatAreHeldAreLeftOut, and only those; a column is hashed only where one of its length is held.
func TestColumnsThatAreHeldAreLeftOut(t *testing.T) {
	t.Parallel()
	x, y, short := wave(1000, 0), wave(512, 1), wave(511, 2)
	many := strings.Repeat(holding(wave(3, 0))+",", 63)
	tests := map[string]struct {
		holds  string
		forms  []frames.Form
		hashed []bool
	}{
		"nothing":         {"", []frames.Form{0, 0, 0}, []bool{false, false, false}},
		"one":             {holding(x), []frames.Form{2, 0, 0}, []bool{true, false, false}},
		"both":            {holding(y, x), []frames.Form{2, 2, 0}, []bool{true, true, false}},
		"another version": {holding(wave(1000, 3)), []frames.Form{0, 0, 0}, []bool{true, false, false}},
		"another length":  {holding(wave(999, 0)), []frames.Form{0, 0, 0}, []bool{false, false, false}},
		"too short":       {holding(short), []frames.Form{0, 0, 0}, []bool{false, false, false}},
		"64":              {many + holding(x), []frames.Form{2, 0, 0}, []bool{true, false, false}},
		"65":              {many + holding(x, x), []frames.Form{0, 0, 0}, []bool{false, false, false}},
		"very long":       {holding(x) + strings.Repeat(" ", 4096), []frames.Form{0, 0, 0}, []bool{false, false, false}},
		"no length":       {holding(x)[4:], []frames.Form{0, 0, 0}, []bool{false, false, false}},
		"half a hash":     {holding(x)[:20], []frames.Form{0, 0, 0}, []bool{false, false, false}},
		"no hash":         {"8000", []frames.Form{0, 0, 0}, []bool{false, false, false}},
		"no hexadecimal":  {"8000-" + strings.Repeat("g", 32), []frames.Form{0, 0, 0}, []bool{false, false, false}},
		"one is broken":   {holding(x) + ", 7", []frames.Form{0, 0, 0}, []bool{false, false, false}},
		"a huge length":   {"99999999999999999999-" + strings.Repeat("a", 32), []frames.Form{0, 0, 0}, []bool{false, false, false}},
	}
	figure := map[string]any{"data": []any{map[string]any{"x": x, "y": y}, map[string]any{"x": short}}}
	app := graphing(t, func(int) any { return figure })
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := serve(app, asking(draw(1), "Accept", framesType, "Dashi-Holds", tt.holds))
			f := framesIn(t, w)[0]
			require.Equal(t, tt.forms, forms(f))
			for i, hashed := range tt.hashed {
				require.Equal(t, hashed, f.Sections[i].Hash != frames.Hash{}, i)
			}
			require.Equal(t, strings.Contains(fmt.Sprint(tt.forms), "2"), w.Header().Get("Cache-Control") == "no-store")
			require.Empty(t, w.Header().Get("Dashi-Fresh"))
			require.Equal(t, strconv.Itoa(w.Body.Len()), w.Header().Get("Content-Length"))
			// JSON is whole, whatever is held.
			require.Contains(t, serve(app, asking(draw(1), "Dashi-Holds", tt.holds)).Body.String(), `"bdata":"`)
		})
	}
}

// TestHeldColumnsOfAMemoizedCallback: the stored hash is enough, and the page is told how long it may keep the whole.
func TestHeldColumnsOfAMemoizedCallback(t *testing.T) {
	t.Parallel()
	x, y := wave(2000, 0), wave(2000, 1)
	calls := 0
	app := graphing(t, func(int) any { calls++; return trace(x, y) }, newCache(t, memo.NewLRU(10)).Memoize(time.Hour))
	for range 3 {
		w := serve(app, asking(draw(1), "Accept", framesType, "Dashi-Holds", holding(y)))
		f := framesIn(t, w)[0]
		require.Equal(t, []frames.Form{frames.Deflated, frames.Held}, forms(f))
		require.Equal(t, "no-store", w.Header().Get("Cache-Control"))
		fresh, err := strconv.Atoi(w.Header().Get("Dashi-Fresh"))
		require.NoError(t, err)
		require.InDelta(t, 3600, fresh, 60)

		w = serve(app, asking(draw(1), "Accept", framesType))
		f = framesIn(t, w)[0]
		require.Equal(t, []frames.Form{frames.Deflated, frames.Deflated}, forms(f))
		require.Equal(t, holding(x), fmt.Sprintf("16000-%x", f.Sections[0].Hash))
		require.Contains(t, w.Header().Get("Cache-Control"), "private, max-age=")
		require.Empty(t, w.Header().Get("Dashi-Fresh"))
	}
	require.Equal(t, 1, calls)
	// Answers of which the browser may keep nothing have no freshness.
	app = graphing(t, func(int) any { return trace(x) }, newCache(t, memo.NewLRU(10)).Memoize(time.Hour), dashi.NoStore())
	w := serve(app, asking(draw(1), "Accept", framesType, "Dashi-Holds", holding(x)))
	require.Equal(t, "no-store", w.Header().Get("Cache-Control"))
	require.Empty(t, w.Header().Get("Dashi-Fresh"))
}

// TestAGetIsWhole: what it is answered with, caches keep.
func TestAGetIsWhole(t *testing.T) {
	t.Parallel()
	x := wave(2000, 0)
	app := graphing(t, func(int) any { return trace(x) }, newCache(t, memo.NewLRU(10)).Memoize(time.Hour))
	get := func(headers ...string) *httptest.ResponseRecorder {
		r := asking("", headers...)
		r.Method, r.URL = http.MethodGet, &url.URL{Path: r.URL.Path, RawQuery: "call=" + url.QueryEscape(draw(1))}
		return serve(app, r)
	}
	w := get("Accept", framesType, "Dashi-Holds", holding(x))
	require.Equal(t, []frames.Form{frames.Deflated}, forms(framesIn(t, w)[0]))
	require.Contains(t, w.Header().Get("Cache-Control"), "private, max-age=")
	require.Equal(t, []string{"Accept, Accept-Encoding"}, w.Header()["Vary"])
	tag := w.Header().Get("ETag")
	require.NotEmpty(t, tag)
	require.Equal(t, http.StatusNotModified, get("Accept", framesType, "If-None-Match", tag).Code)
	plain := get()
	require.Equal(t, valueOf(t, w), valueOf(t, plain))
	require.Equal(t, tag, plain.Header().Get("ETag"), "it is weak: one answer, two forms")
}

// TestTheTagIsOfTheColumnsToo: figures that differ in their numbers alone have tags that differ.
func TestTheTagIsOfTheColumnsToo(t *testing.T) {
	t.Parallel()
	app := graphing(t, func(n int) any { return trace(wave(50, float64(n))) }, newCache(t, memo.NewLRU(10)).Memoize(time.Hour))
	tags := map[string]bool{}
	for n := range 3 {
		r := httptest.NewRequest(http.MethodGet, "/_dash-update-component?call="+url.QueryEscape(draw(n)), nil)
		tags[serve(app, r).Header().Get("ETag")] = true
	}
	require.Len(t, tags, 3)
}
