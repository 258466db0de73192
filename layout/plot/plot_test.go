package plot_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/layout/plot"
)

func TestTraceTypes(t *testing.T) {
	t.Parallel()
	for want, trace := range map[string]plot.Trace{
		"scatter": plot.Scatter{}, "scattergl": plot.Scattergl{}, "bar": plot.Bar{}, "heatmap": plot.Heatmap{},
		"histogram": &plot.Histogram{}, "pie": plot.Pie{}, "sankey": plot.Sankey{}, "scatter3d": plot.Scatter3D{}, "ohlc": plot.OHLC{},
		"histogram2dcontour": plot.Histogram2DContour{}, "pointcloud": plot.Pointcloud{}, "heatmapgl": plot.Heatmapgl{},
		"choroplethmap": plot.Choroplethmap{}, "later": plot.Other{Type: "later"},
	} {
		require.Equal(t, want, trace.TraceType())
	}
}

// The encoder and the decoder go by the tags: each field has one of its own and may be left out, and each part takes
// further attributes.
func TestTags(t *testing.T) {
	t.Parallel()
	parts := map[reflect.Type]bool{}
	var visit func(reflect.Type)
	visit = func(typ reflect.Type) {
		switch typ.Kind() {
		case reflect.Slice, reflect.Pointer:
			visit(typ.Elem())
			return
		case reflect.Struct:
		default:
			return
		}
		if parts[typ] {
			return
		}
		parts[typ] = true
		names := map[string]bool{}
		for f := range typ.Fields() {
			name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
			if f.Name == "Extra" {
				require.Equal(t, `json:",inline"`, string(f.Tag), "%v", typ)
				require.Equal(t, reflect.TypeFor[map[string]any](), f.Type)
				continue
			}
			require.NotEmpty(t, name, "%v.%s", typ, f.Name)
			require.Equal(t, "omitzero", options, "%v.%s", typ, f.Name)
			require.False(t, names[name], "%v: %s twice", typ, name)
			require.True(t, strings.EqualFold(f.Name, strings.ReplaceAll(name, "_", "")), "%v.%s is not called like %s", typ, f.Name, name)
			names[name] = true
			visit(f.Type)
		}
		_, extra := typ.FieldByName("Extra")
		require.Equal(t, typ != reflect.TypeFor[plot.Figure](), extra, "%v", typ)
	}
	visit(reflect.TypeFor[plot.Figure]())
	visit(reflect.TypeFor[plot.Frame]())
	visit(reflect.TypeFor[plot.Template]())
	visit(reflect.TypeFor[plot.Animation]())
	for _, name := range plot.TraceTypes() {
		visit(reflect.TypeOf(plot.NewTrace(name)))
	}
	require.Greater(t, len(parts), 150)
}
