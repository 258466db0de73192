package e2e_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	background "github.com/dashi-go/dashi/examples/background/app"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
)

// Callbacks that run as jobs.

// labour is what jobs of tests do: what they are told, until their context ends.
type labour struct {
	began  chan string
	orders chan string
	causes chan error
}

func newLabour() *labour {
	return &labour{began: make(chan string, 100), orders: make(chan string), causes: make(chan error, 100)}
}

// work is the body of a job: "progress x" and "side x" set that, "fail x" fails, and "end x" is its outcome.
func (l *labour) work(ctx context.Context, name string) (string, error) {
	l.began <- name
	for {
		select {
		case <-ctx.Done():
			l.causes <- context.Cause(ctx)
			return "", ctx.Err()
		case order := <-l.orders:
			what, text, _ := strings.Cut(order, " ")
			var err error
			switch call := dashi.CallFrom(ctx); what {
			case "progress":
				err = call.Progress(text)
			case "side":
				err = call.SetProps("side", map[string]any{"children": text})
			case "fail":
				err = errors.New(text)
			default:
				return text, nil
			}
			if err != nil {
				return "", err
			}
		}
	}
}

// jobPage is a page with the buttons "go" and "stop", and an app whose job "go" begins.
func jobPage(p *page, l *labour, options dashi.Options, run dashi.BackgroundOptions) *dashi.App {
	app := p.app(options)
	app.Layout(html.Main(html.Button(html.ID("go"), "go"), html.Button(html.ID("stop"), "stop"),
		html.P(html.ID("light"), "-"), html.P(html.ID("bar"), "-"), html.P(html.ID("side"), "-"), html.P(html.ID("out"), "-")))
	run.Progress, run.ProgressDefault = dashi.Output("bar", "children"), []any{"rests"}
	run.Cancel, run.Interval = dashi.Input("stop", "n_clicks"), 50*time.Millisecond
	app.Callback(dashi.Output("out", "children"), dashi.Input("go", "n_clicks"), func(ctx context.Context, n int) (string, error) { return l.work(ctx, fmt.Sprint(n)) },
		dashi.PreventInitialCall(), light(), dashi.Background(run))
	p.t.Cleanup(func() { require.NoError(p.t, app.Close()) })
	return app
}

// TestBackground is the life of jobs in both front ends: progress, side updates, what is switched, the outcome, a failure, and their ends by the user.
func TestBackground(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		l := newLabour()
		p.show(jobPage(p, l, dashi.Options{}, dashi.BackgroundOptions{}))
		p.Allow("500")
		p.Allow("out.children")
		p.click("go")
		receive(t, l.began)
		p.shows("light", "on")
		l.order(t, "progress 1")
		p.shows("bar", "1")
		l.order(t, "side aside")
		p.shows("side", "aside")
		l.order(t, "progress 2")
		p.shows("bar", "2")
		require.Equal(t, "on", p.Text("#light"))
		l.order(t, "end done")
		p.shows("out", "done")
		p.shows("light", "off")
		p.shows("bar", "rests")
		p.settled()

		p.click("go")
		receive(t, l.began)
		l.order(t, "progress half")
		p.shows("bar", "half")
		p.click("stop")
		require.ErrorContains(t, receive(t, l.causes), "the job was cancelled")
		p.shows("light", "off")
		p.shows("bar", "rests")
		require.Equal(t, "done", p.Text("#out"))

		p.click("go")
		receive(t, l.began)
		p.click("go")
		receive(t, l.began)
		require.Error(t, receive(t, l.causes), "the newer call takes the place of the older")
		l.order(t, "end newer")
		p.shows("out", "newer")
		p.settled()

		p.click("go")
		receive(t, l.began)
		l.order(t, "fail it is broken")
		p.shows("light", "off")
		p.shows("bar", "rests")
		require.Equal(t, "newer", p.Text("#out"))
	})
}

