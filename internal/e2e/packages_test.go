package e2e_test

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"
	"testing/fstest"

	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/internal/e2e"
	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
	"github.com/dashi-go/dashi/layout/plot"
)

// guest is a component of a package with whatever properties: what cmd/dashi-components writes structs for.
type guest struct {
	namespace, name string
	set             props
}

type props map[string]any

func (m guest) Type() (string, string) { return m.namespace, m.name }

func (m guest) EachProp(yield func(string, any) bool) {
	for _, name := range slices.Sorted(maps.Keys(m.set)) {
		if !yield(name, m.set[name]) {
			return
		}
	}
}

func (m guest) PropType(string) (reflect.Type, bool) { return reflect.TypeFor[any](), true }

func (m guest) PropNames() []string { return slices.Sorted(maps.Keys(m.set)) }

// dbc is a component of dash-bootstrap-components.
func dbc(name string, set props, children ...any) layout.Component {
	if set == nil {
		set = props{}
	}
	if len(children) > 0 {
		set["children"] = children
	}
	return guest{"dash_bootstrap_components", name, set}
}

// overlay is a folder with some files laid over it.
type overlay struct {
	over fstest.MapFS
	fs.FS
}

func (o overlay) Open(name string) (fs.File, error) {
	if _, ok := o.over[name]; ok {
		return o.over.Open(name)
	}
	return o.FS.Open(name)
}

// folded is of Bootstrap's style sheet, which is not in the package, as much as hides what is closed.
const folded = `.dropdown-menu:not(.show), .tab-content > .tab-pane:not(.active), .collapse:not(.show), .toast.hide { display: none }
.modal, .offcanvas { position: fixed; inset: 0; background: Canvas } .modal-backdrop, .offcanvas-backdrop { display: none }
.nav { display: flex; list-style: none } .progress-bar { background: lightblue }`

// fromPeers is a package as its publishers put it on npm, with nothing changed.
func fromPeers(namespace string, folder ...string) dashi.Package {
	p := dashi.Package{
		Namespace: namespace,
		Files:     os.DirFS(filepath.Join(append([]string{dashFiles}, folder...)...)),
		Scripts:   []string{namespace + ".min.js"},
	}
	if namespace == "dash_bootstrap_components" {
		p.Files, p.Styles = overlay{fstest.MapFS{"css/folded.css": {Data: []byte(folded)}}, p.Files}, []string{"css/folded.css"}
		p.Children = map[string][]string{
			"Toast": {"header"}, "Tab": {"label"}, "Checklist": {"options[].label"}, "RadioItems": {"options[].label"},
			"Card": {"header"}, "DropdownMenu": {"label"}, "AccordionItem": {"title"}, "Offcanvas": {"title"},
		}
	}
	return p
}

// mirror shows the JSON of properties, each in an element of its own whose id is "e-" and that of the component.
func mirror(app *dashi.App, ids map[layout.ID]string) layout.Component {
	var rows []any
	for _, id := range slices.Sorted(maps.Keys(ids)) {
		rows = append(rows, html.Div(html.Code(string(id)+" "), html.Code(html.ID("e-"+id))))
		app.Callback(dashi.Output("e-"+id, "children"), dashi.Input(id, ids[id]), func(v any) (string, error) {
			b, err := json.Marshal(v)
			return string(b), err
		})
	}
	return html.Footer(rows...)
}

