package memo_test

import (
	"math/rand/v2"
	"reflect"
	"testing"

	"github.com/dashi-go/dashi/memo"
	"github.com/stretchr/testify/require"
)

// Whatever passes Check and can be encoded comes back as it was: of types made at random, with values of each.
func TestCodec_whatIsEncodedComesBack(t *testing.T) {
	t.Parallel()
	for name, c := range codecs {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			g := typeGen{rand.New(rand.NewPCG(1, 2))}
			passed, encoded := 0, 0
			for range 2000 {
				p, e := typeComesBack(t, g, c)
				passed += p
				encoded += e
			}
			require.Greater(t, passed, 50)
			require.Greater(t, encoded, passed)
		})
	}
}

func FuzzCodec_whatIsEncodedComesBack(f *testing.F) {
	f.Add(uint64(3))
	f.Fuzz(func(t *testing.T, seed uint64) {
		for _, c := range codecs {
			typeComesBack(t, typeGen{rand.New(rand.NewPCG(seed, 0))}, c)
		}
	})
}

// typeComesBack tries one type with five values, and counts what passed and what was encoded.
func typeComesBack(t *testing.T, g typeGen, c memo.Codec) (passed, encoded int) {
	t.Helper()
	typ := g.typ(3)
	if c.Check(typ) != nil {
		return 0, 0
	}
	for range 5 {
		if comesBack(t, g, c, typ) {
			encoded++
		}
	}
	return 1, encoded
}

var codecs = map[string]memo.Codec{"json": memo.JSON{}, "gob": memo.Gob{}, "raw": memo.Raw{}}

func comesBack(t *testing.T, g typeGen, c memo.Codec, typ reflect.Type) bool {
	t.Helper()
	value := reflect.New(typ).Elem()
	g.fill(value, 4)
	if value.Kind() == reflect.Interface {
		return false
	}
	data, err := c.Encode(value.Interface())
	if err != nil {
		return false
	}
	back := reflect.New(typ)
	require.NoErrorf(t, c.Decode(data, back.Interface()), "%v: %#v: %q", typ, value, data)
	loose := c == memo.Gob{}
	require.Truef(t, same(value, back.Elem(), loose), "%v\n%#v\n%#v\n%q", typ, value, back.Elem(), data)
	if loose && (value.Kind() == reflect.Slice || value.Kind() == reflect.Map) {
		require.Equal(t, value.IsNil(), back.Elem().IsNil())
	}
	return true
}
