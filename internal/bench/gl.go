package bench

import (
	"fmt"
	"math/rand/v2"
	"net/http/httptest"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
	"github.com/dashi-go/dashi/layout/plot"
)

const (
	glRounds = 5
	glSide   = 1000 // a matrix is glSide x glSide, a cloud has as many points
	glLimit  = 3 * time.Minute
)

// glActs are what is done to a graph, each by a button whose callback answers with a figure or a patch of it.
var glActs = []string{"first draw", "new data", "zoom", "colour"}

// glKind is a trace type and what its graphs gave, by act.
type glKind struct {
	name   string
	figure func(seed uint64) plot.Figure
	colour func(p *dashi.Patch)
	extent float64 // of the values along both axes

	took []glTook
}

// glTook is what one act took, from the call of plotly.js: until it says that it has plotted, until the picture can be read, and the
// longest time in which the page could not do anything else.
type glTook struct{ plotted, seen, blocked []time.Duration }

// glPair is a trace type of dashi's own and the one of plotly.js beside it.
type glPair struct{ ours, theirs *glKind }

// GL measures dashi's own WebGL traces beside those of plotly.js that show the same, through the app.
func GL() (*Table, error) {
	browser, err := startChrome(softwareGL...)
	if err != nil {
		return nil, err
	}
	defer browser.stop()
	pairs := glPairs(glSide)
	for range glRounds {
		for _, p := range pairs {
			for _, k := range []*glKind{p.ours, p.theirs} {
				if err := k.run(browser); err != nil {
					return nil, fmt.Errorf("%s: %w", k.name, err)
				}
			}
		}
	}
	return glTable(pairs), nil
}

// glPairs are pairs whose traces show side x side values.
func glPairs(side int) []glPair {
	cloudColour := func(p *dashi.Patch) { p.At("data", 0, "marker", "color").Assign("#d62728") }
	matrixColour := func(p *dashi.Patch) { p.At("data", 0, "colorscale").Assign("Hot") }
	figure := func(trace plot.Trace) plot.Figure {
		return plot.Figure{Data: []plot.Trace{trace}, Layout: plot.Layout{Width: 900, Height: 600}}
	}
	small := plot.Marker{Size: 3, Color: "#1f77b4"}
	clouds := glPair{
		&glKind{name: "pointcloud", extent: 1, colour: cloudColour, figure: func(seed uint64) plot.Figure {
			return figure(plot.Pointcloud{X: glColumn(side*side, seed), Y: glColumn(side*side, seed+1), Marker: small})
		}},
		&glKind{name: "scattergl", extent: 1, colour: cloudColour, figure: func(seed uint64) plot.Figure {
			return figure(plot.Scattergl{X: glColumn(side*side, seed), Y: glColumn(side*side, seed+1), Mode: "markers", Marker: small})
		}},
	}
	matrices := glPair{
		&glKind{name: "heatmapgl", extent: float64(side), colour: matrixColour, figure: func(seed uint64) plot.Figure {
			return figure(plot.Heatmapgl{Z: glMatrix(side, seed)})
		}},
		&glKind{name: "heatmap", extent: float64(side), colour: matrixColour, figure: func(seed uint64) plot.Figure {
			return figure(plot.Heatmap{Z: glMatrix(side, seed)})
		}},
	}
	pairs := []glPair{clouds, matrices}
	for _, p := range pairs {
		p.ours.took, p.theirs.took = make([]glTook, len(glActs)), make([]glTook, len(glActs))
	}
	return pairs
}

func glColumn(n int, seed uint64) []float32 {
	random := rand.New(rand.NewPCG(seed, 1))
	values := make([]float32, n)
	for i := range values {
		values[i] = random.Float32()
	}
	return values
}

func glMatrix(side int, seed uint64) [][]float32 {
	rows := make([][]float32, side)
	for i := range rows {
		rows[i] = glColumn(side, seed+uint64(i))
	}
	return rows
}

// app has an empty graph, and for each act a button that does it.
func (k *glKind) app() *dashi.App {
	app := quietApp()
	children := []any{dcc.Graph{ID: "g"}}
	answers := []func(clicks int) any{
		func(int) any { return k.figure(1) },
		func(int) any { return k.figure(10_000) },
		func(int) any {
			var p dashi.Patch
			for _, axis := range []string{"xaxis", "yaxis"} {
				p.At("layout", axis).Assign(plot.Axis{Range: []float64{0.3 * k.extent, 0.6 * k.extent}})
			}
			return p
		},
		func(int) any {
			var p dashi.Patch
			k.colour(&p)
			return p
		},
	}
	for i, answer := range answers {
		button := dashi.ID(fmt.Sprintf("act-%d", i))
		children = append(children, html.Button(html.ID(button)))
		app.Callback(dashi.Output("g", "figure").AllowDuplicate(), dashi.Input(button, "n_clicks"), answer, dashi.PreventInitialCall())
	}
	app.Layout(html.Div(children...))
	return app
}

