package resample

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"strconv"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/plot"
)

// PointsOptions are options of [NewPoints]. The zero value is ready.
type PointsOptions struct {
	// Value is a slice of numbers, one for each point, whose mean colors a cell. Default: the number of points does.
	Value any
	// Width and Height are how many pixels the plot is taken to have. Default: 1200 by 600. At least 16.
	Width, Height int
	// Cell is the side of a cell in pixels at most; a cell has at least a half of it. Default: 4.
	Cell int
	// Limit is up to how many points in view are shown one by one. Default: 2000.
	Limit int
	// Log colors by the logarithm of the number of points, which shows thin and dense places together. It is not for Value.
	Log bool
	// Heatmap is the look of the cells: Colorscale, Colorbar, Name … Its X, Y and Z are set.
	Heatmap plot.Heatmap
	// Trace is the look of single points: Marker, Name … Its X and Y are set, its Mode is "markers" where empty.
	Trace plot.Scatter
	// Layout is the layout of the figure. UIRevision and the ranges of axes are set where they are not. Log axes are not served.
	Layout plot.Layout
	// OnZoom is told of each answer, as in [LinesOptions].
	OnZoom func(ctx context.Context, zoom Zoom)
}

const (
	defaultPlotWidth  = 1200
	defaultPlotHeight = 600
	defaultCell       = 4
	defaultLimit      = 2000
)

// Points is a cloud of points in memory, of which a page gets a picture: how many lie in each cell, and the points themselves where few are in
// view. Its figure has two traces, the cells and the single points. All methods may be called at any time by any number of goroutines.
type Points struct {
	options PointsOptions
	tree    *quadtree
	kinds   [2]axisKind // of x and y
}

// NewPoints holds on to the columns of a cloud, slices of numbers or of times (those of x and y), which must not be written to any more, and orders
// its points for 12 to 18 bytes each, and 12 more at most with values. Points with a coordinate or value that is NaN or infinite are left out. The error
// says which column or option is not as it has to be.
func NewPoints(x, y any, options ...PointsOptions) (*Points, error) {
	var o PointsOptions
	if len(options) > 0 {
		o = options[0]
	}
	p := &Points{options: o.complete()}
	if err := p.options.check(); err != nil {
		return nil, fmt.Errorf("resample: NewPoints: %w", err)
	}
	s, err := newSeries(x, y)
	if err != nil {
		return nil, fmt.Errorf("resample: NewPoints: %w", err)
	}
	var value column
	if o.Value != nil {
		if value, _, err = columnOf(o.Value); err != nil {
			return nil, fmt.Errorf("resample: NewPoints: Value is %w", err)
		}
		if value.len() != s.x.len() {
			return nil, fmt.Errorf("resample: NewPoints: Value has %d values and X has %d, expected as many", value.len(), s.x.len())
		}
	}
	p.tree = newQuadtree(s.x, s.y, value)
	_, dateY, _ := columnOf(y)
	p.kinds = [2]axisKind{{date: s.date}, {date: dateY}}
	return p, p.settle()
}

func (o PointsOptions) complete() PointsOptions {
	o.Width, o.Height = cmp.Or(o.Width, defaultPlotWidth), cmp.Or(o.Height, defaultPlotHeight)
	o.Cell, o.Limit = cmp.Or(o.Cell, defaultCell), cmp.Or(o.Limit, defaultLimit)
	o.Trace.Mode = cmp.Or(o.Trace.Mode, "markers")
	if o.Layout.UIRevision == nil {
		o.Layout.UIRevision = "resample"
	}
	if o.Heatmap.Hoverongaps == nil {
		o.Heatmap.Hoverongaps = new(false)
	}
	if o.Value != nil { // one scale for cells and single points
		o.Heatmap.ColorAxis = cmp.Or(o.Heatmap.ColorAxis, "coloraxis")
		o.Trace.Marker.ColorAxis = cmp.Or(o.Trace.Marker.ColorAxis, o.Heatmap.ColorAxis)
	}
	if o.Log {
		o.Heatmap.Colorbar.Tickvals, o.Heatmap.Colorbar.Ticktext = powers()
		if o.Heatmap.Hovertemplate == nil {
			o.Heatmap.Hovertemplate = "10<sup>%{z:.2f}</sup> points<extra></extra>"
		}
	}
	return o
}

func (o PointsOptions) check() error {
	switch {
	case o.Width < leastWidth || o.Height < leastWidth:
		return fmt.Errorf("options Width and Height are %d and %d, expected at least %d", o.Width, o.Height, leastWidth)
	case o.Cell < 1 || o.Limit < 0:
		return fmt.Errorf("options Cell and Limit are %d and %d, expected more than 0", o.Cell, o.Limit)
	case o.Log && o.Value != nil:
		return fmt.Errorf("option Log is for the number of points, and there is a Value")
	}
	return nil
}

