package plot_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/layout/plot"
)

// Every attribute of every trace and of the layout, with its allowed words in turn, passes Validate as JSON and as structs,
// and finds its field.
func TestEveryAttributeIsTaken(t *testing.T) {
	t.Parallel()
	for _, kind := range append(plot.TraceTypes(), "") {
		t.Run("of "+kind, func(t *testing.T) {
			t.Parallel()
			for _, sample := range plot.Samples(kind) {
				figure := other(kind, sample)
				sent := map[string]any{"data": []any{sample}}
				if kind == "" {
					figure, sent = laid(sample), map[string]any{"layout": sample}
				} else {
					sample["type"] = kind
				}
				require.NoError(t, figure.Validate())
				text, err := json.Marshal(sent)
				require.NoError(t, err)
				var back plot.Figure
				require.NoError(t, json.Unmarshal(text, &back))
				require.NoError(t, back.Validate())
				requireFields(t, kind, reflect.ValueOf(back))
			}
		})
	}
}

// requireFields finds values in an Extra that are there for another reason than being zero.
func requireFields(t *testing.T, path string, v reflect.Value) {
	t.Helper()
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			requireFields(t, path, v.Elem())
		}
	case reflect.Slice:
		for i := range v.Len() {
			requireFields(t, path, v.Index(i))
		}
	case reflect.Struct:
		for f, value := range v.Fields() {
			if f.Name != "Extra" {
				requireFields(t, path+"."+f.Name, value)
				continue
			}
			for name, extra := range value.Interface().(map[string]any) {
				require.True(t, reflect.ValueOf(extra).IsZero(), "%s: no field takes %v of %s", path, extra, name)
			}
		}
	}
}

func TestSamplesHaveEverything(t *testing.T) {
	t.Parallel()
	text, err := json.Marshal(plot.Samples(""))
	require.NoError(t, err)
	for _, word := range []string{`"stack"`, `"x unified"`, `"lasso"`, `"rangeselector"`, `"templateitemname"`, `"aaxis"`} {
		require.True(t, strings.Contains(string(text), word), word)
	}
}
