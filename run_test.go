package dashi_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout/html"
)

func itoa(n int) string { return strconv.Itoa(n) }

func gunzip(t *testing.T, packed []byte) []byte {
	t.Helper()
	z, err := gzip.NewReader(bytes.NewReader(packed))
	require.NoError(t, err)
	out, err := io.ReadAll(z)
	require.NoError(t, err)
	return out
}

func listen(t *testing.T) net.Listener {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	return l
}

// TestServeDrains: what runs when the app is told to stop still gets its answer, and nothing new is taken.
func TestServeDrains(t *testing.T) {
	t.Parallel()
	for name, stop := range map[string]func(cancel context.CancelFunc, app *dashi.App){
		"by context": func(cancel context.CancelFunc, _ *dashi.App) { cancel() },
		"by Close":   func(_ context.CancelFunc, app *dashi.App) { go func() { _ = app.Close() }() },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			entered, release := make(chan struct{}), make(chan struct{})
			app := greeting(t, dashi.Options{}, func(string) string { close(entered); <-release; return "drained" })
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			l := listen(t)
			served := make(chan error, 1)
			go func() { served <- app.Serve(ctx, l) }()
			answer := make(chan string, 1)
			go func() {
				res, err := http.Post("http://"+l.Addr().String()+"/_dash-update-component", "application/json", strings.NewReader(greet(`"x"`)))
				if err != nil {
					answer <- err.Error()
					return
				}
				defer func() { _ = res.Body.Close() }()
				body, _ := io.ReadAll(res.Body)
				answer <- string(body)
			}()
			<-entered
			stop(cancel, app)
			require.Eventually(t, func() bool {
				c, err := net.Dial("tcp", l.Addr().String())
				if err == nil {
					_ = c.Close()
				}
				return err != nil
			}, 10*time.Second, time.Millisecond)
			close(release)
			require.Contains(t, <-answer, "drained")
			require.NoError(t, <-served)
		})
	}
}

func TestAClosedAppDoesNotServe(t *testing.T) {
	t.Parallel()
	app := greeting(t, dashi.Options{}, greeter("x"))
	require.NoError(t, app.Close())
	require.NoError(t, app.Close())
	require.ErrorIs(t, app.Serve(t.Context(), listen(t)), dashi.ErrClosed)
}

func TestAnAddressInUseIsAnError(t *testing.T) {
	t.Parallel()
	l := listen(t)
	defer func() { _ = l.Close() }()
	require.ErrorContains(t, greeting(t, dashi.Options{}, greeter("x")).Run(l.Addr().String()), "address already in use")
}

// TestRunEndsOnSignals runs the test binary anew as a program, because signals are the process's.
func TestRunEndsOnSignals(t *testing.T) {
	t.Parallel()
	if addr := os.Getenv("DASHI_TEST_RUN"); addr != "" {
		app := dashi.New(dashi.Options{})
		app.Layout(html.H1("up"))
		if err := app.Run(addr); err != nil {
			t.Fatal(err)
		}
		return
	}
	for _, sig := range []os.Signal{os.Interrupt, syscall.SIGTERM} {
		l := listen(t)
		addr := l.Addr().String()
		require.NoError(t, l.Close())
		cmd := exec.Command(os.Args[0], "-test.run=^TestRunEndsOnSignals$")
		cmd.Env = append(os.Environ(), "DASHI_TEST_RUN="+addr)
		var out bytes.Buffer
		cmd.Stdout, cmd.Stderr = &out, &out
		require.NoError(t, cmd.Start())
		require.Eventually(t, func() bool {
			res, err := http.Get("http://" + addr + "/")
			if err == nil {
				_ = res.Body.Close()
			}
			return err == nil
		}, 30*time.Second, 5*time.Millisecond)
		require.NoError(t, cmd.Process.Signal(sig))
		require.NoError(t, cmd.Wait(), out.String())
		require.Contains(t, out.String(), "http://"+addr+"/")
	}
}

// TestTheServerLogsToTheAppsLogger: net/http has its own, which few look at.
func TestTheServerLogsToTheAppsLogger(t *testing.T) {
	t.Parallel()
	var log journal
	app := greeting(t, dashi.Options{Logger: log.logger()}, greeter("x"))
	l := listen(t)
	served := make(chan error, 1)
	go func() { served <- app.Serve(t.Context(), failingListener{l, new(atomic.Bool)}) }()
	require.Eventually(t, func() bool { return strings.Contains(log.String(), "too many open files") }, 10*time.Second, time.Millisecond)
	require.NoError(t, app.Close())
	require.NoError(t, <-served)
}

// failingListener fails once in a way that passes.
type failingListener struct {
	net.Listener
	failed *atomic.Bool
}

func (l failingListener) Accept() (net.Conn, error) {
	if l.failed.CompareAndSwap(false, true) {
		return nil, passingError{}
	}
	return l.Listener.Accept()
}

type passingError struct{}

func (passingError) Error() string { return "too many open files" }

func (passingError) Timeout() bool { return false }

func (passingError) Temporary() bool { return true }

// TestASlowBodyIsCutOff: who sends a byte a minute must not hold a connection for ever.
func TestASlowBodyIsCutOff(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		app := greeting(t, dashi.Options{}, greeter("x"))
		client, server := net.Pipe()
		l := &pipeListener{conns: make(chan net.Conn, 1)}
		l.conns <- server
		served := make(chan error, 1)
		ctx, cancel := context.WithCancel(t.Context())
		go func() { served <- app.Serve(ctx, l) }()
		gone := make(chan struct{})
		go func() {
			defer close(gone)
			_, _ = io.WriteString(client, "POST /_dash-update-component HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n")
			for {
				if _, err := client.Write([]byte(" ")); err != nil {
					return
				}
				time.Sleep(20 * time.Second)
			}
		}()
		began := time.Now()
		answer, _ := io.ReadAll(client)
		require.Contains(t, string(answer), "400 Bad Request")
		require.Less(t, time.Since(began), 10*time.Minute)
		<-gone
		cancel()
		require.NoError(t, <-served)
	})
}

// pipeListener accepts what is put into its channel.
type pipeListener struct {
	conns chan net.Conn
	once  sync.Once
}

func (l *pipeListener) Accept() (net.Conn, error) {
	if c, ok := <-l.conns; ok {
		return c, nil
	}
	return nil, net.ErrClosed
}

func (l *pipeListener) Close() error { l.once.Do(func() { close(l.conns) }); return nil }

func (l *pipeListener) Addr() net.Addr { return &net.TCPAddr{} }
