package e2e_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"reflect"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/internal/e2e"
	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
	"github.com/dashi-go/dashi/layout/ui"
	"github.com/dashi-go/dashi/table"
)

// forged is a component with props that no type of ours would let through: what a hostile answer may hold.
type forged struct {
	namespace, typ string
	props          map[string]any
}

func (f forged) Type() (string, string) { return f.namespace, f.typ }

func (f forged) EachProp(yield func(string, any) bool) {
	for name, value := range f.props {
		if !yield(name, value) {
			return
		}
	}
}

func (f forged) PropType(string) (reflect.Type, bool) { return reflect.TypeFor[any](), true }

func (f forged) PropNames() []string { return nil }

func element(typ string, props map[string]any) layout.Component {
	return forged{"dash_html_components", typ, props}
}

// An attack is a component with something hostile in it.
type attack struct {
	name      string
	component any
}

const (
	pwn = "window.__pwned=(window.__pwned||0)+1"
	// The policy lets the app's own scripts run, so this one would.
	ownScript = "<script src=/pwned.js></script>"
	image     = `<img src=x onerror="` + pwn + `">`
	scriptURL = "javascript:" + pwn
)

// markdowns are texts, each shown as it is, with HTML, and with formulas.
var markdowns = map[string]string{
	"link":                     `[a](javascript:` + pwn + `)`,
	"link in capitals":         `[a](JaVaScRiPt:` + pwn + `)`,
	"link with an entity":      `[a](javascript&colon;` + pwn + `)`,
	"link with numbers":        `[a](&#106;&#97;vascript&#x3a;` + pwn + `)`,
	"link with a tab":          `[a](<java&Tab;script:` + pwn + `>)`,
	"link with a line break":   `[a](<java&NewLine;script:` + pwn + `>)`,
	"link with a control sign": "[a](<\u0001javascript:" + pwn + ">)",
	"data link":                `[a](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)`,
	"data svg link":            `[a](data:image/svg+xml,<svg/onload=x>)`,
	"vbscript link":            `[a](vbscript:msgbox)`,
	"reference":                "[a]\n\n[a]: javascript:" + pwn,
	"autolink":                 `<javascript:` + pwn + `>`,
	"image":                    `![a](javascript:` + pwn + `)`,
	"image, quotes in its alt": `![a" onerror="` + pwn + `](x)`,
	"image, title":             `![a](x 'b" onerror="` + pwn + `')`,
	"title of a link":          `[a](/x '" onmouseover="` + pwn + `')`,
	"language of code":         "```\"><img src=x onerror=" + pwn + ">\na\n```",
	"class of code":            "```go\" onclick=\"" + pwn + "\n" + image + "\n```",
	"known code":               "```html\n" + image + ownScript + "\n```",
	"onerror":                  image,
	"script":                   "a " + ownScript + "<script>" + pwn + "</script>",
	"nested script":            "<scr<script></script>ipt src=/pwned.js></script>",
	"svg":                      `<svg onload="` + pwn + `"><script href="/pwned.js"></script><a xlink:href="` + scriptURL + `"><text>a</text></a></svg>`,
	"svg animation":            `<svg><a><animate attributeName=href values="` + scriptURL + `"/><text>a</text></a></svg>`,
	"svg use":                  `<svg><use href="data:image/svg+xml,<svg id='x'><script>1</script></svg>#x"/></svg>`,
	"style with url":           `<p style="background:url(/pwned.js);color:red;position:fixed;inset:0;transform:none;list-style:url(/pwned.js)">a</p>`,
	"style sheet":              `<style>@import "/pwned.css"; * { background: url(/pwned.css) }</style><link rel=stylesheet href=/pwned.css>`,
	"form":                     `<form action="` + scriptURL + `" id=f><input name=attributes autofocus onfocus="` + pwn + `"><button formaction="` + scriptURL + `">a</button></form>`,
	"base":                     `<base href="https://evil.invalid/">`,
	"refresh":                  `<meta http-equiv=refresh content="0;url=https://evil.invalid/">`,
	"frame":                    `<iframe srcdoc="` + strings.ReplaceAll(ownScript, `"`, "") + `"></iframe><iframe src="` + scriptURL + `"></iframe>`,
	"object and embed":         `<object data="` + scriptURL + `"></object><embed src="` + scriptURL + `"><applet code=x></applet>`,
	"clobbering":               `<a id=defaultView name=body>a</a><img name=documentElement src=x><form id=location name=cookie></form><p id="__pwned" name="getElementById">b</p>`,
	"autofocus":                `<p tabindex=1 autofocus onfocus="` + pwn + `">a</p><input autofocus onfocus="` + pwn + `">`,
	"details":                  `<details open ontoggle="` + pwn + `"><summary>a</summary></details>`,
	"media":                    `<video autoplay onloadstart="` + pwn + `" src=x poster="` + scriptURL + `"><source onerror="` + pwn + `"></video><audio src=x onerror="` + pwn + `"></audio>`,
	"template":                 `<template shadowrootmode=open>` + image + ownScript + `</template>`,
	"noscript":                 `<noscript><p title="</noscript>` + strings.ReplaceAll(image, `"`, "'") + `"></noscript>`,
	"textarea":                 `<textarea></textarea>` + image + `<title></title>` + image,
	"xmp and plaintext":        `<xmp><p title="</xmp>` + strings.ReplaceAll(image, `"`, "'") + `"></xmp><listing>` + image + `</listing>`,
	"mathml and style":         `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=` + pwn + `&gt;"></table></mtext></math>`,
	"svg and style":            `<svg></p><style><a id="</style><img src=1 onerror=` + pwn + `>">`,
	"foreign object":           `<svg><foreignObject><p><style><!--</style><img src=1 onerror=` + pwn + `>--></style></p></foreignObject></svg>`,
	"annotation":               `<math><annotation-xml encoding="text/html"><style></math>` + image + `</style></annotation-xml></math>`,
	"math link":                `<math href="` + scriptURL + `"><maction actiontype="statusline#" xlink:href="` + scriptURL + `">a</maction></math>`,
	"forms in forms":           `<form><math><mtext></form><form><mglyph><style></math><img src onerror=` + pwn + `></style></mglyph></form>`,
	"tables and selects":       `<select><template><style><!--</select></template><a rel="--><img src=x onerror=` + pwn + `>">`,
	"comments":                 `<!--><img src=x onerror=` + pwn + `>--><!--!><img src=x onerror=` + pwn + `>-->`,
	"cdata and instructions":   `<![CDATA[><img src=x onerror=` + pwn + `>]]><?xml ><img src=x onerror=` + pwn + `?>`,
	"dccLink":                  `<dccLink href="` + scriptURL + `" children="a" onclick="` + pwn + `" target="x" />`,
	"dccMarkdown":              `<dccMarkdown children="[a](` + scriptURL + `)&lt;img src=x onerror=` + pwn + `&gt;" />`,
	"deep":                     strings.Repeat("<div><b>", 600) + image,
	"href in a formula":        `$\href{javascript:` + pwn + `}{x}$`,
	"html in a formula":        `$\htmlData{a=b}{x} \class{" onclick="x}{y} \style{background:url(/pwned.js)}{z}$ $\text{` + image + `}$`,
	"image in a formula":       `$$\includegraphics{/pwned.js}$$ $\url{javascript:` + pwn + `}$`,
	"formula without an end":   `$\def\a{\a\a}\a$ $\rule{1000000em}{1000000em}$ $\frac{` + image + `$`,
}