// bootstrap is an app with dash-bootstrap-components, every one that takes part in TestBootstrapComponents.
func bootstrap() *dashi.App {
	app := dashi.New(dashi.Options{Title: "A package of others"})
	app.Package(fromPeers("dash_bootstrap_components", "dash-bootstrap-components", "dist"))
	options := []any{props{"label": "One", "value": 1}, props{"label": html.B(html.ID("two"), "Two"), "value": 2}, props{"label": "Three", "value": 3}}
	figure := plot.Figure{Data: []plot.Trace{plot.Scatter{X: []int{1, 2, 3}, Y: []int{3, 1, 2}}}}
	controls := dbc("Card", nil,
		dbc("CardHeader", nil, "Controls ", dbc("Badge", props{"id": "badge", "color": "info"}, "new")),
		dbc("CardBody", nil,
			html.Div(html.Class("mb-2"), dbc("Button", props{"id": "button", "color": "primary", "n_clicks": 0}, "Count")),
			dbc("Label", props{"html_for": "text"}, "Name"),
			dbc("Input", props{"id": "text", "placeholder": "type here", "value": "", "class_name": "mb-2"}),
			dbc("Textarea", props{"id": "area", "value": "", "class_name": "mb-2"}),
			dbc("Select", props{"id": "select", "value": "a", "options": []any{props{"label": "A", "value": "a"}, props{"label": "B", "value": "b"}}}),
			dbc("Checklist", props{"id": "list", "options": options, "value": []int{1}}),
			dbc("RadioItems", props{"id": "radio", "options": options[:1:1], "value": nil, "inline": true}),
			dbc("Switch", props{"id": "switch", "label": "Power", "value": false}),
			dbc("Checkbox", props{"id": "box", "label": "Agree", "value": false}),
			dbc("InputGroup", nil, dbc("InputGroupText", nil, "@"), dbc("Input", props{"id": "amount", "type": "number", "value": 5})),
		),
	)
	shown := html.Div(
		dbc("Progress", props{"id": "progress", "value": 10, "label": "10 %"}),
		dbc("Spinner", props{"id": "spinner"}, html.P(html.ID("slow"), "at rest")),
		dbc("Alert", props{"id": "alert", "color": "warning", "dismissable": true, "is_open": true}, "Beware of ", html.Strong("nothing")),
		dbc("Tabs", props{"id": "tabs"},
			dbc("Tab", props{"label": "Chart", "tab_id": "chart"}, dcc.Graph{ID: "graph", Figure: figure, Style: dcc.CSS{"height": 200}}),
			dbc("Tab", props{"label": "Choice", "tab_id": "choice"}, html.Section(dcc.Dropdown{ID: "ours", Options: dcc.Options("x", "y")})),
		),
		dbc("Accordion", props{"id": "accordion", "flush": true},
			dbc("AccordionItem", props{"title": "First", "item_id": "1"}, "first text"),
			dbc("AccordionItem", props{"title": html.Em(html.ID("title2"), "Second"), "item_id": "2"}, dcc.Input{ID: "within", Value: "kept"}),
		),
		dbc("Collapse", props{"id": "collapse", "is_open": false}, dbc("Card", props{"body": true}, html.P("folded"))),
		dbc("Toast", props{"id": "toast", "header": "News", "dismissable": true, "is_open": true}, "toasted"),
		dbc("ListGroup", nil, dbc("ListGroupItem", props{"id": "item", "action": true, "n_clicks": 0}, "an item"), dbc("ListGroupItem", nil, "another")),
		dbc("Table", props{"id": "table", "bordered": true}, html.Thead(html.Tr(html.Th("n"), html.Th("sq"))), html.Tbody(html.Tr(html.Td("2"), html.Td(html.ID("cell"), "4")))),
		dbc("Pagination", props{"id": "pages", "max_value": 5, "active_page": 1}),
		dbc("Breadcrumb", props{"items": []any{props{"label": "Home", "href": "/"}, props{"label": "Here", "active": true}}}),
	)
	nav := dbc("Nav", props{"pills": true},
		dbc("NavItem", nil, dbc("NavLink", props{"id": "link", "href": "#there", "external_link": true, "active": true}, "There")),
		dbc("DropdownMenu", props{"id": "menu", "label": "Menu", "nav": true},
			dbc("DropdownMenuItem", props{"header": true}, "Choose"),
			html.Div(dbc("DropdownMenuItem", props{"id": "entry", "n_clicks": 0}, "An entry")),
		),
	)
	overlays := html.Div(
		dbc("Modal", props{"id": "modal", "is_open": false},
			dbc("ModalHeader", nil, dbc("ModalTitle", nil, "A question")),
			dbc("ModalBody", nil, html.P(html.ID("inside"), "drawn within"), dcc.Input{ID: "answer", Value: ""}),
			dbc("ModalFooter", nil, dbc("Button", props{"id": "close", "n_clicks": 0}, "Close")),
		),
		dbc("Offcanvas", props{"id": "offcanvas", "title": "Aside", "is_open": false}, html.P(html.ID("aside"), "beside the page")),
		dbc("Tooltip", props{"id": "tooltip", "target": "button"}, "counts"),
		dbc("Popover", props{"id": "popover", "target": "switch", "trigger": "click"}, dbc("PopoverHeader", nil, "More"), dbc("PopoverBody", nil, html.Span(html.ID("more"), "of it"))),
	)
	ids := map[layout.ID]string{
		"button": "n_clicks", "text": "value", "area": "value", "select": "value", "list": "value", "radio": "value", "switch": "value", "box": "value",
		"amount": "value", "tabs": "active_tab", "ours": "value", "accordion": "active_item", "within": "value", "modal": "is_open", "answer": "value",
		"item": "n_clicks", "entry": "n_clicks", "pages": "active_page", "toast": "is_open", "alert": "is_open", "offcanvas": "is_open",
	}
	all := html.Div(html.ID("all"),
		nav, dbc("Container", props{"fluid": true}, dbc("Row", nil, dbc("Col", props{"md": 6, "width": 12, "id": "col"}, controls), dbc("Col", props{"md": 6, "width": 12}, shown))), overlays)
	app.Layout(html.Main(html.Button(html.ID("clear"), "Clear"), html.Div(html.ID("root"), all), mirror(app, ids)))
	app.Callback(dashi.Outputs(dashi.Output("progress", "value"), dashi.Output("progress", "label"), dashi.Output("collapse", "is_open"), dashi.Output("slow", "children")),
		dashi.Input("button", "n_clicks"), func(n int) (int, string, bool, string) {
			return 10 + 10*n, fmt.Sprintf("%d %%", 10+10*n), n%2 == 1, fmt.Sprint("call ", n)
		})
	app.Callback(dashi.Output("modal", "is_open"), dashi.Inputs(dashi.Input("item", "n_clicks"), dashi.Input("close", "n_clicks")),
		func(opened, closed int) bool { return opened > closed })
	app.Callback(dashi.Output("offcanvas", "is_open"), dashi.Input("entry", "n_clicks"), func(n int) bool { return n > 0 })
	app.Callback(dashi.Output("root", "children"), dashi.Input("clear", "n_clicks"), func(n int) any {
		if n == 0 {
			return dashi.NoUpdate
		}
		return html.P(html.ID("empty"), "nothing")
	})
	return app
}

