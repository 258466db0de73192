package bench

import (
	"fmt"
	"runtime"
	"time"
)

// Job is something short that is done many times over.
type Job struct {
	Name string
	Do   func() error
	Size int // bytes of what it gives, 0 where that means nothing
	Per  int // how many times Do does it, so that the call of Do costs nothing beside it; 0 means once
	// Elsewhere is in place of Do where another process does it: n times, in the time returned.
	Elsewhere func(n int) (time.Duration, error)
}

// run does it n times, or n times Per.
func (j *Job) run(n int) (time.Duration, error) {
	if j.Elsewhere != nil {
		return j.Elsewhere(n)
	}
	start := time.Now()
	for range n {
		if err := j.Do(); err != nil {
			return 0, err
		}
	}
	return time.Since(start), nil
}

// Timing is what the rounds of a job gave.
type Timing struct {
	Job
	Took   []time.Duration // for one time, by round
	Allocs float64         // for one time
	Bytes  float64         // allocated, for one time
}

// Median is the middle round.
func (t *Timing) Median() time.Duration { return Median(t.Took) }

// Rounds of short jobs. A round is long enough to hold the garbage collections that its job causes.
const (
	clockRounds = 9
	clockLength = 40 * time.Millisecond
	clockMost   = 1 << 20 // times in a round
)

// Clock runs the jobs in rounds that take turns.
func Clock(jobs ...Job) ([]*Timing, error) { return clock(clockRounds, jobs...) }

func clock(rounds int, jobs ...Job) ([]*Timing, error) {
	timings := make([]*Timing, len(jobs))
	counts := make([]int, len(jobs))
	for i, job := range jobs {
		timings[i] = &Timing{Job: job}
		var err error
		if counts[i], err = calibrate(job); err != nil {
			return nil, fmt.Errorf("%s: %w", job.Name, err)
		}
	}
	for round := range rounds {
		for j := range timings {
			i := (round + j) % len(timings)
			if err := timings[i].round(counts[i]); err != nil {
				return nil, fmt.Errorf("%s: %w", timings[i].Name, err)
			}
		}
	}
	return timings, nil
}

// calibrate warms a job up and finds how many times fill a round.
func calibrate(job Job) (int, error) {
	for n := 1; ; n *= 2 {
		took, err := job.run(n)
		if err != nil {
			return 0, err
		}
		if took >= clockLength/2 || n >= clockMost {
			return n, nil
		}
	}
}

func (t *Timing) round(n int) error {
	runtime.GC() // what the job before has left is not this one's
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	took, err := t.run(n)
	if err != nil {
		return err
	}
	runtime.ReadMemStats(&after)
	times := n * max(t.Per, 1)
	t.Took = append(t.Took, took/time.Duration(times))
	t.Allocs = float64(after.Mallocs-before.Mallocs) / float64(times)
	t.Bytes = float64(after.TotalAlloc-before.TotalAlloc) / float64(times)
	return nil
}

// timingHead are the columns that row fills, before those a table adds.
var timingHead = []string{"time", "bytes given", "allocs", "allocated"}

func (t *Timing) row(label string, more ...string) []string {
	size := "-"
	if t.Size > 0 {
		size = count(t.Size)
	}
	return append([]string{label, span(t.Median()), size, fmt.Sprintf("%.0f", t.Allocs), count(t.Bytes) + " B"}, more...)
}
