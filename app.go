package dashi

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/dashi-go/dashi/assets"
	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/render"
)

// Options says how an app looks and what it allows. The zero value is an app in production mode.
type Options struct {
	// Title is the page's title. Default "dashi".
	Title string
	// UpdateTitle is the page's title while callbacks run. Default "Updating..."; new("") leaves the title alone.
	UpdateTitle *string
	// Description is the page's description for search engines and link previews. Default none.
	Description string
	// Lang is the page's language, an IETF tag. Default "en".
	Lang string
	// Name tells apart, in a shared cache, apps of one program that answer alike inputs differently (one per tenant, say).
	// Default "".
	Name string
	// Prefix is the path under which the browser reaches the app, unescaped, beginning and ending with '/'. Default: found out
	// from how the app is mounted ([http.ServeMux] pattern, [http.StripPrefix]). Needed only behind a proxy that removes a
	// prefix.
	Prefix string
	// Debug shows errors with their cause and stack in the page. Never set it where users must not see the program's insides.
	Debug bool
	// Logger gets what goes wrong. Default slog.Default().
	Logger *slog.Logger
	// MaxRequestBytes bounds the body of a callback request. Default 10 MiB.
	MaxRequestBytes int64
	// Assets is a folder of the app's own files, served under assets/. Style sheets (*.css) and scripts (*.js, *.mjs) in it are
	// linked into the page in the order of their paths; favicon.ico or favicon.svg becomes the icon.
	//
	// Files below "widgets/" are not linked: a module there, such as "widgets/counter.mjs", is a component, in the form that anywidget gave such modules.
	// A struct whose Type method gives that path as the namespace is drawn by it, and the style sheet "widgets/counter.css" comes with it. The struct's fields
	// are the properties of the module's model (one that is zero is not sent; use a pointer where the module must read a zero); binary ones are [layout.Bytes],
	// and model.send and its answers are [layout.ModuleMessage]. Default none.
	Assets fs.FS
	// ContentSecurityPolicy replaces the page's strict policy. Default: see [render.Policy].
	ContentSecurityPolicy string
	// TrustedOrigins are other origins ("https://example.com") whose pages may call the app's callbacks: needed where the app is reached
	// under another host name than the one it sees, behind a proxy that rewrites Host. Default none: same origin only.
	TrustedOrigins []string
	// PreventInitialCallbacks keeps all callbacks from running when the page loads. Default false.
	PreventInitialCallbacks bool
	// SuppressCallbackExceptions allows callbacks on ids that are not in the initial layout, for layouts whose parts
	// callbacks bring in. Default false.
	SuppressCallbackExceptions bool
	// ValidationLayout is what callbacks are checked against in place of the layout: give it all components the app may ever
	// show. Default: the layout.
	ValidationLayout layout.Component
	// HealthEndpoint is a path, relative to the prefix and unescaped, that answers "OK" while the app runs. Default none.
	HealthEndpoint string
	// OnError is told of every failure that no callback's own [OnError] has dealt with: errors and panics of callbacks, not
	// [PreventUpdate] and [Refuse]. It returns nil where the failure is dealt with, which leaves the outputs as they are, or the
	// error to fail with. [CallFrom] gives the call, whose SetProps may show a message. Default: every failure fails its call.
	OnError func(ctx context.Context, err error) error
	// User names the user that a request comes from, "" for nobody in particular: who may hear and end what belongs to a user is told by it. It may be called with
	// every request of the app, by many goroutines at once, and with the request of an open socket again, so that who has signed out hears no more. Default: [SessionUser] where
	// [Sessions] are around the app; else users are not told apart.
	User func(*http.Request) string
	// Secret seals the tokens of pages and the handles of jobs. Processes that share pages, and such as are to know their pages after a restart, have the same. At least 16 bytes.
	// Default: random.
	Secret []byte
	// Push lets pages listen for what [App.Push] sets. Default: they do not.
	Push *PushOptions
	// Workers is how many jobs of background callbacks run at once in this process, see [Background]. Default: four for each processor.
	Workers int
	// JobQueue is how many more jobs may wait. Further calls are refused with status 503. Default 1000.
	JobQueue int
	// Cluster has all processes that share it, and Secret, serve the same pages: pushes of each reach the pages of all, and where it says so background callbacks are run by
	// workers, see [App.Work]. It must be closed after the app, by whoever made it. Default: the app is alone.
	Cluster Cluster
}

const (
	defaultTitle           = "dashi"
	defaultUpdateTitle     = "Updating..."
	defaultMaxRequestBytes = 10 << 20
	workersPerProcessor    = 4
	defaultJobQueue        = 1000
)

// App is a reactive web app: a layout and callbacks. Register everything first; serving freezes it. An App is an
// [http.Handler], used by many goroutines at once.
type App struct {
	options Options
	log     *slog.Logger
	files   *assets.Files
	script  string // the names of the front end's entry points within files
	style   string
	guard   *http.CrossOriginProtection
	encoder render.Encoder
	schema  layout.Schema
	needs   render.Needs
	packer  packer
	server  lifetime
	batches batches
	uploads uploads
	offers  offers
	channel channel
	jobs    *jobs

	mu     sync.Mutex
	wiring wiring
	frozen bool // nothing more may be registered

	start atomic.Pointer[start]
}

