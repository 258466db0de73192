package e2e_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
	"github.com/dashi-go/dashi/render"
)

// Callbacks that are JavaScript functions. All run under the page's default policy, and whatever violates it is an error in the
// console, which fails the test.

// script is an app's folder with one script in it.
func script(source string) fstest.MapFS {
	return fstest.MapFS{"app.js": {Data: []byte(source)}}
}

// field is the plainest app: what is typed into "in" goes through a function to "out".
func field(p *page, options dashi.Options, fn dashi.ClientsideFunc, more ...dashi.CallbackOption) *dashi.App {
	app := p.app(options)
	app.Layout(html.Main(dcc.Input{ID: "in", Value: "x"}, html.P(html.ID("out"), "at first"), html.P(html.ID("after"))))
	app.ClientsideCallback(dashi.Output("out", "children"), dashi.Input("in", "value"), fn, more...)
	app.Callback(dashi.Output("after", "children"), dashi.Input("out", "children"), func(v string) string { return "after " + v })
	return app
}

func TestAFunctionBySource(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		app := p.app(dashi.Options{})
		app.Layout(html.Main(dcc.Input{ID: "a", Value: "x"}, dcc.Input{ID: "b", Value: "s"}, html.P(html.ID("out")), html.P(html.ID("same"))))
		inputs := dashi.Inputs(dashi.Input("a", "value"), dashi.State("b", "value"), dashi.State("out", "title"))
		source := "(a, b, unset) => `${a} ${b} ${unset}`"
		app.ClientsideCallback(dashi.Output("out", "children"), inputs, dashi.JS(source))
		app.ClientsideCallback(dashi.Output("same", "children"), inputs, dashi.JS(source)) // the page has it once
		p.show(app)
		p.shows("out", "x s undefined")
		p.shows("same", "x s undefined")
		p.fill("b", "t")
		p.settled()
		require.Equal(t, "x s undefined", p.Text("#out"), "a State triggers nothing")
		p.fill("a", "y")
		p.shows("out", "y t undefined")
		p.shows("same", "y t undefined")
	})
}

// TestAFunctionByName: a script among the app's own files defines it; so does what it calls.
func TestAFunctionByName(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		p.show(field(p, dashi.Options{Assets: script(`
			window.dash_clientside = Object.assign({}, window.dash_clientside, {
				words: {
					shout(text) { return text.toUpperCase() + '!' },
					twice: (text) => window.dash_clientside.words.shout(text + text),
				},
			})`)}, dashi.ClientsideFunction("words", "twice")))
		p.shows("after", "after XX!")
		p.fill("in", "y")
		p.shows("after", "after YY!")
	})
}

// TestAScriptThatComesLater: a function is looked up when it is called.
func TestAScriptThatComesLater(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		p.show(field(p, dashi.Options{}, dashi.ClientsideFunction("late", "fn"), dashi.PreventInitialCall()))
		p.Eval(`void (window.dash_clientside = Object.assign({}, window.dash_clientside, {late: {fn: (v) => "late " + v}}))`, nil)
		p.fill("in", "y")
		p.shows("after", "after late y")
	})
}

func TestPreventInitialCallOfAFunction(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		p.show(field(p, dashi.Options{}, dashi.JS(`(v) => "got " + v`), dashi.PreventInitialCall()))
		p.settled()
		require.Equal(t, "at first", p.Text("#out"))
		p.fill("in", "y")
		p.shows("out", "got y")
	})
}

// TestAFunctionMayWait: what depends on it waits as well, and the component loads.
func TestAFunctionMayWait(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		p.show(field(p, dashi.Options{}, dashi.JS(`(v) => new Promise((done) => { window.done = () => done("got " + v) })`)))
		p.loads("out", true)
		require.Equal(t, []string{"at first", ""}, []string{p.Text("#out"), p.Text("#after")})
		p.Eval(`window.done()`, nil)
		p.shows("after", "after got x")
		p.loads("out", false)
	})
}

// TestOfTwoPromisesTheNewerCounts, whichever is kept first.
func TestOfTwoPromisesTheNewerCounts(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		p.show(field(p, dashi.Options{}, dashi.JS(`(v) => new Promise((done) => { (window.done ??= {})[v] = () => done("got " + v) })`)))
		p.Until(`window.done?.x`)
		p.fill("in", "y")
		p.Until(`window.done.y`)
		p.Eval(`window.done.y()`, nil)
		p.shows("after", "after got y")
		p.Eval(`window.done.x()`, nil)
		p.settled()
		require.Equal(t, "got y", p.Text("#out"))
	})
}

