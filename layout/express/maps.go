package express

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/dashi-go/dashi/layout/plot"
)

// Map draws rows on the earth: markers at Lat and Lon (degrees), or regions named by Location and colored by Color. With
// Location and Size regions have markers. [Tiles] draws on map tiles in place of outlines, [GeoJSON] brings regions of
// your own, [Scope] and [Projection] choose the part and form of the outlines.
func Map(rows any, by By, options ...Option) (plot.Figure, error) {
	s := spec{
		name: "Map", may: slices.Concat([]string{"Lat", "Lon", "Location", "Color", "Size", "Text", "Group", "Frame", "ID"}, hoverRoles),
		options: []string{"Tiles", "Locations", "GeoJSON", "Scope", "Projection", "MaxSize"},
	}
	if by.Location == "" {
		s.need = []string{"Lat", "Lon"}
	}
	c, err := s.open(rows, by, options)
	if err != nil {
		return plot.Figure{}, err
	}
	draw, err := c.mapDrawing()
	if err != nil {
		return plot.Figure{}, c.wrong(err)
	}
	if err := c.traces(func(s *series) []plot.Trace { return []plot.Trace{draw(s)} }); err != nil {
		return plot.Figure{}, err
	}
	c.finish()
	c.mapLayout()
	return c.fig, nil
}

// mapDrawing chooses the type of trace.
func (c *chart) mapDrawing() (func(*series) plot.Trace, error) {
	regions := c.col("Location") != nil
	switch {
	case regions && (c.col("Lat") != nil || c.col("Lon") != nil):
		return nil, errors.New("both By.Location and By.Lat, Lon are set; rows have one place")
	case regions && c.col("Location").kind != texts:
		return nil, fmt.Errorf("in By.Location, field %q holds %s; regions have names", c.fields["Location"], c.col("Location").kind)
	case c.tiles != "" && (c.scope != "" || c.projection != ""):
		return nil, errors.New("Scope and Projection are of outlines; Tiles has neither")
	case c.tiles != "" && regions && c.geoJSON == nil:
		return nil, errors.New("Tiles know no regions; GeoJSON must bring them, or By.Lat and Lon name points")
	case c.tiles != "" && regions && c.col("Size") != nil:
		return nil, errors.New("markers by By.Size have no meaning for regions on Tiles; name points by By.Lat and Lon")
	case c.tiles != "" && regions:
		return c.tileRegions, nil
	case c.tiles != "":
		return c.tilePoints, nil
	case regions && c.col("Size") == nil:
		return c.regions, nil
	}
	return c.geoPoints, nil
}

func (c *chart) geoPoints(s *series) plot.Trace {
	t := plot.Scattergeo{
		Lat: s.get("Lat"), Lon: s.get("Lon"), Locations: s.get("Location"), GeoJSON: c.geoJSON, FeatureIDKey: c.featureID,
		Mode: "markers", Name: s.traceName(), Legendgroup: s.name, Showlegend: s.showlegend(), Marker: s.marker(), Text: s.get("Text"),
		Customdata: s.custom(), Hovertext: s.get("HoverName"), IDs: s.get("ID"), Hovertemplate: s.template(c.placeLines(s)...),
	}
	if t.Locations != nil {
		t.Locationmode = c.locationMode()
	}
	if c.col("Text") != nil {
		t.Mode, t.Textposition = "markers+text", "top center"
	}
	if c.col("Size") == nil {
		t.Marker.Size = pointSize(c.n)
	}
	return t
}

// placeLines are the lines of hover, with the region's name.
func (c *chart) placeLines(s *series) []line {
	lines := s.lines()
	if c.col("Location") != nil {
		lines = append([]line{{c.label(c.fields["Location"]), "%{location}"}}, lines...)
	}
	return lines
}

func (c *chart) tilePoints(s *series) plot.Trace {
	t := plot.Scattermap{
		Lat: s.get("Lat"), Lon: s.get("Lon"), Mode: "markers", Name: s.traceName(), Legendgroup: s.name, Showlegend: s.showlegend(),
		Marker: s.marker(), Text: s.get("Text"), Customdata: s.custom(), Hovertext: s.get("HoverName"), IDs: s.get("ID"),
		Hovertemplate: s.template(s.lines()...),
	}
	if c.col("Size") == nil {
		t.Marker.Size = pointSize(c.n)
	}
	return t
}

func (c *chart) locationMode() string {
	switch {
	case c.locations != "":
		return c.locations
	case c.geoJSON != nil:
		return "geojson-id"
	}
	return "ISO-3"
}

