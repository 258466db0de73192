package e2e_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/dashitest"
	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
)

// The browser applies patches in TypeScript, dashitest in Go. Random patches on random values must come to the same in both, also those
// that do not fit, which leave the value as it was.

// TestGoAndTypeScriptAgreeOnPatches.
func TestGoAndTypeScriptAgreeOnPatches(t *testing.T) {
	t.Parallel()
	const stores = 300
	for seed := uint64(1); seed <= 5; seed++ {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			t.Parallel()
			p := &page{t: t, front: ours}
			cases := make([]patchCase, stores)
			for i := range cases {
				random := patchMaker{rand.New(rand.NewPCG(seed, uint64(i)))}
				cases[i] = random.make()
			}
			app, inBrowser := patching(p, cases)
			p.show(app)
			p.Allow("dashi: s") // the patches that do not fit
			p.settled()
			p.click("go")
			p.shows("went", "1")
			p.settled()
			p.click("read")
			p.shows("done", "1")
			p.settled()

			app, inGo := patching(p, cases)
			tested := dashitest.Open(misfits{t}, app)
			tested.Click("go")
			tested.Click("read")

			changed := 0
			for i, c := range cases {
				about := fmt.Sprintf("seed %d, store %d: %s patched by %v", seed, i, asJSON(c.before), c.steps)
				want, there := inGo.of(i)
				require.True(t, there, "dashitest has not read it: %s", about)
				got, there := inBrowser.of(i)
				require.True(t, there, "the browser has not read it: %s", about)
				require.Equal(t, want, got, about)
				if asJSON(c.before) != asJSON(got) {
					changed++
				}
			}
			require.Greater(t, changed, stores/2, "most patches fit and change something")
		})
	}
}

// misfits lets patches that do not fit pass, which dashitest takes for failures.
type misfits struct{ testing.TB }

func (m misfits) Errorf(format string, args ...any) {
	m.Helper()
	if text := fmt.Sprintf(format, args...); !strings.Contains(text, "cannot be applied") {
		m.TB.Error(text)
	}
}

// readings are what stores hold after their patches.
type readings struct {
	mu     sync.Mutex
	values map[int]any
}

func (r *readings) of(i int) (any, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	v, there := r.values[i]
	return v, there
}

// patching is an app with a store for each case. "go" patches them, "read" sends what they hold to the server.
func patching(p *page, cases []patchCase) (*dashi.App, *readings) {
	read := &readings{values: map[int]any{}}
	app := p.app(dashi.Options{})
	children := list{html.Button(html.ID("go"), "go"), html.Button(html.ID("read"), "read"), html.P(html.ID("went")), html.P(html.ID("done"))}
	for i, c := range cases {
		id, echo := layout.ID(fmt.Sprint("s", i)), layout.ID(fmt.Sprint("e", i))
		children = append(children, dcc.Store{ID: id, Data: c.before}, dcc.Store{ID: echo})
		app.Callback(dashi.Output(id, "data"), dashi.Input("go", "n_clicks"), func(int) dashi.Patch { return c.patch }, dashi.PreventInitialCall())
		app.Callback(dashi.Output(echo, "data"), dashi.Inputs(dashi.Input("read", "n_clicks"), dashi.State(id, "data")), func(n int, v any) int {
			read.mu.Lock()
			defer read.mu.Unlock()
			read.values[i] = v
			return n
		}, dashi.PreventInitialCall())
	}
	app.Callback(dashi.Output("went", "children"), dashi.Input("go", "n_clicks"), func(n int) int { return n }, dashi.PreventInitialCall())
	app.Callback(dashi.Output("done", "children"), dashi.Input("read", "n_clicks"), func(n int) int { return n }, dashi.PreventInitialCall())
	app.Layout(html.Main(children...))
	return app, read
}

type patchCase struct {
	before any
	patch  dashi.Patch
	steps  []string // the operations, for people
}

// patchMaker makes values and patches by chance.
type patchMaker struct{ *rand.Rand }

func (r patchMaker) make() (c patchCase) {
	c.before = r.container(3)
	for range 1 + r.IntN(3) {
		r.operation(&c, c.before) // which those before have changed: so some do not fit
	}
	return c
}

var patchKeys = []string{"a", "b", "c", "name", "", "ü", "a.b", "data", "length"}

func (r patchMaker) key() string { return patchKeys[r.IntN(len(patchKeys))] }

func (r patchMaker) scalar() any {
	switch r.IntN(6) {
	case 0:
		return nil
	case 1:
		return r.IntN(2) == 0
	case 2:
		return []string{"", "text", "a", "1", "漢 😀"}[r.IntN(5)]
	case 3:
		return float64(r.IntN(40))/4 - 3
	default:
		return float64(r.IntN(10) - 3)
	}
}

