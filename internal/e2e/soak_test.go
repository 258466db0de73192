package e2e_test

import (
	"flag"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/internal/e2e"
	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
	"github.com/dashi-go/dashi/layout/plot"
)

// soakFactor multiplies what is done. `make soak-graphs` has a thousand updates and two hundred mounts; every run of the tests a tenth of that.
var soakFactor = flag.Int("soak", 1, "how much longer the soak tests are than they have to be")

const (
	soakUpdates = 100
	soakMounts  = 20
	soakPoints  = 5000
	// soakGrowth is what the heap may differ by: Chromium's own caches and compiled code come and go. One leaked figure per update
	// would be 80 MB, one leaked graph per mount far more.
	soakGrowth = 3 << 20
)

// soakTraces are the WebGL trace types that are soaked: plotly.js's and ours.
var soakTraces = map[string]func(x, y []float64) plot.Trace{
	"scattergl": func(x, y []float64) plot.Trace { return plot.Scattergl{X: x, Y: y, Mode: "markers"} },
	"pointcloud": func(x, y []float64) plot.Trace {
		return plot.Other{Type: "pointcloud", Attr: map[string]any{"x": x, "y": y}}
	},
	"heatmapgl": func(x, y []float64) plot.Trace {
		return plot.Other{Type: "heatmapgl", Attr: map[string]any{"z": [][]float64{y[:soakPoints/2], y[soakPoints/2:]}}}
	},
}

// soakApp has a graph that each click on next gives new columns, and one that each click on swap takes away or brings back.
func soakApp(trace func(x, y []float64) plot.Trace) *dashi.App {
	figure := func(n int) plot.Figure {
		x, y := make([]float64, soakPoints), make([]float64, soakPoints)
		for i := range x {
			x[i], y[i] = float64(i), float64((i*7919+n*104729)%10007)/3
		}
		return plot.Figure{Data: []plot.Trace{trace(x, y)}, Layout: plot.Layout{Title: plot.Title{Text: fmt.Sprint("figure ", n)}}}
	}
	app := dashi.New(dashi.Options{})
	app.Layout(html.Main(html.Button(html.ID("next"), "next"), html.Button(html.ID("swap"), "swap"),
		html.Div(html.ID("place"), dcc.Graph{ID: "g", Style: narrow, Figure: figure(-1)})))
	app.Callback(dashi.Output("g", "figure"), dashi.Input("next", "n_clicks"), figure, dashi.PreventInitialCall())
	app.Callback(dashi.Output("place", "children"), dashi.Input("swap", "n_clicks"), func(n int) layout.Component {
		if n%2 == 1 {
			return html.P("none")
		}
		return dcc.Graph{ID: "g", Style: narrow, Figure: figure(n)}
	}, dashi.PreventInitialCall())
	return app
}

// soakScript counts the WebGL contexts that canvases were given and that are neither lost nor collected, and presses buttons in turn,
// each after what the one before has led to is drawn.
const soakScript = `(() => {
  const contexts = new Set();
  for (const Canvas of [HTMLCanvasElement, OffscreenCanvas]) {
    const { getContext } = Canvas.prototype;
    Canvas.prototype.getContext = function (kind, ...rest) {
      const context = getContext.call(this, kind, ...rest);
      if (context && /webgl/.test(kind) && ![...contexts].some((ref) => ref.deref() === context)) contexts.add(new WeakRef(context));
      return context;
    };
  }
  window.liveContexts = () => [...contexts].filter((ref) => { const c = ref.deref(); return c && !c.isContextLost() }).length;
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const until = async (is) => { while (!is()) await frame() };
  const title = () => document.querySelector("#g .gtitle")?.textContent;
  window.soak = { done: 0 };
  window.soakUpdates = async (count) => {
    for (let i = 0; i < count; i++) {
      const before = title();
      document.getElementById("next").click();
      await until(() => title() !== before);
      soak.done++;
    }
  };
  window.soakMounts = async (count) => {
    for (let i = 0; i < count; i++) {
      document.getElementById("swap").click();
      await until(() => document.querySelector("#place p"));
      document.getElementById("swap").click();
      await until(() => title());
      soak.done++;
    }
  };
})()`

// TestSoak: many updates and many mounts of a graph leave the page's heap and WebGL contexts where they were.
func TestSoak(t *testing.T) {
	t.Parallel()
	for name, trace := range soakTraces {
		for work, count := range map[string]int{"soakUpdates": soakUpdates, "soakMounts": soakMounts} {
			t.Run(name+"/"+strings.TrimPrefix(work, "soak"), func(t *testing.T) {
				if *soakFactor == 1 {
					t.Parallel()
				}
				tab := open(t, serve(t, soakApp(trace)))
				tab.GraphReady("g")
				tab.Eval(soakScript, nil)
				soaked(t, tab, work, count**soakFactor)
			})
		}
	}
}

// soaked does a quarter of the work to warm up, then all of it, and compares.
func soaked(t *testing.T, tab *e2e.Tab, work string, count int) {
	t.Helper()
	run := func(count int) (heap int64, contexts int) {
		tab.Eval(fmt.Sprintf("(soak.done = 0, %s(%d), 0)", work, count), nil)
		for done := 10; done < count; done += 10 { // each wait has the patience of one
			tab.Until(fmt.Sprintf("soak.done >= %d", done))
		}
		tab.Until(fmt.Sprintf("soak.done === %d", count))
		heap = tab.Heap()
		tab.Eval("liveContexts()", &contexts)
		return heap, contexts
	}
	before, contexts := run(count / 4)
	after, contextsAfter := run(count)
	t.Logf("%s: %d: heap %.1f MB, then %.1f MB; contexts %d, then %d", strings.ToLower(strings.TrimPrefix(work, "soak")), count,
		float64(before)/1e6, float64(after)/1e6, contexts, contextsAfter)
	require.LessOrEqual(t, after, before+soakGrowth)
	require.LessOrEqual(t, contextsAfter, contexts)
}
