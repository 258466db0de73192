package memo_test

import (
	"bytes"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/dashi-go/dashi/memo"
	"github.com/stretchr/testify/require"
)

// keyOf runs build on a fresh builder.
func keyOf(build func(b *memo.KeyBuilder)) memo.Key {
	var b memo.KeyBuilder
	build(&b)
	return b.Sum()
}

// The encoding must not drift: a changed key silently abandons what every store holds, and a changed encoding that
// keeps some keys mixes old results with new. If this fails on purpose, raise keySchema.
func TestKeyBuilder_golden(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		build func(b *memo.KeyBuilder)
		want  string
	}{
		{"nothing", func(*memo.KeyBuilder) {}, "4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a"},
		{"String", func(b *memo.KeyBuilder) { b.String("text") }, "b440fdd305020a2d4548ac81170a1975260d51cb258205494738a0ca207e6a14"},
		{"Bytes", func(b *memo.KeyBuilder) { b.Bytes([]byte{0, 1}) }, "8077859d3d1b9fbc96bc28ec99b9b94f7e68edbe9f2789b381da3a441650ecfc"},
		{"Bytes nil", func(b *memo.KeyBuilder) { b.Bytes(nil) }, "35ed6d1a3bdf08740f1a5271a192f941c276a7f4b3131b4d34f0794bd41a47d2"},
		{"Int", func(b *memo.KeyBuilder) { b.Int(-2) }, "d0437a172c38e0b041ca623bd36b932f0788d2efd5b44edb0612d0fbd300e2c2"},
		{"Uint", func(b *memo.KeyBuilder) { b.Uint(2) }, "51cff14bb2eadc34b15f7621fb39ff3fc28359b3634dca5111f4ba90e207063d"},
		{"Float", func(b *memo.KeyBuilder) { b.Float(0.5) }, "38c12510fd6770a29c96cb5786c2cc04824015e726f9dd4462aaef140bfcea21"},
		{"Bool", func(b *memo.KeyBuilder) { b.Bool(true) }, "5b369e2e363b9d128a487e67aec1d074323e957b00ab3eb94b7d14eb2a75a3cd"},
		{"long", func(b *memo.KeyBuilder) { b.String(strings.Repeat("long", 1000)) }, "be8dade4fb0e9370742b186809917f8d102f9cb93efdd9103b86c5ae54339252"},
		{"all", func(b *memo.KeyBuilder) { b.String("a"); b.Int(1); b.Bool(false); b.Bytes([]byte{}) }, "2d495651cf6c29cf21d70e1f92742c0cdabefdd7e1406fff89f754164d9f4a57"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, c.want, keyOf(c.build).String())
		})
	}
}

func TestKeyBuilder_partsDoNotRunTogether(t *testing.T) {
	t.Parallel()
	builds := map[string]func(b *memo.KeyBuilder){
		"nothing":     func(*memo.KeyBuilder) {},
		"1,23":        func(b *memo.KeyBuilder) { b.String("1"); b.String("23") },
		"12,3":        func(b *memo.KeyBuilder) { b.String("12"); b.String("3") },
		"123":         func(b *memo.KeyBuilder) { b.String("123") },
		"123,":        func(b *memo.KeyBuilder) { b.String("123"); b.String("") },
		",123":        func(b *memo.KeyBuilder) { b.String(""); b.String("123") },
		"empty text":  func(b *memo.KeyBuilder) { b.String("") },
		"empty bytes": func(b *memo.KeyBuilder) { b.Bytes([]byte{}) },
		"nil bytes":   func(b *memo.KeyBuilder) { b.Bytes(nil) },
		"zero byte":   func(b *memo.KeyBuilder) { b.Bytes([]byte{0}) },
		"text 1":      func(b *memo.KeyBuilder) { b.String("1") },
		"int 1":       func(b *memo.KeyBuilder) { b.Int(1) },
		"uint 1":      func(b *memo.KeyBuilder) { b.Uint(1) },
		"float 1":     func(b *memo.KeyBuilder) { b.Float(1) },
		"true":        func(b *memo.KeyBuilder) { b.Bool(true) },
		"false":       func(b *memo.KeyBuilder) { b.Bool(false) },
		"int 0":       func(b *memo.KeyBuilder) { b.Int(0) },
		"0":           func(b *memo.KeyBuilder) { b.Float(0) },
		"-0":          func(b *memo.KeyBuilder) { b.Float(math.Copysign(0, -1)) },
		"NaN":         func(b *memo.KeyBuilder) { b.Float(math.NaN()) },
		"a framed s":  func(b *memo.KeyBuilder) { b.String("1s\x0223") },
	}
	seen := map[memo.Key]string{}
	for name, build := range builds {
		key := keyOf(build)
		require.Empty(t, seen[key], "%s is taken for another", name)
		seen[key] = name
		require.Equal(t, key, keyOf(build), name)
	}
}

