package render_test

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"flag"
	"fmt"
	"math"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/plot"
	"github.com/dashi-go/dashi/render"
)

var update = flag.Bool("update", false, "rewrite the golden files this test writes")

func encodeFigure(t testing.TB, v any) string {
	t.Helper()
	var e render.Encoder
	out, err := e.AppendProp(nil, "figure", v)
	require.NoError(t, err)
	return string(out)
}

// column encodes v as the column "y" of a trace.
func column(t testing.TB, v any) string {
	t.Helper()
	out := encodeFigure(t, map[string]any{"data": []any{map[string]any{"y": v}}})
	return strings.TrimSuffix(strings.TrimPrefix(out, `{"data":[{"y":`), `}]}`)
}

// untyped decodes JSON and puts lists of numbers in place of typed arrays, as the browser does.
func untyped(t testing.TB, data string) any {
	t.Helper()
	var v any
	require.NoError(t, json.Unmarshal([]byte(data), &v))
	return unpack(t, v)
}

func unpack(t testing.TB, v any) any {
	switch v := v.(type) {
	case []any:
		for i := range v {
			v[i] = unpack(t, v[i])
		}
	case map[string]any:
		if dtype, ok := v["dtype"].(string); ok {
			return elements(t, dtype, v["bdata"].(string), v["shape"])
		}
		for key := range v {
			v[key] = unpack(t, v[key])
		}
	}
	return v
}

func elements(t testing.TB, dtype, bdata string, shape any) any {
	raw, err := base64.StdEncoding.DecodeString(bdata)
	require.NoError(t, err)
	var all []any
	for len(raw) > 0 {
		f, size := element(t, dtype, raw)
		raw = raw[size:]
		if math.IsNaN(f) || math.IsInf(f, 0) {
			all = append(all, nil) // as JSON has it
			continue
		}
		all = append(all, f)
	}
	if shape == nil {
		return all
	}
	var rows, cols int
	_, err = fmt.Sscanf(shape.(string), "%d, %d", &rows, &cols)
	require.NoError(t, err)
	require.Len(t, all, rows*cols)
	var matrix []any
	for i := range rows {
		matrix = append(matrix, all[i*cols:(i+1)*cols])
	}
	return matrix
}

func element(t testing.TB, dtype string, raw []byte) (value float64, size int) {
	le := binary.LittleEndian
	switch dtype {
	case "u1":
		return float64(raw[0]), 1
	case "i1":
		return float64(int8(raw[0])), 1
	case "u2":
		return float64(le.Uint16(raw)), 2
	case "i2":
		return float64(int16(le.Uint16(raw))), 2
	case "u4":
		return float64(le.Uint32(raw)), 4
	case "i4":
		return float64(int32(le.Uint32(raw))), 4
	case "f4":
		return float64(math.Float32frombits(le.Uint32(raw))), 4
	case "f8":
		return math.Float64frombits(le.Uint64(raw)), 8
	}
	require.Fail(t, "unknown dtype", dtype)
	return 0, 0
}

// plainly is v as encoding/json has it, NaN being nil.
func plainly(t testing.TB, v any) any {
	t.Helper()
	var e render.Encoder
	out, err := e.Append(nil, v)
	require.NoError(t, err)
	return untyped(t, string(out))
}

// sixteen repeats what it is given until a column is long enough for a typed array.
func sixteen[T any](values ...T) []T {
	for len(values) < 16 {
		values = append(values, values...)
	}
	return values
}

type (
	celsius  float64
	series   []float64
	grade    int16
	rated    int // says itself how it is written
	month    int // says so on its pointer
	octets   []octet
	grid     [4][4]int
	triangle [][]float64
)

func (r rated) MarshalText() ([]byte, error) { return fmt.Appendf(nil, "#%d", int(r)), nil }

func (m *month) MarshalJSON() ([]byte, error) { return []byte("0"), nil }

