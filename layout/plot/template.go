package plot

// Template is defaults for traces and layout, the Template of a [Layout]: whatever a figure says itself wins. Defaults for
// the items of a list are in the Extra of what holds the list, under its name without the s and with "defaults":
// {"annotationdefaults": plot.Annotation{…}}.
//
// Those of this package are made anew by each call and may be changed.
type Template struct {
	// Data are defaults for traces by their type. Of several the traces of that type take them in turn.
	Data map[string][]Trace `json:"data,omitzero"`
	// Layout is defaults for the layout.
	Layout Layout `json:"layout,omitzero"`
	// Extra is any further attribute, see [Figure].
	Extra map[string]any `json:",inline"`
}

// Dashi is the look of this library's pages: quiet axes, the title at the left, colors that stay apart for most who see
// colors otherwise. It needs a light page.
func Dashi() Template { return dashiLook(dashiLight).template() }

// DashiDark is [Dashi] for a dark page.
func DashiDark() Template { return dashiLook(dashiNight).template() }

// Plotly is the look of Plotly's figures: white lines on a plotting area of light blue.
func Plotly() Template { return plotlyLook(plotlyLight).template() }

// PlotlyWhite is [Plotly] with light lines on white.
func PlotlyWhite() Template { return plotlyLook(plotlyPlain).template() }

// PlotlyDark is [Plotly] on nearly black.
func PlotlyDark() Template { return plotlyLook(plotlyNight).template() }

// palette is the colors of a template, but those of data.
type palette struct {
	text, strong, weak string // of letters
	paper, plot        string // grounds
	grid, line, zero   string // of axes
	wall, wallGrid     string // of scenes
	land, border       string // of maps
	head, cell, rule   string // of tables
	button             string // of menus and sliders
}

// look is all that templates differ in.
type look struct {
	palette
	colorway              []string
	sequential, diverging [][]any
	size                  float64 // of letters; 0 for plotly's
	house                 bool    // in the way of our pages
}

var (
	plotlyLight = palette{
		text: "#2a3f5f", strong: "#2a3f5f", weak: "#2a3f5f", paper: "white", plot: "#E5ECF6", grid: "white", line: "white", zero: "white",
		wall: "#E5ECF6", wallGrid: "white", land: "#E5ECF6", border: "white", head: "#C8D4E3", cell: "#EBF0F8", rule: "white", button: "white",
	}
	plotlyPlain = palette{
		text: "#2a3f5f", strong: "#2a3f5f", weak: "#2a3f5f", paper: "white", plot: "white", grid: "#EBF0F8", line: "#EBF0F8", zero: "#EBF0F8",
		wall: "white", wallGrid: "#DFE8F3", land: "white", border: "#C8D4E3", head: "#C8D4E3", cell: "#EBF0F8", rule: "white", button: "white",
	}
	plotlyNight = palette{
		text: "#f2f5fa", strong: "#f2f5fa", weak: "#f2f5fa", paper: "rgb(17,17,17)", plot: "rgb(17,17,17)", grid: "#283442", line: "#506784",
		zero: "#283442", wall: "rgb(17,17,17)", wallGrid: "#506784", land: "rgb(17,17,17)", border: "#506784", head: "#2a3f5f",
		cell: "#506784", rule: "rgb(17,17,17)", button: "#506784",
	}
	// The pages' own colors, as in the style sheet of assets.
	dashiLight = palette{
		text: "#1b2033", strong: "#0d1122", weak: "#646c80", paper: "#ffffff", plot: "#ffffff", grid: "#e4e7ed", line: "#c3c8d4", zero: "#c3c8d4",
		wall: "#ffffff", wallGrid: "#e4e7ed", land: "#eef0f4", border: "#c3c8d4", head: "#eef0f4", cell: "#ffffff", rule: "#e4e7ed", button: "#ffffff",
	}
	dashiNight = palette{
		text: "#e4e7f0", strong: "#ffffff", weak: "#9aa2b6", paper: "#191d29", plot: "#191d29", grid: "#2b3040", line: "#434a5e", zero: "#434a5e",
		wall: "#191d29", wallGrid: "#2b3040", land: "#2b3040", border: "#434a5e", head: "#2b3040", cell: "#191d29", rule: "#2b3040", button: "#2b3040",
	}
)

func plotlyLook(p palette) look {
	return look{
		palette: p,
		colorway: []string{
			"#636efa", "#EF553B", "#00cc96", "#ab63fa", "#FFA15A", "#19d3f3", "#FF6692", "#B6E880", "#FF97FF", "#FECB52",
		},
		sequential: scaleOf("#0d0887", "#46039f", "#7201a8", "#9c179e", "#bd3786", "#d8576b", "#ed7953", "#fb9f3a", "#fdca26", "#f0f921"),
		diverging: scaleOf("#8e0152", "#c51b7d", "#de77ae", "#f1b6da", "#fde0ef", "#f7f7f7", "#e6f5d0", "#b8e186", "#7fbc41", "#4d9221",
			"#276419"),
	}
}

// dashiLook has the colorway of the theme graphs have without a template. Its scales go from near the ground, which is light
// or dark, though far enough from it for points to be seen, to what stands out most on it.
func dashiLook(p palette) look {
	l := look{
		palette: p, size: 13, house: true,
		colorway: []string{
			"#4a6fe3", "#e07b39", "#2a9d8f", "#c94f6d", "#8e6bd1", "#c99a1a", "#3f9ac4", "#a0675b", "#6f9a3e", "#7d8597",
		},
		sequential: scaleOf("#d7e5f6", "#b3cdeb", "#8bb4e2", "#6797d8", "#4a7fcf", "#3a5fb8", "#2c4391", "#1c2a63"),
		diverging:  scaleOf("#8c3a12", "#c7642a", "#e59f6c", "#f3d3ba", "#f4f5f7", "#bfd3ee", "#7ea6dd", "#4a6fe3", "#26409a"),
	}
	if p == dashiNight {
		l.sequential = scaleOf("#25325a", "#2b4377", "#335698", "#3f6cbc", "#5388d8", "#79aae8", "#a8cef3", "#e3f1fc")
		l.diverging = scaleOf("#f2b48a", "#e07b39", "#a9562a", "#5e3a2c", "#2b3040", "#2c4470", "#3b62b0", "#6b93ee", "#b5cbfa")
	}
	return l
}

// scaleOf is a color scale of evenly spread colors.
func scaleOf(colors ...string) [][]any {
	scale := make([][]any, len(colors))
	for i, color := range colors {
		scale[i] = []any{float64(i) / float64(len(colors)-1), color}
	}
	return scale
}