// run opens a page and goes through all acts.
func (k *glKind) run(browser *chrome) error {
	server := httptest.NewServer(k.app())
	defer server.Close()
	return browser.with(server.URL, glScript, glLimit, func(t *tab) error {
		if _, err := t.number("glReady()"); err != nil {
			return err
		}
		for act := range glActs {
			if err := t.glAct(act, &k.took[act]); err != nil {
				return fmt.Errorf("%s: %w", glActs[act], err)
			}
		}
		return nil
	})
}

func (t *tab) glAct(act int, took *glTook) error {
	ms, err := chromedp.Run(t.ctx, chromedp.Evaluate[[]float64](fmt.Sprintf("glAct(%d)", act), chromedp.EvalAwaitPromise))
	if err != nil {
		return err
	}
	if len(ms) != 3 {
		return fmt.Errorf("bench: the page measured %v, want three times", ms)
	}
	for i, list := range []*[]time.Duration{&took.plotted, &took.seen, &took.blocked} {
		*list = append(*list, time.Duration(ms[i]*float64(time.Millisecond)))
	}
	return nil
}

func glTable(pairs []glPair) *Table {
	t := &Table{
		Title: fmt.Sprintf("7. Own WebGL traces, %s points and cells", count(glSide*glSide)),
		Head:  []string{"act", "until plotted", "its peer's", "peer/own", "until seen", "its peer's", "peer/own", "blocked", "its peer's", "peer/own"},
	}
	faster := true
	for _, p := range pairs {
		for act, name := range glActs {
			ours, theirs := p.ours.took[act], p.theirs.took[act]
			row := []string{p.ours.name + ", " + name}
			for i, pair := range [][2][]time.Duration{{ours.plotted, theirs.plotted}, {ours.seen, theirs.seen}, {ours.blocked, theirs.blocked}} {
				ratio := Ratio(pair[1], pair[0])
				row = append(row, span(Median(pair[0])), span(Median(pair[1])), times(ratio))
				faster = faster && (i == 0 || ratio > 1)
			}
			t.Add(row...)
		}
	}
	t.Note("The peers are scattergl and heatmap of plotly.js, with the same float32 columns. Each act is a click on a button whose callback answers")
	t.Note("with a figure or, for zoom and colour, a patch. Times begin when dashi's Graph calls plotly.js, so they are without network and without")
	t.Note("loading scripts. Until plotted: when plotly.js says so. Until seen: the picture is read back from its canvas, or, for heatmap, its image")
	t.Note("is decoded. Blocked: the longest time before that, without the reading back, in which the page could do nothing else. Graphs of 900 x 600")
	t.Note("pixels; the first draw is into an empty graph. WebGL is drawn by the processor. Medians of %d pages of each kind, taking turns.", glRounds)
	t.Note("Goal: seen earlier, and blocked for less, in every row: %s.", met(faster))
	return t
}

// glScript gives a page glReady, which waits until the empty graph is drawn, and glAct, which clicks a button and comes to the three times.
const glScript = `(() => {
  const pause = () => new Promise((done) => setTimeout(done, 1));
  const until = async (test) => { while (!test()) await pause(); };
  let called; // what is told of the next call of plotly.js
  window.glReady = async () => {
    await until(() => document.querySelector("#g .js-plotly-plot .main-svg"));
    const core = performance.getEntriesByType("resource").find((entry) => /plotly-core-/.test(entry.name)).name;
    const { default: plotly } = await import(core);
    for (const name of ["newPlot", "react", "relayout", "restyle", "update"]) {
      const real = plotly[name];
      plotly[name] = async (...given) => {
        const tell = called;
        called = undefined;
        tell?.begins();
        const done = await real(...given);
        tell?.ends();
        return done;
      };
    }
    return 0;
  };
  const graph = () => document.querySelector("#g .js-plotly-plot");
  // Reading a pixel waits for all that was drawn before.
  const read = () => {
    for (const canvas of graph().querySelectorAll(".gl-container canvas")) {
      const gl = canvas.classList.contains("dashi-gl") ? null : canvas.getContext("webgl") || canvas.getContext("webgl2");
      if (gl) gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4));
      else canvas.getContext("2d")?.getImageData(0, 0, 1, 1);
    }
    return Promise.all([...graph().querySelectorAll(".heatmaplayer image")].map((image) => image.decode()));
  };
  window.glAct = (act) => new Promise((resolve, reject) => {
    let begun, last, longest = 0, over = false;
    const beat = () => {
      if (over) return;
      const now = performance.now();
      longest = Math.max(longest, now - last);
      last = now;
      setTimeout(beat, 1);
    };
    const after = async () => {
      const plotted = performance.now();
      await until(() => !graph().querySelector("canvas[aria-busy]"));
      beat();
      over = true;
      await read();
      const seen = performance.now();
      setTimeout(() => resolve([plotted - begun, seen - begun, longest]), 300);
    };
    called = {
      begins() { begun = last = performance.now(); setTimeout(beat, 1); },
      ends: () => after().catch(reject),
    };
    document.getElementById("act-" + act).click();
  });
})()`
