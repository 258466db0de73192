package soak

import (
	"fmt"
	"slices"
	"time"
)

// Report is what a run has seen.
type Report struct {
	Options Options
	Base    Sample // before the first page
	Samples []Sample
	Quiet   Sample           // after the last page
	Closed  Sample           // after the app was closed
	Done    map[string]int64 // how often what was done
}

// Measured are the samples after the warm-up.
func (r *Report) Measured() []Sample {
	for i, s := range r.Samples {
		if s.At >= r.Options.For*2/5 {
			return r.Samples[i:]
		}
	}
	return nil
}

// groups is of how many groups of samples the least counts.
const groups = 12

// Growth is by how much something grows between the first and the last measured sample. What calls have in their hands just then comes and goes, so a line goes through the least of each
// of several groups of samples: what stays.
func (r *Report) Growth(of func(Sample) float64) float64 {
	measured := r.Measured()
	if len(measured) == 0 {
		return 0
	}
	var x, y []float64
	for group := range slices.Chunk(measured, max(1, (len(measured)+groups-1)/groups)) {
		least := group[0]
		for _, s := range group {
			if of(s) < of(least) {
				least = s
			}
		}
		x, y = append(x, least.At.Seconds()), append(y, of(least))
	}
	return slope(x, y) * (measured[len(measured)-1].At - measured[0].At).Seconds()
}

// median is the middle of what the measured samples have.
func (r *Report) median(of func(Sample) float64) float64 {
	var all []float64
	for _, s := range r.Measured() {
		all = append(all, of(s))
	}
	slices.Sort(all)
	return all[len(all)/2]
}

func live(s Sample) float64 { return float64(s.Live) }

// problems are what is wrong with what was seen. bare is the process before there was an app.
func (r *Report) problems(bare Sample) (all []error) {
	measured := r.Measured()
	if len(measured) < fewest {
		return []error{fmt.Errorf("soak: %d samples after the warm-up; expected %d at least", len(measured), fewest)}
	}
	if grown := r.Growth(live); grown > r.Options.Growth {
		all = append(all, fmt.Errorf("soak: the heap grew by %.1f MB in %s, from %.1f MB; expected %.1f MB at most", grown/1e6,
			measured[len(measured)-1].At-measured[0].At, live(measured[0])/1e6, r.Options.Growth/1e6))
	}
	for _, end := range []struct {
		when         string
		sample, base Sample
	}{{"after the last page", r.Quiet, r.Base}, {"after the app was closed", r.Closed, bare}} {
		if end.sample.Goroutines > end.base.Goroutines {
			all = append(all, fmt.Errorf("soak: %s there are %d goroutines; expected %d at most:\n%s", end.when, end.sample.Goroutines, end.base.Goroutines, end.sample.left))
		}
		if end.sample.Files > end.base.Files {
			all = append(all, fmt.Errorf("soak: %s there are %d open descriptors; expected %d at most", end.when, end.sample.Files, end.base.Files))
		}
	}
	for _, what := range missing(r.Done) {
		all = append(all, fmt.Errorf("soak: there were no %s: the run was too short, or they do not work", what))
	}
	return all
}

// fewest is how few samples make a line.
const fewest = 3

// isEnough tells whether a run may end that has done so much.
func (r *Report) isEnough(done map[string]int64) bool {
	return len(missing(done)) == 0 && len(r.Measured()) >= fewest
}

// missing is what has not happened.
func missing(done map[string]int64) (all []string) {
	for _, what := range musts {
		if done[what] == 0 {
			all = append(all, what)
		}
	}
	return all
}

const rowFormat = "%8s %9s %9s %9s %11s %6s %6s %9s\n"

func (r *Report) writeHead() {
	_, _ = fmt.Fprintf(r.Options.Out, rowFormat, "time", "live MB", "heap MB", "stack MB", "goroutines", "files", "pages", "calls")
	r.writeRow(r.Base)
}

func (r *Report) writeRow(s Sample) {
	mb := func(bytes uint64) string { return fmt.Sprintf("%.1f", float64(bytes)/1e6) }
	_, _ = fmt.Fprintf(r.Options.Out, rowFormat, s.At.Round(time.Second), mb(s.Live), mb(s.Heap), mb(s.Stacks),
		fmt.Sprint(s.Goroutines), fmt.Sprint(s.Files), fmt.Sprint(s.Open), fmt.Sprint(s.Calls))
}

// writeSummary says what the samples came to.
func (r *Report) writeSummary() {
	measured := r.Measured()
	if len(measured) == 0 {
		return
	}
	first, last := measured[0], measured[len(measured)-1]
	goroutines := func(s Sample) float64 { return float64(s.Goroutines) }
	files := func(s Sample) float64 { return float64(s.Files) }
	out := r.Options.Out
	_, _ = fmt.Fprintf(out, "\n%d samples after a warm-up of %s, over %s. On the line through the least of each of %d groups of them the heap, %.1f MB in the median, goes by %+.2f MB (%+.2f MB an hour; bound %+.1f MB),\n", len(measured),
		first.At.Round(time.Second), (last.At - first.At).Round(time.Second), groups, r.median(live)/1e6, r.Growth(live)/1e6, r.Growth(live)/1e6*float64(time.Hour)/float64(max(last.At-first.At, 1)), r.Options.Growth/1e6)
	_, _ = fmt.Fprintf(out, "the goroutines, %.0f, by %+.1f and the open descriptors, %.0f, by %+.1f.\n", r.median(goroutines), r.Growth(goroutines), r.median(files), r.Growth(files))
	_, _ = fmt.Fprintf(out, "Before the first page, after the last and after Close: goroutines %d, %d, %d; descriptors %d, %d, %d; heap %.1f, %.1f, %.1f MB.\n",
		r.Base.Goroutines, r.Quiet.Goroutines, r.Closed.Goroutines, r.Base.Files, r.Quiet.Files, r.Closed.Files, live(r.Base)/1e6, live(r.Quiet)/1e6, live(r.Closed)/1e6)
	for _, what := range append(musts[:len(musts):len(musts)], mays...) {
		_, _ = fmt.Fprintf(out, "%9d %s\n", r.Done[what], what)
	}
}
