package e2e_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/internal/e2e"
	"github.com/dashi-go/dashi/memo/memotest"
)

const memoizeExample = "github.com/dashi-go/dashi/examples/memoize"

// TestMemoizeOnEveryBackend runs the example as a program: the answer, which tells the time to a millisecond, stays for 20 s, and
// a second process on the same folder or Redis shows the first's.
func TestMemoizeOnEveryBackend(t *testing.T) {
	t.Parallel()
	binary := e2e.Build(t, memoizeExample)
	backends := map[string]struct {
		where  func(t *testing.T) string
		shared bool
	}{
		"lru":   {func(*testing.T) string { return "lru" }, false},
		"dir":   {func(t *testing.T) string { return "dir:" + t.TempDir() }, true},
		"redis": {func(t *testing.T) string { return "redis://" + memotest.Redis(t).Addr() + "/0" }, true},
	}
	for name, backend := range backends {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			where := backend.where(t)
			one, two := e2e.Launch(t, binary, "-cache", where), e2e.Launch(t, binary, "-cache", where)
			ask := func(p *e2e.Process) string { return p.Ask(t, "answer.children", "city", "value", `"Montreal"`) }
			start := time.Now()
			first := ask(one)
			require.Contains(t, first, "Montreal")
			if again := ask(one); time.Since(start) < 19*time.Second { // else the machine stood still
				require.Equal(t, first, again)
			}
			if other := ask(two); backend.shared && time.Since(start) < 19*time.Second {
				require.Equal(t, first, other)
			} else if !backend.shared {
				require.NotEqual(t, first, other)
			}
			time.Sleep(time.Until(start.Add(21 * time.Second)))
			require.NotEqual(t, first, ask(one), "after 20 s it is computed anew")
		})
	}
}

// TestRedisGoesAndComesBack: the app goes on without its cache, says so once, and uses it again when it can.
func TestRedisGoesAndComesBack(t *testing.T) {
	t.Parallel()
	server := memotest.Redis(t)
	p := e2e.Launch(t, e2e.Build(t, memoizeExample), "-cache", "redis://"+server.Addr()+"/0")
	tab := open(t, p.URL)
	tab.WaitContains("#answer", "New York City")

	server.Stop()
	ask := func() string { return p.Ask(t, "answer.children", "city", "value", `"Montreal"`) }
	var answers []string
	for range 5 {
		answers = append(answers, ask())
		time.Sleep(5 * time.Millisecond) // the answer tells milliseconds
	}
	for i := range answers[1:] {
		require.NotEqual(t, answers[i], answers[i+1], "without Redis each answer is computed")
	}
	choose(tab, "city", "San Francisco")
	tab.WaitContains("#answer", "San Francisco")
	require.Equal(t, 1, strings.Count(p.Log(), "level=WARN")+strings.Count(p.Log(), " WARN "), p.Log())

	server.Start()
	require.Eventually(t, func() bool { first := ask(); return first == ask() }, 60*time.Second, 50*time.Millisecond)
	require.Equal(t, 1, strings.Count(p.Log(), " WARN "), p.Log())
}
