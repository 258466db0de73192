package e2e_test

import (
	"errors"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
)

// probe is the script of a package that uses what packages are promised.
const probe = `
const {createElement: h, createContext, useContext, useEffect, useState, cloneElement, Children, Component, lazy} = React
const api = window.dash_component_api
const base = document.currentScript.src.split("/").slice(0, -1).join("/") + "/"
const Theme = createContext("no theme")
window.probe_gone = 0
window.probe_drawn = {}

// What is drawn, and whether it loads, by the hook.
const Text = ({id, children, setProps, text, onFlip, ...rest}) => {
  const {useLoading, componentPath} = api.useDashContext()
  window.probe_drawn[id] = (window.probe_drawn[id] ?? 0) + 1
  useEffect(() => () => { window.probe_gone++ }, [])
  return h("span", {id, className: "probe-text", "data-dash-is-loading": useLoading() || undefined, "data-path": componentPath.length,
    onClick: () => { setProps({text: text + "!"}); onFlip?.() }, title: rest.mark}, text, children)
}
// Looks at its children, as tabs do.
const Parent = ({id, children}) => {
  const [flips, flip] = useState(0)
  const all = Children.toArray(children)
  const names = all.map((c) => [api.getLayout([...c.props.componentPath, "props", "text"]), c.props._dashprivate_layout.type, c.key].join("/"))
  return h("div", {id}, h("i", null, names.join(" ")), h("b", null, "flips " + flips), all.map((c) => cloneElement(c, {mark: "marked", onFlip: () => flip((n) => n + 1)})))
}
const Provider = ({children, theme}) => h(Theme.Provider, {value: theme}, children)
const Reader = ({id}) => h("em", {id}, useContext(Theme))
const Brittle = ({id, bad}) => { if (bad) throw new Error("brittle as told"); return h("span", {id}, "whole") }
const Slot = ({id, header, items}) => h("dl", {id}, h("dt", null, header), items.map((item, i) => h("dd", {key: i}, item.body)))
const Late = lazy(() => new Promise((resolve, reject) => {
  const script = document.createElement("script")
  script.src = base + "async-late.v1_0_0m17.js"
  script.onload = () => resolve({default: window.probe_late})
  script.onerror = reject
  document.head.append(script)
}))
const Made = ({id}) => h("section", {id}, h(api.ExternalWrapper, {component: {namespace: "probe", type: "Text", props: {id: "made", text: "made up"}}, componentPath: [...api.useDashContext().componentPath, "made"], temp: true}),
  h(window.dash_html_components.B, {className: "made-b"}, "bold"))
const ByPath = ({id}) => { const {componentPath} = api.useDashContext(); return h("button", {id, onClick: () => dash_clientside.set_props(componentPath, {done: true})}, "by path") }
const Watch = ({children, loading_state}) => h("div", {id: "watch"}, loading_state.is_loading ? "something loads" : "at rest", children)
Watch._dashprivate_isLoadingComponent = true

const style = document.createElement("style")
style.setAttribute("data-probe", "")
document.head.appendChild(style)
style.appendChild(document.createTextNode(".probe-text { letter-spacing: 3px }"))
style.sheet.insertRule(".probe-text { word-spacing: 5px }")
window.probe_style = style
window.probe = {Text, Parent, Provider, Reader, Brittle, Slot, Late, Made, ByPath, Watch}
`

func probed(name string, set props, children ...any) layout.Component {
	if len(children) > 0 {
		set["children"] = children
	}
	return guest{"probe", name, set}
}

func probePackage() dashi.Package {
	return dashi.Package{
		Namespace: "probe", Scripts: []string{"first.js", "probe.js"}, Styles: []string{"probe.css"},
		Files: fstest.MapFS{
			"first.js":      {Data: []byte(`window.probe_first = typeof window.probe`)},
			"probe.js":      {Data: []byte(probe)},
			"async-late.js": {Data: []byte(`window.probe_late = ({id}) => React.createElement("q", {id}, "late")`)},
			"probe.css":     {Data: []byte(`.probe-text { text-indent: 7px; color: red }`)},
		},
		Children:  map[string][]string{"Slot": {"header", "items[].body"}},
		Persisted: map[string][]string{"Text": {"text"}},
	}
}

