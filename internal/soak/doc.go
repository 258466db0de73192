// Package soak runs an app for long, with pages that come and go, jobs that end in every way, streams and sessions, and watches what stays of it: memory, goroutines and
// descriptors. Everything is in one process, over loopback; so what leaks in the server shows, and what the pages need is the same all the time.
//
//	visitor   a browser: a cookie jar, a session, one page after another
//	page      its channel (a socket that reads, a socket that reads slowly or not at all, or none: HTTP), and the calls it makes
//	sample    what the process holds every few seconds, after a collection
//	verdict   a line through the samples after the warm-up, and what is left at the end
package soak

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"time"
)

// Options say how long and how much. The zero value is what `make soak` does.
type Options struct {
	// For is how long pages come and go: longer where not everything has happened by then. Default 15 minutes.
	For time.Duration
	// Pages is how many are open at a time. Default 200.
	Pages int
	// Growth is by how many bytes the heap may grow, as the line through the samples has it, from the end of the warm-up (two fifths of the time, so that in a quarter of an hour
	// all that the app keeps for five minutes has come to its bounds) until the end. Default 8 MiB.
	Growth float64
	// Patience is how long anything that must come may take on a slow machine. Default two minutes.
	Patience time.Duration
	// Out gets the table, a row every now and then. Default: it is thrown away.
	Out io.Writer
}

const (
	defaultFor      = 15 * time.Minute
	defaultPages    = 200
	defaultGrowth   = 8 << 20
	defaultPatience = 2 * time.Minute
)

func (o Options) orDefaults() Options {
	o.For = cmp.Or(o.For, defaultFor)
	o.Pages = cmp.Or(o.Pages, defaultPages)
	o.Growth = cmp.Or(o.Growth, defaultGrowth)
	o.Patience = cmp.Or(o.Patience, defaultPatience)
	if o.Out == nil {
		o.Out = io.Discard
	}
	return o
}

// Run soaks an app. The error says all that is wrong: what grows, what is left, and what was answered wrongly. The report is nil where the run could not begin or was broken off.
func Run(ctx context.Context, options Options) (*Report, error) {
	o := options.orDefaults()
	l, err := listen()
	if err != nil {
		return nil, err
	}
	bare := look() // with what the runtime opens for the first listener and keeps
	s, err := open(o.Patience, l)
	if err != nil {
		return nil, err
	}
	base := look()
	r := &Report{Options: o, Base: base}
	stop := s.crowd(o.Pages)
	err = r.watch(ctx, s)
	stop()
	if err != nil {
		return nil, errors.Join(err, s.close())
	}
	s.hangUp()
	r.Quiet = settle(base, o.Patience)
	closed := s.close()
	r.Closed = settle(bare, o.Patience)
	r.Done = s.counts.all()
	r.writeSummary()
	return r, errors.Join(append(r.problems(bare), s.counts.problem(), closed)...)
}

// watch takes samples until the time is over.
func (r *Report) watch(ctx context.Context, s *site) error {
	const rows = 30
	end := time.NewTimer(r.Options.For)
	defer end.Stop()
	ticks := time.NewTicker(min(5*time.Second, r.Options.For/60+1))
	defer ticks.Stop()
	begun := time.Now()
	r.writeHead()
	for row := time.Duration(0); ; {
		select {
		case <-ctx.Done():
			return fmt.Errorf("soak: broken off after %s: %w", time.Since(begun).Round(time.Second), context.Cause(ctx))
		case <-end.C:
			if r.isEnough(s.counts.all()) || time.Since(begun) > r.Options.For+r.Options.Patience {
				return nil
			}
			end.Reset(r.Options.For / 20)
		case <-ticks.C:
			now := look()
			now.At, now.Open, now.Calls = time.Since(begun), s.counts.open.Load(), s.counts.calls()
			r.Samples = append(r.Samples, now)
			if now.At >= row {
				r.writeRow(now)
				row += r.Options.For / rows
			}
		}
	}
}

// settle waits until no more is held than there was, and gives what is held then.
func settle(base Sample, patience time.Duration) Sample {
	for end := time.Now().Add(patience); ; time.Sleep(20 * time.Millisecond) {
		now := look()
		if now.Goroutines <= base.Goroutines && now.Files <= base.Files || time.Now().After(end) {
			if now.Goroutines > base.Goroutines {
				stacks := make([]byte, 1<<22)
				now.left = string(stacks[:runtime.Stack(stacks, true)])
			}
			return now
		}
	}
}
