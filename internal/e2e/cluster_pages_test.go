package e2e_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/cluster"
	clusterapp "github.com/dashi-go/dashi/examples/cluster/app"
	"github.com/dashi-go/dashi/internal/e2e"
)

// clusterPage is one of the pages, and what was done in it.
type clusterPage struct {
	*e2e.Tab
	t         *testing.T
	n         int
	clicks    map[string]int  // of Run, by lane
	cancelled map[string]bool // jobs, by lane and number
}

func (c *clusterRun) open(n int) *clusterPage {
	p := &clusterPage{open(c.t, c.p.URL), c.t, n, map[string]int{}, map[string]bool{}}
	p.Still()
	if n >= shownPages {
		p.Eval(behindOthers, nil)
	}
	// What the browser says of connections that end, and the page of calls that fail: those are counted.
	for _, expected := range []string{"WebSocket connection to", "Failed to load resource", failedCall} {
		p.Allow(expected)
	}
	p.Eval(`(window.watched = {lost: 0, outdated: 0},
		document.addEventListener("dashi:lost", () => watched.lost++), document.addEventListener("dashi:outdated", () => watched.outdated++), 0)`, nil)
	for _, name := range appProcesses {
		p.Until(lifeOf(name) + `.textContent.includes("sign")`)
	}
	return p
}

// behindOthers makes a page one behind others, as most of so many are: it writes what is pushed once a second, and nothing is drawn.
const behindOthers = `(document.body.style.display = "none", Object.defineProperty(document, "visibilityState", {value: "hidden"}),
	document.dispatchEvent(new Event("visibilitychange")), 0)`

// lifeOf is an expression for what a page shows of a process.
func lifeOf(name string) string {
	return `document.getElementById(` + quoted(string(dashi.Dict("life", name))) + `)`
}

// failedCall is in what the page writes to the console of a job that fails.
const failedCall = `\"ends\"}.children failed`

// lanePart is an expression for a part of a job in a page.
func lanePart(part, lane string) string {
	return `document.getElementById(` + quoted(string(dashi.Dict("part", part, "lane", lane))) + `)`
}

func (p *clusterPage) run(lane string) {
	p.clicks[lane]++
	p.Eval(lanePart("run", lane)+`.click()`, nil)
}

// runs waits until the page has been told of a step of a job.
func (p *clusterPage) runs(lane string) {
	p.Until(lanePart("bar", lane) + `.ariaLabel.includes("step")`)
}

// begin begins a job, and in some pages one that will be cancelled.
func (p *clusterPage) begin() {
	p.run("short")
	if p.n%5 == 0 {
		p.run("long")
		p.runs("long")
	}
	p.runs("short")
}

// beginMeanwhile begins a job while something is down.
func (p *clusterPage) beginMeanwhile() {
	if p.n%5 == 1 {
		p.run("medium")
	}
}

func (p *clusterPage) cancel() {
	if p.n%5 == 0 {
		p.cancelled[fmt.Sprint("long ", p.clicks["long"])] = true
		p.Eval(lanePart("stop", "long")+`.click()`, nil)
	}
}

// pageState is what a page shows.
type pageState struct {
	Feed   []string       // messages of the test, the first first
	Ends   map[string]int // how often each job has ended, by lane and number
	Notice string         // what it tells its user
	Lost   int            // how often it was told of a loss
	Stale  int            // how often it was told to be out of date
	Same   bool           // it was not loaded anew
}

const stateOfPage = `(() => {
	const ends = {}
	for (const li of document.querySelectorAll(".ends li")) {
		const key = JSON.parse(li.parentNode.id).lane + " " + li.dataset.run
		ends[key] = (ends[key] ?? 0) + 1
	}
	const feed = [...document.querySelectorAll("#feed li")].map((li) => li.textContent).filter((text) => text.startsWith("test "))
	return {
		ends, feed: feed.map((text) => text.slice(5)).reverse(), notice: document.querySelector(".dash-errors").textContent,
		lost: window.watched?.lost, stale: window.watched?.outdated, same: window.watched !== undefined,
	}
})()`

func (p *clusterPage) state() (s pageState) {
	p.Eval(stateOfPage, &s)
	return s
}

// outcomes counts what has become of jobs.
type outcomes struct {
	mu                        sync.Mutex
	ended, cancelled, refused int
	why                       map[string]int
}

func (o *outcomes) add(ended, cancelled, refused int, why string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.ended += ended
	o.cancelled += cancelled
	o.refused += refused
	if refused > 0 {
		if o.why == nil {
			o.why = map[string]int{}
		}
		o.why[why]++
	}
}

