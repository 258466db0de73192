package dashi_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
	"github.com/dashi-go/dashi/memo"
)

// rows is an app with three rows of an input and an output, and a total.
func rows(register func(app *dashi.App)) *dashi.App {
	app := dashi.New(dashi.Options{Debug: true})
	page := layout.Fragment{html.P(html.ID("total"))}
	for i := 1; i <= 3; i++ {
		page = append(page, dcc.Input{ID: dashi.Dict("type", "in", "index", i)}, html.P(html.ID(dashi.Dict("type", "out", "index", i))))
	}
	app.Layout(page)
	register(app)
	return app
}

func in(index any) dashi.ID { return dashi.Dict("type", "in", "index", index) }

func out(index any) dashi.ID { return dashi.Dict("type", "out", "index", index) }

// value is a value as the browser sends it.
func value(id dashi.ID, property, raw string) string {
	return fmt.Sprintf(`{"id":%s,"property":%q,"value":%s}`, id, property, raw)
}

func spec(id dashi.ID, property string) string {
	return fmt.Sprintf(`{"id":%s,"property":%q}`, id, property)
}

const matchOut = `{\"index\":[\"MATCH\"],\"type\":\"out\"}.children`

func TestMATCHRunsForOneValue(t *testing.T) {
	t.Parallel()
	app := rows(func(app *dashi.App) {
		app.Callback(dashi.Output(out(dashi.MATCH), "children"), dashi.Inputs(dashi.Input(in(dashi.MATCH), "value"), dashi.State(in(dashi.MATCH), "id")),
			func(ctx context.Context, v string, id struct{ Index int }) string {
				call := dashi.CallFrom(ctx)
				require.Equal(t, []dashi.Prop{{ID: out(2), Property: "children"}}, call.Outputs())
				require.Equal(t, in(2), call.TriggeredID())
				require.JSONEq(t, `"x"`, string(call.Triggered()[0].Value))
				return fmt.Sprint(v, id.Index)
			})
	})
	record := dependencies(t, app)[0]
	require.Equal(t, `{"index":["MATCH"],"type":"out"}.children`, record["output"])
	require.Equal(t, []any{map[string]any{"id": `{"index":["MATCH"],"type":"in"}`, "property": "value"}}, record["inputs"])

	status, body := ask(t, app, `{"output":"`+matchOut+`","outputs":`+spec(out(2), "children")+`,"inputs":[`+value(in(2), "value", `"x"`)+
		`],"state":[`+value(in(2), "id", string(in(2)))+`],"changedPropIds":["`+strings.ReplaceAll(string(in(2)), `"`, `\"`)+`.value"]}`)
	require.Equal(t, 200, status, body)
	require.Equal(t, `{"multi":true,"response":{"{\"index\":2,\"type\":\"out\"}":{"children":"x2"}}}`, body)
}