// endWithin has a transition of a field in the modal end just when the modal begins to close, as that of its border does on a busy machine when
// the field has lost the focus. The modal, which has none here nor under reduced motion, gives its own 5 ms, by a clock that such an end stops.
const endWithin = `new MutationObserver(([{target}], watcher) => {
	if (target.classList.contains("show")) return
	watcher.disconnect()
	window.endedWithin = document.querySelector("#answer").dispatchEvent(new TransitionEvent("transitionend", {bubbles: true, propertyName: "border-color"}))
}).observe(document.querySelector(".modal"), {attributes: true, attributeFilter: ["class"]})`

// TestBootstrapComponents uses more than twenty components of dash-bootstrap-components under the strict policy, with ours among and within them.
func TestBootstrapComponents(t *testing.T) {
	t.Parallel()
	app := bootstrap()
	require.NoError(t, app.Validate())
	tab := open(t, serve(t, app))
	says := func(id, value string) { t.Helper(); tab.WaitText("#e-"+id, value) }

	says("button", "0")
	tab.Click("#button")
	says("button", "1")
	tab.WaitContains(".progress-bar", "20 %")
	tab.WaitText("#slow", "call 1")
	tab.Until(`document.querySelector(".collapse.show, .collapsing")`)
	tab.Until(`document.querySelector("[role=tooltip]")?.textContent.includes("counts")`)

	tab.Fill("#text", "Ada")
	says("text", `"Ada"`)
	tab.Focus("#area")
	tab.Press("x")
	says("area", `"x"`)
	tab.Press("y")
	says("area", `"xy"`)
	tab.Eval(`(() => { const s = document.querySelector("#select"); s.value = "b"; s.dispatchEvent(new Event("change", {bubbles: true})) })()`, nil)
	says("select", `"b"`)
	tab.Click("#two")
	says("list", "[1,2]")
	tab.Click("#radio input")
	says("radio", "1")
	tab.Click("#switch")
	says("switch", "true")
	tab.WaitText("#more", "of it")
	tab.Click("#box")
	says("box", "true")
	tab.Fill("#amount", "7")
	says("amount", "7")

	// Parents that look at their children, and ours within them.
	says("tabs", `"chart"`)
	tab.GraphReady("graph")
	tab.Until(`[...document.querySelectorAll("#tabs .nav-link")].map((l) => l.textContent).join() === "Chart,Choice"`)
	tab.Eval(`document.querySelectorAll("#tabs .nav-link")[1].click()`, nil)
	says("tabs", `"choice"`)
	choose(tab, "ours", "y")
	says("ours", `"y"`)
	says("accordion", `"1"`)
	tab.Click("#title2")
	says("accordion", `"2"`)
	tab.Fill("#within", "changed")
	says("within", `"changed"`)
	tab.Until(`document.querySelector("#table").tHead.rows[0].cells.length === 2 && document.querySelector("#table > tbody > tr > #cell")`)
	tab.Until(`document.querySelector(".row > #col") && document.querySelector(".row").children.length === 2`)

	// What opens and closes, on top of the page.
	tab.Click("#item")
	says("modal", "true")
	tab.WaitText(".modal-body #inside", "drawn within")
	tab.Fill("#answer", "42")
	says("answer", `"42"`)
	tab.Eval(endWithin, nil)
	tab.Click("#close")
	says("modal", "false")
	tab.Until(`!document.querySelector("#inside") && endedWithin`)
	says("answer", `"42"`)
	tab.Eval(`[...document.querySelectorAll("a, button")].find((e) => e.textContent === "Menu").click()`, nil)
	tab.Click("#entry")
	says("entry", "1")
	says("offcanvas", "true")
	tab.WaitText("#aside", "beside the page")
	tab.Press(kb.Escape)
	says("offcanvas", "false")
	tab.Eval(`document.querySelector("#alert .btn-close").click()`, nil)
	says("alert", "false")
	tab.Eval(`document.querySelector("#toast .btn-close").click()`, nil)
	says("toast", "false")
	tab.Eval(`[...document.querySelectorAll("#pages .page-link")].find((e) => e.textContent === "3").click()`, nil)
	says("pages", "3")

	// What goes leaves nothing behind.
	tab.Click("#clear")
	tab.WaitText("#empty", "nothing")
	tab.Until(`document.querySelector("#root").children.length === 1`)
	tab.Until(`![...document.body.children].some((e) => e.matches(".modal, .offcanvas, .tooltip, .popover, .modal-backdrop"))`)
	tab.Until(`!document.querySelector(".dashi-island, .dashi-within")`)
}

