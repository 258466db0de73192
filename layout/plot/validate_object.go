package plot

import (
	"fmt"
	"iter"
	"reflect"
	"strconv"
	"strings"
)

// object checks the attributes of an object, all but the one to skip, which is checked elsewhere.
func (v *validator) object(path string, d *def, value reflect.Value, skip string) {
	value = indirect(value)
	switch {
	case !value.IsValid() || encodesItself(value):
		return
	case !isObject(value):
		problem := describe(value) + " is no object"
		if strings.HasSuffix(path, "title") && value.Kind() == reflect.String {
			problem += `, which has the text as its "text"`
		}
		v.add(path, problem)
		return
	}
	for _, e := range entries(value) {
		if e.name == skip || strings.HasPrefix(e.name, "_") { // plotly.js's own notes
			continue
		}
		child := v.child(d, e.name)
		if child == nil {
			v.add(path+"."+e.name, "plotly.js has no such attribute of "+v.owner+didYouMean(nearest(e.name, v.names(d))))
			continue
		}
		v.value(path+"."+e.name, child, e.value)
	}
}

// child is the definition of an attribute of an object, nil where there is none.
func (v *validator) child(d *def, name string) *def {
	if index, ok := d.Fields[name]; ok {
		return &v.table.Defs[index]
	}
	if base := strings.TrimRight(name, "0123456789"); base != name && isNumber(name[len(base):]) {
		if index, ok := d.Fields[base]; ok && v.table.Defs[index].Subplot {
			return &v.table.Defs[index]
		}
	}
	if list, ok := strings.CutSuffix(name, "defaults"); ok && v.template {
		if index, ok := d.Fields[list+"s"]; ok && v.table.Defs[index].Item > 0 {
			return &v.table.Defs[v.table.Defs[index].Item-1]
		}
	}
	if v.frames {
		return v.deep(d, name)
	}
	return nil
}

// isNumber is true of the numbers of subplots and axes after the first.
func isNumber(digits string) bool { return digits != "1" && digits != "" && digits[0] != '0' }

// deep follows a path such as "xaxis.range[0]"; nil where it leads nowhere.
func (v *validator) deep(d *def, path string) *def {
	name, rest, more := strings.Cut(path, ".")
	name, index, indexed := strings.Cut(name, "[")
	if !more && !indexed {
		return nil
	}
	child := v.child(d, name)
	if child == nil {
		return nil
	}
	if indexed {
		child = v.itemOf(child, strings.TrimSuffix(index, "]"))
	}
	if !more || child == nil {
		return child
	}
	if strings.ContainsAny(rest, ".[") {
		return v.deep(child, rest)
	}
	return v.child(child, rest)
}

// itemOf is the definition of one item of a list.
func (v *validator) itemOf(d *def, index string) *def {
	place, err := strconv.Atoi(index)
	switch {
	case err != nil || place < 0:
		return nil
	case d.Item > 0:
		return &v.table.Defs[d.Item-1]
	case d.Attr != nil && d.Attr.ValType == "info_array":
		return &def{Attr: d.Attr.Items.at(place)}
	case d.Attr != nil:
		return &def{Attr: &attr{ValType: "any"}}
	}
	return nil
}

func (v *validator) names(d *def) iter.Seq[string] {
	return func(yield func(string) bool) {
		for name := range d.Fields {
			if !yield(name) {
				return
			}
		}
	}
}

// value checks the value of an attribute, an object or a list of objects.
func (v *validator) value(path string, d *def, value reflect.Value) {
	value = indirect(value)
	switch {
	case !value.IsValid() || encodesItself(value):
	case d.Fields != nil:
		v.object(path, d, value, "")
	case d.Item == 0:
		if at, problem := v.table.check(d.Attr, value); problem != "" {
			v.add(path+at, problem)
		}
	case !isList(value):
		v.add(path, describe(value)+" is no list of objects")
	default:
		for i := range value.Len() {
			v.object(fmt.Sprintf("%s[%d]", path, i), &v.table.Defs[d.Item-1], value.Index(i), "")
		}
	}
}
