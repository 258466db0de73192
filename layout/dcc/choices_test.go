package dcc_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/layout/dcc"
)

// Dash's properties of the controls of a choice and of the button that copies.
func TestChoicesHaveDashsProperties(t *testing.T) {
	t.Parallel()
	tests := []struct {
		typ   string
		c     layout.Component
		names string
	}{
		{"Checklist", dcc.Checklist{}, basic + `options value inline style inputStyle labelStyle inputClassName labelClassName` + persistence},
		{"Clipboard", dcc.Clipboard{}, basic + `style title target_id content html_content n_clicks children copied_children`},
	}
	for _, tt := range tests {
		t.Run(tt.typ, func(t *testing.T) {
			t.Parallel()
			var s layout.Schema
			namespace, name := tt.c.Type()
			require.Equal(t, "dash_core_components", namespace)
			require.Equal(t, tt.typ, name)
			require.ElementsMatch(t, strings.Fields(tt.names), s.PropNames(tt.c))
			for range s.Props(tt.c) {
				require.Fail(t, "an empty control sets something")
			}
		})
	}
}

func TestChoicesPropTypes(t *testing.T) {
	t.Parallel()
	var s layout.Schema
	for _, tt := range []struct {
		c    layout.Component
		name string
		want reflect.Type
	}{
		{dcc.Checklist{}, "value", reflect.TypeFor[any]()},
		{dcc.Checklist{}, "options", reflect.TypeFor[[]dcc.Option]()},
		{dcc.Clipboard{}, "target_id", reflect.TypeFor[layout.ID]()},
		{dcc.Clipboard{}, "n_clicks", reflect.TypeFor[int]()},
		{dcc.Clipboard{}, "content", reflect.TypeFor[string]()},
	} {
		typ, found := s.PropType(tt.c, tt.name)
		require.True(t, found, tt.name)
		require.Equal(t, tt.want, typ, tt.name)
	}
}

// A list without anything in it is set: it is not the same as no list.
func TestAnEmptyListOfTicksIsSet(t *testing.T) {
	t.Parallel()
	var s layout.Schema
	value, set := s.Prop(dcc.Checklist{Value: []string{}}, "value")
	require.True(t, set)
	require.Equal(t, []string{}, value)
}

func TestTheGroupOfAnOption(t *testing.T) {
	t.Parallel()
	text, err := json.Marshal(dcc.Option{Label: "Oslo", Value: "osl", Group: "Europe"})
	require.NoError(t, err)
	require.JSONEq(t, `{"label":"Oslo","value":"osl","group":"Europe"}`, string(text))
	text, err = json.Marshal(dcc.Option{Label: "Oslo", Value: "osl"})
	require.NoError(t, err)
	require.NotContains(t, string(text), "group", "Dash gets what it knows")
}

func TestComponentsInAClipboardAndAChecklistAreFound(t *testing.T) {
	t.Parallel()
	var s layout.Schema
	shown, copied, label := dcc.Store{ID: "shown"}, dcc.Store{ID: "copied"}, dcc.Store{ID: "label"}
	index, err := s.Index(dcc.Clipboard{ID: "c", Children: shown, CopiedChildren: copied})
	require.NoError(t, err)
	require.Equal(t, layout.Component(shown), index["shown"])
	require.Equal(t, layout.Component(copied), index["copied"])
	index, err = s.Index(dcc.Checklist{ID: "l", Options: []dcc.Option{{Label: label, Value: 1}}})
	require.NoError(t, err)
	require.Equal(t, layout.Component(label), index["label"])
}
