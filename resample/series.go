package resample

import (
	"cmp"
	"fmt"
	"math"
	"slices"
)

// series is the points of one line, x in order.
type series struct {
	x, y column
	date bool // x is times
	gaps bool // y has some
}

func newSeries(x, y any) (*series, error) {
	s := &series{}
	var err error
	if s.y, _, err = columnOf(y); err != nil {
		return nil, fmt.Errorf("column Y is %w", err)
	}
	if s.x = counting(s.y.len()); x != nil {
		if s.x, s.date, err = columnOf(x); err != nil {
			return nil, fmt.Errorf("column X is %w", err)
		}
	}
	if s.x.len() != s.y.len() {
		return nil, fmt.Errorf("columns X and Y have %d and %d values, expected as many", s.x.len(), s.y.len())
	}
	return s, nil
}

// prepared is the series once it is known whether it has gaps.
func (s *series) prepared() *series {
	s.gaps = s.y.extremes(0, s.y.len()).gap
	return s
}

func (s *series) outOfOrder(at int) error {
	if v := s.x.at(at); v-v != 0 {
		return fmt.Errorf("resample: X[%d] is %v, expected a finite number", at, v)
	}
	return fmt.Errorf("resample: X[%d] is %v, less than the one before, expected rising order", at, s.x.at(at))
}

// sort brings the points into the order of x, by copies of the columns. Points with the same x stay in the order they came in.
func (s *series) sort() error {
	if s.x.disorder(0) < 0 {
		return nil
	}
	order := make([]uint32, s.x.len())
	for i := range order {
		if v := s.x.at(i); v-v != 0 {
			return s.outOfOrder(i)
		}
		order[i] = uint32(i)
	}
	slices.SortFunc(order, func(a, b uint32) int {
		return cmp.Or(cmp.Compare(s.x.at(int(a)), s.x.at(int(b))), cmp.Compare(a, b))
	})
	s.x, s.y = s.x.arranged(order), s.y.arranged(order)
	return nil
}

// all is the span of all points that the axis can show.
func (s *series) all(sc scale) span { return s.within(math.Inf(-1), math.Inf(1), sc) }

// within is the span of the points from one x to another, and of one more on each side, to which the line leads.
func (s *series) within(from, to float64, sc scale) span {
	n := s.x.len()
	first := 0
	if sc.log {
		first = s.x.lower(math.SmallestNonzeroFloat64, 0, n, 0)
	}
	if first == n {
		return span{n, n, 0, 0, sc}
	}
	lo := s.x.lower(from, first, n, n/2)
	hi := s.x.lower(math.Nextafter(to, math.Inf(1)), lo, n, n/2)
	from, to = max(from, s.x.at(first)), min(to, s.x.at(n-1))
	return span{max(lo-1, first), min(hi+1, n), from, to, sc}
}

// breaks puts the index of a gap between points where there is one.
func (s *series) breaks(at []int) []int {
	if !s.gaps {
		return at
	}
	broken := make([]int, 0, len(at))
	for k, i := range at {
		if k > 0 {
			if gap := s.y.find(at[k-1]+1, i, true); gap >= 0 {
				broken = append(broken, gap)
			}
		}
		broken = append(broken, i)
	}
	return broken
}

// beyond is how many of the points of a line show what lies outside the range in view: an eighth as many as inside.
const beyond = 8

// show is the points for a range in view: about n in it, and coarsely those outside, so that who moves sees something at once, axes know
// their ends and the scale of y stays.
func (s *series) show(method Method, from, to float64, sc scale, n int) []int {
	all, view := s.all(sc), s.within(from, to, sc)
	left, right := span{all.lo, view.lo, all.from, view.from, sc}, span{view.hi, all.hi, view.to, all.to, sc}
	outside, share := n/beyond, 0.5
	if width := left.to - left.from + right.to - right.from; width > 0 && !math.IsInf(width, 1) {
		share = (left.to - left.from) / width
	}
	at := s.around(left, int(float64(outside)*share))
	at = append(at, s.choose(method, view, n)...)
	return s.breaks(append(at, s.around(right, int(float64(outside)*(1-share)))...))
}

// around is a few points of a span that is not in view.
func (s *series) around(sp span, n int) []int {
	if sp.lo >= sp.hi {
		return nil
	}
	return s.minMax(sp, max(n/2, 1))
}