// TestAFunctionThatFails: its error is reported with its name, the output stays, and the next call works.
func TestAFunctionThatFails(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		p.show(field(p, dashi.Options{Debug: true, Assets: script(`
			window.dash_clientside = Object.assign({}, window.dash_clientside, {
				weak: { fn: (v) => {
					if (v === "t") throw new TypeError("it was thrown")
					if (v === "tr") return Promise.reject(new RangeError("it was rejected"))
					return "fine " + v
				} },
			})`)}, dashi.ClientsideFunction("weak", "fn")))
		p.Allow("it was thrown")
		p.Allow("it was rejected")
		p.shows("after", "after fine x")
		p.fill("in", "t")
		p.settled()
		if p.dashi() {
			p.WaitContains(".dash-errors", "it was thrown (via clientside function weak.fn)")
		}
		p.Press("r")
		p.settled()
		if p.dashi() {
			p.WaitContains(".dash-errors", "it was rejected (via clientside function weak.fn)")
		}
		require.Equal(t, "after fine x", p.Text("#after"))
		p.Press("y")
		p.shows("after", "after fine try")
	})
}

// TestAFunctionThatIsMissing: what else is on the page works. In ours the message names namespace and function.
func TestAFunctionThatIsMissing(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		app := p.app(dashi.Options{Debug: true, Assets: script(`window.dash_clientside = Object.assign({}, window.dash_clientside, {there: {}})`)})
		app.Layout(html.Main(dcc.Input{ID: "in", Value: "x"}, html.P(html.ID("a")), html.P(html.ID("b")), html.P(html.ID("out"))))
		app.ClientsideCallback(dashi.Output("a", "children"), dashi.Input("in", "value"), dashi.ClientsideFunction("nowhere", "one"))
		app.ClientsideCallback(dashi.Output("b", "children"), dashi.Input("in", "value"), dashi.ClientsideFunction("there", "two"))
		app.ClientsideCallback(dashi.Output("out", "children"), dashi.Input("in", "value"), dashi.JS(`(v) => "got " + v`))
		p.show(app)
		p.Allow("nowhere")
		p.Allow("there")
		p.Allow("undefined")         // what JavaScript says of a namespace that is not there
		p.Allow("is not a function") // and of a function
		p.shows("out", "got x")
		if p.dashi() {
			p.WaitContains(".dash-errors", `cannot find the function "one" of the namespace "nowhere"`)
			p.WaitContains(".dash-errors", `cannot find the function "two" of the namespace "there"`)
		}
		p.fill("in", "y")
		p.shows("out", "got y")
	})
}

// TestWhatAFunctionLeavesAlone: no_update for one output or for all, PreventUpdate; what depends on them is not called.
func TestWhatAFunctionLeavesAlone(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		var calls journal
		app := p.app(dashi.Options{})
		app.Layout(html.Main(dcc.Input{ID: "in"}, html.P(html.ID("a"), "-"), html.P(html.ID("b"), "-"), html.P(html.ID("one"), "-"), html.P(html.ID("echo"))))
		app.ClientsideCallback(dashi.Outputs(dashi.Output("a", "children"), dashi.Output("b", "children")), dashi.Input("in", "value"), dashi.JS(`(v) => {
			const { no_update, PreventUpdate } = window.dash_clientside
			if (v === "a") return [v, no_update]
			if (v === "ab") return [no_update, v]
			if (v === "abn") return no_update
			if (v === "abnp") throw PreventUpdate
			if (v === "abnpr") return Promise.reject(PreventUpdate)
			return [v, v]
		}`), dashi.PreventInitialCall())
		app.ClientsideCallback(dashi.Output("one", "children"), dashi.Input("in", "value"), dashi.JS(`(v) => v.length === 2 ? window.dash_clientside.no_update : v`), dashi.PreventInitialCall())
		app.Callback(dashi.Outputs(), dashi.Input("a", "children"), func(v string) { calls.add("a %s", v) }, dashi.PreventInitialCall())
		app.Callback(dashi.Outputs(), dashi.Input("b", "children"), func(v string) { calls.add("b %s", v) }, dashi.PreventInitialCall())
		app.Callback(dashi.Output("echo", "children"), dashi.Input("in", "value"), func(v string) string { return v })
		p.show(app)
		p.Focus("#in")
		shown := [][3]string{{"a", "-", "a"}, {"a", "ab", "a"}, {"a", "ab", "abn"}, {"a", "ab", "abnp"}, {"a", "ab", "abnpr"}, {"abnpr!", "abnpr!", "abnpr!"}}
		for i, key := range "abnpr!" {
			p.Press(string(key))
			p.shows("echo", "abnpr!"[:i+1])
			p.settled()
			require.Equal(t, shown[i], [3]string{p.Text("#a"), p.Text("#b"), p.Text("#one")}, "after %q", "abnpr!"[:i+1])
		}
		require.ElementsMatch(t, []string{"a a", "b ab", "a abnpr!", "b abnpr!"}, calls.all())
	})
}

