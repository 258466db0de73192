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

const confirmation = ` message displayed submit_n_clicks submit_n_clicks_timestamp cancel_n_clicks cancel_n_clicks_timestamp`

// Dash's properties of each field, and target of our own.
var fieldNames = []struct {
	typ   string
	c     layout.Component
	names string
}{
	{"Textarea", dcc.Textarea{}, basic + `value n_blur n_blur_timestamp n_clicks n_clicks_timestamp cols rows minLength maxLength disabled
		readOnly required autoFocus hidden placeholder name form wrap accessKey contextMenu dir lang title contentEditable draggable
		spellCheck tabIndex style` + persistence},
	{"Button", dcc.Button{}, basic + `children type n_clicks n_clicks_timestamp n_blur n_blur_timestamp disabled autoFocus hidden draggable
		spellCheck formNoValidate form formAction formEncType formMethod formTarget name accessKey dir lang role title value
		contentEditable tabIndex style` + persistence},
	{"RangeSlider", dcc.RangeSlider{}, basic + `min max step marks value drag_value updatemode disabled dots reverse vertical included
		verticalHeight tooltip allow_direct_input pushable allowCross count` + persistence},
	{"ConfirmDialog", dcc.ConfirmDialog{}, "id" + confirmation},
	{"ConfirmDialogProvider", dcc.ConfirmDialogProvider{}, "id children" + confirmation},
	{"Tooltip", dcc.Tooltip{}, basic + `children bbox target show direction border_color background_color loading_text zindex targetable style`},
	{"Geolocation", dcc.Geolocation{}, `id update_now high_accuracy maximum_age timeout show_alert position local_date timestamp position_error`},
}

func TestFieldNames(t *testing.T) {
	t.Parallel()
	for _, tt := range fieldNames {
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

func TestFieldTypes(t *testing.T) {
	t.Parallel()
	tests := []struct {
		c    layout.Component
		name string
		want reflect.Type
	}{
		{dcc.Textarea{}, "value", reflect.TypeFor[string]()},
		{dcc.Button{}, "n_clicks", reflect.TypeFor[int]()},
		{dcc.RangeSlider{}, "value", reflect.TypeFor[[]float64]()},
		{dcc.RangeSlider{}, "allowCross", reflect.TypeFor[bool]()},
		{dcc.ConfirmDialog{}, "submit_n_clicks_timestamp", reflect.TypeFor[int64]()},
		{dcc.Tooltip{}, "bbox", reflect.TypeFor[dcc.BBox]()},
		{dcc.Geolocation{}, "position", reflect.TypeFor[dcc.Position]()},
		{dcc.Geolocation{}, "position_error", reflect.TypeFor[dcc.PositionError]()},
	}
	for _, tt := range tests {
		t.Run(reflect.TypeOf(tt.c).Name()+"."+tt.name, func(t *testing.T) {
			t.Parallel()
			var s layout.Schema
			typ, found := s.PropType(tt.c, tt.name)
			require.True(t, found)
			require.Equal(t, tt.want, typ)
		})
	}
}

// What the browser writes is read by the types of the fields.
func TestPositionFromTheBrowser(t *testing.T) {
	t.Parallel()
	var at dcc.Position
	require.NoError(t, json.Unmarshal([]byte(`{"lat":59.9,"lon":10.7,"accuracy":5,"alt":null,"alt_accuracy":null,"speed":2,"heading":null}`), &at))
	require.Equal(t, dcc.Position{Lat: 59.9, Lon: 10.7, Accuracy: 5, Speed: new(2.0)}, at)
}

func TestChildrenOfButtonsAreWalked(t *testing.T) {
	t.Parallel()
	var s layout.Schema
	for _, c := range []layout.Component{
		dcc.Button{ID: "outer", Children: dcc.Store{ID: "inner"}},
		dcc.Tooltip{ID: "outer", Children: []any{"a", dcc.Store{ID: "inner"}}},
		dcc.ConfirmDialogProvider{ID: "outer", Children: dcc.Store{ID: "inner"}},
	} {
		index, err := s.Index(c)
		require.NoError(t, err)
		require.Contains(t, index, layout.ID("inner"))
	}
}
