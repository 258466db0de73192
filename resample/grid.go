package resample

import "math"

// grid is a picture of a cloud: of each cell how many points lie in it, and the sum of their values.
type grid struct {
	cells  cells
	counts []uint32 // by row and column
	sums   []float64
	points int
}

func (g *grid) hold(cx, cy, count int, sum float64) {
	at := (cy-g.cells.cy0)*g.cells.columns() + cx - g.cells.cx0
	g.counts[at] += uint32(count)
	g.points += count
	if g.sums != nil {
		g.sums[at] += sum
	}
}

// level is the finest level of which not more than n cells lie within a share of the extent.
func level(n int, share float64) int {
	return int(min(max(math.Floor(math.Log2(float64(n)/share)), 0), deepest+1))
}

// covering is the cells that a view touches, about columns by rows of them. fine tells that the view is so small that even the smallest are larger.
func (q *quadtree) covering(view box, columns, rows int) (c cells, fine bool) {
	x0, x1, shareX := covered(view.x0, view.x1, q.box.x0, q.box.x1)
	y0, y1, shareY := covered(view.y0, view.y1, q.box.y0, q.box.y1)
	kx, ky := level(columns, shareX), level(rows, shareY)
	fine = kx > deepest || ky > deepest
	kx, ky = min(kx, deepest), min(ky, deepest)
	down := func(v uint64, k int) int { return int(v >> (deepest - k)) }
	return cells{kx, ky, down(x0, kx), down(y0, ky), down(x1, kx), down(y1, ky)}, fine
}

// covered is the first and the last cell of a range on the finest level, and its share of the extent. A range beside the extent takes its edge.
func covered(from, to, first, last float64) (c0, c1 uint64, share float64) {
	from, to = min(max(from, first), last), max(min(to, last), first)
	c0, c1 = cellOf(from, first, last), cellOf(to, first, last)
	if share = (to/2 - from/2) / (last/2 - first/2); !(share > 0) { // a point, or an extent without width
		share = 1.0 / (1 << deepest)
		if last <= first {
			share = 1
		}
	}
	return c0, c1, share
}

// picture counts the points in cells.
func (q *quadtree) picture(c cells) *grid {
	g := newGrid(c, q.value != nil)
	q.count(c, g)
	return g
}

func newGrid(c cells, sums bool) *grid {
	g := &grid{cells: c, counts: make([]uint32, c.columns()*c.rows())}
	if sums {
		g.sums = make([]float64, len(g.counts))
	}
	return g
}

// closer counts the points of a view that is too small for the tree's cells, one by one, in cells of its own.
func (q *quadtree) closer(view box, within cells, columns, rows int) *grid {
	g := newGrid(cells{cx1: columns - 1, cy1: rows - 1}, q.value != nil)
	q.each(within, func(i int) {
		x, y := q.x.at(i), q.y.at(i)
		if x < view.x0 || x > view.x1 || y < view.y0 || y > view.y1 {
			return
		}
		cx := min(int((x-view.x0)/(view.x1-view.x0)*float64(columns)), columns-1)
		cy := min(int((y-view.y0)/(view.y1-view.y0)*float64(rows)), rows-1)
		var value float64
		if q.value != nil {
			value = q.value.at(i)
		}
		g.hold(max(cx, 0), max(cy, 0), 1, value)
	})
	return g
}

// extentOf is where cells lie.
func (q *quadtree) extentOf(c cells) box {
	edge := func(from, to float64, at, level int) float64 {
		share := math.Ldexp(float64(at), -level)
		return from*(1-share) + to*share
	}
	return box{
		edge(q.box.x0, q.box.x1, c.cx0, c.levelX), edge(q.box.y0, q.box.y1, c.cy0, c.levelY),
		edge(q.box.x0, q.box.x1, c.cx1+1, c.levelX), edge(q.box.y0, q.box.y1, c.cy1+1, c.levelY),
	}
}

// shades are the numbers to be colored, by row: counts, or the mean value; NaN where there is no point.
func (g *grid) shades(log bool) [][]float32 {
	columns := g.cells.columns()
	rows := make([][]float32, g.cells.rows())
	flat := make([]float32, len(g.counts))
	for i, n := range g.counts {
		switch {
		case n == 0:
			flat[i] = float32(math.NaN())
		case g.sums != nil:
			flat[i] = float32(g.sums[i] / float64(n))
		case log:
			flat[i] = float32(math.Log10(float64(n)))
		default:
			flat[i] = float32(n)
		}
	}
	for i := range rows {
		rows[i] = flat[i*columns : (i+1)*columns]
	}
	return rows
}

// steps are the edges of n cells between two ends.
func steps(from, to float64, n int) []float64 {
	at := make([]float64, n+1)
	for i := range at {
		at[i] = scale{}.between(from, to, float64(i)/float64(n))
	}
	return at
}