// TestPackageOfOurOwn is about what packages find on the page, and how they stand among our components and the other way round.
func TestPackageOfOurOwn(t *testing.T) {
	t.Parallel()
	app := dashi.New(dashi.Options{Assets: fstest.MapFS{"own.css": {Data: []byte(`.probe-text { color: rgb(0, 0, 255) }`)}}})
	app.Package(probePackage())
	dict := layout.Dict("type", "probe", "index", 1)
	tree := html.Div(html.ID("tree"),
		probed("Parent", props{"id": "parent"}, probed("Text", props{"id": "one", "text": "1"}), html.P(html.ID("para"), probed("Text", props{"id": dict, "text": "2"}))),
		probed("Provider", props{"theme": "dark theme"},
			html.Div(probed("Reader", props{"id": "near"})),
			dcc.RadioItems{ID: "radio", Options: []dcc.Option{{Label: probed("Reader", props{"id": "far"}), Value: 1}}}),
		probed("Reader", props{"id": "alone"}),
		probed("Brittle", props{"id": "brittle", "bad": false}),
		probed("Slot", props{"id": "slot", "header": html.B(html.ID("head"), "head"), "items": []any{props{"body": dcc.Input{ID: "field", Value: "a"}}}}),
		probed("Late", props{"id": "late"}), probed("Made", props{"id": "maker"}), probed("ByPath", props{"id": "bypath", "done": false}),
		probed("Watch", props{}, probed("Text", props{"id": "slow", "text": "slow"})),
		probed("Missing", props{"id": "missing"}),
	)
	app.Layout(html.Main(html.Button(html.ID("go"), "Go"), html.Div(html.ID("place")), html.Pre(html.ID("heard")), html.Button(html.ID("break"), "Break")))
	app.Callback(dashi.Output("place", "children"), dashi.Input("go", "n_clicks"), func(n int) any {
		return []any{"nothing", tree, "nothing again"}[n%3]
	})
	optional := dashi.Optional()
	app.Callback(dashi.Output("heard", "children"), dashi.Inputs(dashi.Input("one", "text"), dashi.Input(dict, "text"), dashi.Input("bypath", "done"), dashi.Input("field", "value")),
		func(one, two string, done bool, field string) string {
			return one + " " + two + " " + map[bool]string{true: "done"}[done] + " " + field
		}, optional)
	app.Callback(dashi.Output("brittle", "bad"), dashi.Input("break", "n_clicks"), func(n int) bool { return n == 1 }, optional, dashi.PreventInitialCall())
	release := make(chan struct{})
	app.Callback(dashi.Output("slow", "text"), dashi.Input("one", "text"), func(text string) (string, error) {
		select {
		case <-release:
			return "slow of " + text, nil
		case <-t.Context().Done():
			return "", errors.New("the test is over")
		}
	}, optional, dashi.PreventInitialCall())
	require.NoError(t, app.Validate())
	tab := open(t, serve(t, app))
	tab.WaitText("#place", "nothing")

	// Until one is shown nothing of the package is loaded, nor is React.
	tab.Until(`typeof React === "undefined" && typeof probe === "undefined"`)
	tab.Allow("dashi: Brittle") // said twice, by React and by the page
	tab.Allow("brittle as told")
	tab.Click("#go")
	tab.WaitText("#one", "1")
	tab.Until(`React.version === "18.3.1" && probe_first === "undefined"`)
	tab.Until(`(() => {
		const style = getComputedStyle(document.querySelector("#one"))
		return style.textIndent === "7px" && style.letterSpacing === "3px" && style.wordSpacing === "5px" && style.color === "rgb(0, 0, 255)"
	})()`)

	// Parents see their children; what they add reaches components; ids of dictionaries are texts.
	tab.WaitText("#parent i", "1/Text/.$one /P/.$para")
	tab.Until(`document.querySelector("#one").title === "marked"`)
	var id string
	tab.Eval(`document.querySelector("#para span").id`, &id)
	require.Equal(t, string(dict), id)
	tab.WaitText("#late", "late")
	tab.WaitText("#made", "made up")
	tab.WaitText("#maker .made-b", "bold")
	tab.WaitText("#slot dt #head", "head")
	tab.WaitContains("#tree", "There is no component probe.Missing.")

	// One React tree, also through ours.
	tab.WaitText("#near", "dark theme")
	tab.WaitText("#far", "dark theme")
	tab.WaitText("#alone", "no theme")

	// Edits fire callbacks, draw what changed and no more, and show what loads.
	tab.Eval(`probe_drawn = {}`, nil)
	tab.Click("#one")
	tab.WaitContains("#heard", "1! 2  a")
	tab.WaitText("#parent b", "flips 1")
	tab.Until(`document.querySelector("#slow").dataset.dashIsLoading === "true"`)
	tab.WaitContains("#watch", "something loads")
	close(release)
	tab.WaitText("#slow", "slow of 1!")
	tab.WaitContains("#watch", "at rest")
	tab.Until(`!document.querySelector("#slow").dataset.dashIsLoading && probe_drawn.one <= 2 && probe_drawn.made === undefined`)
	tab.Click("#para span")
	tab.WaitContains("#heard", "1! 2!  a")
	tab.Click("#bypath")
	tab.WaitContains("#heard", "1! 2! done a")
	tab.Fill("#field", "b")
	tab.WaitContains("#heard", "1! 2! done b")

	// What fails is shown in its place, told, and tried again with other properties.
	tab.Click("#break")
	tab.WaitContains("#tree .dash-failure", "Brittle failed.")
	tab.WaitText("#one", "1!")
	tab.Click("#break")
	tab.WaitText("#brittle", "whole")

	// What goes is unmounted; a style element that goes takes its rules away; it all comes anew.
	tab.Click("#go")
	tab.WaitText("#place", "nothing again")
	tab.Until(`probe_gone === 4`)
	tab.Eval(`probe_style.remove()`, nil)
	tab.Click("#go")
	tab.WaitText("#place", "nothing")
	tab.Click("#go")
	tab.WaitText("#far", "dark theme")
	tab.Until(`getComputedStyle(document.querySelector("#one")).letterSpacing === "normal"`)
	tab.Until(`document.querySelectorAll('script[src*="/react-"]').length === 1 && document.querySelectorAll('script[src*="/probe.js"]').length === 1`)
}