// A client chooses neither what a callback reads nor what it writes.
func TestAPatternStandsForNothingElse(t *testing.T) {
	t.Parallel()
	app := rows(func(app *dashi.App) {
		app.Callback(dashi.Output(out(dashi.MATCH), "children"),
			dashi.Inputs(dashi.Input(in(dashi.MATCH), "value"), dashi.Input(in(dashi.ALLSMALLER), "value")),
			func(v string, smaller []string) string { return v })
	})
	request := func(outputs, input, smaller string) string {
		return `{"output":"` + matchOut + `","outputs":` + outputs + `,"inputs":[` + input + `,` + smaller + `]}`
	}
	fine, first := spec(out(2), "children"), value(in(2), "value", `"x"`)
	for name, tt := range map[string]struct{ body, want string }{
		"as declared":         {request(fine, first, `[`+value(in(1), "value", `"a"`)+`]`), ""},
		"none smaller":        {request(fine, first, `[]`), ""},
		"another match":       {request(fine, value(in(3), "value", `"x"`), `[]`), `got "{\"index\":3,\"type\":\"in\"}.value" where Input({"index":MATCH,"type":"in"}, "value")`},
		"another type":        {request(fine, value(out(2), "value", `"x"`), `[]`), "where Input"},
		"another property":    {request(fine, value(in(2), "id", `"x"`), `[]`), "where Input"},
		"another output":      {request(spec(in(2), "children"), first, `[]`), "outputs: got"},
		"another output prop": {request(spec(out(2), "style"), first, `[]`), "outputs: got"},
		"a plain output":      {request(`{"id":"total","property":"children"}`, first, `[]`), "outputs: got"},
		"a pattern as output": {request(spec(out(dashi.MATCH), "children"), first, `[]`), "outputs: got"},
		"no outputs":          {`{"output":"` + matchOut + `","inputs":[` + first + `,[]]}`, "outputs: got 0, and the callback has 1"},
		"a list of outputs":   {request(`[`+fine+`]`, first, `[]`), "for ALL, and only for it"},
		"not smaller":         {request(fine, first, `[`+value(in(2), "value", `"a"`)+`]`), "where Input"},
		"a list for one":      {request(fine, `[`+first+`]`, `[]`), "got a list of values, expected one"},
		"one for a list":      {request(fine, first, value(in(1), "value", `"a"`)), "got one value, expected a list"},
	} {
		t.Run(name, func(t *testing.T) {
			status, body := ask(t, app, tt.body)
			if tt.want == "" {
				require.Equal(t, 200, status, body)
				return
			}
			require.Equal(t, 400, status, body)
			require.Contains(t, failureOf(t, body).Error.Message, tt.want)
		})
	}
}

func TestALLGivesASlice(t *testing.T) {
	t.Parallel()
	app := rows(func(app *dashi.App) {
		app.Callback(dashi.Output("total", "children"), dashi.Inputs(dashi.Input(in(dashi.ALL), "value"), dashi.State(in(dashi.ALL), "id")),
			func(ctx context.Context, values []string, ids []dashi.ID) string {
				require.Len(t, dashi.CallFrom(ctx).Inputs(), len(values))
				return fmt.Sprintf("%q %s", values, ids)
			})
	})
	status, body := ask(t, app, `{"output":"total.children","outputs":{"id":"total","property":"children"},"inputs":[[`+
		value(in(1), "value", `"a"`)+`,`+spec(in(2), "value")+`,`+value(in(3), "value", `null`)+`]],"state":[[`+
		value(in(1), "id", string(in(1)))+`]]}`)
	require.Equal(t, 200, status, body)
	require.Contains(t, body, `[\"a\" \"\" \"\"] [{\"index\":1,\"type\":\"in\"}]`)
	_, body = ask(t, app, `{"output":"total.children","inputs":[[]],"state":[[]]}`)
	require.Contains(t, body, `"[] []"`)
}

func TestALLTakesASlice(t *testing.T) {
	t.Parallel()
	var result any
	app := rows(func(app *dashi.App) {
		app.Callback(dashi.Outputs(dashi.Output("total", "children"), dashi.Output(out(dashi.ALL), "children"), dashi.Output(out(dashi.ALL), "n_clicks")),
			dashi.Input("total", "n_clicks"), func(n int) (string, any, []int) { return "t", result, []int{1, 2, 3} })
	})
	list := func(property string) string {
		return `[` + spec(out(1), property) + `,` + spec(out(2), property) + `,` + spec(out(3), property) + `]`
	}
	request := `{"output":"..total.children...` + strings.ReplaceAll(matchOut, "MATCH", "ALL") + `...` +
		strings.ReplaceAll(strings.ReplaceAll(matchOut, "MATCH", "ALL"), "children", "n_clicks") + `..",` +
		`"outputs":[{"id":"total","property":"children"},` + list("children") + `,` + list("n_clicks") + `],"inputs":[{"id":"total","property":"n_clicks"}]}`
	for name, tt := range map[string]struct {
		result any
		status int
		want   string
	}{
		"a slice":              {[]string{"a", "b", "c"}, 200, `{"children":"b","n_clicks":2}`},
		"an array":             {[3]string{"a", "b", "c"}, 200, `{"children":"b","n_clicks":2}`},
		"one left as it is":    {[]any{"a", dashi.NoUpdate, "c"}, 200, `"{\"index\":2,\"type\":\"out\"}":{"n_clicks":2}`},
		"all left as they are": {dashi.NoUpdate, 200, `"{\"index\":2,\"type\":\"out\"}":{"n_clicks":2}`},
		"too few":              {[]string{"a"}, 500, `the value has 1 items, and the page has 3 components`},
		"no slice":             {"abc", 500, `the value is a string, expected a slice with one item for each of the 3 components`},
		"nil":                  {nil, 500, `expected a slice`},
	} {
		t.Run(name, func(t *testing.T) {
			result = tt.result
			status, body := ask(t, app, request)
			require.Equal(t, tt.status, status, body)
			if status == 200 {
				require.Contains(t, body, tt.want)
				require.Contains(t, body, `"total":{"children":"t"}`)
				return
			}
			require.Contains(t, failureOf(t, body).Error.Message, tt.want)
		})
	}
}

