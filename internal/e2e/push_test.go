package e2e_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/internal/e2e"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
)

// byHost tells two users of one browser apart by the name of the host, so that neither has the other's cookies.
func byHost(r *http.Request) string {
	if strings.HasPrefix(r.Host, "localhost") {
		return "ann"
	}
	return "bob"
}

// board is an app that shows what is pushed to it.
func board(p *page, push dashi.PushOptions) *dashi.App {
	push.Topics = func(*http.Request) []string { return []string{"all"} }
	app := p.app(dashi.Options{User: byHost, Push: &push, SuppressCallbackExceptions: true})
	p.t.Cleanup(func() { require.NoError(p.t, app.Close()) })
	app.Layout(html.Div(
		html.H1("Board"),
		html.Div(html.ID("text")), html.Div(html.ID("twice")), html.Div(html.ID("own")),
		html.Div(html.ID(dashi.Dict("n", 1))), html.Div(html.ID(dashi.Dict("n", 2))),
		dcc.Store{ID: "list", Data: []int{}}, html.Div(html.ID("sum")),
		html.Button(html.ID("subscribe"), "Subscribe"), html.Div(html.ID("token")), html.Div(html.ID("news")),
	))
	app.Callback(dashi.Output("twice", "children"), dashi.Inputs(dashi.Input("text", "children")), func(text string) string {
		return text + text
	}, dashi.PreventInitialCall())
	app.Callback(dashi.Output("sum", "children"), dashi.Inputs(dashi.Input("list", "data")), func(list []int) string {
		return fmt.Sprint(len(list), " of ", list)
	})
	app.Callback(dashi.Output("token", "children"), dashi.Inputs(dashi.Input("subscribe", "n_clicks")), func(ctx context.Context, n int) (string, error) {
		call := dashi.CallFrom(ctx)
		if n%2 == 0 {
			return call.Page(), call.Unsubscribe("news")
		}
		return call.Page(), call.Subscribe("news")
	}, dashi.PreventInitialCall())
	return app
}

// say pushes children.
func say(t testing.TB, app *dashi.App, to dashi.Audience, id dashi.ID, text any) {
	t.Helper()
	require.NoError(t, app.Push(t.Context(), to, id, map[string]any{"children": text}))
}

// add pushes a number that is appended to the list.
func add(t testing.TB, app *dashi.App, n int) {
	t.Helper()
	var p dashi.Patch
	p.At().Append(n)
	require.NoError(t, app.Push(t.Context(), dashi.ToTopic("all"), "list", map[string]any{"data": p}))
}

// listOf is what the board says of a list of 0 to n-1.
func listOf(n int) string {
	list := make([]int, n)
	for i := range list {
		list[i] = i
	}
	return fmt.Sprint(n, " of ", list)
}

var everyone = dashi.ToTopic("all")

func TestPushesReachThePagesTheyAreFor(t *testing.T) {
	onOurs(t, func(t *testing.T, bob *page) {
		app := board(bob, dashi.PushOptions{})
		bob.show(app)
		ann := &page{t: t, front: ours}
		var port string
		bob.Eval(`location.port`, &port)
		ann.open("http://localhost:" + port)

		say(t, app, everyone, "text", "hi")
		for _, p := range []*page{ann, bob} {
			p.shows("text", "hi")
			p.shows("twice", "hihi") // as after an edit
		}
		say(t, app, dashi.ToUser("ann"), "own", "ann's")
		ann.shows("own", "ann's")
		say(t, app, dashi.ToUser("bob"), "own", "bob's")
		bob.shows("own", "bob's")
		require.Equal(t, "ann's", ann.Text("#own"))
		say(t, app, everyone, dashi.Dict("n", dashi.ALL), "each")
		bob.Until(`[...document.querySelectorAll("[id^='{']")].filter((e) => e.textContent === "each").length === 2`)
		say(t, app, everyone, "nobody", "is no mistake where it is not shown")

		// More than a frame has room for: the latest value, and every patch.
		const many = 300
		for i := range many {
			say(t, app, everyone, "text", fmt.Sprint(i))
			add(t, app, i)
		}
		for _, p := range []*page{ann, bob} {
			p.shows("text", fmt.Sprint(many-1))
			p.shows("sum", listOf(many))
		}

		bob.click("subscribe")
		bob.Until(`document.querySelector("#token").textContent !== ""`)
		token := bob.Text("#token")
		say(t, app, dashi.ToTopic("news"), "news", "heard")
		bob.shows("news", "heard")
		say(t, app, dashi.ToPage(token), "own", "this page's")
		bob.shows("own", "this page's")
		bob.click("subscribe")
		bob.settled()
		say(t, app, dashi.ToTopic("news"), "news", "unheard")
		say(t, app, everyone, "text", "later")
		bob.shows("text", "later")
		require.Equal(t, "heard", bob.Text("#news"))
		require.Equal(t, "ann's", ann.Text("#own"))

		// Another user's token is of no use, by either way.
		ann.Allow("403")
		var status int
		ann.Eval(`fetch("/_dashi-channel", {method: "POST", body: JSON.stringify([{type: "hello", page: "`+token+`"}])}).then((r) => r.status)`, &status)
		require.Equal(t, http.StatusForbidden, status)
		var code int
		ann.Eval(`new Promise((done) => {
			const socket = new WebSocket("ws://" + location.host + "/_dash-ws-callback")
			socket.onopen = () => socket.send(JSON.stringify({type: "hello", page: "`+token+`"}))
			socket.onclose = ({code}) => done(code)
		})`, &code)
		require.Equal(t, 4001, code)

		// No frames come while a tab is hidden.
		bob.Eval(`(Object.defineProperty(document, "visibilityState", {value: "hidden", configurable: true}), document.dispatchEvent(new Event("visibilitychange")), 0)`, nil)
		say(t, app, everyone, "text", "hidden")
		bob.shows("text", "hidden")
	})
}

