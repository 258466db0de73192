package plot

import (
	"maps"
	"math"
	"reflect"
	"regexp"
	"slices"
	"strings"
)

// check says what is wrong with the value of an attribute, and at which place of it ("[3]"); "" if nothing is. The value
// is no pointer, no interface, and not nil.
func (t *table) check(a *attr, v reflect.Value) (at, problem string) {
	switch {
	case isList(v):
		return t.checkList(a, v)
	case isTypedArray(v):
		return "", "" // plotly.js makes a column of it first
	case isObject(v):
		return "", t.checkObject(a, v)
	}
	return "", t.checkOne(a, v)
}

// checkObject is about values that are maps or structs: only data may be in a form this package does not know.
func (t *table) checkObject(a *attr, v reflect.Value) string {
	if a.ValType == "any" || (a.ArrayOk || a.ValType == "data_array") && v.Kind() == reflect.Struct {
		return ""
	}
	return describe(v) + " is no " + kindName(a)
}

// checkOne is about single values.
func (t *table) checkOne(a *attr, v reflect.Value) string {
	f, numeric := toNumber(v)
	wrongKind := describe(v) + " is no " + kindName(a)
	switch a.ValType {
	case "number", "integer":
		if slices.ContainsFunc(a.Extras, func(extra any) bool { return equal(extra, v) }) {
			return ""
		}
		if !numeric {
			return wrongKind
		}
		return outOfBounds(a, f)
	case "angle":
		if !numeric && textOf(v) != "auto" {
			return wrongKind
		}
	case "boolean":
		if v.Kind() != reflect.Bool {
			return wrongKind
		}
	case "string":
		return wrongText(a, v, wrongKind)
	case "color":
		if v.Kind() != reflect.String {
			return wrongKind
		}
		return t.wrongColor(v.String())
	case "colorscale":
		if v.Kind() != reflect.String {
			return wrongKind
		}
		if !slices.Contains(colorScales, v.String()) && !strings.HasPrefix(v.String(), "[") {
			return quoted(v.String()) + " is no color scale" + didYouMean(nearest(v.String(), values(colorScales)))
		}
	case "enumerated":
		return wrongWord(a, v)
	case "flaglist":
		return wrongFlags(a, v)
	case "subplotid":
		return wrongID(a, v)
	case "data_array", "info_array", "colorlist":
		return wrongKind
	}
	return ""
}

func wrongText(a *attr, v reflect.Value, wrongKind string) string {
	switch {
	case v.Kind() == reflect.String && a.NoBlank && v.String() == "":
		return "it must not be empty"
	case v.Kind() == reflect.String || v.Type() == timeType || isNumeric(v.Kind()) && !a.Strict:
		return ""
	}
	return wrongKind
}

func outOfBounds(a *attr, f float64) string {
	switch {
	case math.IsNaN(f) || math.IsInf(f, 0):
		return "" // written as null
	case a.Min != nil && f < *a.Min:
		return number(f) + " is below " + number(*a.Min)
	case a.Max != nil && f > *a.Max:
		return number(f) + " is above " + number(*a.Max)
	case a.ValType == "integer" && f != math.Trunc(f):
		return number(f) + " is no integer"
	}
	return ""
}

func wrongWord(a *attr, v reflect.Value) string {
	for _, value := range a.Values {
		if equal(value, v) {
			return ""
		}
		if f, ok := toNumber(v); ok && a.CoerceNumber && value == f {
			return ""
		}
		if pattern := expression(value); pattern != "" && regexp.MustCompile(pattern).MatchString(textOf(v)) {
			return ""
		}
	}
	return describe(v) + " is none of " + listed(a.Values) + didYouMean(nearest(textOf(v), words(a.Values)))
}

func wrongFlags(a *attr, v reflect.Value) string {
	if slices.ContainsFunc(a.Extras, func(extra any) bool { return equal(extra, v) }) {
		return ""
	}
	all := make([]any, 0, len(a.Flags)+len(a.Extras))
	for _, flag := range a.Flags {
		all = append(all, flag)
	}
	if v.Kind() != reflect.String {
		return describe(v) + " is none of " + listed(append(all, a.Extras...))
	}
	for flag := range strings.SplitSeq(v.String(), "+") {
		if slices.Contains(a.Flags, flag) {
			continue
		}
		if slices.Contains(a.Extras, any(flag)) {
			return quoted(flag) + " cannot be joined to others"
		}
		all = append(all, a.Extras...)
		return quoted(flag) + " is none of " + listed(all) + didYouMean(nearest(flag, words(all)))
	}
	return ""
}

func wrongID(a *attr, v reflect.Value) string {
	base, _ := a.Default.(string)
	pattern := "^" + base + "([2-9]|[1-9][0-9]+)?$"
	if a.Regex != "" {
		pattern = strings.Trim(a.Regex, "/")
		base = strings.TrimPrefix(pattern[:strings.IndexByte(pattern, '(')], "^")
	}
	if v.Kind() == reflect.String && regexp.MustCompile(pattern).MatchString(v.String()) {
		return ""
	}
	return describe(v) + " is none of " + quoted(base) + ", " + quoted(base+"2") + ", " + quoted(base+"3") + " …"
}

// expression is the regular expression that a listed value is, "" where it is none.
func expression(value any) string {
	if s, ok := value.(string); ok && len(s) > 2 && s[0] == '/' && s[len(s)-1] == '/' {
		return s[1 : len(s)-1]
	}
	return ""
}

// words are the values that one can mistake another for.
func words(list []any) func(yield func(string) bool) {
	set := map[string]bool{}
	for _, value := range list {
		if s, ok := value.(string); ok && expression(value) == "" {
			set[s] = true
		}
	}
	return maps.Keys(set)
}
