package fleet

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"
)

// Roles that this program plays for the tests, instead of running them.
const (
	role     = "FLEET_TEST_ROLE"
	patient  = "patient"  // says its number, then waits for the end of its input or a signal
	deaf     = "deaf"     // looks at neither
	short    = "short"    // ends at once
	killer   = "killer"   // orders its own death
	guardian = "guardian" // keeps a process that is deaf
	web      = "web"      // answers with its name
)

func TestMain(m *testing.M) {
	redis.SetLogger(quiet{})
	switch os.Getenv(role) {
	case "":
		os.Exit(m.Run())
	case patient:
		fmt.Println("here", os.Getpid())
		ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
		go func() {
			_, _ = io.Copy(io.Discard, os.Stdin)
			stop()
		}()
		<-ctx.Done()
		fmt.Print("goodbye")
	case deaf:
		signal.Ignore(syscall.SIGTERM)
		fmt.Println("here", os.Getpid())
		time.Sleep(time.Hour)
	case short:
		fmt.Println("here", os.Getpid())
		os.Exit(3)
	case killer:
		fmt.Println("here", os.Getpid())
		_, _ = fmt.Fprintln(os.NewFile(3, "orders"), "itself")
		time.Sleep(time.Hour)
	case guardian:
		Keep(slog.New(slog.DiscardHandler), os.Stdout, played(deaf))
		time.Sleep(time.Hour)
	case web:
		_ = http.ListenAndServe(os.Args[1], http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { // ends with the process
			_, _ = io.WriteString(w, os.Getenv(Names)+" "+os.Getenv(Secret))
		}))
	}
}

type quiet struct{}

func (quiet) Printf(context.Context, string, ...any) {}

// played is a process of this program in a role.
func played(as string) Process {
	self, err := os.Executable()
	if err != nil {
		panic(err)
	}
	return Process{Name: as, Path: self, Env: []string{role + "=" + as}}
}

// record is what processes write.
type record struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (r *record) Write(b []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.text.Write(b)
}

func (r *record) String() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.text.String()
}

const awhile = time.Minute

func eventually(t *testing.T, what func() bool) {
	t.Helper()
	require.Eventually(t, what, awhile, 5*time.Millisecond)
}

// pids are the numbers that processes have said.
func (r *record) pids() (pids []int) {
	for _, found := range regexp.MustCompile(`here (\d+)`).FindAllStringSubmatch(r.String(), -1) {
		pid, _ := strconv.Atoi(found[1])
		pids = append(pids, pid)
	}
	return pids
}

func gone(pid int) bool { return syscall.Kill(pid, 0) == syscall.ESRCH }

func TestWhatIsKilledIsStartedAgain(t *testing.T) {
	t.Parallel()
	out := &record{}
	k := Keep(slog.New(slog.DiscardHandler), out, played(patient))
	for n := range 3 {
		eventually(t, func() bool { return len(out.pids()) == n+1 })
		require.Equal(t, out.pids()[n], k.PID())
		if n < 2 {
			require.NoError(t, k.Kill())
		}
	}
	k.Stop()
	k.Stop() // is once
	require.Zero(t, k.PID())
	require.ErrorIs(t, k.Kill(), os.ErrProcessDone)
	require.True(t, strings.HasSuffix(out.String(), "patient | goodbye\n"), "it was asked to end, and what has no end of line is a line: %s", out)
	for _, pid := range out.pids() {
		require.True(t, gone(pid))
	}
}

func TestWhatEndsByItselfIsStartedAgain(t *testing.T) {
	t.Parallel()
	out, log := &record{}, &record{}
	k := Keep(slog.New(slog.NewTextHandler(log, nil)), out, played(short))
	eventually(t, func() bool { return strings.Contains(log.String(), `why="exit status 3" in=400ms`) }) // longer each time
	k.Stop()
	require.GreaterOrEqual(t, len(out.pids()), 2)
}

func TestWhatCannotBeStarted(t *testing.T) {
	t.Parallel()
	log := &record{}
	k := Keep(slog.New(slog.NewTextHandler(log, nil)), io.Discard, Process{Name: "none", Path: "/there/is/none"})
	eventually(t, func() bool { return strings.Contains(log.String(), "no such file") })
	k.Stop()
}

