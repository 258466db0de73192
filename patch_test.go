package dashi_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
	"github.com/dashi-go/dashi/layout/plot"
)

// patching is an app whose callback returns what make gives, for a property of the graph or the list.
func patching(t *testing.T, id dashi.ID, property string, make func() any) (int, string) {
	t.Helper()
	app := dashi.New(dashi.Options{Logger: new(journal).logger(), Debug: true})
	app.Layout(html.Main(dcc.Input{ID: "in"}, dcc.Graph{ID: "graph"}, html.Ul(html.ID("list"))))
	app.Callback(dashi.Output(id, property), dashi.Input("in", "value"), func(any) any { return make() })
	return ask(t, app, `{"output":"`+string(id)+`.`+property+`","inputs":[{"id":"in","property":"value"}]}`)
}

func TestAPatchTravelsAsDashs(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		change func(p *dashi.Patch)
		want   string // the operations
	}{
		"nothing": {func(*dashi.Patch) {}, `[]`},
		"assign":  {func(p *dashi.Patch) { p.At("a", 0, -1).Assign(1) }, `[{"operation":"Assign","location":["a",0,-1],"params":{"value":1}}]`},
		"the top": {func(p *dashi.Patch) { p.At().Assign(nil) }, `[{"operation":"Assign","location":[],"params":{"value":null}}]`},
		"delete":  {func(p *dashi.Patch) { p.At("a").Delete() }, `[{"operation":"Delete","location":["a"],"params":{}}]`},
		"merge":   {func(p *dashi.Patch) { p.At("a").Merge(map[string]int{"b": 1}) }, `[{"operation":"Merge","location":["a"],"params":{"value":{"b":1}}}]`},
		"lists": {func(p *dashi.Patch) {
			p.At("a").Append("x")
			p.At("a").Prepend("x")
			p.At("a").Extend([]string{"x"})
			p.At("a").Insert(-1, "x")
			p.At("a").Remove("x")
			p.At("a").Clear()
			p.At("a").Reverse()
		}, `[{"operation":"Append","location":["a"],"params":{"value":"x"}},{"operation":"Prepend","location":["a"],"params":{"value":"x"}},
			{"operation":"Extend","location":["a"],"params":{"value":["x"]}},{"operation":"Insert","location":["a"],"params":{"value":"x","index":-1}},
			{"operation":"Remove","location":["a"],"params":{"value":"x"}},{"operation":"Clear","location":["a"],"params":{}},
			{"operation":"Reverse","location":["a"],"params":{}}]`},
		"numbers": {func(p *dashi.Patch) {
			p.At("n").Add(1)
			p.At("n").Sub(2.5)
			p.At("n").Mul(3)
			p.At("n").Div(4)
		}, `[{"operation":"Add","location":["n"],"params":{"value":1}},{"operation":"Sub","location":["n"],"params":{"value":2.5}},
			{"operation":"Mul","location":["n"],"params":{"value":3}},{"operation":"Div","location":["n"],"params":{"value":4}}]`},
		"components": {func(p *dashi.Patch) { p.At().Append(html.Li("new")) },
			`[{"operation":"Append","location":[],"params":{"value":{"props":{"children":"new"},"type":"Li","namespace":"dash_html_components"}}}]`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			status, body := patching(t, "list", "children", func() any {
				var p dashi.Patch
				tt.change(&p)
				return p
			})
			require.Equal(t, http.StatusOK, status, body)
			require.JSONEq(t, `{"multi":true,"response":{"list":{"children":{"__dash_patch_update":"__dash_patch_update","operations":`+tt.want+`}}}}`, body)
		})
	}
}

// TestAPatchOfAFigureKnowsWhereItIs: columns under data are typed arrays, what looks the same in the layout is not.
func TestAPatchOfAFigureKnowsWhereItIs(t *testing.T) {
	t.Parallel()
	column := make([]float64, 20)
	_, body := patching(t, "graph", "figure", func() any {
		var p dashi.Patch
		p.At("data", 0, "y").Assign(column)
		p.At("layout", "range").Assign(column)
		p.At("data").Append(plot.Bar{Y: column})
		return p
	})
	require.Equal(t, 2, strings.Count(body, `"bdata"`), body)
	require.Contains(t, body, `"location":["layout","range"],"params":{"value":[0,0,`)
	require.Contains(t, body, `"value":{"type":"bar","y":{"dtype":"u1"`)
}

func TestPatchesGoneWrongNameThePlace(t *testing.T) {
	t.Parallel()
	status, body := patching(t, "graph", "figure", func() any {
		var p dashi.Patch
		p.At("data", 1.5).Delete()
		return p
	})
	require.Equal(t, http.StatusInternalServerError, status)
	require.Contains(t, failureOf(t, body).Error.Message, "a step is a float64, expected a string or an int")

	_, body = patching(t, "graph", "figure", func() any {
		var p dashi.Patch
		p.At("data", 0).Assign(func() {})
		return p
	})
	require.Contains(t, failureOf(t, body).Error.Message, "Assign at [data 0]: a func() cannot be encoded as JSON")

	_, body = patching(t, "graph", "figure", func() any { return map[string]any{"data": dashi.Patch{}} })
	require.Contains(t, failureOf(t, body).Error.Message, "a Patch must be what the callback returns for an output")
}

// TestATypedCallbackMayReturnAPatch whatever the type of the property.
func TestATypedCallbackMayReturnAPatch(t *testing.T) {
	t.Parallel()
	app := dashi.New(dashi.Options{})
	app.Layout(html.Main(dcc.Input{ID: "in"}, dcc.Slider{ID: "n"}))
	app.Callback(dashi.Output("n", "value"), dashi.Input("in", "value"), func(any) (p dashi.Patch) { p.At().Add(1); return p })
	require.NoError(t, app.Validate())
}
