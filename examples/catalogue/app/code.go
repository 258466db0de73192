package app

import (
	"cmp"
	"fmt"
	"go/format"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/dashi-go/dashi/layout"
	"github.com/dashi-go/dashi/layout/dcc"
)

// goSource is the Go expression that makes the component, formatted.
func goSource(c layout.Component) string {
	const before = "var _ = "
	source := before + printer{}.fields(reflect.ValueOf(c), true)
	formatted, err := format.Source([]byte(source))
	if err != nil {
		return source[len(before):] + "\n// " + err.Error()
	}
	return string(formatted)[len(before):]
}

// printer writes values as Go expressions.
type printer struct{}

var anyType = reflect.TypeFor[any]()

// value writes v where a value of type wanted is asked for: literals need no type of their own where it is theirs.
func (p printer) value(v reflect.Value, wanted reflect.Type) string {
	switch v.Kind() {
	case reflect.Interface, reflect.Pointer:
		return p.reference(v)
	case reflect.String:
		return p.text(v, wanted)
	case reflect.Slice:
		return p.slice(v)
	case reflect.Map:
		return p.mapping(v)
	case reflect.Struct:
		if e, ok := v.Interface().(layout.Dynamic); ok {
			return p.element(e)
		}
		return p.fields(v, false)
	}
	return p.number(v, wanted)
}

func (p printer) reference(v reflect.Value) string {
	switch {
	case v.IsNil():
		return "nil"
	case v.Kind() == reflect.Interface:
		return p.value(v.Elem(), anyType)
	case v.Elem().Kind() == reflect.Struct:
		return "&" + p.value(v.Elem(), v.Type().Elem())
	}
	return "new(" + p.value(v.Elem(), anyType) + ")"
}

func (p printer) text(v reflect.Value, wanted reflect.Type) string {
	for _, c := range constantsOf(v.Type()) {
		if c.Value == v.String() {
			return packageOf(v.Type()) + "." + c.Name
		}
	}
	quoted := strconv.Quote(v.String())
	if strings.ContainsAny(v.String(), "\n\"") && !strings.Contains(v.String(), "`") {
		quoted = "`" + v.String() + "`"
	}
	if v.Type() == wanted || v.Type() == reflect.TypeFor[string]() {
		return quoted
	}
	return typeName(v.Type()) + "(" + quoted + ")"
}

func (p printer) number(v reflect.Value, wanted reflect.Type) string {
	if day, ok := v.Interface().(time.Weekday); ok {
		return "time." + day.String()
	}
	text := fmt.Sprint(v.Interface())
	switch {
	case v.Type() == wanted, v.Kind() == reflect.Bool, v.Type() == reflect.TypeFor[int]():
		return text
	case v.Type() == reflect.TypeFor[float64]():
		if !strings.ContainsAny(text, ".e") {
			text += ".0"
		}
		return text
	}
	return typeName(v.Type()) + "(" + text + ")"
}

func (p printer) slice(v reflect.Value) string {
	if short, ok := plainOptions(v); ok {
		return short
	}
	elem := v.Type().Elem()
	var parts []string
	for i := range v.Len() {
		parts = append(parts, p.elided(v.Index(i), elem))
	}
	return p.list(typeName(v.Type()), parts)
}

// elided writes an element of a list or map, whose type is said there.
func (p printer) elided(v reflect.Value, elem reflect.Type) string {
	text := p.value(v, elem)
	if elem.Kind() == reflect.Struct || elem.Kind() == reflect.Slice || elem.Kind() == reflect.Map {
		text = strings.TrimPrefix(text, typeName(elem))
	}
	return text
}

// plainOptions are options that are called what they are.
func plainOptions(v reflect.Value) (string, bool) {
	options, ok := v.Interface().([]dcc.Option)
	if !ok {
		return "", false
	}
	var values []string
	for _, o := range options {
		text, ok := o.Value.(string)
		if !ok || o != (dcc.Option{Label: text, Value: text}) {
			return "", false
		}
		values = append(values, strconv.Quote(text))
	}
	return "dcc.Options(" + strings.Join(values, ", ") + ")", len(values) > 0
}

func (p printer) mapping(v reflect.Value) string {
	keys := slices.SortedFunc(slices.Values(v.MapKeys()), func(a, b reflect.Value) int {
		if a.CanFloat() {
			return cmp.Compare(a.Float(), b.Float())
		}
		return strings.Compare(fmt.Sprint(a), fmt.Sprint(b))
	})
	var parts []string
	for _, key := range keys {
		parts = append(parts, p.value(key, v.Type().Key())+": "+p.elided(v.MapIndex(key), v.Type().Elem()))
	}
	return p.list(typeName(v.Type()), parts)
}

// fields writes a struct; the outermost has a line for each field.
func (p printer) fields(v reflect.Value, lines bool) string {
	var parts []string
	for i := range v.NumField() {
		f := v.Type().Field(i)
		if f.IsExported() && !v.Field(i).IsZero() {
			parts = append(parts, f.Name+": "+p.value(v.Field(i), f.Type))
		}
	}
	name := typeName(v.Type())
	if lines && len(parts) > 1 {
		return name + "{\n" + strings.Join(parts, ",\n") + ",\n}"
	}
	return p.list(name, parts)
}

// list writes parts in a line where they are short.
func (p printer) list(name string, parts []string) string {
	line := strings.Join(parts, ", ")
	if len(line) <= 56 && !strings.Contains(line, "\n") {
		return name + "{" + line + "}"
	}
	return name + "{\n" + strings.Join(parts, ",\n") + ",\n}"
}

// element writes an HTML element as the function of package html that makes it.
func (p printer) element(e layout.Dynamic) string {
	_, name := e.Type()
	var parts []string
	var children any
	for prop, value := range e.EachProp {
		written := p.value(reflect.ValueOf(value), anyType)
		switch family, rest, _ := strings.Cut(prop, "-"); {
		case prop == "children":
			children = value
		case prop == "id":
			parts = append(parts, "html.ID("+strconv.Quote(fmt.Sprint(value))+")")
		case prop == "className":
			parts = append(parts, "html.Class("+written+")")
		case family == "aria":
			parts = append(parts, "html.Aria("+strconv.Quote(rest)+", "+written+")")
		default:
			parts = append(parts, "html."+strings.ToUpper(prop[:1])+prop[1:]+"("+written+")")
		}
	}
	if list, ok := children.([]any); ok {
		for _, child := range list {
			parts = append(parts, p.value(reflect.ValueOf(child), anyType))
		}
	} else if children != nil {
		parts = append(parts, p.value(reflect.ValueOf(children), anyType))
	}
	return "html." + name + "(" + strings.Join(parts, ", ") + ")"
}

// typeName is a type as a program that imports its package has it.
func typeName(t reflect.Type) string {
	return strings.NewReplacer("interface {}", "any").Replace(t.String())
}

func packageOf(t reflect.Type) string {
	name, _, _ := strings.Cut(t.String(), ".")
	return name
}
