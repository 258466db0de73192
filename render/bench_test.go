package render_test

import (
	"encoding/base64"
	"encoding/json"
	"io"
	"math/rand/v2"
	"reflect"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/render"
	"github.com/dashi-go/dashi/render/wire"
)

// tag is a component with a list of properties, as HTML elements are.
type tag struct {
	name  string
	props []prop
}

type prop struct {
	name  string
	value any
}

func (t tag) Type() (namespace, name string) { return "dash_html_components", t.name }

func (t tag) EachProp(yield func(name string, value any) bool) {
	for _, p := range t.props {
		if !yield(p.name, p.value) {
			return
		}
	}
}

func (tag) PropType(string) (reflect.Type, bool) { return reflect.TypeFor[any](), true }

func (tag) PropNames() []string { return nil }

// table is a tree of 5,001 tags: 1,000 rows of 4 cells.
func table() tag {
	rows := layout.Fragment{}
	for range 1000 {
		cells := layout.Fragment{}
		for range 4 {
			cells = append(cells, tag{"Td", []prop{{"children", "a cell"}, {"className", "c"}, {"style", layout.CSS{"width": 10}}}})
		}
		rows = append(rows, tag{"Tr", []prop{{"children", cells}, {"id", layout.ID("row")}}})
	}
	return tag{"Table", []prop{{"children", rows}}}
}

// plain is the same tree as structs that encoding/json encodes.
type plain struct {
	Props     map[string]any `json:"props"`
	Type      string         `json:"type"`
	Namespace string         `json:"namespace"`
}

func plainTable(v any) any {
	switch v := v.(type) {
	case layout.Fragment:
		items := make([]any, len(v))
		for i := range v {
			items[i] = plainTable(v[i])
		}
		return items
	case tag:
		props := map[string]any{}
		for _, p := range v.props {
			props[p.name] = plainTable(p.value)
		}
		return plain{props, v.name, "dash_html_components"}
	}
	return v
}

func randoms(n int) []float64 {
	r := rand.New(rand.NewPCG(1, 2))
	out := make([]float64, n)
	for i := range out {
		out[i] = r.NormFloat64() * 100
	}
	return out
}

func ints[T int | int32 | int64 | uint8](n int) []T {
	r := rand.New(rand.NewPCG(1, 2))
	out := make([]T, n)
	for i := range out {
		out[i] = T(r.IntN(1 << 30))
	}
	return out
}

func floats32(n int) []float32 {
	out := make([]float32, n)
	for i, f := range randoms(n) {
		out[i] = float32(f)
	}
	return out
}

func figureOf(columns ...any) map[string]any {
	traces := make([]any, len(columns))
	for i, c := range columns {
		traces[i] = map[string]any{"type": "scatter", "y": c}
	}
	return map[string]any{"data": traces, "layout": map[string]any{"title": map[string]any{"text": "t"}}}
}

func benchProp(b *testing.B, property string, v any) {
	var e render.Encoder
	var buf []byte
	b.ReportAllocs()
	for b.Loop() {
		var err error
		if buf, err = e.AppendProp(buf[:0], property, v); err != nil {
			b.Fatal(err)
		}
	}
	b.SetBytes(int64(len(buf)))
}

func benchMarshal(b *testing.B, marshal func(any) ([]byte, error), v any) {
	b.ReportAllocs()
	for b.Loop() {
		_, err := marshal(v)
		require.NoError(b, err)
	}
}

func BenchmarkTree5000(b *testing.B) {
	tree, flat := table(), plainTable(table())
	b.Run("dashi", func(b *testing.B) { benchProp(b, "children", tree) })
	b.Run("encoding-json", func(b *testing.B) { benchMarshal(b, json.Marshal, flat) })
	b.Run("goccy", func(b *testing.B) { benchMarshal(b, wire.Marshal, flat) })
}

func BenchmarkFigure2x100k(b *testing.B) {
	fig := figureOf(randoms(100_000), randoms(100_000))
	b.Run("dashi", func(b *testing.B) { benchProp(b, "figure", fig) })
	b.Run("dashi-as-text", func(b *testing.B) { benchProp(b, "data", fig) })
	b.Run("encoding-json", func(b *testing.B) { benchMarshal(b, json.Marshal, fig) })
	b.Run("goccy", func(b *testing.B) { benchMarshal(b, wire.Marshal, fig) })
}

func BenchmarkColumn1M(b *testing.B) {
	const n = 1_000_000
	type celsius float64
	named := make([]celsius, n)
	matrix := make([][]float64, 1000)
	for i := range matrix {
		matrix[i] = randoms(1000)
	}
	for name, column := range map[string]any{
		"float64": randoms(n), "float32": floats32(n), "int": ints[int](n), "int64": ints[int64](n), "int32": ints[int32](n),
		"uint8": ints[uint8](n), "named": named, "matrix": matrix,
	} {
		b.Run(name, func(b *testing.B) { benchProp(b, "figure", figureOf(column)) })
	}
	b.Run("float64-fresh-buffer", func(b *testing.B) {
		var e render.Encoder
		fig := figureOf(randoms(n))
		b.ReportAllocs()
		for b.Loop() {
			_, err := e.AppendProp(nil, "figure", fig)
			require.NoError(b, err)
		}
	})
	b.Run("float64-goccy", func(b *testing.B) { benchMarshal(b, wire.Marshal, figureOf(randoms(n))) })
}

// BenchmarkApart is what BenchmarkColumn1M's columns cost with a frame in place of text, and of that what choosing the element type does;
// beside the least that copying and encoding them could.
func BenchmarkApart(b *testing.B) {
	const n = 1_000_000
	whole, single, almost := make([]float64, n), make([]float64, n), make([]float64, n)
	for i := range n {
		whole[i], single[i], almost[i] = float64(i), float64(i)+0.5, float64(i)
	}
	almost[n-1] = 0.1
	measured := randoms(n)
	for name, column := range map[string]any{
		"random-f8": measured, "whole-u4": whole, "single-f4": single, "whole-but-the-last": almost, "int-u4": ints[int](n), "times": make([]time.Time, n),
	} {
		b.Run("choose/"+name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				apart(b, figureOf(column))
			}
		})
		b.Run("frame/"+name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, _ = apart(b, figureOf(column)).WriteTo(io.Discard)
			}
		})
		b.Run("json/"+name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, _ = apart(b, figureOf(column)).WriteJSON(io.Discard)
			}
		})
	}
	out := make([]float64, n)
	b.Run("memcpy", func(b *testing.B) {
		for b.Loop() {
			copy(out, measured)
		}
	})
	raw, text := make([]byte, 8*n), make([]byte, base64.StdEncoding.EncodedLen(8*n))
	b.Run("memcpy+std-base64", func(b *testing.B) {
		for b.Loop() {
			copy(out, measured)
			base64.StdEncoding.Encode(text, raw)
		}
	})
}

func BenchmarkSmallResponse(b *testing.B) {
	type row struct {
		City string  `json:"city"`
		Temp float64 `json:"temp"`
	}
	v := []row{{"Oslo", 3.5}, {"Rome", 18}, {"Cairo", 29.25}}
	b.Run("dashi-struct", func(b *testing.B) { benchProp(b, "children", v) })
	b.Run("dashi-string", func(b *testing.B) { benchProp(b, "children", "Hello, world!") })
	b.Run("encoding-json", func(b *testing.B) { benchMarshal(b, json.Marshal, v) })
	b.Run("goccy", func(b *testing.B) { benchMarshal(b, wire.Marshal, v) })
}
