package express

import (
	"math"
	"slices"
)

// summary makes one number of the values of each category among some rows.
type summary struct {
	first  []int32   // a row of each category that occurs, in the categories' order
	codes  []int32   // these categories
	values []float64 // what was made of them
}

// summarize goes through the rows of a series. Without values rows are counted.
func (s *series) summarize(by Aggregate, codes []int32, n int, values *column) summary {
	first, cells := make([]int32, n), make([]cell, n)
	for i := range first {
		first[i] = -1
	}
	s.each(func(row int) {
		code := codes[row]
		if first[code] < 0 {
			first[code] = int32(row)
		}
		v := 1.0
		if values != nil {
			v = values.float(row)
		}
		cells[code].add(by, v)
	})
	var out summary
	for code, row := range first {
		if row >= 0 {
			out.first, out.codes = append(out.first, row), append(out.codes, int32(code))
			out.values = append(out.values, cells[code].result(by))
		}
	}
	return out
}

// cell gathers numbers.
type cell struct {
	n         int
	sum       float64
	low, high float64
	all       []float64
}

func (c *cell) add(by Aggregate, v float64) {
	if math.IsNaN(v) {
		return
	}
	if c.n == 0 {
		c.low, c.high = v, v
	}
	c.n, c.sum = c.n+1, c.sum+v
	c.low, c.high = min(c.low, v), max(c.high, v)
	if by == Median {
		c.all = append(c.all, v)
	}
}

// result is NaN where there are no numbers, but for counts.
func (c *cell) result(by Aggregate) float64 {
	switch {
	case by == Count:
		return float64(c.n)
	case c.n == 0:
		return math.NaN()
	case by == Mean:
		return c.sum / float64(c.n)
	case by == Min:
		return c.low
	case by == Max:
		return c.high
	case by == Median:
		slices.Sort(c.all)
		return (c.all[(c.n-1)/2] + c.all[c.n/2]) / 2
	}
	return c.sum
}

// aggregateLabel is what the numbers made of a field are called.
func (c *chart) aggregateLabel(by Aggregate, field string) string {
	if field == "" {
		return "Count"
	}
	if by == Sum {
		return c.label(field)
	}
	return c.label(field) + " (" + string(by) + ")"
}
