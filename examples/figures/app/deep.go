package app

import (
	"math"

	"github.com/dashi-go/dashi/layout/plot"
)

func space() []plot.Figure {
	far := &plot.Scene{Camera: plot.Camera{Eye: plot.Vector{X: new(1.6), Y: new(1.6), Z: new(1.1)}}}
	t := steps(400, 0, 12*math.Pi)
	wide, z := of(t, func(t float64) float64 { return t * math.Cos(t) }), of(t, func(t float64) float64 { return t * math.Sin(t) })
	x, y, h := lattice(12)
	ball := over(x, y, h, func(x, y, z float64) float64 { return x*x + y*y + z*z + 0.4*math.Sin(5*x)*math.Sin(5*y) })
	fx, fy, fz := lattice(5)
	turn := func(x, y, _ float64) float64 { return -y + 0.2*x }
	round := func(x, y, _ float64) float64 { return x + 0.2*y }
	up := func(_, _, z float64) float64 { return 0.4 - 0.2*z }
	return []plot.Figure{
		full(plot.Layout{Scene: far}, plot.Scatter3D{X: wide, Y: z, Z: t, Mode: "lines", Line: plot.Line{Width: new(5.0), Color: t, Colorscale: "Viridis"}}),
		full(plot.Layout{Scene: far}, plot.Surface{Z: field(40, 40), Colorscale: "Earth", Showscale: new(false)}),
		full(plot.Layout{Scene: far}, plot.Mesh3D{X: normal(1, 60, 0, 1), Y: normal(2, 60, 0, 1), Z: normal(3, 60, 0, 1), Alphahull: new(0.0), Intensity: normal(3, 60, 0, 1),
			Colorscale: "Portland", Showscale: new(false)}),
		full(plot.Layout{Scene: far}, plot.Cone{X: fx, Y: fy, Z: fz, U: over(fx, fy, fz, turn), V: over(fx, fy, fz, round), W: over(fx, fy, fz, up), Showscale: new(false)}),
		full(plot.Layout{Scene: far}, plot.Streamtube{X: fx, Y: fy, Z: fz, U: over(fx, fy, fz, turn), V: over(fx, fy, fz, round), W: over(fx, fy, fz, up), Showscale: new(false)}),
		full(plot.Layout{Scene: far}, plot.Isosurface{X: x, Y: y, Z: h, Value: ball, Isomin: new(0.5), Isomax: new(1.2), Showscale: new(false)}),
		full(plot.Layout{Scene: far}, plot.Volume{X: x, Y: y, Z: h, Value: ball, Opacity: new(0.15), Surface: plot.VolumeSurface{Count: new(9)}, Showscale: new(false)}),
	}
}

func maps() []plot.Figure {
	lat, lon := []float64{52.5, 48.9, 40.4, 41.9, 59.3, 51.5}, []float64{13.4, 2.4, -3.7, 12.5, 18.1, -0.1}
	cities := []string{"Berlin", "Paris", "Madrid", "Rome", "Stockholm", "London"}
	// Tiles would come from a server elsewhere; these maps are drawn from shapes alone.
	ground := &plot.TileMap{Style: "white-bg", Center: plot.GeoCenter{Lat: new(48.0), Lon: new(8.0)}, Zoom: new(2.6)}
	return []plot.Figure{
		full(plot.Layout{Geo: &plot.Geo{Scope: "europe", Showland: true}}, plot.Scattergeo{Lat: lat, Lon: lon, Text: cities, Mode: "markers+text", Textposition: "top center"}),
		full(plot.Layout{Geo: &plot.Geo{Projection: plot.GeoProjection{Type: "natural earth"}}}, plot.Choropleth{Locations: []string{"FRA", "DEU", "ESP", "ITA", "SWE", "GBR", "POL", "USA", "BRA", "CHN", "IND", "AUS"},
			Z: []float64{68, 84, 48, 59, 10.5, 68, 37, 335, 216, 1410, 1428, 26}, Colorscale: "Viridis", Showscale: new(false)}),
		full(plot.Layout{Map: ground}, plot.Scattermap{Lat: lat, Lon: lon, Mode: "markers", Marker: plot.Marker{Size: 14}}),
		full(plot.Layout{Map: ground}, plot.Choroplethmap{GeoJSON: squares(), Locations: []string{"west", "middle", "east"}, Z: []float64{1, 2, 3}, Showscale: new(false)}),
		full(plot.Layout{Map: ground}, plot.Densitymap{Lat: lat, Lon: lon, Z: []float64{3.6, 2.1, 3.3, 2.8, 1, 8.9}, Radius: 60, Showscale: new(false)}),
	}
}

// squares are three areas of Europe, drawn with a ruler.
func squares() map[string]any {
	var features []any
	for i, name := range []string{"west", "middle", "east"} {
		left := float64(-5 + 10*i)
		ring := [][]float64{{left, 42}, {left + 9, 42}, {left + 9, 54}, {left, 54}, {left, 42}}
		features = append(features, map[string]any{"type": "Feature", "id": name, "properties": map[string]any{},
			"geometry": map[string]any{"type": "Polygon", "coordinates": []any{ring}}})
	}
	return map[string]any{"type": "FeatureCollection", "features": features}
}

func webgl() []plot.Figure {
	a, b, c := normal(1, 20_000, 0, 1), normal(2, 20_000, 0, 1), normal(3, 20_000, 0, 1)
	bent := over(a, b, c, func(a, b, _ float64) float64 { return a*a/2 + b })
	angle := of(a[:5000], func(a float64) float64 { return 90 * a })
	few := 300
	dimensions := []plot.SplomDimension{{Label: "a", Values: a[:few]}, {Label: "b", Values: b[:few]}, {Label: "bent", Values: bent[:few]}}
	lines := []plot.ParcoordsDimension{{Label: "a", Values: a[:few]}, {Label: "b", Values: b[:few]}, {Label: "bent", Values: bent[:few]}, {Label: "c", Values: c[:few]}}
	return []plot.Figure{
		one(plot.Scattergl{X: a, Y: bent, Mode: "markers", Marker: plot.Marker{Size: 3, Opacity: new(0.4), Color: b, Colorscale: "Viridis"}}),
		one(plot.Pointcloud{X: a, Y: bent, Marker: plot.Marker{Size: 2, Opacity: new(0.5)}}),
		one(plot.Heatmapgl{Z: field(300, 400), Colorscale: "RdBu", ZMid: new(0.0)}),
		one(plot.Scatterpolargl{Theta: angle, R: of(c[:5000], math.Abs), Mode: "markers", Marker: plot.Marker{Size: 3, Opacity: new(0.4)}}),
		one(plot.Splom{Dimensions: dimensions, Marker: plot.Marker{Size: 3}}),
		one(plot.Parcoords{Dimensions: lines, Line: plot.Line{Color: a[:few], Colorscale: "Viridis"}}),
	}
}
