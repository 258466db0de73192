package express

import (
	"fmt"
	"slices"
	"strings"
)

// By says which field of the rows is shown by what. A field is named by its Go name, its `plot` or `json` tag, the name
// of a method without arguments, or a path of these ("Address.City"); in [Columns] and maps it is the key.
//
// What each function of the package takes is said there; anything else is an error.
type By struct {
	// X is the x coordinate: numbers, texts or times.
	X string
	// Y is the y coordinate: numbers, texts or times.
	Y string
	// Ys are several fields in place of Y, all of the same kind: each becomes a color of its own, named by the field's
	// label.
	Ys []string
	// Z is the value of a cell, numbers.
	Z string

	// Color splits texts, bools and such into a trace for each value, with an entry in the legend, and shows numbers and
	// durations on a continuous scale with a color bar. [Categories] makes numbers split too.
	Color string
	// Symbol splits by the marker's symbol.
	Symbol string
	// Dash splits by the line's dash.
	Dash string
	// Pattern splits by the pattern bars are filled with.
	Pattern string
	// Group splits without any difference in look, as lines that belong to several things.
	Group string
	// Size is the area of markers, numbers from 0.
	Size string
	// Text is written at each point.
	Text string

	// Facet draws a panel for each value, side by side and wrapped into rows (see [FacetWrap]).
	Facet string
	// Row draws a row of panels for each value.
	Row string
	// Column draws a column of panels for each value.
	Column string
	// Frame shows one value at a time, with a slider and a button that plays them.
	Frame string
	// ID names what a row is about, so that an animation moves its point from frame to frame.
	ID string

	// HoverName is the bold first line shown on hover.
	HoverName string
	// Hover are further fields shown on hover.
	Hover []string

	// ErrorX is the length of error bars along x, numbers; ErrorXMinus that of the lower arms where they differ.
	ErrorX, ErrorXMinus string
	// ErrorY is the length of error bars along y, numbers; ErrorYMinus that of the lower arms where they differ.
	ErrorY, ErrorYMinus string

	// Names are the sectors of a Pie.
	Names string
	// Values are their sizes and those of a Sunburst or Treemap, numbers from 0.
	Values string
	// Path are the levels of a Sunburst or Treemap, from the center outwards.
	Path []string
	// Dims are the dimensions of a Matrix or of Parallel.
	Dims []string

	// Lat and Lon are degrees of latitude and longitude on a Map.
	Lat, Lon string
	// Location names a region of a Map: a country's ISO code of three letters, or what [Locations] says.
	Location string
	// Start and End are the times between which a bar of a Timeline lasts.
	Start, End string
	// R and Theta are radius and angle (degrees, or categories) of a Polar.
	R, Theta string
}

// role is one use of a field.
type role struct {
	name  string
	field string
}

// roles are the fields set, in the order of By. Lists have one role for each field.
func (b By) roles() []role {
	all := []role{{"X", b.X}, {"Y", b.Y}}
	list := func(name string, fields []string) {
		for _, field := range fields {
			all = append(all, role{name, field})
		}
	}
	list("Ys", b.Ys)
	all = append(all, role{"Z", b.Z}, role{"Color", b.Color}, role{"Symbol", b.Symbol}, role{"Dash", b.Dash},
		role{"Pattern", b.Pattern}, role{"Group", b.Group}, role{"Size", b.Size}, role{"Text", b.Text}, role{"Facet", b.Facet},
		role{"Row", b.Row}, role{"Column", b.Column}, role{"Frame", b.Frame}, role{"ID", b.ID}, role{"HoverName", b.HoverName})
	list("Hover", b.Hover)
	all = append(all, role{"ErrorX", b.ErrorX}, role{"ErrorXMinus", b.ErrorXMinus}, role{"ErrorY", b.ErrorY},
		role{"ErrorYMinus", b.ErrorYMinus}, role{"Names", b.Names}, role{"Values", b.Values})
	list("Path", b.Path)
	list("Dims", b.Dims)
	all = append(all, role{"Lat", b.Lat}, role{"Lon", b.Lon}, role{"Location", b.Location}, role{"Start", b.Start},
		role{"End", b.End}, role{"R", b.R}, role{"Theta", b.Theta})
	return slices.DeleteFunc(all, func(r role) bool { return r.field == "" && !isList(r.name) })
}

func isList(role string) bool { return slices.Contains([]string{"Ys", "Hover", "Path", "Dims"}, role) }

// of is the field of a role, "" where none is set.
func (b By) of(name string) string {
	for _, r := range b.roles() {
		if r.name == name {
			return r.field
		}
	}
	return ""
}

// spec is what a function of the package is called and takes.
type spec struct {
	name    string
	need    []string // roles that must be set
	may     []string // roles that may be set
	options []string // options besides those that every function takes
}

// Roles that whole families of functions share.
var (
	hoverRoles = []string{"HoverName", "Hover"}
	panelRoles = []string{"Facet", "Row", "Column", "Frame", "ID"}
	errorRoles = []string{"ErrorX", "ErrorXMinus", "ErrorY", "ErrorYMinus"}
)

// check tells whether the roles set are those of the function.
func (s spec) check(by By) error {
	takes := slices.Concat(s.need, s.may)
	for _, r := range by.roles() {
		if !slices.Contains(takes, r.name) {
			return fmt.Errorf("express.%s: By.%s has no meaning here; it takes %s", s.name, r.name, strings.Join(takes, ", "))
		}
		if r.field == "" {
			return fmt.Errorf("express.%s: By.%s names an empty field", s.name, r.name)
		}
	}
	for _, name := range s.need {
		if by.of(name) == "" {
			return fmt.Errorf("express.%s: By.%s is not set; it must name a field", s.name, name)
		}
	}
	if by.Facet != "" && (by.Row != "" || by.Column != "") {
		return fmt.Errorf("express.%s: By.Facet wraps panels by itself; set it, or Row and Column", s.name)
	}
	if by.Y != "" && len(by.Ys) > 0 {
		return fmt.Errorf("express.%s: By.Y and By.Ys are both set; Ys is in place of Y", s.name)
	}
	return nil
}
