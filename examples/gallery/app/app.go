// Package app is the gallery: every example is an app of its own on a net/http mux, and so is the page that shows them.
package app

import (
	"embed"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"sync"

	"github.com/dashi-go/dashi"
	background "github.com/dashi-go/dashi/examples/background/app"
	catalogue "github.com/dashi-go/dashi/examples/catalogue/app"
	chat "github.com/dashi-go/dashi/examples/chat/app"
	clientside "github.com/dashi-go/dashi/examples/clientside/app"
	cluster "github.com/dashi-go/dashi/examples/cluster/app"
	dashboard "github.com/dashi-go/dashi/examples/dashboard/app"
	dataset "github.com/dashi-go/dashi/examples/dataset/app"
	figures "github.com/dashi-go/dashi/examples/figures/app"
	hello "github.com/dashi-go/dashi/examples/hello/app"
	login "github.com/dashi-go/dashi/examples/login/app"
	maps "github.com/dashi-go/dashi/examples/maps/app"
	memoize "github.com/dashi-go/dashi/examples/memoize/app"
	memostats "github.com/dashi-go/dashi/examples/memostats/app"
	resample "github.com/dashi-go/dashi/examples/resample/app"
	steps "github.com/dashi-go/dashi/examples/steps/app"
	stream "github.com/dashi-go/dashi/examples/stream/app"
	table "github.com/dashi-go/dashi/examples/table/app"
	ticker "github.com/dashi-go/dashi/examples/ticker/app"
	todo "github.com/dashi-go/dashi/examples/todo/app"
	weather "github.com/dashi-go/dashi/examples/weather/app"
	webgl "github.com/dashi-go/dashi/examples/webgl/app"
	widget "github.com/dashi-go/dashi/examples/widget/app"
	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/layout/html"
	"github.com/dashi-go/dashi/memo"
)

//go:embed assets
var files embed.FS

// example is an app and what the gallery says of it.
type example struct{ name, title, text string }

var examples = []example{
	{"dashboard", "On time", "The punctuality of 200,000 flights: filters in the address, charts that narrow one another, the flights themselves in a table and a file."},
	{"catalogue", "The catalogue", "Every component, live, with its Go code beside it: edit its properties, and see what callbacks get."},
	{"weather", "Weather", "Filters and three linked graphs over four years of public weather data. Zoom one graph to narrow the others."},
	{"webgl", "A million points", "An attractor drawn with WebGL in three ways. The points travel as binary columns; figures once computed come from the cache."},
	{"resample", "Ten million points", "They stay on the server; the page has what its pixels can show, and zooming refines it in one round trip."},
	{"chat", "Answers word by word", "A chat whose answers come as they are written: text, a table, code, a chart that grows. Stop keeps what has come."},
	{"stream", "Signals as they come", "Twenty times a second the new readings, and only they, are appended to three signals."},
	{"ticker", "The market, live", "One goroutine pushes prices to every open page, over one socket each; a page hears of the share it watches besides."},
	{"figures", "One of each", "Every trace type there is, from typed Go structs. The parts of plotly.js that a kind needs come with it."},
	{"maps", "Cities and ways", "A globe and a tile map. A click on a city draws the ways to its nearest ones."},
	{"table", "Three million rows", "A table whose three million rows stay on the server, where they are sorted, filtered and searched."},
	{"dataset", "One data set, several callbacks", "An expensive query runs once a minute and serves them all, while a live graph marks the time."},
	{"todo", "A list that grows", "One callback serves every item, by pattern-matching ids. Adding sends the new item alone, and the others keep their state."},
	{"clientside", "Smoothed in the browser", "A slider redraws a graph without a request: the callback is a JavaScript function, under the strict policy."},
	{"background", "In the background", "A long computation with a progress bar: stop it, load the page anew, open a second browser. Two workers serve all, in turn."},
	{"cluster", "A cluster that outlives kills", "Jobs, progress and messages of many processes over Redis. Here it is one; go run ./examples/cluster starts two web processes, two workers, redis-server and a proxy."},
	{"steps", "The steps of a report", "A callback tells how far it is while it runs; the button waits, and a failure is told where it happened."},
	{"memostats", "What a cache does", "Hits, waits, stale answers and failures, counted and drawn as they happen. Open it twice: all pages share the cache."},
	{"login", "Sign in first", "A dashboard behind an OpenID provider: server sessions, a guard around every route, and data of one's own. Sign in as Ann here and as Bob in another browser."},
	{"widget", "A dial of its own", "A component in one file of JavaScript and a Go struct, without npm: turn the dials and see when the window steams up."},
	{"memoize", "Answers that are remembered", "A callback with a cache in front: the same question within twenty seconds has the same answer."},
	{"hello", "Hello", "The smallest whole app: what you type appears in a heading."},
}

