package memo_test

import (
	"context"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/dashi-go/dashi/memo"
	"github.com/stretchr/testify/require"
)

// keysOfFunctions is what a store sees of calls with arguments of all kinds, in order of the keys.
func keysOfFunctions(t *testing.T) []string {
	store := newFake()
	c := closing(t, memo.New(store, memo.Options{Version: "7"}))
	many := map[string]int{}
	for i := range 50 {
		many[fmt.Sprint(i)] = i
	}
	ctx, when := t.Context(), time.Unix(1_700_000_000, 0).In(time.FixedZone("", 3600))
	plain := memo.Func(c, time.Hour, func(context.Context, point) (int, error) { return 0, nil }, memo.Policy{Name: "plain"})
	rich := memo.Func(c, time.Hour, func(context.Context, filter) (int, error) { return 0, nil }, memo.PerUser(userOf))
	wrap := memo.Wrap(c, time.Hour, func(context.Context, string, ...any) (int, error) { return 0, nil })
	for i := range 3 {
		_, err := plain(ctx, point{i, -i})
		require.NoError(t, err)
		_, err = rich(asUser(t, fmt.Sprint(i)), filter{Tags: []string{"a"}, By: map[string]float64{"x": 1, "y": math.NaN()}, Any: many, When: when})
		require.NoError(t, err)
		_, err = wrap(ctx, "x", i, nil, many, &point{i, i}, []byte("b"))
		require.NoError(t, err)
	}
	keys := slices.Sorted(maps.Keys(store.values))
	for i := range keys {
		keys[i] = fmt.Sprintf("%x", keys[i])
	}
	return keys
}

// TestFunc_keys: the log of this test is read by the next one.
func TestFunc_keys(t *testing.T) {
	t.Parallel()
	keys := keysOfFunctions(t)
	require.Len(t, keys, 9)
	require.Equal(t, keys, keysOfFunctions(t))
	for _, key := range keys {
		t.Log("key", key)
	}
}

// What one process stored another one finds: keys have nothing of addresses, hash seeds and the order of maps.
func TestFunc_keysAcrossProcesses(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	out, err := exec.CommandContext(ctx, os.Args[0], "-test.run=^TestFunc_keys$", "-test.v").CombinedOutput()
	require.NoError(t, err, string(out))
	var got []string
	for line := range strings.Lines(string(out)) {
		if _, key, ok := strings.Cut(strings.TrimSpace(line), ": key "); ok {
			got = append(got, key)
		}
	}
	require.Equal(t, keysOfFunctions(t), got)
}

// plainArg is of the kinds whose keys a Func remembers.
type plainArg struct {
	A, B string
	N    int16
	U    [2]uint8
	OK   bool
	In   struct{ C string }
}

// FuzzFunc_arguments: whatever was asked before, each argument gets its own result, and gets it again.
func FuzzFunc_arguments(f *testing.F) {
	f.Add("1", "23", int16(0), uint8(0), uint8(1), true, "", "12", "3", int16(0), uint8(1), uint8(0), true, "")
	f.Add("", "", int16(0), uint8(0), uint8(0), false, "a", "", "a", int16(0), uint8(0), uint8(0), false, "")
	f.Add(strings.Repeat("x", 300), "", int16(-1), uint8(0), uint8(0), false, "", strings.Repeat("x", 301), "", int16(-1), uint8(0), uint8(0), false, "")
	f.Fuzz(func(t *testing.T, a1, b1 string, n1 int16, u1, v1 uint8, ok1 bool, c1 string, a2, b2 string, n2 int16, u2, v2 uint8, ok2 bool, c2 string) {
		one := plainArg{A: a1, B: b1, N: n1, U: [2]uint8{u1, v1}, OK: ok1}
		two := plainArg{A: a2, B: b2, N: n2, U: [2]uint8{u2, v2}, OK: ok2}
		one.In.C, two.In.C = c1, c2
		calls := 0
		c := closing(t, memo.New(memo.NewLRU(10)))
		byFunc := memo.Func(c, time.Hour, func(_ context.Context, p plainArg) (plainArg, error) { calls++; return p, nil }, memo.Policy{Name: "1"})
		byPointer := memo.Func(c, time.Hour, func(_ context.Context, p *plainArg) (plainArg, error) { calls++; return *p, nil }, memo.Policy{Name: "2"})
		byWrap := memo.Wrap(c, time.Hour, func(a, b string, n int16, rest ...any) string {
			calls++
			return fmt.Sprintf("%q %q %v %q", a, b, n, rest)
		})
		for range 2 {
			for _, arg := range []plainArg{one, two} {
				gets(t, arg, byFunc, arg)
				gets(t, arg, byPointer, new(arg))
				require.Equal(t, fmt.Sprintf("%q %q %v %q", arg.A, arg.B, arg.N, []any{arg.U, arg.OK, arg.In}),
					byWrap(arg.A, arg.B, arg.N, arg.U, arg.OK, arg.In))
			}
		}
		want := 6
		if one == two {
			want = 3
		}
		require.Equal(t, want, calls)
	})
}

