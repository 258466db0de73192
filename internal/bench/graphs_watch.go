package bench

import (
	"encoding/json"
	"fmt"

	"github.com/chromedp/chromedp"
)

// watchGraph runs in the page before anything else and notes when the graph #g was last drawn. plotly.js sets the property data of its
// element when it begins to draw a figure, in both front ends; that, its event plotly_afterplot and changes within its SVG are what can be
// seen from outside.
const watchGraph = `(() => {
  const log = { begun: 0, drawn: 0, answered: 0, asked: 0, bytes: 0, answers: 0, plots: 0 };
  const seen = new WeakSet();
  const drawn = () => { log.drawn = performance.now() };
  const changes = new MutationObserver((records) => {
    if (records.some(({ target }) => (target.nodeType === 1 ? target : target.parentElement)?.closest("#g svg.main-svg, #g .gl-container"))) drawn();
  });
  const watch = (plot) => {
    if (seen.has(plot) || !plot.on) return;
    seen.add(plot);
    changes.observe(plot, { subtree: true, childList: true, characterData: true, attributes: true });
  };
  const events = new WeakMap();
  Object.defineProperty(HTMLDivElement.prototype, "data", {
    configurable: true,
    get() { return undefined },
    set(first) {
      let data = first;
      log.begun = performance.now();
      Object.defineProperty(this, "data", { configurable: true, enumerable: true, get: () => data, set: (next) => {
        data = next;
        log.begun = performance.now();
      } });
      watch(this);
      if (this.on && events.get(this) !== this.on) {
        events.set(this, this.on); // a new emitter after each newPlot
        this.on("plotly_afterplot", () => { drawn(); log.plots++ });
      }
    },
  });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      if (!entry.name.includes("_dash-update-component")) continue;
      log.answers++;
      log.asked = entry.startTime;
      log.answered = entry.responseEnd;
      log.bytes = entry.encodedBodySize;
    }
  }).observe({ type: "resource" });
  const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  const quiet = async (from) => {
    while (log.drawn < from || performance.now() - log.drawn < 250) await pause(25);
  };
  window.graphReady = (async () => { await quiet(1); return log.drawn })();
  window.graphPress = async (button) => {
    const start = performance.now();
    log.begun = 0;
    const answers = log.answers;
    document.getElementById(button).click();
    while (log.answers === answers) await pause(5);
    await quiet(log.answered);
    const begun = log.begun > log.answered ? log.begun : log.drawn;
    return JSON.stringify({ begin: begun - log.answered, draw: log.drawn - begun, all: log.drawn - log.answered, wall: log.drawn - start, bytes: log.bytes });
  };
  window.graphStream = async (button, ms) => {
    const first = { plots: log.plots, answers: log.answers };
    document.getElementById(button).click();
    let frames = 0, late = 0, last = performance.now();
    const end = last + ms;
    while (performance.now() < end) {
      await new Promise((resolve) => requestAnimationFrame(resolve));
      const now = performance.now();
      frames++;
      if (now - last > 34) late++;
      last = now;
    }
    document.getElementById(button).click();
    return JSON.stringify({ frames, late, plots: log.plots - first.plots, answers: log.answers - first.answers });
  };
})()`

// press clicks a button of the page and says what the answer cost, in milliseconds and bytes.
func (t *tab) pressed(button string) (graphPress, error) {
	return evaluated[graphPress](t, fmt.Sprintf("graphPress(%q)", button))
}

// graphPress is one answer: from its last byte until the front end begins to draw, the drawing, both together, and all since the click.
type graphPress struct {
	Begin, Draw, All, Wall float64
	Bytes                  int64
}

// graphStream is what a page did while points were appended.
type graphStream struct {
	Frames, Late, Plots, Answers int
}

// evaluated is the object whose JSON an expression comes to.
func evaluated[T any](t *tab, expression string) (value T, err error) {
	text, err := chromedp.Run(t.ctx, chromedp.Evaluate[string](expression, chromedp.EvalAwaitPromise))
	if err == nil {
		err = json.Unmarshal([]byte(text), &value)
	}
	return value, err
}
