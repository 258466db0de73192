package render

// figureProp is the property whose value is a figure.
const figureProp = "figure"

// zone is where in a figure the encoder is. Only the data columns of traces may be typed arrays: plotly.js decodes them
// there and nowhere else.
type zone uint8

const (
	noZone     zone = iota
	figureZone      // the object {data, layout, frames}, or the list of frames
	traceZone       // within data
)

// zoneOf is the zone of a component's property.
func zoneOf(property string) zone {
	if property == figureProp {
		return figureZone
	}
	return noZone
}

// listNames are the keys within a trace that plotly.js takes only as plain lists, although they hold numbers.
var listNames = map[string]bool{
	"range": true, "domain": true, "selectedpoints": true, "constraintrange": true, "groups": true, "span": true,
	"colorscale": true, "zmin": true, "zmax": true, "geojson": true,
}

// under is the zone of the value that a key of the present zone holds.
func (z zone) under(key string) zone {
	switch {
	case z == figureZone && key == "data":
		return traceZone
	case z == figureZone && key == "frames":
		return figureZone
	case z == traceZone && !listNames[key]:
		return traceZone
	}
	return noZone
}

// minTyped is the length from which a column is a typed array. Below it the form saves nothing, and plotly.js's fixed-size
// lists (ranges, bounds) are all shorter.
const minTyped = 16