func TestColumnsAreTypedArrays(t *testing.T) {
	t.Parallel()
	nan, inf := math.NaN(), math.Inf(-1)
	tests := map[string]struct {
		value any
		dtype string // "" where the column stays JSON
		shape string
	}{
		"float64":               {sixteen(1.5, -2, nan, inf, math.MaxFloat64, math.Copysign(0, -1)), "f8", ""},
		"float32":               {sixteen[float32](1.5, -2, float32(nan), 16777217), "f4", ""},
		"whole as u1":           {sixteen(0.0, 255), "u1", ""},
		"whole as i1":           {sixteen(-128.0, 127), "i1", ""},
		"whole as u2":           {sixteen(0.0, 65535), "u2", ""},
		"whole as i2":           {sixteen(-32768.0, 32767), "i2", ""},
		"whole as u4":           {sixteen(0.0, math.MaxUint32), "u4", ""},
		"whole as i4":           {sixteen(math.MinInt32, 0.0), "i4", ""},
		"whole, too wide":       {sixteen(-1.0, math.MaxUint32), "f8", ""},
		"whole, beyond u4":      {sixteen(0.0, 1<<32+1), "f8", ""},
		"whole, beyond i4":      {sixteen(0.0, -1<<31-1), "f8", ""},
		"whole and single":      {sixteen(0.0, 1<<40), "f4", ""},
		"whole with -0":         {sixteen(1.0, math.Copysign(0, -1)), "f4", ""},
		"whole with NaN":        {sixteen(1.0, nan), "f4", ""},
		"whole with Inf":        {sixteen(1.0, inf), "f4", ""},
		"single":                {sixteen(0.5, float64(float32(0.1)), math.SmallestNonzeroFloat32), "f4", ""},
		"almost single":         {sixteen(0.5, math.SmallestNonzeroFloat32/2), "f8", ""},
		"beyond single":         {sixteen(0.5, math.MaxFloat32*2), "f8", ""},
		"float32 as u1":         {sixteen[float32](0, 255), "u1", ""},
		"float32 as i2":         {sixteen[float32](-300), "i2", ""},
		"float32, 4 bytes":      {sixteen[float32](65536), "f4", ""},
		"float32 with -0":       {sixteen(float32(math.Copysign(0, -1))), "f4", ""},
		"a named slice":         {series(sixteen(1.5)), "f4", ""},
		"a named element":       {sixteen[celsius](-273.15), "f8", ""},
		"a named whole number":  {sixteen[celsius](-273), "i2", ""},
		"a named integer":       {sixteen[grade](-300, 300), "i2", ""},
		"array":                 {[16]float64{15: 3.1}, "f8", ""},
		"pointer to an array":   {&[16]int8{15: 3}, "u1", ""},
		"int as u1":             {sixteen(0, 255), "u1", ""},
		"int as i1":             {sixteen(-128, 127), "i1", ""},
		"int as u2":             {sixteen(0, 256, 65535), "u2", ""},
		"int as i2":             {sixteen(-32768, 32767), "i2", ""},
		"i2, for one below":     {sixteen(-129), "i2", ""},
		"i2, for 128 below 0":   {sixteen(-1, 128), "i2", ""},
		"int as u4":             {sixteen(65536, math.MaxUint32), "u4", ""},
		"int as i4":             {sixteen(-1, 65536), "i4", ""},
		"i4, to its end":        {sixteen(math.MinInt32, math.MaxInt32), "i4", ""},
		"int as f8":             {sixteen(-1, math.MaxUint32), "f8", ""},
		"int as f8, at the end": {sixteen(-(1<<53 - 1), 1<<53-1), "f8", ""},
		"beyond f8":             {sixteen(1 << 53), "", ""},
		"beyond f8, below":      {sixteen(-(1 << 53)), "", ""},
		"beyond int64":          {sixteen[uint64](math.MaxUint64), "", ""},
		"int8":                  {sixteen[int8](-1), "i1", ""},
		"int32":                 {sixteen[int32](1, -70000), "i4", ""},
		"int64":                 {sixteen[int64](1, 70000), "u4", ""},
		"uint":                  {sixteen[uint](1), "u1", ""},
		"uint8":                 {sixteen[uint8](200), "u1", ""},
		"uint16":                {sixteen[uint16](200, 300), "u2", ""},
		"uint32":                {sixteen[uint32](1 << 31), "u4", ""},
		"uint64":                {sixteen[uint64](1 << 40), "f8", ""},
		"named bytes":           {octets(sixteen[octet](3)), "u1", ""},

		"matrix":             {[][]float64{{1, 2, 3, 4, 5, 6, 7, 8}, {9, 10, 11, 12, 13, 14, 15, nan}}, "f4", "2, 8"},
		"matrix of doubles":  {[][]float64{sixteen(1.0), sixteen(0.1)}, "f8", "2, 16"},
		"whole matrix":       {[][]float64{sixteen(-1.0), sixteen(128.0)}, "i2", "2, 16"},
		"matrix of arrays":   {[][4]float32{{1.5}, {2}, {3}, {4}}, "f4", "4, 4"},
		"array of arrays":    {grid{{1, 300}}, "u2", "4, 4"},
		"matrix of integers": {[][]int{sixteen(1), sixteen(-1, 128)}, "i2", "2, 16"},
		"matrix of bytes":    {[][]byte{sixteen[byte](1), sixteen[byte](2)}, "u1", "2, 16"},

		"short":              {make([]float64, 15), "", ""},
		"a short matrix":     {[][]float64{{1, 2, 3}, {4, 5, 6}}, "", ""},
		"short bytes":        {[]byte{1, 2}, "", ""},
		"empty":              {[]float64{}, "", ""},
		"empty rows":         {[][]float64{{}, {}}, "", ""},
		"nil":                {[]float64(nil), "", ""},
		"a ragged matrix":    {triangle{{1}, {1, 2}, sixteen(1.0)}, "", ""},
		"strings":            {sixteen("a"), "", ""},
		"bools":              {sixteen(true), "", ""},
		"any":                {sixteen[any](1.5, nil), "", ""},
		"pointers":           {sixteen(new(1.5)), "", ""},
		"with methods":       {sixteen[rated](1), "", ""},
		"methods on pointer": {sixteen[month](1), "", ""},
		"rows with methods":  {[]net.IP{net.IPv6loopback, net.IPv6loopback}, "", ""},
		"raw JSON":           {[]json.RawMessage{json.RawMessage(`"0123456789"`), json.RawMessage(`"9876543210"`)}, "", ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := column(t, tt.value)
			if tt.dtype == "" {
				require.NotContains(t, strings.SplitN(got, "[[", 2)[0], "{", got)
			} else {
				require.True(t, strings.HasPrefix(got, `{"dtype":"`+tt.dtype+`","bdata":"`), got)
				if tt.shape != "" {
					require.True(t, strings.HasSuffix(got, `","shape":"`+tt.shape+`"}`), got)
				} else {
					require.NotContains(t, got, "shape")
				}
			}
			// Bytes are base64 outside figures, which is no yardstick.
			switch v := tt.value.(type) {
			case []byte, [][]byte, octets:
				require.Equal(t, untyped(t, strings.Join(strings.Fields(fmt.Sprint(v)), ",")), untyped(t, got))
			default:
				require.Equal(t, plainly(t, tt.value), untyped(t, got))
			}
		})
	}
}

