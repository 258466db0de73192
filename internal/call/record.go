package call

import (
	"fmt"
	"reflect"
)

const tag = "dashi"

// record is a struct parameter whose tagged fields are the arguments.
type record struct {
	typ     reflect.Type
	indexes [][]int // of the field for each dependency
}

func (r *record) fill(values []reflect.Value) reflect.Value {
	v := reflect.New(r.typ).Elem()
	for i, value := range values {
		v.FieldByIndex(r.indexes[i]).Set(value)
	}
	return v
}

// isRecord tells a struct of arguments from a struct that is itself one argument: it has at least one tagged field.
func isRecord(t reflect.Type) bool { return t.Kind() == reflect.Struct && len(taggedFields(t)) > 0 }

// taggedFields lists the fields of t, and of the structs embedded in it, that stand for arguments.
func taggedFields(t reflect.Type) (fields []reflect.StructField) {
	for _, field := range reflect.VisibleFields(t) {
		if _, tagged := field.Tag.Lookup(tag); tagged {
			fields = append(fields, field)
		}
	}
	return fields
}

// bindRecord matches the struct's tags with the dependencies: each dependency has exactly one field, and each tag a
// dependency.
func (f *Func) bindRecord(t reflect.Type, deps []Dep) error {
	tagged := taggedFields(t)
	fields := map[string]reflect.StructField{}
	for _, field := range tagged {
		name := field.Tag.Get(tag)
		if !field.IsExported() {
			return fmt.Errorf("field %s of %s is tagged %q but not exported", field.Name, t, name)
		}
		if throughPointer(t, field.Index) {
			return fmt.Errorf("field %s of %s is in an embedded pointer; embed the struct itself", field.Name, t)
		}
		if other, taken := fields[name]; taken {
			return fmt.Errorf("fields %s and %s of %s are both tagged %q", other.Name, field.Name, t, name)
		}
		fields[name] = field
	}
	f.record = &record{typ: t}
	wanted := map[string]bool{}
	for _, dep := range deps {
		field, ok := fields[dep.String()]
		if !ok {
			return fmt.Errorf("%s has no field tagged `dashi:%q`, which the callback has as Input or State", t, dep)
		}
		wanted[dep.String()] = true
		p, err := newParam("field "+field.Name, field.Type, dep)
		if err != nil {
			return fmt.Errorf("field %s of %s (for %s) %w", field.Name, t, dep.spell(), err)
		}
		f.record.indexes = append(f.record.indexes, field.Index)
		f.params = append(f.params, p)
	}
	for _, field := range tagged {
		if name := field.Tag.Get(tag); !wanted[name] {
			return fmt.Errorf("field %s of %s is tagged %q, which is neither Input nor State of the callback", field.Name, t, name)
		}
	}
	return nil
}

// throughPointer is true of a promoted field whose struct may be nil.
func throughPointer(t reflect.Type, index []int) bool {
	for _, i := range index[:len(index)-1] {
		if t = t.Field(i).Type; t.Kind() == reflect.Pointer {
			return true
		}
	}
	return false
}
