package render

import (
	"cmp"
	"reflect"
	"slices"
	"strings"
	"sync"
	"unicode"
)

// member is a field of a struct as it is encoded.
type member struct {
	name   string
	key    []byte // `"name":`
	index  []int
	plan   encodeFunc
	omit   func(reflect.Value) bool // nil: never left out
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
			dst = appendString(append(dst, `"type":`...), v.Interface().(traceTyper).TraceType())
		}
		extra := inlined(v, inline)
		var written map[string]bool
		if len(extra) > 0 {
			written = map[string]bool{"type": typed}
		}
		for i := range members {
			m := &members[i]
			fv, err := v.FieldByIndexErr(m.index)
			if err != nil || m.omit != nil && m.omit(fv) {
				continue // an embedded nil pointer has no fields
			}
			if written != nil {
				written[m.name] = true
			}
			if len(dst) > start {
				dst = append(dst, ',')
			}
			if dst, err = w.appendMember(append(dst, m.key...), m, fv); err != nil {
				return dst, at("."+m.name, err)
			}
		}
		dst, err := w.appendEntries(dst, extra, start, written)
		return append(dst, '}'), err
	}
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

// membersOf lists the fields of t that are encoded, embedded structs flattened, in the order of their declaration. Where
// several fields have one name, the shallowest wins; at one depth, the tagged one; else none, as in encoding/json.
func membersOf(t reflect.Type) (members []member, inline []int) {
	c := collector{rivals: map[string][]found{}}
	c.collect(t, nil, nil)
	for _, rivals := range c.rivals {
		slices.SortFunc(rivals, func(a, b found) int {
			return cmp.Or(cmp.Compare(len(a.index), len(b.index)), -cmp.Compare(a.weight(), b.weight()))
		})
		if len(rivals) == 1 || len(rivals[0].index) < len(rivals[1].index) || rivals[0].weight() > rivals[1].weight() {
			members = append(members, rivals[0].member)
		}
	}
	slices.SortFunc(members, func(a, b member) int { return slices.Compare(a.index, b.index) })
	return members, c.inline
}

// found is a member that may have to give way to another of its name.
type found struct {
	member
	tagged bool // the name is from the tag
}

func (f found) weight() int {
	if f.tagged {
		return 1
	}
	return 0
}

// collector gathers the members of a struct and of those embedded in it, by name.
type collector struct {
	rivals map[string][]found
	inline []int
}

func (c *collector) collect(t reflect.Type, index []int, path []reflect.Type) {
	if slices.Contains(path, t) {
		return // a struct that embeds a pointer to itself: what lies deeper is hidden by what lies above
	}
	path = append(path, t)
	for i := range t.NumField() {
		f := t.Field(i)
		tag := f.Tag.Get("json")
		name, options, _ := strings.Cut(tag, ",")
		if !validName(name) {
			name = ""
		}
		embeds := f.Anonymous && isStruct(f.Type)
		here := append(slices.Clone(index), i)
		switch {
		case tag == "-" || !f.IsExported() && !embeds:
		case embeds && name == "":
			c.collect(indirect(f.Type), here, path)
		case has(options, "inline") && f.Type == reflect.TypeFor[map[string]any]():
			c.inline = here
		default:
			m := found{member: memberOf(f, cmp.Or(name, f.Name), options), tagged: name != ""}
			m.index = here
			c.rivals[m.name] = append(c.rivals[m.name], m)
		}
	}
}

func memberOf(f reflect.StructField, name, options string) member {
	return member{
		name:   name,
		key:    append(appendString(nil, name), ':'),
		omit:   omission(f.Type, has(options, "omitempty"), has(options, "omitzero")),
		quoted: has(options, "string") && isScalar(f.Type) && !encodesItself(indirect(f.Type)),
	}
}

// validName is true of the names encoding/json takes from a tag; with another, the field keeps its Go name.
func validName(name string) bool {
	return !strings.ContainsFunc(name, func(r rune) bool {
		return !strings.ContainsRune("!#$%&()*+-./:;<=>?@[]^_{|}~ ", r) && !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
}

func isStruct(t reflect.Type) bool { return indirect(t).Kind() == reflect.Struct }

// indirect is the type that an unnamed pointer type points to.
func indirect(t reflect.Type) reflect.Type {
	if t.Kind() == reflect.Pointer && t.Name() == "" {
		return t.Elem()
	}
	return t
}

func isScalar(t reflect.Type) bool {
	t = indirect(t)
	return t.Kind() == reflect.String || t.Kind() == reflect.Bool || t.Kind() == reflect.Uintptr || isNumeric(t)
}

func has(options, want string) bool {
	for option := range strings.SplitSeq(options, ",") {
		if option == want {
			return true
		}
	}
	return false
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
