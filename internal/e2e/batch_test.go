package e2e_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
)

// Calls that become ready together go out together. Only our front end does so; Dash's sends each by itself.

// request is one that callbacks made.
type request struct {
	method string
	calls  []string // the outputs asked for; of DELETE the places in the batch
	batch  bool
}

func (r request) String() string {
	kind := "single"
	if r.batch {
		kind = "batch"
	}
	return fmt.Sprintf("%s %s of %d", r.method, kind, len(r.calls))
}

// traffic notes the requests that callbacks make of an app.
type traffic struct {
	mu       sync.Mutex
	requests []request
}

func (n *traffic) around(app http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.HasSuffix(r.URL.Path, "/_dash-update-component") {
			app.ServeHTTP(w, r)
			return
		}
		body, err := io.ReadAll(r.Body)
		r.Body = io.NopCloser(bytes.NewReader(body))
		seen := request{method: r.Method, batch: bytes.HasPrefix(body, []byte("["))}
		switch {
		case err != nil:
		case r.Method == http.MethodGet:
			seen.calls = outputsOf([]byte("[" + r.URL.Query().Get("call") + "]"))
		case r.Method == http.MethodDelete:
			seen.calls = r.URL.Query()["call"]
		case seen.batch:
			seen.calls = outputsOf(body)
		default:
			seen.calls = outputsOf([]byte("[" + string(body) + "]"))
		}
		n.mu.Lock()
		n.requests = append(n.requests, seen)
		n.mu.Unlock()
		app.ServeHTTP(w, r)
	})
}

func outputsOf(records []byte) (outputs []string) {
	var list []struct{ Output string }
	_ = json.Unmarshal(records, &list) // a test that expects calls finds none
	for _, record := range list {
		outputs = append(outputs, record.Output)
	}
	return outputs
}

func (n *traffic) all() []request {
	n.mu.Lock()
	defer n.mu.Unlock()
	return append([]request(nil), n.requests...)
}

// take is all, which it then forgets.
func (n *traffic) take() (seen []string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, r := range n.requests {
		seen = append(seen, r.String())
	}
	n.requests = nil
	return seen
}

// showCounted is show, with a note of the requests.
func (p *page) showCounted(app *dashi.App) *traffic {
	p.t.Helper()
	require.NoError(p.t, app.Validate())
	notes := &traffic{}
	p.open(serve(p.t, notes.around(p.handler(app))))
	return notes
}

// crowd is an app with many outputs, each with a callback on the field "in", and whatever else the page has.
func crowd(p *page, options dashi.Options, count int, fn func(ctx context.Context, i int, v string) (string, error), more ...any) *dashi.App {
	app := p.app(options)
	children := list{dcc.Input{ID: "in", Value: "x"}, html.Button(html.ID("go"), "go")}
	for i := range count {
		id := layout.ID(fmt.Sprint("out", i))
		children = append(children, html.P(html.ID(id)))
		app.Callback(dashi.Output(id, "children"), dashi.Input("in", "value"), func(ctx context.Context, v string) (string, error) { return fn(ctx, i, v) })
	}
	app.Layout(html.Main(append(children, more...)...))
	return app
}

// showsCrowd waits until outputs show what echo makes of v.
func (p *page) showsCrowd(v string, except ...int) {
	p.t.Helper()
	without := map[string]bool{}
	for _, i := range except {
		without[fmt.Sprint("out", i)] = true
	}
	p.Until(fmt.Sprintf(`[...document.querySelectorAll("[id^=out]")].every((e) => (%s)[e.id] || e.innerText === e.id.slice(3) + %q)`, asJSON(without), v))
}

func asJSON(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // a test's own value
	}
	return string(b)
}

func echoed(_ context.Context, i int, v string) (string, error) { return fmt.Sprint(i, v), nil }

func TestManyCallsAreOneRequest(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		const count = 40
		app := crowd(p, dashi.Options{}, count, echoed, html.P(html.ID("clicks")))
		app.Callback(dashi.Output("clicks", "children"), dashi.Input("go", "n_clicks"), func(n int) int { return n }, dashi.PreventInitialCall())
		asked := p.showCounted(app)
		p.showsCrowd("x")
		p.settled()
		if p.dashi() {
			require.Equal(t, []string{"POST batch of 40"}, asked.take())
		} else {
			require.Len(t, asked.take(), count)
		}
		p.click("go")
		p.shows("clicks", "1")
		require.Equal(t, []string{"POST single of 1"}, asked.take(), "one call is a plain one")
		p.fill("in", "y")
		p.showsCrowd("y")
		p.settled()
		if p.dashi() {
			require.Equal(t, []string{"POST batch of 40"}, asked.take())
		} else {
			require.Len(t, asked.take(), count)
		}
	})
}

