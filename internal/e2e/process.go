package e2e

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// Build compiles a command of this module and returns the path of the binary.
func Build(t testing.TB, pkg string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), filepath.Base(pkg))
	if out, err := exec.Command("go", "build", "-o", path, pkg).CombinedOutput(); err != nil {
		t.Fatalf("build %s: %v\n%s", pkg, err, out)
	}
	return path
}

// Process is a running server with what it wrote.
type Process struct {
	URL string // of the server, without a slash at the end

	process *os.Process
	ended   chan struct{}
	outcome error // once it has ended

	mu  sync.Mutex
	log bytes.Buffer
}

// Launch starts a server with -addr and the arguments, waits until it answers, and ends it with the test.
func Launch(t testing.TB, binary string, args ...string) *Process {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := l.Addr().String()
	_ = l.Close()
	p := &Process{URL: "http://" + addr}
	cmd := exec.Command(binary, append([]string{"-addr", addr}, args...)...)
	cmd.Stdout, cmd.Stderr = p, p
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	p.process, p.ended = cmd.Process, make(chan struct{})
	go func() {
		defer close(p.ended)
		p.outcome = cmd.Wait()
	}()
	t.Cleanup(func() { _ = cmd.Process.Kill(); <-p.ended })
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	for {
		if res, err := http.Get(p.URL); err == nil {
			_ = res.Body.Close()
			return p
		}
		select {
		case <-ctx.Done():
			t.Fatalf("%s does not answer:\n%s", binary, p.Log())
		case <-time.After(10 * time.Millisecond):
		}
	}
}

// Interrupt is Ctrl-C. It returns when the process has ended, with what is wrong about its exit.
func (p *Process) Interrupt(t testing.TB) error {
	t.Helper()
	if err := p.process.Signal(os.Interrupt); err != nil {
		return err
	}
	select {
	case <-p.ended:
		return p.outcome
	case <-time.After(patience):
		t.Fatalf("the process does not end:\n%s", p.Log())
		return nil
	}
}

// Write takes what the process writes.
func (p *Process) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.log.Write(b)
}

// Log is what the process has written so far.
func (p *Process) Log() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.log.String()
}

// Ask posts a callback request for output with one input and returns the body of the answer.
func (p *Process) Ask(t testing.TB, output, id, property, value string) string {
	t.Helper()
	body := fmt.Sprintf(`{"output":%q,"inputs":[{"id":%q,"property":%q,"value":%s}],"changedPropIds":[]}`, output, id, property, value)
	res, err := http.Post(p.URL+"/_dash-update-component", "application/json", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	answer, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	if res.StatusCode != http.StatusOK {
		t.Fatalf("status %d: %s", res.StatusCode, answer)
	}
	return string(answer)
}