// attacks are all of them. Those with ids get the way they come by in it.
func attacks(way string) []attack {
	var all []attack
	add := func(name string, component any) { all = append(all, attack{name, component}) }
	for name, text := range markdowns {
		add("Markdown, "+name, html.Div(dcc.Markdown{Children: text, MathJax: true},
			dcc.Markdown{Children: text, MathJax: true, DangerouslyAllowHTML: true, LinkTarget: scriptURL}))
	}
	for name, component := range elements {
		add("html, "+name, component)
	}
	for name, component := range controls(way) {
		add("control, "+name, component)
	}
	return all
}

type values = map[string]any

var elements = map[string]layout.Component{
	"A href":                     html.A(html.Href(scriptURL), "a"),
	"A href with a tab":          html.A(html.Href("java\tscript:"+pwn), "a"),
	"A href as a list":           element("A", values{"href": []string{scriptURL}, "children": "a"}),
	"A HREF":                     element("A", values{"HREF": scriptURL, "children": "a"}),
	"A ping and xlink":           element("A", values{"xlinkHref": scriptURL, "xlink:href": "x", "ping": "x", "children": "a"}),
	"Form action":                html.Form(html.Action(scriptURL), html.Button("a")),
	"Form ACTION":                element("Form", values{"ACTION": scriptURL, "children": "a"}),
	"Button formAction":          element("Button", values{"formAction": scriptURL, "children": "a"}),
	"Button formaction":          element("Button", values{"formaction": scriptURL, "children": "a"}),
	"Iframe src":                 html.Iframe(html.Src(scriptURL)),
	"Iframe src, data":           html.Iframe(html.Src(" data:text/html," + ownScript)),
	"Iframe srcDoc":              element("Iframe", values{"srcDoc": "<script>top.__pwned=1</script>" + image}),
	"Object data":                element("ObjectEl", values{"data": scriptURL}),
	"Embed src":                  element("Embed", values{"src": scriptURL}),
	"Img onError":                element("Img", values{"src": "/missing.png", "onError": pwn, "onerror": pwn, "ONERROR": pwn, "alt": "a"}),
	"onclick":                    element("Div", values{"onclick": pwn, "onClick": pwn, "OnClick": pwn, "onPointerEnter": pwn, "children": "a"}),
	"dangerouslySetInnerHTML":    element("Div", values{"dangerouslySetInnerHTML": values{"__html": image + ownScript}}),
	"innerHTML":                  element("Div", values{"innerHTML": image, "outerHTML": image, "__html": image, "textContent": image}),
	"__proto__":                  element("Div", values{"__proto__": values{"onclick": pwn, "dangerouslySetInnerHTML": values{"__html": image}, "polluted": true}}),
	"constructor":                element("Div", values{"constructor": values{"prototype": values{"polluted": true}}, "children": image}),
	"children that say they are": element("Div", values{"children": values{"type": "script", "props": values{"src": "/pwned.js"}, "constructor": nil, "__k": nil}}),
	"a type that is no element":  element("Script><img", values{"children": image}),
	"style":                      element("Div", values{"style": "background:url(/pwned.js)", "children": "a"}),
	"srcObject and friends":      element("Video", values{"srcObject": scriptURL, "src": scriptURL}),
}