// TestAReloadFindsItsJobs: their progress and outcome are shown, and nothing runs anew.
func TestAReloadFindsItsJobs(t *testing.T) {
	onOurs(t, func(t *testing.T, p *page) {
		l, auto := newLabour(), newLabour()
		app := jobPage(p, l, dashi.Options{}, dashi.BackgroundOptions{})
		app.Layout(html.Main(html.Button(html.ID("go"), "go"), html.Button(html.ID("stop"), "stop"), html.P(html.ID("light"), "-"), html.P(html.ID("bar"), "-"), html.P(html.ID("side"), "-"), html.P(html.ID("out"), "-"),
			dcc.Input{ID: "in", Value: "a", Persistence: true}, html.P(html.ID("first"), "-"), html.P(html.ID("second"), "-")))
		app.Callback(dashi.Outputs(dashi.Output("first", "children"), dashi.Output("second", "children")), dashi.Input("in", "value"),
			func(ctx context.Context, v string) (string, string, error) {
				got, err := auto.work(ctx, v)
				return v, got, err
			}, dashi.Background(dashi.BackgroundOptions{}))
		p.show(app)
		require.Equal(t, "a", receive(t, auto.began))
		p.click("go")
		receive(t, l.began)
		l.order(t, "progress 1")
		l.order(t, "progress 2")
		p.shows("bar", "2")
		p.Reload()
		p.shows("bar", "2")
		p.shows("light", "on")
		p.loads("out", true)
		l.order(t, "progress 3")
		p.shows("bar", "3")
		l.order(t, "end found")
		p.shows("out", "found")
		p.shows("bar", "rests")
		auto.order(t, "end also found")
		p.shows("second", "also found")
		p.settled()
		require.Empty(t, append(l.takeAll(), auto.takeAll()...), "nothing was begun anew")
		p.Until(`!Object.keys(sessionStorage).some((k) => k.startsWith("dashi-jobs"))`)

		// Another value begins another job, which is found as well; what ran for values that the page has no more is ended.
		p.fill("in", "b")
		require.Equal(t, "b", receive(t, auto.began))
		kept := `Object.keys(sessionStorage).some((k) => k.startsWith("dashi-jobs"))`
		p.Until(kept) // the handle is there: before that a reload begins anew
		p.Reload()
		auto.order(t, "end in between")
		p.shows("second", "in between")
		p.shows("first", "b")
		p.Eval(`window.dash_clientside.set_props("in", {value: "c"})`, nil)
		require.Equal(t, "c", receive(t, auto.began))
		p.Until(kept)
		p.Eval(`void localStorage.clear()`, nil)
		p.Reload()
		require.Equal(t, "a", receive(t, auto.began), "its values are others now")
		require.Error(t, receive(t, auto.causes), "by the page, or because the newer job takes its place")
		auto.order(t, "end anew")
		p.shows("second", "anew")
	})
}

// order tells a job that runs what to do.
func (l *labour) order(t *testing.T, what string) {
	t.Helper()
	select {
	case l.orders <- what:
	case <-time.After(time.Minute):
		require.FailNow(t, "no job takes the order "+what)
	}
}

// takeAll are the jobs that have begun and were not received.
func (l *labour) takeAll() (names []string) {
	for {
		select {
		case name := <-l.began:
			names = append(names, name)
		default:
			return names
		}
	}
}

