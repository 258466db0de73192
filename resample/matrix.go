package resample

import (
	"cmp"
	"context"
	"fmt"
	"math"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/plot"
)

// MatrixOptions are options of [NewMatrix]. The zero value is ready.
type MatrixOptions struct {
	// X0 and Y0 are where the middles of the first column and row lie, DX and DY how far it is to those of the next. Default: 0 and 1.
	X0, DX, Y0, DY float64
	// Max shows the greatest value of each cell, so that no peak is lost, in place of the mean.
	Max bool
	// Width and Height are how many columns and rows are in view at most, 4 bytes for each cell. Default: 800 by 500. At least 16.
	Width, Height int
	// Heatmap is the look: Colorscale, ZMin, Colorbar … Its X, Y and Z are set. ZMin and ZMax keep colors the same at every zoom; where they are
	// not set they are the ends of the overview.
	Heatmap plot.Heatmap
	// Layout is the layout of the figure. UIRevision and the ranges of axes are set where they are not. Log and date axes are not served.
	Layout plot.Layout
	// OnZoom is told of each answer, as in [LinesOptions].
	OnZoom func(ctx context.Context, zoom Zoom)
}

const (
	defaultColumns = 800
	defaultRows    = 500
)

// Matrix is a matrix in memory of which a page gets what its pixels can show. All methods may be called at any time by any number of goroutines.
type Matrix struct {
	options MatrixOptions
	mip     *mip
}

// NewMatrix holds on to a matrix, rows of numbers all of one length as [][]float64, [][]float32, [][]int, [][]int16, [][]int32 or [][]uint16, which must not be
// written to any more, and sums it up for 12 bytes in 48 values. NaN and the infinities are holes. The error says which row or option is
// not as it has to be.
func NewMatrix(z any, options ...MatrixOptions) (*Matrix, error) {
	var o MatrixOptions
	if len(options) > 0 {
		o = options[0]
	}
	o.DX, o.DY = cmp.Or(o.DX, 1), cmp.Or(o.DY, 1)
	o.Width, o.Height = cmp.Or(o.Width, defaultColumns), cmp.Or(o.Height, defaultRows)
	if o.Layout.UIRevision == nil {
		o.Layout.UIRevision = "resample"
	}
	m := &Matrix{options: o}
	if err := m.read(z); err != nil {
		return nil, fmt.Errorf("resample: NewMatrix: %w", err)
	}
	if err := m.settle(); err != nil {
		return nil, fmt.Errorf("resample: NewMatrix: %w", err)
	}
	return m, nil
}

func (m *Matrix) read(z any) error {
	switch z := z.(type) {
	case [][]float64:
		return summed(m, z)
	case [][]float32:
		return summed(m, z)
	case [][]int:
		return summed(m, z)
	case [][]int16:
		return summed(m, z)
	case [][]int32:
		return summed(m, z)
	case [][]uint16:
		return summed(m, z)
	}
	return fmt.Errorf("a %T, expected [][]float64, [][]float32, [][]int, [][]int16, [][]int32 or [][]uint16", z)
}

func summed[T number](m *Matrix, z [][]T) error {
	if len(z) == 0 || len(z[0]) == 0 {
		return fmt.Errorf("the matrix is empty")
	}
	for i, row := range z {
		if len(row) != len(z[0]) {
			return fmt.Errorf("row %d has %d values and row 0 has %d, expected as many", i, len(row), len(z[0]))
		}
	}
	m.mip = newMip(len(z), len(z[0]), m.options.Max, rows[T](z))
	return nil
}

// settle checks options and sets what the overview tells.
func (m *Matrix) settle() error {
	o := &m.options
	for name, v := range map[string]float64{"X0": o.X0, "DX": o.DX, "Y0": o.Y0, "DY": o.DY} {
		if isGap(v) {
			return fmt.Errorf("%s is %v, expected a finite number", name, v)
		}
	}
	if o.Width < leastWidth || o.Height < leastWidth {
		return fmt.Errorf("options Width and Height are %d and %d, expected at least %d", o.Width, o.Height, leastWidth)
	}
	for i, name := range []string{"xaxis", "yaxis"} {
		axis := axisOf(&o.Layout, name)
		if axis.Type == "log" || axis.Type == "date" {
			return fmt.Errorf("the axis %q is a %s axis, expected a linear one", name, axis.Type)
		}
		if axis.Range == nil && axis.Autorange == nil {
			first, step, n := o.X0, o.DX, m.mip.columns
			if i == 1 {
				first, step, n = o.Y0, o.DY, m.mip.rows
			}
			ends := []float64{first - step/2, first + step*(float64(n)-0.5)}
			axis.Range = []float64{min(ends[0], ends[1]), max(ends[0], ends[1])}
		}
	}
	_, _, z, _ := m.show(nil)
	low, high := math.Inf(1), math.Inf(-1)
	for _, row := range z {
		for _, v := range row {
			if !isGap(v) {
				low, high = min(low, float64(v)), max(high, float64(v))
			}
		}
	}
	if low <= high && o.Heatmap.ZMin == nil && o.Heatmap.ZMax == nil {
		o.Heatmap.ZMin, o.Heatmap.ZMax = &low, &high
	}
	return nil
}

