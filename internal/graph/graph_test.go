package graph_test

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/internal/graph"
	"github.com/dashi-go/dashi/layout"
)

// ref reads "id", "id.property" or, for a dictionary id, "key=value,key=MATCH.property".
func ref(s string) graph.Ref {
	id, property, ok := strings.Cut(s, ".")
	if !ok {
		property = "p"
	}
	return graph.Ref{ID: readID(id), Property: property}
}

func readID(s string) layout.ID {
	if !strings.Contains(s, "=") {
		return layout.ID(s)
	}
	var pairs []any
	for _, pair := range strings.Split(s, ",") {
		key, value, _ := strings.Cut(pair, "=")
		switch n, err := strconv.Atoi(value); {
		case err == nil:
			pairs = append(pairs, key, n)
		case value == "MATCH" || value == "ALL" || value == "ALLSMALLER":
			pairs = append(pairs, key, layout.Wildcard(value))
		default:
			pairs = append(pairs, key, value)
		}
	}
	return layout.Dict(pairs...)
}

// nodes reads callbacks written "a b | s > c d!": inputs, state, outputs, of which those with "!" are duplicates. The first is
// registered at app.go:1.
func nodes(callbacks ...string) []graph.Node {
	list := make([]graph.Node, len(callbacks))
	for i, c := range callbacks {
		in, out, _ := strings.Cut(c, ">")
		in, state, _ := strings.Cut(in, "|")
		list[i].Where = fmt.Sprintf("app.go:%d", i+1)
		for _, s := range strings.Fields(in) {
			list[i].Inputs = append(list[i].Inputs, ref(s))
		}
		for _, s := range strings.Fields(state) {
			list[i].State = append(list[i].State, ref(s))
		}
		for _, s := range strings.Fields(out) {
			name, duplicate := strings.CutSuffix(s, "!")
			list[i].Outputs = append(list[i].Outputs, graph.Output{Ref: ref(name), Duplicate: duplicate})
		}
	}
	return list
}

