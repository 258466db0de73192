package e2e_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/cluster"
	"github.com/dashi-go/dashi/internal/e2e"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
	"github.com/dashi-go/dashi/memo/memotest"
)

// balancer gives each request to the next backend, or to another where that does not answer.
type balancer struct {
	backends []string
	next     atomic.Uint32
}

func (b *balancer) RoundTrip(r *http.Request) (*http.Response, error) {
	var body []byte
	if r.Body != nil {
		var err error
		if body, err = io.ReadAll(r.Body); err != nil {
			return nil, err
		}
	}
	var failures []error
	for range b.backends {
		out := r.Clone(r.Context())
		out.URL.Host = b.backends[b.next.Add(1)%uint32(len(b.backends))]
		out.Body = io.NopCloser(bytes.NewReader(body))
		answer, err := http.DefaultTransport.RoundTrip(out)
		if err == nil {
			return answer, nil
		}
		failures = append(failures, err)
	}
	return nil, errors.Join(failures...)
}

// serveAll serves all backends at one address.
func serveAll(t *testing.T, backends ...string) string {
	return serve(t, &httputil.ReverseProxy{
		Transport: &balancer{backends: backends},
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(&url.URL{Scheme: "http", Host: "cluster"})
			r.Out.Host = r.In.Host
			r.SetXForwarded()
		},
		ErrorHandler: func(w http.ResponseWriter, _ *http.Request, err error) {
			http.Error(w, err.Error(), http.StatusBadGateway)
		},
	})
}

// process is what one of the processes of an app has.
type process struct {
	app  *dashi.App
	line *e2e.Line
	end  func()
}

// newProcess is one more of them, with connections of its own to Redis.
func newProcess(p *page, redisAddr string) process {
	client := redis.NewClient(&redis.Options{Addr: redisAddr, DialerRetries: 1})
	shared := cluster.New(client)
	app := p.app(dashi.Options{
		Cluster: shared, Secret: []byte("the secret of all of them"),
		Push: &dashi.PushOptions{Topics: func(*http.Request) []string { return []string{"all"} }},
	})
	app.Layout(html.Div(
		html.H1("Cluster"), html.Div(html.ID("text")), dcc.Store{ID: "list", Data: []int{}}, html.Div(html.ID("sum")),
	))
	app.Callback(dashi.Output("sum", "children"), dashi.Inputs(dashi.Input("list", "data")), func(list []int) string {
		return fmt.Sprint(len(list), " of ", list)
	})
	var over atomic.Bool
	end := func() {
		if !over.Swap(true) {
			require.NoError(p.t, errors.Join(app.Close(), shared.Close(), client.Close()))
		}
	}
	p.t.Cleanup(end)
	return process{app: app, line: e2e.NewLine(p.t, strings.TrimPrefix(serve(p.t, app), "http://")), end: end}
}

func TestAPageGoesOnWithAnotherProcess(t *testing.T) {
	onOurs(t, func(t *testing.T, p *page) {
		server := memotest.Redis(t)
		processes := []process{newProcess(p, server.Addr()), newProcess(p, server.Addr())}
		p.open(serveAll(t, processes[0].line.Addr, processes[1].line.Addr))
		p.Allow("WebSocket connection to")
		p.Allow("Failed to load resource")
		p.Eval(`(window.losses = 0, document.addEventListener("dashi:lost", () => window.losses++), 0)`, nil)
		n := 0
		push := func(count int, from ...process) {
			for i := range count {
				add(t, from[i%len(from)].app, n)
				n++
			}
		}
		lossless := func() {
			t.Helper()
			p.shows("sum", listOf(n))
			var losses int
			p.Eval(`window.losses`, &losses)
			require.Zero(t, losses)
		}
		push(20, processes...)
		lossless()

		// Whichever the page is connected to, it is cut off once.
		for i, m := range processes {
			m.line.Cut()
			push(20, processes...) // the one that the page cannot reach pushes as well
			lossless()
			m.line.Mend()
			push(1, processes[1-i])
			lossless()
		}

		// A process that is no more.
		gone, left := processes[0], processes[1]
		push(10, processes...)
		gone.line.Cut()
		gone.end()
		push(10, left)
		lossless()

		// Redis is killed, and has forgotten everything: the page says so, and goes on.
		server.Stop()
		require.Error(t, left.app.Push(t.Context(), everyone, "text", map[string]any{"children": "never"}))
		server.Start()
		p.Until(`window.losses > 0`) // of each topic
		p.WaitContains(".dash-errors", "Some updates of this page were missed.")
		say(t, left.app, everyone, "text", "on")
		push(3, left)
		p.shows("text", "on")
		p.shows("sum", listOf(n))
		p.Eval(`window.losses = 0`, nil)

		// Redis is restarted in order.
		client := redis.NewClient(&redis.Options{Addr: server.Addr()})
		defer client.Close()
		_ = client.ShutdownSave(t.Context()).Err() // it ends without an answer
		server.Stop()
		server.Start()
		push(10, left)
		lossless()
	})
}
