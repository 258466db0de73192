package main

import (
	"fmt"
	"strings"
)

// role is the struct for the objects at a path: "marker" is an object of that name anywhere, "gauge.axis" one within a
// gauge, and "carpet>aaxis" one of that name in a trace of type carpet. Items of lists are written as the list.
type role struct{ path, name string }

// roles are looked up from the top; an object in no line is an error.
var roles = []role{
	{"layout>activeselection", "ActiveShape"}, {"layout>activeshape", "ActiveShape"},
	{"carpet>aaxis", "CarpetAxis"}, {"carpet>baxis", "CarpetAxis"},
	{"ternary.aaxis", "TernaryAxis"}, {"ternary.baxis", "TernaryAxis"}, {"ternary.caxis", "TernaryAxis"},
	{"scene.xaxis", "SceneAxis"}, {"scene.yaxis", "SceneAxis"}, {"scene.zaxis", "SceneAxis"},
	{"rangeslider.yaxis", "RangesliderYAxis"}, {"layout>xaxis", "Axis"}, {"layout>yaxis", "Axis"},
	{"gauge.axis", "GaugeAxis"}, {"dimensions.axis", "SplomAxis"}, {"angularaxis", "AngularAxis"},
	{"radialaxis", "RadialAxis"}, {"realaxis", "SmithAxis"}, {"imaginaryaxis", "SmithAxis"},
	{"lonaxis", "GeoAxis"}, {"lataxis", "GeoAxis"}, {"minor", "MinorTicks"},
	{"annotations", "Annotation"}, {"shapes", "Shape"}, {"newshape", "Newshape"}, {"selections", "Selection"},
	{"newselection", "Newselection"}, {"images", "LayoutImage"}, {"label", "ShapeLabel"},
	{"aspectratio", "Vector"}, {"camera.center", "Vector"}, {"eye", "Vector"}, {"up", "Vector"}, {"lightposition", "Vector"},
	{"starts", "Starts"}, {"camera", "Camera"}, {"camera.projection", "CameraProjection"},
	{"geo.projection", "GeoProjection"}, {"rotation", "GeoRotation"}, {"geo.center", "GeoCenter"}, {"map.center", "GeoCenter"},
	{"autorangeoptions", "Autorangeoptions"}, {"bounds", "MapBounds"},
	{"map.layers", "MapLayer"}, {"layers.circle", "MapCircle"}, {"layers.symbol", "MapSymbol"},
	{"gauge", "Gauge"}, {"gauge.bar", "GaugeBar"}, {"gauge.steps", "GaugeStep"}, {"threshold", "Threshold"},
	{"delta", "Delta"}, {"delta.increasing", "DeltaMark"}, {"delta.decreasing", "DeltaMark"}, {"number", "IndicatorNumber"},
	{"waterfall>increasing", "WaterfallBars"}, {"waterfall>decreasing", "WaterfallBars"}, {"totals", "WaterfallBars"},
	{"increasing", "Candle"}, {"decreasing", "Candle"}, {"connector", "Connector"},
	{"violin>box", "ViolinBox"}, {"meanline", "Meanline"},
	{"updatemenus", "Updatemenu"}, {"updatemenus.buttons", "Button"}, {"rangeselector.buttons", "RangeButton"},
	{"sliders", "Slider"}, {"sliders.steps", "SliderStep"}, {"currentvalue", "Currentvalue"},
	{"transition", "Transition"}, {"animation>frame", "AnimationFrame"},
	{"caps", "Caps"}, {"caps.x", "Cap"}, {"caps.y", "Cap"}, {"caps.z", "Cap"},
	{"slices", "Slices"}, {"slices.x", "Slice"}, {"slices.y", "Slice"}, {"slices.z", "Slice"},
	{"surface>contours", "SurfaceContours"}, {"contours.x", "SurfaceContour"}, {"contours.y", "SurfaceContour"},
	{"contours.z", "SurfaceContour"}, {"project", "Project"}, {"contours", "Contours"}, {"contour", "MeshContour"},
	{"scatter3d>projection", "Scatter3DProjection"}, {"projection.x", "PointProjection"}, {"projection.y", "PointProjection"},
	{"projection.z", "PointProjection"}, {"surface", "VolumeSurface"}, {"spaceframe", "Spaceframe"},
	{"lighting", "Lighting"}, {"header", "TableCells"}, {"cells", "TableCells"}, {"fill", "Fill"},
	{"cluster", "Cluster"}, {"border", "PointBorder"},
	{"colorbar", "Colorbar"}, {"coloraxis", "ColorAxis"}, {"layout>colorscale", "Colorscales"},
	{"colorscales", "SankeyColorscale"}, {"node", "SankeyNode"}, {"link", "SankeyLink"},
	{"parcats>dimensions", "ParcatsDimension"}, {"parcoords>dimensions", "ParcoordsDimension"},
	{"splom>dimensions", "SplomDimension"}, {"diagonal", "SplomDiagonal"},
	{"cumulative", "Cumulative"}, {"domain", "Domain"}, {"xbins", "Bins"}, {"ybins", "Bins"},
	{"error_x", "ErrorBar"}, {"error_y", "ErrorBar"}, {"error_z", "ErrorBar"},
	{"fillgradient", "Fillgradient"}, {"fillpattern", "Pattern"}, {"pattern", "Pattern"}, {"gradient", "Gradient"},
	{"font", "Font"}, {"grouptitlefont", "Font"}, {"insidetextfont", "Font"}, {"outsidetextfont", "Font"}, {"labelfont", "Font"},
	{"rangefont", "Font"}, {"textfont", "Font"}, {"tickfont", "Font"},
	{"geo", "Geo"}, {"grid", "Grid"}, {"polar", "Polar"}, {"scene", "Scene"}, {"smith", "Smith"}, {"ternary", "Ternary"},
	{"layout>map", "TileMap"}, {"hoverlabel", "Hoverlabel"}, {"leaf", "Leaf"}, {"root", "Root"}, {"pathbar", "Pathbar"},
	{"tiling", "Tiling"}, {"legend", "Legend"}, {"line", "Line"}, {"marker", "Marker"}, {"margin", "Margin"}, {"pad", "Margin"},
	{"modebar", "Modebar"}, {"rangebreaks", "Rangebreak"}, {"rangeselector", "Rangeselector"}, {"rangeslider", "Rangeslider"},
	{"selected", "Selected"}, {"unselected", "Selected"}, {"tickformatstops", "Tickformatstop"},
	{"title", "Title"}, {"subtitle", "Title"}, {"legendgrouptitle", "Title"}, {"unifiedhovertitle", "Title"},
	{"uniformtext", "Uniformtext"},
}

// roleOf is the struct for the object at a path, which begins with the type of the trace, "layout" or "animation". Of
// the lines that fit, the one with the longest path counts.
func roleOf(path []string) (string, error) {
	best := role{}
	for _, r := range roles {
		if fits(r.path, path) && len(r.path) > len(best.path) {
			best = r
		}
	}
	if best.name == "" {
		return "", fmt.Errorf("gen: %s: no role for this object; add it to roles", strings.Join(path, "."))
	}
	return best.name, nil
}

func fits(pattern string, path []string) bool {
	if owner, name, ok := strings.Cut(pattern, ">"); ok {
		return path[0] == owner && len(path) == 2 && path[1] == name
	}
	steps := strings.Split(pattern, ".")
	if len(path) <= len(steps) {
		return false
	}
	for i, step := range steps {
		if path[len(path)-len(steps)+i] != step {
			return false
		}
	}
	return true
}