// TestAFunctionWithoutOutputs is called for what it does.
func TestAFunctionWithoutOutputs(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		app := p.app(dashi.Options{})
		app.Layout(html.Main(dcc.Input{ID: "in", Value: "x"}))
		app.ClientsideCallback(dashi.Outputs(), dashi.Input("in", "value"), dashi.JS(`(v) => { (window.heard ??= []).push(v); return "nobody asked" }`))
		p.show(app)
		p.Until(`window.heard?.join() === "x"`)
		p.fill("in", "y")
		p.Until(`window.heard.join() === "x,y"`)
	})
}

// TestServerAndBrowserInTurns: a chain goes through functions of both kinds, each waits for the one before.
func TestServerAndBrowserInTurns(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		var calls journal
		app := p.app(dashi.Options{})
		app.Layout(html.Main(dcc.Input{ID: "in", Value: "x"}, dcc.Store{ID: "one"}, dcc.Store{ID: "two"}, dcc.Store{ID: "three"}, html.P(html.ID("out"))))
		app.ClientsideCallback(dashi.Output("out", "children"), dashi.Inputs(dashi.Input("three", "data"), dashi.Input("one", "data")), dashi.JS(`(three, one) => { (window.seen ??= []).push(three + "/" + one); return three }`))
		app.Callback(dashi.Output("three", "data"), dashi.Input("two", "data"), func(v string) string { calls.add("%s", v); return v + ">server" })
		app.ClientsideCallback(dashi.Output("two", "data"), dashi.Input("one", "data"), dashi.JS(`async (v) => { await null; return v + ">browser" }`))
		app.Callback(dashi.Output("one", "data"), dashi.Input("in", "value"), func(v string) string { calls.add("%s", v); return v + ">server" })
		p.show(app)
		p.shows("out", "x>server>browser>server")
		p.settled()
		require.Equal(t, []string{"x", "x>server>browser"}, calls.take())
		p.fill("in", "y")
		p.shows("out", "y>server>browser>server")
		p.settled()
		require.Equal(t, []string{"y", "y>server>browser"}, calls.all())
		require.Equal(t, []string{"x>server>browser>server/x>server", "y>server>browser>server/y>server"}, eval[[]string](p, `window.seen`), "never one without the other")
	})
}

// rowPage is three rows of a button and a text, and a total.
func rowPage() layout.Component {
	page := list{html.P(html.ID("total")), dcc.Store{ID: "note", Data: "a note"}}
	for i := 1; i <= 3; i++ {
		page = append(page, html.Div(
			html.Button(html.ID(dashi.Dict("type", "button", "row", i)), html.Class(fmt.Sprint("button", i)), "row"),
			html.P(html.ID(dashi.Dict("type", "text", "row", i)), html.Class(fmt.Sprint("text", i)))))
	}
	return html.Main(page...)
}

// TestFunctionsOfPatterns: MATCH calls for one row, ALL gives and takes lists.
func TestFunctionsOfPatterns(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		app := p.app(dashi.Options{})
		app.Layout(rowPage())
		app.ClientsideCallback(dashi.Output(dashi.Dict("type", "text", "row", dashi.MATCH), "children"),
			dashi.Inputs(dashi.Input(dashi.Dict("type", "button", "row", dashi.MATCH), "n_clicks"), dashi.State(dashi.Dict("type", "button", "row", dashi.MATCH), "id")),
			dashi.JS("(n, id) => `row ${id.row}: ${n ?? 0}`"))
		app.ClientsideCallback(dashi.Outputs(dashi.Output(dashi.Dict("type", "text", "row", dashi.ALL), "title"), dashi.Output("total", "children")),
			dashi.Input(dashi.Dict("type", "button", "row", dashi.ALL), "n_clicks"), dashi.JS(`(all) => {
				const total = all.reduce((sum, n) => sum + (n ?? 0), 0)
				return [all.map((n, i) => i === 1 ? window.dash_clientside.no_update : "of " + total), total]
			}`))
		p.show(app)
		p.shows("total", "0")
		p.WaitText(".text2", "row 2: 0")
		p.Click(".button2")
		p.WaitText(".text2", "row 2: 1")
		p.shows("total", "1")
		p.Click(".button3")
		p.WaitText(".text3", "row 3: 1")
		p.shows("total", "2")
		require.Equal(t, list{"row 1: 0", "of 2", "", "of 2"},
			eval[list](p, `[document.querySelector(".text1").innerText, ...[1, 2, 3].map((i) => document.querySelector(".text" + i).title)]`))
	})
}

