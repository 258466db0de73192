package dashi

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"
)

// Time limits of the server that Run and Serve start. A response has none: a callback may take long. A request with its body
// has a minute, and as long as a slow line of slowest bytes a second takes for the largest that is allowed.
const (
	readHeaderTimeout = 10 * time.Second
	readTimeout       = time.Minute
	slowest           = 64 << 10
	idleTimeout       = 2 * time.Minute
	drainTimeout      = 10 * time.Second
	endTimeout        = 5 * time.Second // for jobs that are told to end, and for telling pages so
)

// Run serves the app at addr ("127.0.0.1:8050", ":8050") until SIGINT or SIGTERM arrives, then lets running requests and jobs ([Background]) finish
// for up to 10 s and returns nil. The ctx of jobs that still run then ends with [ErrClosed] as its cause, and their pages are told. A second signal ends the program at
// once. It refuses to start on wiring errors.
func (a *App) Run(addr string) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // gives a second signal its usual effect
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return fmt.Errorf("dashi: run: %w", err)
	}
	return a.Serve(ctx, l)
}

// Serve serves the app on l until ctx ends or Close is called, then lets running requests and jobs finish for up to 10 s, as [App.Run] does; jobs also go on while another
// Serve of the app does. It closes l. It refuses to start on wiring errors.
//
// Who has a server of their own around the app calls its Shutdown, then [App.Close], which ends jobs at once.
func (a *App) Serve(ctx context.Context, l net.Listener) error {
	defer func() { _ = l.Close() }()
	if _, err := a.ready(nil); err != nil {
		return fmt.Errorf("dashi: the app is wired wrongly:\n%w", err)
	}
	server := &http.Server{
		Handler:           a,
		ReadHeaderTimeout: readHeaderTimeout,
		ReadTimeout:       readTimeout + time.Duration(a.options.MaxRequestBytes/slowest)*time.Second,
		IdleTimeout:       idleTimeout,
		ErrorLog:          slog.NewLogLogger(a.log.Handler(), slog.LevelWarn),
	}
	ctx, done, err := a.server.begin(ctx)
	if err != nil {
		return err
	}
	defer done()
	prefix := a.options.Prefix
	if prefix == "" {
		prefix = "/"
	}
	a.log.Info("dashi: serving", "address", address(l)+prefix)

	drained := make(chan error, 1)
	stopWatching := context.AfterFunc(ctx, func() { drained <- a.drain(server) })
	if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		if stopWatching() {
			return fmt.Errorf("dashi: serve: %w", err)
		}
	}
	return <-drained
}

// drain waits for running requests and jobs, and cuts off those that do not end in time. Pages stay connected until jobs have ended, which they could hear of nowhere else; then
// they go where they are still served.
func (a *App) drain(server *http.Server) error {
	ctx, cancel := context.WithTimeout(context.Background(), drainTimeout)
	defer cancel()
	var leaving sync.WaitGroup
	var late bool
	leaving.Go(func() {
		late = !a.drainJobs(ctx)
		a.channel.hub.Interrupt()
	})
	err := server.Shutdown(ctx)
	leaving.Wait()
	if err != nil && late { // requests have listened until now
		ctx, cancel := context.WithTimeout(context.Background(), endTimeout)
		defer cancel()
		err = server.Shutdown(ctx)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("dashi: requests were still running after %s", drainTimeout), server.Close())
	}
	return nil
}

// drainJobs waits for jobs, and ends them when ctx does. It tells whether they were in time.
func (a *App) drainJobs(ctx context.Context) bool {
	if a.server.serving() || a.jobs.settle(ctx) {
		return true
	}
	a.jobs.end(ErrClosed)
	ctx, cancel := context.WithTimeout(context.Background(), endTimeout)
	defer cancel()
	a.jobs.settle(ctx) // a function that does not look at its ctx is left behind
	return false
}

// address is how a person opens what l listens on.
func address(l net.Listener) string {
	if tcp, ok := l.Addr().(*net.TCPAddr); ok && tcp.IP.IsUnspecified() {
		return fmt.Sprintf("http://localhost:%d", tcp.Port)
	}
	return "http://" + l.Addr().String()
}

// Close ends every job, every Serve, Run and Work of the app, every upload and the channels of its pages, and waits for them. It does not close caches, which apps may share. It
// may be called more than once.
func (a *App) Close() error {
	a.jobs.close() // first, so that pages are told why
	a.channel.end()
	a.server.close()
	a.uploads.close()
	a.offers.close()
	return nil
}

// lifetime ends what it began. The zero value is ready.
type lifetime struct {
	mu      sync.Mutex
	closed  bool
	begun   map[int]oneLife
	next    int
	running sync.WaitGroup
}

// oneLife is one thing that was begun.
type oneLife struct {
	cancel context.CancelFunc
	ended  func() error // the Err of its context
}

// serving tells whether anything goes on that was not told to end.
func (l *lifetime) serving() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, one := range l.begun {
		if one.ended() == nil {
			return true
		}
	}
	return false
}

// begin gives a context that close ends, and what must be called once the work is done.
func (l *lifetime) begin(ctx context.Context) (context.Context, func(), error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		return nil, nil, ErrClosed
	}
	ctx, cancel := context.WithCancel(ctx)
	if l.begun == nil {
		l.begun = map[int]oneLife{}
	}
	id := l.next
	l.next++
	l.begun[id] = oneLife{cancel, ctx.Err}
	l.running.Add(1)
	return ctx, func() {
		cancel()
		l.mu.Lock()
		delete(l.begun, id)
		l.mu.Unlock()
		l.running.Done()
	}, nil
}

func (l *lifetime) close() {
	l.mu.Lock()
	l.closed = true
	for _, one := range l.begun {
		one.cancel()
	}
	l.mu.Unlock()
	l.running.Wait()
}