func TestColumnsKeepEveryBit(t *testing.T) {
	t.Parallel()
	nan := math.Float64frombits(0x7ff8000000000123)
	values := sixteen(nan, math.Inf(1), math.Copysign(0, -1), math.SmallestNonzeroFloat64)
	var typed struct{ Bdata []byte }
	require.NoError(t, json.Unmarshal([]byte(column(t, values)), &typed))
	for i, f := range values {
		require.Equal(t, math.Float64bits(f), binary.LittleEndian.Uint64(typed.Bdata[8*i:]))
	}
}

// TestColumnsOfAnyLength crosses the border of a chunk with every size of element.
func TestColumnsOfAnyLength(t *testing.T) {
	t.Parallel()
	for _, n := range []int{16, 17, 767, 768, 769, 1536, 1537, 6143, 6144, 6145, 12288} {
		floats := make([]float64, n)
		bytes := make([]byte, n)
		for i := range n {
			floats[i], bytes[i] = float64(i)+0.5, byte(i)
		}
		got := untyped(t, column(t, floats)).([]any)
		require.Len(t, got, n)
		require.Equal(t, floats[n-1], got[n-1])
		got = untyped(t, column(t, bytes)).([]any)
		require.Len(t, got, n)
		require.EqualValues(t, bytes[n-1], got[n-1])
	}
	matrix := make([][]float32, 1000)
	for i := range matrix {
		matrix[i] = []float32{float32(i), 1, 2, 3, 4, 5, 6}
	}
	got := untyped(t, column(t, matrix)).([]any)
	require.Equal(t, []any{999.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0}, got[999])
}