func TestAPageThatWasAwayHasMissedNothing(t *testing.T) {
	onOurs(t, func(t *testing.T, p *page) {
		app := board(p, dashi.PushOptions{Window: 4})
		url := serve(t, app)
		line := e2e.NewLine(t, strings.TrimPrefix(url, "http://"))
		p.open("http://" + line.Addr)
		p.Allow("WebSocket connection to")
		p.Allow("Failed to load resource: net::ERR_")
		p.Eval(`(window.losses = 0, document.addEventListener("dashi:lost", () => window.losses++), 0)`, nil)
		add(t, app, 0)
		p.shows("sum", listOf(1))
		for i := 1; i < 40; i++ {
			if i%10 == 5 {
				line.Cut()
			}
			add(t, app, i)
			say(t, app, everyone, "text", fmt.Sprint(i))
			if i%10 == 9 {
				line.Mend()
				p.Eval(`(dispatchEvent(new Event("online")), 0)`, nil) // as the browser says when the network is back
				p.shows("sum", listOf(i+1))
				p.shows("text", fmt.Sprint(i))
			}
		}
		var losses int
		p.Eval(`window.losses`, &losses)
		require.Zero(t, losses)
		require.Empty(t, p.Text(".dash-errors"))

		// More than is kept of patches: that is said.
		line.Cut()
		var large dashi.Patch
		large.At().Append(strings.Repeat("x", 1<<20))
		for range 3 {
			require.NoError(t, app.Push(t.Context(), everyone, dashi.ID("none"), map[string]any{"data": large}))
		}
		line.Mend()
		p.Eval(`(dispatchEvent(new Event("online")), 0)`, nil)
		p.Until(`window.losses === 1`)
		p.WaitContains(".dash-errors", "Some updates of this page were missed.")
	})
}

func TestWhereASocketIsRefusedPushesComeByRequests(t *testing.T) {
	onOurs(t, func(t *testing.T, p *page) {
		app := board(p, dashi.PushOptions{})
		p.open(serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.Header.Get("Upgrade") != "" {
				http.Error(w, "this proxy knows of no sockets", http.StatusBadGateway)
				return
			}
			app.ServeHTTP(w, r)
		})))
		p.Allow("WebSocket connection to")
		for i := range 3 {
			add(t, app, i)
			p.shows("sum", listOf(i+1))
		}
		p.click("subscribe")
		p.Until(`document.querySelector("#token").textContent !== ""`)
		say(t, app, dashi.ToTopic("news"), "news", "heard")
		p.shows("news", "heard")
	})
}

func TestAPageOfAnEarlierServerIsToldToReload(t *testing.T) {
	onOurs(t, func(t *testing.T, p *page) {
		app, after := board(p, dashi.PushOptions{}), board(p, dashi.PushOptions{})
		present := http.Handler(app)
		p.open(serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { present.ServeHTTP(w, r) })))
		p.Allow("WebSocket connection to")
		p.Allow("Failed to load resource")
		add(t, app, 0)
		p.shows("sum", listOf(1))
		present = after // with another secret
		require.NoError(t, app.Close())
		p.WaitContains(".dash-errors", "This page is out of date.")
		p.Reload()
		add(t, after, 0)
		p.shows("sum", listOf(1))
	})
}
