package dashitest

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/dashi-go/dashi/internal/graph"
	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/render/wire"
)

// bootRecord is what the page carries for the front end.
type bootRecord struct {
	Layout       any
	Dependencies []wire.Dependency
	Config       struct {
		Prefix string   `json:"requests_pathname_prefix"`
		Push   *channel `json:"push"`
	}
}

// Options says how a page is opened. The zero value opens "/" as nobody in particular.
type Options struct {
	// Path is the path and query that is opened, below the prefix of the handler. Default "/".
	Path string
	// Request may change every request before it is sent: add a cookie or header, put a user into its context. A cookie that the app sets
	// takes the place of one of the same name.
	Request func(*http.Request) *http.Request
	// Clientside stands in for functions that run in the browser, which there is none of here: by the id of the callback (Call.Output), or
	// "namespace.name" of a dashi.ClientsideFunction. A stand-in is given the call, with the values that the function would get, and
	// returns new values of outputs by "id.property"; those that it leaves out stay as they are. Default: none. A callback without one is
	// noted in Calls and sets nothing.
	Clientside map[string]func(call Call) map[string]any
	// KeepErrors leaves callbacks that fail to the test, which finds them in Calls, and passes over patches that do not fit. Default: each
	// fails the test.
	KeepErrors bool
}

// Page is an open page of an app. It keeps the cookies that answers set, and sends them with every request from then on, until they
// expire. It is for one goroutine.
type Page struct {
	t       testing.TB
	handler http.Handler
	options Options
	cookies cookies
	tree    *tree
	engine  *engine
	calls   []Call
	channel *channel // nil where the page has none
}

// Open opens the page of an app and runs its initial calls. h is the app, or whatever the app is mounted in. It fails the test
// where the page cannot be made.
func Open(t testing.TB, h http.Handler, options ...Options) *Page {
	t.Helper()
	p := &Page{t: t, handler: h, cookies: cookies{}}
	if len(options) > 0 {
		p.options = options[0]
	}
	if p.options.Path == "" {
		p.options.Path = "/"
	}
	var err error
	boot := p.boot()
	if boot.Dependencies, err = ownDependencies(boot.Dependencies); err != nil {
		t.Fatalf("dashitest: the callbacks: %v", err)
	}
	root, err := unpacked(boot.Layout)
	if err != nil {
		t.Fatalf("dashitest: the layout: %v", err)
	}
	if p.channel = boot.Config.Push; p.channel != nil {
		p.channel.Topics = map[string]subscription{}
	}
	p.engine = newEngine(slices.DeleteFunc(boot.Dependencies, goesOn), root, p)
	p.tree = p.engine.tree
	p.engine.start()
	return p
}

// goesOn tells of a callback that runs for as long as a page is there (dashi.Persistent): none is, between two actions of a test.
func goesOn(d wire.Dependency) bool { return d.Persistent && d.NoOutput && len(d.Inputs) == 0 }

// boot reads the layout and the callbacks' records from the page, as the front end does.
func (p *Page) boot() (boot bootRecord) {
	p.t.Helper()
	w := p.send(http.MethodGet, p.options.Path, nil)
	if w.Code != http.StatusOK {
		p.t.Fatalf("dashitest: GET %s: status %d: %s", p.options.Path, w.Code, w.Body)
	}
	const open = `<script id="_dashi-boot" type="application/json">`
	_, rest, found := strings.Cut(w.Body.String(), open)
	raw, _, closed := strings.Cut(rest, "</script>")
	if !found || !closed {
		p.t.Fatalf("dashitest: GET %s: this is no page of a dashi app", p.options.Path)
	}
	if err := json.Unmarshal([]byte(raw), &boot); err != nil {
		p.t.Fatalf("dashitest: GET %s: %v", p.options.Path, err)
	}
	const config = `<script id="_dash-config" type="application/json">`
	_, rest, _ = strings.Cut(w.Body.String(), config)
	raw, _, _ = strings.Cut(rest, "</script>")
	if err := json.Unmarshal([]byte(raw), &boot.Config); err != nil {
		p.t.Fatalf("dashitest: GET %s: %v", p.options.Path, err)
	}
	p.options.Path = boot.Config.Prefix
	return boot
}

func (p *Page) send(method, path string, body []byte) *httptest.ResponseRecorder {
	r := httptest.NewRequestWithContext(p.t.Context(), method, path, strings.NewReader(string(body)))
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Accept", linesType+", application/json")
	}
	if p.channel != nil {
		r.Header.Set("Dashi-Page", p.channel.Page)
	}
	if p.options.Request != nil {
		r = p.options.Request(r)
	}
	p.cookies.send(r)
	w := httptest.NewRecorder()
	p.handler.ServeHTTP(w, r)
	p.cookies.take(w.Result())
	return w
}

// Set gives a property a new value, as a user does with a control, and runs all that follows from it. The id may be a dictionary id, as
// dashi.Dict makes it. The value is anything that encodes to JSON. A value equal to the present one changes nothing.
func (p *Page) Set(id layout.ID, property string, value any) {
	p.t.Helper()
	present, set := p.node(id).props()[property]
	v, err := normal(value)
	if err != nil {
		p.t.Fatalf("dashitest: Set(%s, %q): %v", quoted(string(id)), property, err)
	}
	if set && equal(present, v) {
		return
	}
	r := ref{string(id), property}
	p.tree.edit(r, v)
	p.engine.edited(r)
}

// Click clicks an element or button: its n_clicks grows by one.
func (p *Page) Click(id layout.ID) {
	p.t.Helper()
	n, _ := p.node(id).props()["n_clicks"].(float64)
	p.Set(id, "n_clicks", n+1)
}

// Has tells whether the page holds a component with this id now.
func (p *Page) Has(id layout.ID) bool { return p.tree.nodes[string(id)] != nil }

// Prop is the present value of a property as encoding/json decodes it into an any: numbers are float64, components are
// map[string]any; the columns of figures are lists. It is nil where nothing was set.
func (p *Page) Prop(id layout.ID, property string) any {
	p.t.Helper()
	return p.tree.shown(ref{string(id), property}, p.node(id).props()[property])
}

// Decode decodes the present value of a property into the value that ptr points to, such as a *plot.Figure.
func (p *Page) Decode(id layout.ID, property string, ptr any) {
	p.t.Helper()
	raw, err := json.Marshal(p.node(id).props()[property])
	if err == nil {
		err = json.Unmarshal(raw, ptr)
	}
	if err != nil {
		p.t.Fatalf("dashitest: Decode(%s, %q): %v", quoted(string(id)), property, err)
	}
}

// Text is what a component's children read as: the texts and numbers in them, one after the other.
func (p *Page) Text(id layout.ID) string {
	p.t.Helper()
	var b strings.Builder
	writeText(&b, p.node(id).props()["children"])
	return b.String()
}

// Calls are the requests made since the page was opened or Forget was called, in order.
func (p *Page) Calls() []Call { return p.calls }

// Forget empties Calls.
func (p *Page) Forget() { p.calls = nil }

func (p *Page) node(id layout.ID) *entry {
	p.t.Helper()
	n := p.tree.nodes[string(id)]
	if n == nil {
		message := ""
		if near := graph.Nearest(string(id), p.tree.ids()); near != "" {
			message = "; did you mean " + quoted(near) + "?"
		}
		p.t.Fatalf("dashitest: the page holds no component with the id %s%s", quoted(string(id)), message)
	}
	return n
}
