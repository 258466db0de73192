package dashi_test

import (
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/memo"
	"github.com/dashi-go/dashi/render/wire/frames"
)

func TestABatchIsARowOfFrames(t *testing.T) {
	t.Parallel()
	x := wave(1000, 0)
	app := graphing(t, func(ctx context.Context, n int) (any, error) {
		switch n {
		case 0:
			return nil, dashi.PreventUpdate
		case 1:
			return "nothing to draw", nil
		}
		progress := wave(100, 0)
		if err := dashi.CallFrom(ctx).SetProps("other", map[string]any{"figure": trace(progress)}); err != nil {
			return nil, err
		}
		clear(progress) // what was set is what it was then
		return trace(x, wave(1000, 1)), nil
	})
	w := serve(app, asking(batchOf(draw(0), draw(1), draw(2)), "Accept", framesType+", application/x-ndjson", "Dashi-Holds", holding(x)))
	all := framesIn(t, w)
	require.Len(t, all, 4)
	require.Equal(t, []string{"Accept-Encoding, Accept"}, w.Header()["Vary"])
	seen := map[float64]string{}
	for _, f := range all {
		head := parsed(t, f.Head).(map[string]any)
		call := head["call"].(float64)
		if side, ok := head["sideUpdate"]; ok {
			require.Equal(t, 2.0, call)
			require.Contains(t, side, "other")
			require.Equal(t, []frames.Form{frames.Whole}, forms(f))
			text, err := f.AppendJSON(nil)
			require.NoError(t, err)
			whole := valueOf(t, serve(graphing(t, func(int) any { return trace(wave(100, 0)) }), asking(draw(1))))
			require.Equal(t, whole.(map[string]any)["response"].(map[string]any)["graph"],
				parsed(t, text).(map[string]any)["sideUpdate"].(map[string]any)["other"])
			continue
		}
		seen[call] = fmt.Sprint(head["status"], forms(f))
	}
	require.Equal(t, map[float64]string{0: "204 []", 1: "200 []", 2: "200 [2 0]"}, seen)
}

// TestACallThatBeginsAStreamIsARowOfFrames as it is rows of JSON for who takes only these.
func TestACallThatBeginsAStreamIsARowOfFrames(t *testing.T) {
	t.Parallel()
	next := make(chan struct{})
	app := graphing(t, func(ctx context.Context, n int) (any, error) {
		for i := range n {
			var p dashi.Patch
			p.At("data", 0, "y").Extend(wave(16, float64(i)))
			if err := dashi.CallFrom(ctx).SetProps("graph", map[string]any{"figure": p, "id": "graph"}); err != nil {
				return nil, err
			}
			<-next
		}
		return trace(wave(16, 0)), nil
	})
	server := httptest.NewServer(app)
	t.Cleanup(server.Close)
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, server.URL+"/_dash-update-component", strings.NewReader(draw(2)))
	require.NoError(t, err)
	r.Header.Set("Accept", framesType+", application/x-ndjson")
	res, err := http.DefaultClient.Do(r)
	require.NoError(t, err)
	defer func() { _ = res.Body.Close() }()
	require.Equal(t, framesType, res.Header.Get("Content-Type"))
	read := func() *frames.Frame {
		start := make([]byte, 8)
		_, err := io.ReadFull(res.Body, start)
		require.NoError(t, err)
		whole := append(start, make([]byte, binary.LittleEndian.Uint32(start[4:])-8)...)
		_, err = io.ReadFull(res.Body, whole[8:])
		require.NoError(t, err)
		return framesOf(t, whole)[0]
	}
	for range 2 {
		f := read() // before the callback goes on
		require.Contains(t, string(f.Head), `{"call":0,"sideUpdate":{"graph":{"figure":{"__dash_patch_update"`)
		require.Contains(t, string(f.Head), `"params":{"value":{"dtype":"f8","bdata":0}}`)
		require.Equal(t, []frames.Form{frames.Whole}, forms(f))
		next <- struct{}{}
	}
	f := read()
	require.Contains(t, string(f.Head), `{"call":0,"status":200,"answer":{"multi":true,"response":{"graph":{"figure":{"data":[{"type":"scatter","x":{"dtype":"f8","bdata":0}}]}}}}}`)
	require.Len(t, f.Sections, 1)
	_, err = io.ReadFull(res.Body, make([]byte, 1))
	require.ErrorIs(t, err, io.EOF)

	_, line := lines(t, app, draw(1))
	require.Contains(t, fmt.Sprint(line()["sideUpdate"]), "bdata:")
	next <- struct{}{}
	require.Contains(t, fmt.Sprint(line()["answer"]), "bdata:")
}

func TestColumnsOfPatchesAreKeptApart(t *testing.T) {
	t.Parallel()
	app := graphing(t, func(int) any {
		var p dashi.Patch
		p.At("data", 0, "y").Assign(wave(20, 0))
		p.At("data").Append(map[string]any{"x": wave(20, 1)})
		p.At("layout", "range").Assign(wave(20, 0))
		return p
	})
	f := framesIn(t, serve(app, asking(draw(1), "Accept", framesType)))[0]
	require.Len(t, f.Sections, 2)
	text, err := f.AppendJSON(nil)
	require.NoError(t, err)
	require.JSONEq(t, serve(app, asking(draw(1))).Body.String(), string(text))
}

// TestSideUpdatesGoWithTheColumnsOfAnswers that a memo has kept, deflated or not.
func TestSideUpdatesGoWithTheColumnsOfAnswers(t *testing.T) {
	t.Parallel()
	app := graphing(t, func(ctx context.Context, _ int) (any, error) {
		return map[string]any{"data": trace(wave(5000, 0), wave(16, 1))["data"], "layout": strings.Repeat("title ", 1000)},
			dashi.CallFrom(ctx).SetProps("other", map[string]any{"figure": trace(wave(30, 0))})
	}, newCache(t, memo.NewLRU(10)).Memoize(time.Hour))
	app.Use(func(next dashi.Handler) dashi.Handler {
		return func(ctx context.Context, call *dashi.Call) error {
			err := next(ctx, call)
			_ = call.SetProps("status", map[string]any{"children": call.Cache().String()})
			return err
		}
	})
	for _, cache := range []string{"miss", "hit", "hit"} {
		plain := valueOf(t, serve(app, asking(draw(3)))).(map[string]any)
		if cache == "miss" {
			continue
		}
		require.Contains(t, fmt.Sprint(plain["sideUpdate"]), "children:"+cache)
		w := serve(app, asking(draw(3), "Accept", framesType))
		require.Equal(t, plain, valueOf(t, w))
		require.Len(t, framesIn(t, w)[0].Sections, 2)
	}
}
