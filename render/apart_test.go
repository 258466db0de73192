package render_test

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"
	"unsafe"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/render"
	"github.com/dashi-go/dashi/render/wire/frames"
)

// apart encodes v as a figure whose columns are kept apart.
func apart(t testing.TB, v any) *frames.Frame {
	t.Helper()
	var e render.Encoder
	var sections []frames.Section
	text, err := e.AppendApart(nil, "figure", v, &sections)
	require.NoError(t, err)
	return frames.New(text, sections)
}

func columnApart(t testing.TB, v any) (head string, sections []frames.Section, whole string) {
	t.Helper()
	f := apart(t, map[string]any{"data": []any{map[string]any{"y": v}}})
	text, err := f.AppendJSON(nil)
	require.NoError(t, err)
	inner := func(s string) string { return strings.TrimSuffix(strings.TrimPrefix(s, `{"data":[{"y":`), `}]}`) }
	return inner(string(f.Head)), f.Sections, inner(string(text))
}

// TestColumnsApartBelongIntoTheText: with its columns the text is what it is without keeping them apart.
func TestColumnsApartBelongIntoTheText(t *testing.T) {
	t.Parallel()
	nan := math.NaN()
	tests := map[string]struct {
		value   any
		head    string // "" where nothing is kept apart
		element int
	}{
		"f8":            {sixteen(0.1, nan), `{"dtype":"f8","bdata":0}`, 8},
		"f4 of float64": {sixteen(0.5, nan), `{"dtype":"f4","bdata":0}`, 4},
		"f4":            {sixteen[float32](0.1), `{"dtype":"f4","bdata":0}`, 4},
		"int":           {sixteen(1, 300), `{"dtype":"u2","bdata":0}`, 2},
		"int8":          {sixteen[int8](-1), `{"dtype":"i1","bdata":0}`, 1},
		"int8 as u1":    {sixteen[int8](1), `{"dtype":"u1","bdata":0}`, 1},
		"int16":         {sixteen[int16](-300), `{"dtype":"i2","bdata":0}`, 2},
		"int32":         {sixteen[int32](-70000), `{"dtype":"i4","bdata":0}`, 4},
		"int64":         {sixteen[int64](-1 << 40), `{"dtype":"f8","bdata":0}`, 8},
		"uint":          {sixteen[uint](1 << 31), `{"dtype":"u4","bdata":0}`, 4},
		"uint8":         {sixteen[uint8](1), `{"dtype":"u1","bdata":0}`, 1},
		"uint16":        {sixteen[uint16](300), `{"dtype":"u2","bdata":0}`, 2},
		"uint16 as u1":  {sixteen[uint16](3), `{"dtype":"u1","bdata":0}`, 1},
		"uint32":        {sixteen[uint32](1 << 31), `{"dtype":"u4","bdata":0}`, 4},
		"uint64":        {sixteen[uint64](1 << 33), `{"dtype":"f8","bdata":0}`, 8},
		"named":         {sixteen[celsius](0.1), `{"dtype":"f8","bdata":0}`, 8},
		"array":         {[16]float64{15: 0.1}, `{"dtype":"f8","bdata":0}`, 8},
		"array pointer": {&[16]float64{15: 0.1}, `{"dtype":"f8","bdata":0}`, 8},
		"matrix":        {[][]float64{sixteen(0.1), sixteen(0.2)}, `{"dtype":"f8","bdata":0,"shape":"2, 16"}`, 8},
		"int matrix":    {[][]int{sixteen(1), sixteen(-1)}, `{"dtype":"i1","bdata":0,"shape":"2, 16"}`, 1},
		"grid":          {grid{{1, 300}}, `{"dtype":"u2","bdata":0,"shape":"4, 4"}`, 2},
		"times":         {sixteen(time.Unix(1, 0).UTC()), `{"times":0}`, 8},
		"short":         {make([]float64, 15), "", 0},
		"short times":   {make([]time.Time, 15), "", 0},
		"ragged":        {triangle{make([]float64, 15), {1}}, "", 0},
		"too large":     {sixteen[int64](1 << 53), "", 0},
		"texts":         {sixteen("a"), "", 0},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			head, sections, whole := columnApart(t, tt.value)
			require.Equal(t, column(t, tt.value), whole)
			if tt.head == "" {
				require.Empty(t, sections)
				require.Equal(t, whole, head)
				return
			}
			require.Equal(t, tt.head, head)
			require.Len(t, sections, 1)
			require.Equal(t, tt.element, sections[0].Element)
			n := 0
			for piece := range sections[0].Data.Pieces {
				n += len(piece)
			}
			require.Equal(t, sections[0].Length, n)
		})
	}
}

func TestColumnsAreNumberedThroughTheText(t *testing.T) {
	t.Parallel()
	y := sixteen(0.1)
	f := apart(t, map[string]any{
		"data":   []any{map[string]any{"x": sixteen(time.Unix(0, 0)), "y": y}, map[string]any{"marker": map[string]any{"size": sixteen(1)}}},
		"layout": map[string]any{"tickvals": y},
	})
	require.Contains(t, string(f.Head), `"data":[{"x":{"times":0},"y":{"dtype":"f8","bdata":1}},{"marker":{"size":{"dtype":"u1","bdata":2}}}]`)
	require.Len(t, f.Sections, 3)
	sent, err := f.AppendTo(nil)
	require.NoError(t, err)
	_, _, err = frames.Parse(sent)
	require.NoError(t, err, "the places are in order")
}

