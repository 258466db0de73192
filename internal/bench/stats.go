package bench

import (
	"cmp"
	"slices"
)

// Number is what can be ordered and averaged.
type Number interface {
	~int | ~int64 | ~float64
}

// Quantile is the value below which the share q of the values lies, one of the values themselves (the nearest rank). It is
// 0 without values, and does not change their order.
func Quantile[T Number](values []T, q float64) T {
	if len(values) == 0 {
		return 0
	}
	sorted := slices.SortedFunc(slices.Values(values), cmp.Compare)
	rank := int(q*float64(len(sorted))+0.9999999) - 1
	return sorted[max(0, min(rank, len(sorted)-1))]
}

// Median is the middle of the values, between the two middle ones where their number is even.
func Median[T Number](values []T) T {
	if len(values) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(values))
	mid := len(sorted) / 2
	if len(sorted)%2 == 1 {
		return sorted[mid]
	}
	return (sorted[mid-1] + sorted[mid]) / 2
}

// Ratio is the median of a[i]/b[i]. Rounds that were run one after the other are compared with each other, so that what
// slowed a whole minute of the run cancels out.
func Ratio[T Number](a, b []T) float64 {
	var ratios []float64
	for i := range min(len(a), len(b)) {
		if b[i] != 0 {
			ratios = append(ratios, float64(a[i])/float64(b[i]))
		}
	}
	return Median(ratios)
}