// TestOnlyTheDataOfFiguresIsTyped: plotly.js decodes typed arrays there and nowhere else.
func TestOnlyTheDataOfFiguresIsTyped(t *testing.T) {
	t.Parallel()
	y := sixteen(1.5)
	trace := map[string]any{"y": y}
	tests := map[string]struct {
		figure any
		typed  bool
	}{
		"a trace":              {map[string]any{"data": []any{trace}}, true},
		"deep in a trace":      {map[string]any{"data": []any{map[string]any{"marker": map[string]any{"line": map[string]any{"width": y}}}}}, true},
		"a list in a trace":    {map[string]any{"data": []any{map[string]any{"dimensions": []any{map[string]any{"values": y}}}}}, true},
		"typed traces":         {fig{Data: []scatter{{Y: y}}}, true},
		"one trace":            {map[string]any{"data": scatter{Y: y}}, true},
		"an embedded column":   {map[string]any{"data": []any{struct{ scatter }{scatter{Y: y}}}}, true},
		"a frame":              {map[string]any{"frames": []any{map[string]any{"data": []any{trace}}}}, true},
		"typed maps":           {map[string][]map[string][]float64{"data": {{"y": y}}}, true},
		"the layout":           {map[string]any{"layout": map[string]any{"xaxis": map[string]any{"tickvals": y}}}, false},
		"data in the layout":   {map[string]any{"layout": map[string]any{"data": y}}, false},
		"a frame's layout":     {map[string]any{"frames": []any{map[string]any{"layout": trace}}}, false},
		"a typed layout":       {fig{Layout: trace}, false},
		"a plain list":         {map[string]any{"data": []any{map[string]any{"selectedpoints": y}}}, false},
		"within a plain list":  {map[string]any{"data": []any{map[string]any{"geojson": map[string]any{"coordinates": y}}}}, false},
		"a component":          {map[string]any{"data": []any{knob{Value: y}}}, false},
		"figure in a figure":   {map[string]any{"figure": map[string]any{"data": []any{trace}}}, false},
		"the figure is a list": {y, false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			out := encodeFigure(t, tt.figure)
			require.Equal(t, tt.typed, strings.Contains(out, "bdata"), out)
			require.Equal(t, plainly(t, tt.figure), untyped(t, out))
			// The place where figures are is the property, of a component or of an answer.
			require.Contains(t, encode(t, knob{Figure: tt.figure}), out)
			require.NotContains(t, encode(t, tt.figure), "bdata")
			require.NotContains(t, encode(t, knob{Value: tt.figure}), "bdata")
		})
	}
	// After a figure the encoder is out of it.
	out := encode(t, layout.Fragment{knob{Figure: fig{Data: []scatter{{Y: y}}}, Value: y}, map[string]any{"data": y}})
	require.Equal(t, 1, strings.Count(out, "bdata"))
}

type scatter struct {
	Name  string         `json:"name,omitempty"`
	Y     any            `json:"y,omitempty"`
	Extra map[string]any `json:",inline"`
}

type bar struct {
	scatter
	Type string `json:"type"` // gives way to the type's own name
}

func (bar) TraceType() string { return "bar" }

type fig struct {
	Data   []scatter `json:"data"`
	Layout any       `json:"layout,omitempty"`
}

func TestTracesSayTheirType(t *testing.T) {
	t.Parallel()
	require.Equal(t, `{"type":"bar"}`, encode(t, bar{}))
	require.Equal(t, `{"type":"bar","name":"n","a":1}`, encode(t, bar{scatter: scatter{Name: "n", Extra: map[string]any{"type": "x", "a": 1}}}))
	require.Equal(t, `{"data":[{"type":"bar"},null]}`, encodeFigure(t, map[string]any{"data": []*bar{{}, nil}}))
}

// TestTracesWithoutATypeHaveNone: the trace of a frame says what differs, which is not its type.
func TestTracesWithoutATypeHaveNone(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		trace plot.Trace
		want  string
	}{
		"nothing":           {plot.Other{}, `{}`},
		"attributes":        {plot.Other{Attr: map[string]any{"y": []int{1}, "x": 2}}, `{"x":2,"y":[1]}`},
		"type as attribute": {plot.Other{Attr: map[string]any{"type": "bar"}}, `{"type":"bar"}`},
		"both":              {plot.Other{Type: "pie", Attr: map[string]any{"type": "bar"}}, `{"type":"pie"}`},
		"by pointer":        {&plot.Other{Attr: map[string]any{"x": 2}}, `{"x":2}`},
		"with members":      {anonymous{scatter{Name: "n"}}, `{"name":"n"}`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			frame := plot.Figure{Frames: []plot.Frame{{Data: []plot.Trace{tt.trace}}}}
			require.Equal(t, `{"frames":[{"data":[`+tt.want+`]}]}`, encodeFigure(t, frame))
		})
	}
}

