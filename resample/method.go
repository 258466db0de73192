package resample

import (
	"fmt"
	"slices"
)

// Method is how the points of a line are chosen that stand for all of them. Whatever the method, chosen points are points of the data,
// in their order, the first and the last among them, and two of them between which the data have a gap have one between them too.
type Method int

const (
	// MinMax takes the least and the greatest value of each of n/2 intervals of x: no peak is lost, however thin.
	MinMax Method = iota
	// M4 takes the first, the least, the greatest and the last value of each of n/4 intervals of x. Where these are the columns of pixels,
	// the line drawn is that of all points, pixel for pixel (Jugel and others, "M4: A Visualization-Oriented Time Series Data
	// Aggregation", 2014).
	M4
	// LTTB takes the points that make the largest triangles with what is chosen beside them, which looks calm and keeps the shape (Steinarsson,
	// "Downsampling Time Series for Visual Representation", 2013). Where there are more than 4n points, MinMax first chooses 4n
	// of them (Van Der Donckt and others, "MinMaxLTTB", 2023).
	LTTB
)

// String is the method's name.
func (m Method) String() string {
	if !m.valid() {
		return fmt.Sprintf("Method(%d)", int(m))
	}
	return [...]string{"MinMax", "M4", "LTTB"}[m]
}

func (m Method) valid() bool { return m >= MinMax && m <= LTTB }

// Indexes are those of about n points of a line that stand for all of them, in order. x is nil for 0, 1, 2 …; x and y are slices of numbers
// or of times, x in rising order. NaN and the infinities in y are gaps, and the index of one is among those returned where a line has to
// break, over and above n. It is an error where x and y differ in length, x is not in order or n is less than 4.
//
// It reads the whole column each time, where [Lines] remembers.
func Indexes(method Method, x, y any, n int) ([]int, error) {
	if !method.valid() {
		return nil, fmt.Errorf("resample: Indexes: %v, expected MinMax, M4 or LTTB", method)
	}
	if n < 4 {
		return nil, fmt.Errorf("resample: Indexes: n is %d, expected at least 4", n)
	}
	s, err := newSeries(x, y)
	if err != nil {
		return nil, fmt.Errorf("resample: Indexes: %w", err)
	}
	if at := s.x.disorder(0); at >= 0 {
		return nil, s.outOfOrder(at)
	}
	return s.prepared().breaks(s.choose(method, s.all(scale{}), n)), nil
}

// span is a range of a series' points, cut into intervals of x between from and to.
type span struct {
	lo, hi   int
	from, to float64
	scale    scale
}

// choose is the indexes of about n points of a span, without gaps.
func (s *series) choose(method Method, sp span, n int) []int {
	if sp.hi-sp.lo <= n {
		return s.finite(sp)
	}
	switch method {
	case M4:
		return s.m4(sp, n/4)
	case LTTB:
		return s.minMaxLTTB(sp, n)
	}
	return s.minMax(sp, n/2)
}

// finite is all points of a span that are no gaps.
func (s *series) finite(sp span) (at []int) {
	for i := s.y.find(sp.lo, sp.hi, false); i >= 0; i = s.y.find(i+1, sp.hi, false) {
		at = append(at, i)
	}
	return at
}

// buckets calls do with the range of each interval that has points, in order.
func (s *series) buckets(sp span, n int, do func(lo, hi int)) {
	lo, before := sp.lo, 0
	for k := 1; k <= n && lo < sp.hi; k++ {
		hi := sp.hi
		if k < n {
			hi = s.x.lower(sp.scale.between(sp.from, sp.to, float64(k)/float64(n)), lo, sp.hi, lo+before)
		}
		if hi > lo {
			do(lo, hi)
		}
		lo, before = hi, hi-lo
	}
}

// minMax is the least and the greatest of each of n intervals, and the first and last of all.
func (s *series) minMax(sp span, n int) []int {
	at := make([]int, 0, 2*n+2)
	add := func(i int) {
		if i >= 0 && (len(at) == 0 || i > at[len(at)-1]) {
			at = append(at, i)
		}
	}
	add(s.y.find(sp.lo, sp.hi, false))
	s.buckets(sp, n, func(lo, hi int) {
		e := s.y.extremes(lo, hi)
		add(min(e.low, e.high))
		add(max(e.low, e.high))
	})
	add(s.y.findLast(sp.lo, sp.hi))
	return at
}

// m4 is the first, least, greatest and last of each of n intervals.
func (s *series) m4(sp span, n int) []int {
	at := make([]int, 0, 4*n)
	s.buckets(sp, n, func(lo, hi int) {
		e := s.y.extremes(lo, hi)
		if e.low < 0 {
			return
		}
		four := []int{s.y.find(lo, hi, false), min(e.low, e.high), max(e.low, e.high), s.y.findLast(lo, hi)}
		at = append(at, slices.Compact(four)...)
	})
	return at
}
