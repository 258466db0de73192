package render

import (
	"reflect"
	"slices"
	"sync"
)

// member is a field of a struct as it is encoded.
type member struct {
	name   string
	key    []byte // `"name":`
	index  []int
	plan   encodeFunc
	omit   func(reflect.Value) bool // nil: never left out
	zeros  *zeros                   // when it is left out, from memory; nil: only omit tells
	run    int                      // of sparse, where there are zeros
	quoted bool                     // the tag's ",string"
}

// traceTyper names the "type" of a trace, which its Go type stands for.
type traceTyper interface{ TraceType() string }

// structPlan encodes a struct by its json tags, as encoding/json does. A field tagged `json:",inline"` of type
// map[string]any adds its keys, except those a field has already written.
func structPlan(t reflect.Type) encodeFunc {
	members, inline := membersOf(t)
	typed := t.Implements(reflect.TypeFor[traceTyper]())
	if typed {
		members = slices.DeleteFunc(members, func(m member) bool { return m.name == "type" })
	}
	all := newSparse(members)
	var resolve sync.Once // on first use: while the plan of t is made, that of a field may need it
	return func(w *writer, dst []byte, v reflect.Value) ([]byte, error) {
		resolve.Do(func() {
			for i := range members {
				members[i].plan = w.plan(t.FieldByIndex(members[i].index).Type)
			}
		})
		if w.depth++; w.depth > maxDepth {
			return dst, errTooDeep
		}
		defer func() { w.depth-- }()
		dst = append(dst, '{')
		start := len(dst)
		if typed {
			dst = appendTraceType(dst, v)
		}
		extra := inlined(v, inline)
		var written map[string]bool
		if len(extra) > 0 {
			written = map[string]bool{"type": len(dst) > start}
		}
		dst, err := w.appendMembers(dst, all, v, start, written)
		if err != nil {
			return dst, err
		}
		dst, err = w.appendEntries(dst, extra, start, written)
		return append(dst, '}'), err
	}
}

// appendMembers writes the members of v that are not left out to an object that begins at start. written takes their names, if anyone asks.
func (w *writer) appendMembers(dst []byte, all *sparse, v reflect.Value, start int, written map[string]bool) ([]byte, error) {
	base := memory(v)
	for i, look := all.next(0, base); i < len(all.members); i, look = all.next(i+1, base) {
		m := &all.members[i]
		fv, ok := m.of(v)
		if !ok || look && m.omit != nil && m.omit(fv) {
			continue
		}
		if written != nil {
			written[m.name] = true
		}
		if len(dst) > start {
			dst = append(dst, ',')
		}
		var err error
		if dst, err = w.appendMember(append(dst, m.key...), m, fv); err != nil {
			return dst, at("."+m.name, err)
		}
	}
	return dst, nil
}

// appendTraceType writes the type of a trace, where it has one: in a frame it needs none.
func appendTraceType(dst []byte, v reflect.Value) []byte {
	if v.CanAddr() {
		v = v.Addr() // whose methods are those of the value, which is large and would be copied
	}
	name := v.Interface().(traceTyper).TraceType()
	if name == "" {
		return dst
	}
	return appendString(append(dst, `"type":`...), name)
}

// of is the member's value in v. There is none within an embedded nil pointer.
func (m *member) of(v reflect.Value) (_ reflect.Value, ok bool) {
	if len(m.index) == 1 {
		return v.Field(m.index[0]), true
	}
	v, err := v.FieldByIndexErr(m.index)
	return v, err == nil
}

// inlined is the map whose keys stand among the members of v, if any.
func inlined(v reflect.Value, index []int) map[string]any {
	if index == nil {
		return nil
	}
	field, err := v.FieldByIndexErr(index)
	if err != nil {
		return nil
	}
	return field.Interface().(map[string]any)
}

func (w *writer) appendMember(dst []byte, m *member, v reflect.Value) ([]byte, error) {
	outer := w.zone
	w.zone = outer.under(m.name)
	begin := len(dst)
	dst, err := m.plan(w, dst, v)
	w.zone = outer
	if err == nil && m.quoted && string(dst[begin:]) != "null" {
		dst = appendString(dst[:begin], string(dst[begin:]))
	}
	return dst, err
}

// omission returns when a field is left out; nil is never.
func omission(t reflect.Type, empty, zero bool) func(reflect.Value) bool {
	isZero := zeroTest(t)
	switch {
	case empty && zero:
		return func(v reflect.Value) bool { return isZero(v) || isEmpty(v) }
	case zero:
		return isZero
	case empty:
		return isEmpty
	}
	return nil
}

type zeroer interface{ IsZero() bool }

// zeroTest is the type's own IsZero where it has one, on the value or on its address.
func zeroTest(t reflect.Type) func(reflect.Value) bool {
	zeroerType := reflect.TypeFor[zeroer]()
	switch {
	case t.Implements(zeroerType):
		return func(v reflect.Value) bool {
			nilable := v.Kind() == reflect.Interface || v.Kind() == reflect.Pointer
			if nilable && v.IsNil() || v.Kind() == reflect.Interface && v.Elem().Kind() == reflect.Pointer && v.Elem().IsNil() {
				return true
			}
			return v.Interface().(zeroer).IsZero()
		}
	case reflect.PointerTo(t).Implements(zeroerType):
		return func(v reflect.Value) bool {
			p := reflect.New(t)
			p.Elem().Set(v)
			return p.Interface().(zeroer).IsZero()
		}
	}
	return reflect.Value.IsZero
}

func isEmpty(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Array, reflect.Map, reflect.Slice, reflect.String:
		return v.Len() == 0
	case reflect.Struct:
		return false
	}
	return v.IsZero()
}
