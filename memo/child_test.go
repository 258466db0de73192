//go:build unix

package memo_test

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/internal/leaktest"
)

// What a child process is told in its environment: what to do, in which folder, and on which store.
const (
	childWork  = "MEMO_TEST_CHILD"
	childPath  = "MEMO_TEST_PATH"
	childStore = "MEMO_TEST_STORE"
)

// TestMain lets the tests' program be a child of one of its tests, too, and fails where goroutines are left when all tests are done.
func TestMain(m *testing.M) {
	if work := os.Getenv(childWork); work != "" {
		if err := beChild(work, os.Getenv(childPath), os.Getenv(childStore)); err != nil {
			fmt.Println("wrong:", err)
			os.Exit(1)
		}
		fmt.Println("done")
		return
	}
	leaktest.Main(m)
}

// beChild does a child's work. What it finds wrong is its error.
func beChild(work, path, store string) error {
	stdin := bufio.NewReader(os.Stdin)
	of, what, _ := strings.Cut(work, " ")
	switch of {
	case "dir":
		return dirChild(stdin, what, path)
	case "cache":
		return cacheChild(stdin, what, path, openStore(store))
	}
	return fmt.Errorf("there is no work %q", work)
}

// isReady tells the test that the work begins.
func isReady() { fmt.Println("ready") }

// endWithParent waits until nobody holds the other end of the pipe.
func endWithParent(stdin io.Reader) {
	_, _ = io.Copy(io.Discard, stdin)
	os.Exit(1)
}

// process is the tests' program again, as a child.
type process struct {
	cmd   *exec.Cmd
	stdin io.WriteCloser
	out   *bufio.Reader
}

// spawn starts a child and waits until it is about to work. store may be empty.
func spawn(t *testing.T, work, path, store string) *process {
	t.Helper()
	self, err := os.Executable()
	require.NoError(t, err)
	p := &process{cmd: exec.Command(self)}
	p.cmd.Env = append(os.Environ(), childWork+"="+work, childPath+"="+path, childStore+"="+store)
	p.stdin, err = p.cmd.StdinPipe()
	require.NoError(t, err)
	out, err := p.cmd.StdoutPipe()
	require.NoError(t, err)
	p.cmd.Stderr = os.Stderr
	require.NoError(t, p.cmd.Start())
	t.Cleanup(func() { p.end() })
	p.out = bufio.NewReader(out)
	p.says(t, "ready")
	return p
}

// says waits for a line.
func (p *process) says(t *testing.T, want string) {
	t.Helper()
	line, err := p.out.ReadString('\n')
	require.NoErrorf(t, err, "a child ended instead of saying %q", want)
	require.Equal(t, want, strings.TrimSpace(line))
}

// kill ends the process at this instant. What it says before would be a fault it found.
func (p *process) kill(t *testing.T) {
	t.Helper()
	require.NoError(t, p.cmd.Process.Kill())
	said, err := io.ReadAll(p.out)
	require.NoError(t, err)
	require.Empty(t, string(said))
	p.end()
}

func (p *process) end() {
	if p.cmd.ProcessState == nil {
		_ = p.cmd.Process.Kill()
		_ = p.cmd.Wait()
	}
}
