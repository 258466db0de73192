package e2e_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	widget "github.com/dashi-go/dashi/examples/widget/app"
	"github.com/dashi-go/dashi/internal/e2e"
	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/layout/html"
)

// counterModule is a module as they are written by hand.
const counterModule = `
import { double } from './lib/helper.mjs'
window.counter = { evaluated: (window.counter?.evaluated ?? 0) + 1, initialized: 0, gone: [], models: {}, asks: {}, said: [] }
const log = window.counter
export default {
  async initialize({ model, signal }) {
    log.initialized++
    await Promise.resolve()
    model.on('msg:custom', (content, buffers) => log.said.push([content, buffers.map((b) => [b.constructor.name, b.byteLength, b.getUint8(0)])]))
    return () => log.gone.push('instance ' + signal.aborted)
  },
  render({ model, el, signal, experimental }) {
    log.models[model.get('name')] = model
    const name = model.get('name')
    const button = document.createElement('button')
    const changes = document.createElement('span')
    const draw = () => { button.textContent = name + ' is ' + model.get('count') + ', twice ' + double(model.get('count')) }
    button.onclick = () => { model.set('count', model.get('count') + 1); model.save_changes() }
    model.on('change:count', () => { draw(); changes.textContent += ' ' + model.get('count') })
    draw()
    el.classList.add('counter')
    el.append(button, changes)
    log.asks[name] = (msg, buffers) => experimental.invoke('sum', msg, { buffers, signal })
    return () => log.gone.push('view ' + signal.aborted)
  },
}`

// painterModule is one as bundlers write them, of the older form: render by its name, no default.
const painterModule = `var d=Object.defineProperty;function r({model:t,el:e}){let c=document.createElement("output");e.appendChild(c);let p=()=>{let v=t.get("pixels");v=v.buffer?v:new DataView(v);c.textContent=v.constructor.name+" "+v.byteLength+" "+v.getUint8(1)};t.on("change:pixels",p);p();
e.addEventListener("click",()=>{let n=new Uint8ClampedArray((t.get("pixels").buffer??t.get("pixels")).slice(0));n[1]++;t.set("pixels",t.get("mode")==="view"?new DataView(n.buffer):n.buffer);t.save_changes();n[1]=0})}export{r as render};`

type counterWidget struct {
	ID      layout.ID            `json:"id"`
	Name    string               `json:"name"`
	Count   *int                 `json:"count"`
	Style   layout.CSS           `json:"style,omitzero"`
	Message layout.ModuleMessage `json:"message,omitzero"`
	Reply   layout.ModuleMessage `json:"reply,omitzero"`
}

func (counterWidget) Type() (string, string) { return "widgets/counter.mjs", "Counter" }

type painterWidget struct {
	ID     layout.ID    `json:"id"`
	Mode   string       `json:"mode,omitzero"`
	Pixels layout.Bytes `json:"pixels"`
}

func (painterWidget) Type() (string, string) { return "widgets/painter.js", "Painter" }

type brokenWidget struct {
	ID layout.ID `json:"id"`
}

func (brokenWidget) Type() (string, string) { return "widgets/broken.mjs", "Broken" }

var widgetFiles = fstest.MapFS{
	"widgets/counter.mjs":    {Data: []byte(counterModule)},
	"widgets/counter.css":    {Data: []byte(`.counter button { min-height: 33px }`)},
	"widgets/lib/helper.mjs": {Data: []byte(`export const double = (n) => 2 * n`)},
	"widgets/painter.js":     {Data: []byte(painterModule)},
	"widgets/broken.mjs":     {Data: []byte(`export default () => { throw new Error("broken as told") }`)},
	"own.css":                {Data: []byte(`main { padding: 10px }`)},
}

