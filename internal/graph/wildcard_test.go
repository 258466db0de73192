package graph_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/internal/graph"
	"github.com/dashi-go/dashi/layout"
)

func messages(errs []*graph.Error) (texts []string) {
	for _, e := range errs {
		texts = append(texts, e.Error())
	}
	return texts
}

func TestOrderOfPatterns(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		nodes []graph.Node
		order []int
	}{
		"a pattern of one value":          {nodes("i=1 > a", "b | i=MATCH > i=MATCH"), []int{1, 0}},
		"a value of a pattern":            {nodes("i=MATCH > i=MATCH.q", "> i=1"), []int{1, 0}},
		"patterns of patterns":            {nodes("i=ALL,t=x > a", "t=x,i=MATCH.q > t=x,i=MATCH"), []int{1, 0}},
		"another value":                   {nodes("i=1 > a", "> i=2"), []int{0, 1}},
		"another key":                     {nodes("i=1 > a", "> j=1"), []int{0, 1}},
		"a key more":                      {nodes("i=1 > a", "> i=ALL,j=ALL"), []int{0, 1}},
		"another property":                {nodes("i=1.q > a", "> i=ALL"), []int{0, 1}},
		"another value in the fixed part": {nodes("i=ALL,t=x > a", "> i=ALL,t=y"), []int{0, 1}},
		"masks that cross":                {nodes("i=1,j=ALL > a", "> i=ALL,j=2"), []int{1, 0}},
		"three masks":                     {nodes("i=1,j=2 > a", "> i=ALL,j=2.q", "> i=1,j=ALL", "> i=3,j=ALL"), []int{1, 2, 0, 3}},
		"a text is no number":             {nodes("i=1 > a", `> i="1"`), []int{0, 1}},
		"its own pattern":                 {nodes("i=ALL > i=1", "i=1 > a"), []int{0, 1}},
		"smaller ones of itself":          {nodes("i=ALLSMALLER > i=MATCH"), []int{0}},
		"a circle through smaller ones":   {nodes("i=ALLSMALLER.y > i=MATCH.x", "i=MATCH.x > i=MATCH.y"), []int{0, 1}},
		"the same from the other side":    {nodes("i=MATCH.x > i=MATCH.y", "i=ALLSMALLER.y > i=MATCH.x"), []int{1, 0}},
		"smaller ones off any circle":     {nodes("i=ALLSMALLER.y > i=MATCH.x", "a > i=ALL.y"), []int{1, 0}},
		"duplicates of many masks":        {nodes("i=ALL,t=x > a", "> i=MATCH,t=x!", "b > i=ALL,t=x!", "c > i=1,t=ALL!"), []int{3, 0, 1, 2}},
		"the changed input tells":         {nodes("i=MATCH | i=MATCH.q > a"), []int{0}},
		"no outputs":                      {nodes("i=MATCH >", "i=ALL | i=1 >"), []int{0, 1}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			order, errs := graph.Order(tt.nodes)
			require.Empty(t, messages(errs))
			require.Equal(t, tt.order, order)
		})
	}
}