// controls are the texts of controls with markup in them, and their addresses.
func controls(way string) map[string]any {
	id := func(name string) layout.ID { return layout.ID("x-" + way + "-" + name) }
	options := []dcc.Option{{Label: image, Value: image, Title: image}}
	return map[string]any{
		"Dropdown":     dcc.Dropdown{Options: options, Value: image, Placeholder: image},
		"Checklist":    dcc.Checklist{Options: options, Value: []string{image}},
		"RadioItems":   dcc.RadioItems{Options: options, Value: image},
		"Input":        dcc.Input{Placeholder: image, Value: `"><script src=/pwned.js></script>`, Pattern: "(((("},
		"Textarea":     dcc.Textarea{Placeholder: image, Value: new("</textarea>" + image)},
		"Button":       dcc.Button{Children: image},
		"Tabs":         dcc.Tabs{ID: id("tabs"), Children: layout.Fragment{dcc.Tab{Label: image, Children: image}}},
		"Slider":       dcc.Slider{Min: new(0.0), Max: new(10.0), Marks: dcc.Marks{0: {Label: image}}},
		"Link":         dcc.Link{Href: scriptURL, Title: image, Children: image},
		"Link, forged": forged{"dash_core_components", "Link", values{"href": []string{scriptURL}, "target": image, "children": "a"}},
		"Link, data":   dcc.Link{Href: "\u0000data:text/html,<script>1</script>", Children: "a"},
		"Location":     html.Div(dcc.Location{ID: id("url"), Refresh: false}, html.Span(html.ID(id("path")))),
		"Tooltip":      html.Div(html.Span(html.ID(id("of")), "a"), dcc.Tooltip{Target: id("of"), Show: new(true), LoadingText: image, Children: image, BorderColor: `red;background:url(/pwned.js)`}),
		"Toast":        ui.Toast{Open: true, Title: image, Children: image, CloseLabel: image},
		"Card":         ui.Card{Title: image, Subtitle: image, Children: image, Footer: image},
		"Accordion":    ui.Accordion{Children: ui.AccordionItem{Title: image, Children: image}},
		"Upload":       dcc.Upload{ID: id("upload"), Multiple: true},
		"Store": dcc.Store{ID: id("store"), StorageType: dcc.StoreLocal, Data: json.RawMessage(
			`{"__proto__": {"polluted": true}, "constructor": {"prototype": {"polluted": true}}}`)},
		"Graph": dcc.Graph{ID: id("graph"), Figure: json.RawMessage(`{"data": [{"type": "scatter", "mode": "markers+text", "x": [1, 2], "y": [1, 2],
			"text": ["<a href=\"javascript:x\">a</a>", "<img src=x onerror=x><b onclick=x>b</b>"], "hovertext": "<a href='javascript:x'>a</a>", "name": "<svg onload=x>"}],
			"layout": {"height": 200, "title": {"text": "<a href=\"java&#10;script:x\" target=\"x\" style=\"color:red\">t</a>"},
			"annotations": [{"x": 1, "y": 1, "text": "<a href='JAVASCRIPT:x'>n</a><sub onclick='x'>s</sub>"}],
			"images": [{"source": "javascript:x", "x": 0, "y": 0, "sizex": 1, "sizey": 1}], "__proto__": {"polluted": true}}}`)},
		"Table": table.Table{ID: id("table"), RowID: "id", Height: "140px", Rows: []map[string]any{{"id": image, "text": image, "link": scriptURL}, {"id": "__proto__", "text": ownScript, "link": "data:text/html,x"}},
			Columns: []table.Column{{Field: "text", Header: image}, {Field: "link", Kind: table.Link}}},
	}
}

