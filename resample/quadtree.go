package resample

import (
	"math"
	"math/bits"
	"slices"
	"sort"
)

// A quadtree orders points by the cells of a square grid of 2²⁴ by 2²⁴ over their extent, along a Z-shaped curve (Morton, 1966): the bits of a
// cell's column and row in turn. All points in a cell of any coarser level 2ᵏ by 2ᵏ then lie together, so a cell is a range of two flat arrays,
// and its four quarters are found by searching in it. Of the
// levels that have fewer cells than there are points, up to 2¹¹ by 2¹¹, the counts are kept.
type quadtree struct {
	x, y, value column // value may be nil
	box         box    // the extent of the points
	codes       []uint64
	order       []uint32 // the index of each code's point

	kept   int         // the finest level of which there are counts
	counts [][]uint32  // by level, row and column
	totals [][]float64 // of values
	sums   []float64   // of values, for 64 points each
}

const (
	deepest  = 24
	mostKept = 11
	sumBits  = 6
	fewEnded = 32 // so few points are looked at one by one
)

// box is a rectangle, with its edges.
type box struct{ x0, y0, x1, y1 float64 }

func newQuadtree(x, y, value column) *quadtree {
	q := &quadtree{x: x, y: y, value: value}
	q.box = extent(x, y, value)
	pairs := make([]coded, x.len())
	parallel(len(pairs), func(lo, hi int) {
		for i := lo; i < hi; i++ {
			pairs[i].code = nowhere
			if px, py := x.at(i), y.at(i); whole(px, py) && (value == nil || !isGap(value.at(i))) {
				pairs[i] = coded{interleave(cellOf(px, q.box.x0, q.box.x1), cellOf(py, q.box.y0, q.box.y1)), uint32(i)}
			}
		}
	})
	pairs = sortByCode(slices.DeleteFunc(pairs, func(p coded) bool { return p.code == nowhere }))
	q.codes, q.order = make([]uint64, len(pairs)), make([]uint32, len(pairs))
	parallel(len(pairs), func(lo, hi int) {
		for i, p := range pairs[lo:hi] {
			q.codes[lo+i], q.order[lo+i] = p.code, p.point
		}
	})
	q.addUp()
	return q
}

// whole is true where neither number is NaN or infinite.
func whole(x, y float64) bool { return !isGap(x) && !isGap(y) }

// extent is the box of all points that can be drawn; zeros where there is none.
func extent(x, y, value column) box {
	parts := make(chan box, len(chunks(x.len())))
	parallel(x.len(), func(lo, hi int) {
		b := box{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)}
		for i := lo; i < hi; i++ {
			if px, py := x.at(i), y.at(i); whole(px, py) && (value == nil || !isGap(value.at(i))) {
				b = box{min(b.x0, px), min(b.y0, py), max(b.x1, px), max(b.y1, py)}
			}
		}
		parts <- b
	})
	close(parts)
	all := box{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)}
	for b := range parts {
		all = box{min(all.x0, b.x0), min(all.y0, b.y0), max(all.x1, b.x1), max(all.y1, b.y1)}
	}
	if all.x0 > all.x1 {
		return box{}
	}
	return all
}

// cellOf is the column or row of a number on the finest level.
func cellOf(v, from, to float64) uint64 {
	if to <= from {
		return 0
	}
	// Halves, as the whole may be more than a number can be.
	share := (v/2 - from/2) / (to/2 - from/2)
	return uint64(min(max(share, 0)*(1<<deepest), 1<<deepest-1))
}

// addUp counts the points of the cells of the levels that are kept, and adds up their values.
func (q *quadtree) addUp() {
	if q.value != nil {
		q.sums = make([]float64, len(q.order)>>sumBits+1)
		parallel(len(q.sums), func(lo, hi int) {
			for b := lo; b < hi; b++ {
				for i := b << sumBits; i < min((b+1)<<sumBits, len(q.order)); i++ {
					q.sums[b] += q.value.at(int(q.order[i]))
				}
			}
		})
	}
	q.kept = min(bits.Len(uint(len(q.codes)))/2, mostKept)
	q.counts, q.totals = make([][]uint32, q.kept+1), make([][]float64, q.kept+1)
	for level := q.kept; level >= 0; level-- {
		q.counts[level] = make([]uint32, 1<<(2*level))
		if q.value != nil {
			q.totals[level] = make([]float64, 1<<(2*level))
		}
		if level == q.kept {
			q.addLowest()
			continue
		}
		for below, n := range q.counts[level+1] {
			cx, cy := below&(1<<(level+1)-1)>>1, below>>(level+2)
			q.counts[level][cy<<level|cx] += n
			if q.value != nil {
				q.totals[level][cy<<level|cx] += q.totals[level+1][below]
			}
		}
	}
}

func (q *quadtree) addLowest() {
	kept := q.kept
	for i, code := range q.codes {
		cx, cy := gather(code)>>(deepest-kept), gather(code>>1)>>(deepest-kept)
		q.counts[kept][cy<<kept|cx]++
		if q.value != nil {
			q.totals[kept][cy<<kept|cx] += q.value.at(int(q.order[i]))
		}
	}
}

