package bench

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"
	"time"
)

const idleGoal = 20_000 // bytes

// idleSize says how many pages are kept open.
type idleSize struct {
	pages  int
	dash   int // Dash's: one process that takes its time to accept
	warm   int // pages that are there before, so that what the first ones cost is not counted
	rounds int
	rest   time.Duration // before a server is looked at
}

// idleCost is what one connection costs.
type idleCost struct {
	Resident   float64 // bytes of the process, as it is
	Settled    float64 // the same after garbage collection
	Heap       float64 // bytes
	Stacks     float64 // bytes
	Goroutines float64
}

// idleSubject is a kind of server and what its rounds gave.
type idleSubject struct {
	speaker
	pages, rounds int
	foreign       bool // not Go
	costs         []idleCost
}

// spareFiles are files that client and server have besides their pages.
const spareFiles = 200

// Idle weighs the connections of pages to which nothing happens.
func Idle() (*Table, error) {
	if runtime.GOOS != "linux" {
		return &Table{Title: idleTitle, Notes: []string{"Not measured: what memory a process has is only known on Linux."}}, nil
	}
	peer, lacking, err := lookForDash()
	if err != nil {
		return nil, err
	}
	size := idleSize{pages: 10_000, dash: 1_000, warm: 200, rounds: 3, rest: time.Second}
	size.pages = min(size.pages, openFiles()-size.warm-spareFiles)
	if size.pages <= 0 {
		return nil, fmt.Errorf("bench: %d files may be open; pages need more (ulimit -n)", openFiles())
	}
	return idleRun(size, peer, lacking)
}

const idleTitle = "8. An idle page's WebSocket: what one costs the server"

func idleRun(size idleSize, peer *python, lacking string) (*Table, error) {
	list := []*idleSubject{
		{speaker: goSpeaker("dashi", "dashi", appDialect)},
		{speaker: goSpeaker("blocking", "coder/websocket echo, the handler reads", echoDialect)},
		{speaker: goSpeaker("fresh", "coder/websocket echo, a goroutine of its own reads", echoDialect)},
	}
	for _, s := range list {
		s.pages, s.rounds = size.pages, size.rounds
	}
	if peer != nil {
		list = append(list, &idleSubject{speaker: dashSpeaker(peer), pages: size.dash, rounds: 1, foreign: true})
	}
	for round := range size.rounds {
		for i := range list {
			s := list[(round+i)%len(list)] // no subject always runs first
			if round >= s.rounds {
				continue
			}
			cost, err := s.measure(size)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", s.label, err)
			}
			s.costs = append(s.costs, cost)
		}
	}
	t := idleTable(list)
	if lacking != "" {
		t.Note("%s", lacking)
	}
	return t, nil
}

// measure opens the pages at a new server.
func (s *idleSubject) measure(size idleSize) (cost idleCost, err error) {
	g, err := s.raise(context.Background(), size.warm)
	if err != nil {
		return cost, err
	}
	defer func() { err = errors.Join(err, g.end()) }()
	before, err := s.weigh(g, size.rest)
	if err != nil {
		return cost, err
	}
	if err := g.more(s.pages); err != nil {
		return cost, err
	}
	after, err := s.weigh(g, size.rest)
	if err != nil {
		return cost, err
	}
	if gone := g.gone.Load(); gone > 0 {
		return cost, fmt.Errorf("bench: the server has lost %d idle pages", gone)
	}
	n := float64(s.pages)
	return idleCost{
		Resident: (after.Resident - before.Settled) / n, Settled: (after.Settled - before.Settled) / n,
		Heap: (after.Heap - before.Heap) / n, Stacks: (after.Stacks - before.Stacks) / n, Goroutines: (after.Goroutines - before.Goroutines) / n,
	}, nil
}

// weigh looks at the whole server.
func (s *idleSubject) weigh(g *stage, rest time.Duration) (sum idleCost, err error) {
	time.Sleep(rest)
	pid := g.child.cmd.Process.Pid
	if sum.Resident, err = resident(pid); err != nil {
		return sum, err
	}
	sum.Settled = sum.Resident
	if s.foreign {
		return sum, nil
	}
	for _, q := range []struct {
		command string
		into    *float64
	}{{"heap", &sum.Heap}, {"stacks", &sum.Stacks}, {"goroutines", &sum.Goroutines}} {
		n, err := g.child.measure(q.command, 1)
		if err != nil {
			return sum, err
		}
		*q.into = float64(n)
	}
	sum.Settled, err = resident(pid)
	return sum, err
}

// resident is the memory that a process has from the system, in bytes.
func resident(pid int) (float64, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/statm", pid))
	if err != nil {
		return 0, err
	}
	fields := strings.Fields(string(text))
	if len(fields) < 2 {
		return 0, fmt.Errorf("bench: statm is %q", text)
	}
	pages, err := strconv.Atoi(fields[1])
	return float64(pages * os.Getpagesize()), err
}

func idleTable(list []*idleSubject) *Table {
	t := &Table{
		Title: idleTitle,
		Head:  []string{"server", "pages", "resident", "after collection", "Go heap", "stacks", "goroutines", "this/echo, own goroutine"},
	}
	settled := func(s *idleSubject) []float64 { return pick(s.costs, func(c idleCost) float64 { return c.Settled }) }
	floor := list[2]
	for _, s := range list {
		of := func(get func(idleCost) float64) float64 { return Median(pick(s.costs, get)) }
		row := []string{s.label, count(s.pages), weightOf(of(func(c idleCost) float64 { return c.Resident }))}
		if s.foreign {
			t.Add(append(row, "", "", "", "", times(Ratio(settled(s), settled(floor))))...)
			continue
		}
		t.Add(append(row, weightOf(Median(settled(s))), weightOf(of(func(c idleCost) float64 { return c.Heap })),
			weightOf(of(func(c idleCost) float64 { return c.Stacks })), fmt.Sprintf("%.2f", of(func(c idleCost) float64 { return c.Goroutines })),
			times(Ratio(settled(s), settled(floor))))...)
	}
	us := Median(settled(list[0]))
	t.Note("Growth of the server's process for each page; what the kernel keeps for a connection is not in it. Medians of %d rounds, Dash's of one.", list[0].rounds)
	t.Note("A page of dashi's has been served, has said hello and hears two topics; one of Dash's has a persistent callback that waits.")
	t.Note("Goal: at most %s a page: %s after collection: %s.", weightOf(idleGoal), weightOf(us), met(us <= idleGoal))
	return t
}

// weightOf writes bytes as thousands.
func weightOf(bytes float64) string { return digits(bytes/1000) + " kB" }