func TestOrder(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		nodes []graph.Node
		order []int
		errs  []string
	}{
		"nothing":                        {nodes(), []int{}, nil},
		"one":                            {nodes("a > b"), []int{0}, nil},
		"independent ones stay in order": {nodes("a > b", "c > d", "e > f"), []int{0, 1, 2}, nil},
		"a chain, forwards":              {nodes("a > b", "b > c", "c > d"), []int{0, 1, 2}, nil},
		"a chain, backwards":             {nodes("c > d", "b > c", "a > b"), []int{2, 1, 0}, nil},
		"a diamond":                      {nodes("b c > d", "a > b", "a > c", "x > a"), []int{3, 1, 2, 0}, nil},
		"needed ones come right before":  {nodes("c > d", "x > y", "b > c"), []int{1, 2, 0}, nil},
		"properties tell apart":          {nodes("a.x > a.y", "a.y > a.z", "a.w > a.x"), []int{1, 2, 0}, nil},
		"its own input":                  {nodes("a b > a", "a > c"), []int{0, 1}, nil},
		"no outputs, no inputs":          {nodes(">", "a >", "> a"), []int{0, 2, 1}, nil},
		"a dictionary id":                {[]graph.Node{{Inputs: []graph.Ref{{ID: `{"i":1}`, Property: "p"}}}, {Outputs: []graph.Output{{Ref: graph.Ref{ID: `{"i":1}`, Property: "p"}}}}}, []int{1, 0}, nil},

		"an output twice": {nodes("a > c", "b > c", "d > c"), []int{0, 1, 2}, []string{
			`app.go:2: Output("c", "p") is already an output of the callback registered at app.go:1`,
			`app.go:3: Output("c", "p") is already an output of the callback registered at app.go:1`,
		}},
		"duplicates may join":        {nodes("a > c!", "b > c", "d > c!"), []int{0, 1, 2}, nil},
		"duplicates alone":           {nodes("a > c!", "b > c!"), []int{0, 1}, nil},
		"all makers come before":     {nodes("c > d", "a > c!", "b > c!"), []int{2, 0, 1}, nil},
		"two that are no duplicates": {nodes("a > c!", "b > c", "d > c"), []int{0, 1, 2}, []string{`app.go:3: Output("c", "p") is already an output of the callback registered at app.go:2`}},
		"a duplicate twice in one":   {nodes("a > c! c!"), []int{0}, []string{`app.go:1: Output("c", "p") is named twice in one callback`}},
		"a cycle of duplicates":      {nodes("a > b!", "x > b!", "b > a"), []int{2, 0, 1}, []string{"app.go:1: callbacks form a cycle: b.p → a.p → b.p"}},
		"an output twice in one":     {nodes("a > b c b"), []int{0}, []string{`app.go:1: Output("b", "p") is named twice in one callback`}},
		"two in a cycle":             {nodes("a > b", "b > a"), []int{1, 0}, []string{"app.go:1: callbacks form a cycle: b.p → a.p → b.p"}},
		"three in a cycle": {nodes("x > y", "c > a", "a > b", "b > c"), []int{0, 3, 1, 2}, []string{
			"app.go:2: callbacks form a cycle: a.p → b.p → c.p → a.p",
		}},
		"a cycle off the way": {nodes("a > z", "b > a", "c > b", "b > c"), []int{3, 2, 1, 0}, []string{"app.go:3: callbacks form a cycle: b.p → c.p → b.p"}},
		"two cycles":          {nodes("b c > a", "a > b", "a > c"), []int{2, 0, 1}, []string{"app.go:1: callbacks form a cycle: a.p → b.p → a.p", "app.go:1: callbacks form a cycle: a.p → c.p → a.p"}},
		"a cycle after a way": {nodes("x y > a", "> x", "a > y"), []int{2, 0, 1}, []string{"app.go:1: callbacks form a cycle: a.p → y.p → a.p"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			order, errs := graph.Order(tt.nodes)
			var messages []string
			for _, e := range errs {
				messages = append(messages, e.Error())
			}
			require.Equal(t, tt.errs, messages)
			require.Equal(t, tt.order, order)
		})
	}
}

func TestAChainOfManyIsOrderedQuickly(t *testing.T) {
	t.Parallel()
	const n = 100_000
	chain := make([]graph.Node, n)
	for i := range chain { // registered last to first, the worst for the walk
		chain[n-1-i] = graph.Node{
			Inputs:  []graph.Ref{{ID: layout.ID(fmt.Sprint(i))}},
			Outputs: []graph.Output{{Ref: graph.Ref{ID: layout.ID(fmt.Sprint(i + 1))}}},
		}
	}
	order, errs := graph.Order(chain)
	require.Empty(t, errs)
	require.Equal(t, n-1, order[0])
	require.Equal(t, 0, order[n-1])
}

func TestALongCycleIsToldInShort(t *testing.T) {
	t.Parallel()
	const n = 100_000
	ring := make([]graph.Node, n)
	for i := range ring {
		ring[i] = graph.Node{Where: fmt.Sprint(i), Inputs: []graph.Ref{ref(fmt.Sprint(i))}, Outputs: []graph.Output{{Ref: ref(fmt.Sprint((i + 1) % n))}}}
	}
	_, errs := graph.Order(ring)
	require.Len(t, errs, 1)
	names := strings.Split(strings.TrimPrefix(errs[0].Message, "callbacks form a cycle: "), " → ")
	require.Len(t, names, 20)
	require.Equal(t, []string{"1.p", "2.p"}, names[:2])
	require.Equal(t, []string{"…", "1.p"}, names[18:])
}

