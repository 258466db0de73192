package plot

import (
	"fmt"
	"reflect"
	"strconv"
)

// checkList says what is wrong with a list: whether the attribute takes one, and with its values.
func (t *table) checkList(a *attr, v reflect.Value) (at, problem string) {
	switch a.ValType {
	case "any", "data_array":
		return "", ""
	case "info_array":
		return t.checkPlaces(a, v)
	case "colorlist":
		return t.checkEach(&attr{ValType: "color"}, v)
	case "colorscale":
		return t.checkScale(v)
	}
	if !a.ArrayOk {
		return "", "a list is no " + kindName(a)
	}
	return t.checkEach(a, v)
}

// checkEach is about columns. Numbers are taken for colors, words and texts alike, and bounds do not hold: so does
// plotly.js. Lists within are columns for cells.
func (t *table) checkEach(a *attr, v reflect.Value) (at, problem string) {
	if isNumeric(v.Type().Elem().Kind()) && a.ValType != "enumerated" && a.ValType != "boolean" && a.ValType != "flaglist" {
		return "", ""
	}
	one := *a
	one.Min, one.Max, one.NoBlank = nil, nil, false
	for i := range v.Len() {
		item := indirect(v.Index(i))
		if !item.IsValid() || isList(item) || encodesItself(item) || a.ValType == "color" && isNumeric(item.Kind()) {
			continue
		}
		if problem := t.checkOne(&one, item); problem != "" {
			return "[" + strconv.Itoa(i) + "]", problem
		}
	}
	return "", ""
}

// checkPlaces is about lists with an attribute for each place.
func (t *table) checkPlaces(a *attr, v reflect.Value) (at, problem string) {
	row := *a
	row.Dimensions = nil
	if a.Dimensions == 2.0 || a.Dimensions == "1-2" && v.Len() > 0 && isList(indirect(v.Index(0))) {
		for i := range v.Len() {
			item := indirect(v.Index(i))
			if item.IsValid() && !isList(item) && !isTypedArray(item) {
				return "[" + strconv.Itoa(i) + "]", describe(item) + " is no list"
			}
			if item.IsValid() && isList(item) {
				if at, problem := t.checkPlaces(&row, item); problem != "" {
					return "[" + strconv.Itoa(i) + "]" + at, problem
				}
			}
		}
		return "", ""
	}
	// The components of a pixel may be fewer than there are places.
	if most := len(a.Items.each); !a.FreeLength && (v.Len() > most || v.Len() < min(2, most)) {
		return "", fmt.Sprintf("a list of %d is no list of %d", v.Len(), len(a.Items.each))
	}
	for i := range v.Len() {
		if item := indirect(v.Index(i)); item.IsValid() && !encodesItself(item) {
			if at, problem := t.check(a.Items.at(i), item); problem != "" {
				return "[" + strconv.Itoa(i) + "]" + at, problem
			}
		}
	}
	return "", ""
}

// checkScale is about color scales: pairs of a share and a color, from 0 to 1.
func (t *table) checkScale(v reflect.Value) (at, problem string) {
	const form = "is no pair of a share and a color, as color scales are made of"
	before := 0.0
	for i := range v.Len() {
		at := "[" + strconv.Itoa(i) + "]"
		pair := indirect(v.Index(i))
		share, color, ok := scalePair(pair)
		switch {
		case !ok:
			return at, describe(pair) + " " + form
		case i == 0 && share != 0, i == v.Len()-1 && share != 1:
			return at, "the shares of a color scale begin with 0 and end with 1, not with " + number(share)
		case share < before:
			return at, "the share " + number(share) + " follows on " + number(before)
		}
		if problem := t.wrongColor(color); problem != "" {
			return at + "[1]", problem
		}
		before = share
	}
	if v.Len() < 2 {
		return "", "a color scale has two colors or more"
	}
	return "", ""
}

// scalePair reads a list of two, or a struct of two fields.
func scalePair(pair reflect.Value) (share float64, color string, ok bool) {
	var first, second reflect.Value
	switch {
	case pair.IsValid() && isList(pair) && pair.Len() == 2:
		first, second = indirect(pair.Index(0)), indirect(pair.Index(1))
	default:
		return 0, "", false
	}
	share, ok = toNumber(first)
	return share, textOf(second), ok && second.Kind() == reflect.String
}