// New makes the gallery.
func New() *Gallery {
	g := &Gallery{}
	g.add("/", index())
	g.add("/hello/", hello.New())
	g.add("/memoize/", memoize.New(memo.New(memo.NewLRU(100))))
	g.add("/memostats/", statistics())
	g.add("/catalogue/", catalogue.New())
	g.later("/dashboard/", func() http.Handler { return dashboard.New() })
	g.add("/dataset/", dataset.New())
	g.add("/webgl/", webgl.New())
	g.later("/resample/", func() http.Handler { return resample.New(10_000_000) })
	g.add("/chat/", chat.New())
	g.add("/stream/", stream.New())
	g.later("/ticker/", func() http.Handler { return ticker.New() })
	g.later("/table/", func() http.Handler { return table.New(3_000_000) })
	g.add("/figures/", figures.New())
	g.add("/maps/", maps.New(""))
	g.add("/weather/", weather.New())
	g.add("/widget/", widget.New())
	g.add("/login/", login.NewDemo("/login/"))
	g.add("/todo/", todo.New())
	g.add("/clientside/", clientside.New())
	g.add("/steps/", steps.New())
	g.add("/background/", background.New())
	g.later("/cluster/", func() http.Handler { return cluster.New(cluster.Config{}) })
	return g
}

// Gallery is all examples. Close ends those that do something by themselves.
type Gallery struct {
	mux http.ServeMux

	mu     sync.Mutex
	made   []io.Closer // guarded by mu
	closed bool        // guarded by mu
}

// ServeHTTP implements [http.Handler].
func (g *Gallery) ServeHTTP(w http.ResponseWriter, r *http.Request) { g.mux.ServeHTTP(w, r) }

// Close implements [io.Closer].
func (g *Gallery) Close() error {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.closed = true
	var err error
	for _, app := range g.made {
		err = errors.Join(err, app.Close())
	}
	g.made = nil
	return err
}

func (g *Gallery) add(path string, app http.Handler) { g.mux.Handle(path, g.keep(app)) }

// keep notes what is to be closed.
func (g *Gallery) keep(app http.Handler) http.Handler {
	closer, ok := app.(io.Closer)
	if !ok {
		return app
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.closed {
		_ = closer.Close() // and says so to who asks
	} else {
		g.made = append(g.made, closer)
	}
	return app
}

// later makes an example at its first request: one that holds much takes its time and memory when somebody looks at it.
func (g *Gallery) later(path string, make func() http.Handler) {
	made := sync.OnceValue(func() http.Handler { return g.keep(make()) })
	g.mux.HandleFunc(path, func(w http.ResponseWriter, r *http.Request) { made().ServeHTTP(w, r) })
}

// statistics is the example with a cache that it watches.
func statistics() *dashi.App {
	meter := &memostats.Meter{}
	return memostats.New(memo.New(memo.NewLRU(100), memo.Options{Observer: meter}), meter)
}

func index() *dashi.App {
	own, err := fs.Sub(files, "assets")
	if err != nil {
		panic(err) // the folder is part of the program
	}
	app := dashi.New(dashi.Options{Title: "dashi gallery", Description: "Reactive web apps in Go, by example.", Assets: own})
	var cards []layout.Component
	for _, e := range examples {
		cards = append(cards, html.A(html.Class("card"), html.Href(e.name+"/"),
			html.Picture(
				html.Source(html.Media("(prefers-color-scheme: dark)"), html.SrcSet("assets/"+e.name+"-dark.webp")),
				html.Img(html.Src("assets/"+e.name+".webp"), html.Alt(""), html.Width("640"), html.Height("400")),
			),
			html.H2(e.title), html.P(e.text), html.Code("examples/"+e.name),
		))
	}
	app.Layout(html.Main(html.Class("gallery"),
		html.Header(
			html.H1("dashi"),
			html.P("Reactive web apps in Go. Every page here is served by this one process, and each is a file you can copy."),
		),
		html.Div(html.Class("cards"), cards),
	))
	return app
}
