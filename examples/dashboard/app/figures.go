package app

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/dashi-go/dashi/layout/plot"
)

// The two colors that mean something. Texts and grids are in the theme's.
const (
	calm    = "#4a6fe3"
	alarm   = "#e07b39"
	marking = "#8e6bd1" // around what is chosen
)

var weekdays = []string{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"}

// frame is what the charts have in common. Dragging in them chooses; the figure that comes then shows all of the axis again.
func frame(x, y plot.Axis, drag bool) plot.Layout {
	x.Fixedrange, y.Fixedrange = !drag, true
	x.Showgrid = new(false)
	l := plot.Layout{
		Margin: plot.Margin{T: new(8.0), R: new(8.0), L: new(44.0), B: new(40.0)}, XAxis: x, YAxis: y, Showlegend: new(false), Dragmode: false, Bargap: new(0.08),
	}
	if drag {
		l.Dragmode = "zoom"
	}
	return l
}

func title(text string) plot.Title {
	return plot.Title{Text: text, Font: plot.Font{Size: 12}, Standoff: new(6.0)}
}

// chosen is the points whose numbers are within the span, nil where it holds everything.
func chosen(pick span, n int, number func(i int) int) any {
	if pick == anything {
		return nil
	}
	points := []int{}
	for i := range n {
		if pick.has(number(i)) {
			points = append(points, i)
		}
	}
	return points
}

// daily draws the share of flights on time: a point for each day, and the mean of seven days around it.
func (d *data) daily(s *summary, q query) plot.Figure {
	var dates []time.Time
	var share, smooth []float64
	var flights, numbers []int
	for day, t := range s.days {
		if t.Flights == 0 {
			continue
		}
		var around tally
		for _, near := range s.days[max(0, day-3):min(len(s.days), day+4)] {
			around.Flights += near.Flights
			around.OnTime += near.OnTime
		}
		dates, numbers = append(dates, d.date(day)), append(numbers, day)
		share, smooth, flights = append(share, t.share(t.OnTime)), append(smooth, around.share(around.OnTime)), append(flights, t.Flights)
	}
	return plot.Figure{
		Layout: frame(plot.Axis{Type: "date"}, plot.Axis{Ticksuffix: "%", NTicks: 5}, true),
		Data: []plot.Trace{
			plot.Scatter{
				X: dates, Y: share, Customdata: flights, Mode: "markers", Marker: plot.Marker{Size: 6, Color: calm, Opacity: 0.4},
				Selectedpoints: chosen(q.pickDays, len(numbers), func(i int) int { return numbers[i] }),
				Selected:       &plot.Selected{Marker: plot.Marker{Opacity: 0.9}},
				Unselected:     &plot.Selected{Marker: plot.Marker{Opacity: 0.15}},
				Hovertemplate:  "%{x|%a %d %b}: <b>%{y:.0f}%</b> of %{customdata} flights<extra></extra>",
			},
			plot.Scatter{X: dates, Y: smooth, Mode: "lines", Line: plot.Line{Width: new(2.5), Color: calm, Shape: "spline"}, Hoverinfo: "skip"},
		},
	}
}

// delays draws how many flights there are by delay.
func delays(s *summary, q query) plot.Figure {
	var at, counts []int
	var colors, words []string
	for i, count := range s.delays {
		from := delayFirst + i*delayBin
		at, counts = append(at, from+delayBin/2), append(counts, count)
		color := calm
		if from >= late {
			color = alarm
		}
		word := fmt.Sprintf("%d to %d min", from, from+delayBin-1)
		if i == delayBins-1 {
			word = fmt.Sprintf("%d min and more", from)
		}
		colors, words = append(colors, color), append(words, word)
	}
	return plot.Figure{
		Layout: frame(plot.Axis{Title: title("minutes after schedule"), Zeroline: new(false)}, plot.Axis{NTicks: 5, Tickformat: "~s"}, true),
		Data: []plot.Trace{plot.Bar{
			X: at, Y: counts, Text: words, Textposition: "none", Marker: plot.Marker{Color: colors, Cornerradius: 3},
			Selectedpoints: chosen(q.pickDelay, delayBins, func(i int) int { return delayFirst + i*delayBin }),
			Unselected:     &plot.Selected{Marker: plot.Marker{Opacity: 0.25}},
			Hovertemplate:  "%{text}: <b>%{y:,}</b> flights<extra></extra>",
		}},
	}
}

// slots draws the share of late flights by weekday and hour.
func slots(s *summary, q query) plot.Figure {
	hours := make([]int, 24)
	z, words := make([][]any, 7), make([][]string, 7)
	for day := range 7 {
		z[day], words[day] = make([]any, 24), make([]string, 24)
		for hour := range 24 {
			hours[hour] = hour
			t := s.slots[day][hour]
			words[day][hour] = fmt.Sprintf("%s %02d:00: <b>%.0f%%</b> of %d flights late", weekdays[day], hour, t.share(t.Flights-t.OnTime), t.Flights)
			if t.Flights >= 5 { // a share of fewer says nothing
				z[day][hour] = math.Round(t.share(t.Flights-t.OnTime)*10) / 10
			}
		}
	}
	l := frame(plot.Axis{Title: title("hour of departure"), DTick: 3, Tick0: 0, Zeroline: new(false)}, plot.Axis{Autorange: "reversed", Showgrid: new(false)}, false)
	l.Margin.R = new(0.0)
	if len(weekdays) > q.pickWeekday.First && q.pickWeekday.First >= 0 {
		day, hour := float64(q.pickWeekday.First), float64(q.pickHour.First)
		l.Shapes = []plot.Shape{box(hour-0.5, hour+0.5, day-0.5, day+0.5)}
	}
	return plot.Figure{Layout: l, Data: []plot.Trace{plot.Heatmap{
		X: hours, Y: weekdays, Z: z, Text: words, Hovertemplate: "%{text}<extra></extra>", XGap: 2, YGap: 2, ZMin: new(0.0), ZMax: new(60.0), Hoverongaps: new(false),
		Colorscale: fade(224, 123, 57), Colorbar: bar("%"),
	}}}
}

// density draws how many flights there are by miles and delay, in the powers of ten that the eye wants.
func density(s *summary, q query) plot.Figure {
	var miles, minutes []int
	z, words := make([][]float64, denseBins), make([][]string, denseBins)
	for col := range milesBins {
		miles = append(miles, col*milesBin+milesBin/2)
	}
	for row := range denseBins {
		from := denseFirst + row*denseBin
		minutes = append(minutes, from+denseBin/2)
		for col, count := range s.dense[row] {
			z[row] = append(z[row], math.Log10(float64(1+count)))
			words[row] = append(words[row], fmt.Sprintf("%d to %d miles, %d to %d min: <b>%d</b> flights", col*milesBin, (col+1)*milesBin-1, from, from+denseBin-1, count))
		}
	}
	l := frame(plot.Axis{Title: title("miles"), Tickformat: ","}, plot.Axis{Title: title("minutes after schedule"), Showgrid: new(false), Zeroline: new(false)}, false)
	l.Margin.L, l.Margin.R = new(56.0), new(0.0)
	if q.pickMiles != anything {
		l.Shapes = []plot.Shape{box(float64(q.pickMiles.First), float64(q.pickMiles.Last+1), denseFirst, denseFirst+denseBin*denseBins)}
	}
	scale := bar("")
	scale.Tickvals, scale.Ticktext = []float64{math.Log10(2), math.Log10(11), math.Log10(101), math.Log10(1001)}, []string{"1", "10", "100", "1k"}
	return plot.Figure{Layout: l, Data: []plot.Trace{plot.Heatmap{
		X: miles, Y: minutes, Z: z, Text: words, Hovertemplate: "%{text}<extra></extra>", ZMin: new(0.0), XGap: 1, YGap: 1, Colorscale: fade(74, 111, 227), Colorbar: scale,
	}}}
}

// fade is a scale of one color that is fainter where there is less, on any ground.
func fade(r, g, b int) any {
	tone := func(alpha float64) string { return fmt.Sprintf("rgba(%d,%d,%d,%.2f)", r, g, b, alpha) }
	return []any{[]any{0, tone(0.04)}, []any{0.5, tone(0.5)}, []any{1, tone(1)}}
}

func bar(suffix string) plot.Colorbar {
	return plot.Colorbar{Thickness: new(8.0), Outlinewidth: new(0.0), Ticksuffix: suffix, NTicks: 5, Tickfont: plot.Font{Size: 11}, XPad: new(8.0)}
}

func box(x0, x1, y0, y1 float64) plot.Shape {
	return plot.Shape{Type: "rect", X0: x0, X1: x1, Y0: y0, Y1: y1, Line: plot.Line{Color: marking, Width: new(2.0)}, Fillcolor: "rgba(0,0,0,0)"}
}

// places draws the airports, as large as they have departures, in the color of what is late there.
func (d *data) places(s *summary) plot.Figure {
	var lat, lon, size, share []float64
	var words []string
	for i, t := range s.airports {
		if a := d.airports[i]; t.Flights > 0 && a.City != "" {
			lat, lon = append(lat, a.Lat), append(lon, a.Lon)
			size, share = append(size, float64(t.Flights)), append(share, t.share(t.Flights-t.OnTime))
			words = append(words, fmt.Sprintf("%s (%s)<br><b>%.0f%%</b> of %d flights on time", a.name(), a.Code, t.share(t.OnTime), t.Flights))
		}
	}
	most := 1.0
	if len(size) > 0 {
		most = slices.Max(size)
	}
	zero := new(0.0)
	return plot.Figure{
		Layout: plot.Layout{Margin: plot.Margin{T: zero, R: zero, B: zero, L: zero}, Dragmode: false, UIRevision: "map", Geo: &plot.Geo{
			Scope: "usa", Projection: plot.GeoProjection{Type: "albers usa"}, Showland: true, Showlakes: false, Showframe: new(false),
		}},
		Data: []plot.Trace{plot.Scattergeo{
			Lat: lat, Lon: lon, Text: words, Mode: "markers", Hovertemplate: "%{text}<extra></extra>",
			Marker: plot.Marker{
				Size: size, Sizemode: "area", Sizeref: new(2 * most / (34 * 34)), Sizemin: 3, Color: share, CMin: new(10.0), CMax: new(40.0), Opacity: 0.85,
				Colorscale: []any{[]any{0, "#4a6fe3"}, []any{0.5, "#c9a3a8"}, []any{1, alarm}}, Line: plot.Line{Width: 0.5, Color: "rgba(255,255,255,0.6)"},
				Colorbar: plot.Colorbar{Thickness: new(8.0), Outlinewidth: new(0.0), Ticksuffix: "%", Len: new(0.6), Title: plot.Title{Text: "late"}},
			},
		}},
	}
}

// ranks is how many airports the ranking shows.
const ranks = 15

// ranking draws the busiest airports by their share of flights on time.
func (d *data) ranking(s *summary) plot.Figure {
	var order []int
	for i, t := range s.airports {
		if t.Flights > 0 {
			order = append(order, i)
		}
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(s.airports[b].Flights, s.airports[a].Flights) })
	order = order[:min(ranks, len(order))]
	share := func(i int) float64 { return s.airports[i].share(s.airports[i].OnTime) }
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(share(a), share(b)) })
	var names, words []string
	var shares []float64
	for _, i := range order {
		names, shares = append(names, d.airports[i].Code), append(shares, share(i))
		words = append(words, fmt.Sprintf("%s: <b>%.1f%%</b> of %d flights on time", d.airports[i].name(), share(i), s.airports[i].Flights))
	}
	l := frame(plot.Axis{Ticksuffix: "%", NTicks: 5}, plot.Axis{Type: "category", DTick: 1}, false)
	mean := s.total.share(s.total.OnTime)
	l.Shapes = []plot.Shape{{Type: "line", X0: mean, X1: mean, Y0: 0, Y1: 1, YRef: "paper", Line: plot.Line{Color: alarm, Width: new(1.5), Dash: "dot"}}}
	return plot.Figure{Layout: l, Data: []plot.Trace{plot.Scatter{
		X: shares, Y: names, Mode: "markers", Text: words, Hovertemplate: "%{text}<extra></extra>", Marker: plot.Marker{Color: calm, Size: 12},
	}}}
}

// spark draws a number by weeks, as a line without axes.
func spark(weeks []tally, color string, number func(tally) float64) plot.Figure {
	var y []float64
	for _, t := range weeks {
		if t.Flights > 0 {
			y = append(y, number(t))
		}
	}
	low, high := 0.0, 1.0
	if len(y) > 0 {
		low, high = slices.Min(y), slices.Max(y)
	}
	room := max((high-low)*0.15, 0.01)
	zero := new(0.0)
	hidden := plot.Axis{Visible: new(false), Fixedrange: true}
	floor := hidden
	floor.Range = []float64{low - 2*room, high + room}
	return plot.Figure{
		Layout: plot.Layout{Margin: plot.Margin{T: zero, R: zero, B: zero, L: zero}, XAxis: hidden, YAxis: floor, Dragmode: false, Hovermode: false, Showlegend: new(false)},
		Data: []plot.Trace{plot.Scatter{
			Y: y, Mode: "lines", Line: plot.Line{Width: new(2.0), Color: color, Shape: "spline"}, Fill: "tozeroy", Fillcolor: color + "22", Hoverinfo: "skip",
		}},
	}
}