// The answer of a memoized callback holds the ids of its outputs, so it is another one for another component.
func TestMemoizedPatternsAreKeptApart(t *testing.T) {
	t.Parallel()
	cache := newCache(t, memo.NewLRU(10))
	calls := 0
	app := rows(func(app *dashi.App) {
		app.Callback(dashi.Output(out(dashi.MATCH), "children"), dashi.Input(in(dashi.MATCH), "value"),
			func(v string) string { calls++; return v }, cache.Memoize(time.Minute))
	})
	for range 2 {
		for i := 1; i <= 3; i++ {
			_, body := ask(t, app, `{"output":"`+matchOut+`","outputs":`+spec(out(i), "children")+`,"inputs":[`+value(in(i), "value", `"x"`)+`]}`)
			require.Contains(t, body, fmt.Sprintf(`{\"index\":%d,\"type\":\"out\"}`, i))
		}
	}
	require.Equal(t, 3, calls)
}

func TestOnePageMayHoldManyOutputsOfALL(t *testing.T) {
	t.Parallel()
	const n = 20_000
	app := rows(func(app *dashi.App) {
		app.Callback(dashi.Output(out(dashi.ALL), "children"), dashi.Input("total", "n_clicks"), func(int) []int { return make([]int, n) })
	})
	specs := make([]string, n)
	for i := range specs {
		specs[i] = spec(out(i), "children")
	}
	status, body := ask(t, app, `{"output":"`+strings.ReplaceAll(matchOut, "MATCH", "ALL")+`","outputs":[`+strings.Join(specs, ",")+
		`],"inputs":[{"id":"total","property":"n_clicks"}]}`)
	require.Equal(t, 200, status)
	require.Equal(t, n, strings.Count(body, `{"children":0}`))
}

