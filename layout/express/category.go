package express

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"time"
)

// noValue is what the category of missing values is called.
const noValue = "(missing)"

// category is a column as one of a few values: codes are the rows' indexes into labels, which stand in order.
type category struct {
	field  string
	kind   kind
	codes  []int32
	labels []string
}

// categorize finds the values of a column. Texts stand as they first occur, all else from small to large, what order
// names before all else, missing values last.
func categorize(c *column, order []string) *category {
	out := &category{field: c.field, kind: c.kind, codes: make([]int32, c.len())}
	switch {
	case c.kind == texts:
		out.labels = encode(out.codes, c, func(i int) string { return c.strs[i] }, nil, func(s string) string { return s })
		if c.yesno {
			out.reorder(slices.Sorted(slices.Values(out.labels)))
		}
	case c.kind == moments:
		layout := momentLayout(c)
		out.labels = encode(out.codes, c, c.float, cmp.Compare[float64],
			func(ms float64) string { return time.UnixMilli(int64(ms)).UTC().Format(layout) })
	case c.kind == wholes:
		out.labels = encode(out.codes, c, func(i int) int64 { return c.ints[i] }, cmp.Compare[int64],
			func(v int64) string { return strconv.FormatInt(v, 10) })
	default:
		out.labels = encode(out.codes, c, func(i int) float64 { return c.floats[i] }, cmp.Compare[float64], number)
	}
	out.reorder(order)
	return out
}

// number is a float as people write it.
func number(v float64) string {
	if math.IsInf(v, 0) {
		return map[bool]string{true: "∞", false: "−∞"}[v > 0]
	}
	if abs := math.Abs(v); abs >= 1e21 || abs > 0 && abs < 1e-6 {
		return strconv.FormatFloat(v, 'g', -1, 64)
	}
	return strconv.FormatFloat(v, 'f', -1, 64)
}

// momentLayout leaves the clock out where all times are midnights.
func momentLayout(c *column) string {
	for i, t := range c.times {
		if !c.absent(i) && (t.Hour() != 0 || t.Minute() != 0 || t.Second() != 0) {
			return "2006-01-02 15:04:05.999"
		}
	}
	return time.DateOnly
}

// encode gives each value a code, in the order of compare, or of occurrence where that is nil.
func encode[T comparable](codes []int32, c *column, value func(int) T, compare func(a, b T) int, label func(T) string) []string {
	known, all := map[T]int32{}, []T{}
	gap := false
	for i := range codes {
		if c.absent(i) {
			codes[i], gap = -1, true
			continue
		}
		v := value(i)
		if i > 0 && codes[i-1] >= 0 && all[codes[i-1]] == v { // runs of one value need no look-up
			codes[i] = codes[i-1]
			continue
		}
		code, ok := known[v]
		if !ok {
			code = int32(len(all))
			known[v], all = code, append(all, v)
		}
		codes[i] = code
	}
	if compare != nil {
		sorted := slices.SortedFunc(slices.Values(all), compare)
		remap(codes, permutation(all, sorted))
		all = sorted
	}
	labels := make([]string, len(all))
	for i, v := range all {
		labels[i] = label(v)
	}
	return withMissing(codes, labels, gap)
}

// withMissing gives absent values a category of their own, the last.
func withMissing(codes []int32, labels []string, gap bool) []string {
	if !gap {
		return labels
	}
	for i, code := range codes {
		if code < 0 {
			codes[i] = int32(len(labels))
		}
	}
	return append(labels, noValue)
}

// permutation says where in to the values of from stand.
func permutation[T comparable](from, to []T) []int32 {
	place := make(map[T]int32, len(to))
	for i, v := range to {
		place[v] = int32(i)
	}
	out := make([]int32, len(from))
	for i, v := range from {
		out[i] = place[v]
	}
	return out
}

func remap(codes, to []int32) {
	for i, code := range codes {
		if code >= 0 {
			codes[i] = to[code]
		}
	}
}

// reorder puts the labels named first, in their order.
func (c *category) reorder(first []string) {
	if len(first) == 0 {
		return
	}
	var labels []string
	for _, label := range first {
		if slices.Contains(c.labels, label) && !slices.Contains(labels, label) {
			labels = append(labels, label)
		}
	}
	named := map[string]bool{}
	for _, label := range labels {
		named[label] = true
	}
	for _, label := range c.labels {
		if !named[label] {
			labels = append(labels, label)
		}
	}
	remap(c.codes, permutation(c.labels, labels))
	c.labels = labels
}

// checkOrder finds fields that have an order, format or label but are not shown.
func (s settings) checkFields(known map[string]*column) error {
	for _, m := range []struct {
		option string
		fields []string
	}{
		{"Order", slices.Sorted(maps.Keys(s.orders))}, {"Categories", slices.Sorted(maps.Keys(s.categories))},
		{"Formats", slices.Sorted(maps.Keys(s.formats))},
	} {
		for _, field := range m.fields {
			if known[field] == nil {
				return fmt.Errorf("%s names field %q, which By does not; By names %v", m.option, field, slices.Sorted(maps.Keys(known)))
			}
		}
	}
	return nil
}