// TestPoliciesOfJobs: what becomes of a job when its callback is called again, in one page.
func TestPoliciesOfJobs(t *testing.T) {
	onOurs(t, func(t *testing.T, p *page) {
		app := p.app(dashi.Options{})
		all := map[string]*labour{"queue": newLabour(), "parallel": newLabour(), "join": newLabour()}
		var parts []any
		for policy, l := range all {
			button, out := dashi.ID(fmt.Sprint("go", policy)), dashi.ID(fmt.Sprint("out", policy))
			parts = append(parts, html.Button(html.ID(button), "go"), html.P(html.ID(out), "-"))
			app.Callback(dashi.Output(out, "children"), dashi.Input(button, "n_clicks"), func(ctx context.Context, n int) (string, error) {
				got, err := l.work(ctx, fmt.Sprint(n))
				return fmt.Sprint(n, " ", got), err
			}, dashi.PreventInitialCall(), dashi.Background(dashi.BackgroundOptions{Policy: policy}))
		}
		app.Layout(html.Main(parts...))
		t.Cleanup(func() { require.NoError(t, app.Close()) })
		p.show(app)
		again := func(policy string) (l *labour, out string) {
			l = all[policy]
			p.click(fmt.Sprint("go", policy))
			require.Equal(t, "1", receive(t, l.began))
			p.click(fmt.Sprint("go", policy))
			return l, fmt.Sprint("out", policy)
		}
		queue, out := again("queue")
		queue.order(t, "end a")
		require.Equal(t, "2", receive(t, queue.began))
		p.shows(out, "1 a")
		p.loads(out, true)
		queue.order(t, "end b")
		p.shows(out, "2 b")
		p.loads(out, false)

		parallel, out := again("parallel")
		require.Equal(t, "2", receive(t, parallel.began))
		parallel.order(t, "end x")
		p.Until(fmt.Sprintf(`document.querySelector("#%s").textContent !== "-"`, out))
		parallel.order(t, "end x")
		p.shows(out, "2 x")
		p.loads(out, false)

		join, out := again("join")
		p.Until(`performance.getEntriesByType("resource").filter((e) => e.name.endsWith("_dash-update-component") && e.responseEnd > 0).length === 6`)
		join.order(t, "end c")
		p.shows(out, "1 c")
		p.settled()
		require.Empty(t, join.takeAll())
	})
}

// TestJobsAndSocketsShowResultsBitByBit: ours shows them as they come, also after a reload in between; what depends on them runs once, with the whole.
func TestJobsAndSocketsShowResultsBitByBit(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		app, far := p.app(dashi.Options{}), &journal{}
		t.Cleanup(func() { require.NoError(t, app.Close()) })
		words, said, news := make(chan string), make(chan string), make(chan string)
		var parts []any
		for _, id := range []dashi.ID{"out", "far", "said", "news"} {
			parts = append(parts, html.P(html.ID(id), "-"))
		}
		app.Layout(html.Main(append(parts, html.Button(html.ID("go"), "go"), html.Button(html.ID("say"), "say"), html.Button(html.ID("tune"), "tune"))...))
		// spell shows a text that grows, until there is no more of it.
		spell := func(from chan string) any {
			return func(ctx context.Context, n int, show func(any) error) error {
				err := show(fmt.Sprint(n, ":"))
				for {
					select {
					case word := <-from:
						if err = errors.Join(err, show(added(word))); word == "." || err != nil {
							return err
						}
					case <-ctx.Done():
						return ctx.Err()
					}
				}
			}
		}
		app.Callback(dashi.Output("out", "children"), dashi.Input("go", "n_clicks"), spell(words), dashi.PreventInitialCall(), dashi.Background(dashi.BackgroundOptions{Interval: 50 * time.Millisecond}))
		app.Callback(dashi.Output("said", "children"), dashi.Input("say", "n_clicks"), spell(said), dashi.PreventInitialCall(), dashi.WebSocket())
		app.Callback(dashi.Output("news", "children"), dashi.Input("tune", "n_clicks"), spell(news), dashi.PreventInitialCall(), dashi.Persistent())
		app.Callback(dashi.Output("far", "children"), dashi.Input("out", "children"), func(text string) string {
			far.add("%s", text)
			return text + "!"
		}, dashi.PreventInitialCall())
		require.NoError(t, app.Validate())
		p.show(app)
		for i, from := range []chan string{words, said, news} {
			p.click([]string{"go", "say", "tune"}[i])
			from <- "a"
			if out := []string{"out", "said", "news"}[i]; p.dashi() || out == "news" {
				p.shows(out, "1:a") // what may never end is shown by Dash's client too
			}
			if p.dashi() {
				p.loads([]string{"out", "said", "news"}[i], false)
			}
		}
		if p.dashi() {
			p.shows("out", "1:a")
			p.Reload()
			p.shows("out", "1:a")
			p.shows("far", "-")
			p.click("say")
			said <- "a"
			p.shows("said", "1:a")
		}
		for range 1000 {
			words <- "b"
		}
		words <- "."
		p.shows("out", "1:a"+strings.Repeat("b", 1000)+".")
		p.shows("far", "1:a"+strings.Repeat("b", 1000)+".!")
		require.Len(t, far.take(), 1, "it runs once")
		said <- "."
		p.shows("said", "1:a.")
		if p.dashi() {
			p.settled()
		}
	})
}

