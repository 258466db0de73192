package express

import (
	"math"
	"time"
)

// kind is what a column holds.
type kind uint8

const (
	numbers kind = iota // floats, missing ones NaN
	wholes              // integers, none missing
	texts
	moments
)

func (k kind) String() string { return [...]string{"numbers", "whole numbers", "texts", "times"}[k] }

// column is the values of one field, a slice of one type, so that it travels as a typed array.
type column struct {
	field  string
	kind   kind
	floats []float64
	ints   []int64
	strs   []string
	times  []time.Time
	// missing marks absent texts and times; nil where all are there.
	missing []bool
	// yesno tells that texts were bools.
	yesno bool
	// span is what extent found, once.
	span *span
}

type span struct {
	low, high float64
	ok        bool
}

func (c *column) numeric() bool { return c.kind == numbers || c.kind == wholes }

func (c *column) len() int { return len(c.floats) + len(c.ints) + len(c.strs) + len(c.times) }

// absent tells whether the value of a row is missing.
func (c *column) absent(i int) bool {
	if c.kind == numbers {
		return math.IsNaN(c.floats[i])
	}
	return c.missing != nil && c.missing[i]
}

// float is a number of a numeric column, or milliseconds since 1970; NaN where missing.
func (c *column) float(i int) float64 {
	switch {
	case c.kind == numbers:
		return c.floats[i]
	case c.kind == wholes:
		return float64(c.ints[i])
	case c.kind == moments && !c.absent(i):
		return wall(c.times[i])
	}
	return math.NaN()
}

// wall is the time that a clock on the wall shows, in milliseconds since 1970: what plotly.js takes dates for.
func wall(t time.Time) float64 {
	_, offset := t.Zone()
	return float64(t.Unix()+int64(offset))*1000 + float64(t.Nanosecond())/1e6
}

// pick is the values of some rows for plotly, nil for all: a slice of one type, or []any with nil where texts or times
// are missing. All rows are the column itself, not a copy.
func (c *column) pick(rows []int32) any {
	switch c.kind {
	case numbers:
		return gather(c.floats, rows)
	case wholes:
		return gather(c.ints, rows)
	case texts:
		return withGaps(gather(c.strs, rows), c.missing, rows)
	}
	return withGaps(gather(c.times, rows), c.missing, rows)
}

func gather[T any](from []T, rows []int32) []T {
	if rows == nil {
		return from
	}
	out := make([]T, len(rows))
	for i, row := range rows {
		out[i] = from[row]
	}
	return out
}

// withGaps puts nil where values are missing.
func withGaps[T any](values []T, missing []bool, rows []int32) any {
	if missing == nil {
		return values
	}
	out := make([]any, len(values))
	for i, value := range values {
		row := i
		if rows != nil {
			row = int(rows[i])
		}
		if !missing[row] {
			out[i] = value
		}
	}
	return out
}

// repeat is the column n times over, for fields that are put below one another.
func (c *column) repeat(n int) *column {
	out := *c
	out.span = nil
	out.floats, out.ints = times(c.floats, n), times(c.ints, n)
	out.strs, out.times, out.missing = times(c.strs, n), times(c.times, n), times(c.missing, n)
	return &out
}

func times[T any](from []T, n int) []T {
	if from == nil {
		return nil
	}
	out := make([]T, 0, n*len(from))
	for range n {
		out = append(out, from...)
	}
	return out
}

// asFloats turns whole numbers into floats, absent ones into NaN.
func (c *column) asFloats(absent []bool) {
	c.floats = make([]float64, len(c.ints))
	for i, v := range c.ints {
		c.floats[i] = float64(v)
		if absent != nil && absent[i] {
			c.floats[i] = math.NaN()
		}
	}
	c.kind, c.ints, c.missing = numbers, nil, nil
}

// extent is the smallest and largest finite number (or time in milliseconds); ok is false where there is none.
func (c *column) extent() (low, high float64, ok bool) {
	if c.span == nil {
		low, high := math.Inf(1), math.Inf(-1)
		for i := range c.len() {
			if v := c.float(i); finite(v) {
				low, high = min(low, v), max(high, v)
			}
		}
		c.span = &span{low, high, low <= high}
	}
	return c.span.low, c.span.high, c.span.ok
}