// TestTheContextOfAFunction: what it may ask about its call, while it runs.
func TestTheContextOfAFunction(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		app := p.app(dashi.Options{})
		app.Layout(rowPage())
		app.ClientsideCallback(dashi.Output("total", "children"),
			dashi.Inputs(dashi.Input(dashi.Dict("type", "button", "row", dashi.ALL), "n_clicks"), dashi.Input("total", "n_clicks"), dashi.State("note", "data")),
			dashi.JS(`() => { (window.contexts ??= []).push(JSON.parse(JSON.stringify(window.dash_clientside.callback_context))); return window.contexts.length }`))
		p.show(app)
		p.shows("total", "1")
		p.Click(".button2")
		p.shows("total", "2")
		p.click("total")
		p.shows("total", "3")
		contexts := eval[[]struct {
			Triggered []struct {
				ID    string `json:"prop_id"`
				Value any
			}
			TriggeredID any `json:"triggered_id"`
			Inputs      object
			States      object
			InputsList  list   `json:"inputs_list"`
			StatesList  list   `json:"states_list"`
			OutputsList object `json:"outputs_list"`
		}](p, `window.contexts`)
		const second = `{"row":2,"type":"button"}.n_clicks`
		require.Empty(t, contexts[0].Triggered, "when the page loads")
		require.Nil(t, contexts[0].TriggeredID)
		c := contexts[1]
		require.Len(t, c.Triggered, 1)
		require.Equal(t, second, c.Triggered[0].ID)
		require.Equal(t, 1.0, c.Triggered[0].Value)
		require.Equal(t, object{"row": 2.0, "type": "button"}, c.TriggeredID)
		require.Equal(t, 1.0, c.Inputs[second])
		require.Len(t, c.Inputs, 4)
		require.Equal(t, object{"note.data": "a note"}, c.States)
		require.Len(t, c.InputsList, 2)
		require.Len(t, c.InputsList[0], 3)
		require.Equal(t, object{"id": object{"row": 2.0, "type": "button"}, "property": "n_clicks", "value": 1.0}, c.InputsList[0].(list)[1])
		require.Equal(t, "total", c.InputsList[1].(object)["id"])
		require.Equal(t, object{"id": "note", "property": "data", "value": "a note"}, c.StatesList[0])
		require.Equal(t, object{"id": "total", "property": "children"}, c.OutputsList)
		require.Equal(t, "total", contexts[2].TriggeredID)
		require.Equal(t, "undefined", eval[string](p, `typeof window.dash_clientside.callback_context`), "it is gone after the call")
	})
}

// TestSetPropsFromJavaScript: by id, plain or dictionary; what depends on it is called.
func TestSetPropsFromJavaScript(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		app := p.app(dashi.Options{})
		app.Layout(rowPage())
		app.Callback(dashi.Output("total", "children"), dashi.Inputs(dashi.Input("note", "data"), dashi.Input(dashi.Dict("type", "text", "row", dashi.ALL), "children")),
			func(note any, texts []string) string { return fmt.Sprint(note, " ", strings.Join(texts, ",")) })
		p.show(app)
		p.shows("total", "a note ,,")
		p.Eval(`window.dash_clientside.set_props("note", {data: {list: [1, 2]}})`, nil)
		p.shows("total", "map[list:[1 2]] ,,")
		p.Eval(`window.dash_clientside.set_props({type: "text", row: 2}, {children: "set", title: "a title"})`, nil)
		p.shows("total", "map[list:[1 2]] ,set,")
		p.WaitText(".text2", "set")
		p.Until(`document.querySelector(".text2").title === "a title"`)
		p.Eval(`window.dash_clientside.set_props("note", {data: new window.dash_clientside.Patch().append(["list"], 3).assign(["more"], true).build()})`, nil)
		p.shows("total", "map[list:[1 2 3] more:true] ,set,")
	})
}