// widgetApp has two counters and a painter, another one that a callback brings, and one that fails.
func widgetApp() *dashi.App {
	app := dashi.New(dashi.Options{Title: "Widgets", Assets: widgetFiles})
	app.Layout(html.Main(html.H1("Widgets"),
		html.Div(html.ID("place"),
			counterWidget{ID: "one", Name: "one", Count: new(0), Style: layout.CSS{"maxWidth": 300}},
			counterWidget{ID: "two", Name: "two", Count: new(10)}),
		painterWidget{ID: "paint", Pixels: bytes.Repeat([]byte{7}, 100)},
		html.Pre(html.ID("counts")), html.Pre(html.ID("pixels")), html.Pre(html.ID("said")),
		html.Button(html.ID("ten"), "Ten"), html.Button(html.ID("paler"), "Paler"), html.Button(html.ID("away"), "Away"), html.Div(html.ID("late"))))
	counts := dashi.Inputs(dashi.Input("one", "count"), dashi.Input("two", "count"))
	app.Callback(dashi.Output("counts", "children"), counts, func(one, two int) string { return fmt.Sprint(one, " ", two) }, dashi.Optional())
	app.Callback(dashi.Output("one", "count"), dashi.Input("ten", "n_clicks"), func(int) int { return 10 }, dashi.PreventInitialCall())
	app.Callback(dashi.Output("pixels", "children"), dashi.Input("paint", "pixels"), func(pixels layout.Bytes) string {
		return fmt.Sprint(len(pixels), " ", pixels[0], " ", pixels[1])
	})
	app.Callback(dashi.Outputs(dashi.Output("paint", "pixels"), dashi.Output("paint", "mode")), dashi.Input("paler", "n_clicks"),
		func(int) (layout.Bytes, string) { return layout.Bytes{1, 2, 3}, "view" }, dashi.PreventInitialCall())
	app.Callback(dashi.Outputs(dashi.Output("one", "reply"), dashi.Output("said", "children")),
		dashi.Inputs(dashi.Input("one", "message"), dashi.State("said", "children")), answerWidget, dashi.PreventInitialCall(), dashi.Optional())
	app.Callback(dashi.Outputs(dashi.Output("place", "children"), dashi.Output("late", "children")), dashi.Input("away", "n_clicks"), func(n int) (any, any) {
		return []any{html.P(html.ID("empty"), "Nothing here"), html.Div(counterWidget{ID: "one", Name: "one", Count: new(1)}, counterWidget{ID: "two", Name: "again", Count: new(3)})}[(n-1)%2],
			[]any{brokenWidget{ID: "broken"}, nowhere{ID: "nowhere"}}
	}, dashi.PreventInitialCall())
	return app
}

// nowhere is a component whose module is missing.
type nowhere struct {
	ID layout.ID `json:"id"`
}

func (nowhere) Type() (string, string) { return "widgets/nowhere.mjs", "Nowhere" }

// answerWidget answers what a module asks, and sends back what it merely says.
func answerWidget(m layout.ModuleMessage, said string) (layout.ModuleMessage, string, error) {
	name, msg, ok := m.Command()
	if !ok {
		m.Buffers = append(m.Buffers, []byte{99})
		return m, fmt.Sprint(said, m.Count, string(m.Content), m.Buffers, ";"), nil
	}
	var numbers []int
	if err := json.Unmarshal(msg, &numbers); err != nil {
		return m, "", err
	}
	answer, err := m.Respond(numbers[0]+numbers[1], m.Buffers...)
	return answer, said + name + ";", err
}

