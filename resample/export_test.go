package resample

// For tests of what the methods are made of.

// Built is a column of numbers with its pyramid.
type Built struct{ *typed[float64] }

// Build sums up values.
func Build(values []float64) Built {
	c := newTyped(values)
	c.summarize()
	return Built{c}
}

// Grow adds numbers.
func (b Built) Grow(values []float64) {
	b.extended(newTyped(values))
	b.summarize()
}

// Extremes is where the least and greatest number are, and whether there is a gap.
func (b Built) Extremes(lo, hi int) (low, high int, gap bool) {
	e := b.extremes(lo, hi)
	return e.low, e.high, e.gap
}

func (b Built) Find(lo, hi int, gap bool) int { return b.find(lo, hi, gap) }
func (b Built) FindLast(lo, hi int) int       { return b.findLast(lo, hi) }

func (b Built) Lower(v float64, from, to, guess int) int { return b.lower(v, from, to, guess) }

// Bytes is the memory of the pyramid.
func (b Built) Bytes() (bytes int) {
	for _, level := range b.levels {
		bytes += 24 * cap(level)
	}
	return bytes
}

// LargestTriangles is LTTB on columns without gaps.
func LargestTriangles(x, y []float64, n int) []int { return largestTriangles(x, y, n) }

// End reads an end of a range.
func End(v any, date, log bool) (float64, error) { return axisKind{date, log}.end(v, 1) }

// Span reads a view's range.
func Span(v View, axis string, date, log bool) (from, to float64, err error) {
	return v.span(axis, axisKind{date, log})
}

// Sent is how many points answer a view.
func Sent(l *Lines, v View) (int, error) {
	_, _, sent, err := l.answer(v)
	return sent, err
}

// Shown is the columns of a line for a view.
func Shown(l *Lines, i int, v View) (x, y any) {
	x, y, _, err := l.lines[i].show(v, l.options)
	if err != nil {
		panic(err)
	}
	return x, y
}

// Look is what is sent for a view: where cells begin, and the edges of all.
type Look struct {
	X, Y   []float64
	Z      [][]float32
	Single []int
	Points int
	Edges  [4]float64 // x0, y0, x1, y1 of the cells
}

// LookAt is what a cloud shows of a view.
func LookAt(p *Points, v View) Look {
	s, err := p.show(v)
	if err != nil {
		panic(err)
	}
	l := Look{X: s.x.([]float64), Y: s.y.([]float64), Z: s.z, Single: s.single, Points: s.points}
	if n, m := len(l.X), len(l.Y); n > 1 && m > 1 {
		l.Edges = [4]float64{l.X[0], l.Y[0], l.X[n-1], l.Y[m-1]}
		l.X, l.Y = l.X[:n-1], l.Y[:m-1]
	}
	return l
}

// MatrixAt is what a matrix shows of a view.
func MatrixAt(m *Matrix, v View) (x, y []float64, z [][]float32) {
	x, y, z, err := m.show(v)
	if err != nil {
		panic(err)
	}
	return x, y, z
}

// SortedCodes are numbers of up to 48 bits as the tree orders them, with where each was.
func SortedCodes(codes []uint64) (sorted []uint64, from []uint32) {
	pairs := make([]coded, len(codes))
	for i, code := range codes {
		pairs[i] = coded{code, uint32(i)}
	}
	for _, p := range sortByCode(pairs) {
		sorted, from = append(sorted, p.code), append(from, p.point)
	}
	return sorted, from
}
