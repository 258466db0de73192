package ui_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/layout/ui"
)

const (
	basic       = "id className style "
	persistence = " persistence persisted_props persistence_type"
)

var wireNames = []struct {
	typ   string
	c     layout.Component
	names string
}{
	{"Modal", ui.Modal{}, basic + "open title children footer size centered closable backdrop n_close label close_label"},
	{"Toast", ui.Toast{}, basic + "open title children kind duration dismissable position n_dismiss close_label"},
	{"Accordion", ui.Accordion{}, basic + "children value multiple collapsible level" + persistence},
	{"AccordionItem", ui.AccordionItem{}, basic + "title value children disabled"},
	{"Progress", ui.Progress{}, basic + "value max indeterminate label show_value kind size"},
	{"Badge", ui.Badge{}, basic + "children kind variant dot"},
	{"Card", ui.Card{}, basic + "title subtitle actions children footer level"},
	{"Grid", ui.Grid{}, basic + "children columns min_width gap align"},
	{"Stack", ui.Stack{}, basic + "children direction gap align justify wrap"},
	{"ThemeSwitch", ui.ThemeSwitch{}, basic + "value themes variant show_labels labels"},
}

func TestWireNames(t *testing.T) {
	t.Parallel()
	for _, tt := range wireNames {
		t.Run(tt.typ, func(t *testing.T) {
			t.Parallel()
			var s layout.Schema
			namespace, name := tt.c.Type()
			require.Equal(t, "dashi", namespace)
			require.Equal(t, tt.typ, name)
			require.ElementsMatch(t, strings.Fields(tt.names), s.PropNames(tt.c))
			for range s.Props(tt.c) {
				require.Fail(t, "an empty component sets something")
			}
			for f := range reflect.TypeOf(tt.c).Fields() {
				require.Contains(t, f.Tag.Get("json"), ",omitzero", f.Name)
			}
		})
	}
}

func TestPropTypes(t *testing.T) {
	t.Parallel()
	tests := []struct {
		c    layout.Component
		name string
		want reflect.Type
	}{
		{ui.Modal{}, "open", reflect.TypeFor[bool]()},
		{ui.Modal{}, "n_close", reflect.TypeFor[int]()},
		{ui.Modal{}, "footer", reflect.TypeFor[any]()},
		{ui.Modal{}, "closable", reflect.TypeFor[bool]()},
		{ui.Toast{}, "kind", reflect.TypeFor[ui.Kind]()},
		{ui.Toast{}, "duration", reflect.TypeFor[float64]()},
		{ui.Accordion{}, "value", reflect.TypeFor[any]()},
		{ui.Progress{}, "value", reflect.TypeFor[float64]()},
		{ui.ThemeSwitch{}, "value", reflect.TypeFor[ui.Theme]()},
		{ui.Stack{}, "value", nil},
	}
	for _, tt := range tests {
		t.Run(reflect.TypeOf(tt.c).Name()+"."+tt.name, func(t *testing.T) {
			t.Parallel()
			var s layout.Schema
			typ, found := s.PropType(tt.c, tt.name)
			require.Equal(t, tt.want != nil, found)
			require.Equal(t, tt.want, typ)
		})
	}
}

// What a zero says is set where the field is a pointer.
func TestZeros(t *testing.T) {
	t.Parallel()
	tests := []struct {
		c    layout.Component
		name string
		want any
	}{
		{ui.Modal{Closable: new(false)}, "closable", false},
		{ui.Toast{Dismissable: new(false)}, "dismissable", false},
		{ui.Accordion{Collapsible: new(false)}, "collapsible", false},
		{ui.Accordion{Value: ""}, "value", ""},
		{ui.Progress{Value: new(0.0)}, "value", 0.0},
		{ui.Stack{Wrap: new(false)}, "wrap", false},
	}
	for _, tt := range tests {
		t.Run(reflect.TypeOf(tt.c).Name()+"."+tt.name, func(t *testing.T) {
			t.Parallel()
			var s layout.Schema
			value, set := s.Prop(tt.c, tt.name)
			require.True(t, set)
			require.Equal(t, tt.want, value)
		})
	}
}

// Callbacks find what sits in any of the slots.
func TestSlotsAreWalked(t *testing.T) {
	t.Parallel()
	at := func(id layout.ID) layout.Component { return ui.Progress{ID: id} }
	tests := []struct {
		c     layout.Component
		slots []string
	}{
		{ui.Modal{Title: at("title"), Children: at("children"), Footer: at("footer")}, []string{"title", "children", "footer"}},
		{ui.Toast{Title: at("title"), Children: layout.Fragment{"text", at("children")}}, []string{"title", "children"}},
		{ui.Accordion{Children: ui.AccordionItem{Title: at("title"), Children: at("children")}}, []string{"title", "children"}},
		{ui.Card{Title: at("title"), Subtitle: at("subtitle"), Actions: at("actions"), Children: at("children"), Footer: at("footer")},
			[]string{"title", "subtitle", "actions", "children", "footer"}},
		{ui.Grid{Children: []layout.Component{ui.Stack{Children: at("in")}, ui.Badge{Children: at("badge")}}}, []string{"in", "badge"}},
	}
	for _, tt := range tests {
		t.Run(reflect.TypeOf(tt.c).Name(), func(t *testing.T) {
			t.Parallel()
			var s layout.Schema
			index, err := s.Index(tt.c)
			require.NoError(t, err)
			for _, slot := range tt.slots {
				require.Equal(t, at(layout.ID(slot)), index[layout.ID(slot)])
			}
		})
	}
}

// The words for kinds, themes and places are the front end's.
func TestWords(t *testing.T) {
	t.Parallel()
	words, err := json.Marshal([]any{
		ui.Neutral, ui.Info, ui.Success, ui.Warning, ui.Danger, ui.ThemeSystem, ui.ThemeLight, ui.ThemeDark, ui.ThemeContrast,
		ui.TopStart, ui.Top, ui.TopEnd, ui.BottomStart, ui.Bottom, ui.BottomEnd, ui.BackdropClose, ui.BackdropStatic,
		ui.PersistLocal, ui.PersistSession, ui.PersistMemory,
	})
	require.NoError(t, err)
	require.JSONEq(t, `["neutral","info","success","warning","danger","system","light","dark","contrast",
		"top-start","top","top-end","bottom-start","bottom","bottom-end","close","static","local","session","memory"]`, string(words))
}
