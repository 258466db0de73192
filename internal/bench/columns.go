package bench

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"strconv"
	"time"
	"unsafe"

	"github.com/dashi-go/dashi/layout/plot"
	"github.com/dashi-go/dashi/render"
	"github.com/dashi-go/dashi/render/wire/frames"
)

// columnPoints is the length of a column that is encoded: of float64, 8 MB.
const (
	columnPoints = 1_000_000
	columnRounds = 5
	columnLimit  = time.Minute // bounds what Python does
	floorGoal    = 2.0         // times as long as the floor, at most
)

// Columns measures large columns of figures, beside the least that could be done with them and beside JSON libraries.
func Columns() (*Table, error) {
	peer, err := installPython(context.Background(), figureKit)
	if lacking, ok := errors.AsType[*noPythonError](err); ok {
		t, err := columnsTable(columnPoints, columnRounds, nil)
		if err == nil {
			t.Note("No figures of plotly.py: %v.", lacking)
		}
		return t, err
	} else if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(context.Background(), columnLimit)
	defer cancel()
	c, err := peer.start(ctx, strconv.Itoa(columnPoints))
	if err != nil {
		return nil, err
	}
	defer func() { _ = c.stop() }()
	t, err := columnsTable(columnPoints, columnRounds, c)
	if err == nil {
		t.Note("%s.", peer)
	}
	return t, err
}

// columnsTable has a group for the frames of a column of doubles, one for their JSON, and those of other kinds of columns. A peer is the
// script of plotly.py, if there is one.
func columnsTable(points, rounds int, peer *child) (*Table, error) {
	t := &Table{
		Title: fmt.Sprintf("4b. Columns of figures: %s points", count(points)),
		Head:  append(append([]string{"what"}, timingHead...), "this/floor: time", "goal"),
	}
	floats := doubles(points)
	if err := floorRows(t, rounds, floats, peer); err != nil {
		return nil, err
	}
	for _, k := range []struct {
		kind   string
		column any
	}{{"float32", singles(points)}, {"int", integers(points)}, {"times", seconds(points)}} {
		fig := figureWith(k.column)
		jobs := append([]Job{
			streams("dashi, frame", fig, (*frames.Frame).WriteTo, io.Discard),
			streams("dashi, JSON", fig, (*frames.Frame).WriteJSON, io.Discard),
			theirs("go-json, as text", goccyCodec, k.column),
		}, peers(peer, k.kind, points)...)
		if err := columnRows(t, rounds, k.kind, 0, jobs); err != nil {
			return nil, err
		}
	}
	if err := memoryRows(t, points); err != nil {
		return nil, err
	}
	columnNotes(t, rounds)
	return t, nil
}

// floorRows has doubles beside the least that a frame and JSON could take. The first job of each group is the floor, those before goals
// are held to it.
func floorRows(t *Table, rounds int, floats []float64, peer *child) error {
	fig := figureWith(floats)
	err := columnRows(t, rounds, "float64, frame", 2, []Job{
		copies(floats),
		streams("dashi, to who takes the memory", fig, (*frames.Frame).WriteTo, io.Discard),
		streams("dashi, to who copies it", fig, (*frames.Frame).WriteTo, &copier{to: make([]byte, 1<<16)}),
	})
	if err != nil {
		return err
	}
	return columnRows(t, rounds, "float64, JSON", 2, append([]Job{
		copiesAndEncodes(floats),
		streams("dashi, to who takes the memory", fig, (*frames.Frame).WriteJSON, io.Discard),
		streams("dashi, to who copies it", fig, (*frames.Frame).WriteJSON, &copier{to: make([]byte, 1<<16)}),
		ours("dashi, as one text", "figure", fig),
		theirs("go-json, as text", goccyCodec, floats),
		theirs("encoding/json, as text", stdCodec, floats),
	}, peers(peer, "float64", len(floats))...))
}

// columnRows measures a group. So many jobs after the first have the goal; without one, the first is no floor either.
func columnRows(t *Table, rounds int, group string, goals int, jobs []Job) error {
	timings, err := clock(rounds, jobs...)
	if err != nil {
		return fmt.Errorf("%s: %w", group, err)
	}
	for i, one := range timings {
		ratio, goal := "", ""
		if goals > 0 {
			r := Ratio(one.Took, timings[0].Took)
			ratio = times(r)
			if 0 < i && i <= goals {
				goal = met(r <= floorGoal)
			}
		}
		row := one.row(group+": "+one.Name, ratio, goal)
		if one.Elsewhere != nil {
			row[3], row[4] = "-", "-" // another process's
		}
		t.Add(row...)
	}
	return nil
}