// TestJobsOfTwoUsers: nobody hears of another's job or ends it, also with its handle.
func TestJobsOfTwoUsers(t *testing.T) {
	onOurs(t, func(t *testing.T, p *page) {
		l := newLabour()
		app := jobPage(p, l, dashi.Options{User: func(r *http.Request) string {
			c, err := r.Cookie("user")
			if err != nil {
				return ""
			}
			return c.Value
		}}, dashi.BackgroundOptions{})
		url := serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if user := r.URL.Query().Get("user"); user != "" {
				http.SetCookie(w, &http.Cookie{Name: "user", Value: user, Path: "/"})
				http.Redirect(w, r, "/", http.StatusFound)
				return
			}
			app.ServeHTTP(w, r)
		}))
		p.open(url + "?user=ada")
		eve := open(t, url+"?user=eve")
		eve.WaitText("#out", "-")
		eve.Allow("410") // what the tries are answered
		p.click("go")
		receive(t, l.began)
		l.order(t, "progress secret")
		p.shows("bar", "secret")
		handle := eval[string](p, `JSON.parse(sessionStorage[Object.keys(sessionStorage).find((k) => k.startsWith("dashi-jobs"))])[0].handle`)
		var answer string
		eve.Eval(fmt.Sprintf(`(async () => {
			const ask = (query, method, body) => fetch("/_dash-update-component?" + query, {method, body, headers: {"Content-Type": "application/json"}})
			const body = JSON.stringify({output: "out.children", outputs: {id: "out", property: "children"}, inputs: [{id: "go", property: "n_clicks", value: null}], changedPropIds: []})
			const handle = %q
			await ask("job=" + handle, "DELETE")
			const read = await ask("cacheKey=" + handle + "&job=" + handle, "POST", body)
			const page = JSON.parse(document.getElementById("_dash-config").textContent).push.page
			const heard = await fetch("/_dashi-channel", {method: "POST", body: JSON.stringify([{type: "hello", page, after: {}, poll: true}, {type: "cancel", job: handle}, {type: "follow", job: handle, after: 0}])})
			const lines = heard.body.getReader()
			let text = read.status + await read.text()
			while (!text.includes('"status":410')) text += new TextDecoder().decode((await lines.read()).value)
			lines.cancel()
			return text
		})()`, handle), &answer)
		require.Contains(t, answer, "410")
		require.Contains(t, answer, `"status":410`)
		require.NotContains(t, answer, "secret")
		l.order(t, "end of ada's own")
		p.shows("out", "of ada's own")
		require.Equal(t, "-", eve.Text("#bar"))
		require.Equal(t, "-", eve.Text("#out"))
	})
}

