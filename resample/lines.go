package resample

import (
	"cmp"
	"context"
	"fmt"
	"strings"
	"sync"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/plot"
)

// Line is a line of any number of points up to 2³¹-1.
type Line struct {
	// X is a slice of finite numbers or of times, or nil for 0, 1, 2 … Where it is not in rising order, the points are sorted once, by copies of
	// the columns. Times are shown as the clock on their wall shows them, to a microsecond.
	X any
	// Y is a slice of numbers, as many as X has. NaN and the infinities are gaps, at which the line breaks.
	Y any
	// Name is the name in the legend. Default: that of Trace.
	Name string
	// Trace is everything else about the trace: color, axes, hover. Its X, Y and, with Name, Name are set; its Mode is "lines" where empty.
	Trace plot.Scatter
}

// LinesOptions are options of [NewLines]. The zero value is ready.
type LinesOptions struct {
	// Width is how many pixels wide the plot is taken to be: each line has about as many points in view, and an eighth of that outside.
	// Default: 1600. At least 16.
	Width int
	// Method is how points are chosen. Default: [MinMax].
	Method Method
	// Layout is the layout of the figure. A UIRevision is set where there is none, so that the zoom stays while lines are refined.
	Layout plot.Layout
	// OnZoom is told of each answer that the callback of Register gives. It runs in the callback: ctx has its [dashi.Call]. Default: nobody is.
	OnZoom func(ctx context.Context, zoom Zoom)
}

const (
	defaultWidth = 1600
	leastWidth   = 16
)

// Lines is lines in memory of which a page gets what its pixels can show. All methods may be called at any time by any number of goroutines.
type Lines struct {
	options LinesOptions

	mu    sync.RWMutex
	lines []*line // the series change with Append
}

type line struct {
	*series
	trace plot.Scatter
	axis  string // of x, in the layout
	kind  axisKind
}

// NewLines holds on to the columns of lines, which must not be written to any more, and sums them up in one pass, for about a twentieth of the memory of Y.
// The error says which column of which line is not as it has to be.
func NewLines(options LinesOptions, lines ...Line) (*Lines, error) {
	options.Width = cmp.Or(options.Width, defaultWidth)
	switch {
	case options.Width < leastWidth:
		return nil, fmt.Errorf("resample: NewLines: Width is %d, expected at least %d", options.Width, leastWidth)
	case !options.Method.valid():
		return nil, fmt.Errorf("resample: NewLines: Method is %v, expected MinMax, M4 or LTTB", options.Method)
	}
	l := &Lines{options: options}
	if l.options.Layout.UIRevision == nil {
		l.options.Layout.UIRevision = "resample"
	}
	for i, given := range lines {
		made, err := newLine(given)
		if err != nil {
			return nil, fmt.Errorf("resample: NewLines: line %d (%q): %w", i, given.Name, err)
		}
		made.kind = axisKind{date: made.date, log: settle(&l.options.Layout, made.axis, made.date)}
		l.lines = append(l.lines, made)
	}
	return l, nil
}

func newLine(given Line) (*line, error) {
	s, err := newSeries(given.X, given.Y)
	if err != nil {
		return nil, err
	}
	if err := s.sort(); err != nil {
		return nil, err
	}
	s.y.summarize()
	trace := given.Trace
	trace.Name, trace.Mode = cmp.Or(given.Name, trace.Name), cmp.Or(trace.Mode, "lines")
	return &line{series: s.prepared(), trace: trace, axis: "xaxis" + strings.TrimPrefix(trace.XAxis, "x")}, nil
}

// settle makes an axis of times a date axis, where its type is not said, and tells whether it is a log axis. Times travel as milliseconds,
// which plotly.js would take for plain numbers.
func settle(l *plot.Layout, name string, date bool) (log bool) {
	axis := axisOf(l, name)
	if axis == nil {
		return false
	}
	if date && axis.Type == "" {
		axis.Type = "date"
	}
	return axis.Type == "log"
}

// axisOf is an axis of a layout, made where it is not there; nil beyond the fourth. Pointers are replaced by ones to copies, as the layout is the user's.
func axisOf(l *plot.Layout, name string) *plot.Axis {
	var at **plot.Axis
	switch name {
	case "xaxis":
		return &l.XAxis
	case "yaxis":
		return &l.YAxis
	case "xaxis2":
		at = &l.XAxis2
	case "xaxis3":
		at = &l.XAxis3
	case "xaxis4":
		at = &l.XAxis4
	case "yaxis2":
		at = &l.YAxis2
	case "yaxis3":
		at = &l.YAxis3
	case "yaxis4":
		at = &l.YAxis4
	default:
		return nil
	}
	var own plot.Axis
	if *at != nil {
		own = **at
	}
	*at = &own
	return &own
}