func (o *outcomes) String() string {
	return fmt.Sprintf("so far %d jobs have ended once, %d were cancelled, of %d the page said why not %v", o.ended, o.cancelled, o.refused, o.why)
}

// settled waits until no job runs, and counts what has become of all there were. Those that ran when the process was killed must have ended; what was begun while it was away may
// have failed, which the page says.
func (p *clusterPage) settled() (ended, cancelled, refused int, why string) {
	p.Until(`[...document.querySelectorAll(".line button:nth-of-type(1)")].every((run) => run.textContent === "Run" && !run.disabled)`)
	s := p.state()
	failures := 0
	for _, problem := range p.Problems() {
		if strings.Contains(problem, failedCall) {
			failures++
		}
	}
	for lane, clicks := range p.clicks {
		for n := 1; n <= clicks; n++ {
			job := fmt.Sprint(lane, " ", n)
			times := s.Ends[job]
			delete(s.Ends, job)
			switch {
			case p.cancelled[job]:
				require.Zero(p.t, times, "page %d: %s was cancelled", p.n, job)
				cancelled++
			case times == 0:
				require.Equal(p.t, "medium", lane, "page %d: %s has not ended", p.n, job)
				refused++
			default:
				require.Equal(p.t, 1, times, "page %d: %s", p.n, job)
				ended++
			}
		}
	}
	require.Empty(p.t, s.Ends, "page %d: jobs that nobody began", p.n)
	require.Equal(p.t, failures, refused, "page %d: failures that were told, and jobs that have not ended; it says %q", p.n, s.Notice)
	if refused > 0 {
		require.NotEmpty(p.t, s.Notice, "page %d", p.n)
	}
	return ended, cancelled, refused, strings.TrimSuffix(s.Notice, "×")
}

// teller is one more process of the app. It says something to all pages, one number after another, and knows what was taken.
type teller struct {
	app          *dashi.App
	told, failed []string
	stop, done   chan struct{}
}

func (c *clusterRun) teller() *teller {
	addr := regexp.MustCompile(`cluster: serving .*redis=(\S+)`).FindStringSubmatch(c.p.Log())[1]
	client := redis.NewClient(&redis.Options{Addr: addr, DialerRetries: 1})
	shared := cluster.New(client, cluster.Options{Jobs: true})
	t := &teller{
		app:  dashi.New(dashi.Options{Cluster: shared, Secret: []byte(secretOfRun), Push: &dashi.PushOptions{}}),
		stop: make(chan struct{}), done: make(chan struct{}),
	}
	c.t.Cleanup(func() { require.NoError(c.t, errors.Join(t.app.Close(), shared.Close(), client.Close())) })
	go t.run()
	return t
}

func (t *teller) run() {
	defer close(t.done)
	for n := 1; ; n++ {
		select {
		case <-t.stop:
			return
		case <-time.After(time.Second):
			t.tell(fmt.Sprint("no. ", n))
		}
	}
}

func (t *teller) tell(text string) bool {
	if err := clusterapp.Say(context.Background(), t.app, "test", text); err != nil {
		t.failed = append(t.failed, text)
		return false
	}
	t.told = append(t.told, text)
	return true
}

// end returns when the last message was taken.
func (t *teller) end(test *testing.T) {
	close(t.stop)
	<-t.done
	n := 0
	require.Eventually(test, func() bool {
		n++
		return t.tell(fmt.Sprint("last ", n))
	}, time.Minute, 50*time.Millisecond)
}

// deliveries counts what has become of messages.
type deliveries struct {
	mu          sync.Mutex
	whole, lost int
}

func (d *deliveries) add(lost bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if lost {
		d.lost++
	} else {
		d.whole++
	}
}

func (d *deliveries) String() string {
	return fmt.Sprintf("all pages have the last, %d have every one exactly once and in order, %d were told of a loss", d.whole, d.lost)
}

// heard waits for the last message, and tells whether the page knows that others are missing.
func (p *clusterPage) heard(t *teller) (lost bool) {
	p.Until(`document.querySelector("#feed li").textContent === ` + quoted("test "+t.told[len(t.told)-1]))
	s := p.state()
	require.True(p.t, s.Same, "page %d was loaded anew", p.n)
	require.Zero(p.t, s.Stale, "page %d: %s", p.n, s.Notice)
	times := map[string]int{}
	for _, text := range s.Feed {
		times[text]++
	}
	require.Equal(p.t, 1, slices.Max(slices.Collect(maps.Values(times))), "page %d: %v", p.n, s.Feed)
	if s.Lost > 0 {
		return true
	}
	// What was not taken may have come all the same.
	require.Equal(p.t, t.told, slices.DeleteFunc(s.Feed, func(text string) bool { return slices.Contains(t.failed, text) }), "page %d", p.n)
	return false
}