func attackRows(way string) any {
	var all layout.Fragment
	for _, a := range attacks(way) {
		all = append(all, html.Div(html.Dataset("attack", way+": "+a.name), a.component))
	}
	return all
}

// hostileNames are names of files.
var hostileNames = []string{"../../etc/passwd", `C:\con`, "a\u202egnp.exe", "nul\u0000.txt", image + ".txt", strings.Repeat("é", 400) + ".txt", "..", "a\r\nSet-Cookie: x=1"}

type received struct {
	sync.Mutex
	names []string
}

func attackedApp(t *testing.T, got *received) *dashi.App {
	app := dashi.New(dashi.Options{})
	t.Cleanup(func() { require.NoError(t, app.Close()) })
	app.Layout(html.Main(
		html.Div(html.ID("__proto__"), "proto"), html.Div(html.ID("constructor"), "constructor"),
		html.Button(html.ID("go"), "go"), html.Button(html.ID("leave"), "leave"), dcc.Input{ID: "asked"},
		dcc.Location{ID: "place", Refresh: false}, dcc.ConfirmDialog{ID: "sure", Message: image}, dcc.Download{ID: "file"}, dcc.Upload{ID: "files", Multiple: true},
		html.Div(html.ID("layout"), attackRows("layout")), html.Div(html.ID("answer")),
	))
	app.BindQuery("__proto__", "asked", "value")
	app.HandleUpload("files", dashi.UploadOptions{}, func(_ context.Context, file *dashi.UploadFile) (any, error) {
		got.Lock()
		defer got.Unlock()
		got.names = append(got.names, file.Name, file.Path)
		_, err := io.Copy(io.Discard, file)
		return image, err
	})
	app.Callback(dashi.Outputs(dashi.Output("answer", "children"), dashi.Output("constructor", "children"), dashi.Output("__proto__", "title"),
		dashi.Output("sure", "displayed"), dashi.Output("file", "data")),
		dashi.Input("go", "n_clicks"), func(ctx context.Context, _ int) (any, string, string, bool, dashi.Offered, error) {
			offer, err := app.Offer(ctx, dashi.File{Name: "../a\r\nSet-Cookie: x=1\"; <img>.txt", Type: "text/html", Open: func(context.Context) (io.ReadCloser, error) {
				return io.NopCloser(strings.NewReader(ownScript)), nil
			}})
			return attackRows("answer"), image, image, true, offer, err
		}, dashi.PreventInitialCall())
	app.Callback(dashi.Output("place", "href"), dashi.Input("leave", "n_clicks"), func(int) string { return scriptURL }, dashi.PreventInitialCall())
	return app
}

