package soak

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout/html"
	"github.com/dashi-go/dashi/memo"
)

// What the app pushes to.
const (
	allTopic = "all"
	feedSize = 8 << 10 // bytes of a value that slow readers cannot keep up with
)

const (
	heartbeat  = 10 * time.Second
	stepPause  = 20 * time.Millisecond
	longSteps  = 100
	wordPause  = 5 * time.Millisecond
	sendBuffer = 16 << 10 // of the server's connections, so that who does not read is noticed
	maxKept    = 2000     // sessions
)

// site is the app that is soaked, its server, and the pages' client.
type site struct {
	app      *dashi.App
	server   *http.Server
	url      string
	client   *http.Client // without cookies
	zipped   *http.Client // that takes answers compressed: a compressor is large beside all else that a call takes, so not all of them do
	slow     *http.Client // whose connections take little at a time
	patience time.Duration
	counts   counts
	tries    sync.Map // of the jobs that are tried again, by their input, to how often they were
	served   chan error
}

// open makes the app and serves it.
func open(patience time.Duration, l net.Listener) (*site, error) {
	s := &site{patience: patience, served: make(chan error, 1)}
	s.client, s.zipped, s.slow = newClient(0, false), newClient(0, true), newClient(64<<10, false)
	s.app = dashi.New(dashi.Options{
		Logger: slog.New(slog.DiscardHandler), Workers: 64,
		Push: &dashi.PushOptions{Heartbeat: heartbeat, Topics: func(*http.Request) []string { return []string{allTopic} }},
	})
	s.fill()
	if err := s.app.Validate(); err != nil {
		return nil, errors.Join(err, l.Close())
	}
	s.url = "http://" + l.Addr().String()
	sessions := dashi.NewSessions(memo.NewLRU(maxKept), dashi.SessionOptions{Logger: slog.New(slog.DiscardHandler)})
	s.server = &http.Server{Handler: sessions.Handler(s.routes()), ReadHeaderTimeout: patience}
	go func() { s.served <- s.server.Serve(narrow{l}) }()
	return s, nil
}

func listen() (net.Listener, error) { return net.Listen("tcp", "127.0.0.1:0") }

func newClient(readBuffer int, zipped bool) *http.Client {
	var d net.Dialer
	return &http.Client{Transport: &http.Transport{
		MaxIdleConnsPerHost: 64, DisableCompression: !zipped,
		DialContext: func(ctx context.Context, network, addr string) (net.Conn, error) {
			conn, err := d.DialContext(ctx, network, addr)
			if err == nil && readBuffer > 0 {
				err = conn.(*net.TCPConn).SetReadBuffer(readBuffer)
			}
			return conn, err
		},
	}}
}

// narrow gives connections a small buffer.
type narrow struct{ net.Listener }

func (n narrow) Accept() (net.Conn, error) {
	conn, err := n.Listener.Accept()
	if err == nil {
		_ = conn.(*net.TCPConn).SetWriteBuffer(sendBuffer) // a large one does as well, later
	}
	return conn, err
}

// close ends the app as a program does.
func (s *site) close() error {
	err := s.app.Close()
	ctx, cancel := context.WithTimeout(context.Background(), s.patience)
	defer cancel()
	err = errors.Join(err, s.server.Shutdown(ctx))
	if ended := <-s.served; ended != http.ErrServerClosed {
		err = errors.Join(err, ended)
	}
	s.hangUp()
	return err
}

// hangUp closes what connections nobody uses.
func (s *site) hangUp() {
	for _, client := range []*http.Client{s.client, s.zipped, s.slow} {
		client.CloseIdleConnections()
	}
}

// routes are the app and what begins and ends sessions.
func (s *site) routes() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/", s.app)
	answer := func(do func(session *dashi.Session, r *http.Request) error) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			if err := do(dashi.SessionFrom(r.Context()), r); err != nil {
				http.Error(w, err.Error(), http.StatusInternalServerError)
			}
		}
	}
	mux.Handle("POST /sign-in", answer(func(session *dashi.Session, r *http.Request) error {
		return session.SignIn(r.Context(), r.URL.Query().Get("user"))
	}))
	mux.Handle("POST /sign-out", answer(func(session *dashi.Session, r *http.Request) error { return session.SignOut(r.Context()) }))
	mux.Handle("POST /visit", answer(func(session *dashi.Session, r *http.Request) error {
		var visits int
		return session.Update(r.Context(), "visits", &visits, func() error {
			visits++
			return nil
		})
	}))
	return mux
}

// fill gives the app its page and its callbacks.
func (s *site) fill() {
	var parts []any
	for _, id := range []dashi.ID{"go", "stop", "bar", "clock", "feed", "mine", "steps", "slow", "flaky", "words", "asked"} {
		parts = append(parts, html.P(html.ID(id), "-"))
	}
	s.app.Layout(html.Main(parts...))
	in := dashi.Input("go", "n_clicks")
	job := func(out dashi.ID, fn any, o dashi.BackgroundOptions) {
		s.app.Callback(dashi.Output(out, "children"), in, fn, dashi.PreventInitialCall(), dashi.Background(o))
	}
	job("steps", s.steps, dashi.BackgroundOptions{Progress: dashi.Output("bar", "title"), Cancel: dashi.Input("stop", "n_clicks")})
	job("slow", func(ctx context.Context, _ int) (string, error) {
		<-ctx.Done()
		return "", ctx.Err()
	}, dashi.BackgroundOptions{Timeout: 50 * time.Millisecond, Policy: "parallel"})
	job("flaky", s.flaky, dashi.BackgroundOptions{Retries: 2, Backoff: time.Millisecond, Policy: "queue"})
	s.app.Callback(dashi.Output("words", "children"), in, words, dashi.PreventInitialCall())
	s.app.Callback(dashi.Output("asked", "children"), in, asked, dashi.PreventInitialCall(), dashi.WebSocket())
}

// steps goes so many steps, and tells of each.
func (s *site) steps(ctx context.Context, n int) (string, error) {
	for i := range n {
		if err := dashi.CallFrom(ctx).Progress(fmt.Sprint(i)); err != nil {
			return "", err
		}
		select {
		case <-ctx.Done():
			return "", context.Cause(ctx)
		case <-time.After(stepPause):
		}
	}
	return strings.Repeat("done ", 50), nil
}

// flaky fails for ever where its input is negative, else twice.
func (s *site) flaky(_ context.Context, n int) (string, error) {
	if n < 0 {
		return "", errors.New("it never works")
	}
	tried, _ := s.tries.LoadOrStore(n, new(int)) // of one job, which is in one goroutine at a time
	if *tried.(*int)++; *tried.(*int) < 3 {
		s.counts.add("jobs retried")
		return "", errors.New("not yet")
	}
	s.tries.Delete(n)
	return "at last", nil
}

// words come one after another.
func words(ctx context.Context, n int) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		text := ""
		for i := range n {
			select {
			case <-ctx.Done():
				yield("", ctx.Err())
				return
			case <-time.After(wordPause):
			}
			text += fmt.Sprintf("word %d ", i)
			if !yield(text, nil) {
				return
			}
		}
	}
}

// asked asks the page back.
func asked(ctx context.Context, n int) (string, error) {
	call := dashi.CallFrom(ctx)
	if err := call.SetProps("bar", map[string]any{"title": n}); err != nil {
		return "", err
	}
	value, err := call.GetProp(ctx, "bar", "title")
	return string(value), err
}
