package memo_test

import (
	"context"
	"math"
	"reflect"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/dashi-go/dashi/memo"
	"github.com/stretchr/testify/require"
)

// registrations are the ways options get in.
var registrations = map[string]func(c *memo.Cache, ttl time.Duration, opts ...memo.Option){
	"Func": func(c *memo.Cache, ttl time.Duration, opts ...memo.Option) {
		memo.Func(c, ttl, func(context.Context, string) (int, error) { return 0, nil }, opts...)
	},
	"Wrap":    func(c *memo.Cache, ttl time.Duration, opts ...memo.Option) { memo.Wrap(c, ttl, named1, opts...) },
	"Memoize": func(c *memo.Cache, ttl time.Duration, opts ...memo.Option) { c.Memoize(ttl, opts...) },
}

func TestPolicy_refuses(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name string
		ttl  time.Duration
		opts []memo.Option
		want string
	}{
		{"no ttl", 0, nil, "the ttl must be positive, not 0s"},
		{"negative ttl", -time.Second, nil, "the ttl must be positive, not -1s"},
		{"nil", 1, []memo.Option{memo.Policy{}, nil}, "an option is nil"},
		{"Stale", 1, []memo.Option{memo.Policy{Stale: -1}}, "Policy.Stale is negative: -1ns"},
		{"StaleIfError", 1, []memo.Option{memo.Policy{StaleIfError: -1}}, "Policy.StaleIfError is negative: -1ns"},
		{"Early", 1, []memo.Option{memo.Policy{Early: -1}}, "Policy.Early is negative: -1ns"},
		{"Errors", 1, []memo.Option{memo.Policy{Errors: -1}}, "Policy.Errors is negative: -1ns"},
		{"the ttl may be all early", time.Minute, []memo.Option{memo.Policy{Early: 30 * time.Second, Jitter: 0.5}},
			"Policy.Early, 30s, must be shorter than the shortest ttl that Jitter leaves, 30s"},
		{"the ttl is all early", time.Minute, []memo.Option{memo.Policy{Early: time.Minute}},
			"Policy.Early, 1m0s, must be shorter than the ttl, 1m0s"},
		{"negative Jitter", 1, []memo.Option{memo.Policy{Jitter: -0.1}}, "Policy.Jitter must be at least 0 and less than 1, not -0.1"},
		{"all Jitter", 1, []memo.Option{memo.Policy{Jitter: 1}}, "Policy.Jitter must be at least 0 and less than 1, not 1"},
		{"no number", 1, []memo.Option{memo.Policy{Jitter: math.NaN()}}, "Policy.Jitter must be at least 0 and less than 1, not NaN"},
		{"empty tag", 1, []memo.Option{memo.Policy{Tags: []string{"a", ""}}},
			`Policy.Tags: memo: a tag must have 1 to 996 bytes, "" has 0`},
		{"long tag", 1, []memo.Option{memo.Policy{Tags: []string{strings.Repeat("x", 997)}}},
			`Policy.Tags: memo: a tag must have 1 to 996 bytes, "` + strings.Repeat("x", 40) + `" has 997`},
		{"of several one", time.Minute, []memo.Option{memo.Policy{Stale: -1}, memo.Policy{Name: "x"}}, "Policy.Stale is negative: -1ns"},
	} {
		for by, register := range registrations {
			t.Run(tc.name+" "+by, func(t *testing.T) {
				t.Parallel()
				c := closing(t, memo.New(memo.NewLRU(4)))
				raised, _ := catch(func() { register(c, tc.ttl, tc.opts...) }).(string)
				require.True(t, strings.HasPrefix(raised, "memo: "+by+": "), raised)
				require.True(t, strings.HasSuffix(raised, ": "+tc.want), raised)
				if by != "Memoize" { // the place is of some use where there are many
					require.Regexp(t, `memo_test\..* at .*_test\.go:\d+: `, raised)
				}
			})
		}
	}
}

// Without its function the option would say nothing, and everyone would get everyone's results.
func TestPolicy_refusesNilFunctions(t *testing.T) {
	t.Parallel()
	require.PanicsWithValue(t, "memo: PerUser: the function is nil", func() { memo.PerUser(nil) })
	require.PanicsWithValue(t, "memo: Lifetime: the function is nil", func() { memo.Lifetime[int](nil) })
}

// What is refused leaves nothing behind: the name is free.
func TestPolicy_refusedNamesAreFree(t *testing.T) {
	t.Parallel()
	c := closing(t, memo.New(memo.NewLRU(4)))
	require.Panics(t, func() { memo.Wrap(c, 0, named1) })
	require.Panics(t, func() { memo.Wrap(c, 1, named1, memo.Lifetime(func(string) (time.Duration, bool) { return 0, true })) })
	memo.Wrap(c, time.Hour, named1)
}

