package layout_test

import (
	"maps"
	"reflect"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/layout"
)

func TestProps(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		c    layout.Component
		want map[string]any
	}{
		{"nothing set", gauge{}, map[string]any{}},
		{"zero behind a pointer is set", gauge{Value: new(0.0), On: new(false)}, map[string]any{"value": 0.0, "on": false}},
		{"zero in an interface is set", gauge{Any: ""}, map[string]any{"any": ""}},
		{"an empty list is set", gauge{Limits: []float64{}}, map[string]any{"limits": []float64{}}},
		{"name without tag", gauge{ID: "g", Untagged: 2}, map[string]any{"id": layout.ID("g"), "Untagged": 2}},
		{"not sent", gauge{Skipped: box{}, hidden: box{}, embedded: embedded{Inner: box{}}}, map[string]any{}},
		{"pointer", &gauge{Label: "l"}, map[string]any{"label": "l"}},
		{"nil pointer", (*gauge)(nil), map[string]any{}},
		{"nil", nil, map[string]any{}},
		{"dynamic", box{"b", "text"}, map[string]any{"id": "b", "children": "text"}},
		{"nil pointer to a dynamic", (*box)(nil), map[string]any{}},
		{"no struct", row{"a"}, map[string]any{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var s layout.Schema
			require.Equal(t, tt.want, maps.Collect(s.Props(tt.c)))
			for name, value := range tt.want {
				got, set := s.Prop(tt.c, name)
				require.True(t, set)
				require.Equal(t, value, got)
			}
			_, set := s.Prop(tt.c, "none")
			require.False(t, set)
		})
	}
}

func TestPropsOrder(t *testing.T) {
	t.Parallel()
	var s layout.Schema
	var names []string
	for name := range s.Props(gauge{ID: "g", Label: "l", Children: "c", Untagged: 1}) {
		names = append(names, name)
		if name == "children" {
			break
		}
	}
	require.Equal(t, []string{"id", "label", "children"}, names)
}

func TestSchemaID(t *testing.T) {
	t.Parallel()
	var s layout.Schema
	require.Equal(t, layout.ID("g"), s.ID(gauge{ID: "g"}))
	require.Equal(t, layout.ID("b"), s.ID(box{id: "b"}))
	require.Empty(t, s.ID(gauge{}))
	require.Empty(t, s.ID(row{}))
}

func TestPropType(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		c    layout.Component
		prop string
		want reflect.Type // nil: no such property
	}{
		{"plain", gauge{}, "id", reflect.TypeFor[layout.ID]()},
		{"pointer removed", gauge{}, "value", reflect.TypeFor[float64]()},
		{"interface", gauge{}, "any", reflect.TypeFor[any]()},
		{"of a pointer", &gauge{}, "label", reflect.TypeFor[string]()},
		{"of a nil pointer", (*gauge)(nil), "label", reflect.TypeFor[string]()},
		{"not sent", gauge{}, "Skipped", nil},
		{"unknown", gauge{}, "none", nil},
		{"dynamic", box{}, "id", reflect.TypeFor[string]()},
		{"dynamic, unknown", box{}, "none", nil},
		{"no struct", row{}, "id", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var s layout.Schema
			typ, found := s.PropType(tt.c, tt.prop)
			require.Equal(t, tt.want != nil, found)
			require.Equal(t, tt.want, typ)
		})
	}
}

func TestPropNames(t *testing.T) {
	t.Parallel()
	var s layout.Schema
	want := []string{"id", "label", "value", "on", "limits", "any", "children", "items", "byName", "Untagged"}
	require.Equal(t, want, s.PropNames(gauge{}))
	require.Equal(t, want, s.PropNames((*gauge)(nil)))
	require.Equal(t, []string{"id", "children"}, s.PropNames(box{}))
	require.Empty(t, s.PropNames(row{}))
	require.Empty(t, s.Misplaced(gauge{}))
}

func TestSchemaConcurrent(t *testing.T) {
	t.Parallel()
	var s layout.Schema
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for c := range s.Walk(gauge{Children: []any{gauge{Items: []item{{Label: box{}}}}}}) {
				s.ID(c)
			}
		})
	}
	wg.Wait()
}
