package bench

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Rounds of the load: long enough for a few garbage collections in each, enough of them for a median.
const (
	tripRounds = 9
	tripWarmUp = time.Second
	tripLength = 1500 * time.Millisecond
	tripGoal   = 0.8
)

// subject is a server under load and what its rounds gave.
type subject struct {
	name, label string
	child       *child
	client      *client
	rounds      []Load
}

// Trips measures callback round trips over HTTP.
func Trips() (*Table, error) {
	list := []*subject{
		{name: "dashi", label: "dashi"},
		{name: "goccy", label: "bare net/http, go-json"},
		{name: "std", label: "bare net/http, encoding/json"},
	}
	defer func() {
		for _, s := range list {
			s.stop()
		}
	}()
	for _, s := range list {
		if err := s.start(); err != nil {
			return nil, fmt.Errorf("%s: %w", s.label, err)
		}
	}
	if err := sameAnswers(list); err != nil {
		return nil, err
	}
	for i := range tripRounds + 1 {
		for j := range list {
			s := list[(i+j)%len(list)] // no subject always runs first
			if err := s.round(i > 0); err != nil {
				return nil, fmt.Errorf("%s: %w", s.label, err)
			}
		}
	}
	return tripsTable(list), nil
}

func (s *subject) start() (err error) {
	if s.child, err = startSelf(context.Background(), ServeFlag, s.name); err != nil {
		return err
	}
	s.client, err = dial(s.child.greeting, tripsPath, tripsBody, connections)
	return err
}

func (s *subject) stop() {
	if s.client != nil {
		s.client.close()
	}
	if s.child != nil {
		_ = s.child.stop()
	}
}

// round runs one round, the first of them to warm up.
func (s *subject) round(counts bool) error {
	length := tripLength
	if !counts {
		length = tripWarmUp
	}
	before, err := s.child.ask("used")
	if err != nil {
		return err
	}
	load, err := s.client.round(length)
	if err != nil {
		return err
	}
	after, err := s.child.ask("used")
	if err != nil {
		return err
	}
	load.CPU = time.Duration(after-before) / time.Duration(max(load.Requests, 1))
	if counts {
		s.rounds = append(s.rounds, load)
	}
	return nil
}

// sameAnswers makes sure that the same work is compared.
func sameAnswers(list []*subject) error {
	var first string
	for _, s := range list {
		if _, err := s.client.once(); err != nil {
			return fmt.Errorf("%s: %w", s.label, err)
		}
		got := string(s.client.conns[0].buf)
		if first == "" {
			first = got
		}
		if got != first {
			return errors.New("bench: " + s.label + " answers " + got + " where the others answer " + first)
		}
	}
	return nil
}

func (s *subject) rates() []float64 {
	return pick(s.rounds, func(l Load) float64 { return l.PerSecond })
}

func tripsTable(list []*subject) *Table {
	t := &Table{
		Title: "1. Callback round trips: one Input, one State, one Output, a small text",
		Head:  []string{"server", "requests/s", "p50", "p99", "server CPU/request", "dashi/this: requests/s", "this/dashi: CPU"},
	}
	us := list[0]
	cpu := func(l Load) time.Duration { return l.CPU }
	for _, s := range list {
		t.Add(s.label, count(Median(s.rates())),
			span(Median(pick(s.rounds, func(l Load) time.Duration { return l.P50 }))),
			span(Median(pick(s.rounds, func(l Load) time.Duration { return l.P99 }))),
			span(Median(pick(s.rounds, cpu))),
			fmt.Sprintf("%.2f", Ratio(us.rates(), s.rates())),
			fmt.Sprintf("%.2f", Ratio(pick(s.rounds, cpu), pick(us.rounds, cpu))))
	}
	t.Note("%d connections over loopback, each server a process of its own; medians of %d interleaved rounds of %v.",
		connections, tripRounds, tripLength)
	for i, c := range []codec{goccyCodec, stdCodec} {
		ratio := Ratio(us.rates(), list[i+1].rates())
		t.Note("Goal: dashi gives at least %.1f of the requests/s of the bare handler with %s; it gives %.2f: %s.",
			tripGoal, c.name, ratio, met(ratio >= tripGoal))
	}
	return t
}

func pick[S, T any](items []S, get func(S) T) []T {
	out := make([]T, len(items))
	for i, item := range items {
		out[i] = get(item)
	}
	return out
}
