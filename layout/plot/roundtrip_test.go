package plot_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/layout/plot"
	"github.com/dashi-go/dashi/render"
)

// filler sets every field below a value to a sample that is like no other, as the decoder would have it.
type filler struct {
	t    *testing.T
	next int
	seen map[reflect.Type]bool // all structs that were filled
}

// fill leaves out pointers to a struct within itself, a subtitle's subtitle.
func (f *filler) fill(v reflect.Value, within []reflect.Type) {
	f.next++
	switch v.Kind() {
	case reflect.Struct:
		f.seen[v.Type()] = true
		for field, value := range v.Fields() {
			switch {
			case field.Name == "Extra":
				value.Set(reflect.ValueOf(map[string]any{"later": fmt.Sprint("extra ", f.next)}))
			case field.Type.Kind() == reflect.Pointer && slices.Contains(within, field.Type.Elem()):
			default:
				f.fill(value, append(within, v.Type()))
				require.False(f.t, value.IsZero(), "%v.%s", v.Type(), field.Name)
			}
		}
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		f.fill(v.Elem(), within)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range 2 {
			f.fill(v.Index(i), within)
		}
		if v.Type().Elem().Kind() == reflect.Interface {
			v.Index(1).Set(reflect.ValueOf(true)) // of texts alone the decoder would make a []string
		}
	case reflect.Interface:
		v.Set(reflect.ValueOf(fmt.Sprint("any ", f.next)))
	case reflect.String:
		v.SetString(fmt.Sprint("text ", f.next))
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int:
		v.SetInt(int64(f.next))
	case reflect.Float64:
		v.SetFloat(float64(f.next) + 0.5)
	default:
		require.Fail(f.t, "no sample", "%v", v.Type())
	}
}

func newFiller(t *testing.T) *filler { return &filler{t: t, seen: map[reflect.Type]bool{}} }

func roundTrip(t *testing.T, figure plot.Figure) plot.Figure {
	t.Helper()
	var e render.Encoder
	text, err := e.AppendProp(nil, "figure", figure)
	require.NoError(t, err)
	var back plot.Figure
	require.NoError(t, json.Unmarshal(text, &back))
	return back
}

func TestEveryTraceComesBack(t *testing.T) {
	t.Parallel()
	for _, name := range plot.TraceTypes() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			made := plot.NewTrace(name)
			require.NotNil(t, made, "the decoder does not know it")
			v := reflect.ValueOf(made).Elem()
			newFiller(t).fill(v, nil)
			trace := v.Interface().(plot.Trace)
			require.Equal(t, name, trace.TraceType())
			require.Equal(t, plot.Figure{Data: []plot.Trace{trace}}, roundTrip(t, plot.Figure{Data: []plot.Trace{trace}}))

			// A field alone comes back too, and as the same field.
			for i := range v.NumField() {
				one := reflect.New(v.Type()).Elem()
				one.Field(i).Set(v.Field(i))
				figure := plot.Figure{Data: []plot.Trace{one.Interface().(plot.Trace)}}
				require.Equal(t, figure, roundTrip(t, figure), v.Type().Field(i).Name)
			}
		})
	}
}

func TestTheLayoutComesBack(t *testing.T) {
	t.Parallel()
	f := newFiller(t)
	var figure plot.Figure
	f.fill(reflect.ValueOf(&figure.Layout).Elem(), nil)
	require.Equal(t, figure, roundTrip(t, figure))
	require.Greater(t, len(f.seen), 50)

	figure.Frames = []plot.Frame{{Name: "a", Data: []plot.Trace{plot.Violin{Y: []float64{1}}}, Traces: []int{1}, Layout: figure.Layout}}
	require.Equal(t, figure, roundTrip(t, figure))
}

func TestWhatIsTypedMayStandInExtra(t *testing.T) {
	t.Parallel()
	back := roundTrip(t, plot.Figure{Layout: plot.Layout{Extra: map[string]any{
		"xaxis5": plot.Axis{Side: "top"}, "scene2": plot.Scene{Dragmode: "pan"}, "coloraxis2": plot.ColorAxis{CMin: new(0.0)},
	}}})
	require.Equal(t, map[string]any{
		"xaxis5": map[string]any{"side": "top"}, "scene2": map[string]any{"dragmode": "pan"}, "coloraxis2": map[string]any{"cmin": 0.0},
	}, back.Layout.Extra)
}
