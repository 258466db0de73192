package dcc

import (
	"encoding/json"
	"fmt"
)

// PointsData is what a [Graph] reports of a click, a hover or a selection.
type PointsData struct {
	// Points are the points concerned.
	Points []Point `json:"points"`
	// Timestamp is when the click was, in milliseconds since 1970; 0 for a hover or a selection.
	Timestamp float64 `json:"timestamp,omitzero"`
	// Range is the selected box: for each axis ("x", "y", "x2" …) its two ends, numbers or texts.
	Range map[string][]any `json:"range,omitzero"`
	// LassoPoints are the corners of the selected lasso, for each axis.
	LassoPoints map[string][]any `json:"lassoPoints,omitzero"`
	// Extra is everything else that was reported.
	Extra map[string]any `json:",inline"`
}

// Point is one point of a trace, as plotly.js reports it.
type Point struct {
	// CurveNumber is the index of the trace.
	CurveNumber int `json:"curveNumber"`
	// PointNumber is the index of the point within its trace.
	PointNumber int `json:"pointNumber,omitzero"`
	// PointNumbers are the indexes of all points concerned, in a bar of a histogram for instance.
	PointNumbers []int `json:"pointNumbers,omitzero"`
	// PointIndex is PointNumber under its other name.
	PointIndex int `json:"pointIndex,omitzero"`
	// X is the coordinate: a number, or the text of a category or date.
	X any `json:"x,omitzero"`
	// Y is the coordinate: a number, or the text of a category or date.
	Y any `json:"y,omitzero"`
	// Z is the coordinate, or the value of a cell of a heat map.
	Z any `json:"z,omitzero"`
	// Text is the text of the point.
	Text any `json:"text,omitzero"`
	// Label is the label of a sector of a pie and the like.
	Label any `json:"label,omitzero"`
	// Value is the value of a sector of a pie and the like.
	Value any `json:"value,omitzero"`
	// Location is the place on a map.
	Location any `json:"location,omitzero"`
	// Lat is the latitude in degrees.
	Lat *float64 `json:"lat,omitzero"`
	// Lon is the longitude in degrees.
	Lon *float64 `json:"lon,omitzero"`
	// BBox is the rectangle around the point, counted from the corner of the nearest positioned element around the graph.
	BBox BBox `json:"bbox,omitzero"`
	// CustomData is the element of the trace's customdata, or a list of them for PointNumbers.
	CustomData any `json:"customdata,omitzero"`
	// Extra is everything else that was reported, "xPixel" for instance.
	Extra map[string]any `json:",inline"`
}

// BBox is a rectangle in pixels.
type BBox struct {
	// X0 is the left edge.
	X0 float64 `json:"x0"`
	// X1 is the right edge.
	X1 float64 `json:"x1"`
	// Y0 is the upper edge.
	Y0 float64 `json:"y0"`
	// Y1 is the lower edge.
	Y1 float64 `json:"y1"`
}

// UnmarshalJSON reads what the browser sends. What does not fit its field is kept in Extra.
func (d *PointsData) UnmarshalJSON(text []byte) error {
	var r rest
	if err := json.Unmarshal(text, &r); err != nil {
		return fmt.Errorf("dcc: points data: %w", err)
	}
	*d = PointsData{}
	if err := r.must("points", &d.Points); err != nil {
		return err
	}
	r.take("timestamp", &d.Timestamp)
	r.take("range", &d.Range)
	r.take("lassoPoints", &d.LassoPoints)
	d.Extra = r.extra()
	return nil
}

// UnmarshalJSON reads what the browser sends. What does not fit its field is kept in Extra.
func (p *Point) UnmarshalJSON(text []byte) error {
	var r rest
	if err := json.Unmarshal(text, &r); err != nil {
		return fmt.Errorf("dcc: point: %w", err)
	}
	*p = Point{}
	r.take("curveNumber", &p.CurveNumber)
	r.take("pointNumber", &p.PointNumber)
	r.take("pointNumbers", &p.PointNumbers)
	r.take("pointIndex", &p.PointIndex)
	r.take("x", &p.X)
	r.take("y", &p.Y)
	r.take("z", &p.Z)
	r.take("text", &p.Text)
	r.take("label", &p.Label)
	r.take("value", &p.Value)
	r.take("location", &p.Location)
	r.take("lat", &p.Lat)
	r.take("lon", &p.Lon)
	r.take("bbox", &p.BBox)
	r.take("customdata", &p.CustomData)
	p.Extra = r.extra()
	return nil
}
