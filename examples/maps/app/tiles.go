package app

import (
	"strings"

	"github.com/dashi-go/dashi/layout/plot"
	"github.com/dashi-go/dashi/render"
)

// flat is the map that is moved and zoomed like those on the web, here without a ground where there are no tiles.
func flat(tiles string) plot.Figure {
	lat, lon, names, sizes := columns()
	ground := &plot.TileMap{Style: "white-bg", Center: plot.GeoCenter{Lat: new(25.0), Lon: new(10.0)}, Zoom: new(0.9),
		Layers: []plot.MapLayer{
			{Sourcetype: "geojson", Source: sea, Type: "fill", Color: "#c9d8e6", Below: "traces"},
			{Sourcetype: "geojson", Source: net(), Type: "line", Color: "#ffffff", Below: "traces"},
		}}
	if tiles != "" {
		ground.Layers = []plot.MapLayer{{Sourcetype: "raster", Source: []string{tiles}, Below: "traces"}}
	}
	return plot.Figure{
		Data: []plot.Trace{plot.Scattermap{Lat: lat, Lon: lon, Text: names, Mode: "markers", Marker: plot.Marker{Size: sizes, Sizemode: "area", Sizeref: new(0.06), Sizemin: 4}},
			plot.Densitymap{Lat: lat, Lon: lon, Z: sizes, Radius: 40, Opacity: new(0.5), Showscale: new(false)}},
		Layout: plot.Layout{Map: ground, Margin: none, Showlegend: new(false)},
	}
}

// sea is all there is without tiles.
var sea = map[string]any{"type": "Polygon", "coordinates": [][][]float64{{{-540, -85}, {540, -85}, {540, 85}, {-540, 85}, {-540, -85}}}}

// net is the lines of every twentieth degree.
func net() map[string]any {
	var lines []any
	for at := -180.0; at <= 180; at += 20 {
		lines = append(lines, [][]float64{{at, -80}, {at, 80}})
		if at >= -80 && at <= 80 {
			lines = append(lines, [][]float64{{-180, at}, {180, at}})
		}
	}
	return map[string]any{"type": "MultiLineString", "coordinates": lines}
}

// policy lets the page ask the tiles' server for pictures, and nobody else for anything.
func policy(tiles string) string {
	scheme, rest, ok := strings.Cut(tiles, "://")
	if !ok {
		return "" // the default
	}
	host, _, _ := strings.Cut(rest, "/")
	origin := " " + scheme + "://" + host
	return strings.NewReplacer("img-src 'self'", "img-src 'self'"+origin, "connect-src 'self'", "connect-src 'self'"+origin).Replace(render.Policy)
}
