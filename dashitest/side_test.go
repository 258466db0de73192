package dashitest_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/dashitest"
	"github.com/dashi-go/dashi/layout/html"
)

// fake is an app of plain and item paragraphs ("x", "list", "far", items 1 to 3) whose one callback of each output gives the answer it is told.
func fake(dependencies, answer string) http.Handler {
	node := func(id, more string) string {
		return `{"namespace":"n","type":"P","props":{"id":` + id + more + `}}`
	}
	list := node(`"x"`, ``) + "," + node(`"far"`, ``)
	for i := range 3 {
		list += "," + node(fmt.Sprintf(`{"t":"p","i":%d}`, i+1), ``)
	}
	layout := node(`"list"`, `,"children":[`+list+`]`)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost {
			if answer[0] != '{' || answer[:8] == `{"call":` {
				w.Header().Set("Content-Type", "application/x-ndjson")
			}
			_, _ = io.WriteString(w, answer)
			return
		}
		_, _ = fmt.Fprintf(w, `<script id="_dashi-boot" type="application/json">{"layout":%s,"dependencies":[%s]}</script>`+
			`<script id="_dash-config" type="application/json">{"requests_pathname_prefix":"/"}</script>`, layout, dependencies)
	})
}

// onItems is a callback from each item's n_clicks to its title.
const onItems = `{"output":"{\"i\":[\"MATCH\"],\"t\":\"p\"}.title","inputs":[{"id":"{\"i\":[\"MATCH\"],\"t\":\"p\"}","property":"n_clicks"}],"prevent_initial_call":true}`

// TestFormsOfSideUpdates: the keys that Dash knows.
func TestFormsOfSideUpdates(t *testing.T) {
	t.Parallel()
	for key, want := range map[string]map[string]any{
		`"x":{"v":1,"w":2}`:                          {"x.v": 1.0, "x.w": 2.0},
		`"x.v":1`:                                    {"x.v": 1.0},
		`"x.v":{"a":1},"x":{"v":2}`:                  {"x.v": 2.0},
		`"{\"i\":3,\"t\":\"p\"}":{"v":1}`:            {at("p", 3, "v"): 1.0},
		`"{\"i\":3,\"t\":\"p\"}.v":1`:                {at("p", 3, "v"): 1.0},
		`"{\"i\":[\"MATCH\"],\"t\":\"p\"}.v":1`:      {at("p", 2, "v"): 1.0},
		`"{\"i\":[\"ALL\"],\"t\":\"p\"}":{"v":1}`:    {at("p", 1, "v"): 1.0, at("p", 2, "v"): 1.0, at("p", 3, "v"): 1.0},
		`"{\"i\":[\"ALLSMALLER\"],\"t\":\"p\"}.v":1`: {at("p", 1, "v"): 1.0},
		`"gone.v":1,"{\"i\":9,\"t\":\"p\"}.v":1`:     {"gone.v": 1.0, at("p", 9, "v"): 1.0},
		`"x.v":{"__dash_patch_update":1,"operations":[` + op("Append", "", `"value":5`) + `]}`: nil,
	} {
		t.Run(key, func(t *testing.T) {
			t.Parallel()
			page := dashitest.Open(t, fake(onItems, `{"multi":true,"response":{},"sideUpdate":{`+key+`}}`), dashitest.Options{KeepErrors: true})
			page.Click(item("p", 2))
			if want == nil {
				require.Equal(t, []any{5.0}, page.Prop("x", "v"))
				return
			}
			require.Equal(t, want, page.Calls()[0].Side)
			for i := range 3 {
				require.Equal(t, want[at("p", i+1, "v")], page.Prop(item("p", i+1), "v"))
			}
			require.Equal(t, want["x.v"], page.Prop("x", "v"))
		})
	}
}

