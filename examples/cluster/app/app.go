// Package app is one app that several processes serve: its jobs run on whichever worker has room, what one process says is heard by the pages of all, and any of the processes may
// be killed.
package app

import (
	"context"
	"embed"
	"errors"
	"io/fs"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout/html"
)

//go:embed assets
var files embed.FS

// everyone is the topic that all pages hear.
const everyone = "everyone"

// Config is what tells one process of the app from another.
type Config struct {
	// Name is how pages call the process. Default "the only process".
	Name string
	// Names are those of all processes, Name among them. Default: Name alone.
	Names []string
	// Cluster and Secret are what they share. Default: the process is alone.
	Cluster dashi.Cluster
	Secret  []byte
	// Slots is how many jobs the process runs at once. Default: dashi's.
	Slots int
	// Kill kills a process by its name. Default: pages have no button for that.
	Kill func(name string) error
}

// process is one of those that serve the app.
type process struct {
	Config
	running, ended atomic.Int64 // jobs
}

// New makes the app. It tells all pages that it lives, until it is closed.
func New(c Config) *dashi.App {
	if c.Name == "" {
		c.Name = "the only process"
	}
	if !slices.Contains(c.Names, c.Name) {
		c.Names = []string{c.Name}
	}
	own, err := fs.Sub(files, "assets")
	if err != nil {
		panic(err) // the folder is part of the program
	}
	app := dashi.New(dashi.Options{
		Title: "Cluster", UpdateTitle: new(""), Assets: own, Cluster: c.Cluster, Secret: c.Secret, Workers: c.Slots,
		Push: &dashi.PushOptions{Topics: func(*http.Request) []string { return []string{everyone} }},
	})
	p := &process{Config: c}
	app.Layout(p.page)
	p.addJobs(app)
	p.addMessages(app)
	if c.Kill != nil {
		p.addKills(app)
	}
	go p.beat(app)
	return app
}

// addMessages lets each page say something to all.
func (p *process) addMessages(app *dashi.App) {
	app.Callback(
		dashi.Outputs(dashi.Output("text", "value"), dashi.Output("answered", "children")),
		dashi.Inputs(dashi.Input("say", "n_clicks"), dashi.Input("text", "n_submit"), dashi.State("text", "value")),
		func(ctx context.Context, _, _ int, text string) (string, string, error) {
			if strings.TrimSpace(text) == "" {
				return "", "", dashi.PreventUpdate
			}
			return "", "told by " + p.Name, Say(ctx, app, p.Name, text)
		}, dashi.PreventInitialCall())
}

// Say adds a message to every page.
func Say(ctx context.Context, app *dashi.App, from, text string) error {
	var feed dashi.Patch
	feed.At().Prepend(html.Li(html.B(from), " ", text))
	return app.Push(ctx, dashi.ToTopic(everyone), "feed", map[string]any{"children": feed})
}

// addKills gives each process a button that kills it.
func (p *process) addKills(app *dashi.App) {
	app.Callback(
		dashi.Output("killed", "children"), dashi.Input(killID(dashi.ALL), "n_clicks"),
		func(ctx context.Context, _ []int) (string, error) {
			for _, name := range p.all() {
				if dashi.CallFrom(ctx).TriggeredID() == killID(name) {
					return "kill -9 " + name, p.Kill(name)
				}
			}
			return "", dashi.PreventUpdate
		}, dashi.PreventInitialCall())
}

// killID is the id of the button that kills a process.
func killID(name any) dashi.ID { return dashi.Dict("kill", name) }

// all are the names of the processes of the app, and of the one that is not.
func (p *process) all() []string { return slices.Concat(p.Names, []string{"redis"}) }

const (
	pause = time.Second // between two signs of life
	shown = 48          // signs of life on the page
)

// beat tells all pages that the process lives, until the app is closed.
func (p *process) beat(app *dashi.App) {
	for n := 1; ; n++ {
		// While Redis is away nobody hears it; the next one will be heard.
		if err := p.tell(app, n); errors.Is(err, dashi.ErrClosed) {
			return
		}
		// All at the same moments: pages draw what comes together once.
		time.Sleep(time.Until(time.Now().Truncate(pause).Add(pause)))
	}
}

func (p *process) tell(app *dashi.App, n int) error {
	ctx, all := context.Background(), dashi.ToTopic(everyone)
	var pulse dashi.Patch
	pulse.At(0).Delete()
	pulse.At().Append(p.sign(n))
	return errors.Join(
		app.Push(ctx, all, dashi.Dict("life", p.Name), map[string]any{"children": p.life(n)}),
		app.Push(ctx, all, "pulse", map[string]any{"children": pulse}),
	)
}
