package express

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// structTable is a slice of structs, or of pointers to structs.
type structTable struct {
	v    reflect.Value
	elem reflect.Type
}

func (s *structTable) rows() int { return s.v.Len() }

// columns reads all fields in one pass over the rows.
func (s *structTable) columns(fields []string) (map[string]*column, error) {
	out := map[string]*column{}
	var plans []plan
	for _, field := range fields {
		p, err := s.plan(field)
		if err != nil {
			return nil, err
		}
		if out[field] == nil {
			out[field], plans = p.cells.column, append(plans, p)
		}
	}
	for i := range s.v.Len() {
		row := s.v.Index(i)
		for row.Kind() == reflect.Pointer {
			row = row.Elem() // of a nil pointer this is invalid, and all its values are missing
		}
		for k := range plans {
			plans[k].take(i, row)
		}
	}
	for _, p := range plans {
		c, err := p.done()
		if err != nil {
			return nil, fmt.Errorf("field %q of %s: %w", p.field, s.elem, err)
		}
		out[p.field] = c
	}
	return out, nil
}

// plan is how one field is read: the way to it, and the column it fills.
type plan struct {
	field string
	steps []step
	cells cells
	boxed []any // values of a field of type any, read when all are there
}

// step goes from a struct to a field of it, or to what a method returns.
type step struct {
	index  []int // of the field, through embedded structs
	method string
	typ    reflect.Type
}

func (s *structTable) plan(field string) (plan, error) {
	p, t := plan{field: field}, s.elem
	for name := range strings.SplitSeq(field, ".") {
		for t.Kind() == reflect.Pointer {
			t = t.Elem()
		}
		next, ok := stepTo(t, name)
		if !ok {
			return p, missingField(fmt.Sprintf("rows of %s have no", t), name, fieldNames(t))
		}
		p.steps, t = append(p.steps, next), next.typ
	}
	if t.Kind() == reflect.Interface && !t.Implements(stringerType) {
		p.boxed, p.cells.column = make([]any, s.v.Len()), &column{}
		return p, nil
	}
	var err error
	if p.cells, err = cellsOf(field, t, s.v.Len()); err != nil {
		return p, fmt.Errorf("field %q of %s %w", field, s.elem, err)
	}
	return p, nil
}

// take reads the value of a row.
func (p *plan) take(i int, row reflect.Value) {
	v := row
	for _, s := range p.steps {
		v = s.from(v)
	}
	if p.boxed == nil {
		p.cells.read(i, v)
	} else if v.IsValid() {
		p.boxed[i] = v.Interface()
	}
}

func (p *plan) done() (*column, error) {
	if p.boxed != nil {
		return mixed(p.field, p.boxed)
	}
	settle(p.cells.column)
	return p.cells.column, nil
}

// from is the value of the step, invalid where a pointer on the way is nil.
func (s step) from(v reflect.Value) reflect.Value {
	for v.Kind() == reflect.Pointer {
		v = v.Elem()
	}
	if !v.IsValid() {
		return v
	}
	if s.method != "" {
		if v.CanAddr() {
			v = v.Addr()
		} else {
			fresh := reflect.New(v.Type())
			fresh.Elem().Set(v)
			v = fresh
		}
		return v.MethodByName(s.method).Call(nil)[0]
	}
	if len(s.index) == 1 {
		return v.Field(s.index[0])
	}
	field, err := v.FieldByIndexErr(s.index)
	if err != nil {
		return reflect.Value{} // an embedded pointer is nil
	}
	return field
}

// stepTo finds a field by its Go name, by its tags, or a method, in this order.
func stepTo(t reflect.Type, name string) (step, bool) {
	if t.Kind() != reflect.Struct {
		return step{}, false
	}
	fields := visible(t)
	for _, match := range []func(reflect.StructField) bool{
		func(f reflect.StructField) bool { return f.Name == name },
		func(f reflect.StructField) bool { return tagName(f, "plot") == name },
		func(f reflect.StructField) bool { return tagName(f, "json") == name },
	} {
		if i := slices.IndexFunc(fields, match); i >= 0 {
			return step{index: fields[i].Index, typ: fields[i].Type}, true
		}
	}
	if m, ok := reflect.PointerTo(t).MethodByName(name); ok && m.Type.NumIn() == 1 && m.Type.NumOut() == 1 {
		return step{method: name, typ: m.Type.Out(0)}, true
	}
	return step{}, false
}

// visible are the exported fields, those of embedded structs among them.
func visible(t reflect.Type) []reflect.StructField {
	return slices.DeleteFunc(reflect.VisibleFields(t), func(f reflect.StructField) bool { return !f.IsExported() })
}

func tagName(f reflect.StructField, key string) string {
	name, _, _ := strings.Cut(f.Tag.Get(key), ",")
	if name == "-" {
		return ""
	}
	return name
}

// fieldNames are what can be written in By, for errors.
func fieldNames(t reflect.Type) []string {
	if t.Kind() != reflect.Struct {
		return nil
	}
	var names []string
	for _, f := range visible(t) {
		if f.Anonymous {
			continue
		}
		names = append(names, f.Name)
		for _, key := range []string{"plot", "json"} {
			if name := tagName(f, key); name != "" {
				names = append(names, name)
			}
		}
	}
	return names
}