func (c *chart) regions(s *series) plot.Trace {
	z, scale, axis := c.regionColors(s)
	t := plot.Choropleth{
		Locations: s.get("Location"), Locationmode: c.locationMode(), GeoJSON: c.geoJSON, FeatureIDKey: c.featureID, Z: z, ColorAxis: axis,
		Colorscale: scale, Name: s.traceName(), Legendgroup: s.name, Marker: c.regionMarker(), Customdata: s.custom(),
		Hovertext: s.get("HoverName"), Hovertemplate: s.template(c.regionLines(s)...),
	}
	if axis == "" {
		t.Showscale, t.Showlegend = new(false), new(s.entry)
	}
	return t
}

func (c *chart) tileRegions(s *series) plot.Trace {
	z, scale, axis := c.regionColors(s)
	t := plot.Choroplethmap{
		Locations: s.get("Location"), GeoJSON: c.geoJSON, FeatureIDKey: c.featureID, Z: z, ColorAxis: axis,
		Colorscale: scale, Name: s.traceName(), Legendgroup: s.name, Marker: c.regionMarker(), Customdata: s.custom(),
		Hovertext: s.get("HoverName"), Hovertemplate: s.template(c.regionLines(s)...),
	}
	if axis == "" {
		t.Showscale, t.Showlegend = new(false), new(s.entry)
	}
	return t
}

func (c *chart) regionMarker() plot.Marker {
	m := plot.Marker{Line: plot.Line{Width: 0.5}}
	if c.opacity != nil {
		m.Opacity = *c.opacity
	}
	return m
}

// regionColors are the numbers of regions on the color axis; of categories one number on a scale of one color.
func (c *chart) regionColors(s *series) (z, scale any, axis string) {
	if c.continuous() {
		return s.get("Color"), nil, "coloraxis"
	}
	color := s.color()
	return slices.Repeat([]float64{1}, s.size()), [][]any{{0.0, color}, {1.0, color}}, ""
}

func (c *chart) regionLines(s *series) []line {
	lines := []line{{c.label(c.fields["Location"]), "%{location}"}}
	if c.fields["Location"] == c.fields["HoverName"] {
		lines = nil
	}
	if c.continuous() {
		lines = append(lines, c.variable("Color", "z"))
	}
	return lines
}

// mapLayout sets the map itself.
func (c *chart) mapLayout() {
	l := &c.fig.Layout
	l.Margin.L, l.Margin.R, l.Margin.B = new(0.0), new(0.0), new(0.0)
	if c.title == "" {
		l.Margin.T = new(0.0)
	}
	if c.tiles == "" {
		l.Geo = &plot.Geo{Scope: c.scope, Showcoastlines: new(true), Showland: true, Showcountries: new(true), Showframe: new(false), Coastlinewidth: new(0.5), Countrywidth: new(0.5)}
		l.Geo.Projection.Type = c.projection
		if c.projection == "" && (c.scope == "" || c.scope == "world") {
			l.Geo.Projection.Type = "natural earth"
		}
		if c.geoJSON != nil {
			l.Geo.Fitbounds, l.Geo.Visible = "locations", new(false)
		} else if c.scope == "" && c.col("Lat") != nil {
			c.fitGeo(l.Geo)
		}
		return
	}
	l.Map = &plot.TileMap{Style: c.tiles, Zoom: new(1.0)}
	if c.col("Lat") == nil {
		l.Map.Fitbounds = "locations"
		return
	}
	lowLat, highLat, okLat := c.col("Lat").extent()
	lowLon, highLon, okLon := c.col("Lon").extent()
	if !okLat || !okLon {
		return
	}
	l.Map.Center = plot.GeoCenter{Lat: new((lowLat + highLat) / 2), Lon: new((lowLon + highLon) / 2)}
	l.Map.Zoom = new(zoomFor(highLat-lowLat, highLon-lowLon))
}

// fitGeo shows the part of the earth that has points, with some room around them; all of it where they span half of it.
func (c *chart) fitGeo(geo *plot.Geo) {
	lowLat, highLat, okLat := c.col("Lat").extent()
	lowLon, highLon, okLon := c.col("Lon").extent()
	if !okLat || !okLon || highLon-lowLon > 180 {
		return
	}
	room := max(1, (highLat-lowLat)/6, (highLon-lowLon)/6)
	geo.LatAxis.Range = []float64{max(-90, lowLat-room), min(90, highLat+room)}
	geo.LonAxis.Range = []float64{lowLon - room, highLon + room}
}

// zoomFor is the zoom at which a span of degrees fills a map some 500 pixels wide: the world is 512 pixels at zoom 0.
func zoomFor(lat, lon float64) float64 {
	// A degree of latitude takes more room than one of longitude in this projection, by 2 on average of inhabited places.
	span := max(lon, 2*lat, 0.005)
	return math.Round(10*max(0, min(18, math.Log2(360/span)-0.5))) / 10
}