func TestRefsAndErrorsReadWell(t *testing.T) {
	t.Parallel()
	require.Equal(t, `{"i":1}.value`, ref("i=1.value").String())
	require.Equal(t, `{"i":MATCH}.value`, ref("i=MATCH.value").String())
	require.Equal(t, `Output("a\"b", "value")`, graph.Spell("Output", ref(`a"b.value`)))
	require.Equal(t, `State({"i":ALL,"t":"x"}, "value")`, graph.Spell("State", ref("t=x,i=ALL.value")))
	require.EqualError(t, &graph.Error{Where: "app.go:7", Message: "m"}, "app.go:7: m")
}

// cyclic tells by another way, removing what depends on nothing that is left, whether callbacks depend on themselves.
func cyclic(nodes []graph.Node) bool {
	makers := map[graph.Ref][]int{}
	for i := range nodes {
		for _, out := range nodes[i].Outputs {
			makers[out.Ref] = append(makers[out.Ref], i)
		}
	}
	left := map[int]bool{}
	for i := range nodes {
		left[i] = true
	}
	for removed := true; removed; {
		removed = false
		for i := range left {
			free := true
			for _, in := range nodes[i].Inputs {
				for _, maker := range makers[in] {
					free = free && (maker == i || !left[maker])
				}
			}
			if free {
				delete(left, i)
				removed = true
			}
		}
	}
	return len(left) > 0
}

// FuzzOrder makes graphs of up to 12 callbacks over 16 properties. The order respects every edge, or an error names a cycle.
func FuzzOrder(f *testing.F) {
	f.Add(uint64(1), uint8(3), uint8(2))
	f.Add(uint64(2), uint8(12), uint8(4))
	f.Add(uint64(3), uint8(12), uint8(1))
	f.Fuzz(func(t *testing.T, seed uint64, count, width uint8) {
		r := rand.New(rand.NewPCG(seed, 0))
		some := func() (refs []graph.Ref) {
			for range r.IntN(int(width%5) + 1) {
				refs = append(refs, ref(string(rune('a'+r.IntN(16)))))
			}
			return refs
		}
		list := make([]graph.Node, count%13)
		for i := range list {
			list[i] = graph.Node{Where: fmt.Sprint(i), Inputs: some()}
			for _, r := range some() {
				list[i].Outputs = append(list[i].Outputs, graph.Output{Ref: r})
			}
		}
		order, errs := graph.Order(list)

		seen := map[int]bool{}
		for _, rank := range order {
			require.False(t, seen[rank])
			require.True(t, rank >= 0 && rank < len(list))
			seen[rank] = true
		}
		require.Len(t, seen, len(list))

		claims, cycles := 0, 0
		for _, e := range errs {
			if strings.Contains(e.Message, "cycle") {
				cycles++
				names := strings.Split(strings.TrimPrefix(e.Message, "callbacks form a cycle: "), " → ")
				require.GreaterOrEqual(t, len(names), 3, e.Message)
				require.Equal(t, names[0], names[len(names)-1])
			} else {
				claims++
			}
		}
		outputs, distinct := 0, map[graph.Ref]int{}
		for i := len(list) - 1; i >= 0; i-- {
			for _, out := range list[i].Outputs {
				outputs++
				distinct[out.Ref] = i
			}
		}
		require.Equal(t, outputs-len(distinct), claims)
		require.Equal(t, cyclic(list), cycles > 0)
		if cycles > 0 {
			return
		}
		for i, n := range list {
			for _, in := range n.Inputs {
				if maker, made := distinct[in]; made && maker != i {
					require.Less(t, order[maker], order[i], "%v before %v", list[maker], n)
				}
			}
		}
	})
}

func BenchmarkOrder1000(b *testing.B) {
	list := make([]graph.Node, 1000)
	for i := range list {
		list[i] = graph.Node{
			Inputs:  []graph.Ref{ref(fmt.Sprint(i / 2)), ref(fmt.Sprint(i / 3))},
			Outputs: []graph.Output{{Ref: ref(fmt.Sprint(i + 1))}},
		}
	}
	b.ReportAllocs()
	for b.Loop() {
		_, errs := graph.Order(list)
		require.Empty(b, errs)
	}
}
