package bench

import (
	"fmt"
	"log/slog"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
)

// crowd is an app with many callbacks or components, and what its page is watched for.
type crowd struct {
	app *dashi.App
	// ids is a JavaScript expression: the ids of the components that have to be there.
	ids string
	// filled says that they have to show text too.
	filled bool
}

// watch records in the page when all components of a crowd are there. It looks before each frame, only at the first one that was still
// missing, so that looking costs nothing; and it takes the time when that frame is drawn.
const watch = `window.crowdReady = new Promise((resolve) => {
  const ids = %s, filled = %t;
  let next = 0;
  const there = (id) => { const element = document.getElementById(id); return element && (!filled || element.textContent !== ""); };
  const look = () => {
    while (next < ids.length && there(ids[next])) next++;
    if (next < ids.length) return requestAnimationFrame(look);
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => resolve(performance.now());
    port2.postMessage(0);
  };
  requestAnimationFrame(look);
});`

func (c *crowd) script() string { return fmt.Sprintf(watch, c.ids, c.filled) }

func quietApp() *dashi.App {
	return dashi.New(dashi.Options{Logger: slog.New(slog.DiscardHandler)})
}

// hubs is how long the chain of fanApp is.
const hubs = 10

// fanApp has n callbacks: a chain of ten, each of which also feeds n/10-1 leaves.
//
//	seed ─ hub-0 ─ hub-1 ─ … ─ hub-9
//	         ╟ leaf-0-0  ╟ leaf-1-0
//	         ╟ leaf-0-1  ╟ …
func fanApp(n int) *crowd {
	app := quietApp()
	leaves := n/hubs - 1
	children := []any{dcc.Input{ID: "seed", Value: "s"}}
	before := dashi.Input("seed", "value")
	for h := range hubs {
		hub := dashi.ID(fmt.Sprintf("hub-%d", h))
		children = append(children, html.P(html.ID(hub)))
		app.Callback(dashi.Output(hub, "children"), before, func(text string) string { return text + "." })
		before = dashi.Input(hub, "children")
		for l := range leaves {
			leaf := dashi.ID(fmt.Sprintf("leaf-%d-%d", h, l))
			children = append(children, html.P(html.ID(leaf)))
			app.Callback(dashi.Output(leaf, "children"), before, func(text string) string { return text + "!" })
		}
	}
	app.Layout(html.Div(children...))
	ids := fmt.Sprintf("Array.from({length: %d}, (_, i) => `leaf-${Math.floor(i / %d)}-${i %% %[2]d}`)", hubs*leaves, leaves)
	return &crowd{app: app, ids: ids, filled: true}
}

// pairsApp has n components with dictionary ids, n/2 fields and as many texts, and one callback that answers each field in its text.
func pairsApp(n int, initial bool) *crowd {
	app := quietApp()
	children := make([]any, 0, n)
	for i := range n / 2 {
		children = append(children,
			dcc.Input{ID: dashi.Dict("type", "in", "index", i), Value: fmt.Sprint(i)},
			html.P(html.ID(dashi.Dict("type", "out", "index", i))))
	}
	app.Layout(html.Div(children...))
	var options []dashi.CallbackOption
	if !initial {
		options = append(options, dashi.PreventInitialCall())
	}
	app.Callback(dashi.Output(dashi.Dict("type", "out", "index", dashi.MATCH), "children"),
		dashi.Input(dashi.Dict("type", "in", "index", dashi.MATCH), "value"),
		func(text string) string { return "got " + text }, options...)
	ids := fmt.Sprintf("Array.from({length: %d}, (_, i) => `{\"index\":${i},\"type\":\"out\"}`)", n/2)
	return &crowd{app: app, ids: ids, filled: initial}
}

// edit prepares in the page for a key in the field with an index: it gets the keyboard, and what the key leads to is timed. It comes to a
// number when nothing has happened for a while.
const edit = `(async () => {
  const id = (type) => '{"index":%d,"type":"' + type + '"}';
  const field = document.getElementById(id("in")), text = document.getElementById(id("out"));
  field.focus();
  window.crowdEdit = new Promise((resolve) => {
    let pressed = 0;
    field.addEventListener("keydown", (event) => { pressed = event.timeStamp; }, { once: true, capture: true });
    const observer = new MutationObserver(() => {
      const changed = performance.now();
      observer.disconnect();
      resolve(changed - pressed);
    });
    observer.observe(text, { childList: true, characterData: true, subtree: true });
  });
  await new Promise((resolve) => setTimeout(resolve, 200));
  return 0;
})()`