// Of several policies each field that is set counts, the last one; tags add up.
func TestPolicy_merging(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		store := newTagging()
		c := closing(t, memo.New(store))
		var n tally
		f := memo.Func(c, time.Minute, n.compute,
			memo.Policy{Name: "first", Stale: time.Second, Tags: []string{"a"}, Codec: memo.Gob{}},
			memo.Policy{Stale: time.Hour, Errors: time.Minute},
			memo.PerUser(userOf),
			memo.Policy{Name: "last", Tags: []string{"b", "c"}},
			memo.Policy{},
		)
		gets(t, 1, f, "a")
		require.Equal(t, "last", c.Stats().Functions[0].Name)
		for _, tags := range store.tags {
			require.Equal(t, []string{"tag:a", "tag:b", "tag:c"}, tags[1:])
		}
		time.Sleep(2 * time.Minute)
		gets(t, 1, f, "a") // an hour of Stale
		synctest.Wait()
		n.fail(isWrong)
		for range 2 {
			_, err := f(t.Context(), "b")
			require.Error(t, err)
		}
		require.Equal(t, 3, n.count(), "the error is remembered")
		n.fail(nil)
		_, err := f(asUser(t, "Ann"), "b")
		require.NoError(t, err, "she has results of her own")
	})
}

// The slices that options have are their owner's.
func TestPolicy_keepsNoSlices(t *testing.T) {
	t.Parallel()
	store := newTagging()
	c := closing(t, memo.New(store))
	tags := make([]string, 1, 8)
	tags[0] = "a"
	policy := memo.Policy{Tags: tags}
	one := memo.Wrap(c, time.Hour, named1, policy, memo.Policy{Tags: []string{"one"}})
	two := memo.Wrap(c, time.Hour, named2, policy, memo.Policy{Tags: []string{"two"}})
	tags[0] = "changed"
	one(1)
	two(1)
	var all []string
	for _, tags := range store.tags {
		all = append(all, tags[1:]...)
	}
	require.ElementsMatch(t, []string{"tag:a", "tag:one", "tag:a", "tag:two"}, all)
}

func TestPolicy_codec(t *testing.T) {
	t.Parallel()
	store := newFake()
	for i, policy := range []memo.Policy{{Name: "f"}, {Name: "f", Codec: memo.JSON{}}, {Name: "f", Codec: memo.Gob{}}} {
		calls := 0
		f := memo.Wrap(closing(t, memo.New(store)), time.Hour, func() string { calls++; return "text" }, policy)
		require.Equal(t, "text", f())
		require.Equal(t, []int{1, 0, 1}[i], calls, "JSON is what is used without; what another wrote is not read")
	}
	for _, data := range store.values {
		require.Contains(t, string(data), "text")
	}
}

func TestLifetime_ofAnotherType(t *testing.T) {
	t.Parallel()
	c := closing(t, memo.New(memo.NewLRU(4)))
	wrong := memo.Lifetime(func(string) (time.Duration, bool) { return 0, true })
	right := memo.Lifetime(func(int) (time.Duration, bool) { return 0, true })
	const want = "Lifetime takes a string, but the result is a int"
	require.Contains(t, catch(func() { registrations["Func"](c, time.Hour, wrong) }), want)
	require.Contains(t, catch(func() { registrations["Wrap"](c, time.Hour, wrong) }), want)
	require.NotPanics(t, func() { registrations["Func"](c, time.Hour, right) })
	require.NotPanics(t, func() { registrations["Wrap"](c, time.Hour, right) })

	// An interface is a type of its own, though the result implements it.
	anything := memo.Lifetime(func(any) (time.Duration, bool) { return 0, true })
	require.Contains(t, catch(func() { memo.Wrap(c, time.Hour, named2, anything) }), "Lifetime takes a interface {}, but the result is a int")

	for result, ok := range map[reflect.Type]bool{reflect.TypeFor[int](): true, reflect.TypeFor[string](): false, nil: false} {
		_, err := c.Memoize(time.Hour, right).Claim(memo.Function{Name: "graph.figure", Result: result})
		if ok {
			require.NoError(t, err)
		} else {
			require.ErrorContains(t, err, "memo: Lifetime takes a int, but the result is a")
		}
	}
}

func TestMemoized_Lifetime(t *testing.T) {
	t.Parallel()
	c := closing(t, memo.New(memo.NewLRU(4)))
	ttl, keep := c.Memoize(time.Hour).Lifetime("anything")
	require.Zero(t, ttl)
	require.True(t, keep)
	m := c.Memoize(time.Hour, memo.Lifetime(func(n int) (time.Duration, bool) { return time.Duration(n), n > 1 }))
	ttl, keep = m.Lifetime(1)
	require.Equal(t, time.Duration(1), ttl)
	require.False(t, keep)
	ttl, keep = m.Lifetime(5)
	require.Equal(t, time.Duration(5), ttl)
	require.True(t, keep)
}