// sum is of the values of the points from lo up to hi in the tree's order.
func (q *quadtree) sum(lo, hi int) (sum float64) {
	for lo < hi {
		if lo&(1<<sumBits-1) == 0 && lo+1<<sumBits <= hi {
			sum += q.sums[lo>>sumBits]
			lo += 1 << sumBits
			continue
		}
		sum += q.value.at(int(q.order[lo]))
		lo++
	}
	return sum
}

// cells is a rectangle of cells of 2ᵏ columns by 2ˡ rows over the extent, the last ones included.
type cells struct {
	levelX, levelY     int
	cx0, cy0, cx1, cy1 int
}

func (c cells) columns() int { return c.cx1 - c.cx0 + 1 }
func (c cells) rows() int    { return c.cy1 - c.cy0 + 1 }

// holder takes the number and the sum of values of points, for the cell they are in.
type holder interface {
	hold(cx, cy, count int, sum float64)
}

// count hands the points in cells to h, in as large lots as they come.
func (q *quadtree) count(c cells, h holder) {
	level := max(c.levelX, c.levelY)
	if level > q.kept {
		q.descend(c, h, 0, 0, 0, 0, len(q.codes))
		return
	}
	toX, toY := level-c.levelX, level-c.levelY
	for cy := c.cy0 << toY; cy < (c.cy1+1)<<toY; cy++ {
		for cx := c.cx0 << toX; cx < (c.cx1+1)<<toX; cx++ {
			if n := q.counts[level][cy<<level|cx]; n > 0 {
				var sum float64
				if q.value != nil {
					sum = q.totals[level][cy<<level|cx]
				}
				h.hold(cx>>toX, cy>>toY, int(n), sum)
			}
		}
	}
}

// descend goes through the cell (cx, cy) of a level, whose points are those from lo up to hi.
func (q *quadtree) descend(c cells, h holder, level, cx, cy, lo, hi int) {
	if lo == hi || !c.touch(level, cx, cy) {
		return
	}
	if level == max(c.levelX, c.levelY) {
		var sum float64
		if q.value != nil {
			sum = q.sum(lo, hi)
		}
		h.hold(cx>>(level-c.levelX), cy>>(level-c.levelY), hi-lo, sum)
		return
	}
	if hi-lo <= fewEnded {
		q.single(c, h, lo, hi)
		return
	}
	for quarter := range 4 {
		end := hi
		if quarter < 3 {
			shift := 2 * (deepest - level - 1)
			next := (interleave(uint64(cx), uint64(cy))<<2 + uint64(quarter) + 1) << shift
			end = lo + sort.Search(hi-lo, func(i int) bool { return q.codes[lo+i] >= next })
		}
		q.descend(c, h, level+1, 2*cx+quarter&1, 2*cy+quarter>>1, lo, end)
		lo = end
	}
}

// single hands over points one by one.
func (q *quadtree) single(c cells, h holder, lo, hi int) {
	for i := lo; i < hi; i++ {
		cx, cy := int(gather(q.codes[i])>>(deepest-c.levelX)), int(gather(q.codes[i]>>1)>>(deepest-c.levelY))
		if cx < c.cx0 || cx > c.cx1 || cy < c.cy0 || cy > c.cy1 {
			continue
		}
		var sum float64
		if q.value != nil {
			sum = q.value.at(int(q.order[i]))
		}
		h.hold(cx, cy, 1, sum)
	}
}

// touch tells whether a cell of a level and the cells c have anything in common.
func (c cells) touch(level, cx, cy int) bool {
	return meets(level, cx, c.levelX, c.cx0, c.cx1) && meets(level, cy, c.levelY, c.cy0, c.cy1)
}

func meets(level, at, other, from, to int) bool {
	if level < other {
		return at <= to>>(other-level) && at >= from>>(other-level)
	}
	at >>= level - other
	return at >= from && at <= to
}

// each calls do with the index of every point in cells.
func (q *quadtree) each(c cells, do func(i int)) {
	q.walk(c, 0, 0, 0, 0, len(q.codes), do)
}

func (q *quadtree) walk(c cells, level, cx, cy, lo, hi int, do func(i int)) {
	if lo == hi || !c.touch(level, cx, cy) {
		return
	}
	if hi-lo <= fewEnded || level == deepest {
		for i := lo; i < hi; i++ {
			px, py := int(gather(q.codes[i])>>(deepest-c.levelX)), int(gather(q.codes[i]>>1)>>(deepest-c.levelY))
			if px >= c.cx0 && px <= c.cx1 && py >= c.cy0 && py <= c.cy1 {
				do(int(q.order[i]))
			}
		}
		return
	}
	for quarter := range 4 {
		end := hi
		if quarter < 3 {
			shift := 2 * (deepest - level - 1)
			next := (interleave(uint64(cx), uint64(cy))<<2 + uint64(quarter) + 1) << shift
			end = lo + sort.Search(hi-lo, func(i int) bool { return q.codes[lo+i] >= next })
		}
		q.walk(c, level+1, 2*cx+quarter&1, 2*cy+quarter>>1, lo, end, do)
		lo = end
	}
}