func TestSectionsOfOneTextAreNumberedOn(t *testing.T) {
	t.Parallel()
	var e render.Encoder
	var sections []frames.Section
	path := []any{"data", 0, "y"}
	text, err := e.AppendWithin([]byte("["), "figure", path, sixteen(0.1), &sections)
	require.NoError(t, err)
	text, err = e.AppendWithin(append(text, ','), "figure", path, sixteen(0.2), &sections)
	require.NoError(t, err)
	require.Equal(t, `[{"dtype":"f8","bdata":0},{"dtype":"f8","bdata":1}`, string(text))
	whole, err := frames.New(append(text, ']'), sections).AppendJSON(nil)
	require.NoError(t, err)
	got := untyped(t, string(whole)).([]any)
	require.Equal(t, 0.1, got[0].([]any)[15])
	require.Equal(t, 0.2, got[1].([]any)[0])
}

// TestColumnsAreTheMemoryOfTheUser where its bytes are the elements, and nowhere else.
func TestColumnsAreTheMemoryOfTheUser(t *testing.T) {
	t.Parallel()
	floats, singles, ints, words := sixteen(0.1), sixteen[float32](0.1), sixteen(300), sixteen[int16](-300)
	rows := [][]float64{sixteen(0.1), sixteen(0.2)}
	tests := map[string]struct {
		value any
		at    []unsafe.Pointer // of the pieces; none: a copy
	}{
		"float64": {floats, []unsafe.Pointer{unsafe.Pointer(&floats[0])}},
		"float32": {singles, []unsafe.Pointer{unsafe.Pointer(&singles[0])}},
		"int16":   {words, []unsafe.Pointer{unsafe.Pointer(&words[0])}},
		"rows":    {rows, []unsafe.Pointer{unsafe.Pointer(&rows[0][0]), unsafe.Pointer(&rows[1][0])}},
		"int":     {ints, nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, sections, _ := columnApart(t, tt.value)
			var at []unsafe.Pointer
			for piece := range sections[0].Data.Pieces {
				at = append(at, unsafe.Pointer(&piece[0]))
			}
			if tt.at != nil {
				require.Equal(t, tt.at, at)
				return
			}
			require.NotEqual(t, unsafe.Pointer(&ints[0]), at[0])
		})
	}
}

// TestPiecesCanBeGivenUp: an iteration that is broken off goes no further.
func TestPiecesCanBeGivenUp(t *testing.T) {
	t.Parallel()
	for name, v := range map[string]any{
		"memory": [][]float64{sixteen(0.1), sixteen(0.2)}, "converted": make([]int, 20_000), "times": make([]time.Time, 20_000),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, sections, _ := columnApart(t, v)
			n := 0
			for range sections[0].Data.Pieces {
				n++
				break
			}
			require.Equal(t, 1, n)
		})
	}
}

func TestTimesOfTracesAreWhatTheirClocksShow(t *testing.T) {
	t.Parallel()
	oslo := time.FixedZone("", 2*3600)
	at := time.Date(2024, 5, 1, 12, 30, 0, 123_400_000, oslo)
	want := `"2024-05-01T12:30:00.1234"`
	require.Equal(t, "["+want+"]", column(t, []time.Time{at}))
	require.Equal(t, "["+want+"]", column(t, [1]time.Time{at}))
	long := column(t, sixteen(at))
	require.Equal(t, "["+strings.Repeat(want+",", 15)+want+"]", long)
	_, _, whole := columnApart(t, sixteen(at))
	require.Equal(t, long, whole)

	// Elsewhere, and in other types, a time is what encoding/json makes of it.
	rfc, err := json.Marshal(at)
	require.NoError(t, err)
	require.Equal(t, "["+string(rfc)+"]", column(t, []any{at}))
	require.Equal(t, "["+string(rfc)+"]", column(t, []*time.Time{&at}))
	require.Contains(t, encodeFigure(t, map[string]any{"layout": map[string]any{"range": []time.Time{at}}}), string(rfc))
	require.Equal(t, "null", column(t, []time.Time(nil)))
	require.Equal(t, "[]", column(t, []time.Time{}))
}

func TestTimesOutsideTheYearsOfTextsAreNamed(t *testing.T) {
	t.Parallel()
	var e render.Encoder
	for name, n := range map[string]int{"few": 1, "many": 20} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, bad := range []time.Time{time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(-1, 12, 31, 0, 0, 0, 0, time.UTC),
				time.Date(9999, 12, 31, 23, 0, 0, 0, time.UTC).In(time.FixedZone("", 7200))} {
				list := make([]time.Time, n)
				list[n-1] = bad
				_, err := e.AppendProp(nil, "figure", map[string]any{"data": []any{map[string]any{"x": list}}})
				require.EqualError(t, err, fmt.Sprintf(".data[0].x[%d]: the time is in the year %d; expected one from 0 to 9999", n-1, bad.Year()))
			}
			good := make([]time.Time, n)
			good[0] = time.Date(9999, 12, 31, 23, 0, 0, 0, time.UTC)
			good[n-1] = time.Date(0, 1, 1, 0, 0, 0, 0, time.FixedZone("", 7200))
			_, err := e.AppendProp(nil, "figure", map[string]any{"data": []any{map[string]any{"x": good}}})
			require.NoError(t, err)
		})
	}
}