// TestSetPropsWithinAFunction: a function sets what is none of its outputs, before and after it waits.
func TestSetPropsWithinAFunction(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		app := field(p, dashi.Options{}, dashi.JS(`async (v) => {
			window.dash_clientside.set_props("after", {title: "began " + v})
			await new Promise((done) => { window.done = done })
			window.dash_clientside.set_props("after", {title: "ended " + v})
			return v
		}`))
		p.show(app)
		p.Until(`document.querySelector("#after").title === "began x" && window.done`)
		p.Eval(`window.done()`, nil)
		p.Until(`document.querySelector("#after").title === "ended x"`)
		p.shows("after", "after x")
	})
}

// TestPatchesFromJavaScript: the builder's operations, against what is in the browser.
func TestPatchesFromJavaScript(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		app := p.app(dashi.Options{})
		app.Layout(html.Main(html.Button(html.ID("go"), "go"), dcc.Store{ID: "data", Data: object{"n": 1, "list": list{1, 2, 3}, "gone": true, "deep": object{"a": list{object{"b": 1}}}, "s": "text"}}, html.Pre(html.ID("out"))))
		app.ClientsideCallback(dashi.Output("data", "data"), dashi.Input("go", "n_clicks"), dashi.JS(`(n) => new window.dash_clientside.Patch()
			.add(["n"], n).mul(["n"], 10).sub(["n"], 1).div(["n"], 2)
			.append(["list"], 4).prepend(["list"], 0).extend(["list"], [5, 1]).insert(["list"], 1, "x").remove(["list"], 1).reverse(["list"])
			.delete(["gone"]).assign(["deep", "a", -1, "b"], n).merge(["deep"], {c: null}).assign(["empty"], [1]).clear(["empty"])
			.build()`), dashi.PreventInitialCall())
		app.ClientsideCallback(dashi.Output("out", "children"), dashi.Input("data", "data"), dashi.JS(`(data) => JSON.stringify(data, Object.keys(data).concat("a", "b", "c").sort())`))
		p.show(app)
		p.WaitContains("#out", "gone")
		p.click("go")
		p.shows("out", `{"deep":{"a":[{"b":1}],"c":null},"empty":[],"list":[5,4,3,2,"x",0],"n":9.5,"s":"text"}`)
	})
}

// TestAPatchOfAFunctionNeedsNoBuild in ours: the builder itself is taken for what it builds. Dash sets the property to the builder.
func TestAPatchOfAFunctionNeedsNoBuild(t *testing.T) {
	onOurs(t, func(t *testing.T, p *page) {
		app := p.app(dashi.Options{})
		app.Layout(html.Main(html.Button(html.ID("go"), "go"), html.P(html.ID("out"), "a")))
		app.ClientsideCallback(dashi.Output("out", "children"), dashi.Input("go", "n_clicks"), dashi.JS(`() => new window.dash_clientside.Patch().add([], "b")`), dashi.PreventInitialCall())
		p.show(app)
		p.click("go")
		p.shows("out", "ab")
	})
}

func TestCleanURL(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		p.show(field(p, dashi.Options{}, dashi.JS(`(v) => {
			const { clean_url } = window.dash_clientside
			return [clean_url("https://example.org/" + v), clean_url("javascript:alert(1)"), clean_url("java\tscript:alert(1)", "#")].join(" ")
		}`)))
		p.shows("out", "https://example.org/x about:blank #")
	})
}

// TestAFigureMadeInJavaScript is drawn, and read as State by a callback on the server.
func TestAFigureMadeInJavaScript(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		app := p.app(dashi.Options{})
		app.Layout(html.Main(dcc.Input{ID: "in", Value: "one"}, dcc.Store{ID: "data", Data: object{"one": []int{1, 2, 3}, "two": []int{4, 5}}}, dcc.Graph{ID: "g"}, html.P(html.ID("out"))))
		app.ClientsideCallback(dashi.Output("g", "figure"), dashi.Inputs(dashi.Input("in", "value"), dashi.State("data", "data")),
			dashi.JS(`(name, data) => ({data: [{type: "scatter", y: data[name] ?? []}], layout: {title: {text: "of " + name}}})`))
		app.Callback(dashi.Output("out", "children"), dashi.Input("g", "figure"), func(figure object) string { return fmt.Sprint(figure["data"].(list)[0].(object)["y"]) })
		p.show(app)
		p.GraphReady("g")
		p.shows("out", "[1 2 3]")
		p.Until(`document.querySelector("#g .gtitle")?.textContent === "of one"`)
		p.fill("in", "two")
		p.shows("out", "[4 5]")
		p.Until(`document.querySelector("#g .gtitle")?.textContent === "of two" && document.querySelector("#g .js-plotly-plot")._fullData[0].y.length === 2`)
	})
}

