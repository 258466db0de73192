package resample

import "math"

// preselected is how many points MinMax chooses for each that LTTB is to choose: the ratio that the paper on MinMaxLTTB recommends.
const preselected = 4

// minMaxLTTB chooses about n points of a span by LTTB, each stretch between gaps for itself, by its share of the points.
func (s *series) minMaxLTTB(sp span, n int) []int {
	var from []int
	if sp.hi-sp.lo > preselected*n {
		from = s.minMax(sp, preselected*n/2)
	} else {
		from = s.finite(sp)
	}
	var chosen []int
	for rest := from; len(rest) > 0; {
		run := s.run(rest)
		share := max(2, int(math.Round(float64(n)*float64(run)/float64(len(from)))))
		x, y := make([]float64, run), make([]float64, run)
		for i, at := range rest[:run] {
			x[i], y[i] = s.x.at(at), s.y.at(at)
		}
		for _, i := range largestTriangles(x, y, share) {
			chosen = append(chosen, rest[i])
		}
		rest = rest[run:]
	}
	return chosen
}

// run is how many of these points come before the next gap.
func (s *series) run(at []int) int {
	if !s.gaps {
		return len(at)
	}
	gap := s.y.find(at[0], at[len(at)-1], true)
	if gap < 0 {
		return len(at)
	}
	n := 0
	for n < len(at) && at[n] < gap {
		n++
	}
	return n
}

// largestTriangles is the indexes of n points by LTTB: the first, the last, and of each of n-2 buckets of as many points each the one that makes
// the largest triangle with the point chosen before it and the mean of the next bucket.
func largestTriangles(x, y []float64, n int) []int {
	last := len(x) - 1
	if n > last || n < 2 {
		return upTo(len(x))
	}
	chosen := make([]int, 1, n)
	every := float64(last-1) / float64(n-2)
	edge := func(k int) int { return 1 + int(float64(k)*every) }
	for k := range n - 2 {
		lo, mid, hi := edge(k), edge(k+1), min(edge(k+2), last+1)
		if k == n-3 {
			mid, hi = last, last+1
		}
		meanX, meanY := mean(x[mid:hi]), mean(y[mid:hi])
		a, best, most := chosen[k], lo, -1.0
		for i := lo; i < mid; i++ {
			if area := math.Abs((x[a]-meanX)*(y[i]-y[a]) - (x[a]-x[i])*(meanY-y[a])); area > most {
				best, most = i, area
			}
		}
		chosen = append(chosen, best)
	}
	return append(chosen, last)
}

func mean(values []float64) (m float64) {
	for i, v := range values {
		m += (v - m) / float64(i+1)
	}
	return m
}

func upTo(n int) []int {
	all := make([]int, n)
	for i := range all {
		all[i] = i
	}
	return all
}