func TestRulesOfWildcards(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		nodes []graph.Node
		want  []string
	}{
		"a pattern twice": {nodes("> t=x,i=MATCH", "> t=x,i=MATCH"), []string{
			`app.go:2: Output({"i":MATCH,"t":"x"}, "p") is already an output of the callback registered at app.go:1`,
		}},
		"overlapping wildcards": {nodes("> t=x,i=MATCH", "> t=x,i=ALL"), []string{
			`app.go:2: Output({"i":ALL,"t":"x"}, "p") overlaps Output({"i":MATCH,"t":"x"}, "p") of the callback registered at app.go:1`,
		}},
		"a value and a wildcard": {nodes("> i=1", "> i=MATCH"), []string{
			`app.go:2: Output({"i":MATCH}, "p") overlaps Output({"i":1}, "p") of the callback registered at app.go:1`,
		}},
		"a pattern twice in one": {nodes("> i=ALL i=ALL"), []string{`app.go:1: Output({"i":ALL}, "p") is named twice in one callback`}},
		"overlapping in one":     {nodes("> i=ALL i=1!"), []string{`app.go:1: Output({"i":1}, "p") overlaps Output({"i":ALL}, "p") of the same callback`}},
		"no overlap":             {nodes("> t=x,i=MATCH", "> t=y,i=MATCH", "> t=x,i=MATCH.q", "> t=x,j=MATCH", "> t=x,i=ALL!", "> t=x"), nil},

		"MATCH on other keys": {nodes("> i=MATCH,j=1 i=2,j=MATCH.q"), []string{
			`app.go:1: Output({"i":2,"j":MATCH}, "q") has MATCH on "j", but Output({"i":MATCH,"j":1}, "p") has it on "i": all outputs of a callback must have it on the same keys`,
		}},
		"MATCH on one output only": {nodes("> a i=MATCH"), []string{
			`app.go:1: Output({"i":MATCH}, "p") has MATCH on "i", but Output("a", "p") has it on none: all outputs of a callback must have it on the same keys`,
		}},
		"MATCH on more keys": {nodes("> i=MATCH,j=ALL i=MATCH,j=MATCH.q"), []string{
			`app.go:1: Output({"i":MATCH,"j":MATCH}, "q") has MATCH on "i" and "j", but Output({"i":MATCH,"j":ALL}, "p") has it on "i": all outputs of a callback must have it on the same keys`,
		}},
		"the same keys, other shapes": {nodes("> i=MATCH i=MATCH,t=x"), nil},
		"ALLSMALLER in an output": {nodes("> i=ALLSMALLER"), []string{
			`app.go:1: Output({"i":ALLSMALLER}, "p") has ALLSMALLER on "i": an Output may have MATCH and ALL only`,
		}},
		"three dots": {[]graph.Node{{Where: "app.go:1", Outputs: []graph.Output{{Ref: graph.Ref{ID: layout.Dict("f", "a...b"), Property: "p"}}}}}, []string{
			`app.go:1: Output({"f":"a...b"}, "p"): the id of an Output must not hold "...", which stands between outputs in the callback's id`,
		}},

		"inputs within the outputs' keys": {nodes("i=MATCH b i=ALL,t=MATCH j=ALL | t=MATCH > i=MATCH,t=MATCH"), nil},
		"an input on another key": {nodes("i=MATCH j=MATCH > i=MATCH.q"), []string{
			`app.go:1: Input({"j":MATCH}, "p") has MATCH on "j", where Output({"i":MATCH}, "q") has no MATCH: no call could tell the value`,
		}},
		"a state on another key": {nodes("a | j=MATCH,k=MATCH > i=MATCH.q"), []string{
			`app.go:1: State({"j":MATCH,"k":MATCH}, "p") has MATCH on "j" and "k", where Output({"i":MATCH}, "q") has no MATCH: no call could tell the value`,
		}},
		"ALLSMALLER on another key": {nodes("i=1,j=ALLSMALLER > i=MATCH.q"), []string{
			`app.go:1: Input({"i":1,"j":ALLSMALLER}, "p") has ALLSMALLER on "j", where Output({"i":MATCH}, "q") has no MATCH: no call could tell the value`,
		}},
		"ALLSMALLER on a MATCH key": {nodes("i=ALLSMALLER | i=ALLSMALLER.z > i=MATCH.q"), nil},
		"ALLSMALLER without MATCH": {nodes("i=ALLSMALLER > a"), []string{
			`app.go:1: Input({"i":ALLSMALLER}, "p") has ALLSMALLER on "i", where no Output has MATCH: there is no value to be smaller than`,
		}},

		"all inputs have the keys": {nodes("i=MATCH i=MATCH,t=x | i=MATCH.q t=y,i=MATCH > a i=ALL.z"), nil},
		"an input that tells too little": {nodes("i=MATCH b > a"), []string{
			`app.go:1: Input("b", "p") has no MATCH on "i", which Input({"i":MATCH}, "p") has: no Output has it either, so the Input that changed must give the value, and any may be the one`,
		}},
		"a state that needs more": {nodes("i=MATCH | i=MATCH,j=MATCH >"), []string{
			`app.go:1: Input({"i":MATCH}, "p") has no MATCH on "j", which State({"i":MATCH,"j":MATCH}, "p") has: no Output has it either, so the Input that changed must give the value, and any may be the one`,
		}},
		"no input to tell": {nodes("| i=MATCH > a"), []string{
			`app.go:1: State({"i":MATCH}, "p") has MATCH on "i", which no Output and no Input has: no call could tell the value`,
		}},

		"a cycle of patterns": {nodes("i=MATCH.x > i=MATCH.y", "i=ALL.y > i=1.x"), []string{
			`app.go:1: callbacks form a cycle: {"i":ALL}.y → {"i":MATCH}.x → {"i":ALL}.y`,
		}},
		"a plain cycle beside smaller ones": {nodes("i=ALLSMALLER.y i=MATCH.y > i=MATCH.x", "i=MATCH.x > i=MATCH.y"), []string{
			`app.go:1: callbacks form a cycle: {"i":MATCH}.x → {"i":MATCH}.y → {"i":MATCH}.x`,
		}},
		// The walk reaches the callback at line 3 by way of smaller ones, on which no cycle is to be seen.
		"a plain cycle reached by smaller ones": {nodes("i=ALLSMALLER.z > i=MATCH.x", "i=MATCH.x i=MATCH.w > i=MATCH.z", "i=MATCH.z > i=MATCH.w"), []string{
			`app.go:2: callbacks form a cycle: {"i":MATCH}.z → {"i":MATCH}.w → {"i":MATCH}.z`,
		}},
		"two ways into one maker": {nodes("i=ALL.x > i=ALL.y", "i=ALL.y > i=1.x i=2.x"), []string{
			`app.go:1: callbacks form a cycle: {"i":ALL}.y → {"i":ALL}.x → {"i":ALL}.y`,
		}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, errs := graph.Order(tt.nodes)
			require.Equal(t, tt.want, messages(errs))
		})
	}
}

