package bench

import (
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/dashi-go/dashi"
	hello "github.com/dashi-go/dashi/examples/hello/app"
	"github.com/dashi-go/dashi/internal/dashpage"
	"github.com/dashi-go/dashi/internal/e2e"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
	"github.com/dashi-go/dashi/layout/plot"
)

const (
	pageRounds = 5
	pageGoal   = 40_000 // bytes of JavaScript and CSS
)

// page is a page that is loaded, and what its loads gave.
type page struct {
	name    string
	handler http.Handler
	ready   func(*e2e.Tab)
	loads   []pageLoad
	gzip    int // of what was loaded, compressed by gzip
}

// pageLoad is one load into an empty cache, as the browser saw it.
type pageLoad struct {
	Code     []string `json:"code"`     // addresses of the scripts and style sheets
	Wire     int      `json:"wire"`     // their bytes as sent, without headers
	Raw      int      `json:"raw"`      // their bytes unpacked
	Answered float64  `json:"answered"` // milliseconds
	Shown    float64  `json:"shown"`
	all      int64
	requests int
}

// observe reads what the browser recorded of a page. A callback is answered when its last byte is there; that the page shows
// it is seen within 20 ms, which is how often the tab looks.
const observe = `(() => {
  const all = performance.getEntriesByType("resource");
  const code = all.filter((e) => /\.(js|css)$/.test(new URL(e.name).pathname));
  const answer = all.find((e) => e.name.endsWith("_dash-update-component"));
  const sum = (key) => code.reduce((n, e) => n + e[key], 0);
  return {code: code.map((e) => e.name), wire: sum("encodedBodySize"), raw: sum("decodedBodySize"), answered: answer ? answer.responseEnd : 0,
    shown: performance.now()};
})()`

// Pages weighs pages in Chromium.
func Pages() (*Table, error) {
	browser, err := e2e.Start()
	if err != nil {
		return nil, err
	}
	defer browser.Close()
	greeting := func(tab *e2e.Tab) { tab.WaitText("#greeting", "Hello, world!") }
	drawn := func(tab *e2e.Tab) { tab.GraphReady("out") }
	pages := []*page{
		{name: "dashi, no Graph (examples/hello)", handler: hello.New(), ready: greeting},
		{name: "dashi, one line Graph", handler: lineApp(), ready: drawn},
	}
	folder, missing := dashpage.Packages()
	if missing == nil {
		pages = append(pages,
			&page{name: "Dash 4.3, no Graph", handler: dashpage.Handler(folder, hello.New()), ready: greeting},
			&page{name: "Dash 4.3, one line Graph", handler: dashpage.Handler(folder, lineApp()), ready: drawn})
	}
	for range pageRounds {
		for _, p := range pages {
			if err := p.load(browser); err != nil {
				return nil, fmt.Errorf("%s: %w", p.name, err)
			}
		}
	}
	t := pagesTable(pages)
	if missing != nil {
		t.Note("No rows for Dash, whose packages could not be installed: %v", missing)
	}
	return t, nil
}

// lineApp draws the smallest Graph that a callback makes.
func lineApp() *dashi.App {
	app := dashi.New(dashi.Options{Logger: slog.New(slog.DiscardHandler)})
	app.Layout(html.Div(dcc.Input{ID: "name", Value: "a line"}, dcc.Graph{ID: "out"}))
	app.Callback(dashi.Output("out", "figure"), dashi.Input("name", "value"), func(name string) plot.Figure {
		return plot.Figure{Data: []plot.Trace{plot.Scatter{Y: []float64{1, 3, 2, 4}}}, Layout: plot.Layout{Title: plot.Title{Text: name}}}
	})
	return app
}

// load opens the page in a tab with nothing cached and waits until its callback has done its work.
func (p *page) load(browser *e2e.Browser) error {
	server := httptest.NewServer(p.handler)
	defer server.Close()
	return within(func(tb testing.TB) error {
		tab := browser.Open(tb, server.URL, 1280, 800)
		p.ready(tab)
		var load pageLoad
		tab.Eval(observe, &load)
		load.all, load.requests = tab.Received()
		p.loads = append(p.loads, load)
		if len(p.loads) > 1 {
			return nil
		}
		for _, address := range load.Code {
			n, err := packedSize(p.handler, address)
			if err != nil {
				return err
			}
			p.gzip += n
		}
		return nil
	})
}

// packedSize is the length of a file as a client gets it that takes gzip only, as browsers do over plain HTTP from another
// machine. What the server sends as it is counts as gzip -9 makes it: Dash's server compresses only where told to.
func packedSize(h http.Handler, address string) (int, error) {
	u, err := url.Parse(address)
	if err != nil {
		return 0, err
	}
	r := httptest.NewRequest(http.MethodGet, u.RequestURI(), nil)
	r.Header.Set("Accept-Encoding", "gzip")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	body, err := io.ReadAll(w.Result().Body)
	switch {
	case err != nil:
		return 0, err
	case w.Code != http.StatusOK:
		return 0, fmt.Errorf("bench: %s: status %d", u.Path, w.Code)
	case w.Header().Get("Content-Encoding") == "gzip":
		return len(body), nil
	}
	return gzipped(body)
}

func pagesTable(pages []*page) *Table {
	t := &Table{
		Title: "3. Page weight: JavaScript and CSS until the first callback has worked, nothing cached",
		Head:  []string{"page", "files", "sent", "gzip", "unpacked", "all, with headers", "requests", "answered", "shown", "gzip/dashi"},
	}
	for i, p := range pages {
		last := p.loads[len(p.loads)-1]
		t.Add(p.name, fmt.Sprint(len(last.Code)),
			count(Median(pick(p.loads, func(l pageLoad) int { return l.Wire })))+" B",
			count(p.gzip)+" B", count(last.Raw)+" B",
			count(Median(pick(p.loads, func(l pageLoad) int64 { return l.all })))+" B",
			fmt.Sprint(Median(pick(p.loads, func(l pageLoad) int { return l.requests }))),
			milliseconds(Median(pick(p.loads, func(l pageLoad) float64 { return l.Answered }))),
			milliseconds(Median(pick(p.loads, func(l pageLoad) float64 { return l.Shown }))),
			times(float64(p.gzip)/float64(pages[i%2].gzip)))
	}
	us := pages[0]
	sent := us.loads[len(us.loads)-1].Wire
	t.Note("sent: as Chromium got it from this machine, which is Brotli from dashi and uncompressed from Dash, whose server does not")
	t.Note("compress unless told to. gzip: the same files as a browser on another machine gets them over plain HTTP, Dash's by gzip -9.")
	t.Note("answered: the first callback's answer is there; shown: the page shows it, a Graph is drawn.")
	t.Note("Dash's front end is its npm packages, unmodified; our server answers its requests. Medians of %d interleaved loads over loopback:", pageRounds)
	t.Note("a real network makes the difference larger. Dash's page asks for its layout and its callbacks' records; ours carries them.")
	t.Note("Goal: %s B to the first callback without a Graph: %s B sent, %s B with gzip: %s.",
		count(pageGoal), count(sent), count(us.gzip), met(sent <= pageGoal && us.gzip <= pageGoal))
	t.Note("Files of the page without a Graph: %s.", strings.Join(names(us.loads[0].Code), ", "))
	return t
}

func milliseconds(ms float64) string { return span(time.Duration(ms * float64(time.Millisecond))) }

func names(addresses []string) []string {
	return pick(addresses, func(a string) string { return a[strings.LastIndexByte(a, '/')+1:] })
}
