package main

import "strings"

// traceNames are the structs of the trace types whose names are more than the type with its first letter upper.
var traceNames = map[string]string{
	"choroplethmap": "Choroplethmap", "histogram2d": "Histogram2D", "histogram2dcontour": "Histogram2DContour",
	"mesh3d": "Mesh3D", "ohlc": "OHLC", "scatter3d": "Scatter3D", "contourcarpet": "ContourCarpet",
	"densitymap": "Densitymap",
}

// fieldNames are the fields whose names say an axis or an initialism, which are in upper case.
var fieldNames = parseNames(`
	xaxis XAxis yaxis YAxis zaxis ZAxis aaxis AAxis baxis BAxis caxis CAxis xaxes XAxes yaxes YAxes
	coloraxis ColorAxis lonaxis LonAxis lataxis LatAxis radialaxis RadialAxis angularaxis AngularAxis realaxis RealAxis
	imaginaryaxis ImaginaryAxis delaunayaxis DelaunayAxis surfaceaxis SurfaceAxis
	xref XRef yref YRef axref AXRef ayref AYRef ax AX ay AY xanchor XAnchor yanchor YAnchor xshift XShift yshift YShift
	x0shift X0Shift x1shift X1Shift y0shift Y0Shift y1shift Y1Shift xclick XClick yclick YClick xside XSide yside YSide
	xsizemode XSizemode ysizemode YSizemode xgap XGap ygap YGap xpad XPad ypad YPad sizex SizeX sizey SizeY
	xtype XType ytype YType atype AType btype BType xy XY xcalendar XCalendar ycalendar YCalendar zcalendar ZCalendar
	xperiod XPeriod yperiod YPeriod xperiod0 XPeriod0 yperiod0 YPeriod0
	xperiodalignment XPeriodAlignment yperiodalignment YPeriodAlignment
	xhoverformat XHoverformat yhoverformat YHoverformat zhoverformat ZHoverformat uhoverformat UHoverformat
	vhoverformat VHoverformat whoverformat WHoverformat
	nbinsx NBinsX nbinsy NBinsY xbins XBins ybins YBins autobinx AutobinX autobiny AutobinY xbingroup XBingroup
	ybingroup YBingroup ncontours NContours nticks NTicks
	dx DX dy DY dr DR da DA db DB dtheta DTheta dlabel DLabel dtick DTick dtickrange DTickrange dvalue DValue
	arraydtick ArrayDTick arraytick0 ArrayTick0
	cmin CMin cmax CMax cmid CMid cauto CAuto zmin ZMin zmax ZMax zmid ZMid zauto ZAuto
	bgcolor BGColor fgcolor FGColor fgopacity FGOpacity activebgcolor ActiveBGColor paper_bgcolor PaperBGColor
	plot_bgcolor PlotBGColor ids IDs uid UID uirevision UIRevision geojson GeoJSON featureidkey FeatureIDKey
	error_x ErrorX error_y ErrorY error_z ErrorZ copy_ystyle CopyYStyle copy_zstyle CopyZStyle sd SD sdmultiple SDMultiple
`)

func parseNames(text string) map[string]string {
	words := strings.Fields(text)
	names := map[string]string{}
	for i := 0; i < len(words); i += 2 {
		names[words[i]] = words[i+1]
	}
	return names
}

// traceName is the struct of a trace type.
func traceName(trace string) string {
	if name := traceNames[trace]; name != "" {
		return name
	}
	return upperFirst(trace)
}

// fieldName is the field of an attribute.
func fieldName(attribute string) string {
	if name := fieldNames[attribute]; name != "" {
		return name
	}
	return upperFirst(attribute)
}

func upperFirst(s string) string { return strings.ToUpper(s[:1]) + s[1:] }