// TestWidgets is about components that are modules of the app's own.
func TestWidgets(t *testing.T) {
	t.Parallel()
	app := widgetApp()
	require.NoError(t, app.Validate())
	tab := open(t, serve(t, app))
	tab.WaitText("#one button", "one is 0, twice 0")
	tab.WaitText("#two button", "two is 10, twice 20")
	tab.WaitText("#counts", "0 10")

	// One import, an instance each; the style sheet is linked once; what is not shown is not loaded.
	tab.Until(`counter.evaluated === 1 && counter.initialized === 2`)
	tab.Until(`getComputedStyle(document.querySelector("#one button")).minHeight === "33px"`)
	tab.Until(`document.querySelectorAll('link[rel="stylesheet"][href*="widgets/counter.css"]').length === 1 && !document.querySelector('script[src*="widgets/"]')`)
	tab.Until(`document.querySelector("#one").style.maxWidth === "300px"`)
	tab.Until(`document.querySelectorAll('link[rel="modulepreload"][href*="/assets/widgets/"]').length === 2`)

	// Edits reach callbacks, with their type; what callbacks set is heard, and what the module itself set is no news.
	tab.Click("#one button")
	tab.WaitText("#one button", "one is 1, twice 2")
	tab.WaitText("#counts", "1 10")
	tab.WaitText("#one span", "1")
	tab.Click("#ten")
	tab.WaitText("#one button", "one is 10, twice 20")
	tab.WaitText("#one span", "1 10")
	tab.WaitText("#counts", "10 10")
	tab.WaitText("#two span", "")

	// Bytes, as an ArrayBuffer, and as a DataView.
	tab.WaitText("#paint output", "DataView 100 7")
	tab.WaitText("#pixels", "100 7 7")
	tab.Click("#paint output")
	tab.WaitText("#pixels", "100 7 8")
	tab.Click("#paler")
	tab.WaitText("#paint output", "DataView 3 2")
	tab.Click("#paint output")
	tab.WaitText("#pixels", "3 1 3")

	// Messages, none of which is lost, in their order, with buffers both ways; and questions.
	tab.Eval(`(() => {
		const { one } = counter.models
		one.send({ n: 1 }, undefined, [new Uint8Array([1, 2]).buffer])
		one.send({ n: 2 }, undefined, [new Uint8Array([3]), new DataView(new Uint8Array([4, 5, 6]).buffer, 1)])
		one.send("last")
	})()`, nil)
	tab.WaitText("#said", `1{"n":1}[[1 2] [99]];2{"n":2}[[3] [5 6] [99]];3"last"[[99]];`)
	tab.Until(`counter.said.length === 3`)
	var said string
	tab.Eval(`JSON.stringify(counter.said)`, &said)
	require.JSONEq(t, `[[{"n":1},[["DataView",2,1],["DataView",1,99]]],[{"n":2},[["DataView",1,3],["DataView",2,5],["DataView",1,99]]],["last",[["DataView",1,99]]]]`, said)
	tab.Eval(`void counter.asks.one([20, 22], [new Uint8Array([8])]).then(([answer, buffers]) => { counter.answer = answer + " " + buffers[0].getUint8(0) })`, nil)
	tab.Until(`counter.answer === "42 8"`)

	accessible(t, tab)
	widgetsThatGo(tab)
}

// widgetsThatGo is about modules that leave the page, come late, fail, or are not there.
func widgetsThatGo(tab *e2e.Tab) {
	tab.Allow("broken as told")
	tab.Allow("widgets/broken.mjs")
	tab.Click("#away")
	tab.WaitText("#empty", "Nothing here")
	tab.Until(`counter.gone.join() === "view true,instance false,view true,instance false"`)
	tab.WaitContains("#broken .dash-failure", "Broken failed.")
	tab.WaitContains("#late", "widgets/nowhere.mjs")
	tab.Click("#away")
	tab.WaitText("#two button", "again is 3, twice 6")
	tab.Until(`counter.evaluated === 1 && counter.initialized === 4`)
}

// TestWidgetExample turns the dials of the tutorial.
func TestWidgetExample(t *testing.T) {
	t.Parallel()
	tab := open(t, serve(t, widget.New()))
	tab.WaitText("#dew", "Whatever is colder than 14.8 °C gets wet.")
	tab.Focus("#celsius [role=slider]")
	tab.Press(kb.ArrowUp)
	tab.WaitText("#dew", "Whatever is colder than 15.8 °C gets wet.")
	tab.Press(kb.Home)
	tab.Until(`document.querySelector("#celsius [role=slider]").getAttribute("aria-valuetext") === "10 °C"`)
	tab.Drag("#humidity [role=slider]", 0.9, 0.5, 0.5, 0.1)
	tab.Until(`/^5[1-4]$/.test(document.querySelector("#humidity [role=slider]").getAttribute("aria-valuenow"))`)
	tab.Click("#fresh")
	tab.Until(`document.querySelector("#celsius [role=slider]").getAttribute("aria-valuenow") === "19"`)
	tab.WaitText("#dew", "Whatever is colder than 6.8 °C gets wet.")
	accessible(t, tab)
}

// TestWidgetExampleIsShort: the component of the tutorial is less than 60 lines, struct and module.
func TestWidgetExampleIsShort(t *testing.T) {
	t.Parallel()
	var lines int
	for _, name := range []string{"dial.go", "assets/widgets/dial.mjs"} {
		text, err := fs.ReadFile(os.DirFS("../../examples"), "widget/app/"+name)
		require.NoError(t, err)
		lines += strings.Count(string(text), "\n")
	}
	require.Less(t, lines, 60)
}