func TestWhatTheBrowserWouldReport(t *testing.T) {
	t.Parallel()
	dep := func(output, inputs string) string {
		return `{"output":"` + output + `","inputs":[` + inputs + `],"prevent_initial_call":true}`
	}
	onX := dep("far.v", `{"id":"x","property":"n_clicks"}`)
	for name, tt := range map[string]struct{ dependency, answer, want string }{
		"a side update of no object": {onX, `{"sideUpdate":{"x":1}}`,
			`dashitest: a side update of "x" needs an object of properties: expected an object, got 1`},
		"MATCH that the call has not": {onX, `{"sideUpdate":{"{\"i\":[\"MATCH\"],\"t\":\"p\"}.v":1}}`,
			`dashitest: a side update of {"i":MATCH,"t":"p"} has MATCH for "i", which its call has not`},
		"several in place of one": {
			`{"output":"far.v","inputs":[{"id":"x","property":"n_clicks"}],"state":[{"id":"{\"i\":[\"MATCH\"],\"t\":\"p\"}","property":"v"}],"prevent_initial_call":true}`, `{}`,
			`dashitest: the callback "far.v" has the State {"i":["MATCH"],"t":"p"}.v, which stands for one component, but the page holds several: ` +
				`{"i":1,"t":"p"}, {"i":2,"t":"p"}, {"i":3,"t":"p"}`},
		"a stream that breaks off": {onX, `{"call":0,"sideUpdate":{}}` + "\n", `dashitest: the answer of "far.v": it ended before it was complete`},
		"a failure in a stream": {onX, `{"call":0,"status":500,"error":{"code":"callback_failed","message":"No."}}`,
			`dashitest: the callback "far.v" failed: callback_failed: No. (status 500)`},
		"an item of which only some is there": {dep("far.v", `{"id":"x","property":"n_clicks"},{"id":"{\"i\":9,\"t\":\"p\"}","property":"v"}`), `{}`,
			`dashitest: the callback "far.v" has the Input {"i":9,"t":"p"}.v, but the page holds no component with the id {"i":9,"t":"p"}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := &recorder{TB: t}
			func() {
				defer func() {
					if p := recover(); p != nil && p != any(r) {
						panic(p)
					}
				}()
				page := dashitest.Open(r, fake(tt.dependency, tt.answer))
				page.Click("x")
			}()
			require.Equal(t, []string{tt.want}, r.failures)
		})
	}
}

// TestStreams: what is set while a call runs is written line by line.
func TestStreams(t *testing.T) {
	t.Parallel()
	const child = `{"namespace":"n","type":"P","props":{"id":"born"}}`
	line := func(side string) string { return `{"call":0,"sideUpdate":{` + side + "}}\n" }
	patch := `"x.v":{"__dash_patch_update":1,"operations":[` + op("Append", "", `"value":5`) + `]}`
	end := `{"call":0,"status":200,"answer":{"response":{"{\"i\":2,\"t\":\"p\"}":{"title":"done"}}}}` + "\n"
	for name, tt := range map[string]struct {
		answer string
		check  func(t *testing.T, page *dashitest.Page)
	}{
		"each counts": {line(patch) + line(patch) + end, func(t *testing.T, page *dashitest.Page) {
			require.Equal(t, []any{5.0, 5.0}, page.Prop("x", "v"))
			require.Equal(t, "done", page.Prop(item("p", 2), "title"))
		}},
		"no content at the end": {line(`"x.v":1`) + `{"call":0,"status":204}`, func(t *testing.T, page *dashitest.Page) {
			require.Equal(t, 1.0, page.Prop("x", "v"))
			require.Nil(t, page.Prop(item("p", 2), "title"))
		}},
		"a call that removes what it was for has ended": {line(`"list.children":"gone"`) + line(`"list.v":1`) + end, func(t *testing.T, page *dashitest.Page) {
			require.Equal(t, "gone", page.Text("list"))
			require.Nil(t, page.Prop("list", "v"))
		}},
		"what the call itself has brought is meant": {line(`"x.children":`+child) + line(`"born.v":1`) + end, func(t *testing.T, page *dashitest.Page) {
			require.Equal(t, 1.0, page.Prop("born", "v"))
		}},
		"what the same line brings too": {line(`"born.v":1,"x.children":`+child) + end, func(t *testing.T, page *dashitest.Page) {
			require.Equal(t, 1.0, page.Prop("born", "v"))
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			page := dashitest.Open(t, fake(onItems, tt.answer))
			page.Click(item("p", 2))
			tt.check(t, page)
		})
	}
}

// whole asks for answers in one piece.
var whole = dashitest.Options{Request: func(r *http.Request) *http.Request {
	r.Header.Del("Accept")
	return r
}}

func TestSideUpdatesAreWrittenBeforeTheAnswer(t *testing.T) {
	t.Parallel()
	page := dashitest.Open(t, rows([]any{1, 2}, "", "out far list", func(app *dashi.App) {
		app.Callback(dashi.Output("out", "children"), dashi.Input(item("in", dashi.MATCH), "value"), func(ctx context.Context, v string) (any, error) {
			call := dashi.CallFrom(ctx)
			err := call.SetProps(item("in", dashi.MATCH), map[string]any{"placeholder": v})
			if err == nil {
				err = call.SetProps("out", map[string]any{"children": "beside", "title": "t"})
			}
			if err == nil {
				err = call.SetProps("list", map[string]any{"children": html.P(html.ID("new"))})
			}
			if v == "prevent" {
				return nil, dashi.PreventUpdate
			}
			return v, err
		}, dashi.PreventInitialCall())
		pass(app, "out", "far", dashi.PreventInitialCall())
		app.Callback(dashi.Output("new", "children"), dashi.Inputs(), func() string { return "hello" })
	}), whole)
	page.Set(item("in", 2), "value", "x")
	require.Equal(t, []string{"out.children", "far.children", "new.children"}, written(page))
	call := page.Calls()[0]
	require.Equal(t, "beside", call.Side["out.children"])
	require.Equal(t, "x", call.Side[at("in", 2, "placeholder")])
	require.Equal(t, map[string]any{"out.children": "x"}, call.Updates)
	require.Equal(t, "far(x)", page.Text("far"), "the answer comes last")
	require.Equal(t, "hello", page.Text("new"))
	require.Nil(t, page.Prop(item("in", 1), "placeholder"))
	page.Forget()
	page.Set(item("in", 1), "value", "prevent")
	require.Equal(t, "far(beside)", page.Text("far"), "side updates trigger without an answer too")
}

func TestRunning(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		value string
		flag  any
	}{
		"an answer":               {"ok", "off"},
		"no content":              {"prevent", "off"},
		"an error":                {"error", "off"},
		"an answer of the switch": {"flag", "answered"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			page := dashitest.Open(t, rows([]any{1, 2}, "", "flag far", func(app *dashi.App) {
				app.Callback(dashi.Outputs(dashi.Output(item("in", dashi.MATCH), "placeholder"), dashi.Output(item("in", dashi.MATCH), "className")),
					dashi.Input(item("in", dashi.MATCH), "value"), func(v string) (any, any, error) {
						switch v {
						case "prevent":
							return nil, nil, dashi.PreventUpdate
						case "error":
							return nil, nil, io.EOF
						case "flag":
							return v, "answered", nil
						}
						return v, dashi.NoUpdate, nil
					}, dashi.PreventInitialCall(),
					dashi.Running(dashi.Output(item("in", dashi.MATCH), "className"), "on", "off"), dashi.Running(dashi.Output("flag", "title"), "1", "0"))
				says(app, dashi.Output("far", "children"), dashi.Input("flag", "title"), dashi.PreventInitialCall())
			}), dashitest.Options{KeepErrors: true})
			page.Set(item("in", 2), "value", tt.value)
			require.Equal(t, map[string]any{at("in", 2, "className"): "on", "flag.title": "1"}, page.Calls()[0].Running)
			require.Equal(t, tt.flag, page.Prop(item("in", 2), "className"))
			require.Nil(t, page.Prop(item("in", 1), "className"))
			require.Equal(t, "0", page.Prop("flag", "title"))
			require.Len(t, page.Calls(), 2, "what reads the switch runs, once")
			require.Equal(t, "0", page.Text("far"))
			require.Empty(t, page.Calls()[1].Running)
		})
	}
}

func TestSettingPropertiesOfWhatIsNotThere(t *testing.T) {
	t.Parallel()
	app := wired("out", func(app *dashi.App) {
		app.Callback(dashi.Output("out", "children"), dashi.Input("in", "value"), func(ctx context.Context, v string) (string, error) {
			return v, dashi.CallFrom(ctx).SetProps("missing", map[string]any{"children": v})
		})
	})
	var failed recorder
	failed.TB = t
	page := dashitest.Open(&failed, app)
	require.Len(t, failed.failures, 1)
	require.Contains(t, failed.failures[0], `properties were set of "missing"`)
	require.Equal(t, "0", page.Text("out"), "the answer counts all the same")
	dashitest.Open(t, app, dashitest.Options{KeepErrors: true})
}
