package plot

// template makes the defaults of a look.
func (l look) template() Template {
	return Template{Data: l.data(), Layout: l.layout()}
}

func (l look) layout() Layout {
	layout := Layout{
		Font: Font{Color: l.text}, PaperBGColor: l.paper, PlotBGColor: l.plot, Colorway: l.colorway, Hovermode: "closest",
		Title:           Title{X: new(0.05)},
		Autotypenumbers: "strict",
		Hoverlabel:      Hoverlabel{Align: "left"},
		Colorscale:      Colorscales{Sequential: l.sequential, Sequentialminus: l.sequential, Diverging: l.diverging},
		ColorAxis:       ColorAxis{Colorbar: l.colorbar()},
		XAxis:           l.axis(), YAxis: l.axis(),
		Scene: &Scene{XAxis: l.sceneAxis(), YAxis: l.sceneAxis(), ZAxis: l.sceneAxis()},
		Polar: &Polar{
			BGColor:     l.plot,
			RadialAxis:  RadialAxis{Gridcolor: l.grid, Linecolor: l.line},
			AngularAxis: AngularAxis{Gridcolor: l.grid, Linecolor: l.line},
		},
		Ternary: &Ternary{
			BGColor: l.plot,
			AAxis:   TernaryAxis{Gridcolor: l.grid, Linecolor: l.line},
			BAxis:   TernaryAxis{Gridcolor: l.grid, Linecolor: l.line},
			CAxis:   TernaryAxis{Gridcolor: l.grid, Linecolor: l.line},
		},
		Smith: &Smith{
			BGColor:       l.plot,
			RealAxis:      SmithAxis{Gridcolor: l.grid, Linecolor: l.line},
			ImaginaryAxis: SmithAxis{Gridcolor: l.grid, Linecolor: l.line},
		},
		Geo: &Geo{
			BGColor: l.paper, Landcolor: l.land, Lakecolor: l.paper, Subunitcolor: l.border, Showland: true, Showlakes: true,
		},
		Map:   &TileMap{Style: "light"},
		Extra: l.itemDefaults(),
	}
	if l.house {
		l.furnish(&layout)
	}
	return layout
}

// furnish is what the layouts of our own look have beyond colors.
func (l look) furnish(layout *Layout) {
	layout.Font.Size = l.size
	layout.Title = Title{X: new(0.0), XAnchor: "left", XRef: "paper", Font: Font{Size: 16, Color: l.strong, Weight: 600}}
	layout.Margin = Margin{T: new(56.0), R: new(24.0), B: new(48.0), L: new(56.0)}
	layout.Legend = Legend{Font: Font{Color: l.text}, Title: Title{Font: Font{Color: l.weak, Size: l.size - 1}}}
	layout.Hoverlabel.Font = Font{Size: l.size}
	layout.Modebar = Modebar{BGColor: l.plot, Color: l.weak, Activecolor: l.strong}
	layout.Bargap = new(0.25)
	layout.Barcornerradius = 2
	layout.Map.Style = "carto-positron"
	if l.palette == dashiNight {
		layout.Map.Style = "carto-darkmatter"
	}
	// Lines across are enough to read heights by; the axis below has a line to stand on.
	layout.XAxis.Showgrid, layout.XAxis.Showline, layout.XAxis.Ticks = new(false), new(true), "outside"
	layout.XAxis.Zeroline = new(false)
	for _, axis := range []*Axis{&layout.XAxis, &layout.YAxis} {
		axis.Tickfont = Font{Color: l.weak, Size: l.size - 1}
		axis.Title.Font = Font{Color: l.weak, Size: l.size}
		axis.Tickcolor, axis.Zerolinewidth = l.line, new(1.0)
	}
}

func (l look) axis() Axis {
	return Axis{
		Gridcolor: l.grid, Linecolor: l.line, Zerolinecolor: l.zero, Zerolinewidth: new(2.0), Automargin: true,
		Title: Title{Standoff: new(15.0)},
	}
}

func (l look) sceneAxis() SceneAxis {
	return SceneAxis{
		Backgroundcolor: l.wall, Showbackground: true, Gridcolor: l.wallGrid, Linecolor: l.line, Zerolinecolor: l.zero,
		Gridwidth: new(2.0),
	}
}

// itemDefaults are those of annotations, shapes, sliders and menus.
func (l look) itemDefaults() map[string]any {
	return map[string]any{
		"annotationdefaults": Annotation{Arrowcolor: l.text, Arrowhead: new(0), Arrowwidth: new(1.0)},
		"shapedefaults":      Shape{Line: Line{Color: l.text}},
		"sliderdefaults":     Slider{BGColor: l.head, Bordercolor: l.rule, Borderwidth: new(1.0), Tickwidth: new(0.0)},
		"updatemenudefaults": Updatemenu{BGColor: l.button, Borderwidth: new(0.0)},
	}
}

func (l look) colorbar() Colorbar {
	bar := Colorbar{Outlinewidth: new(0.0)}
	if l.house {
		bar.Thickness, bar.Tickfont = new(14.0), Font{Color: l.weak, Size: l.size - 1}
	}
	return bar
}

// data is the defaults of traces: color bars without outline, our scale where plotly.js would take its own, edges in the
// color of the ground.
func (l look) data() map[string][]Trace {
	bar := l.colorbar()
	points := Marker{Colorbar: bar}
	edge := Marker{Line: Line{Color: l.plot, Width: 0.5}}
	if l.house {
		edge.Line = Line{Width: 0}
	}
	carpet := CarpetAxis{Gridcolor: l.grid, Linecolor: l.line, Minorgridcolor: l.grid, Startlinecolor: l.text, Endlinecolor: l.text}
	data := map[string][]Trace{}
	for _, trace := range []Trace{
		Scatter{Marker: points}, Scattergl{Marker: points}, Scatter3D{Marker: points, Line: Line{Colorbar: &bar}},
		Scatterpolar{Marker: points}, Scatterpolargl{Marker: points}, Scattergeo{Marker: points}, Scattermap{Marker: points},
		Scatterternary{Marker: points}, Scattersmith{Marker: points}, Scattercarpet{Marker: points}, Pointcloud{Marker: points},
		Heatmap{Colorscale: l.sequential, Colorbar: bar}, Heatmapgl{Colorscale: l.sequential, Colorbar: bar},
		Contour{Colorscale: l.sequential, Colorbar: bar}, Histogram2D{Colorscale: l.sequential, Colorbar: bar},
		Histogram2DContour{Colorscale: l.sequential, Colorbar: bar}, Surface{Colorscale: l.sequential, Colorbar: bar},
		Choropleth{Colorbar: bar}, Choroplethmap{Colorbar: bar}, ContourCarpet{Colorbar: bar}, Mesh3D{Colorbar: bar},
		Parcoords{Line: Line{Colorbar: &bar}}, Carpet{AAxis: carpet, BAxis: carpet},
		Bar{ErrorX: &ErrorBar{Color: l.text}, ErrorY: &ErrorBar{Color: l.text}, Marker: edge}, Barpolar{Marker: edge},
		Histogram{Marker: Marker{Colorbar: bar}}, Pie{Automargin: true},
		Table{
			Header: TableCells{Fill: Fill{Color: l.head}, Line: Line{Color: l.rule}},
			Cells:  TableCells{Fill: Fill{Color: l.cell}, Line: Line{Color: l.rule}},
		},
	} {
		data[trace.TraceType()] = []Trace{trace}
	}
	return data
}
