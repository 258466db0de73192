package main

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// goFile is what is written.
type goFile struct {
	options
	Structs   []goStruct
	Enums     []goEnum
	Children  map[string][]string
	Persisted map[string][]string

	types  names               // at the top of the file
	shared map[string]string   // properties whose enumeration is the same in all components → the name of its type
	enums  map[string][]string // types that were written → their values
}

type goStruct struct {
	Name, Doc string
	Fields    []goField
	Component string // its name in the browser; "" of what is a part of one
}

type goField struct{ Name, Type, JSON, Doc string }

type goEnum struct {
	Name, Doc string
	Constants []goConstant
}

type goConstant struct{ Name, Value string }

// dropped are properties that are none of an app's: Dash sets them itself.
var dropped = []string{"setProps", "loading_state", "dashEvents", "fireEvent", "dashRenderType", "componentPath"}

// model turns components into Go types.
func model(components []component, o options) *goFile {
	f := &goFile{options: o, Children: map[string][]string{}, Persisted: map[string][]string{}, types: names{"Package": true}, enums: map[string][]string{}}
	structs := make([]string, len(components))
	for i, c := range components {
		structs[i] = f.types.take(c.Name, c.Name+"Component")
	}
	f.shared = sharedEnums(components, f.types)
	for i, c := range components {
		if paths := slots(c.Props); len(paths) > 0 {
			f.Children[c.Name] = paths
		}
		if list := persisted(c.Props); len(list) > 0 && !slices.Equal(list, []string{"value"}) {
			f.Persisted[c.Name] = list
		}
		at := len(f.Structs) // its parts follow it
		f.Structs = append(f.Structs, goStruct{})
		fields := f.fields(structs[i], c.Props, true)
		f.Structs[at] = goStruct{structs[i], c.Description, fields, c.Name}
	}
	return f
}

// sharedEnums finds the properties that are the same enumeration wherever there is one of that name.
func sharedEnums(components []component, taken names) map[string]string {
	values := map[string][]string{}
	differ := map[string]bool{}
	for _, c := range components {
		for _, p := range c.Props {
			list, ok := p.Type.texts()
			if !ok {
				continue
			}
			if known, seen := values[p.Name]; seen && !slices.Equal(known, list) {
				differ[p.Name] = true
			}
			values[p.Name] = list
		}
	}
	shared := map[string]string{}
	for name := range values {
		if typ := goName(name); !differ[name] && typ != "" && !taken[typ] && typ != "Kind" {
			shared[name] = typ
		}
	}
	return shared
}

// fields are the fields for properties, of a component (top) or of a shape.
func (f *goFile) fields(owner string, props []prop, top bool) (fields []goField) {
	used := names{"Type": true}
	for _, p := range props {
		if p.Type.Name == "func" || top && slices.Contains(dropped, p.Name) || strings.Contains(p.Name, "*") {
			continue
		}
		wanted := []string{goName(p.Name), "Deprecated" + goName(p.Name)}
		switch {
		case goName(p.Name) == "":
			continue
		case p.Name == "type":
			wanted = []string{"Kind"}
		case !strings.Contains(p.Description, "DEPRECATED"):
			wanted = wanted[:1]
		}
		name := used.take(wanted...)
		fields = append(fields, goField{name, f.fieldType(owner, p, top), p.Name, describe(p)})
	}
	return fields
}

var styleName = regexp.MustCompile(`(?i)(^|_)style$|Style$`)

// fieldType is the type of a field, a pointer where the type's zero is a value of its own.
func (f *goFile) fieldType(owner string, p prop, top bool) string {
	switch {
	case top && p.Name == "id":
		return "layout.ID"
	case p.Type.Name == "number" && (p.Name == "n_clicks" || p.Name == "n_submit" || p.Name == "n_blur"):
		return "int"
	case p.Type.Name == "number" && strings.HasSuffix(p.Name, "_timestamp"):
		return "int64"
	case p.Type.Name == "object" && styleName.MatchString(p.Name):
		return "layout.CSS"
	}
	t := f.goType(owner+goName(p.Name), p.Name, p.Type)
	js, _ := p.defaultJS()
	text, isText := literal(js)
	switch {
	case t == "float64",
		t == "bool" && js == "true",
		t == "string" && (isText && text != "" || p.Name == "value"):
		return "*" + t
	}
	return t
}

func (p prop) defaultJS() (js string, ok bool) {
	if p.Default == nil || p.Default.Value == nil {
		return "", false
	}
	return strings.TrimSpace(fmt.Sprint(p.Default.Value)), true
}

// goType is the Go type for a type of the metadata. What it needs to be declared is called name; property is that of a component, or "".
func (f *goFile) goType(name, property string, t *typ) string {
	switch t.Name {
	case "string":
		return "string"
	case "number":
		return "float64"
	case "bool", "boolean":
		return "bool"
	case "array", "tuple":
		return "[]any"
	case "object":
		return "map[string]any"
	case "arrayOf":
		return "[]" + f.itemType(name, t)
	case "objectOf":
		return "map[string]" + f.itemType(name, t)
	case "shape", "exact":
		if len(t.Fields) == 0 {
			return "map[string]any"
		}
		return f.structType(name, t)
	case "enum":
		if values, ok := t.texts(); ok {
			return f.enumType(name, property, values)
		}
	case "union":
		return f.unionType(name, t)
	}
	return "any"
}

func (f *goFile) itemType(name string, t *typ) string {
	if t.Item == nil {
		return "any"
	}
	return f.goType(name+"Item", "", t.Item)
}

func (f *goFile) structType(name string, t *typ) string {
	name = f.types.take(name)
	at := len(f.Structs)
	f.Structs = append(f.Structs, goStruct{})
	f.Structs[at] = goStruct{Name: name, Fields: f.fields(name, t.Fields, false)}
	return name
}

// unionType is any, unless what it is of comes to the same Go type: an enumeration or any text is text.
func (f *goFile) unionType(name string, t *typ) string {
	kinds := map[string]bool{}
	for _, m := range t.Members {
		if _, ok := m.texts(); ok {
			kinds["string"] = true
			continue
		}
		switch m.Name {
		case "string", "number", "bool":
			kinds[map[string]string{"string": "string", "number": "float64", "bool": "bool"}[m.Name]] = true
		case "func":
		default:
			kinds["any"] = true
		}
	}
	if len(kinds) == 1 {
		for kind := range kinds {
			return kind
		}
	}
	return "any"
}

// texts are the values of an enumeration of nothing but texts.
func (t *typ) texts() (values []string, ok bool) {
	if t.Name != "enum" || len(t.Values) == 0 {
		return nil, false
	}
	for _, js := range t.Values {
		text, ok := literal(js)
		if !ok {
			return nil, false
		}
		values = append(values, text)
	}
	return values, true
}

func (f *goFile) enumType(name, property string, values []string) string {
	if shared := f.shared[property]; shared != "" {
		if f.enums[shared] != nil {
			return shared
		}
		name = shared
	}
	name = f.types.take(name)
	f.enums[name] = values
	e := goEnum{Name: name}
	for i, value := range values {
		constant := goName(value)
		if constant == "" {
			constant = fmt.Sprint("Value", i+1)
		}
		e.Constants = append(e.Constants, goConstant{f.types.take(name + constant), value})
	}
	f.Enums = append(f.Enums, e)
	return name
}