// TestWiringErrorsOfPatterns: what is wrong whatever the page holds, and what does not fit the layout.
func TestWiringErrorsOfPatterns(t *testing.T) {
	t.Parallel()
	one := func(outputs dashi.OutputList, inputs dashi.InputList, fn any, options ...dashi.CallbackOption) func(app *dashi.App) {
		return func(app *dashi.App) { app.Callback(outputs, inputs, fn, options...) }
	}
	text := func(string) string { return "" }
	many := func([]string) string { return "" }
	for name, tt := range map[string]struct {
		register func(app *dashi.App)
		want     string
	}{
		"fine":                {one(dashi.Output(out(dashi.MATCH), "children"), dashi.Input(in(dashi.MATCH), "value"), text), ""},
		"nothing matches yet": {one(dashi.Output(dashi.Dict("later", dashi.MATCH), "children"), dashi.Input(dashi.Dict("later", dashi.MATCH), "value"), text), ""},
		"a property there is not": {one(dashi.Output(out(dashi.MATCH), "childern"), dashi.Input(in(dashi.MATCH), "value"), text),
			`Output({"index":MATCH,"type":"out"}, "childern"): a P has no property "childern"; did you mean "children"?`},
		"a parameter of another type": {one(dashi.Output(out(dashi.MATCH), "children"), dashi.Input(in(dashi.MATCH), "n_submit"), text),
			`parameter 1 of the function is of type string, but Input({"index":MATCH,"type":"in"}, "n_submit")`},
		"items of another type":    {one(dashi.Output("total", "children"), dashi.Input(in(dashi.ALL), "n_submit"), many), `but Input({"index":ALL,"type":"in"}, "n_submit")`},
		"MATCH in an input only":   {one(dashi.Output("total", "children"), dashi.Input(in(dashi.MATCH), "value"), text), ""},
		"MATCH that no output has": {one(dashi.Output(dashi.Dict("type", dashi.MATCH), "children"), dashi.Input(in(dashi.MATCH), "value"), text), "MATCH"},
		"ALLSMALLER alone":         {one(dashi.Output("total", "children"), dashi.Input(in(dashi.ALLSMALLER), "value"), many), "ALLSMALLER"},
		"ALLSMALLER as an output":  {one(dashi.Output(out(dashi.ALLSMALLER), "children"), dashi.Input("total", "n_clicks"), func(int) []string { return nil }), "ALLSMALLER"},
		"outputs that overlap": {func(app *dashi.App) {
			app.Callback(dashi.Output(out(dashi.MATCH), "children"), dashi.Input(in(dashi.MATCH), "value"), text)
			app.Callback(dashi.Output(out(1), "children"), dashi.Input("total", "title"), text)
		}, `Output({"index":1,"type":"out"}, "children")`},
		"duplicates that are allowed": {func(app *dashi.App) {
			app.Callback(dashi.Output(out(dashi.MATCH), "children").AllowDuplicate(), dashi.Input(in(dashi.MATCH), "value"), text, dashi.PreventInitialCall())
			app.Callback(dashi.Output(out(1), "children").AllowDuplicate(), dashi.Input("total", "title"), text, dashi.InitialDuplicate())
		}, ""},
		"a duplicate with an initial call": {one(dashi.Output("total", "children").AllowDuplicate(), dashi.Input(in(1), "value"), text), "dashi.InitialDuplicate()"},
		"a callback that never runs":       {one(dashi.Output("total", "children"), dashi.State(in(1), "value"), text, dashi.PreventInitialCall()), "the callback never runs"},
		"each of those before":             {one(dashi.Output(in(dashi.MATCH), "value"), dashi.Input(in(dashi.ALLSMALLER), "value"), many), ""},
		"an id of dots":                    {one(dashi.Output(dashi.Dict("a", "..."), "children"), dashi.Input(in(1), "value"), text), `"..."`},
		"running nowhere":                  {one(dashi.Output("total", "children"), dashi.Input(in(1), "value"), text, dashi.Running(dashi.Output("totel", "hidden"), true, false)), `Running(Output("totel", "hidden")): no component`},
		"running a wrong type":             {one(dashi.Output("total", "children"), dashi.Input(in(1), "value"), text, dashi.Running(dashi.Output("total", "title"), 1, "")), `the value 1 is of type int`},
		"optional":                         {one(dashi.Output("nobody", "children"), dashi.Input("nowhere", "value"), text, dashi.Optional()), ""},
		"an optional input":                {one(dashi.Output("total", "children"), dashi.Input("nowhere", "value").Optional(), text), ""},
		"an output is not":                 {one(dashi.Output("nobody", "children"), dashi.Input("nowhere", "value").Optional(), text), `Output("nobody", "children")`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := rows(tt.register).Validate()
			if tt.want == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorContains(t, err, tt.want)
			require.ErrorContains(t, err, "pattern_test.go:")
		})
	}
}