// TestAFewCallsGoByThemselves, which every cache and log understands.
func TestAFewCallsGoByThemselves(t *testing.T) {
	onOurs(t, func(t *testing.T, p *page) {
		asked := p.showCounted(crowd(p, dashi.Options{}, 4, echoed))
		p.showsCrowd("x")
		require.Equal(t, []string{"POST single of 1", "POST single of 1", "POST single of 1", "POST single of 1"}, asked.take())
	})
}

// TestASlowCallHoldsNobodyBack: the answers of a batch come one by one.
func TestASlowCallHoldsNobodyBack(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		held := newGate(t)
		app := crowd(p, dashi.Options{}, 11, func(_ context.Context, i int, v string) (string, error) {
			if i == 3 {
				held.wait("slow")
			}
			return fmt.Sprint(i, v), nil
		}, html.P(html.ID("after")))
		app.Callback(dashi.Output("after", "children"), dashi.Input("out5", "children"), func(v string) string { return "after " + v })
		p.show(app)
		held.arrived("slow")
		p.showsCrowd("x", 3)
		p.shows("after", "after 5x")
		require.Empty(t, p.Text("#out3"))
		p.loads("out3", true)
		p.loads("out5", false)
		held.release("slow")
		p.showsCrowd("x")
	})
}

// TestACallOfABatchIsCancelledAlone: its input changes; the others go on, and the server hears of it.
func TestACallOfABatchIsCancelledAlone(t *testing.T) {
	onOurs(t, func(t *testing.T, p *page) {
		held := newGate(t)
		started, cancelled, kept := make(chan string, 10), make(chan string, 10), make(chan error, 1)
		app := crowd(p, dashi.Options{}, 0, nil, dcc.Input{ID: "own", Value: "a"}, html.P(html.ID("follows")), html.P(html.ID("stays")),
			html.P(html.ID("e0")), html.P(html.ID("e1")), html.P(html.ID("e2")))
		for _, id := range []layout.ID{"e0", "e1", "e2"} {
			app.Callback(dashi.Output(id, "children"), dashi.Input("in", "value"), func(v string) string { return v })
		}
		app.Callback(dashi.Output("follows", "children"), dashi.Input("own", "value"), func(ctx context.Context, v string) (string, error) {
			started <- v
			if v == "a" {
				<-ctx.Done()
				cancelled <- v
				return "", ctx.Err()
			}
			return "follows " + v, nil
		})
		app.Callback(dashi.Output("stays", "children"), dashi.Input("in", "value"), func(ctx context.Context, v string) string {
			held.wait("stays")
			kept <- ctx.Err()
			return "stays " + v
		})
		asked := p.showCounted(app)
		require.Equal(t, "a", receive(t, started))
		held.arrived("stays")
		p.shows("e2", "x")
		require.Equal(t, []string{"POST batch of 5"}, asked.take())
		p.fill("own", "b")
		require.Equal(t, "a", receive(t, cancelled))
		p.shows("follows", "follows b")
		held.release("stays")
		require.NoError(t, receive(t, kept))
		p.shows("stays", "stays x")
		require.ElementsMatch(t, []string{"DELETE single of 1", "POST single of 1"}, asked.take())
	})
}

// TestABatchThatNobodyWaitsForEnds: all its calls are superseded, and the request is given up.
func TestABatchThatNobodyWaitsForEnds(t *testing.T) {
	onOurs(t, func(t *testing.T, p *page) {
		const count = 8
		started, cancelled := make(chan int, 100), make(chan int, 100)
		app := crowd(p, dashi.Options{}, count, func(ctx context.Context, i int, v string) (string, error) {
			if v == "x" {
				started <- i
				<-ctx.Done()
				cancelled <- i
				return "", ctx.Err()
			}
			return fmt.Sprint(i, v), nil
		})
		asked := p.showCounted(app)
		for range count {
			receive(t, started)
		}
		p.fill("in", "y")
		for range count {
			receive(t, cancelled)
		}
		p.showsCrowd("y")
		require.Equal(t, []string{"POST batch of 8", "POST batch of 8"}, asked.take(), "no call is cancelled by itself")
	})
}

