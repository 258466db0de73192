package call_test

import (
	"encoding/json"
	"fmt"
	"net/netip"
	"reflect"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/internal/call"
	"github.com/dashi-go/dashi/layout"
)

type knob struct{ ID layout.ID }

func (knob) Type() (namespace, name string) { return "mine", "Knob" }

type dial struct{}

func (*dial) Type() (namespace, name string) { return "mine", "Dial" }

type (
	words  []string
	figure struct{ Data []any }
	loop   *loop
	key    struct {
		Type  string
		Index int
	}
)

// typeOf is the type of a value, or the type itself.
func typeOf(v any) reflect.Type {
	if t, ok := v.(reflect.Type); ok {
		return t
	}
	return reflect.TypeOf(v)
}

var (
	anyType       = reflect.TypeFor[any]()
	componentType = reflect.TypeFor[layout.Component]()
	anyList       = reflect.TypeFor[[]any]()
)

func TestAccepts(t *testing.T) {
	t.Parallel()
	tests := []struct {
		prop, param any
		reason      string // "": the property's values fit
	}{
		{0, 0.0, ""}, {0.0, 0, ""}, {0.0, uint8(0), ""}, {"", "", ""}, {"", unit(""), ""}, {unit(""), "", ""}, {true, true, ""}, {0, new(0), ""},
		{"", 0, "the property is a string"}, {0, "", "the property is a number"}, {true, 0, "the property is a bool"}, {0, true, "the property is a number"},
		{anyType, 0, ""}, {0, anyType, ""}, {anyType, figure{}, ""}, {"", json.RawMessage{}, ""}, {0, json.RawMessage{}, ""},
		{"", json.Number(""), ""}, {0, opt{}, ""}, {"", new(opt), ""},

		// Types that decode from text take strings only; types that encode themselves may be anything.
		{"", time.Time{}, ""}, {"", netip.Addr{}, ""}, {0, netip.Addr{}, "the property is a number"}, {netip.Addr{}, "", ""},
		{netip.Addr{}, 0, "the property is a string"}, {time.Time{}, "", ""}, {layout.ID(""), "", ""},

		// An id is a string or an object.
		{layout.ID(""), layout.ID(""), ""}, {"", layout.ID(""), ""}, {layout.ID(""), new(layout.ID), ""}, {layout.ID(""), key{}, ""}, {layout.ID(""), map[string]any{}, ""},
		{layout.ID(""), 0, "the property is an id"}, {0, layout.ID(""), "the property is a number"}, {layout.ID(""), []string{}, "the property is an id"},
		{[]layout.ID{}, []key{}, ""}, {[]layout.ID{}, []int{}, "the property is a list, each item of which is an id"},

		{[]string{}, []string{}, ""}, {[]string{}, words{}, ""}, {words{}, []unit{}, ""}, {[]any{}, []int{}, ""}, {[]int{}, anyList, ""}, {[]float64{}, [2]int{}, ""},
		{[]string{}, []float64{}, "the property is a list, each item of which is a string"}, {[]string{}, "", "the property is a list"},
		{"", []string{}, "the property is a string"}, {[][]int{}, [][]string{}, "the property is a list, each item of which is a list, each item of which is a number"},
		{[][]int{}, []int{}, "the property is a list, each item of which is a list"}, {[]netip.Addr{}, []string{}, ""}, {[]opt{}, []opt{}, ""},
		{nest{}, nest{}, ""}, {[]byte{}, "", ""}, {[2]byte{}, []int{}, ""}, {[]int{}, []byte{}, "the property is a list"},

		{figure{}, map[string]any{}, ""}, {map[string]int{}, figure{}, ""}, {figure{}, []int{}, "the property is an object"}, {layout.CSS{}, map[string]string{}, ""},
		{componentType, "", "the property is a component"}, {loop(nil), 0, ""},
	}
	for _, tt := range tests {
		prop, param := typeOf(tt.prop), typeOf(tt.param)
		t.Run(fmt.Sprint(prop, " for ", param), func(t *testing.T) {
			t.Parallel()
			reason, ok := call.Accepts(prop, param)
			require.Equal(t, tt.reason, reason)
			require.Equal(t, tt.reason == "", ok)
		})
	}
}

func TestGives(t *testing.T) {
	t.Parallel()
	tests := []struct {
		result, prop any
		reason       string // "": the result may set the property
	}{
		{"", "", ""}, {0, 0.0, ""}, {0.0, 0, ""}, {new(0), 0, ""}, {unit(""), "", ""}, {true, true, ""},
		{"", 0, "the property is a number"}, {0, "", "the property is a string"}, {0, true, "the property is a bool"},
		{"", anyType, ""}, {knob{}, anyType, ""}, {new(dial), anyType, ""}, {layout.Fragment{}, anyType, ""}, {anyType, 0, ""}, {anyType, componentType, ""},

		{componentType, componentType, ""}, {knob{}, componentType, ""}, {new(knob), componentType, ""}, {dial{}, componentType, ""}, {new(dial), componentType, ""},
		{"", componentType, "the property is a component"}, {knob{}, "", "the property is a string"}, {componentType, 0, "the property is a number"},
		{figure{}, componentType, "the property is a component"}, {layout.Fragment{}, reflect.TypeFor[[]layout.Component](), ""},
		{[]knob{}, reflect.TypeFor[[]layout.Component](), ""}, {[]string{}, reflect.TypeFor[[]layout.Component](), "the property is a list, each item of which is a component"},

		{layout.ID(""), layout.ID(""), ""}, {"", layout.ID(""), ""}, {layout.ID(""), "", ""}, {layout.ID(""), 0, "the property is a number"}, {0, layout.ID(""), "the property is an id"},

		{json.RawMessage{}, 0, ""}, {json.RawMessage{}, []string{}, ""}, {time.Time{}, "", ""}, {netip.Addr{}, "", ""}, {netip.Addr{}, 0, "the property is a number"},
		{[]netip.Addr{}, []string{}, ""}, {[]time.Time{}, []string{}, ""}, {json.Number(""), "", ""},

		{[]float64{}, []string{}, "the property is a list, each item of which is a string"}, {[]int{}, []float64{}, ""}, {[]any{}, []string{}, ""},
		{[3]string{}, []string{}, ""}, {[]string{}, "", "the property is a string"}, {"", []string{}, "the property is a list"},
		{map[string]any{}, figure{}, ""}, {figure{}, figure{}, ""}, {&figure{}, figure{}, ""}, {[]int{}, figure{}, "the property is an object"},
		{reflect.TypeFor[fmt.Stringer](), "", ""}, {reflect.TypeFor[error](), 0, ""},
	}
	for _, tt := range tests {
		result, prop := typeOf(tt.result), typeOf(tt.prop)
		t.Run(fmt.Sprint(result, " for ", prop), func(t *testing.T) {
			t.Parallel()
			reason, ok := call.Gives(result, prop)
			require.Equal(t, tt.reason, reason)
			require.Equal(t, tt.reason == "", ok)
		})
	}
}