func (r patchMaker) value(depth int) any {
	if depth == 0 || r.IntN(3) == 0 {
		return r.scalar()
	}
	return r.container(depth)
}

func (r patchMaker) container(depth int) any {
	if r.IntN(2) == 0 {
		items := list{}
		for range r.IntN(5) {
			items = append(items, r.value(depth-1))
		}
		if len(items) > 1 && r.IntN(3) == 0 {
			items = append(items, items[0]) // for Remove
		}
		return items
	}
	keys := object{}
	for range r.IntN(5) {
		keys[r.key()] = r.value(depth - 1)
	}
	return keys
}

// walk goes some way into a value; rarely the last step leads nowhere.
func (r patchMaker) walk(v any) (path []any, at any) {
	path = []any{}
	for r.IntN(4) > 0 {
		switch now := v.(type) {
		case list:
			if len(now) == 0 {
				return path, v
			}
			i := r.IntN(len(now))
			v = now[i]
			if r.IntN(3) == 0 {
				i -= len(now)
			}
			path = append(path, i)
		case object:
			keys := sortedKeys(now)
			if len(keys) == 0 {
				return path, v
			}
			key := keys[r.IntN(len(keys))]
			v = now[key]
			path = append(path, key)
		default:
			return path, v
		}
	}
	if r.IntN(25) == 0 {
		switch v.(type) {
		case list:
			path = append(path, []int{-100, 100}[r.IntN(2)])
		default:
			path = append(path, "nowhere")
		}
		return path, nil
	}
	return path, v
}

func (r patchMaker) operation(c *patchCase, now any) {
	path, at := r.walk(now)
	spot := c.patch.At(path...)
	note := func(name string, params ...any) {
		c.steps = append(c.steps, fmt.Sprintf("%s at %s %s", name, asJSON(path), asJSON(params)))
	}
	fitting := map[string][]string{
		"list":   {"Append", "Prepend", "Extend", "Insert", "Remove", "Remove", "Clear", "Reverse", "New"},
		"object": {"Merge", "Merge", "Clear", "New", "New"},
		"number": {"Add", "Sub", "Mul", "Div"},
		"text":   {"Add"},
		"other":  {},
	}
	names := append([]string{"Assign", "Delete"}, fitting[kindOf(at)]...)
	if r.IntN(12) == 0 { // one that hardly fits
		names = []string{"Merge", "Append", "Prepend", "Insert", "Remove", "Clear", "Reverse", "Sub", "Mul", "Div"}
	}
	name := names[r.IntN(len(names))]
	if name == "Delete" && len(path) == 0 {
		name = "Assign"
	}
	value := r.value(2)
	switch name {
	case "New": // a key or item that is not there yet
		step := any(r.key())
		if items, isList := at.(list); isList {
			step = len(items)
		}
		path = append(path, step)
		spot = c.patch.At(path...)
		spot.Assign(value)
		note("Assign", value)
	case "Assign":
		spot.Assign(value)
		note(name, value)
	case "Delete":
		spot.Delete()
		note(name)
	case "Merge":
		with := object{r.key(): value, r.key(): r.value(1)}
		spot.Merge(with)
		note(name, with)
	case "Append":
		spot.Append(value)
		note(name, value)
	case "Prepend":
		spot.Prepend(value)
		note(name, value)
	case "Extend":
		items := list{value, r.value(1)}[:r.IntN(3)]
		spot.Extend(items)
		note(name, items)
	case "Insert":
		index := r.IntN(14) - 7
		spot.Insert(index, value)
		note(name, index, value)
	case "Remove":
		if items, isList := at.(list); isList && len(items) > 0 {
			value = items[r.IntN(len(items))]
		}
		spot.Remove(value)
		note(name, value)
	case "Clear":
		spot.Clear()
		note(name)
	case "Reverse":
		spot.Reverse()
		note(name)
	case "Add":
		by := any(float64(r.IntN(9)) / 2)
		if kindOf(at) == "text" {
			// Nothing before it may have made a number of the text: see pending.md.
			c.patch, c.steps = dashi.Patch{}, nil
			spot, by = c.patch.At(path...), "more"
		}
		spot.Add(by)
		note(name, by)
	case "Sub", "Mul", "Div":
		by := float64(1 + r.IntN(8))
		map[string]func(any){"Sub": spot.Sub, "Mul": spot.Mul, "Div": spot.Div}[name](by)
		note(name, by)
	}
}

func kindOf(v any) string {
	switch v.(type) {
	case list:
		return "list"
	case object:
		return "object"
	case float64:
		return "number"
	case string:
		return "text"
	}
	return "other"
}

func sortedKeys(m object) []string {
	var keys []string
	for _, key := range patchKeys { // in one order, so that a seed gives one patch
		if _, there := m[key]; there {
			keys = append(keys, key)
		}
	}
	return keys
}
