package main

import (
	"fmt"
	"slices"
)

// keptTypes are the fields whose type differs from what the schema lets expect: where nothing says more than zero would,
// where a value is large and rare, or where the field has long had it.
// A name with "*." is that of the field in every struct.
var keptTypes = map[string]string{
	"*.error_x": "*ErrorBar", "*.error_y": "*ErrorBar", "*.error_z": "*ErrorBar", "*.xbins": "*Bins", "*.ybins": "*Bins",
	"*.selected": "*Selected", "*.unselected": "*Selected", "*.autocolorscale": "*bool", "*.texttemplate": "any",
	"*.showlegend": "*bool", "Pie.showlegend": "any",
	"Axis.position":    "*float64",
	"Axis.rangeslider": "*Rangeslider", "Axis.showline": "*bool", "Axis.showspikes": "*bool", "SceneAxis.showline": "*bool",
	"Grid.columns": "int", "Grid.rows": "int", "Histogram.textposition": "any",
	"Layout.autosize": "*bool", "Layout.bargroupgap": "*float64", "Layout.grid": "*Grid", "Layout.height": "float64",
	"Layout.width": "float64", "Layout.polar": "*Polar", "Layout.ternary": "*Ternary", "Layout.smith": "*Smith",
	"Layout.geo": "*Geo", "Layout.map": "*TileMap", "Layout.scene": "*Scene", "Layout.newshape": "*Newshape",
	"Line.colorbar": "*Colorbar", "Margin.pad": "*float64", "Marker.sizemin": "float64", "Shape.editable": "*bool",
	"Axis.minor": "*MinorTicks", "Axis.rangeselector": "*Rangeselector", "Hoverlabel.grouptitlefont": "*Font",
	"Layout.newselection": "*Newselection", "Marker.border": "*PointBorder", "Marker.gradient": "*Gradient",
	"Marker.pad": "*Margin", "Title.pad": "*Margin", "*.legendgrouptitle": "*Title", "*.unifiedhovertitle": "*Title",
	"*.autorangeoptions": "*Autorangeoptions",
	"Title.subtitle":     "*Title", "Title.y": "*float64",
}

// goType is the type of a field by what plotly.js says of its values. One whose zero value says something else than no
// value is a pointer.
func goType(a *Attr) string {
	if a.ArrayOk {
		return "any"
	}
	switch a.ValType {
	case "number", "angle":
		return numberType(a, "float64")
	case "integer":
		return numberType(a, "int")
	case "boolean":
		if a.Default == false {
			return "bool"
		}
		return "*bool"
	case "string", "color", "subplotid":
		return "string"
	case "colorlist":
		return "[]string"
	case "enumerated":
		return textType(a, a.Values)
	case "flaglist":
		return textType(a, a.Extras)
	case "info_array":
		return listType(a)
	}
	return "any" // data_array, colorscale, any
}

func numberType(a *Attr, number string) string {
	if _, text := a.Default.(string); text || len(a.Extras) > 0 {
		return "any"
	}
	if a.Default == 0.0 {
		return number
	}
	return "*" + number
}

// textType is that of texts of a list, unless some value is no text, or the empty text is one and not the default.
func textType(a *Attr, values []any) string {
	for _, value := range values {
		if _, text := value.(string); !text {
			return "any"
		}
	}
	if slices.Contains(values, any("")) && a.Default != nil && a.Default != "" {
		return "any"
	}
	return "string"
}

func listType(a *Attr) string {
	element := "any"
	switch items := a.Items.(type) {
	case []any:
		for i, item := range items {
			t := elementType(item)
			if i > 0 && t != element {
				t = "any"
			}
			element = t
		}
	default:
		element = elementType(items)
	}
	if element == "any" && !a.FreeLength || a.Dimensions == "1-2" {
		return "any" // a range may hold numbers or dates: a column of either
	}
	if a.Dimensions == 2.0 {
		return "[][]" + element
	}
	return "[]" + element
}

func elementType(item any) string {
	object, _ := item.(map[string]any)
	switch object["valType"] {
	case "number", "angle":
		return "float64"
	case "enumerated", "subplotid", "string", "color":
		return "string"
	}
	return "any"
}

// merge is the type of a field for attributes of two types.
func merge(a, b string) string {
	if a == b {
		return a
	}
	pair := []string{a, b}
	slices.Sort(pair)
	switch fmt.Sprint(pair) {
	case "[*float64 float64]", "[*int float64]", "[*float64 int]", "[*float64 *int]", "[*int *float64]":
		return "*float64"
	case "[float64 int]":
		return "float64"
	case "[*bool bool]", "[*int int]":
		return pair[0]
	}
	return "any"
}