// TestSomeCallsOfABatchFail: each in its own way, and the others are none the worse.
func TestSomeCallsOfABatchFail(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		app := crowd(p, dashi.Options{Debug: true}, 10, func(_ context.Context, i int, v string) (string, error) {
			if v == "x" {
				switch i {
				case 1:
					return "", errors.New("an error of 1")
				case 3:
					panic("a panic of 3")
				case 5:
					return "", dashi.Refuse(http.StatusForbidden, "5 is refused")
				case 7:
					return "", dashi.PreventUpdate
				}
			}
			return fmt.Sprint(i, v), nil
		})
		p.show(app)
		for _, part := range []string{"out1.children", "out3.children", "out5.children", "500", "403"} {
			p.Allow(part)
		}
		p.showsCrowd("x", 1, 3, 5, 7)
		p.settled()
		if p.dashi() {
			for _, part := range []string{"an error of 1", "a panic of 3", "5 is refused", "batch_test.go"} {
				p.WaitContains(".dash-errors", part)
			}
		}
		require.Equal(t, []string{"", "", "", ""}, []string{p.Text("#out1"), p.Text("#out3"), p.Text("#out5"), p.Text("#out7")})
		p.fill("in", "y")
		p.showsCrowd("y")
	})
}

// TestCallsAloneGoAlone: so they may set headers.
func TestCallsAloneGoAlone(t *testing.T) {
	onOurs(t, func(t *testing.T, p *page) {
		wrong := make(chan error, 2)
		app := crowd(p, dashi.Options{}, 9, echoed, html.P(html.ID("alone")))
		set := func(ctx context.Context, v string) string {
			wrong <- dashi.CallFrom(ctx).AddHeader("X-Test", "1")
			return v
		}
		app.Callback(dashi.Output("alone", "children"), dashi.Input("in", "value"), set, dashi.Alone())
		asked := p.showCounted(app)
		p.showsCrowd("x")
		p.shows("alone", "x")
		require.NoError(t, receive(t, wrong))
		require.ElementsMatch(t, []string{"POST batch of 9", "POST single of 1"}, asked.take())
	})
}

// TestABatchTooLargeForTheServer is sent again call by call.
func TestABatchTooLargeForTheServer(t *testing.T) {
	onBoth(t, func(t *testing.T, p *page) {
		const count = 10
		large := strings.Repeat("large ", 200)
		app := p.app(dashi.Options{MaxRequestBytes: 4096})
		children := list{}
		for i := range count {
			id, out := layout.ID(fmt.Sprint("data", i)), layout.ID(fmt.Sprint("out", i))
			children = append(children, dcc.Store{ID: id, Data: large}, html.P(html.ID(out)))
			app.Callback(dashi.Output(out, "children"), dashi.Input(id, "data"), func(v string) string { return fmt.Sprint(i) + fmt.Sprint(len(v)) })
		}
		app.Layout(html.Main(children...))
		require.NoError(t, app.Validate())
		asked := p.showCounted(app)
		if p.dashi() {
			p.Allow("413")
		}
		p.showsCrowd(fmt.Sprint(len(large)))
		p.settled()
		seen := asked.take()
		if p.dashi() {
			require.Equal(t, "POST batch of 10", seen[0])
			seen = seen[1:]
		}
		require.Len(t, seen, count)
		for _, r := range seen {
			require.Equal(t, "POST single of 1", r)
		}
	})
}

// TestALargeBatchIsCut: the front end sends no more than a part of what servers take at once.
func TestALargeBatchIsCut(t *testing.T) {
	onOurs(t, func(t *testing.T, p *page) {
		const count = 12
		large := strings.Repeat("large ", 1<<15) // 12 of them are more than 2 MiB
		app := p.app(dashi.Options{})
		children := list{dcc.Store{ID: "data", Data: large}}
		for i := range count {
			out := layout.ID(fmt.Sprint("out", i))
			children = append(children, html.P(html.ID(out)))
			app.Callback(dashi.Output(out, "children"), dashi.Input("data", "data"), func(v string) string { return fmt.Sprint(i) + fmt.Sprint(len(v)) })
		}
		app.Layout(html.Main(children...))
		asked := p.showCounted(app)
		p.showsCrowd(fmt.Sprint(len(large)))
		require.ElementsMatch(t, []string{"POST batch of 5", "POST batch of 5", "POST batch of 2"}, asked.take())
	})
}