// remnants lists what could run in the page: in elements, templates and shadow trees, whatever has run already, and requests to other sites.
const remnants = `(() => {
	const found = []
	const runs = (value) => /^(javascript|vbscript|data:(text\/html|image\/svg|application))/i.test(String(value).replace(/[\s\p{Cc}\p{Cf}]/gu, ""))
	const look = (root) => {
		for (const element of root.querySelectorAll("*")) {
			const where = () => (element.closest("[data-attack]")?.dataset.attack ?? "the page") + ": " + element.outerHTML.slice(0, 200)
			const name = element.localName
			if (name === "script" && element.closest("main, [role=dialog], [popover]")) found.push("script in " + where())
			if (name === "script" && element.src && new URL(element.src).pathname === "/pwned.js") found.push("script in " + where())
			for (const {name, value} of element.attributes) {
				const handler = /^on/i.test(name)
				const address = /^(href|src|action|formaction|data|xlink:href|values|to|from)$/i.test(name) && runs(value)
				if (handler || (address && !/^(img|image)$/.test(element.localName))) found.push(name + " in " + where())
			}
			for (const name of ["href", "src", "action", "data", "formAction"]) if (typeof element[name] === "string" && /^(javascript|vbscript):/i.test(element[name]) && element.localName !== "img") found.push(name + " of " + where())
			if (/url\((?!["']?(#|data:image|blob:))/.test(element.getAttribute("style")) && element.closest(".dash-markdown")) found.push("style in " + where())
			if (element.closest(".dash-markdown") && /^(style|link|base|meta|object|embed|iframe|form|input|button|svg|template|noscript)$/.test(name)) found.push(name + " in " + where())
			if (element.shadowRoot) look(element.shadowRoot)
			if (element.content instanceof DocumentFragment) look(element.content)
		}
	}
	look(document)
	if (document.baseURI !== location.href) found.push("the base of the page: " + document.baseURI)
	const windows = [window, ...Array.from(frames)]
	for (const one of windows) try { if (typeof one.__pwned === "number") found.push("it ran") } catch {}
	if (({}).polluted !== undefined || Object.keys(Object.prototype).length > 0) found.push("Object.prototype is polluted")
	// An image cannot run, whatever its address says.
	for (const {name, initiatorType} of performance.getEntriesByType("resource")) if (!/^(data|blob):/.test(name) && new URL(name).origin !== location.origin && !/^im(g|age)$/.test(initiatorType)) found.push("request to " + name)
	for (const {name} of performance.getEntriesByType("resource")) if (/^https?:.*\/pwned/.test(name)) found.push("request for " + name)
	return found
})()`

// provoke uses whatever there is to use in a part of the page: it stays, so links to other places lead nowhere.
const provoke = `(async (part) => {
	const stay = (event) => { if (!/^\s*javascript:/i.test(event.target.closest?.("a")?.href ?? "")) event.preventDefault() }
	addEventListener("click", stay)
	addEventListener("submit", stay)
	for (const element of document.querySelectorAll(part + " :is([data-attack^='Markdown'], [data-attack*=html], [data-attack*='Link'], [data-attack*=Markdown]) *")) {
		for (const type of ["pointerenter", "mouseover", "focus", "toggle"]) element.dispatchEvent(new Event(type))
		if (element.matches("a, button, summary, math *")) element.dispatchEvent(new MouseEvent("click", {bubbles: true, cancelable: true}))
	}
	await new Promise((resolve) => setTimeout(resolve, 50))
	removeEventListener("click", stay)
	removeEventListener("submit", stay)
})`

func found(tab *e2e.Tab) (all []string) {
	tab.Eval(remnants, &all)
	return all
}

func settled(t *testing.T, tab *e2e.Tab, way string) {
	t.Helper()
	tab.Until(`document.querySelectorAll("#` + way + ` > [data-attack]").length === ` + jsonOf(t, len(attacks(way))))
	tab.Until(`!document.querySelector("#` + way + ` .dash-pending")`)
	tab.Until(`document.querySelector("#` + way + ` .hljs-name") && document.querySelectorAll("#` + way + ` math").length > 1`)
	tab.GraphReady("x-" + way + "-graph")
	tab.Until(`document.querySelector("#x-` + way + `-table [role=gridcell]")`)
}

func jsonOf(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	require.NoError(t, err)
	return string(b)
}