// The table of a Func's keys forgets at random when it is full; the keys are the same without it.
func TestFunc_moreArgumentsThanKeysAreRememberedOf(t *testing.T) {
	t.Parallel()
	const args = 1<<14 + 1000
	c := closing(t, memo.New(memo.NewLRU(args)))
	calls := 0
	f := memo.Func(c, time.Hour, func(_ context.Context, n int) (int, error) { calls++; return n, nil })
	for range 2 {
		for n := range args {
			got, err := f(t.Context(), n)
			if err != nil || got != n {
				t.Fatalf("f(%d) is %d, %v", n, got, err)
			}
		}
	}
	require.Equal(t, args, calls)
}

// Values of all forms next to each other, drawn at random: one key exactly for one value.
func TestKeyBuilder_Value_random(t *testing.T) {
	t.Parallel()
	type leaf struct {
		S string
		N *int8
		B []bool
	}
	type node struct {
		M map[string]leaf
		A any
		L [2]leaf
	}
	small := func() string { return []string{"", "a", "b", "ab"}[rand.IntN(4)] }
	newLeaf := func() leaf {
		l := leaf{S: small()}
		if rand.IntN(2) == 0 {
			l.N = new(int8(rand.IntN(3)))
		}
		if rand.IntN(2) == 0 {
			l.B = make([]bool, rand.IntN(3))
		}
		return l
	}
	spell := func(l leaf) string {
		n := "nil"
		if l.N != nil {
			n = fmt.Sprint(*l.N)
		}
		return fmt.Sprintf("%q %s %#v", l.S, n, l.B)
	}
	seen := map[memo.Key]string{}
	keys := map[string]memo.Key{}
	for range 5000 {
		v := node{L: [2]leaf{newLeaf(), newLeaf()}}
		text := spell(v.L[0]) + "|" + spell(v.L[1])
		switch rand.IntN(4) {
		case 0:
			v.A = small()
			text += fmt.Sprintf("|%q", v.A)
		case 1:
			v.A = int8(rand.IntN(2))
			text += fmt.Sprintf("|%d", v.A)
		case 2:
			l := newLeaf()
			v.A = l
			text += "|" + spell(l)
		}
		if rand.IntN(2) == 0 {
			v.M = map[string]leaf{}
			for range rand.IntN(3) {
				v.M[small()] = newLeaf()
			}
			for _, k := range slices.Sorted(maps.Keys(v.M)) {
				text += fmt.Sprintf("|%q: %s", k, spell(v.M[k]))
			}
			text += "|map"
		}
		key := valueKey(t, v)
		if other, ok := seen[key]; ok && other != text {
			t.Fatalf("%s and %s share a key", other, text)
		}
		if other, ok := keys[text]; ok && other != key {
			t.Fatalf("%s has two keys", text)
		}
		seen[key], keys[text] = text, key
	}
	require.Greater(t, len(keys), 1000)
	require.Less(t, len(keys), 5000, "some came twice")
}
