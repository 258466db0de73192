package express

// Aggregate makes one number of many.
type Aggregate string

// What can be made of many numbers. Missing ones do not count.
const (
	Sum    Aggregate = "sum"
	Mean   Aggregate = "mean"
	Count  Aggregate = "count"
	Min    Aggregate = "min"
	Max    Aggregate = "max"
	Median Aggregate = "median" // not for Hist
)

// LogX makes the x axis logarithmic.
func LogX() Option { return Option{"LogX", func(s *settings) { s.logX = true }} }

// LogY makes the y axis logarithmic.
func LogY() Option { return Option{"LogY", func(s *settings) { s.logY = true }} }

// RangeX is the two ends of the x axis: numbers (also on a logarithmic axis the numbers themselves), or times.
func RangeX(from, to any) Option {
	return Option{"RangeX", func(s *settings) { s.rangeX = []any{from, to} }}
}

// RangeY is the two ends of the y axis, as RangeX.
func RangeY(from, to any) Option {
	return Option{"RangeY", func(s *settings) { s.rangeY = []any{from, to} }}
}

// FreeX gives each panel an x axis of its own. Default: all show the same range, and zoom together.
func FreeX() Option { return Option{"FreeX", func(s *settings) { s.freeX = true }} }

// FreeY gives each panel a y axis of its own.
func FreeY() Option { return Option{"FreeY", func(s *settings) { s.freeY = true }} }

// FacetWrap is how many panels of By.Facet stand side by side. Default: as many as make the grid nearly square, at
// most 4.
func FacetWrap(columns int) Option {
	return Option{"FacetWrap", func(s *settings) { s.wrap = columns }}
}

// Aggregated draws one bar, sector or cell for all rows that share their place, of the numbers' sum, mean and so on.
func Aggregated(by Aggregate) Option {
	return Option{"Aggregated", func(s *settings) { s.aggregate = by }}
}

// Barmode says how bars at one place stand: "stack", "group" (side by side), "relative" (stacked, negative ones
// downwards) or "overlay".
func Barmode(mode string) Option { return Option{"Barmode", func(s *settings) { s.barmode = mode }} }

// Norm scales what is stacked at one place to "fraction" or "percent" of all.
func Norm(norm string) Option { return Option{"Norm", func(s *settings) { s.barnorm = norm }} }

// Histnorm scales the bars of a histogram: "percent", "probability", "density" or "probability density".
func Histnorm(norm string) Option { return Option{"Histnorm", func(s *settings) { s.histnorm = norm }} }

// Cumulative adds up the bins of a histogram from left to right.
func Cumulative() Option { return Option{"Cumulative", func(s *settings) { s.cumulative = true }} }

// Bins is the most bins along an axis. Default: by the values.
func Bins(most int) Option { return Option{"Bins", func(s *settings) { s.bins = most }} }

// Horizontal lays bars, boxes and violins down; X then is their length. Default: where X holds numbers and Y texts.
func Horizontal() Option { return Option{"Horizontal", func(s *settings) { s.horizontal = true }} }

// Markers draws the points of lines too.
func Markers() Option { return Option{"Markers", func(s *settings) { s.markers = true }} }

// Shape says how points are joined: "linear", "spline", or steps as "hv", "vh", "hvh" and "vhv".
func Shape(shape string) Option { return Option{"Shape", func(s *settings) { s.shape = shape }} }

// Hole is the share of a pie's radius cut out, from 0 to 1.
func Hole(share float64) Option { return Option{"Hole", func(s *settings) { s.hole = share }} }

// TrendLine adds to each trace the straight line of least squares, with its formula and R² on hover. Along a logarithmic
// axis logarithms are fitted, so that the line is straight as drawn; times are days.
func TrendLine() Option { return Option{"TrendLine", func(s *settings) { s.trend = true }} }

// Marginal draws how x is distributed above the points, and how y is at their right: "histogram", "box", "violin" or
// "rug", "" for nothing. Not with panels.
func Marginal(x, y string) Option {
	return Option{"Marginal", func(s *settings) { s.marginX, s.marginY = x, y }}
}

// MaxSize is the diameter of the largest marker of By.Size, in pixels. Default: 40.
func MaxSize(pixels float64) Option {
	return Option{"MaxSize", func(s *settings) { s.maxSize = pixels }}
}

// WebGL says whether points are drawn by WebGL. Default: from 20,000 rows on.
func WebGL(on bool) Option { return Option{"WebGL", func(s *settings) { s.webGL = &on }} }

// ShowPoints says which points are drawn at boxes and violins: "all", "outliers", "suspectedoutliers" or "none".
// Default: "outliers" for boxes, "none" for violins.
func ShowPoints(which string) Option {
	return Option{"ShowPoints", func(s *settings) { s.points = which }}
}

// Tiles draws a Map on map tiles of a style, such as "open-street-map" or "carto-positron", which the browser loads
// from their makers (the page's policy must allow that), or "white-bg", which loads nothing.
func Tiles(style string) Option { return Option{"Tiles", func(s *settings) { s.tiles = style }} }

// Locations says what By.Location holds: "ISO-3" (the default), "country names" or "USA-states".
func Locations(mode string) Option {
	return Option{"Locations", func(s *settings) { s.locations = mode }}
}

// GeoJSON gives the regions of a Map: the address of a GeoJSON file, or what it holds as maps. By.Location is matched
// with the property featureID, such as "properties.name"; "" is "id".
func GeoJSON(geoJSON any, featureID string) Option {
	return Option{"GeoJSON", func(s *settings) { s.geoJSON, s.featureID = geoJSON, featureID }}
}

// Scope is the part of the world a Map shows: "world", "europe", "asia", "africa", "north america", "south america",
// "oceania" or "usa". Default: what holds all points.
func Scope(part string) Option { return Option{"Scope", func(s *settings) { s.scope = part }} }

// Projection is how the earth is made flat, such as "natural earth" (the default), "mercator" or "orthographic".
func Projection(name string) Option {
	return Option{"Projection", func(s *settings) { s.projection = name }}
}

// WriteValues writes the value on each bar or in each cell.
func WriteValues() Option { return Option{"WriteValues", func(s *settings) { s.writeValues = true }} }