// TestJobsThatFail: retries, a timeout, and the end of the app, each of which the page is told.
func TestJobsThatFail(t *testing.T) {
	onOurs(t, func(t *testing.T, p *page) {
		l := newLabour()
		var tries atomic.Int32
		secret := []byte("sixteen bytes or more")
		app := jobPage(p, l, dashi.Options{Debug: true, Secret: secret}, dashi.BackgroundOptions{})
		app.Layout(html.Main(html.Button(html.ID("go"), "go"), html.Button(html.ID("stop"), "stop"), html.P(html.ID("light"), "-"), html.P(html.ID("bar"), "-"), html.P(html.ID("side"), "-"), html.P(html.ID("out"), "-"),
			html.Button(html.ID("try"), "try"), html.P(html.ID("tried"), "-"), html.Button(html.ID("wait"), "wait"), html.P(html.ID("waited"), "-")))
		app.Callback(dashi.Output("tried", "children"), dashi.Input("try", "n_clicks"), func(ctx context.Context, _ int) (string, error) {
			n := tries.Add(1)
			if err := dashi.CallFrom(ctx).SetProps("side", map[string]any{"children": fmt.Sprint("try ", n)}); n < 3 {
				return "", errors.Join(err, errors.New("not yet"))
			}
			return "the third time", nil
		}, dashi.PreventInitialCall(), dashi.Background(dashi.BackgroundOptions{Retries: 2, Backoff: time.Millisecond}))
		app.Callback(dashi.Output("waited", "children"), dashi.Input("wait", "n_clicks"), func(ctx context.Context, _ int) (string, error) { <-ctx.Done(); return "", ctx.Err() },
			dashi.PreventInitialCall(), dashi.Background(dashi.BackgroundOptions{Timeout: time.Millisecond}),
			dashi.OnError(func(err error) string { return err.Error() }))
		require.NoError(t, app.Validate())
		var present atomic.Pointer[dashi.App] // a server that is started anew is another one at the same address
		present.Store(app)
		p.open(serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { present.Load().ServeHTTP(w, r) })))
		p.click("try")
		p.shows("tried", "the third time")
		p.shows("side", "try 3")
		p.click("wait")
		p.shows("waited", "job: it took longer than 1ms: context deadline exceeded")
		p.click("go")
		receive(t, l.began)
		p.shows("light", "on")
		p.Allow("out.children") // the error, in the console
		p.Allow("WebSocket")
		p.Allow("503")
		require.NoError(t, app.Close())
		require.ErrorIs(t, receive(t, l.causes), dashi.ErrClosed)
		present.Store(jobPage(p, l, dashi.Options{Debug: true, Secret: secret}, dashi.BackgroundOptions{}))
		p.shows("light", "off")
		// What the page hears of the end comes before the end of its channel, or is asked of the server that takes the place.
		p.Until(`/The app is closing|The job is not known/.test(document.body.textContent)`)
	})
}

// TestTheBackgroundExample in two browsers at once.
func TestTheBackgroundExample(t *testing.T) {
	t.Parallel()
	url := serve(t, background.New())
	ada, eve := open(t, url), open(t, url)
	ada.GraphReady("figure")
	ada.Eval(`window.dash_clientside.set_props("throws", {value: 400})`, nil)
	ada.Click("#run")
	ada.WaitContains("#log", "Run 1 begins")
	ada.Until(`/Step \d+ of 100/.test(document.body.innerText) && document.querySelector("#run").disabled`)
	ada.Screenshot("background-desktop")
	ada.Reload()
	ada.WaitContains("#log", "Run 1 begins")
	ada.Until(`/Step \d+ of 100/.test(document.body.innerText) && document.querySelector("#run").disabled`)
	ada.Click("#stop")
	ada.Until(`!document.querySelector("#run").disabled && document.querySelector("#stop").disabled && document.body.innerText.includes("Ready")`)
	require.Contains(t, ada.Text("#answer"), "π ≈ ", "what it has shown stays")
	ada.Eval(`window.dash_clientside.set_props("throws", {value: 10})`, nil)
	ada.Click("#run")
	ada.WaitContains("#answer", "π ≈ 3.1")
	ada.WaitContains("#log", "Run 1 ends after")
	require.Empty(t, eve.Text("#log"), "another browser sees nothing of it")
	ada.Dark()
	ada.Size(phoneWidth, phoneHeight)
	ada.Until(`document.documentElement.scrollWidth <= document.documentElement.clientWidth`)
	ada.Screenshot("background-phone-dark")
}