func TestKeyBuilder_allNaNsAreOne(t *testing.T) {
	t.Parallel()
	other := math.Float64frombits(math.Float64bits(math.NaN()) ^ 1<<63 ^ 42)
	require.True(t, math.IsNaN(other))
	require.Equal(t,
		keyOf(func(b *memo.KeyBuilder) { b.Float(math.NaN()) }),
		keyOf(func(b *memo.KeyBuilder) { b.Float(other) }))
}

// Whatever the sizes, and across every boundary of the builder's buffers, each byte counts.
func TestKeyBuilder_everySize(t *testing.T) {
	t.Parallel()
	seen := map[memo.Key]int{}
	for _, n := range []int{0, 1, 60, 100, 120, 122, 123, 124, 125, 126, 127, 128, 129, 500, 1018, 1023, 1024, 1025, 2047, 2048, 5000} {
		value := bytes.Repeat([]byte{7}, n)
		build := func(b *memo.KeyBuilder) { b.Bytes(value); b.Int(1); b.String(string(value)) }
		key := keyOf(build)
		require.Equal(t, key, keyOf(build))
		seen[key]++
		for _, i := range []int{0, n / 2, n - 1} {
			if n > 0 {
				value[i]++
				seen[keyOf(build)]++
				value[i]--
			}
		}
	}
	for _, count := range seen {
		require.LessOrEqual(t, count, 3) // for n == 1 the three places are one
	}
	require.Len(t, seen, 21+20*3-2)
}

func TestKeyBuilder_sumMayBeTakenOnTheWay(t *testing.T) {
	t.Parallel()
	for _, n := range []int{1, 100, 3000} {
		var b memo.KeyBuilder
		b.String(strings.Repeat("x", n))
		first := b.Sum()
		require.Equal(t, first, b.Sum())
		b.Int(1)
		require.NotEqual(t, first, b.Sum())
		require.Equal(t, b.Sum(), keyOf(func(b *memo.KeyBuilder) { b.String(strings.Repeat("x", n)); b.Int(1) }))
	}
}

func TestKeyBuilder_smallKeysAllocateNothing(t *testing.T) {
	arg := []byte("some argument")
	allocs := testing.AllocsPerRun(100, func() {
		var b memo.KeyBuilder
		b.String("callback")
		b.Int(42)
		b.Float(1.5)
		b.Bytes(arg)
		_ = b.Sum()
	})
	require.Zero(t, allocs)
}

// FuzzKeyBuilder: two lists of parts make one key only if they are the same list.
func FuzzKeyBuilder(f *testing.F) {
	f.Add([]byte("s1s23"), []byte("s12s3"))
	f.Add([]byte("s"), []byte("b"))
	f.Add([]byte("n"), []byte("b"))
	f.Add([]byte("i12345678"), []byte("u12345678"))
	f.Add(bytes.Repeat([]byte("sxy"), 100), bytes.Repeat([]byte("bxy"), 100))
	f.Fuzz(func(t *testing.T, one, two []byte) {
		key1, parts1 := build(one)
		key2, parts2 := build(two)
		require.Equal(t, parts1 == parts2, key1 == key2)
	})
}

// build reads a program: each control byte begins a part, the bytes up to the next are its value. The text is a
// canonical spelling of the same parts.
func build(program []byte) (memo.Key, string) {
	var b memo.KeyBuilder
	var text strings.Builder
	for len(program) > 0 {
		op := program[0]
		end := 1
		for end < len(program) && !strings.ContainsRune("sbniut", rune(program[end])) {
			end++
		}
		value := program[1:end]
		program = program[end:]
		n := int64(len(value))
		switch op {
		case 's':
			b.String(string(value))
			text.WriteString("s" + memo.Key(sha(value)).String())
		case 'b':
			b.Bytes(append([]byte{}, value...))
			text.WriteString("b" + memo.Key(sha(value)).String())
		case 'n':
			b.Bytes(nil)
			text.WriteString("n")
		case 'i':
			b.Int(-n)
			fmt.Fprintf(&text, "i%d.", n)
		case 'u':
			b.Uint(uint64(n))
			fmt.Fprintf(&text, "u%d.", n)
		default:
			b.Bool(n%2 == 0)
			fmt.Fprintf(&text, "t%d.", n%2)
		}
	}
	return b.Sum(), text.String()
}