// powers are the ticks of a log color bar.
func powers() (at []int, text []string) {
	for k := range 10 {
		at, text = append(at, k), append(text, strconv.FormatFloat(math.Pow10(k), 'f', -1, 64))
	}
	return at, text
}

// settle gives the axes their types, and ranges that a double click goes back to.
func (p *Points) settle() error {
	b := p.tree.box
	for i, name := range []string{"xaxis", "yaxis"} {
		if settle(&p.options.Layout, name, p.kinds[i].date) {
			return fmt.Errorf("resample: NewPoints: the axis %q is a log axis, expected another: its cells are not all of one size", name)
		}
		axis, ends := axisOf(&p.options.Layout, name), []float64{b.x0, b.x1}
		if i == 1 {
			ends = []float64{b.y0, b.y1}
		}
		if margin := (ends[1]/2 - ends[0]/2) / 50; axis.Range == nil && axis.Autorange == nil && margin > 0 {
			axis.Range = []float64{ends[0] - margin, ends[1] + margin}
		}
	}
	return nil
}

// seen is what a page shows of a view.
type seen struct {
	x, y   any // edges of cells
	z      [][]float32
	single []int
	points int // in the cells
}

func (p *Points) show(view View) (s seen, err error) {
	b := p.tree.box
	x0, x1, err := view.span("xaxis", p.kinds[0])
	if err != nil {
		return s, err
	}
	y0, y1, err := view.span("yaxis", p.kinds[1])
	if err != nil {
		return s, err
	}
	in := box{max(x0, b.x0), max(y0, b.y0), min(x1, b.x1), min(y1, b.y1)}
	if in.x0 > in.x1 || in.y0 > in.y1 || len(p.tree.codes) == 0 {
		return seen{x: []float64{}, y: []float64{}, z: [][]float32{}, single: []int{}}, nil
	}
	return p.look(in), nil
}

func (p *Points) look(in box) seen {
	columns, rows := max(p.options.Width/p.options.Cell, 1), max(p.options.Height/p.options.Cell, 1)
	within, fine := p.tree.covering(in, columns, rows)
	g := p.tree.picture(within)
	if g.points <= p.options.Limit {
		s := seen{x: []float64{}, y: []float64{}, z: [][]float32{}, single: make([]int, 0, g.points), points: g.points}
		p.tree.each(within, func(i int) { s.single = append(s.single, i) })
		return s
	}
	edges := p.tree.extentOf(within)
	if fine && in.x1 > in.x0 && in.y1 > in.y0 {
		g, edges = p.tree.closer(in, within, columns, rows), in
	}
	return seen{
		x: steps(edges.x0, edges.x1, g.cells.columns()), y: steps(edges.y0, edges.y1, g.cells.rows()),
		z: g.shades(p.options.Log), single: []int{}, points: g.points,
	}
}

// Figure is the whole cloud.
func (p *Points) Figure() plot.Figure {
	s, _ := p.show(nil) // without a range nothing can be wrong with it
	cells, single := p.options.Heatmap, p.options.Trace
	cells.X, cells.Y, cells.Z = s.x, s.y, s.z
	single.X, single.Y = p.tree.x.pick(s.single), p.tree.y.pick(s.single)
	if p.tree.value != nil {
		single.Marker.Color = p.tree.value.pick(s.single)
	}
	return plot.Figure{Data: []plot.Trace{cells, single}, Layout: p.options.Layout}
}

// Graph is the graph with, where it has no figure, that of Figure, and the Store that keeps the graph's [View]. The graph's id must be set.
func (p *Points) Graph(graph dcc.Graph) layout.Fragment { return place(graph, p.Figure) }

// Register adds to app the callbacks that refine the graph with this id, which Graph made, as [Lines.Register] does.
func (p *Points) Register(app *dashi.App, graph dashi.ID, options ...dashi.CallbackOption) {
	register(app, graph, followXY, p.answer, p.options.OnZoom, options)
}

// Patch is the change of the figure that shows a view, as that of [Lines.Patch].
func (p *Points) Patch(view View) (dashi.Patch, error) {
	patch, _, _, err := p.answer(view)
	return patch, err
}

func (p *Points) answer(view View) (patch dashi.Patch, held, sent int, err error) {
	s, err := p.show(view)
	if err != nil {
		return patch, 0, 0, err
	}
	patch.At("data", 0, "x").Assign(s.x)
	patch.At("data", 0, "y").Assign(s.y)
	patch.At("data", 0, "z").Assign(s.z)
	patch.At("data", 1, "x").Assign(p.tree.x.pick(s.single))
	patch.At("data", 1, "y").Assign(p.tree.y.pick(s.single))
	if p.tree.value != nil {
		patch.At("data", 1, "marker", "color").Assign(p.tree.value.pick(s.single))
	}
	sent = len(s.single)
	for _, row := range s.z {
		sent += len(row)
	}
	return patch, len(p.tree.codes), sent, nil
}
