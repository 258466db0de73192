package soak

import "time"

// Slope is for its test.
var Slope = slope

// Look takes a sample.
func Look() Sample { return look() }

// Settle waits, and gives what is held in the end and the goroutines where there are too many.
func Settle(base Sample, patience time.Duration) (Sample, string) {
	now := settle(base, patience)
	return now, now.left
}

// Problems is what is wrong with a report.
func (r *Report) Problems(bare Sample) []error { return r.problems(bare) }

// Musts are what every run must have done.
var Musts = musts