// cut is the cells of 2^bits values that show a range of an axis, the last left out, not more than pixels of them.
func cut(from, to, first, step float64, n, pixels int) (bits, c0, c1 int) {
	a, b := (from-first)/step+0.5, (to-first)/step+0.5 // in values, edges at whole numbers
	a, b = max(min(a, b), 0), min(max(a, b), float64(n))
	if a >= b {
		return 0, 0, 0
	}
	lo, hi := int(a), min(int(math.Ceil(b)), n)
	for {
		if c0, c1 = lo>>bits, cellsOf(hi, bits); c1-c0 <= pixels {
			return bits, c0, c1
		}
		bits++
	}
}

func (m *Matrix) show(view View) (x, y []float64, z [][]float32, err error) {
	o := m.options
	x0, x1, err := view.span("xaxis", axisKind{})
	if err != nil {
		return nil, nil, nil, err
	}
	y0, y1, err := view.span("yaxis", axisKind{})
	if err != nil {
		return nil, nil, nil, err
	}
	bitsX, cx0, cx1 := cut(x0, x1, o.X0, o.DX, m.mip.columns, o.Width)
	bitsY, cy0, cy1 := cut(y0, y1, o.Y0, o.DY, m.mip.rows, o.Height)
	if cx0 == cx1 || cy0 == cy1 {
		return []float64{}, []float64{}, [][]float32{}, nil
	}
	return edges(o.X0, o.DX, bitsX, cx0, cx1, m.mip.columns), edges(o.Y0, o.DY, bitsY, cy0, cy1, m.mip.rows),
		m.mip.shades(bitsX, bitsY, cx0, cy0, cx1, cy1), nil
}

// edges are where cells begin and, one more, where the last ends, which is nearer where the matrix ends within it.
func edges(first, step float64, bits, c0, c1, n int) []float64 {
	at := make([]float64, 0, c1-c0+1)
	for c := c0; c <= c1; c++ {
		at = append(at, first+step*(float64(min(c<<bits, n))-0.5))
	}
	return at
}

// Figure is the whole matrix.
func (m *Matrix) Figure() plot.Figure {
	trace := m.options.Heatmap
	trace.X, trace.Y, trace.Z, _ = m.figure() // without a range nothing can be wrong with it
	return plot.Figure{Data: []plot.Trace{trace}, Layout: m.options.Layout}
}

func (m *Matrix) figure() (x, y, z any, err error) { return m.show(nil) }

// Graph is the graph with, where it has no figure, that of Figure, and the Store that keeps the graph's [View]. The graph's id must be set.
func (m *Matrix) Graph(graph dcc.Graph) layout.Fragment { return place(graph, m.Figure) }

// Register adds to app the callbacks that refine the graph with this id, which Graph made, as [Lines.Register] does.
func (m *Matrix) Register(app *dashi.App, graph dashi.ID, options ...dashi.CallbackOption) {
	register(app, graph, followXY, m.answer, m.options.OnZoom, options)
}

// Patch is the change of the figure that shows a view, as that of [Lines.Patch].
func (m *Matrix) Patch(view View) (dashi.Patch, error) {
	patch, _, _, err := m.answer(view)
	return patch, err
}

func (m *Matrix) answer(view View) (patch dashi.Patch, held, sent int, err error) {
	x, y, z, err := m.show(view)
	if err != nil {
		return patch, 0, 0, err
	}
	patch.At("data", 0, "x").Assign(x)
	patch.At("data", 0, "y").Assign(y)
	patch.At("data", 0, "z").Assign(z)
	for _, row := range z {
		sent += len(row)
	}
	return patch, m.mip.rows * m.mip.columns, sent, nil
}
