package render_test

import (
	"encoding/binary"
	"encoding/json"
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/render"
)

// FuzzStrings holds strings to encoding/json, byte for byte.
func FuzzStrings(f *testing.F) {
	for _, seed := range []string{"", "plain", "<&>\"\\/", "\x00\x1f\x7f", "\u2028\u2029\u2027", "é漢🙂", "\xff\xc0\xaf", "a\xe2\x80", "\ufffd", "\ud7ff\ue000"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		want, err := json.Marshal(s)
		require.NoError(t, err)
		require.Equal(t, string(want), encode(t, s))
		type text string
		require.Equal(t, string(want), encode(t, text(s)))
	})
}

// FuzzRaw holds JSON that a user wrote to encoding/json: both take it and write it alike, or neither does.
func FuzzRaw(f *testing.F) {
	for _, seed := range []string{"", "null", ` { "a" : [ 1, "<" ] } `, "{", "\u2028", "\"\u2028\"", `"\ud800"`, "[1]x", "\"\xff\""} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		want, wantErr := json.Marshal(json.RawMessage(raw))
		var e render.Encoder
		got, err := e.Append(nil, json.RawMessage(raw))
		require.Equal(t, wantErr == nil, err == nil)
		if err == nil {
			require.Equal(t, string(want), string(got))
		}
	})
}

// maker makes a value of many types out of a fuzzer's bytes.
type maker struct{ seed []byte }

func (m *maker) byte() byte {
	if len(m.seed) == 0 {
		return 0
	}
	b := m.seed[0]
	m.seed = m.seed[1:]
	return b
}

func (m *maker) number() (n uint64) {
	for range m.byte() % 9 {
		n = n<<8 | uint64(m.byte())
	}
	return n
}

func (m *maker) float() float64 {
	if f := math.Float64frombits(m.number()); !math.IsNaN(f) && !math.IsInf(f, 0) {
		return f
	}
	return 0.1
}

func (m *maker) text() string {
	n := min(int(m.byte()%8), len(m.seed))
	s := string(m.seed[:n])
	m.seed = m.seed[n:]
	return s
}

type generated struct {
	level2
	*Pointed
	Any   any
	List  []generated       `json:"list,omitempty"`
	Map   map[string]any    `json:"m"`
	Float float32           `json:"f,string"`
	Next  *generated        `json:",omitzero"`
	Keys  map[int16]float64 `json:",omitempty"`
	Raw   json.RawMessage
	Text  string `json:"<,omitempty"`
	Time  time.Time
}

func (m *maker) value(depth int) any {
	if depth > 6 {
		return m.text()
	}
	switch m.byte() % 18 {
	case 0:
		return nil
	case 1:
		return m.text()
	case 2:
		return m.byte()%2 == 0
	case 3:
		return m.float()
	case 4:
		f := float32(m.float())
		if math.IsInf(float64(f), 0) {
			return float32(1)
		}
		return f
	case 5:
		return int64(m.number())
	case 6:
		return m.number()
	case 7:
		return int16(m.number())
	case 8:
		list := []any{}
		for range m.byte() % 5 {
			list = append(list, m.value(depth+1))
		}
		return list
	case 9:
		object := map[string]any{}
		for range m.byte() % 20 {
			object[m.text()] = m.value(depth + 1)
		}
		return object
	case 10:
		return []byte(m.text())
	case 11:
		return time.Unix(int64(m.number()%1e10), int64(m.byte())).UTC()
	case 12:
		return map[uint32]string{uint32(m.number()): m.text(), uint32(m.number()): m.text()}
	case 13:
		return []float64{m.float(), m.float()}
	case 14:
		return [2][]string{{m.text()}, nil}
	case 15:
		g := generated{Any: m.value(depth + 1), Text: m.text(), Float: float32(m.byte()), Raw: json.RawMessage(`[ 1 ]`)}
		g.Deep = m.text()
		if m.byte()%2 == 0 {
			g.Pointed = &Pointed{P: m.float(), A: int(m.byte())}
			g.List = make([]generated, m.byte()%3)
			g.Keys = map[int16]float64{int16(m.number()): m.float()}
			g.Next = &generated{Any: m.value(depth + 1)}
			g.Map, _ = m.value(depth + 1).(map[string]any)
		}
		return g
	case 16:
		return tags{StrF: m.float(), StrT: time.Duration(m.number()), StrEsc: m.text(), Odd: int(m.byte())}
	}
	return omits{B: m.byte()%2 == 0, G: m.float(), Q: zeroIsTen(m.byte() % 12), K: zeroOnPointer{int(m.byte() % 8)}}
}

// FuzzValues holds values of all kinds to encoding/json, byte for byte.
func FuzzValues(f *testing.F) {
	for _, seed := range []string{"", "\x01\x05abc", "\x08\x04\x00\x01\x02\x03", "\x09\x02\x01a\x08\x02\x01\x02", "\x0f\x09\x03\x01a\x00\x00",
		"\x10\x08\x01\x02\x03\x04\x05\x06\x07\x08", "\x11\x00\x01\x02\x03\x04", "\x0c\x04\x01\x02\x03\x04\x01a\x02\x01\x02", "\x0b\x05\x01\x02\x03\x04\x05\x09"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, seed []byte) {
		v := (&maker{seed}).value(0)
		want, err := json.Marshal(v)
		require.NoError(t, err)
		require.Equal(t, string(want), encode(t, v))
		// A figure holds the same values, in whatever form.
		if _, isBytes := v.([]byte); !isBytes {
			require.True(t, json.Valid([]byte(encodeFigure(t, map[string]any{"data": []any{v}}))))
		}
	})
}

// FuzzTypedArrays reads columns of every type of number back.
func FuzzTypedArrays(f *testing.F) {
	f.Add([]byte("0123456789abcdef0123456789abcdef"), uint8(0))
	f.Add([]byte("\xff\xff\xff\xff\xff\xff\xff\xff\x00\x00\x00\x00\x00\x00\xf8\x7f"), uint8(0))
	f.Add(make([]byte, 300), uint8(3))
	f.Fuzz(func(t *testing.T, data []byte, width uint8) {
		var floats []float64
		var singles []float32
		var ints []int64
		var unsigned []uint16
		for rest := data; len(rest) >= 8; rest = rest[8:] {
			n := binary.LittleEndian.Uint64(rest)
			floats = append(floats, math.Float64frombits(n))
			singles = append(singles, math.Float32frombits(uint32(n)))
			ints = append(ints, int64(n)>>(width%64))
			unsigned = append(unsigned, uint16(n))
		}
		for _, v := range []any{floats, ints, unsigned} {
			require.Equal(t, plainly(t, v), untyped(t, column(t, v)))
		}
		if len(singles) >= 16 { // as text they are shorter than the float64 they are equal to
			for i, got := range untyped(t, column(t, singles)).([]any) {
				if f := float64(singles[i]); math.IsNaN(f) || math.IsInf(f, 0) {
					require.Nil(t, got)
				} else {
					require.Equal(t, f, got)
				}
			}
		}
		if cols := int(width % 9); cols > 0 {
			var matrix [][]float64
			for rest := floats; len(rest) >= cols; rest = rest[cols:] {
				matrix = append(matrix, rest[:cols])
			}
			require.Equal(t, plainly(t, matrix), untyped(t, column(t, matrix)))
		}
	})
}
