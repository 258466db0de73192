package dcc_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/layout/dcc"
)

const (
	basic       = "id className "
	persistence = " persistence persisted_props persistence_type"
)

// Dash's properties of each control.
var wireNames = []struct {
	typ   string
	c     layout.Component
	names string
}{
	{"Dropdown", dcc.Dropdown{}, basic + `options value multi clearable searchable search_value search_order placeholder disabled
		closeOnSelect optionHeight maxHeight debounce labels style` + persistence},
	{"RadioItems", dcc.RadioItems{}, basic + `options value inline style inputStyle labelStyle inputClassName labelClassName` + persistence},
	{"Input", dcc.Input{}, basic + `value type debounce placeholder n_submit n_submit_timestamp n_blur n_blur_timestamp inputMode
		autoComplete readOnly required autoFocus disabled min max step minLength maxLength list name pattern size multiple
		spellCheck selectionStart selectionEnd selectionDirection style` + persistence},
	{"Slider", dcc.Slider{}, basic + `min max step marks value drag_value updatemode disabled dots reverse vertical included
		verticalHeight tooltip allow_direct_input` + persistence},
	{"Graph", dcc.Graph{}, basic + `figure config responsive style mathjax alt animate animation_options extendData prependData clickData
		hoverData selectedData clickAnnotationData relayoutData restyleData clear_on_unhover`},
	{"Interval", dcc.Interval{}, "id interval disabled n_intervals max_intervals"},
	{"Store", dcc.Store{}, "id storage_type data clear_data modified_timestamp"},
}

func TestWireNames(t *testing.T) {
	t.Parallel()
	for _, tt := range wireNames {
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
			for f := range reflect.TypeOf(tt.c).Fields() {
				require.Contains(t, f.Tag.Get("json"), ",omitzero", f.Name)
			}
		})
	}
}

func TestPropTypes(t *testing.T) {
	t.Parallel()
	anything := reflect.TypeFor[any]()
	tests := []struct {
		c    layout.Component
		name string
		want reflect.Type
	}{
		{dcc.Dropdown{}, "value", anything},
		{dcc.Dropdown{}, "options", reflect.TypeFor[[]dcc.Option]()},
		{dcc.Dropdown{}, "clearable", reflect.TypeFor[bool]()},
		{dcc.Input{}, "value", anything},
		{dcc.Input{}, "n_submit", reflect.TypeFor[int]()},
		{dcc.Input{}, "n_blur_timestamp", reflect.TypeFor[int64]()},
		{dcc.Slider{}, "value", reflect.TypeFor[float64]()},
		{dcc.Slider{}, "step", reflect.TypeFor[dcc.Step]()},
		{dcc.Graph{}, "figure", anything},
		{dcc.Graph{}, "clickData", reflect.TypeFor[dcc.PointsData]()},
		{dcc.Graph{}, "relayoutData", reflect.TypeFor[map[string]any]()},
		{dcc.Interval{}, "n_intervals", reflect.TypeFor[int]()},
		{dcc.Store{}, "modified_timestamp", reflect.TypeFor[int64]()},
		{dcc.Store{}, "style", nil},
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

// What a zero says is set where the field is a pointer or any.
func TestZeros(t *testing.T) {
	t.Parallel()
	tests := []struct {
		c    layout.Component
		name string
		want any
	}{
		{dcc.Dropdown{Clearable: new(false)}, "clearable", false},
		{dcc.Dropdown{Searchable: new(false)}, "searchable", false},
		{dcc.Dropdown{CloseOnSelect: new(false)}, "closeOnSelect", false},
		{dcc.Dropdown{Options: []dcc.Option{}}, "options", []dcc.Option{}},
		{dcc.Dropdown{Value: 0}, "value", 0},
		{dcc.RadioItems{Value: false}, "value", false},
		{dcc.Input{Value: ""}, "value", ""},
		{dcc.Input{MaxLength: new(0)}, "maxLength", 0},
		{dcc.Input{Min: 0}, "min", 0},
		{dcc.Input{SpellCheck: new(false)}, "spellCheck", false},
		{dcc.Slider{Min: new(0.0)}, "min", 0.0},
		{dcc.Slider{Value: new(0.0)}, "value", 0.0},
		{dcc.Slider{Included: new(false)}, "included", false},
		{dcc.Slider{AllowDirectInput: new(false)}, "allow_direct_input", false},
		{dcc.Slider{Step: dcc.OnlyMarks}, "step", dcc.OnlyMarks},
		{dcc.Slider{Marks: dcc.Marks{}}, "marks", dcc.Marks{}},
		{dcc.Slider{Tooltip: &dcc.SliderTooltip{}}, "tooltip", dcc.SliderTooltip{}},
		{dcc.Interval{MaxIntervals: new(0)}, "max_intervals", 0},
		{dcc.Graph{Responsive: false}, "responsive", false},
		{dcc.Store{Data: 0}, "data", 0},
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

// Dash's keys of the config of a graph.
func TestConfigNames(t *testing.T) {
	t.Parallel()
	tests := []struct {
		typ   reflect.Type
		names string
	}{
		{reflect.TypeFor[dcc.GraphConfig](), `staticPlot plotlyServerURL editable editSelection edits autosizable responsive queueLength
			fillFrame frameMargins scrollZoom doubleClick doubleClickDelay showTips showAxisDragHandles showAxisRangeEntryBoxes
			showLink sendData linkText displayModeBar showSendToCloud showEditInChartStudio modeBarButtonsToRemove
			modeBarButtonsToAdd modeBarButtons toImageButtonOptions displaylogo watermark plotGlPixelRatio topojsonURL
			mapboxAccessToken locale locales displayNotifier typesetMath setBackground logging notifyOnLogging`},
		{reflect.TypeFor[dcc.GraphEdits](), `annotationPosition annotationTail annotationText axisTitleText colorbarPosition
			colorbarTitleText legendPosition legendText shapePosition titleText`},
		{reflect.TypeFor[dcc.ImageOptions](), "format filename width height scale"},
		{reflect.TypeFor[dcc.SliderTooltip](), "always_visible placement template style transform"},
		{reflect.TypeFor[dcc.DropdownLabels](), "select_all deselect_all selected_count search clear_search clear_selection no_options_found loading"},
		{reflect.TypeFor[dcc.Option](), "label value disabled title search group"},
	}
	for _, tt := range tests {
		t.Run(tt.typ.Name(), func(t *testing.T) {
			t.Parallel()
			var names []string
			for f := range tt.typ.Fields() {
				if name, options, _ := strings.Cut(f.Tag.Get("json"), ","); options == "omitzero" {
					names = append(names, name)
				}
			}
			require.ElementsMatch(t, strings.Fields(tt.names), names)
		})
	}
}

func TestOptionLabelsAreWalked(t *testing.T) {
	t.Parallel()
	var s layout.Schema
	inner := dcc.Store{ID: "inner"}
	index, err := s.Index(dcc.Dropdown{ID: "d", Options: []dcc.Option{{Label: inner, Value: 1}}})
	require.NoError(t, err)
	require.Equal(t, layout.Component(inner), index["inner"])
}
