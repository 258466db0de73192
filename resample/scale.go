package resample

import "math"

// scale is how an axis lays out numbers.
type scale struct{ log bool }

// between is the number that is a share of the way from one number to another on the axis.
func (s scale) between(from, to, share float64) float64 {
	if s.log && from > 0 && to > 0 {
		from, to = math.Log10(from), math.Log10(to)
		return math.Pow(10, from*(1-share)+to*share)
	}
	return from*(1-share) + to*share // which does not overflow
}
