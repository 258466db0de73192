// Package app shows cities on a globe and on a tile map. A click on a city draws the ways to its nearest ones; all outlines come from
// the program itself.
package app

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/dashi-go/dashi"
	"github.com/dashi-go/dashi/layout/dcc"
	"github.com/dashi-go/dashi/layout/html"
	"github.com/dashi-go/dashi/layout/plot"
)

const near = 5 // ways that are drawn

// New makes the app. tiles is the address of map tiles with {z}, {x} and {y}, or empty.
func New(tiles string) *dashi.App {
	app := dashi.New(dashi.Options{Title: "Maps", ContentSecurityPolicy: policy(tiles)})
	app.Layout(html.Main(
		html.H1("Cities and ways"),
		dcc.RadioItems{ID: "projection", Options: dcc.Options("orthographic", "natural earth", "equal earth", "mercator"), Value: "orthographic", Inline: true},
		dcc.Graph{ID: "globe", Style: html.CSS{"height": 480}},
		html.P(html.ID("ways"), html.Aria("live", "polite")),
		html.P("A map that is moved and zoomed by hand; a server of tiles gives it a ground, see the flag -tiles."),
		dcc.Graph{ID: "tiles", Figure: flat(tiles), Style: html.CSS{"height": 420}},
	))
	app.Callback(
		dashi.Outputs(dashi.Output("globe", "figure"), dashi.Output("ways", "children")),
		dashi.Inputs(dashi.Input("projection", "value"), dashi.Input("globe", "clickData"), dashi.Input("tiles", "clickData")), show)
	return app
}

// show draws the globe with the ways from the city that was clicked last, on whichever map.
func show(projection string, globe, tiles *dcc.PointsData) (plot.Figure, string) {
	from := cities[25]
	for _, click := range []*dcc.PointsData{globe, tiles} {
		if click == nil || len(click.Points) == 0 {
			continue
		}
		if i := click.Points[0].PointNumber; 0 <= i && i < len(cities) { // all traces that can be clicked are of the cities
			from = cities[i]
		}
	}
	nearest := slices.Clone(cities)
	slices.SortFunc(nearest, func(a, b city) int { return cmp.Compare(kilometers(from, a), kilometers(from, b)) })
	ways := plot.Scattergeo{Mode: "lines", Line: plot.Line{Width: new(2.0), Color: "#e07b39"}, Hoverinfo: "skip", Showlegend: new(false)}
	var lat, lon []any
	var words []string
	for _, to := range nearest[1 : near+1] {
		lat, lon = append(lat, from.Lat, to.Lat, nil), append(lon, from.Lon, to.Lon, nil)
		words = append(words, fmt.Sprintf("%s %.0f km", to.Name, kilometers(from, to)))
	}
	ways.Lat, ways.Lon = lat, lon
	return plot.Figure{
		Data: []plot.Trace{points(), ways},
		Layout: plot.Layout{UIRevision: projection, Margin: none, Showlegend: new(false), Geo: &plot.Geo{
			Projection: plot.GeoProjection{Type: projection, Rotation: plot.GeoRotation{Lon: new(from.Lon), Lat: new(from.Lat / 2)}},
			Showland:   true, Showcountries: new(true), Showocean: projection == "orthographic", Oceancolor: "rgba(74,111,227,0.12)",
			LonAxis: plot.GeoAxis{Showgrid: true}, LatAxis: plot.GeoAxis{Showgrid: true},
		}},
	}, fmt.Sprintf("Nearest to %s: %s. Click another city.", from.Name, strings.Join(words, ", "))
}

var none = plot.Margin{T: new(0.0), R: new(0.0), B: new(0.0), L: new(0.0)}

// points are the cities, as large as the roots of their numbers of people.
func points() plot.Scattergeo {
	lat, lon, names, sizes := columns()
	return plot.Scattergeo{Lat: lat, Lon: lon, Text: names, Mode: "markers", Hovertemplate: "%{text}<br>%{marker.size} million<extra></extra>",
		Marker: plot.Marker{Size: sizes, Sizemode: "area", Sizeref: new(0.08), Sizemin: 3, Color: sizes, Colorscale: "Viridis"}}
}

func columns() (lat, lon []float64, names []string, sizes []float64) {
	for _, c := range cities {
		lat, lon, names, sizes = append(lat, c.Lat), append(lon, c.Lon), append(names, c.Name), append(sizes, c.Millions)
	}
	return lat, lon, names, sizes
}
