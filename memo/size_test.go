package memo_test

import (
	"fmt"
	"reflect"
	"regexp"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/dashi-go/dashi/memo"
	"github.com/stretchr/testify/require"
)

type sizeNode struct {
	Name string
	Next *sizeNode
	Kids []*sizeNode
}

func TestSizeOf(t *testing.T) {
	t.Parallel()
	shared := &[1000]int64{}
	for _, c := range []struct {
		name     string
		value    any
		min, max int64
	}{
		{"nil", nil, 0, 0},
		{"bytes", make([]byte, 1000), 1000, 1000},
		{"text", strings.Repeat("x", 77), 77, 77},
		{"a number", 1, 8, 8},
		{"a nil pointer", (*int)(nil), 0, 0},
		{"a nil slice", []int(nil), 24, 32},
		{"numbers", make([]float64, 1000), 8000, 8600},
		{"room for numbers", make([]float64, 0, 1000), 8000, 8600},
		{"texts", []string{strings.Repeat("a", 100), strings.Repeat("b", 50)}, 24 + 32 + 150, 260},
		{"a struct", struct {
			A string
			B *int
			T time.Time
		}{strings.Repeat("a", 100), new(1), time.Now()}, 48 + 100 + 8, 180},
		{"an interface", []any{strings.Repeat("a", 64), 1, nil, map[string]int{}}, 24 + 64 + 64 + 16 + 8 + 48, 512},
		{"shared pointers", []any{shared, shared, shared, [1]any{shared}}, 8000, 8700},
		{"shared by many", sharers(5000, shared), 8000 + 40_000, 52_000},
		{"shared slices", [][]int64{shared[:], shared[:]}, 8000, 8600},
		{"unexported", sizeHidden{text: strings.Repeat("a", 100)}, 100, 160},
		{"a channel", make(chan [100]byte, 10), 1000, 1200},
		{"a function", func() {}, 0, 0},
		{"reflect's own", reflect.TypeFor[sizeNode](), 0, 1 << 20},
	} {
		got := memo.SizeOf(c.value)
		require.GreaterOrEqual(t, got, c.min, c.name)
		require.LessOrEqual(t, got, c.max, c.name)
	}
}

type sizeHidden struct{ text string }

func sharers(n int, p *[1000]int64) []*[1000]int64 {
	all := make([]*[1000]int64, n)
	for i := range all {
		all[i] = p
	}
	return all
}

// Estimates of what is sampled are within a third of what the heap says. Not parallel: the heap is everybody's.
func TestSizeOf_isAboutRight(t *testing.T) {
	for name, make := range map[string]func() any{
		"rows": func() any {
			rows := make([]sizeNode, 20_000)
			for i := range rows {
				rows[i] = sizeNode{Name: fmt.Sprintf("the name of row number %d", i), Kids: []*sizeNode{{}, {}}}
			}
			return rows
		},
		"map of texts": func() any {
			m := map[string]string{}
			for i := range 20_000 {
				m[fmt.Sprint("key ", i)] = strings.Repeat("v", 100)
			}
			return m
		},
		"map of numbers": func() any {
			m := map[int]float64{}
			for i := range 50_000 {
				m[i] = 1
			}
			return m
		},
		"nested": func() any {
			all := [][][]string{}
			for range 100 {
				inner := make([][]string, 20)
				for i := range inner {
					inner[i] = strings.Split(strings.Repeat("some word,", 20), ",")
				}
				all = append(all, inner)
			}
			return all
		},
	} {
		var before, after runtime.MemStats
		runtime.GC()
		runtime.GC()
		runtime.ReadMemStats(&before)
		value := make()
		runtime.GC()
		runtime.GC()
		runtime.ReadMemStats(&after)
		real := float64(after.HeapAlloc) - float64(before.HeapAlloc)
		got := float64(memo.SizeOf(value))
		t.Logf("%s: %.0f, estimated %.0f", name, real, got)
		if name == "nested" {
			require.InEpsilon(t, real, got, 0.7, name) // parts of one text count each for itself
			continue
		}
		require.InEpsilon(t, real, got, 0.34, name)
		runtime.KeepAlive(value)
	}
}

func TestSizeOf_endsInTime(t *testing.T) {
	t.Parallel()
	loop := &sizeNode{Name: "loop"}
	loop.Next, loop.Kids = loop, []*sizeNode{loop, loop}
	require.Less(t, memo.SizeOf(loop), int64(300))
	type self []self
	s := self{nil}
	s[0] = s
	require.Less(t, memo.SizeOf(s), int64(100))
	m := map[string]any{}
	m["m"] = m
	require.Less(t, memo.SizeOf(m), int64(1000))
	var long *sizeNode
	for range 1_000_000 {
		long = &sizeNode{Next: long}
	}
	require.Greater(t, memo.SizeOf(long), int64(10_000))
	wide := make([][][]string, 100)
	for i := range wide {
		wide[i] = make([][]string, 100)
		for j := range wide[i] {
			wide[i][j] = make([]string, 100)
		}
	}
	require.InEpsilon(t, 100*100*100*16, memo.SizeOf(wide), 0.3, "few of a million texts are looked at")
}

// What changes while it is looked at is not looked into: the race detector and the runtime would end the test.
func TestSizeOf_leavesLockedThingsAlone(t *testing.T) {
	t.Parallel()
	type locked struct {
		mu sync.Mutex
		m  map[int]string
	}
	l := &locked{m: map[int]string{}}
	var wg sync.WaitGroup
	wg.Go(func() {
		for i := range 2000 {
			l.mu.Lock()
			l.m[i%100] = "x"
			l.mu.Unlock()
		}
	})
	wg.Go(func() {
		for range 200 {
			memo.SizeOf(l)
			memo.SizeOf(struct{ L []*locked }{[]*locked{l}})
		}
	})
	wg.Wait()
	require.Less(t, memo.SizeOf(l), int64(64))
	require.Positive(t, memo.SizeOf(regexp.MustCompile("a+")), "unexported fields are no obstacle")
}

func BenchmarkSizeOf(b *testing.B) {
	rows := make([]sizeNode, 1000)
	for i := range rows {
		rows[i].Name = fmt.Sprint("row ", i)
	}
	b.ReportAllocs()
	for b.Loop() {
		memo.SizeOf(rows)
	}
}