// TestTimeIsLinear counts what Order looks at: four times the callbacks, four times the steps.
func TestTimeIsLinear(t *testing.T) {
	t.Parallel()
	apps := map[string]func(i int) []graph.Node{
		"fixed part apart": func(i int) []graph.Node {
			return nodes(fmt.Sprintf("t=%d,i=MATCH.x | t=%d,i=ALL.z > t=%d,i=MATCH.x", i, i, i+1))
		},
		"values of one key": func(i int) []graph.Node { return nodes(fmt.Sprintf("i=%d.x > i=%d.x", i, i+1)) },
		"masks that cross": func(i int) []graph.Node {
			return nodes(fmt.Sprintf("i=%d,j=ALL.x > j=%d,i=-1.x i=%d,j=-2.x", i, i, i+1))
		},
		"duplicates":          func(i int) []graph.Node { return nodes(fmt.Sprintf("t=%d,i=ALL > t=x,i=1! t=x,i=%d!", i, i+2)) },
		"claims that clash":   func(i int) []graph.Node { return nodes("> t=x,i=ALL") },
		"shapes of their own": func(i int) []graph.Node { return nodes(fmt.Sprintf("k%d=ALL > k%d=MATCH", i, i+1)) },
		"plain":               func(i int) []graph.Node { return nodes(fmt.Sprintf("a%d b > a%d", i, i+1)) },
	}
	for name, app := range apps {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var steps []int
			for _, n := range []int{1000, 4000, 16_000} {
				var list []graph.Node
				for i := range n {
					list = append(list, app(i)...)
				}
				steps = append(steps, graph.Steps(list))
			}
			require.Less(t, steps[0], 20*1000)
			for i := range 2 {
				require.InEpsilon(t, 4*steps[i], steps[i+1], 0.01, "%v", steps)
			}
		})
	}
}

