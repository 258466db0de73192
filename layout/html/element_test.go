package html_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/layout/html"
)

// prop is one property as EachProp yields it.
type prop struct {
	name  string
	value any
}

func props(e html.Element) []prop {
	var list []prop
	for name, value := range e.EachProp {
		list = append(list, prop{name, value})
	}
	return list
}

type control struct{ ID layout.ID }

func (control) Type() (string, string) { return "test", "Control" }

func TestChildren(t *testing.T) {
	t.Parallel()
	b := html.B("b")
	tests := []struct {
		name string
		args []any
		want any // nil: not sent
	}{
		{"none", nil, nil},
		{"nil", []any{nil}, nil},
		{"no arguments handed on", []any{[]any{}, []any{html.ID("i")}, []html.Attr{}}, nil},
		{"empty lists", []any{layout.Fragment(nil), []html.Element{}}, []any{}},
		{"empty slice of a component", []any{[]control{}}, []any{}},
		{"nil component", []any{(*control)(nil)}, nil},
		{"no element", []any{html.Element{}}, nil},
		{"text", []any{"a"}, "a"},
		{"empty text", []any{""}, ""},
		{"integer", []any{0}, 0},
		{"other number", []any{uint8(3)}, uint8(3)},
		{"float", []any{1.5}, 1.5},
		{"bool", []any{true}, true},
		{"element", []any{b}, b},
		{"component", []any{control{"c"}}, control{"c"}},
		{"pointer", []any{&control{"c"}}, &control{"c"}},
		{"several", []any{"a", b, nil, 1}, []any{"a", b, 1}},
		{"argument handed on", []any{[]any{"a"}}, "a"},
		{"fragment of one", []any{layout.Fragment{"a"}}, []any{"a"}},
		{"list of one", []any{[]layout.Component{b}}, []any{b}},
		{"list", []any{[]any{"a", b}}, []any{"a", b}},
		{"lists are laid flat", []any{"a", []any{b, layout.Fragment{"c", []any{2}}}}, []any{"a", b, "c", 2}},
		{"fragment", []any{layout.Fragment{"a", b}}, []any{"a", b}},
		{"components", []any{[]layout.Component{b, nil, control{"c"}}}, []any{b, control{"c"}}},
		{"elements", []any{[]html.Element{b, {}, b}}, []any{b, b}},
		{"slice of a component", []any{[]control{{"a"}, {"b"}}}, []any{control{"a"}, control{"b"}}},
		{"slice of pointers", []any{[]*control{nil, {"b"}}}, []any{&control{"b"}}},
		{"texts", []any{[]string{"a", "b"}}, []any{"a", "b"}},
		{"attributes apart", []any{html.ID("i"), "a", []html.Attr{html.Class("k")}, "b", []any{html.Hidden(true)}}, []any{"a", "b"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			children, set := html.Div(tt.args...).Prop("children")
			require.Equal(t, tt.want, children)
			require.Equal(t, tt.want != nil, set)
		})
	}
}

func TestEachProp(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		e    html.Element
		want []prop
	}{
		{"no element", html.Element{}, nil},
		{"nothing", html.Div(), nil},
		{"order", html.Div("a", html.Class("k l"), html.ID("i")), []prop{{"className", "k l"}, {"id", layout.ID("i")}, {"children", "a"}}},
		{"given last", html.Div(html.ID("i"), html.Class("a"), html.ID("j")), []prop{{"id", layout.ID("j")}, {"className", "a"}}},
		{"zeros are sent", html.Button(html.NClicks(0), html.Disabled(false), html.Class("")),
			[]prop{{"n_clicks", 0}, {"disabled", false}, {"className", ""}}},
		{"nothing said", html.Option(html.Attr{}, html.ID(""), html.Style(nil), html.Value(nil)), nil},
		{"style", html.Div(html.Style(map[string]any{"color": "red"})), []prop{{"style", html.CSS{"color": "red"}}}},
		{"families", html.Div(html.Dataset("city", "Oslo"), html.Aria("label", "x")), []prop{{"data-city", "Oslo"}, {"aria-label", "x"}}},
		{"other names", html.Label(html.For("f"), html.DisableNClicks(true), html.TitleAttr("t")),
			[]prop{{"htmlFor", "f"}, {"disable_n_clicks", true}, {"title", "t"}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, tt.want, props(tt.e))
			for _, p := range tt.want {
				value, set := tt.e.Prop(p.name)
				require.True(t, set)
				require.Equal(t, p.value, value)
			}
			_, set := tt.e.Prop("none")
			require.False(t, set)
		})
	}
}

func TestEachPropStops(t *testing.T) {
	t.Parallel()
	e := html.Div(html.ID("i"), html.Class("k"), "a")
	for stop := range 3 {
		n := 0
		for range e.EachProp {
			if n == stop {
				break
			}
			n++
		}
		require.Equal(t, stop, n)
	}
}

func TestMisplaced(t *testing.T) {
	t.Parallel()
	var s layout.Schema
	e := html.Div(html.Href("/"), html.ID("i"), html.Dataset("x", "1"), html.Src("/"))
	require.Equal(t, []string{"href", "src"}, e.Misplaced())
	require.Equal(t, e.Misplaced(), s.Misplaced(e))
	require.Empty(t, s.Misplaced(html.A(html.Href("/"))))
	require.Empty(t, html.Element{}.Misplaced())
	namespace, name := html.Element{}.Type()
	require.Equal(t, "dash_html_components", namespace)
	require.Empty(t, name)
}

// Slices given to an element can be changed afterwards.
func TestElementKeepsNoSlice(t *testing.T) {
	t.Parallel()
	args := []any{html.ID("i"), "a", "b"}
	e := html.Div(args...)
	args[0], args[1] = nil, nil
	require.Equal(t, []prop{{"id", layout.ID("i")}, {"children", []any{"a", "b"}}}, props(e))
}

func TestEachPropAllocates(t *testing.T) {
	e := html.Div(html.ID("i"), html.Class("k"), html.B("a"), "b")
	n := 0
	yield := func(string, any) bool { n++; return true }
	require.Zero(t, testing.AllocsPerRun(100, func() {
		e.EachProp(yield)
		e.Prop("id")
		e.PropType("className")
	}))
	require.NotZero(t, n)
}