// peers are what plotly.py makes of such a column of so many points.
func peers(peer *child, kind string, points int) []Job {
	if peer == nil {
		return nil
	}
	ask := func(what string) func(int) (time.Duration, error) {
		return func(n int) (time.Duration, error) {
			took, err := peer.measure(fmt.Sprintf("%s %s %d", what, kind, n), 1)
			return time.Duration(took), err
		}
	}
	size, err := peer.measure("size "+kind, int64(points))
	whole := func(do func(int) (time.Duration, error)) func(int) (time.Duration, error) {
		return func(n int) (time.Duration, error) {
			if err != nil {
				return 0, err
			}
			return do(n)
		}
	}
	return []Job{
		{Name: "plotly.py, fig.to_json by orjson", Size: int(size), Elsewhere: whole(ask("json"))},
		{Name: "orjson.dumps of the array, as text", Elsewhere: ask("text")},
	}
}

// streams encodes a figure with its columns apart and writes what comes of it, as the server does.
func streams(name string, fig plot.Figure, write func(*frames.Frame, io.Writer) (int64, error), to io.Writer) Job {
	var e render.Encoder
	var text []byte
	var apart []frames.Section
	do := func() (n int64, err error) {
		apart = apart[:0]
		if text, err = e.AppendApart(text[:0], "figure", fig, &apart); err != nil {
			return 0, err
		}
		return write(frames.New(text, apart), to)
	}
	size, _ := do() // what is wrong shows when it is measured
	return Job{Name: name, Size: int(size), Do: func() error { _, err := do(); return err }}
}

// copier copies what it is given, as a socket does.
type copier struct{ to []byte }

func (c *copier) Write(p []byte) (int, error) {
	for rest := p; len(rest) > 0; {
		rest = rest[copy(c.to, rest):]
	}
	return len(p), nil
}

// copies is the floor of a frame.
func copies(floats []float64) Job {
	from := memoryOf(floats)
	to := make([]byte, len(from))
	return Job{Name: "memcpy", Size: len(to), Do: func() error { copy(to, from); return nil }}
}

// copiesAndEncodes is the floor of JSON.
func copiesAndEncodes(floats []float64) Job {
	from := memoryOf(floats)
	to, text := make([]byte, len(from)), make([]byte, base64.StdEncoding.EncodedLen(len(from)))
	return Job{Name: "memcpy and encoding/base64", Size: len(text), Do: func() error {
		copy(to, from)
		base64.StdEncoding.Encode(text, to)
		return nil
	}}
}

func memoryOf(floats []float64) []byte {
	return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(floats))), 8*len(floats))
}

func figureWith(column any) plot.Figure {
	return plot.Figure{Data: []plot.Trace{plot.Scatter{Y: column}}}
}

// doubles are numbers with all their digits.
func doubles(n int) []float64 {
	return filled(n, func(r *rand.Rand, _ int) float64 { return r.NormFloat64() * 100 })
}

func singles(n int) []float32 {
	return filled(n, func(r *rand.Rand, _ int) float32 { return float32(r.NormFloat64() * 100) })
}

func integers(n int) []int {
	return filled(n, func(r *rand.Rand, _ int) int { return r.IntN(math.MaxInt32 / 2) })
}

func seconds(n int) []time.Time {
	start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	return filled(n, func(_ *rand.Rand, i int) time.Time { return start.Add(time.Duration(i) * 1001 * time.Millisecond) })
}

func filled[T any](n int, one func(*rand.Rand, int) T) []T {
	r := rand.New(rand.NewPCG(1, 2))
	out := make([]T, n)
	for i := range out {
		out[i] = one(r, i)
	}
	return out
}

func columnNotes(t *Table, rounds int) {
	t.Note("Goal: at least half as fast as the floor: memcpy for a frame, memcpy and encoding/base64 for JSON; what an answer allocates does not grow.")
	t.Note("Numbers are random, float64 with all digits. dashi looks at each column anew for the smallest type that holds it: integers go out in")
	t.Note("4 bytes, times in a frame in 8. To who takes the memory: io.Discard, to which the user's own memory is handed, so that choosing the")
	t.Note("type is all there is to do for a frame; to who copies it: a buffer of 64 kB, filled again and again.")
	t.Note("plotly.py writes numbers as base64 too (int64 that fit in 4 bytes), and times as text; go-json and orjson have the bare column.")
	t.Note("Answers: a callback's, through all of the server, to a writer that discards it. Medians of %d interleaved rounds.", rounds)
}