// anonymous is a trace that says no type.
type anonymous struct{ scatter }

func (anonymous) TraceType() string { return "" }

func wireGolden(t *testing.T, name string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("wire", "testdata", filepath.FromSlash(name)))
	require.NoError(t, err)
	return string(bytes.TrimSuffix(content, []byte("\n")))
}

// TestGoldenFigure is the encoder's part of the golden cases of the wire.
func TestGoldenFigure(t *testing.T) {
	t.Parallel()
	ys := make([]float64, 20)
	days := make([]int, 20)
	for i := range ys {
		ys[i], days[i] = math.Round(1000*math.Sin(float64(i)))/1000, 20000*i-100000
	}
	ys[3] = math.NaN()
	figure := map[string]any{
		"data": []any{
			map[string]any{"type": "scatter", "name": "<a>", "x": days, "y": ys, "marker": map[string]any{"size": sixteen[uint8](4, 255)}},
			map[string]any{"type": "heatmap", "z": [][]float32{{0, 1, 2, 3, 4, 5, 6, 7}, {0.5, 1.5, 2.5, 3.5, 4.5, 5.5, 6.5, 7.5}}},
			map[string]any{"type": "bar", "x": []string{"one", "two"}, "y": []int{1, 2}},
		},
		"layout": map[string]any{"xaxis": map[string]any{"tickvals": days}},
	}
	got := `{"multi":true,"response":{"temps":{"figure":` + encodeFigure(t, figure) + `}}}`
	expected, err := json.Marshal(untyped(t, encodeFigure(t, figure["data"])))
	require.NoError(t, err)
	if *update {
		folder := filepath.Join("wire", "testdata", "figure-encoded")
		require.NoError(t, os.WriteFile(filepath.Join(folder, "response.json"), []byte(got+"\n"), 0o644))
		require.NoError(t, os.WriteFile(filepath.Join(folder, "expected.json"), append(expected, '\n'), 0o644))
	}
	require.Equal(t, wireGolden(t, "figure-encoded/response.json"), got)
	require.JSONEq(t, wireGolden(t, "figure-encoded/expected.json"), string(expected))
}

// TestGoldenTypedArrays reads the case the front end's author wrote by hand.
func TestGoldenTypedArrays(t *testing.T) {
	t.Parallel()
	response := untyped(t, wireGolden(t, "figure-typed/response.json")).(map[string]any)["response"].(map[string]any)
	data := response["temps"].(map[string]any)["figure"].(map[string]any)["data"]
	require.Equal(t, untyped(t, wireGolden(t, "figure-typed/expected.json")), data)
}

func TestGoldenResponse(t *testing.T) {
	t.Parallel()
	children := tag{"Div", []prop{{"children", layout.Fragment{"Hi ", tag{"Span", []prop{{"children", "there"}, {"className", "b"}}}}}}}
	got := `{"multi":true,"response":{"out":{"children":` + encode(t, children) + `,"title":` + encode(t, `a <b> & "c"`) +
		`},"slider":{"value":` + encode(t, 5) + `}}}`
	require.JSONEq(t, wireGolden(t, "response-multi/response.json"), got)
	require.NotContains(t, got, "<")
}

// TestFiguresOfPackagePlotComeBack: what is encoded is read by plot as the browser sends it back, and written alike again.
func TestFiguresOfPackagePlotComeBack(t *testing.T) {
	t.Parallel()
	figure := plot.Figure{
		Data: []plot.Trace{
			plot.Scatter{X: sixteen(1, 2), Y: sixteen(1.5, -2), Marker: plot.Marker{Extra: map[string]any{"size": sixteen(7.5)}}},
			&plot.Heatmap{Z: [][]float64{sixteen(1.0), sixteen(2.5)}},
			plot.Other{Type: "sankey", Attr: map[string]any{"node": map[string]any{"label": []string{"a", "b"}}}},
		},
		Frames: []plot.Frame{{Name: "f", Data: []plot.Trace{plot.Bar{Y: sixteen(300)}}, Traces: sixteen(0)}},
	}
	out := encodeFigure(t, figure)
	require.Equal(t, 5, strings.Count(out, "bdata"), out)
	require.Contains(t, out, `{"type":"sankey","node":`)
	var back plot.Figure
	require.NoError(t, json.Unmarshal([]byte(out), &back))
	require.Equal(t, untyped(t, out), untyped(t, encodeFigure(t, back)))
	require.Contains(t, encode(t, dcc.Graph{Figure: figure}), out)
}