// TestAttacks gives one page everything hostile by its layout and again by an answer, uses it, and looks for what ran or could run.
func TestAttacks(t *testing.T) {
	t.Parallel()
	require.GreaterOrEqual(t, len(attacks("")), 60)
	var got received
	mux := http.NewServeMux()
	mux.Handle("/", attackedApp(t, &got))
	mux.HandleFunc("/pwned.js", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/javascript")
		_, _ = io.WriteString(w, pwn)
	})
	query := "/?__proto__=" + strings.Repeat("x", 4200) + "&constructor=%7B%22prototype%22:1%7D&q=" + strings.Repeat("%3Cscript%3E", 200)
	tab := open(t, serve(t, mux)+query)
	tab.Allow("Content Security Policy") // what the policy stops has come no further; a script that is found is told all the same
	tab.Allow(" failed")                 // what is refused is said
	tab.Allow("Failed to load resource") // images that are none
	tab.Allow("about:blank")             // frames of refused addresses
	tab.Allow("Script><img")             // no element
	tab.Allow("SANDBOX")                 // plotly.js on links it refuses
	tab.Eval(`document.addEventListener("securitypolicyviolation", ({violatedDirective, blockedURI}) => (window.stopped ??= []).push(violatedDirective + " " + blockedURI))`, nil)

	settled(t, tab, "layout")
	tab.Eval(provoke+`("#layout")`, nil)
	require.Empty(t, found(tab))
	tab.Screenshot("attacks")

	tab.Eval(`(() => { const click = HTMLAnchorElement.prototype.click; HTMLAnchorElement.prototype.click = function () { if (this.download || this.href.includes("_dashi-download")) window.saved = [this.href, this.download]; else click.call(this) } })()`, nil)
	tab.Click("#go")
	settled(t, tab, "answer")
	tab.WaitText("#constructor", image)
	tab.Until(`document.querySelector("dialog[open]")?.innerText.includes("onerror")`)
	tab.Eval(provoke+`("#answer")`, nil)
	require.Empty(t, found(tab))
	var stopped []string
	tab.Eval("window.stopped ?? []", &stopped)
	t.Log("stopped by the policy alone:", stopped)

	attackFiles(t, tab, &got)
	attackDownload(t, tab)

	tab.Eval(`document.querySelector("#leave").click()`, nil)
	tab.Until(`document.querySelector(".dash-errors") || true`)
	require.Empty(t, found(tab))

	// The detector sees what does run, and each kind of what could.
	for what, planted := range map[string]string{
		"it ran":    `new Promise((resolve) => { const s = document.createElement("script"); s.src = "/pwned.js"; s.onload = resolve; document.head.append(s) })`,
		"onclick":   `document.querySelector("#answer").setAttribute("onclick", "x")`,
		"href":      `document.querySelector("#answer").insertAdjacentHTML("beforeend", "<a href='java&Tab;script:x'>a</a>")`,
		"script in": `document.querySelector("#answer").append(document.createElement("script"))`,
		"polluted":  `Object.prototype.polluted = 1`,
		"style in":  `document.querySelector(".dash-markdown").insertAdjacentHTML("beforeend", "<p style='background:url(x.png)'>a</p>")`,
	} {
		tab.Eval("(async () => {"+strings.Replace(planted, "new Promise", "await new Promise", 1)+"})()", nil)
		require.Contains(t, strings.Join(found(tab), "\n"), what)
	}
}

// attackFiles uploads files with names no dialog gives.
func attackFiles(t *testing.T, tab *e2e.Tab, got *received) {
	t.Helper()
	tab.Eval(`((names) => {
		const input = document.querySelector("#files input[type=file], #files + input[type=file]") ?? document.querySelector("input[type=file]")
		const all = new DataTransfer()
		for (const name of names) all.items.add(new File(["x"], name))
		input.files = all.files
		input.dispatchEvent(new Event("change", {bubbles: true}))
	})(`+jsonOf(t, hostileNames)+`)`, nil)
	tab.Until(`document.querySelectorAll(".dash-upload-file").length >= ` + jsonOf(t, len(hostileNames)))
	tab.Until(`document.querySelectorAll(".dash-upload-file [role=progressbar], .dash-upload-file progress").length === 0`)
	require.Empty(t, found(tab))
	got.Lock()
	defer got.Unlock()
	require.NotEmpty(t, got.names)
	for _, name := range got.names {
		require.NotContains(t, name, "..")
		require.NotContains(t, name, "\\")
		require.LessOrEqual(t, len(name), 255)
		require.False(t, strings.HasPrefix(name, "/"), name)
		require.NotContains(t, name, "<")
		for _, r := range name {
			require.NotContains(t, "\u202e\r\n\x00", string(r), name)
		}
	}
}

// attackDownload fetches the file whose name would be more than a name.
func attackDownload(t *testing.T, tab *e2e.Tab) {
	t.Helper()
	tab.Until("window.saved")
	var headers map[string]string
	tab.Eval(`fetch(window.saved[0]).then((response) => Object.fromEntries(response.headers))`, &headers)
	require.NotContains(t, headers, "set-cookie")
	require.True(t, strings.HasPrefix(headers["content-disposition"], "attachment"), headers)
	require.NotContains(t, headers["content-disposition"], "..")
	require.Equal(t, "nosniff", headers["x-content-type-options"])
	require.Equal(t, "", func() (cookie string) { tab.Eval("document.cookie", &cookie); return cookie }())
}
