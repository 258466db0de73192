//go:build unix

// Processes are killed here with SIGKILL, which only Unix has.

package memo_test

import (
	"bufio"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/dashi-go/dashi/memo"
	"github.com/stretchr/testify/require"
)

// dirProcess is a process of its own: this test binary again, doing what TestDir_child finds in its environment.
type dirProcess struct {
	cmd   *exec.Cmd
	stdin io.WriteCloser
	out   *bufio.Reader
}

// spawn starts a process and waits until it is about to work.
func spawn(t *testing.T, work, path string) *dirProcess {
	t.Helper()
	self, err := os.Executable()
	require.NoError(t, err)
	p := &dirProcess{cmd: exec.Command(self, "-test.run=^TestDir_child$")}
	p.cmd.Env = append(os.Environ(), dirChildWork+"="+work, dirChildPath+"="+path)
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
func (p *dirProcess) says(t *testing.T, want string) {
	t.Helper()
	line, err := p.out.ReadString('\n')
	require.NoErrorf(t, err, "a child ended instead of saying %q", want)
	require.Equal(t, want, strings.TrimSpace(line))
}

// kill ends the process at this instant. What it says before would be a fault it found.
func (p *dirProcess) kill(t *testing.T) {
	t.Helper()
	require.NoError(t, p.cmd.Process.Kill())
	said, err := io.ReadAll(p.out)
	require.NoError(t, err)
	require.Empty(t, string(said))
	p.end()
}

func (p *dirProcess) end() {
	if p.cmd.ProcessState == nil {
		_ = p.cmd.Process.Kill()
		_ = p.cmd.Wait()
	}
}

// The values in the folder prove themselves: which key they are of, and that they are whole.
func TestDir_killedProcesses(t *testing.T) {
	t.Parallel()
	kills := 200
	if testing.Short() {
		kills = 20
	}
	path := t.TempDir()
	h := dirListen(t, memo.NewDir(path)) // there is a journal, too
	t.Run("kill", func(t *testing.T) {
		for w := range 4 {
			t.Run(fmt.Sprint(w), func(t *testing.T) {
				t.Parallel()
				for range kills / 4 {
					killOne(t, path)
				}
			})
		}
	})
	d := memo.NewDir(path)
	found := 0
	for i := range dirKeys {
		key := fmt.Sprint("k", i)
		ok, err := proven(t.Context(), d, key)
		require.NoError(t, err)
		if ok {
			found++
		}
		mustGetLease(t, d, key)
		require.NoError(t, d.Set(t.Context(), key, proof(key, 10), 0))
	}
	t.Logf("%d of %d keys have an entry in the end", found, dirKeys)
	require.NotEmpty(t, h.get().keys)
	n, err := d.Clear(t.Context())
	require.NoError(t, err)
	require.Equal(t, dirKeys, n)
	waitFor(t, func() bool {
		left := list(t, path)
		return len(left) == 0 || left[0] == "journal.memo" && len(left) == 1
	})
}

// killOne lets one child work for some milliseconds, kills it, and looks at all keys.
func killOne(t *testing.T, path string) {
	t.Helper()
	p := spawn(t, "hammer", path)
	time.Sleep(time.Duration(rand.IntN(30_000)) * time.Microsecond)
	p.kill(t)
	d := memo.NewDir(path)
	for i := range dirKeys {
		_, err := proven(t.Context(), d, fmt.Sprint("k", i))
		require.NoError(t, err)
	}
}

// mustGetLease takes a lease that a killed process may have; it runs out.
func mustGetLease(t *testing.T, d *memo.Dir, key string) {
	t.Helper()
	for start := time.Now(); ; {
		require.NoError(t, d.Await(t.Context(), key))
		l, err := d.Lease(t.Context(), key, nil, time.Minute)
		require.NoError(t, err)
		if l != nil {
			require.NoError(t, l.End(t.Context()))
			return
		}
		require.Less(t, time.Since(start), dirPatience)
	}
}

// Many callers in many processes, one cold key, one computation.
func TestDir_stampedeOfProcesses(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name        string
		firstKilled bool
		most        int
	}{{"all live", false, 1}, {"the first holder is killed", true, 2}} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			path := t.TempDir()
			var holder *dirProcess
			if c.firstKilled {
				holder = spawn(t, "holder", path)
				holder.says(t, "computing")
			}
			var processes []*dirProcess
			for range 8 {
				processes = append(processes, spawn(t, "stampede", path))
			}
			for _, p := range processes {
				_, err := io.WriteString(p.stdin, "go\n")
				require.NoError(t, err)
			}
			if c.firstKilled {
				holder.kill(t)
			}
			for _, p := range processes {
				p.says(t, "done")
			}
			computed, err := os.ReadFile(filepath.Join(path, "computed"))
			require.NoError(t, err)
			lines := strings.Count(string(computed), "\n")
			require.LessOrEqual(t, lines, c.most)
			require.GreaterOrEqual(t, lines, 1)
			ok, err := proven(t.Context(), memo.NewDir(path), "cold")
			require.NoError(t, err)
			require.True(t, ok)
		})
	}
}
