package memo_test

import (
	"bytes"
	"reflect"
	"testing"
	"time"

	"github.com/dashi-go/dashi/memo"
	"github.com/stretchr/testify/require"
)

// decodeTargets are variables of types that are read in different ways.
func decodeTargets() []any {
	type row struct {
		Name string
		At   time.Time
		More map[string]map[int][]string
		Next *genChain
	}
	return []any{
		new(0), new(""), new(0.5), new([]byte), new([]string), new(map[string]int), new(map[int]map[string][]float64), new(*int),
		new(row), new(*row), new([]row), new(genChain), new(genTree), new([3]int8), new(complex(1, 1)), new(time.Time),
	}
}

// seeds are good encodings.
func seeds(f *testing.F, c memo.Codec) {
	for _, value := range []any{
		1, "text", []byte("bytes"), map[int]map[string][]float64{1: {"a": {1}}}, genChain{Next: &genChain{Name: "x"}},
		genTree{"a": {"b": nil}}, time.Unix(1, 2), []string{},
	} {
		if data, err := c.Encode(value); err == nil {
			f.Add(data)
		}
	}
	f.Add([]byte{})
	f.Add([]byte("null"))
}

// decodesAnything checks that Decode of any bytes comes to an end without a panic, and leaves the bytes alone.
func decodesAnything(t *testing.T, c memo.Codec, data []byte) {
	before := bytes.Clone(data)
	for _, into := range decodeTargets() {
		if c.Decode(data, into) == nil {
			_, _ = c.Encode(reflect.ValueOf(into).Elem().Interface())
		}
		require.Equal(t, before, data)
	}
}

func FuzzJSON_Decode(f *testing.F) {
	seeds(f, memo.JSON{})
	f.Fuzz(func(t *testing.T, data []byte) { decodesAnything(t, memo.JSON{}, data) })
}

func FuzzGob_Decode(f *testing.F) {
	seeds(f, memo.Gob{})
	f.Fuzz(func(t *testing.T, data []byte) { decodesAnything(t, memo.Gob{}, data) })
}

func FuzzRaw_Decode(f *testing.F) {
	seeds(f, memo.Raw{})
	f.Fuzz(func(t *testing.T, data []byte) { decodesAnything(t, memo.Raw{}, data) })
}