// TestCytoscape draws a graph of dash-cytoscape and touches one of its nodes.
func TestCytoscape(t *testing.T) {
	t.Parallel()
	app := dashi.New(dashi.Options{})
	app.Package(fromPeers("dash_cytoscape", "dash-cytoscape", "dash_cytoscape"))
	app.Layout(html.Main(
		guest{"dash_cytoscape", "Cytoscape", props{
			"id": "net", "layout": props{"name": "preset"}, "style": props{"width": "400px", "height": "300px"},
			"elements": []any{
				props{"data": props{"id": "a", "label": "Ada"}, "position": props{"x": 50, "y": 50}},
				props{"data": props{"id": "b", "label": "Bob"}, "position": props{"x": 250, "y": 150}},
				props{"data": props{"source": "a", "target": "b"}},
			},
		}},
		html.Pre(html.ID("tapped")),
	))
	type data struct{ ID, Label string }
	app.Callback(dashi.Output("tapped", "children"), dashi.Input("net", "tapNodeData"), func(d *data) string {
		if d == nil {
			return "none"
		}
		return d.ID + " is " + d.Label
	})
	app.Callback(dashi.Output("net", "stylesheet"), dashi.Input("net", "tapNodeData"), func(d *data) any {
		return []any{props{"selector": "node", "style": props{"background-color": "green", "label": "data(label)"}}}
	}, dashi.PreventInitialCall())
	require.NoError(t, app.Validate())
	tab := open(t, serve(t, app))
	tab.Allow("custom wheel sensitivity") // Cytoscape says so of the value that the package gives it
	tab.WaitText("#tapped", "none")
	tab.Until(`document.querySelectorAll("#net canvas").length >= 3`)
	tab.Eval(`(() => {
		const container = document.querySelector("#net canvas").parentElement.parentElement
		const cy = document.querySelector("#net")._cyreg?.cy ?? container._cyreg?.cy
		cy.$("#a").emit("tap")
	})()`, nil)
	tab.WaitText("#tapped", "a is Ada")
	for e2e.Colored(tab.Picture("#net")) == 0 { // until the nodes are green; the test's own time limit ends it
		require.NoError(t, t.Context().Err())
	}
	tab.Until(`getComputedStyle(document.querySelector(".__________cytoscape_container")).position === "relative"`)
}