func TestRegistrationsOfPatternsThatAreNeverRight(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		register func(app *dashi.App)
		want     string
	}{
		"one value for ALL": {func(app *dashi.App) {
			app.Callback(dashi.Output("total", "children"), dashi.Input(in(dashi.ALL), "value"), func(string) string { return "" })
		}, "slice"},
		"one result for ALL": {func(app *dashi.App) {
			app.Callback(dashi.Output(out(dashi.ALL), "children"), dashi.Input("total", "title"), func(string) string { return "" })
		}, "slice"},
		"a dotted property":   {func(app *dashi.App) { dashi.Output("a", "b.c") }, "must not contain '.'"},
		"a pair that is none": {func(app *dashi.App) { dashi.Dict(1, "a") }, "expected a key"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			defer func() { require.Contains(t, fmt.Sprint(recover()), tt.want) }()
			rows(tt.register)
		})
	}
}

func TestDuplicatesHaveIdsOfTheirOwn(t *testing.T) {
	t.Parallel()
	app := rows(func(app *dashi.App) {
		for range 2 {
			app.Callback(dashi.Output("total", "children").AllowDuplicate(), dashi.Input(in(1), "value"),
				func(v string) string { return v }, dashi.PreventInitialCall())
		}
		app.Callback(dashi.Outputs(dashi.Output("total", "children").AllowDuplicate(), dashi.Output("total", "title")), dashi.Input(in(2), "value"),
			func(v string) (string, string) { return v, v }, dashi.InitialDuplicate())
	})
	records := dependencies(t, app)
	require.Regexp(t, `^total\.children@[0-9a-f]{64}$`, records[0]["output"])
	require.NotEqual(t, records[0]["output"], records[1]["output"])
	require.Regexp(t, `^\.\.total\.children@[0-9a-f]{64}\.\.\.total\.title\.\.$`, records[2]["output"])
	require.Equal(t, true, records[0]["prevent_initial_call"])
	require.Equal(t, false, records[2]["prevent_initial_call"])
	for _, r := range records[:2] {
		status, body := ask(t, app, fmt.Sprintf(`{"output":%q,"outputs":{"id":"total","property":%q},"inputs":[%s]}`,
			r["output"], strings.TrimPrefix(r["output"].(string), "total."), value(in(1), "value", `"x"`)))
		require.Equal(t, 200, status, body)
		require.Equal(t, `{"multi":true,"response":{"total":{"children":"x"}}}`, body)
	}
}

func TestAnOptionalInputMayBeMissing(t *testing.T) {
	t.Parallel()
	app := rows(func(app *dashi.App) {
		app.Callback(dashi.Output("total", "children"), dashi.Inputs(dashi.Input("later", "value").Optional(), dashi.State("never", "value").Optional()),
			func(a, b string) string { return "(" + a + b + ")" })
	})
	record := dependencies(t, app)[0]
	require.Equal(t, true, record["inputs"].([]any)[0].(map[string]any)["allow_optional"])
	require.Equal(t, false, record["optional"])
	_, body := ask(t, app, `{"output":"total.children","inputs":[{"id":"later","property":"value","allow_optional":true,"value":null}],`+
		`"state":[{"id":"never","property":"value","allow_optional":true,"value":null}]}`)
	require.Contains(t, body, `"()"`)
}

func TestAnOptionalPatternMayMatchNothing(t *testing.T) {
	t.Parallel()
	app := rows(func(app *dashi.App) {
		app.Callback(dashi.Output(out(dashi.MATCH), "children"),
			dashi.Inputs(dashi.Input(in(dashi.MATCH), "value"), dashi.State(dashi.Dict("type", "extra", "index", dashi.MATCH), "value").Optional()),
			func(v, extra string) string { return v + extra + "!" })
	})
	extra := dashi.Dict("type", "extra", "index", dashi.MATCH)
	status, body := ask(t, app, `{"output":"`+matchOut+`","outputs":`+spec(out(2), "children")+`,"inputs":[`+value(in(2), "value", `"x"`)+
		`],"state":[`+value(extra, "value", "null")+`]}`)
	require.Equal(t, 200, status, body)
	require.Contains(t, body, `"x!"`)
	status, body = ask(t, app, `{"output":"`+matchOut+`","outputs":`+spec(out(2), "children")+`,"inputs":[`+value(in(dashi.MATCH), "value", `"x"`)+
		`],"state":[`+value(extra, "value", "null")+`]}`)
	require.Equal(t, 400, status, body)
}
