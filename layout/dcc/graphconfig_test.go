package dcc_test

import (
	"compress/gzip"
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/layout/dcc"
)

// option is what plotly.js's schema says of an option.
type option struct {
	ValType string
	Values  []any
	Flags   []string
}

// schemaConfig is the config of plotly.js, from the schema kept for package plot.
func schemaConfig(t *testing.T) map[string]json.RawMessage {
	t.Helper()
	file, err := os.Open(filepath.Join("..", "plot", "internal", "gen", "schema.json.gz"))
	require.NoError(t, err)
	defer file.Close()
	r, err := gzip.NewReader(file)
	require.NoError(t, err)
	var schema struct{ Config map[string]json.RawMessage }
	require.NoError(t, json.NewDecoder(r).Decode(&schema))
	require.Greater(t, len(schema.Config), 30)
	return schema.Config
}

// tagged are the types of the fields of a struct by their names in JSON.
func tagged(typ reflect.Type) map[string]reflect.Type {
	fields := map[string]reflect.Type{}
	for f := range typ.Fields() {
		if name, options, _ := strings.Cut(f.Tag.Get("json"), ","); options == "omitzero" {
			fields[name] = f.Type
		}
	}
	return fields
}

func TestGraphConfigHasEveryOption(t *testing.T) {
	t.Parallel()
	// Dash's keys that plotly.js has dropped since.
	dashOnly := map[string]bool{"showLink": true, "sendData": true, "linkText": true, "showEditInChartStudio": true, "mapboxAccessToken": true}
	config := schemaConfig(t)
	fields := tagged(reflect.TypeFor[dcc.GraphConfig]())
	for name, text := range config {
		require.Contains(t, fields, name, "plotly.js has the option")
		var o option
		require.NoError(t, json.Unmarshal(text, &o))
		requireKind(t, name, o, fields[name])
	}
	for name := range fields {
		require.True(t, config[name] != nil || dashOnly[name], "%s is no option of plotly.js", name)
	}
	var edits map[string]json.RawMessage
	require.NoError(t, json.Unmarshal(config["edits"], &edits))
	delete(edits, "role")
	require.Len(t, tagged(reflect.TypeFor[dcc.GraphEdits]()), len(edits))
	for name := range edits {
		require.Contains(t, tagged(reflect.TypeFor[dcc.GraphEdits]()), name)
	}
}

// requireKind compares the kind of a field with that of an option.
func requireKind(t *testing.T, name string, o option, typ reflect.Type) {
	t.Helper()
	if typ.Kind() == reflect.Pointer {
		typ = typ.Elem()
	}
	kinds := map[string]reflect.Kind{
		"boolean": reflect.Bool, "number": reflect.Float64, "integer": reflect.Int, "string": reflect.String,
		"enumerated": reflect.Interface, "flaglist": reflect.Interface,
	}
	if want, ok := kinds[o.ValType]; ok {
		require.Equal(t, want, typ.Kind(), "%s is a %s", name, o.ValType)
	}
}