func TestOrders(t *testing.T) {
	t.Parallel()
	out := &record{}
	orders := make(chan string, 10)
	p := played(killer)
	p.Orders = func(order string) { orders <- order }
	k := Keep(slog.New(slog.DiscardHandler), out, p)
	for range 2 {
		select {
		case order := <-orders:
			require.Equal(t, "itself", order)
			require.NoError(t, k.Kill())
		case <-time.After(awhile):
			t.Fatal("no order came")
		}
	}
	go func() { // it does not end by a signal that others send
		for range orders {
			_ = k.Kill()
		}
	}()
	k.Stop()
}

// TestNothingOutlivesWhoStartedIt: also a process that looks at nothing, where the system can be asked to end it.
func TestNothingOutlivesWhoStartedIt(t *testing.T) {
	t.Parallel()
	if boundToUs() == nil {
		return // only who reads the pipe learns of it here
	}
	p := played(guardian)
	cmd := exec.Command(p.Path)
	cmd.Env = append(os.Environ(), p.Env...)
	from, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	line, err := bufio.NewReader(from).ReadString('\n')
	require.NoError(t, err)
	pid, err := strconv.Atoi(strings.TrimSpace(strings.TrimPrefix(line, "deaf | here ")))
	require.NoError(t, err, line)
	require.False(t, gone(pid))
	require.NoError(t, cmd.Process.Kill())
	_ = cmd.Wait()
	eventually(t, func() bool { return gone(pid) })
}

func TestThePipeEndsWithWhoHoldsIt(t *testing.T) {
	t.Parallel()
	p := played(patient)
	cmd := exec.Command(p.Path)
	cmd.Env = append(os.Environ(), p.Env...)
	in, err := cmd.StdinPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	require.NoError(t, in.Close())
	require.NoError(t, cmd.Wait())
}

// TestRun runs a whole fleet of this program's, with a real Redis.
func TestRun(t *testing.T) {
	t.Setenv(role, web)
	t.Setenv(Secret, "given")
	t.Setenv("TMPDIR", t.TempDir())
	addrs, err := freeAddrs(1)
	require.NoError(t, err)
	log := &record{}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	ended := make(chan error, 1)
	go func() {
		ended <- Run(ctx, Options{
			Addr: addrs[0], Webs: 2, Args: func(p Place) []string { return []string{p.Addr} }, Log: slog.New(slog.NewTextHandler(log, nil)), Out: io.Discard,
		})
	}()
	get := func() string {
		res, err := http.Get("http://" + addrs[0])
		if err != nil {
			return err.Error()
		}
		defer func() { _ = res.Body.Close() }()
		text, _ := io.ReadAll(res.Body)
		return string(text)
	}
	eventually(t, func() bool { return get() == "web-1,web-2 given" })
	found := regexp.MustCompile(`redis=(\S+)`).FindStringSubmatch(log.String())
	require.Len(t, found, 2, log)
	client := redis.NewClient(&redis.Options{Addr: found[1]})
	require.NoError(t, client.Set(t.Context(), "kept", "yes", 0).Err())
	pid := regexp.MustCompile(`name=redis pid=(\d+)`)
	first, err := strconv.Atoi(pid.FindStringSubmatch(log.String())[1])
	require.NoError(t, err)
	require.NoError(t, syscall.Kill(first, syscall.SIGKILL))
	eventually(t, func() bool { return len(pid.FindAllString(log.String(), -1)) == 2 })
	eventually(t, func() bool { return client.Get(t.Context(), "kept").Val() == "yes" })
	require.NoError(t, client.Close())
	cancel()
	select {
	case err := <-ended:
		require.NoError(t, err)
	case <-time.After(awhile):
		t.Fatal("it does not end")
	}
	_, err = net.Dial("tcp", found[1])
	require.ErrorIs(t, err, syscall.ECONNREFUSED)
	left, err := os.ReadDir(os.Getenv("TMPDIR"))
	require.NoError(t, err)
	require.Empty(t, left)
}

func TestWithoutRedisServer(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	err := Run(t.Context(), Options{Log: slog.New(slog.DiscardHandler), Out: io.Discard})
	require.ErrorContains(t, err, "there is no redis-server on the PATH; install Redis 6.2 or later")
}

func TestKillByName(t *testing.T) {
	t.Parallel()
	out := &record{}
	f := &fleet{options: Options{Log: slog.New(slog.DiscardHandler)}, out: &shared{to: out}}
	f.keep(played(patient))
	eventually(t, func() bool { return len(out.pids()) == 1 })
	f.kill("somebody else")
	f.kill(patient)
	eventually(t, func() bool { return len(out.pids()) == 2 })
	f.stop()
}
