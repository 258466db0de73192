package express

import (
	"slices"

	"github.com/dashi-go/dashi/layout/plot"
)

// frames draws one set of traces for each value of By.Frame, the first also as the figure itself. All sets have the
// same traces, without rows where a frame has none, so that plotly can go from one to the next.
func (c *chart) frames(groups []group, draw drawing) {
	names := c.splits[0].cat.labels // Frame is the first to split
	inner := 1
	for _, s := range c.splits[1:] {
		inner *= max(1, len(s.cat.labels))
	}
	var keys []int
	byKey := map[int]group{}
	for _, g := range groups {
		keys, byKey[g.key] = append(keys, g.key%inner), g
	}
	slices.Sort(keys)
	keys = slices.Compact(keys)
	for frame, name := range names {
		c.legend = nil
		var data []plot.Trace
		for _, key := range keys {
			g, ok := byKey[frame*inner+key]
			if !ok {
				g = group{key: frame*inner + key, rows: []int32{}}
				g.codes = c.decode(g.key)
			}
			data = append(data, draw(c.seriesOf(g))...)
		}
		c.fig.Frames = append(c.fig.Frames, plot.Frame{Name: name, Data: data})
		if frame == 0 {
			c.fig.Data = data
		}
	}
	c.player(names)
}

// player is the buttons and the slider of an animation: the slider takes the whole width below the buttons, for narrow
// screens.
func (c *chart) player(names []string) {
	if len(names) < 2 {
		return
	}
	redraw := slices.ContainsFunc(c.fig.Data, func(t plot.Trace) bool { return t.TraceType() != "scatter" })
	smooth := func(ms float64) map[string]any {
		return map[string]any{
			"frame": map[string]any{"duration": ms, "redraw": redraw}, "mode": "immediate", "fromcurrent": true,
			"transition": map[string]any{"duration": ms, "easing": "linear"},
		}
	}
	l := &c.fig.Layout
	l.Updatemenus = []plot.Updatemenu{{
		Type: "buttons", Direction: "left", Showactive: new(false), X: new(0.0), Y: new(0.0), XAnchor: "left", YAnchor: "top",
		Pad: plot.Margin{T: new(64.0), R: new(8.0)},
		Buttons: []plot.Button{
			{Label: "▶", Method: "animate", Args: []any{nil, smooth(500)}},
			{Label: "■", Method: "animate", Args: []any{[]any{nil}, smooth(0)}},
		},
	}}
	slider := plot.Slider{
		X: 0, Len: new(1.0), XAnchor: "left", YAnchor: "top", Pad: plot.Margin{T: new(76.0), B: new(8.0)},
		Currentvalue: plot.Currentvalue{Visible: new(true), Prefix: escape(c.label(c.fields["Frame"])) + ": ", XAnchor: "right"},
	}
	for _, name := range names {
		slider.Steps = append(slider.Steps, plot.SliderStep{Label: name, Method: "animate", Args: []any{[]any{name}, smooth(0)}})
	}
	l.Sliders = []plot.Slider{slider}
}