// TestComponentsMadeInJavaScript: a function returns components as the wire writes them, with callbacks of their own.
func TestComponentsMadeInJavaScript(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		app := p.app(dashi.Options{SuppressCallbackExceptions: true})
		app.Layout(html.Main(html.Button(html.ID("go"), "go"), html.Div(html.ID("box"))))
		app.ClientsideCallback(dashi.Output("box", "children"), dashi.Input("go", "n_clicks"), dashi.JS("(n) => [{namespace: 'dash_core_components', type: 'Input', props: {id: 'in', value: `new ${n}`}},"+
			"{namespace: 'dash_html_components', type: 'P', props: {id: 'out'}}]"), dashi.PreventInitialCall())
		app.Callback(dashi.Output("out", "children"), dashi.Input("in", "value"), func(v string) string { return "got " + v })
		p.show(app)
		p.click("go")
		p.shows("out", "got new 1")
		p.fill("in", "typed")
		p.shows("out", "got typed")
	})
}

// TestDuplicatesInBrowserAndOnTheServer: functions of both kinds set one property; the last to be asked wins.
func TestDuplicatesInBrowserAndOnTheServer(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		app := p.app(dashi.Options{})
		app.Layout(html.Main(html.Button(html.ID("a"), "a"), html.Button(html.ID("b"), "b"), html.P(html.ID("out"))))
		app.ClientsideCallback(dashi.Output("out", "children").AllowDuplicate(), dashi.Input("a", "n_clicks"), dashi.JS(`(n) => "browser " + n`), dashi.PreventInitialCall())
		app.Callback(dashi.Output("out", "children").AllowDuplicate(), dashi.Input("b", "n_clicks"), func(n int) string { return fmt.Sprint("server ", n) }, dashi.PreventInitialCall())
		p.show(app)
		for n := 1; n <= 2; n++ {
			p.click("a")
			p.shows("out", fmt.Sprint("browser ", n))
			p.click("b")
			p.shows("out", fmt.Sprint("server ", n))
		}
	})
}

// TestFunctionsAreAFileOfTheApp that may be kept for ever, under the policy that every page has.
func TestFunctionsAreAFileOfTheApp(t *testing.T) {
	onOurs(t, func(t *testing.T, p *page) {
		p.show(field(p, dashi.Options{}, dashi.JS(`(v) => "got " + v`)))
		p.shows("out", "got x")
		got := eval[struct {
			Status               int
			Cache, Type, Policy  string
			Inline, Eval, Source bool
		}](p, `(async () => {
			const [file] = [...document.scripts].filter((script) => script.src.includes("/clientside-"))
			const [answer, page] = await Promise.all([fetch(file.src), fetch(location.href)])
			return {
				status: answer.status, cache: answer.headers.get("Cache-Control"), type: answer.headers.get("Content-Type"),
				source: (await answer.text()).includes('(v) => "got " + v'), policy: page.headers.get("Content-Security-Policy"),
				inline: [...document.scripts].some((script) => !script.src && script.type !== "application/json"),
			}
		})()`)
		require.Equal(t, 200, got.Status)
		require.Equal(t, "public, max-age=31536000, immutable", got.Cache)
		require.Equal(t, "text/javascript; charset=utf-8", got.Type)
		require.True(t, got.Source)
		require.False(t, got.Inline, "the page has no inline script")
		require.Equal(t, render.Policy, got.Policy)
		require.NotContains(t, strings.Split(got.Policy, "style-src")[0], "unsafe")
	})
}

// TestFunctionsMakeNoRequests.
func TestFunctionsMakeNoRequests(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		app := p.app(dashi.Options{})
		app.Layout(html.Main(dcc.Input{ID: "in", Value: "x"}, html.P(html.ID("out"))))
		app.ClientsideCallback(dashi.Output("out", "children"), dashi.Input("in", "value"), dashi.JS(`(v) => "got " + v`))
		asked := p.showCounted(app)
		p.shows("out", "got x")
		p.fill("in", "y")
		p.shows("out", "got y")
		p.settled()
		require.Empty(t, asked.all())
	})
}