// FuzzOrderOfPatterns makes graphs of up to 9 callbacks over a few patterns, and holds Order to what comparing each with each
// and walking every way tells.
func FuzzOrderOfPatterns(f *testing.F) {
	for seed := range uint64(20) {
		f.Add(seed, uint8(seed))
	}
	f.Fuzz(func(t *testing.T, seed uint64, count uint8) {
		r := rand.New(rand.NewPCG(seed, 1))
		some := func(values ...string) (texts []string) {
			for range r.IntN(3) {
				text := "a"
				if r.IntN(4) > 0 {
					text = "i=" + values[r.IntN(len(values))]
					if r.IntN(2) > 0 {
						text += ",t=" + values[r.IntN(len(values))]
					}
				}
				texts = append(texts, text+"."+string(rune('p'+r.IntN(3))))
			}
			return texts
		}
		var list []graph.Node
		for i := range count % 10 {
			in, out := some("1", "2", "ALL", "ALLSMALLER", "MATCH"), some("1", "2", "ALL", "MATCH")
			n := nodes(strings.Join(in, " ") + ">" + strings.Join(out, "! "))[0]
			n.Where = fmt.Sprint(i)
			list = append(list, n)
		}
		order, errs := graph.Order(list)
		require.ElementsMatch(t, order, slices.Sorted(slices.Values(order)))
		cycles := slices.ContainsFunc(errs, func(e *graph.Error) bool { return strings.Contains(e.Message, "cycle") })

		all, plain := reach(list, true), reach(list, false)
		circle := false
		for i := range list {
			circle = circle || plain[i][i]
		}
		require.Equal(t, circle, cycles)
		claims, want := 0, 0
		for _, e := range errs {
			if strings.Contains(e.Message, "overlaps") || strings.Contains(e.Message, "named twice") || strings.Contains(e.Message, "already") {
				claims++
			}
		}
		var firm []graph.Ref
		for _, n := range list {
			for j, out := range n.Outputs {
				clash := func(other graph.Ref) bool { return overlap(out.Ref, other) }
				own := slices.ContainsFunc(n.Outputs[:j], func(o graph.Output) bool { return clash(o.Ref) })
				if own || !out.Duplicate && slices.ContainsFunc(firm, clash) {
					want++
				} else if !out.Duplicate {
					firm = append(firm, out.Ref)
				}
			}
		}
		require.Equal(t, want, claims)
		for i, n := range list {
			for j, maker := range list {
				for _, in := range n.Inputs {
					if i == j || !slices.ContainsFunc(maker.Outputs, func(o graph.Output) bool { return overlap(o.Ref, in) }) {
						continue
					}
					smaller := strings.Contains(string(in.ID), "ALLSMALLER")
					if !all[j][i] || !smaller && !circle {
						require.Less(t, order[j], order[i])
					}
				}
			}
		}
	})
}

// overlap compares two dependencies key by key.
func overlap(a, b graph.Ref) bool {
	if a.Property != b.Property {
		return false
	}
	read := func(id layout.ID) map[string]string {
		m := map[string]string{}
		id.EachPair(func(key, value string) bool { m[key] = value; return true })
		return m
	}
	x, y := read(a.ID), read(b.ID)
	if len(x) == 0 || len(x) != len(y) {
		return a.ID == b.ID
	}
	for key, v := range x {
		if w, ok := y[key]; !ok || v != w && v[0] != '[' && w[0] != '[' {
			return false
		}
	}
	return true
}

// reach says which callbacks depend on which, by any number of steps: reach[i][j] where j depends on i.
func reach(list []graph.Node, withSmaller bool) [][]bool {
	far := make([][]bool, len(list))
	for i, maker := range list {
		far[i] = make([]bool, len(list))
		for j, n := range list {
			for _, in := range n.Inputs {
				if i != j && (withSmaller || !strings.Contains(string(in.ID), "ALLSMALLER")) {
					far[i][j] = far[i][j] || slices.ContainsFunc(maker.Outputs, func(o graph.Output) bool { return overlap(o.Ref, in) })
				}
			}
		}
	}
	for k := range far {
		for i := range far {
			for j := range far {
				far[i][j] = far[i][j] || far[i][k] && far[k][j]
			}
		}
	}
	return far
}

func BenchmarkOrderOfPatterns1000(b *testing.B) {
	var list []graph.Node
	for i := range 1000 {
		list = append(list, nodes(fmt.Sprintf("t=%d,i=MATCH | t=%d,i=ALL.z > t=%d,i=MATCH", i, i, i+1))...)
	}
	b.ReportAllocs()
	for b.Loop() {
		_, errs := graph.Order(list)
		require.Empty(b, errs)
	}
}