// Figure is the lines from end to end.
func (l *Lines) Figure() plot.Figure {
	l.mu.RLock()
	defer l.mu.RUnlock()
	figure := plot.Figure{Layout: l.options.Layout}
	for _, line := range l.lines {
		trace := line.trace
		trace.X, trace.Y, _, _ = line.show(View{}, l.options) // without a range nothing can be wrong with it
		figure.Data = append(figure.Data, trace)
	}
	return figure
}

// show is the columns of a line for a view.
func (n *line) show(view View, o LinesOptions) (x, y any, sent int, err error) {
	from, to, err := view.span(n.axis, n.kind)
	if err != nil {
		return nil, nil, 0, err
	}
	at := n.series.show(o.Method, from, to, scale{log: n.kind.log}, o.Width)
	return n.x.pick(at), n.y.pick(at), len(at), nil
}

// Graph is the graph with, where it has no figure, that of Figure, and the Store that keeps the graph's [View]. The graph's id must be set.
func (l *Lines) Graph(graph dcc.Graph) layout.Fragment { return place(graph, l.Figure) }

// Register adds to app the callbacks that refine the graph with this id, which Graph made, when it is zoomed or moved. They write nothing but the
// columns of the lines' traces, which are the first of the figure; whatever else the user or other callbacks have changed stays. Another callback
// may set the figure; where it takes the data from Patch they are as fine as the zoom. Options are those of [dashi.App.Callback]; a memo answers
// the same view by the same points, so it is for lines that do not grow.
func (l *Lines) Register(app *dashi.App, graph dashi.ID, options ...dashi.CallbackOption) {
	register(app, graph, followX, l.answer, l.options.OnZoom, options)
}

// Patch is the change of the figure that shows a view: what a callback of one's own returns for the figure, as one that looks whether lines have grown.
// The error is about the view's ranges.
func (l *Lines) Patch(view View) (dashi.Patch, error) {
	patch, _, _, err := l.answer(view)
	return patch, err
}

func (l *Lines) answer(view View) (p dashi.Patch, held, sent int, err error) {
	l.mu.RLock()
	defer l.mu.RUnlock()
	for i, line := range l.lines {
		x, y, n, err := line.show(view, l.options)
		if err != nil {
			return dashi.Patch{}, 0, 0, err
		}
		p.At("data", i, "x").Assign(x)
		p.At("data", i, "y").Assign(y)
		held, sent = held+line.x.len(), sent+n
	}
	return p, held, sent, nil
}

// Append adds points at the end of a line, counted from 0. x and y are slices of the types that the line's have, x nil where the line's is; x goes on in
// rising order. Pages see them with their next zoom, or by a callback that returns Patch.
func (l *Lines) Append(index int, x, y any) error {
	more, err := newSeries(x, y)
	if err != nil {
		return fmt.Errorf("resample: Append: %w", err)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if index < 0 || index >= len(l.lines) {
		return fmt.Errorf("resample: Append: line %d of %d", index, len(l.lines))
	}
	if err := l.lines[index].grow(more); err != nil {
		return fmt.Errorf("resample: Append: line %d: %w", index, err)
	}
	return nil
}

// grow leaves the series as it was where more does not fit.
func (s *series) grow(more *series) error {
	if more.x.len() == 0 {
		return nil
	}
	if s.x.len() > maxLen-more.x.len() {
		return fmt.Errorf("%d points and %d more, expected at most %d", s.x.len(), more.x.len(), maxLen)
	}
	if at := more.x.disorder(0); at >= 0 {
		return more.outOfOrder(at)
	}
	_, counted := s.x.(counting)
	_, counts := more.x.(counting)
	if n := s.x.len(); n > 0 && !counted && more.x.at(0) < s.x.at(n-1) {
		return fmt.Errorf("X[0] is %v, less than the last one there, %v", more.x.at(0), s.x.at(n-1))
	}
	if s.date != more.date || counted != counts || !sameType(s.x, more.x) || !sameType(s.y, more.y) {
		return fmt.Errorf("columns X and Y are %s and %s, expected %s and %s", typeOf(more.x, more.date), typeOf(more.y, false), typeOf(s.x, s.date), typeOf(s.y, false))
	}
	s.x, _ = s.x.extended(more.x)
	s.y, _ = s.y.extended(more.y)
	s.gaps = s.gaps || more.prepared().gaps
	s.y.summarize()
	return nil
}

func sameType(a, b column) bool { return fmt.Sprintf("%T", a) == fmt.Sprintf("%T", b) }

// typeOf is the type of a column as the user knows it.
func typeOf(c column, date bool) string {
	switch c.(type) {
	case counting:
		return "nil"
	}
	if date {
		return "[]time.Time"
	}
	return fmt.Sprintf("%T", c.pick(nil))
}
