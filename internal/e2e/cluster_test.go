package e2e_test

import (
	"fmt"
	"regexp"
	"strconv"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi/examples/cluster/fleet"
	"github.com/dashi-go/dashi/internal/e2e"
)

// clusterPages is how many pages are open while processes are killed.
const clusterPages = 50

// shownPages is how many of them are in sight: each that is drawn takes a twentieth of a processor.
const shownPages = 5

// The names of the example's processes.
var (
	appProcesses = []string{"web-1", "web-2", "worker-1", "worker-2"}
	allProcesses = append([]string{"redis"}, appProcesses...)
)

// TestClusterOutlivesKills opens pages of the example, and while a job of each runs kills a worker, a web process and redis-server in turn. Each job must end exactly once in
// its page or say why not, each page must have all that was said to it or be told of a loss, and none is loaded anew. It runs alone: so many pages take the whole machine.
func TestClusterOutlivesKills(t *testing.T) {
	c := startCluster(t, "-slots=96")
	pages := make([]*clusterPage, clusterPages)
	everyPage(t, pages, func(i int, _ *clusterPage) { pages[i] = c.open(i) })
	c.say("%d pages are open, and hear every process", len(pages))
	tell := c.teller()

	for _, victim := range []string{"worker-1", "web-1", "redis"} {
		everyPage(t, pages, func(_ int, p *clusterPage) { p.begin() })
		c.say("a job runs in each page, another one in every fifth")
		back := c.kill(victim)
		everyPage(t, pages, func(_ int, p *clusterPage) { p.beginMeanwhile() })
		back()
		everyPage(t, pages, func(_ int, p *clusterPage) { p.cancel() })
		var sum outcomes
		everyPage(t, pages, func(_ int, p *clusterPage) { sum.add(p.settled()) })
		c.say("%s", &sum)
	}

	tell.end(t)
	var sum deliveries
	everyPage(t, pages, func(_ int, p *clusterPage) { sum.add(p.heard(tell)) })
	c.say("%d messages were sent, and %d more not taken; %s", len(tell.told), len(tell.failed), &sum)

	for _, name := range appProcesses { // what was cancelled while something was away as well
		pages[0].Until(lifeOf(name) + `.textContent.includes("jobs: 0 running")`)
	}
	c.say("no job runs for nobody")

	require.NoError(t, c.p.Interrupt(t))
	for _, name := range allProcesses {
		for _, pid := range c.pids(name) {
			require.ErrorIs(t, syscall.Kill(pid, 0), syscall.ESRCH, "%s (%d) is still there", name, pid)
		}
	}
	c.say("Ctrl-C has ended all processes")
}

// clusterRun is the example as its one command starts it, and what is done to it.
type clusterRun struct {
	t     *testing.T
	p     *e2e.Process
	began time.Time
}

// secretOfRun lets the test be one more process of the app.
const secretOfRun = "the secret of the whole run"

func startCluster(t *testing.T, args ...string) *clusterRun {
	binary := e2e.Build(t, "github.com/dashi-go/dashi/examples/cluster")
	t.Setenv(fleet.Secret, secretOfRun)
	t.Setenv("TMPDIR", t.TempDir()) // which is looked at when the test ends: nothing may be left
	c := &clusterRun{t: t, began: time.Now()}
	c.p = e2e.Launch(t, binary, args...)
	t.Cleanup(func() {
		if t.Failed() {
			t.Log(c.p.Log())
		}
	})
	c.say("the cluster serves")
	return c
}

// say writes a line of the run's log.
func (c *clusterRun) say(format string, args ...any) {
	c.t.Helper()
	c.t.Logf("%5.1f s  %s", time.Since(c.began).Seconds(), fmt.Sprintf(format, args...))
}

// pids are those that a process has had, the present one last.
func (c *clusterRun) pids(name string) (pids []int) {
	for _, found := range regexp.MustCompile(`cluster: started name=`+name+` pid=(\d+)`).FindAllStringSubmatch(c.p.Log(), -1) {
		pid, err := strconv.Atoi(found[1])
		require.NoError(c.t, err)
		pids = append(pids, pid)
	}
	return pids
}

// kill is kill -9. What it returns waits until the process has been started again.
func (c *clusterRun) kill(name string) (back func()) {
	c.t.Helper()
	before := c.pids(name)
	pid := before[len(before)-1]
	c.say("kill -9 %s (%d)", name, pid)
	require.NoError(c.t, syscall.Kill(pid, syscall.SIGKILL))
	return func() {
		c.t.Helper()
		require.Eventually(c.t, func() bool { return len(c.pids(name)) > len(before) }, time.Minute, 10*time.Millisecond)
		now := c.pids(name)
		c.say("%s was started again (%d)", name, now[len(now)-1])
	}
}

// everyPage does something in all pages, some at a time.
func everyPage(t *testing.T, pages []*clusterPage, do func(i int, p *clusterPage)) {
	t.Helper()
	var all sync.WaitGroup
	turns := make(chan struct{}, 8)
	for i, page := range pages {
		all.Go(func() {
			turns <- struct{}{}
			defer func() { <-turns }()
			do(i, page)
		})
	}
	all.Wait()
	if t.Failed() {
		t.FailNow()
	}
}