// wiring is all that was registered.
type wiring struct {
	layout     layoutFunc
	callbacks  []*callback
	middleware []func(Handler) Handler
	uploads    map[ID]*uploadHandler
	taken      map[string]bool // ids of callbacks
	queries    []query
	packages   []Package
}

// layoutFunc gives the tree a page starts with.
type layoutFunc func(*http.Request) (any, error)

// New makes an app. It panics on options that can never be right.
func New(options Options) *App {
	if options.Title == "" {
		options.Title = defaultTitle
	}
	if options.UpdateTitle == nil {
		options.UpdateTitle = new(defaultUpdateTitle)
	}
	if options.Lang == "" {
		options.Lang = "en"
	}
	if options.Logger == nil {
		options.Logger = slog.Default()
	}
	if options.MaxRequestBytes == 0 {
		options.MaxRequestBytes = defaultMaxRequestBytes
	}
	if options.Workers == 0 {
		options.Workers = workersPerProcessor * runtime.GOMAXPROCS(0)
	}
	if options.JobQueue == 0 {
		options.JobQueue = defaultJobQueue
	}
	if options.ContentSecurityPolicy == "" {
		options.ContentSecurityPolicy = render.Policy
	}
	if err := options.check(); err != nil {
		panic("dashi: New: " + err.Error())
	}
	if options.Secret == nil {
		options.Secret = []byte(randomName() + randomName())
	}
	guard := http.NewCrossOriginProtection()
	for _, origin := range options.TrustedOrigins {
		if err := guard.AddTrustedOrigin(origin); err != nil {
			panic("dashi: New: Options.TrustedOrigins: " + err.Error())
		}
	}
	files, err := assets.New()
	if err != nil {
		panic("dashi: New: the embedded front end is broken: " + err.Error())
	}
	a := &App{options: options, log: options.Logger, files: files, guard: guard}
	a.start.Store(new(start))
	a.openChannel()
	a.openJobs()
	for name, hashed := range map[string]*string{"index.js": &a.script, "index.css": &a.style} {
		var ok bool
		if *hashed, ok = files.Entry(name); !ok {
			panic(fmt.Sprintf("dashi: New: the embedded front end has no %s", name))
		}
	}
	return a
}

func (o Options) check() error {
	if p := o.Prefix; p != "" && (!strings.HasPrefix(p, "/") || !strings.HasSuffix(p, "/")) {
		return fmt.Errorf("Options.Prefix is %q; it must begin and end with '/'", p)
	}
	if o.MaxRequestBytes < 0 {
		return fmt.Errorf("Options.MaxRequestBytes is %d; it must be positive, or 0 for the default", o.MaxRequestBytes)
	}
	if o.Workers < 0 || o.JobQueue < 0 {
		return fmt.Errorf("Options.Workers is %d and Options.JobQueue is %d; they must be positive, or 0 for the default", o.Workers, o.JobQueue)
	}
	if strings.HasPrefix(o.HealthEndpoint, "/") {
		return fmt.Errorf("Options.HealthEndpoint is %q; it is relative to the prefix and has no leading '/'", o.HealthEndpoint)
	}
	if isOwnPath(o.HealthEndpoint) {
		return fmt.Errorf("Options.HealthEndpoint is %q, a path that is dashi's own", o.HealthEndpoint)
	}
	if o.Secret != nil && len(o.Secret) < 16 {
		return fmt.Errorf("Options.Secret has %d bytes; expected at least 16, or nil for a random one", len(o.Secret))
	}
	if o.Cluster != nil && o.Secret == nil {
		return errors.New("Options.Cluster is set and Options.Secret is not; expected the secret that all processes of the app share")
	}
	if o.Push != nil {
		return o.Push.check()
	}
	return nil
}

// Layout sets what the page shows: a component, a [layout.Fragment] of several, or a function that makes one for each page
// load: func() layout.Component, func(*http.Request) layout.Component or func(*http.Request) (layout.Component, error).
// It panics on anything else, and once the app has started. A function must not call into the app: its first call is part of
// the start, which requests wait for; while that call fails, requests are refused and each tries it anew.
func (a *App) Layout(l any) {
	if isNil(l) {
		panic("dashi: Layout: the layout is nil")
	}
	var f layoutFunc
	switch l := l.(type) {
	case layout.Component, layout.Fragment:
		f = func(*http.Request) (any, error) { return l, nil }
	case func() layout.Component:
		f = func(*http.Request) (any, error) { return l(), nil }
	case func(*http.Request) layout.Component:
		f = func(r *http.Request) (any, error) { return l(r), nil }
	case func(*http.Request) (layout.Component, error):
		f = func(r *http.Request) (any, error) { return l(r) }
	default:
		panic(fmt.Sprintf("dashi: Layout: got a %T; expected a layout.Component, a layout.Fragment, or a function "+
			"func(*http.Request) layout.Component (its result declared as layout.Component, whatever it returns)", l))
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.frozen {
		panic("dashi: Layout: the app has already started")
	}
	a.wiring.layout = f
}
