package bench

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// fanSize says how much is published.
type fanSize struct {
	pages           int
	trial, updates  int // of the trial and of a round
	pause, patience time.Duration
	rounds          int
	fewest          int     // with fewer pages a server is given up
	arrived, pace   float64 // what a server has to reach to keep up
}

// fanCost is what a round gave.
type fanCost struct {
	Arrived  float64 // share of the updates
	Pace     float64 // updates published, beside those that should have been
	P50, P99 time.Duration
	CPU      time.Duration // of the server, for 1,000 deliveries
}

// fanSubject is a server with its pages, which stay for all rounds.
type fanSubject struct {
	*stage
	speaker speaker
	pages   int
	failed  []string // what fewer pages are for
	costs   []fanCost
}

// Fanout publishes one property to many pages.
func Fanout() (*Table, error) {
	peer, lacking, err := lookForDash()
	if err != nil {
		return nil, err
	}
	size := fanSize{pages: 1_000, trial: 20, updates: 25, pause: 100 * time.Millisecond, patience: time.Second, rounds: 5, fewest: 30, arrived: 0.99, pace: 0.95}
	return fanRun(size, peer, lacking)
}

func fanRun(size fanSize, peer *python, lacking string) (_ *Table, err error) {
	list := []*fanSubject{
		{speaker: goSpeaker("dashi", "dashi, App.Push", appDialect)},
		{speaker: goSpeaker("fan", "coder/websocket, the same bytes", fanDialect)},
	}
	if peer != nil {
		list = append(list, &fanSubject{speaker: dashSpeaker(peer)})
	}
	defer func() {
		for _, s := range list {
			if s.stage != nil {
				err = errors.Join(err, s.end())
			}
		}
	}()
	for _, s := range list {
		if err := s.begin(size); err != nil {
			return nil, fmt.Errorf("%s: %w", s.speaker.label, err)
		}
	}
	for round := range size.rounds {
		for i := range list {
			s := list[(round+i)%len(list)] // no subject always runs first
			if s.pages == 0 {
				continue
			}
			cost, err := s.round(size, size.updates)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", s.speaker.label, err)
			}
			s.costs = append(s.costs, cost)
		}
	}
	t := fanTable(size, list)
	if lacking != "" {
		t.Note("%s", lacking)
	}
	return t, nil
}

// begin finds with how many pages the server keeps up.
func (s *fanSubject) begin(size fanSize) (err error) {
	s.pages, s.failed, err = mostPages(size, func(pages int) (cost fanCost, err error) {
		if s.stage != nil {
			if err := s.end(); err != nil {
				return cost, err
			}
			s.stage = nil
		}
		if s.stage, err = s.speaker.raise(context.Background(), pages); err != nil {
			return cost, err
		}
		s.pages = pages
		return s.round(size, size.trial)
	})
	return err
}

// mostPages is all pages, or half as many, and so on, until a trial is kept up with; 0 where none is. What failed is said.
func mostPages(size fanSize, trial func(pages int) (fanCost, error)) (most int, failed []string, err error) {
	for pages := size.pages; pages >= size.fewest; pages /= 2 {
		cost, err := trial(pages)
		if err != nil || cost.Arrived >= size.arrived && cost.Pace >= size.pace {
			return pages, failed, err
		}
		failed = append(failed, fmt.Sprintf("with %s pages %.0f %% of the updates arrived in time, which were published at %.0f %% of the pace",
			count(pages), 100*cost.Arrived, 100*cost.Pace))
	}
	return 0, failed, nil
}

// round publishes so many updates and waits for them.
func (s *fanSubject) round(size fanSize, n int) (cost fanCost, err error) {
	if err := s.beat(s.dialect.beat); err != nil {
		return cost, err
	}
	time.Sleep(2 * size.pause) // for the answers
	before, err := s.child.ask("used")
	if err != nil {
		return cost, err
	}
	var took time.Duration
	delays, err := s.hear(n, size.patience, func() error {
		start := time.Now()
		_, err := s.child.measure(fmt.Sprintf("push %d %d", n, size.pause.Milliseconds()), int64(n))
		took = time.Since(start)
		return err
	})
	if err != nil {
		return cost, err
	}
	after, err := s.child.ask("used")
	if err != nil {
		return cost, err
	}
	cost = fanCostOf(n*s.pages, delays, time.Duration(after-before))
	cost.Pace = min(1, float64(time.Duration(n)*size.pause)/float64(max(took, 1)))
	return cost, nil
}

// fanCostOf is the cost of so many deliveries, of which those with a delay arrived.
func fanCostOf(deliveries int, delays []time.Duration, used time.Duration) fanCost {
	return fanCost{
		Arrived: float64(len(delays)) / float64(deliveries), P50: Quantile(delays, 0.5), P99: Quantile(delays, 0.99),
		CPU: used * 1000 / time.Duration(max(len(delays), 1)),
	}
}

func fanTable(size fanSize, list []*fanSubject) *Table {
	t := &Table{
		Title: fmt.Sprintf("8b. One property pushed to all pages, %d times a second", int(time.Second/size.pause)),
		Head:  []string{"server", "pages", "arrived", "p50", "p99", "server CPU/1,000", "this/bare: p50", "p99", "CPU"},
	}
	p50, p99 := func(c fanCost) time.Duration { return c.P50 }, func(c fanCost) time.Duration { return c.P99 }
	cpu := func(c fanCost) time.Duration { return c.CPU }
	bare := list[1]
	for _, s := range list {
		if len(s.costs) == 0 {
			t.Add(s.speaker.label, "-", "", "", "", "", "", "", "")
			continue
		}
		row := []string{
			s.speaker.label, count(s.pages), fmt.Sprintf("%.1f %%", 100*Median(pick(s.costs, func(c fanCost) float64 { return c.Arrived }))),
			span(Median(pick(s.costs, p50))), span(Median(pick(s.costs, p99))), span(Median(pick(s.costs, cpu))),
		}
		for _, get := range []func(fanCost) time.Duration{p50, p99, cpu} {
			row = append(row, times(Ratio(pick(s.costs, get), pick(bare.costs, get))))
		}
		t.Add(row...)
	}
	fanNotes(t, size, list)
	return t
}

func fanNotes(t *Table, size fanSize, list []*fanSubject) {
	t.Note("From the publisher's clock before it publishes to the page's after it has read; client and server share the machine.")
	t.Note("Medians of %d interleaved rounds of %d updates; no compression. A server has %s pages, or half as many, and so on, until it can",
		size.rounds, size.updates, count(size.pages))
	t.Note("publish at %.0f %% of the pace and %.0f %% of the updates arrive within %v after the last.", 100*size.pace, 100*size.arrived, size.patience)
	for _, s := range list {
		for _, why := range s.failed {
			t.Note("%s: %s.", s.speaker.label, why)
		}
	}
}
