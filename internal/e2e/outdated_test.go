package e2e_test

import (
	"log/slog"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/internal/job"
	"github.com/dashi-go/dashi/internal/push"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
)

// deployment is what answers at one address: one version of an app, then another, and perhaps without some of the files of before.
type deployment struct {
	broker *push.Local // outlives them, as that of a cluster does
	app    atomic.Pointer[dashi.App]
	gone   atomic.Pointer[string] // part of the paths that are not there
}

func (d *deployment) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if gone := d.gone.Load(); gone != nil && strings.Contains(r.URL.Path, *gone) {
		http.NotFound(w, r)
		return
	}
	d.app.Load().ServeHTTP(w, r)
}

// Broker implements [dashi.Cluster].
func (d *deployment) Broker() push.Broker { return d.broker }

func (d *deployment) Jobs() job.Shared { return nil }

// deploy puts a version in the place of what was there, which ends.
func (d *deployment) deploy(t *testing.T, name string, more func(*dashi.App)) {
	t.Helper()
	app := dashi.New(dashi.Options{
		Logger: slog.New(slog.DiscardHandler), Secret: []byte("the same in all versions"), Cluster: d, Push: &dashi.PushOptions{}, SuppressCallbackExceptions: true,
	})
	t.Cleanup(func() { require.NoError(t, app.Close()) })
	app.Layout(html.Main(
		html.H1("Version "+name), html.Button(html.ID("go"), "Go"), html.Button(html.ID("talk"), "Talk"), html.Button(html.ID("show"), "Show"),
		html.P(html.ID("same")), html.P(html.ID("went")), html.P(html.ID("talked")), html.Div(html.ID("shown")),
	))
	app.Callback(dashi.Output("same", "children"), dashi.Input("go", "n_clicks"), func(n int) string { return strings.Repeat("!", n) })
	app.Callback(dashi.Output("shown", "children"), dashi.Input("show", "n_clicks"), func(n int) any {
		return dcc.Markdown{ID: "text", Children: "shown by **" + name + "**"}
	}, dashi.PreventInitialCall())
	more(app)
	if before := d.app.Swap(app); before != nil {
		require.NoError(t, before.Close())
	}
}

// TestPagesOfAnEarlierVersion are served as long as their calls fit. Then they say that they are out of date, and a reload makes them those of the present version.
func TestPagesOfAnEarlierVersion(t *testing.T) {
	t.Parallel()
	d := &deployment{broker: push.NewLocal(push.Limits{})}
	t.Cleanup(d.broker.Close)
	old := func(app *dashi.App) {
		app.Callback(dashi.Output("went", "children"), dashi.Input("go", "n_clicks"), func(n int) string { return "gone" + strings.Repeat("!", n) }, dashi.PreventInitialCall())
		app.Callback(dashi.Output("talked", "children"), dashi.Input("talk", "n_clicks"), func(int) string { return "talked" }, dashi.PreventInitialCall(), dashi.WebSocket())
	}
	d.deploy(t, "one", old)
	tab := open(t, serve(t, d))
	for _, expected := range []string{"dashi: ", "WebSocket connection to", "404", "400"} {
		tab.Allow(expected)
	}
	watch := func() {
		tab.Eval(`(() => {
			window.heard = []
			for (const what of ["outdated", "updated"]) document.addEventListener("dashi:" + what, () => heard.push(what))
		})()`, nil)
	}
	watch()
	// again reloads the page by the notice's button.
	again := func(version string) {
		t.Helper()
		tab.Until(`document.querySelector(".dash-errors").textContent === "This page is out of date.Reload×"`)
		tab.Until(`heard.includes("outdated")`)
		tab.Click(".dash-error-sign-in")
		tab.WaitText("h1", "Version "+version)
		watch()
	}
	tab.Click("#talk")
	tab.WaitText("#talked", "talked")

	// The same callbacks, in another process.
	d.deploy(t, "two", old)
	tab.Click("#go")
	tab.WaitText("#went", "gone!")
	tab.WaitText("#same", "!")
	require.Equal(t, "Version one", tab.Text("h1"))

	// One is not there any more, and one takes other values; but another is as it was.
	d.deploy(t, "three", func(app *dashi.App) {
		app.Callback(dashi.Output("talked", "children"), dashi.Input("talk", "n_clicks"), func(*int) string { return "three" }, dashi.PreventInitialCall(), dashi.WebSocket())
	})
	tab.Until(`heard.includes("updated")`)
	require.Empty(t, tab.Text(".dash-errors"), "nothing is wrong with it yet")
	tab.Click("#go")
	tab.WaitText("#same", "!!")
	tab.Until(`document.querySelector(".dash-errors").textContent !== ""`)
	tab.Screenshot("outdated")
	tab.Dark()
	tab.Size(phoneWidth, phoneHeight)
	tab.Screenshot("outdated-phone-dark")
	tab.Size(desktopWidth, desktopHeight)
	again("three")

	// Over the socket.
	d.deploy(t, "four", func(*dashi.App) {})
	tab.Until(`heard.includes("updated")`)
	tab.Click("#talk")
	again("four")

	// A file that the page has not needed until now.
	d.gone.Store(new("/markdown-"))
	d.deploy(t, "five", old)
	tab.Click("#show")
	tab.Until(`document.querySelector(".dash-errors").textContent !== ""`)
	d.gone.Store(nil)
	again("five")

	// The same without another version is a failure as any other.
	d.gone.Store(new("/markdown-"))
	tab.Click("#show")
	tab.WaitContains(".dash-errors", "Something went wrong")
	require.NotContains(t, tab.Text(".dash-errors"), "out of date")
}

// TestAPageWhoseUserHasLeftSaysSo without a press of anything: its socket is asked for its user with every heartbeat.
func TestAPageWhoseUserHasLeftSaysSo(t *testing.T) {
	t.Parallel()
	var user atomic.Pointer[string]
	user.Store(new("ann"))
	app := dashi.New(dashi.Options{
		Logger: slog.New(slog.DiscardHandler), Push: &dashi.PushOptions{Heartbeat: time.Second}, User: func(*http.Request) string { return *user.Load() },
	})
	t.Cleanup(func() { require.NoError(t, app.Close()) })
	app.Layout(html.Main(html.H1("Hers"), html.P(html.ID("text"))))
	tab := open(t, serve(t, app))
	say(t, app, dashi.ToUser("ann"), "text", "pushed")
	tab.WaitText("#text", "pushed")
	user.Store(new(""))
	tab.Until(`document.querySelector(".dash-errors").textContent === "You are not signed in any more.Sign in again×"`)
	say(t, app, dashi.ToUser("ann"), "text", "a secret")
	require.Equal(t, "pushed", tab.Text("#text"))
}
