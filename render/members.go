package render

import (
	"cmp"
	"reflect"
	"slices"
	"strings"
	"unicode"
)

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
			if at, ok := offsetOf(path[0], here); ok && onlyZero(f.Type, options) {
				m.zeros = zerosOf(f.Type, at)
			}
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

// onlyZero is true of fields that are left out where they are zero, and where their type does not say when that is.
func onlyZero(t reflect.Type, options string) bool {
	zeroerType := reflect.TypeFor[zeroer]()
	own := t.Implements(zeroerType) || reflect.PointerTo(t).Implements(zeroerType)
	return has(options, "omitzero") && !has(options, "omitempty") && !own
}

// offsetOf is where a field is in the memory of a t, if it is: a field of an embedded pointer's struct is not.
func offsetOf(t reflect.Type, index []int) (offset uintptr, ok bool) {
	for _, i := range index {
		if t.Kind() != reflect.Struct {
			return 0, false
		}
		f := t.Field(i)
		offset += f.Offset
		t = f.Type
	}
	return offset, true
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
