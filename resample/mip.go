package resample

import "math"

// A mip pyramid has a matrix in smaller and smaller: cells of 8 by 8 values, then of twice as many rows and columns each, up to one cell. Each has the mean
// of its values, or the greatest, and how many there are that are not NaN or infinite. All of it takes 12 bytes for 64 values and a third
// more, 6% of a matrix of float32.
type mip struct {
	rows, columns int
	greatest      bool
	values        folder
	levels        []mipLevel // from mipBits on
}

// folder gathers the values of a rectangle of the matrix, its last column and row left out.
type folder interface {
	fold(x0, y0, x1, y1 int, greatest bool) shade
}

type rows[T number] [][]T

func (r rows[T]) fold(x0, y0, x1, y1 int, greatest bool) (s shade) {
	for _, row := range r[y0:y1] {
		for _, v := range row[x0:x1] {
			if isGap(v) {
				continue
			}
			switch n := float64(v); {
			case !greatest:
				s.value += n
			case s.count == 0 || n > s.value:
				s.value = n
			}
			s.count++
		}
	}
	return s
}

const mipBits = 3

type mipLevel struct {
	columns int
	values  []float64
	counts  []uint32
}

// shade gathers values to one.
type shade struct {
	value float64 // the sum, or the greatest
	count int
}

func (s *shade) add(v float64, count int, greatest bool) {
	switch {
	case count == 0:
	case !greatest:
		s.value += v * float64(count)
	case s.count == 0 || v > s.value:
		s.value = v
	}
	s.count += count
}

// result is NaN where there was no value.
func (s *shade) result(greatest bool) float64 {
	switch {
	case s.count == 0:
		return math.NaN()
	case greatest:
		return s.value
	}
	return s.value / float64(s.count)
}

func newMip(rows, columns int, greatest bool, values folder) *mip {
	m := &mip{rows: rows, columns: columns, greatest: greatest, values: values}
	for bits := mipBits; ; bits++ {
		ny, nx := cellsOf(rows, bits), cellsOf(columns, bits)
		level := mipLevel{nx, make([]float64, nx*ny), make([]uint32, nx*ny)}
		// A goroutine is worth some rows of cells, not as many as single numbers.
		parallel(ny*fewest, func(lo, hi int) {
			for cy := lo / fewest; cy < hi/fewest; cy++ {
				for cx := range nx {
					s := m.cell(bits, cx, cy)
					level.values[cy*nx+cx], level.counts[cy*nx+cx] = s.result(greatest), uint32(s.count)
				}
			}
		})
		m.levels = append(m.levels, level)
		if nx <= 1 && ny <= 1 {
			return m
		}
	}
}

// cellsOf is how many cells of 2^bits values n values make.
func cellsOf(n, bits int) int { return (n + 1<<bits - 1) >> bits }

// cell is a cell of 2^bits rows and columns, made of the four below it, or of the values themselves.
func (m *mip) cell(bits, cx, cy int) (s shade) {
	if bits <= mipBits {
		return m.values.fold(cx<<bits, cy<<bits, min((cx+1)<<bits, m.columns), min((cy+1)<<bits, m.rows), m.greatest)
	}
	below := &m.levels[bits-mipBits-1]
	for y := 2 * cy; y < min(2*cy+2, cellsOf(m.rows, bits-1)); y++ {
		for x := 2 * cx; x < min(2*cx+2, below.columns); x++ {
			at := y*below.columns + x
			s.add(below.values[at], int(below.counts[at]), m.greatest)
		}
	}
	return s
}

// shades are the cells of 2^bitsX columns and 2^bitsY rows each from one to another, which is the first left out.
func (m *mip) shades(bitsX, bitsY, x0, y0, x1, y1 int) [][]float32 {
	out := make([][]float32, y1-y0)
	flat := make([]float32, (x1-x0)*(y1-y0))
	parallel(len(out), func(lo, hi int) {
		for i := lo; i < hi; i++ {
			out[i] = flat[i*(x1-x0) : (i+1)*(x1-x0)]
			for k := range out[i] {
				out[i][k] = float32(m.shade(bitsX, bitsY, x0+k, y0+i))
			}
		}
	})
	return out
}

// shade is one cell. Where it is wider than high, or the other way, it is made of square ones side by side.
func (m *mip) shade(bitsX, bitsY, cx, cy int) float64 {
	bits := min(bitsX, bitsY)
	var s shade
	for y := cy << (bitsY - bits); y < min((cy+1)<<(bitsY-bits), cellsOf(m.rows, bits)); y++ {
		for x := cx << (bitsX - bits); x < min((cx+1)<<(bitsX-bits), cellsOf(m.columns, bits)); x++ {
			if bits < mipBits {
				part := m.cell(bits, x, y)
				s.add(part.result(m.greatest), part.count, m.greatest)
				continue
			}
			level := &m.levels[bits-mipBits]
			at := y*level.columns + x
			s.add(level.values[at], int(level.counts[at]), m.greatest)
		}
	}
	return s.result(m.greatest)
}
