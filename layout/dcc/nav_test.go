package dcc_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
	"github.com/dashi-go/dashi/render"
)

// Dash's properties of what leads from one place to another and of what holds other components.
func TestWireNamesOfPlaces(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		typ   string
		c     layout.Component
		names string
	}{
		{"Location", dcc.Location{}, "id pathname search hash href refresh"},
		{"Link", dcc.Link{}, basic + "href children refresh target title style"},
		{"Tabs", dcc.Tabs{}, basic + `value children vertical mobile_breakpoint colors parent_className content_className style parent_style
			content_style` + persistence},
		{"Tab", dcc.Tab{}, basic + `label children value disabled disabled_style selected_style style disabled_className selected_className width`},
		{"Loading", dcc.Loading{}, basic + `children type custom_spinner display color fullscreen debug delay_show delay_hide show_initially
			target_components style parent_style parent_className overlay_style`},
	} {
		t.Run(tt.typ, func(t *testing.T) {
			t.Parallel()
			var s layout.Schema
			namespace, name := tt.c.Type()
			require.Equal(t, "dash_core_components", namespace)
			require.Equal(t, tt.typ, name)
			require.ElementsMatch(t, strings.Fields(tt.names), s.PropNames(tt.c))
			require.Empty(t, slices.Collect(func(yield func(string) bool) {
				for name := range s.Props(tt.c) {
					if !yield(name) {
						return
					}
				}
			}), "an empty one sets something")
			for f := range reflect.TypeOf(tt.c).Fields() {
				require.Contains(t, f.Tag.Get("json"), ",omitzero", f.Name)
			}
		})
	}
}

func TestPlacesOnTheWire(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		c    layout.Component
		want string // the JSON of the props
	}{
		"the false of a Location is sent": {dcc.Location{ID: "url", Refresh: false}, `{"id":"url","refresh":false}`},
		"and its word":                    {dcc.Location{ID: "url", Refresh: "callback-nav"}, `{"id":"url","refresh":"callback-nav"}`},
		"the zero of a breakpoint is sent": {
			dcc.Tabs{MobileBreakpoint: new(0.0), Colors: dcc.TabsColors{Primary: "red"}},
			`{"mobile_breakpoint":0,"colors":{"primary":"red"}}`},
		"tabs are a list of Tab": {dcc.Tabs{Children: []dcc.Tab{{Label: "A", Width: 90}}},
			`{"children":[{"type":"Tab","namespace":"dash_core_components","props":{"label":"A","width":90}}]}`},
		"targets by id": {
			dcc.Loading{ShowInitially: new(false), Kind: dcc.SpinnerDot, TargetComponents: map[layout.ID]any{"a": "*", "b": []string{"x", "y"}}},
			`{"type":"dot","show_initially":false,"target_components":{"a":"*","b":["x","y"]}}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var encoder render.Encoder
			text, err := encoder.Append(nil, tt.c)
			require.NoError(t, err)
			_, typ := tt.c.Type()
			require.JSONEq(t, `{"type":"`+typ+`","namespace":"dash_core_components","props":`+tt.want+`}`, string(text))
		})
	}
}

// Components within are found wherever they stand, so that callbacks on them are checked.
func TestWhatPlacesHoldIsWalked(t *testing.T) {
	t.Parallel()
	var s layout.Schema
	index, err := s.Index(dcc.Tabs{ID: "tabs", Children: []dcc.Tab{
		{ID: "one", Label: html.B(html.ID("label"), "One"), Children: dcc.Loading{ID: "wait", CustomSpinner: html.I(html.ID("spinner")),
			Children: []any{dcc.Link{ID: "link", Children: html.Em(html.ID("text"))}}}},
	}})
	require.NoError(t, err)
	for _, id := range []layout.ID{"tabs", "one", "label", "wait", "spinner", "link", "text"} {
		require.Contains(t, index, id)
	}
}
