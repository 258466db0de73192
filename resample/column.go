package resample

import (
	"fmt"
	"math"
	"time"
)

// number is what columns hold in memory.
type number interface {
	int | int8 | int16 | int32 | int64 | uint | uint16 | uint32 | uint64 | float32 | float64
}

// column is a column of numbers of any type. Columns are not safe for use while they grow: whoever has one locks.
type column interface {
	len() int
	at(i int) float64
	// lower is the first index from from on, but not beyond to, whose number is at least v; the column is in order there. A guess near it makes
	// it fast.
	lower(v float64, from, to, guess int) int
	// disorder is the first index from from on whose number is not finite or below the one before, or -1.
	disorder(from int) int
	// pick is the numbers at these indexes, in a slice of the column's own type.
	pick(indexes []int) any
	// arranged is a copy in the order of these indexes.
	arranged(order []uint32) column
	// extended is the column with the numbers of more, which is of the same type, at its end. The column that it was is used up.
	extended(more column) (column, bool)

	// summarize builds the pyramid over what came since the last time.
	summarize()
	extremes(lo, hi int) extremes
	// find is the first index from lo up to hi that is a gap, or that is none; -1 where there is none such.
	find(lo, hi int, gap bool) int
	// findLast is the last index from lo up to hi that is no gap, or -1.
	findLast(lo, hi int) int
}

// typed is a column with its numbers in a slice, and a pyramid over them once summarized.
type typed[T number] struct {
	values []T
	levels pyramid[T]
}

// maxLen is how many numbers a column may have: indexes are kept in 31 bits.
const maxLen = math.MaxInt32

// columnOf is a column of the numbers or times in v. date tells that they are times, kept as milliseconds.
func columnOf(v any) (c column, date bool, err error) {
	switch v := v.(type) {
	case []float64:
		c = newTyped(v)
	case []float32:
		c = newTyped(v)
	case []int:
		c = newTyped(v)
	case []int8:
		c = newTyped(v)
	case []int16:
		c = newTyped(v)
	case []int32:
		c = newTyped(v)
	case []int64:
		c = newTyped(v)
	case []uint:
		c = newTyped(v)
	case []uint16:
		c = newTyped(v)
	case []uint32:
		c = newTyped(v)
	case []uint64:
		c = newTyped(v)
	case []time.Time:
		c, date = newTyped(wallClock(v)), true
	default:
		return nil, false, fmt.Errorf("a %T, expected a slice of numbers (no bytes) or []time.Time", v)
	}
	if c.len() > maxLen {
		return nil, false, fmt.Errorf("%d values, expected at most %d", c.len(), maxLen)
	}
	return c, date, nil
}

// newTyped never writes behind the slice that it was given, wherever it has room.
func newTyped[T number](values []T) *typed[T] {
	return &typed[T]{values: values[:len(values):len(values)]}
}

// wallClock is times as plotly.js keeps them: milliseconds since 1970 of a clock in UTC that shows what the clock on their wall shows.
func wallClock(times []time.Time) []float64 {
	ms := make([]float64, len(times))
	parallel(len(times), func(lo, hi int) {
		for i, t := range times[lo:hi] {
			_, offset := t.Zone()
			ms[lo+i] = float64(t.Unix()+int64(offset))*1000 + float64(t.Nanosecond())/1e6
		}
	})
	return ms
}

// isGap is true of NaN and the infinities: plotly.js draws none of them.
func isGap[T number](v T) bool { return v-v != 0 }

func (c *typed[T]) len() int { return len(c.values) }

func (c *typed[T]) at(i int) float64 { return float64(c.values[i]) }

// lower goes away from the guess in steps that grow, and halves what lies between the last two. Most of its time is waiting for memory, so
// that it matters to look where it has been looked before.
func (c *typed[T]) lower(v float64, from, to, guess int) int {
	lo, hi := from, to
	guess = min(max(guess, from), to)
	for step := 4; lo < guess; step *= 4 {
		at := max(guess-step, lo)
		if float64(c.values[at]) < v {
			lo = at + 1
			break
		}
		hi = at
		guess = at
	}
	for step, at := 4, max(guess, lo); at < hi; step *= 4 {
		if float64(c.values[at]) >= v {
			hi = at
			break
		}
		lo = at + 1
		at = lo + step
	}
	for lo < hi {
		if mid := int(uint(lo+hi) / 2); float64(c.values[mid]) < v {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}

func (c *typed[T]) disorder(from int) int {
	first := make(chan int, len(chunks(len(c.values)-from)))
	parallel(len(c.values)-from, func(lo, hi int) {
		for i := from + lo; i < from+hi; i++ {
			if isGap(c.values[i]) || i > 0 && c.values[i] < c.values[i-1] {
				first <- i
				return
			}
		}
	})
	close(first)
	at := -1
	for i := range first {
		if at < 0 || i < at {
			at = i
		}
	}
	return at
}

func (c *typed[T]) pick(indexes []int) any {
	picked := make([]T, len(indexes))
	for i, at := range indexes {
		picked[i] = c.values[at]
	}
	return picked
}

func (c *typed[T]) arranged(order []uint32) column {
	values := make([]T, len(order))
	parallel(len(order), func(lo, hi int) {
		for i := lo; i < hi; i++ {
			values[i] = c.values[order[i]]
		}
	})
	return &typed[T]{values: values}
}

func (c *typed[T]) extended(more column) (column, bool) {
	m, ok := more.(*typed[T])
	if !ok {
		return c, false
	}
	c.values = append(c.values, m.values...)
	return c, true
}

// counting is the column 0, 1, 2 …, which takes no memory. It only stands for x.
type counting int

func (c counting) len() int { return int(c) }

func (c counting) at(i int) float64 { return float64(i) }

func (c counting) lower(v float64, from, to, _ int) int {
	return int(min(max(math.Ceil(v), float64(from)), float64(to)))
}

func (c counting) disorder(int) int { return -1 }

func (c counting) pick(indexes []int) any {
	picked := make([]uint32, len(indexes))
	for i, at := range indexes {
		picked[i] = uint32(at)
	}
	return picked
}

func (c counting) arranged([]uint32) column { return c }

func (c counting) extended(more column) (column, bool) {
	m, ok := more.(counting)
	return c + m, ok
}

func (c counting) summarize() {}

func (c counting) extremes(lo, hi int) extremes { return extremes{low: lo, high: hi - 1} }

func (c counting) find(lo, hi int, gap bool) int {
	if gap || lo >= hi {
		return -1
	}
	return lo
}

func (c counting) findLast(lo, hi int) int {
	if lo >= hi {
		return -1
	}
	return hi - 1
}
